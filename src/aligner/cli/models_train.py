"""`aligner models train`: a model of one's own, from parallel text."""

from __future__ import annotations

import functools
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from aligner import training
from aligner.cli import options
from aligner.cli.terminal import tracked
from aligner.embedding.checkpoint import checkpoint_path
from aligner.embedding.training import DEVICES, Progress, Recipe
from aligner.training import TrainingOptions

_RECIPE = Recipe()
_RESUME = "--resume"
_ARGUMENTS = "aligner.arguments"


class _Recorded(click.Command):
    """A command that knows the words it was called with."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words, then go on as ever."""
        ctx.meta[_ARGUMENTS] = tuple(args)
        return super().parse_args(ctx, args)


_ASKED = ("vocabulary", "dimensions", "epochs", "batch", "dropout", "held_out", "patience", "seed")


def _recipe(function: Callable[..., Any]) -> Callable[..., Any]:
    """How to train: the options of a `Recipe`; given as one."""

    @click.option("--vocabulary", default=_RECIPE.vocabulary, show_default=True, help="Subwords.")
    @click.option("--dimensions", default=_RECIPE.dimensions, show_default=True, help="Numbers in a vector.")
    @click.option("--epochs", default=_RECIPE.epochs, show_default=True, help="Passes over the pairs.")
    @click.option("--batch", default=_RECIPE.batch, show_default=True, help="Pairs that are told apart at a time.")
    @click.option("--dropout", default=_RECIPE.dropout, show_default=True, help="Share of tokens left out at random.")
    @click.option(
        "--held-out",
        default=_RECIPE.held_out,
        show_default=True,
        help="Pairs to measure by after each epoch, at most a tenth of all; with --patience the model is that of the best.",
    )
    @click.option(
        "--patience",
        type=int,
        help="End after so many epochs that find no more of the held-out pairs.  [default: never]",
    )
    @click.option("--seed", default=_RECIPE.seed, show_default=True, help="Seed of every random draw.")
    @functools.wraps(function)
    def packed(*arguments: Any, **others: Any) -> Any:
        return function(*arguments, recipe=Recipe(**{name: others.pop(name) for name in _ASKED}), **others)

    return packed


@click.command(
    "train",
    cls=_Recorded,
    epilog=options.examples(
        "aligner models train pairs.tsv.xz -o my-model --from-lang en --to-lang de",
        "aligner models train memory.tmx messages.po corpus.en -o my-model --patience 3",
    ),
)
@click.argument("pairs", nargs=-1, required=True)
@click.option("-o", "--output", "folder", required=True, metavar="FOLDER", help="Folder of the model.")
@options.pair_languages
@_recipe
@click.option(
    "--device",
    type=click.Choice(DEVICES),
    default="auto",
    show_default=True,
    help="Where to train; auto takes a graphics card if there is one.",
)
@click.option(
    "--test",
    "tests",
    metavar="PAIRS",
    multiple=True,
    help="Pairs to try the model on at the end, for its card; never trained on. May be repeated.",
)
@click.option(_RESUME, is_flag=True, help="Go on with a training that was interrupted, from FOLDER.checkpoint.")
@click.option("--licence", default="other", show_default=True, help="Licence of the model, for its card.")
@click.option("--notes", metavar="FILE", help="Markdown on the data, for its card.")
@click.pass_context
def train_model(
    context: click.Context,
    pairs: tuple[str, ...],
    folder: str,
    source_language: str,
    target_language: str,
    recipe: Recipe,
    device: str,
    tests: tuple[str, ...],
    resume: bool,
    licence: str,
    notes: str | None,
) -> None:
    """Train a static bilingual model on PAIRS, files of texts and their translations.

    PAIRS are tsv, csv, jsonl, tmx or po files, or two files with a line for each pair, corpus.en and corpus.es, given as one
    of the two or as corpus; any may be packed (.xz, .gz, .bz2). The folder is an ordinary sentence-transformers model; use
    it with `--model FOLDER`.
    """
    chosen = TrainingOptions(
        source_language=source_language,
        target_language=target_language,
        recipe=recipe,
        device=device,
        tests=tests,
        licence=licence,
        notes=notes,
        resume=resume,
        command=_command(context),
    )
    try:
        with tracked("training", "pairs") as told:

            def report(progress: Progress) -> None:
                told(progress.done, progress.total, _said(progress))

            trained = training.train_model(pairs, folder, chosen, report)
    except KeyboardInterrupt:
        # On a terminal the line begins with ^C.
        start = "\n" if sys.stderr.isatty() else ""
        click.echo(f"{start}aligner: {_interrupted(checkpoint_path(Path(folder)))}", err=True)
        raise click.Abort from None
    click.echo(
        f"{folder}: {trained.pairs:,} pairs, held-out precision {trained.precision:.4f}, epoch {trained.epoch} of"
        f" {len(trained.history)}",
        err=True,
    )


def _command(context: click.Context) -> str:
    """The command that makes this model again: a training that was gone on with comes to the same."""
    words = [word for word in context.meta[_ARGUMENTS] if word != _RESUME]
    return f"{context.command_path} {shlex.join(words)}"


def _said(progress: Progress) -> str:
    held_out = "" if progress.precision is None else f", held-out {progress.precision:.3f}"
    return f"epoch {progress.epoch}/{progress.epochs}, loss {progress.loss:.2f}{held_out}"


def _interrupted(checkpoint: Path) -> str:
    if checkpoint.is_file():
        return f"interrupted; the same command with {_RESUME} goes on from {checkpoint}"
    return "interrupted before the first epoch was over; nothing is kept"
