"""`aligner models cache`: the vectors that are kept on disk."""

from __future__ import annotations

import json

import click

from aligner.cli import options
from aligner.cli.terminal import file_size, write
from aligner.embedding.cache import VectorCache, cache_folder


@click.command("cache", epilog=options.examples("aligner models cache", "aligner models cache --clear"))
@click.option("--clear", is_flag=True, help="Forget all of them.")
@options.text_or_json()
def model_cache(clear: bool, form: str) -> None:
    """Tell where the vectors of other models are kept, and how many there are.

    The bundled model is faster than a disk and keeps none. ALIGNER_CACHE names another folder.
    """
    cache = VectorCache(cache_folder())
    if clear:
        click.echo(f"{cache.clear():,} vectors forgotten", err=True)
    facts = cache.facts()
    if form == "json":
        told = {"file": str(facts.path), "vectors": facts.entries, "size": facts.size, "limit": facts.limit}
        write([json.dumps(told, ensure_ascii=False, indent=1) + "\n"])
        return
    write(
        [
            f"file     {facts.path}\n",
            f"vectors  {facts.entries:,}\n",
            f"size     {file_size(facts.size)} of at most {file_size(facts.limit)}\n",
        ]
    )
