"""Texts of PDF files, page by page, as far as a page tells its text: what it draws are letters at places.

Words divided at line ends are put together, running heads and page numbers are left out, paragraphs are told by their lines.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from aligner.errors import InputError
from aligner.formats.extraction import Extraction, has_words
from aligner.model import Document, Role

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES: Final = 5000
_LARGEST_PAGE: Final = 16 * 1024 * 1024  # bytes of what draws it
_LARGEST_SUM: Final = 256 * 1024 * 1024
_NOTE: Final = "the text of a PDF comes as its pages draw it; the order of columns, tables and notes may be wrong"
_MAYBE_SCANNED: Final = "{} of {} pages have no text, and may be pictures"
_LIGATURES: Final = str.maketrans({
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    "\u00a0": " ",
})  # fmt: skip
_DIVIDED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u00ad][ \t]*\n[ \t]*([^\W\d_]+)")
_NUMBER: Final = re.compile(
    r"(?:[\W_]*(?:page|página|pág\.?|p\.)?[\W_]*(?:\d{1,4}|[ivxlc]{1,7})[\W_]*(?:(?:of|de|/)\s*\d{1,4}\W*)?)",
    re.IGNORECASE,
)
_LONGEST_NUMBER: Final = 30
_NUMBER_AT_END: Final = re.compile(r"^#\s|\s#$")  # as `_without_number` writes that of a page
_DIGITS: Final = re.compile(r"\d+")
_FEWEST_HEADS: Final = 3  # pages with the same line at their top or bottom, which makes it a running head
_FEWEST_SHARE: Final = 0.3
_EDGE: Final = 2  # lines at the top and at the bottom of a page among which running heads are looked for
_SENTENCE_END: Final = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_LONGEST_HEADING: Final = 100
_LONGEST_LARGE: Final = 200  # characters in larger letters, which is still a heading
_LARGER: Final = 1.15
_LINE_HEIGHT: Final = 0.5
_DROP_CAP: Final = 2  # characters of a line that is an initial, however large
_HYPHENATED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_NUMBERED: Final = re.compile(r"(?:\d{1,3}[.)]|[a-z]\))\s+\S")
_SECTION: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]\s+[\W_]*[A-ZÀ-ÖØ-Þ]|\d{1,3}(?:\.\d{1,3})+\s+[\W_]*[A-ZÀ-ÖØ-Þ]")
_BULLET: Final = re.compile(r"[•·‣▪◦●]\s*\S")
_CAN_BEGIN: Final = re.compile(r"[\"'“‘«‹(\[¿¡*–—-]*\s*(?:[A-ZÀ-ÖØ-Þ]|\d{1,3}(?:\.\d{1,3})*[.)]?\s+[\W_]*[A-ZÀ-ÖØ-Þ])")
# A comma, or a short word in small letters (for, the, del, unos): something has to follow.
_GOES_ON: Final = re.compile(r"(?:[,;\u2010-]|(?:^|\s)[a-zà-öø-ÿ]{1,4})$")
# What leads from an entry of a table of contents to its page.
_LEADER: Final = re.compile(r"(?<![\s.·_…])(?:\s*[.·_…]){4,}\s*(?:\d{1,4}|[ivxlc]+)?$")
_SHORT: Final = 0.8  # of the usual width: a line that ends before that ends a paragraph
_BROKEN: Final = "it is damaged, or no PDF"


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page, and the height of most letters in each, 0 where nobody can tell."""

    number: int
    lines: tuple[str, ...]
    sizes: tuple[float, ...]


def read_document(data: bytes, path: str, language: str) -> Document:
    """The paragraphs of a PDF; `address` of a block is its page, and the document's notes say what may be wrong.

    Raises `InputError` for what is damaged, protected with a password, without text, or beyond reason in size.
    """
    reader = _opened(data, path)
    pages = list(_pages(reader, path))
    heads = _running_heads(pages)
    usual = _usual_height(pages)
    kept = [_without_heads(page, heads, usual) for page in pages]
    silent = sum(not page.lines for page in pages)
    if silent == len(pages):
        problem = f"there is no text in it: its {len(pages)} pages may be pictures" if pages else "it has no pages"
        raise InputError(path, problem, "have the text recognised (OCR) first")
    notes = [_NOTE, *([_MAYBE_SCANNED.format(silent, len(pages))] if silent else [])]
    return replace(_document(kept, path, language), places=(), notes=tuple(notes))


def _opened(data: bytes, path: str) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PdfReadError, PyPdfError

    # pypdf tells of what it mends through logging; without a handler, Python would print that to stderr.
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    if b"%PDF-" not in data[:1024]:
        raise InputError(path, "it is no PDF (it does not begin with %PDF)", "give a PDF")
    protected = InputError(path, "it is protected with a password", "save it without one")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise protected
        count = len(reader.pages)
    except DependencyError as error:
        raise protected from error
    except (PdfReadError, PyPdfError, *_FAULTS) as error:
        raise InputError(path, f"{_BROKEN} ({_told(error)})", "save or download it again") from error
    if count > _MOST_PAGES:
        raise InputError(path, f"it has {count:,} pages, more than {_MOST_PAGES:,}", "divide it into smaller files")
    return reader


# What pypdf lets through when a file says what no file should.
_FAULTS: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, RecursionError, OSError,
    NotImplementedError, UnicodeError,
)  # fmt: skip


def _pages(reader: PdfReader, path: str) -> Iterator[_Page]:
    """The lines of each page that have something in them."""
    from pypdf.errors import PyPdfError

    total = 0
    for number in range(len(reader.pages)):
        place = f"page {number + 1}"
        try:
            page = reader.pages[number]
            contents = page.get_contents()
            size = len(contents.get_data()) if contents is not None else 0
            total += size
            is_small = size <= _LARGEST_PAGE and total <= _LARGEST_SUM
            drawn = _sized_lines(page) if is_small else []
        except (PyPdfError, *_FAULTS) as error:
            raise InputError(path, f"{_BROKEN} ({_told(error)})", "save or download it again", place) from error
        if size > _LARGEST_PAGE or total > _LARGEST_SUM:
            raise InputError(path, "there is more drawn on its pages than can be read", "divide it", place)
        lines = [(_LEADER.sub("", " ".join(line.translate(_LIGATURES).split())), height) for line, height in drawn]
        lines = [(line, height) for line, height in lines if has_words(line)]
        yield _Page(number + 1, tuple(line for line, _ in lines), tuple(height for _, height in lines))


def _sized_lines(page: PageObject) -> list[tuple[str, float]]:
    """The lines that a page draws, each with the height of most of its letters."""
    pieces: list[tuple[str, float]] = []

    def drawn(text: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        scale = max(abs(text_matrix[1]), abs(text_matrix[3])) * max(abs(matrix[1]), abs(matrix[3]))
        pieces.append((text, round(size * scale, 1)))
        corners.append((text_matrix[4], text_matrix[5]))

    corners: list[tuple[float, float]] = []  # where each piece begins
    text = page.extract_text(visitor_text=drawn)
    if "".join(piece for piece, _ in pieces) != text:
        return [(line, 0.0) for line in text.splitlines()]
    # pypdf loses the end of a line at which the letters change their height.
    for at in range(1, len(pieces)):
        (before, height), (following, own) = pieces[at - 1 : at + 1]
        is_below = corners[at][1] < corners[at - 1][1] - _LINE_HEIGHT * min(height, own)
        if is_below and corners[at][0] <= corners[at - 1][0] and _joins(before, following):
            pieces[at - 1] = (f"{before}\n", height)
    lines: list[tuple[str, float]] = []
    for line in _divided(pieces):
        letters: Counter[float] = Counter()
        for piece, height in line:
            letters[height] += len(piece.strip())
        lines.append(
            ("".join(piece for piece, _ in line), max(letters, key=lambda height: letters[height], default=0.0))
        )
    return lines


def _joins(before: str, following: str) -> bool:
    return before[-1:].strip() != "" and following[:1].strip() != ""


def _divided(pieces: list[tuple[str, float]]) -> Iterator[list[tuple[str, float]]]:
    """Pieces by the lines they are in."""
    line: list[tuple[str, float]] = []
    for text, height in pieces:
        for part in text.splitlines(keepends=True):
            line.append((part, height))
            if part.splitlines()[0] != part:
                yield line
                line = []
    if line:
        yield line


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _edges(lines: tuple[str, ...]) -> list[str]:
    return [*lines[:_EDGE], *lines[_EDGE:][-_EDGE:]]


def _running_heads(pages: list[_Page]) -> frozenset[str]:
    """Lines that are the first or the last of some pages, or near that on many, whatever number is in them."""
    outermost = Counter(
        said for page in pages for said in {_without_number(line) for line in (*page.lines[:1], *page.lines[-1:])}
    )
    seen = Counter(said for page in pages for said in {_without_number(line) for line in _edges(page.lines)})
    fewest = max(_FEWEST_HEADS, _FEWEST_SHARE * len(pages))
    return frozenset(said for said, times in seen.items() if times >= fewest or outermost.get(said, 0) >= _FEWEST_HEADS)


def _is_number(line: str) -> bool:
    """Whether a line has nothing but the number of its page."""
    return len(line) <= _LONGEST_NUMBER and _NUMBER.fullmatch(line) is not None


def _without_number(line: str) -> str:
    return _DIGITS.sub("#", line)


def _without_heads(page: _Page, heads: frozenset[str], usual: float) -> _Page:
    """A page without its running heads; the title on the first page stays, though others repeat it in small letters."""
    at_title = page.number == 1
    kept = [
        at
        for at, (line, height) in enumerate(zip(page.lines, page.sizes, strict=True))
        if not (
            (at < _EDGE or at >= len(page.lines) - _EDGE)
            and (_is_number(line) or _without_number(line) in heads)
            and not (at_title and _is_larger(height, usual))
        )
    ]
    return _Page(page.number, tuple(page.lines[at] for at in kept), tuple(page.sizes[at] for at in kept))


def _document(pages: list[_Page], path: str, language: str) -> Document:
    """The paragraphs as blocks; a word that a line end divides is put together."""
    known = frozenset(word for page in pages for line in page.lines for word in _HYPHENATED.findall(line))
    extraction = Extraction()
    usual = _usual_height(pages)
    for number, lines, height in _paragraphs(pages, usual):
        bullet = _BULLET.match(lines[0]) or _NUMBERED.match(lines[0])
        role = _role(lines, is_item=bullet is not None)
        if _is_larger(height, usual) and sum(map(len, lines)) <= _LONGEST_LARGE:
            role = Role.HEADING
        said = "\n".join(lines)[bullet.end() - 1 if bullet and role is Role.LIST_ITEM else 0 :]
        whole = _DIVIDED.sub(lambda found: _undivided(found, known), said)
        extraction.add([(whole, 0)], role, address=f"page[{number}]")
    return extraction.document(path, language)


def _role(lines: list[str], *, is_item: bool) -> Role:
    is_short = len(lines) == 1 and len(lines[0]) <= _LONGEST_HEADING and not _SENTENCE_END.search(lines[0])
    if is_short and not _BULLET.match(lines[0]) and not lines[0].endswith((",", ";")):
        return Role.HEADING
    return Role.LIST_ITEM if is_item else Role.PARAGRAPH


def _undivided(found: re.Match[str], known: frozenset[str]) -> str:
    """A word that a line end divides, with its hyphen where the text has it so elsewhere or a capital follows."""
    first, second = found.groups()
    whole = f"{first}-{second}"
    is_own = second[0].isupper() or whole in known
    return whole if is_own and "\u00ad" not in found.group() else first + second


def _usual_height(pages: list[_Page]) -> float:
    """The height of most letters of a document, 0 where nobody can tell."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line, height in zip(page.lines, page.sizes, strict=True):
            letters[height] += len(line)
    return max(letters, key=lambda height: letters[height], default=0.0)


def _is_larger(height: float, other: float) -> bool:
    return other > 0 and height > _LARGER * other


def _paragraphs(pages: list[_Page], height: float) -> Iterator[tuple[int, list[str], float]]:
    """The lines of each paragraph, the page it begins on and the height of its letters, where most have `height`.

    None goes over more than two pages.
    """
    lengths = sorted(len(line) for page in pages for line in page.lines)
    usual = lengths[len(lengths) * 4 // 5] if lengths else 0
    lines: list[str] = []
    begun, size = 0, 0.0
    goes_over = False  # whether it began on an earlier page
    for page in pages:
        for at, line in enumerate(page.lines):
            if lines:
                own = page.sizes[at]
                is_other = min(len(lines[-1]), len(line)) > _DROP_CAP and (
                    _is_larger(size, own) or _is_larger(own, size)
                )
                # Fewer of larger letters fill a line.
                full = usual * height / size if _is_larger(size, height) else usual
                ends = (
                    is_other
                    or _ends_paragraph(lines[-1], line, full)
                    or (at == 0 and (goes_over or _ends_page(lines[-1], line)))
                )
                goes_over = not ends and (goes_over or at == 0)
                if ends:
                    yield begun, lines, size
                    lines = []
            begun = begun if lines else page.number
            lines.append(line)
            size = page.sizes[at]
    if lines:
        yield begun, lines, size


def _ends_paragraph(line: str, following: str, usual: float) -> bool:
    """Whether a line is the last of its paragraph: shorter than others, before one that can begin something."""
    if _BULLET.match(following) or (_SENTENCE_END.search(line) and _SECTION.match(following)):
        return True
    return len(line) < _SHORT * usual and not _GOES_ON.search(line) and _CAN_BEGIN.match(following) is not None


def _ends_page(line: str, following: str) -> bool:
    """Whether no sentence goes on from the last line of a page to the next page."""
    return bool(_SENTENCE_END.search(line) and _CAN_BEGIN.match(following))
