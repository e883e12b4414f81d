"""The words of the project as data: documents, blocks, sentences, beads, bitexts, findings.

All spans are half-open `[start, end)` character offsets into `Document.text`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """Which of the two documents a span lies in; the only document of a check is the target."""

    SOURCE = "source"
    TARGET = "target"


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
class Details:
    """What a file of pairs says of a pair besides its texts, all of it optional.

    `identifier` is its name in the file, `document` that of the text it comes from, `bead` the type it was aligned as.
    `context` tells messages of the same text apart, `references` are places of use. `state` is one of XLIFF 1.2's
    (`translated`, `needs-review-translation`). `notes` are for people, `properties` are named values.
    """

    identifier: str = ""
    document: str = ""
    bead: str = ""
    context: str = ""
    state: str = ""
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True)
class Document:
    """One language version of one text.

    `text` is the extracted text (for a plain-text file: the decoded file), `blocks` are in reading order
    and do not overlap, `sentences` are in text order and empty until the document is segmented.
    `path` is what the user called the file, "-" for standard input, "" for a text from memory. `places` is what the format
    needs to say where in the file an offset lies: ascending `(offset in text, line of the file)`, both of the first
    character of a run; empty where the text is the file itself. `remarks` are what comments of the file say to aligner.
    `codes` is in-line mark-up of a file of pairs, by offset.
    `locale` is the whole language tag, where somebody said one with a region (es-MX). `notes` are lines for a person about
    what the reader of the format could not tell for certain.
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

    def sentence_text(self, number: int) -> str:
        """The text of a sentence, as it stands."""
        sentence = self.sentences[number]
        return self.text[sentence.start : sentence.end]

    def block_text(self, block: Block) -> str:
        """The text of a block, as it stands."""
        return self.text[block.start : block.end]


@dataclass(frozen=True, slots=True)
class NullEvidence:
    """Why a sentence has no counterpart, and how probable it is that it has none.

    `reason` is "unlike" (no sentence near its place is like it), "length" (one is, but is far too long or too short),
    "taken" (the one that is like it belongs to another), "blank", or "locked" (a person said so). `nearest` is the number of the
    sentence of the other side that is meant, or that comes nearest.
    """

    reason: str
    probability: float
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """An aligned group: 0..k source sentences with 0..l target sentences (Brown et al. 1991).

    `source` and `target` are sentence numbers; `score` in [0, 1] is the probability of the bead being right, None for a null
    bead and for a bead nobody judged. `cost` is the aligner's own cost of the bead (lower is better), for formats that print
    one. `evidence` tells of a null bead why it is one.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None
    cost: float | None = None
    evidence: NullEvidence | None = None

    @property
    def kind(self) -> str:
        """The bead type as the field writes it.

        >>> Bead((3,), (3, 4), 0.9).kind
        '1-2'
        """
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def is_null(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two segmented documents and the beads between them, in document order, nulls included.

    `signature` says how the beads were made (see `aligner.provenance`); "" for a bitext read from a file.
    `is_pairs` tells a bitext file, whose rows were paired by somebody else, from documents we aligned. `details` has what
    the file says of each bead, or nothing at all.
    """

    source: Document
    target: Document
    beads: tuple[Bead, ...]
    signature: str = ""
    is_pairs: bool = False
    details: tuple[Details, ...] = ()

    def __len__(self) -> int:
        return len(self.beads)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The text of each bead's two sides."""
        for bead in self.beads:
            yield self.side_text(bead, Side.SOURCE), self.side_text(bead, Side.TARGET)

    def document(self, side: Side) -> Document:
        """The document of one side."""
        return self.source if side is Side.SOURCE else self.target

    def side_text(self, bead: Bead, side: Side) -> str:
        """A bead's sentences of one side, joined by one space; "" for a null side."""
        document = self.document(side)
        numbers = bead.source if side is Side.SOURCE else bead.target
        return " ".join(document.sentence_text(number) for number in numbers)


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary: a source term, the target terms that may stand for it, and those that must not.

    With an empty `source`, `forbidden` must not stand in the target whatever the source says. Terms stand in the form of
    a dictionary. `kind` is the part of speech as the glossary has it, "" where it says nothing.
    """

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    is_case_sensitive: bool = False
    kind: str = ""
    note: str = ""


class Severity(StrEnum):
    """How much a finding matters; compare by `rank`."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one document's text that a finding points at."""

    side: Side
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. A fault that repeats is one finding with many spans.

    `bead` is the number of the bead (from 0; the row of a bitext file) where there is one. `suppressed` says what keeps
    it from counting, "baseline" or "comment"; None for one that counts.
    """

    code: str
    name: str
    severity: Severity
    message: str
    spans: tuple[Span, ...]
    bead: int | None = None
    suggestion: str | None = None
    suppressed: str | None = None
    fingerprint: str = field(init=False, default="")

    def __post_init__(self) -> None:
        said = [f"{span.side}:{_normal(span.text)}" for span in self.spans]
        digest = hashlib.sha256("\n".join([self.code, *sorted(set(said))]).encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "fingerprint", digest.hexdigest()[:16])


def _normal(text: str) -> str:
    """Text without what a re-flow or a change of case does to it."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the documents it looked at, its findings in document order, and how it was made.

    `documents` has the one document (side target) or both; `bitext` is None when a document was checked alone.
    `suppressed` are the findings that do not count, because they were known or a comment says so; `notes` are lines for
    the person who keeps such lists: entries and comments that suppress nothing.
    """

    documents: tuple[tuple[Side, Document], ...]
    findings: tuple[Finding, ...]
    signature: str
    bitext: Bitext | None = None
    suppressed: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reports:
    """What a check of many texts found: a report for each pair, file of pairs or text alone, in the order of the texts."""

    reports: tuple[Report, ...]

    def __len__(self) -> int:
        return len(self.reports)

    def __iter__(self) -> Iterator[Report]:
        """The reports."""
        return iter(self.reports)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all of them, in order."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """All findings that do not count."""
        return tuple(finding for report in self.reports for finding in report.suppressed)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(report.count(severity) for report in self.reports)
