"""Where the texts of a file stand in it, letter by letter: the way back from what was read to what is to be changed.

Each format has a function that goes through the decoded file and gives its strings: the cells of a table, the segments of
a translation memory, the running text of a page and the values of its attributes. None of them reads what the file means,
which is the readers' matter; what is found here is tried, and kept only if the file reads as it should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aligner.formats.strings import catalogues, markup, tables, texts
from aligner.formats.strings.pieces import Atom, FileString

__all__ = ["Atom", "FileString", "can_write_back", "declared_encoding", "strings_of"]

_Strings = Callable[[str], Iterator[FileString]]
_OF: dict[str, _Strings] = {
    "text": texts.plain_strings,
    "markdown": texts.markdown_strings,
    "mdx": texts.markdown_strings,
    "srt": texts.subtitle_strings,
    "vtt": texts.subtitle_strings,
    "html": markup.html_strings,
    "tmx": markup.segment_strings,
    "xliff": markup.segment_strings,
    "xliff2": markup.segment_strings,
    "po": catalogues.catalogue_strings,
    "tsv": tables.tsv_strings,
    "csv": tables.csv_strings,
    "jsonl": tables.jsonl_strings,
}
declared_encoding = markup.declared_encoding


def can_write_back(format_name: str) -> bool:
    """Whether texts of a format can be changed in place.

    >>> can_write_back("po"), can_write_back("docx")
    (True, False)
    """
    return format_name in _OF


def strings_of(text: str, format_name: str) -> Iterator[FileString]:
    """The strings of a decoded file, in their order; none for a format that cannot be written in place."""
    found = _OF.get(format_name)
    if found is not None:
        yield from found(text)
