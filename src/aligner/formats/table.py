"""The table of formats: one row each; a format's module is imported when it is used."""

from __future__ import annotations

import difflib
import importlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from types import ModuleType
from typing import Literal

from aligner.errors import UnknownFormat

Ability = Literal["reads_document", "reads_bitext", "writes_bitext"]


class Output(StrEnum):
    """What writing gives: a file of text, another file, or several files that belong together."""

    TEXT = "text"
    BINARY = "binary"
    FILES = "files"


class Places(StrEnum):
    """How findings say where in a file of the format they are."""

    COLUMNS = "line, column"
    COLUMNS_AND_ADDRESSES = "line, column, address"
    LINES = "line"
    ADDRESSES = "address"
    PAGES = "page"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffixes that go with it, and which of the three abilities its module has.

    `module` offers `read_document`, `read_bitext` and `write_bitext` (see `aligner.contracts`), each where the
    ability of that name is set; what reads bitexts also has `read_rows`, which gives one pair after another. What is
    written one pair after another has `write_pairs`; only that where the `output` is no text, and `write_files` where it
    is several files. `places` is how findings in what is read say where.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    module: str
    reads_document: bool = False
    reads_bitext: bool = False
    writes_bitext: bool = False
    output: Output = Output.TEXT
    places: Places = Places.LINES

    @property
    def suffix(self) -> str:
        """The suffix that a new file of this format gets, "" where there is none."""
        return self.suffixes[0] if self.suffixes else ""

    def load(self) -> ModuleType:
        """The format's module."""
        return importlib.import_module(self.module)

    def can(self, ability: Ability) -> bool:
        """Whether the format has an ability."""
        return bool(getattr(self, ability))


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), "plain text", "aligner.formats.plain", reads_document=True, places=Places.COLUMNS),
    Format("markdown", (".md", ".markdown"), "Markdown", "aligner.formats.markdown", reads_document=True,
           places=Places.COLUMNS),
    Format("mdx", (".mdx",), "Markdown with elements of JSX", "aligner.formats.mdx", reads_document=True,
           places=Places.COLUMNS),
    Format("html", (".html", ".htm", ".xhtml"), "a web page", "aligner.formats.html", reads_document=True,
           places=Places.COLUMNS_AND_ADDRESSES),
    Format("docx", (".docx", ".docm", ".dotx"), "a Word document", "aligner.formats.docx",
           reads_document=True, places=Places.ADDRESSES),
    Format("odt", (".odt", ".fodt", ".ott"), "a text of LibreOffice, OpenDocument", "aligner.formats.odt",
           reads_document=True, places=Places.ADDRESSES),
    Format("epub", (".epub",), "a book, EPUB 2 or 3", "aligner.formats.epub",
           reads_document=True, places=Places.ADDRESSES),
    Format("pdf", (".pdf",), "the text of a PDF, as its pages draw it", "aligner.formats.pdf",
           reads_document=True, places=Places.PAGES),
    Format("srt", (".srt",), "subtitles, SubRip", "aligner.formats.subtitles", reads_document=True,
           places=Places.COLUMNS_AND_ADDRESSES),
    Format("vtt", (".vtt",), "subtitles, WebVTT", "aligner.formats.subtitles", reads_document=True,
           places=Places.COLUMNS_AND_ADDRESSES),
    Format(
        "jsonl", (".jsonl",), "one JSON object a bead, with spans and scores", "aligner.formats.jsonl",
        reads_bitext=True, writes_bitext=True, places=Places.COLUMNS,
    ),
    Format(
        "tsv", (".tsv",), "two columns, source and target", "aligner.formats.tsv",
        reads_bitext=True, writes_bitext=True, places=Places.COLUMNS,
    ),
    Format(
        "tmx", (".tmx",), "Translation Memory eXchange 1.4b", "aligner.formats.tmx",
        reads_bitext=True, writes_bitext=True, places=Places.COLUMNS,
    ),
    Format(
        "csv", (".csv",), "comma-separated values, source and target", "aligner.formats.csv",
        reads_bitext=True, writes_bitext=True, places=Places.COLUMNS,
    ),
    Format(
        "xliff", (".xliff", ".xlf", ".sdlxliff", ".mqxliff", ".mxliff"),
        "XLIFF 1.2, for programs of translators; 2.0 and 2.1 are read too", "aligner.formats.xliff",
        reads_bitext=True, writes_bitext=True, places=Places.COLUMNS_AND_ADDRESSES,
    ),
    Format(
        "xliff2", (".xliff2", ".xlf2"), "XLIFF 2.1", "aligner.formats.xliff2", reads_bitext=True, writes_bitext=True,
        places=Places.COLUMNS_AND_ADDRESSES,
    ),
    Format(
        "po", (".po",), "GNU gettext message catalogue", "aligner.formats.po", reads_bitext=True, writes_bitext=True,
        places=Places.COLUMNS,
    ),
    Format("ladder", (".ladder",), "sentence numbers and costs, as vecalign writes them", "aligner.formats.ladder",
           writes_bitext=True),
    Format("moses", (), "two files with a line for each pair, as Moses and most trainers read them",
           "aligner.formats.moses", reads_bitext=True, writes_bitext=True, output=Output.FILES),
    Format("xces", (".xces", ".ces"), "links between numbered sentences and the documents they are in, as OPUS has them",
           "aligner.formats.xces", reads_bitext=True, writes_bitext=True, output=Output.FILES),
    Format("parquet", (".parquet",), "a typed table of columns, Apache Parquet", "aligner.formats.parquet",
           reads_bitext=True, writes_bitext=True, output=Output.BINARY),
    Format("huggingface", (), "a folder with a dataset card, as the Hugging Face Hub and `datasets` read it",
           "aligner.formats.huggingface", writes_bitext=True, output=Output.FILES),
    Format("side-by-side", (".html", ".htm"), "a web page with both texts beside each other, to read and to print",
           "aligner.formats.side_by_side", writes_bitext=True),
    Format("docx-table", (".docx",), "a Word document with the pairs in a table, for reviewers", "aligner.formats.docx_table",
           writes_bitext=True, output=Output.BINARY),
)  # fmt: skip

_TASKS: dict[Ability, str] = {
    "reads_document": "be read as one text",
    "reads_bitext": "be read as pairs",
    "writes_bitext": "be written",
}
_STANDARD_INPUT_FORMAT = "text"


def named_format(name: str, path: str = "-") -> Format:
    """The format called `name`, or that has the suffix `name`.

    Raises `UnknownFormat`, with the nearest names.
    """
    wanted = name.lower().removeprefix(".")
    by_name = [row for row in FORMATS if row.name == wanted]
    by_suffix = [row for row in FORMATS if f".{wanted}" in row.suffixes]
    if by_name or by_suffix:
        return (by_name or by_suffix)[0]
    near = difflib.get_close_matches(wanted, [row.name for row in FORMATS], n=2)
    meant = f"did you mean {' or '.join(near)}" if near else f"name one of {_listing(FORMATS)}"
    raise UnknownFormat(path, f"there is no format {name!r}", meant)


def suffix_format(path: str, ability: Ability | None = None) -> Format | None:
    """The format that goes with the suffix of `path`, None where there is none; one with the `ability` if there is one."""
    suffix = PurePath(path).suffix.lower()
    rows = [row for row in FORMATS if suffix and suffix in row.suffixes]
    able = [row for row in rows if ability is not None and row.can(ability)]
    return next(iter(able or rows), None)


def format_for(path: str, name: str | None, ability: Ability) -> Format:
    """The format to use for `path`: the named one, else the one of the suffix ("-" is plain text).

    Raises `UnknownFormat` when there is none, or it cannot do what is asked of it.
    """
    able = [row for row in FORMATS if row.can(ability)]
    if name:
        found = named_format(name, path)
    elif path == "-":
        found = named_format(_STANDARD_INPUT_FORMAT)
    else:
        by_suffix = suffix_format(path, ability)
        if by_suffix is None:
            raise UnknownFormat(path, _no_suffix(path), f"name the format, one of {_listing(able)}")
        found = by_suffix
    if not found.can(ability):
        raise UnknownFormat(path, f"{found.name} cannot {_TASKS[ability]}", f"the formats that can: {_listing(able)}")
    return found


def _no_suffix(path: str) -> str:
    suffix = PurePath(path).suffix
    if not suffix:
        return "the file name has no suffix to tell the format by"
    near = difflib.get_close_matches(suffix.lower(), [known for row in FORMATS for known in row.suffixes], n=2)
    return f"no format goes with the suffix {suffix}" + (f" (near ones: {', '.join(near)})" if near else "")


def _listing(rows: tuple[Format, ...] | list[Format]) -> str:
    return ", ".join(row.name for row in rows)
