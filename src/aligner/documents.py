"""One language version of a text as data: documents, their blocks, sentences, remarks and in-line codes.

All spans are half-open `[start, end)` character offsets into `Document.text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a block is on its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    QUOTATION = "quotation"
    CAPTION = "caption"
    ALT_TEXT = "alt-text"
    LABEL = "label"  # title= and aria-label= texts, buttons, form fields
    TITLE = "title"  # the document's own title: <title>, og:title, front matter
    DESCRIPTION = "description"  # meta description and the like
    BYLINE = "byline"
    BIO = "bio"
    NAVIGATION = "navigation"
    LANGUAGE_LINK = "language-link"  # a link that leads to the other language version
    HEADER = "header"  # what stands at the top of every page of a document
    FOOTER = "footer"
    FORM = "form"
    FOOTNOTE = "footnote"  # endnotes too
    COMMENT = "comment"  # what a reviewer wrote beside the text
    CODE = "code"


# Roles whose text is no prose of the author's: rules that go through blocks leave them alone.
NOT_PROSE = frozenset({Role.CODE, Role.COMMENT})
# Roles that belong to the page around the text rather than to the text.
FURNITURE = frozenset(
    {
        Role.LABEL,
        Role.NAVIGATION,
        Role.LANGUAGE_LINK,
        Role.HEADER,
        Role.FOOTER,
        Role.FORM,
        Role.TITLE,
        Role.DESCRIPTION,
        Role.COMMENT,
    }
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, caption … : a stretch of its document's text with a role.

    `language` is the code the mark-up declares for the block where it differs from nothing said (None);
    `hidden` marks text a reader of the page does not see; `address` is an XPath-like place in the file.
    """

    start: int
    end: int
    role: Role = Role.PARAGRAPH
    language: str | None = None
    hidden: bool = False
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of characters of its document's text; `block` is the number of the block it lies in."""

    start: int
    end: int
    block: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a file that begins with `aligner:`, in line `line` of it (from 1); `text` is what comes after that.

    `block` is the number of the block it is about, in formats that tell; None where the line does.
    """

    line: int
    text: str
    block: int | None = None


class CodeKind(StrEnum):
    """What an in-line code does to the text behind it."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Code:
    """In-line mark-up that a file of pairs keeps apart from its text: it stands before the character `offset`.

    `element` is what its file calls it, format first (`tmx bpt`); `content` is the native code, such as `<b>`. `number` ties
    what opens to what closes within a text, `identifier` the code of one side to that of the other. `type` says what it is
    (bold, link) and `attributes` whatever else the element has, for a writer of the same format.
    """

    offset: int
    kind: CodeKind
    element: str
    content: str = ""
    number: str = ""
    identifier: str = ""
    type: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One language version of one text.

    `text` is the extracted text (for a plain-text file: the decoded file), `blocks` are in reading order
    and do not overlap, `sentences` are in text order and empty until the document is segmented.
    `path` is what the user called the file, "-" for standard input, "" for a text from memory. `places` is what the format
    needs to say where in the file an offset lies: ascending `(offset in text, line of the file)`, both of the first
    character of a run; empty where the text is the file itself. `remarks` are what comments of the file say to aligner.
    `codes` is in-line mark-up of a file of pairs, by offset.
    `code_spans` are the stretches of the text that are program code, ascending: in-line code, and keys to press.
    `locale` is the whole language tag, where somebody said one with a region (es-MX). `notes` are lines for a person about
    what the reader of the format could not tell for certain. `format` is the name of the format that it was read in, "" where
    it is no file's.
    """

    text: str
    blocks: tuple[Block, ...]
    language: str
    path: str = ""
    sentences: tuple[Sentence, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    remarks: tuple[Remark, ...] = ()
    codes: tuple[Code, ...] = ()
    locale: str | None = None
    notes: tuple[str, ...] = ()
    format: str = field(default="", compare=False)
    code_spans: tuple[tuple[int, int], ...] = ()

    def sentence_text(self, number: int) -> str:
        """The text of a sentence, as it stands."""
        sentence = self.sentences[number]
        return self.text[sentence.start : sentence.end]

    def spans_of(self, numbers: Iterable[int]) -> list[tuple[int, int]]:
        """The spans of sentences, by their numbers."""
        return [(self.sentences[number].start, self.sentences[number].end) for number in numbers]

    def block_text(self, block: Block) -> str:
        """The text of a block, as it stands."""
        return self.text[block.start : block.end]
