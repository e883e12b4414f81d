"""Quotation marks and brackets: which of them open, which close, and which find no partner in their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# ’ closes ‘ and is otherwise an apostrophe; '' and `` stand for " in plain text.
SIGNS = "()[]«»“”„‘\"'`"  # a text without one of them has no pair
_ANY = re.compile(f"[{re.escape(SIGNS)}]")
_MARK = re.compile(r"[()\[\]«»“”„‘’\"]|''|``")
_OPENING = {"(": "(", "[": "[", "«": "«", "“": "“", "„": "“", "‘": "‘", "``": '"'}
_CLOSING = {")": "(", "]": "[", "»": "«", "”": "“", "’": "‘"}
BRACKETS = frozenset("([")
# Languages that turn the marks round, or close with what others open with: only brackets and straight marks are told.
_TURNED = frozenset(
    {"bg", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lt", "lv", "mk", "nb", "nn", "no", "pl", "ro", "sk", "sl", "sq", "sr", "sv", "uk"}
)  # fmt: skip

_BEFORE_OPENING = frozenset(" \t\n\u00a0\u202f\u2009([{«“‘'¿¡—–-/:=>")
_AFTER_CLOSING = frozenset(" \t\n\u00a0\u202f\u2009.,;:!?)]}»”’'…—–-/<")
_BLANKS = frozenset(" \t\n\u00a0\u202f\u2009")
_ELISION = re.compile(r"‘(?:\d|(?:em|til|tis|twas|cause|bout|round|n|kay)\b)", re.IGNORECASE)
_INCHES = re.compile(r"(?<![\d.,])\d{1,2}(?:[.,]\d+|\s?\d/\d|[½¼¾])?$")
_FEET = re.compile(r"\d ?['′] ?(?:\d{1,2}(?:[.,]\d+)?)?['′]?$")
_LIST_MARKER = re.compile(r"(?:^|[\s;:,.(«“\"])([A-Za-z]|\d{1,2}|[ivxIVX]{2,5})[.º]?\)$")
# A letter of a paragraph of a law: "artículo 9.3.b)", "art. 14 b)".
_SUBPARAGRAPH = re.compile(r"\d[.ºª]{0,2} ?[a-zñ]{1,2}\)$")
_FACE = re.compile(r"(?:^|[\s\w.,!?])[:;=8][-'^o]?[()\[\]]$")
# More marks without partners than that are no prose.
_PROSE = 50
_DOUBLE = frozenset('"“')
_CARELESS = re.compile(r"[.,!?…]['’](?![\w'’])|\w['’][.,;:)]")
_STRAIGHT = re.compile(r"[\w.,!?…)]'(?!\w)")
# ‘ayn and ‘okina, as transliterations write them.
_LETTER = re.compile(r"(?<![:,] )‘[AEIOU]\w")
_INTERVAL = re.compile(r"[\[(\]]\s?[-+−]?[\d.,∞a-z]+\s?[,;]\s?[-+−]?[\d.,∞a-z]+\s?[\])\[]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark or bracket at `[start, end)`; `kind` is the mark that opens its pair.

    `opens` is None for a straight mark whose surroundings do not tell.
    """

    start: int
    end: int
    kind: str
    opens: bool | None

    @property
    def is_bracket(self) -> bool:
        """Whether it is a bracket rather than a quotation mark."""
        return self.kind in BRACKETS


@dataclass(frozen=True, slots=True)
class Pairing:
    """The marks of one paragraph: those without a partner, in text order, and the kinds that found one.

    `head` is the kind of the mark the paragraph begins with, "»" where a quotation goes on, "" where there is none.
    """

    left: tuple[Mark, ...]
    paired: frozenset[str]
    head: str


NOTHING = Pairing((), frozenset(), "")


def marks_in(text: str, start: int, end: int, language: str) -> Iterator[Mark]:
    r"""The marks of `text[start:end]`, without apostrophes, inches and the like.

    >>> [(mark.kind, mark.opens) for mark in marks_in('He said "yes" (5\'10").', 0, 23, "en")]
    [('"', True), ('"', False), ('(', True), ('(', False)]
    """
    turned = language in _TURNED
    depth = 0
    for found in _MARK.finditer(text, start, end):
        sign, at = found.group(), found.start()
        if sign in {'"', "''"}:
            opens = _direction(text, start, end, at, found.end())
            if opens is not True and _is_measure(text, start, at, is_inside=depth > 0):
                continue
            opens = not depth if opens is None else opens
            depth = depth + 1 if opens else max(0, depth - 1)
            yield Mark(at, found.end(), '"', opens)
        elif sign == "‘" and not turned:
            before, after = text[at - 1 : at] if at > start else "", text[at + 1 : at + 2]
            if not before.isalnum() and after not in _BLANKS and not _ELISION.match(text, at):
                yield Mark(at, at + 1, "‘", opens=True)
        elif sign == "’" and not turned:
            before, after = text[at - 1 : at], text[at + 1 : at + 2] if at + 1 < end else ""
            if not (before.isalnum() and after.isalnum()):
                yield Mark(at, at + 1, "‘", opens=False)
        elif sign == "»" and not turned and _continues(text, start, end, at):
            continue
        elif sign in "()[]" or not turned:
            opens = sign in _OPENING
            yield Mark(at, found.end(), _OPENING[sign] if opens else _CLOSING[sign], opens)


def _continues(text: str, start: int, end: int, at: int) -> bool:
    """Whether » stands where an opening mark would: Spanish sets it before each further paragraph of a quotation."""
    return (
        (at == start or text[at - 1] in _BLANKS)
        and at + 1 < end
        and (text[at + 1].isalnum() or text[at + 1] in "¿¡—–-«“(")
    )


def _is_measure(text: str, start: int, at: int, *, is_inside: bool) -> bool:
    """Whether a straight mark stands for inches or seconds: after feet or minutes, or a small number outside quotations."""
    if at == start or text[at - 1] not in "0123456789½¼¾'′":
        return False
    if _FEET.search(text, max(start, at - 8), at):
        return True
    return not is_inside and bool(_INCHES.search(text, max(start, at - 8), at))


def _direction(text: str, start: int, end: int, at: int, after: int) -> bool | None:
    """Whether a straight mark opens, by what stands around it; None where that does not tell."""
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    ends = behind in ",;:)]" or (behind == "." and text[after : after + 2] != "..")
    opens = before in _BEFORE_OPENING and behind not in _BLANKS and not ends
    closes = behind in _AFTER_CLOSING and (before not in _BLANKS or ends)
    return None if opens == closes else opens


def pair(text: str, start: int, end: int, language: str) -> Pairing:
    """The marks of a paragraph without a partner in it.

    >>> [(mark.start, mark.opens) for mark in pair("«Sí», dijo. «No.", 0, 16, "es").left]
    [(12, True)]
    """
    if not _ANY.search(text, start, end):
        return NOTHING
    open_marks: dict[str, list[Mark]] = {}
    left: list[Mark] = []
    paired: set[str] = set()
    head = "»" if text[start] == "»" and _continues(text, start, end, start) else ""
    for mark in marks_in(text, start, end, language):
        if not head and mark.opens and not text[start : mark.start].strip(" -—–•*>¿¡"):
            head = mark.kind
        low = mark.kind == "“" and mark.opens and text[mark.start] == "“" and _low_open(text, open_marks)
        if mark.opens and not low:
            open_marks.setdefault(mark.kind, []).append(mark)
            continue
        partner = next((kind for kind in _partners(mark.kind) if open_marks.get(kind)), None)
        if partner is not None:
            open_marks[partner].pop()
            paired.add(partner)
        elif mark.kind != "‘":
            left.append(mark)
    left.extend(mark for marks in open_marks.values() for mark in marks)
    if len(left) > _PROSE:
        left = []
    elif left:
        left = [mark for mark in sorted(left, key=lambda mark: mark.start) if not _is_no_mark(text, start, end, mark)]
    return Pairing(tuple(left), frozenset(paired), head)


def _low_open(text: str, open_marks: dict[str, list[Mark]]) -> bool:
    """Whether the innermost open double mark is „, which “ closes."""
    marks = open_marks.get("“")
    return bool(marks) and text[marks[-1].start] == "„" if marks else False


def _partners(kind: str) -> tuple[str, ...]:
    """The kinds a closing mark may close: its own, and what careless keyboards mix with it."""
    return {'"': ('"', "“"), "“": ("“", '"')}.get(kind, (kind,))


def _is_no_mark(text: str, start: int, end: int, mark: Mark) -> bool:
    """Whether a mark without a partner is a list marker, a face, the end of an interval, or opens nothing."""
    if not mark.is_bracket:
        return bool(mark.opens) and _opens_nothing(text, end, mark)
    before = text[max(start, mark.start - 12) : mark.end]
    if _FACE.search(before) and (not mark.opens or text[mark.end : mark.end + 1] in {"", *_BLANKS}):
        return True
    if any(found.start() <= mark.start < found.end() for found in _INTERVAL.finditer(text, start, end)):
        return True
    if not mark.opens and mark.kind == "(" and _SUBPARAGRAPH.search(before):
        return True
    marker = None if mark.opens or mark.kind != "(" else _LIST_MARKER.search(before)
    return bool(marker) and _is_listed(text, start, end, mark, marker.group(1)) if marker else False


def _opens_nothing(text: str, end: int, mark: Mark) -> bool:
    """Whether an opening quotation mark is ditto, a letter of a name (‘Abd al-Malik), or closed by a straight '."""
    if text[mark.end : mark.end + 1] in _BLANKS:
        return True
    if mark.kind == "‘":
        return bool(_LETTER.match(text, mark.start) or _STRAIGHT.search(text, mark.end, end))
    return mark.kind in _DOUBLE and bool(_CARELESS.search(text, mark.end, end))


def _is_listed(text: str, start: int, end: int, mark: Mark, label: str) -> bool:
    """Whether the label before a closing bracket numbers something: it begins a line, or has a neighbour in the list."""
    begins = text[start : mark.start - len(label)].rstrip(" \t").endswith("\n") or mark.start - len(label) - start <= 3
    if begins or not (label.isdigit() or len(label) == 1):
        return True
    if label.isdigit():
        neighbours = [str(int(label) - 1), str(int(label) + 1)]
    else:
        neighbours = [chr(ord(label) - 1), chr(ord(label) + 1)]
    return any(re.search(rf"(?<![\w]){re.escape(other)}\)", text[start:end]) for other in neighbours)
