"""`aligner models list`, `info`, `export`: which models there are, what one is made of, a copy to take elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from aligner.cli import options
from aligner.cli.terminal import file_size, write
from aligner.embedding import BUNDLED
from aligner.embedding.catalogue import KnownModel, ModelFacts, export_model, known_models, model_facts


@click.command("list", epilog=options.examples("aligner models list", "aligner models list --format json"))
@options.text_or_json()
def list_models(form: str) -> None:
    """List the models on this machine: the bundled one, and those downloaded before."""
    known = known_models()
    write([_json([asdict(model) for model in known])] if form == "json" else _as_table(known))


def _as_table(known: tuple[KnownModel, ...]) -> Iterator[str]:
    wide = max(len(model.name) for model in known)
    for model in known:
        yield f"{model.name:<{wide}}  {model.origin:<10}  {file_size(model.size):>8}\n"


@click.command("info", epilog=options.examples("aligner models info", "aligner models info ./my-model --format json"))
@click.argument("name", default=BUNDLED)
@options.text_or_json()
def model_info(name: str, form: str) -> None:
    """Tell what a model is: licence, training data, size, measured scores, signature.

    NAME is a folder or the name of a model on this machine; without one it is the bundled model.
    """
    facts = model_facts(name)
    write([_json(asdict(facts))] if form == "json" else (f"{line}\n" for line in _as_text(facts)))


def _as_text(facts: ModelFacts) -> Iterator[str]:
    told = {
        "kind": facts.kind,
        "languages": ", ".join(facts.languages),
        "licence": facts.licence,
        "trained on": f"{facts.pairs:,} pairs" if facts.pairs else None,
        "subwords": f"{facts.subwords:,}" if facts.subwords else None,
        "dimensions": f"{facts.dimensions:,}" if facts.dimensions else None,
        "size": file_size(facts.size),
        "signature": facts.signature,
        "folder": str(facts.folder),
    }
    yield facts.name
    yield from _lines(told)
    if facts.scores:
        yield "\nscores"
        yield from _lines(facts.scores)
    if facts.data:
        yield "\ndata"
        yield from _columns(facts.data)


def _lines(told: Mapping[str, str | None]) -> Iterator[str]:
    wide = max(map(len, told))
    for name, value in told.items():
        if value:
            yield f"  {name:<{wide}}  {value}"


def _columns(rows: tuple[Mapping[str, str], ...]) -> Iterator[str]:
    headings = tuple(rows[0])
    wide = [max(len(row.get(heading, "")) for row in (*rows, {heading: heading})) for heading in headings]
    for row in ({heading: heading for heading in headings}, *rows):
        cells = [f"{row.get(heading, ''):<{width}}" for heading, width in zip(headings, wide, strict=True)]
        yield "  " + "  ".join(cells).rstrip()


@click.command("export", epilog=options.examples("aligner models export my-copy"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def export_bundled(folder: Path) -> None:
    """Copy the bundled model to DIR, an ordinary sentence-transformers folder.

    DIR is made; an earlier copy there is replaced, anything else is left alone.
    """
    export_model(folder)
    click.echo(f"{folder}: SentenceTransformer({str(folder)!r}) and --model {folder} load it", err=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
