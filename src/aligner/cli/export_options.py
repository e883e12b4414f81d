"""Options of `aligner export` that drop and change pairs, given to it as one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from aligner.cli import options
from aligner.exporting import FilterOptions
from aligner.exporting.options import CLEAN, UNIQUE
from aligner.exporting.rewriting import ANONYMISERS, NORMALISERS

# The options that `--clean` stands for.
CLEAN_AS_SAID = (
    "--normalise nfc,spaces --min-chars 2 --max-words 150 --max-ratio 2.5 --drop-identical --min-letters 0.4 "
    "--check-language --unique pair --near-duplicates 0.9"
)
# Each sets the field of its name in `FilterOptions`; None is what nobody said.
_FILTERS: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.option(
        "--clean",
        is_flag=True,
        help=f"What text to train on needs, where nothing else is said: {CLEAN_AS_SAID}.",
    ),
    click.option(
        "--normalise",
        metavar="WHAT",
        help=f"Write characters alike: {', '.join(NORMALISERS)}, or some of them divided by commas.",
    ),
    click.option(
        "--keep-nulls/--drop-nulls",
        "keeps_nulls",
        default=None,
        help="Keep what has no counterpart; dropped by default.",
    ),
    click.option("--min-score", "least_score", type=float, metavar="P", help="Drop pairs that score less."),
    click.option(
        "--exclude-findings",
        "excluded_findings",
        metavar="CODES",
        multiple=True,
        help="Drop pairs in which these rules of `aligner check` find something: codes or beginnings of codes.",
    ),
    click.option("--min-chars", "least_characters", type=int, metavar="N", help="Least characters of a side."),
    click.option("--max-chars", "most_characters", type=int, metavar="N", help="Most characters of a side."),
    click.option("--min-words", "least_words", type=int, metavar="N", help="Least words of a side."),
    click.option("--max-words", "most_words", type=int, metavar="N", help="Most words of a side."),
    click.option(
        "--max-ratio", "most_ratio", type=float, metavar="X", help="Drop pairs one side of which is X times as long."
    ),
    click.option(
        "--drop-identical/--keep-identical", "drops_identical", default=None, help="Drop pairs that say the same twice."
    ),
    click.option(
        "--min-letters",
        "least_letters",
        type=float,
        metavar="SHARE",
        help="Drop pairs with less letters than this share of a side: numbers, addresses, code.",
    ),
    click.option(
        "--check-language/--any-language",
        "checks_language",
        default=None,
        help="Drop pairs with a side that is evidently in another language.",
    ),
    click.option(
        "--anonymise",
        metavar="WHAT",
        help=f"Put placeholders for {', '.join(ANONYMISERS)}, or some of them divided by commas.",
    ),
    click.option(
        "--unique", type=click.Choice(UNIQUE), help="Drop what has the same texts, source or target as one before."
    ),
    click.option(
        "--near-duplicates",
        "near",
        type=float,
        metavar="SHARE",
        help="Drop what shares this much of its stretches of characters with one before, 0.5 to 1.",
    ),
)


_NAMES = frozenset(one.name for one in fields(FilterOptions)) - {"languages"}


def filters(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options in the order in which they do their work, given as `filters`; the languages are still to be said."""

    @functools.wraps(function)
    def packed(*arguments: Any, clean: bool, **others: Any) -> Any:
        said: dict[str, Any] = dict(CLEAN) if clean else {}
        for name in _NAMES:
            value = others.pop(name)
            if name in ("normalise", "anonymise"):
                value = None if value is None else _names(value)
            elif name == "excluded_findings":
                value = options.codes(value) or None
            if value is not None:
                said[name] = value
        return function(*arguments, filters=FilterOptions(**said), **others)

    for option in reversed(_FILTERS):
        packed = option(packed)
    return packed


def _names(value: str) -> tuple[str, ...]:
    """Names that are divided by commas."""
    return tuple(name.strip().lower() for name in value.split(",") if name.strip())
