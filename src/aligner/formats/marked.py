"""The text of one side of a pair in pieces, those that findings point at told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aligner.contracts import Pair
from aligner.formats.beads import offsets_of
from aligner.languages import language_name
from aligner.model import Finding, Side


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a side's text, and the finding that points at it, None where none does."""

    text: str
    finding: Finding | None = None


def pieces_of(pair: Pair, side: Side) -> Iterator[Piece]:
    """The text of a side from its beginning to its end; where findings overlap, the more severe has the words.

    A finding whose words do not stand where it says, because the text was changed since, points at nothing.
    """
    text = pair.source if side is Side.SOURCE else pair.target
    at = 0
    for start, end, finding in _marks(pair, side, text):
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], finding)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _marks(pair: Pair, side: Side, text: str) -> list[tuple[int, int, Finding]]:
    """Where findings point in the text, in order and apart."""
    taken: list[tuple[int, int, Finding]] = []
    spans = pair.source_spans if side is Side.SOURCE else pair.target_spans
    for finding in sorted(pair.findings, key=lambda one: -one.severity.rank):
        for span in finding.spans:
            for offset, (first, last) in zip(offsets_of(spans), spans, strict=True):
                start, end = offset + span.start - first, offset + span.end - first
                stands_there = first <= span.start < span.end <= last and text[start:end] == span.text
                if span.side is side and stands_there and all(end <= one or start >= other for one, other, _ in taken):
                    taken.append((start, end, finding))
    return sorted(taken, key=lambda mark: mark[0])


def direction_of(language: str) -> str:
    """How a language is written, "ltr" or "rtl" (CLDR); "auto" where nobody knows.

    >>> direction_of("es"), direction_of("ar"), direction_of("tlh")
    ('ltr', 'rtl', 'auto')
    """
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language).text_direction)
    except (UnknownLocaleError, ValueError):
        return "auto"


def titles_of(source_language: str, target_language: str, paths: tuple[str, str]) -> tuple[str, str]:
    """The heads of the two columns: the languages, with the documents where there are two.

    >>> titles_of("en", "es", ("", "a.es.txt"))
    ('English', 'Spanish · a.es.txt')
    """
    names = language_name(source_language), language_name(target_language)
    source, target = (f"{name} · {path}" if path else name for name, path in zip(names, paths, strict=True))
    return source, target
