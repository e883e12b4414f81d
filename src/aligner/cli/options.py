"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

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
