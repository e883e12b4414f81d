"""What objects look like in a notebook, and as a data frame: tables of HTML, and pandas.

Colours are those of the page around, so that a table is as readable on a dark page as on a light one; every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias

from aligner.errors import MissingExtra

if TYPE_CHECKING:
    import pandas as pd

ROWS = 20  # of a table in a notebook; whoever wants more writes a page or asks pandas
# A text, with the language it is in where there is one: a reader of pages aloud has to know.
Cell: TypeAlias = str | tuple[str, str]
_TABLE = "border-collapse:collapse;width:100%;table-layout:auto"
_CELL = (
    "border:1px solid rgba(128,128,128,.4);padding:.3em .6em;text-align:left;vertical-align:top;white-space:pre-wrap"
)
_NOTE = "opacity:.75;font-size:.9em"


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], total: int) -> str:
    """A table as a piece of HTML: a title, the rows, and a line that tells of the rows which are not shown.

    `total` is how many rows there are, of which `rows` are the first.

    >>> "1 of 2 shown" in table("Pairs", ["text"], [["a < b"]], 2)
    True
    """
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    shown = f'<p style="{_NOTE}">{len(rows):,} of {total:,} shown</p>' if len(rows) < total else ""
    caption = f'<caption style="text-align:left;padding:.3em 0"><b>{escape(title)}</b></caption>'
    return (
        f'<div class="aligner"><table style="{_TABLE}">{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{shown}</div>"
    )


def _cell(cell: Cell) -> str:
    text, language = (cell, "") if isinstance(cell, str) else cell
    said = f' lang="{escape(language)}"' if language else ""
    return f'<td dir="auto"{said} style="{_CELL}">{escape(text)}</td>'


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "pair"), counted(1200, "pair")
    ('1 pair', '1,200 pairs')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def frame(columns: Mapping[str, Iterable[Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """A data frame of columns, of the pandas type that `types` names where it names one.

    Raises `MissingExtra` without pandas.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("data frames", "pandas") from error
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=types.get(name, "object"))  # type: ignore[call-overload,unused-ignore]
            for name, values in columns.items()
        }
    )
