"""`aligner models train`: a model of one's own, from parallel text."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli import options
from aligner.cli.terminal import counted
from aligner.embedding.card import Provenance, card, facts
from aligner.embedding.pairs import read_pairs
from aligner.embedding.saving import refuse_foreign, save_model
from aligner.embedding.training import Progress, Recipe, train
from aligner.formats import decode, load_bytes
from aligner.languages import parse_language

_RECIPE = Recipe()


@click.command(
    "train",
    epilog=options.examples("aligner models train pairs.tsv.xz -o my-model --from-lang en --to-lang de"),
)
@click.argument("pairs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="Folder of the model.")
@options.pair_languages
@click.option("--vocabulary", default=_RECIPE.vocabulary, show_default=True, help="Subwords.")
@click.option("--dimensions", default=_RECIPE.dimensions, show_default=True, help="Numbers in a vector.")
@click.option("--epochs", default=_RECIPE.epochs, show_default=True, help="Passes over the pairs.")
@click.option("--batch", default=_RECIPE.batch, show_default=True, help="Pairs that are told apart at a time.")
@click.option("--dropout", default=_RECIPE.dropout, show_default=True, help="Share of tokens left out at random.")
@click.option("--seed", default=_RECIPE.seed, show_default=True, help="Seed of every random draw.")
@click.option("--licence", default="other", show_default=True, help="Licence of the model, for its card.")
@click.option(
    "--notes", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Markdown on the data, for its card."
)
def train_model(
    pairs: tuple[Path, ...],
    folder: Path,
    source_language: str,
    target_language: str,
    vocabulary: int,
    dimensions: int,
    epochs: int,
    batch: int,
    dropout: float,
    seed: int,
    licence: str,
    notes: Path | None,
) -> None:
    """Train a static bilingual model on PAIRS: files with one pair a line, source TAB target (.xz, .gz unpacked).

    The folder is an ordinary sentence-transformers model; use it with `--model FOLDER`.
    """
    recipe = Recipe(
        vocabulary=vocabulary, dimensions=dimensions, epochs=epochs, batch=batch, dropout=dropout, seed=seed
    )
    refuse_foreign(folder)  # before the work, not after it
    provenance = Provenance(
        folder.resolve().name,
        (parse_language(source_language), parse_language(target_language)),
        licence,
        decode(load_bytes(str(notes)), str(notes)) if notes else "",
    )
    with counted("training", epochs) as advance:

        def report(progress: Progress) -> None:
            advance(f"loss {progress.loss:.3f}, held-out precision {progress.precision:.4f}")

        trained = train(read_pairs(pairs), recipe, report)
    known = facts(trained, recipe, pairs, provenance)
    save_model(folder, trained.tokenizer, trained.vectors, card(known, provenance), known)
    click.echo(f"{folder}: {trained.pairs:,} pairs, held-out precision {trained.precision:.4f}", err=True)
