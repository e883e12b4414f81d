"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click
from click.core import ParameterSource

Function = TypeVar("Function", bound=Callable[..., Any])


def examples(*lines: str) -> str:
    """An epilog of calls that work, each on its line."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def pair_languages(function: Function) -> Function:
    """`--from-lang` and `--to-lang`."""
    source = click.option(
        "--from-lang", "source_language", default="en", show_default=True, metavar="LANG", help="Language of SOURCE."
    )
    target = click.option(
        "--to-lang", "target_language", default="es", show_default=True, metavar="LANG", help="Language of TARGET."
    )
    return source(target(function))


def model(function: Function) -> Function:
    """`--model`."""
    return click.option(
        "--model",
        metavar="NAME",
        help="A sentence-transformers model, or the folder of one, in place of the bundled model.",
    )(function)


def embedder(function: Callable[..., Any]) -> Callable[..., Any]:
    """How a model runs: `--device`, `--backend`, `--precision`, `--batch-size`, `--prompt`, `--no-cache`; given as one."""
    # Imported here, since commands that embed nothing have options too.
    from aligner.embedding.options import BACKENDS, DEVICES, LARGEST_BATCH, PRECISIONS, EmbedderOptions

    @click.option(
        "--device", default="auto", show_default=True, metavar="DEVICE", help=f"Where --model runs: {DEVICES}."
    )
    @click.option(
        "--backend",
        type=click.Choice(BACKENDS),
        default="torch",
        show_default=True,
        help="What runs --model: onnx and openvino need an extra.",
    )
    @click.option(
        "--precision",
        type=click.Choice(PRECISIONS),
        default="auto",
        show_default=True,
        help="Numbers that --model computes with; auto is half precision on a graphics card.",
    )
    @click.option(
        "--batch-size",
        type=click.IntRange(1, LARGEST_BATCH),
        help="Most texts that --model takes at a time; by the device.",
    )
    @click.option(
        "--prompt",
        metavar="TEXT",
        help="What --model reads before every text; by its configuration, or for e5 its name.",
    )
    @click.option(
        "--no-cache",
        is_flag=True,
        help="Look up nothing on disk that was worked out before, and keep nothing there.",
    )
    @functools.wraps(function)
    def packed(
        *arguments: Any,
        device: str,
        backend: str,
        precision: str,
        batch_size: int | None,
        prompt: str | None,
        no_cache: bool,
        **others: Any,
    ) -> Any:
        chosen = EmbedderOptions(device, backend, precision, batch_size, prompt, cache=not no_cache)
        return function(*arguments, embedder=chosen, **others)

    return packed


EMBEDDER_OPTIONS = {
    "device": "--device",
    "backend": "--backend",
    "precision": "--precision",
    "batch_size": "--batch-size",
    "prompt": "--prompt",
    "no_cache": "--no-cache",
}


def text_or_json(text: str = "Lines") -> Callable[[Function], Function]:
    """`--format text|json`, given as `form`; `text` says what a person gets."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=f"{text} for a person, or JSON.",
    )


def segmentation_rules(function: Function) -> Function:
    """`--rules`, given as `segmentation_rules`."""
    return click.option(
        "--rules",
        "segmentation_rules",
        metavar="FILE",
        help="Split sentences by the rules of this SRX 2.0 file, in place of our own.",
    )(function)


def input_format(texts: str, *, takes_pairs: bool = True) -> Callable[[Function], Function]:
    """`--from`, given as `input_format`: a format of texts, or of pairs too; `texts` ends "Format of", with what goes without it."""
    from aligner.formats.table import FORMATS

    names = [row.name for row in FORMATS if row.reads_document or (takes_pairs and row.reads_bitext)]
    return click.option("--from", "input_format", type=click.Choice(names), help=f"Format of {texts}.")


def output_format(otherwise: str) -> Callable[[Function], Function]:
    """`--to`, given as `output_format`: a format that pairs are written in; `otherwise` is what goes where no suffix tells."""
    from aligner.formats.table import FORMATS

    names = [row.name for row in FORMATS if row.writes_bitext]
    told = f"Format of the result; by the suffix of OUT, {otherwise}."
    return click.option("--to", "output_format", type=click.Choice(names), help=told)


def refuse_given(ctx: click.Context, names: Mapping[str, str], what_they_need: str) -> None:
    """Raise `UsageError` when one of these options, by parameter, was given: it would be ignored."""
    for parameter, option in names.items():
        if ctx.get_parameter_source(parameter) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option} goes with {what_they_need}", ctx)


def output(function: Function) -> Function:
    """`-o`."""
    return click.option(
        "-o", "--output", metavar="OUT", help="Write to this file, whole or not at all, in place of stdout."
    )(function)


def codes(values: Iterable[str]) -> tuple[str, ...]:
    """Rule codes of an option that may be repeated and take several, divided by commas.

    >>> codes(["ALN,num501", " UNT "])
    ('ALN', 'NUM501', 'UNT')
    """
    return tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
