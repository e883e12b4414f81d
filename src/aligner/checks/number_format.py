"""The rule about the marks inside numbers: points and commas of the other locale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.checks.number_readings import comparisons
from aligner.checks.numbers import differences_of
from aligner.checks.quantities_context import is_percent
from aligner.checks.quantities_digits import Convention, convention_of
from aligner.checks.quantities_measures import currency_before, unit_after
from aligner.checks.quantities_sorting import Sort, is_misformatted
from aligner.checks.quantities_tokens import Role, number_words
from aligner.checks.registry import Fault, Fix, rule
from aligner.checks.subject import Subject, Version
from aligner.model import Severity

_NUMBER = re.compile(r"[0-9](?<![\w.,:/-].)[0-9]*(?:[.,][0-9]+)+(?![\w:/]|[.,-][0-9])")
_SWAP = str.maketrans(".,", ",.")
# With a mark for thousands and one for decimals, or two for thousands, a number can be read in one way only.
_CLEAR = {
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}"),
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}"),
}
# One or two decimals: an amount, where a unit, a currency or a percent sign says that it is one.
_DECIMALS = {".": re.compile(r"[0-9]+,[0-9]{1,2}"), ",": re.compile(r"[0-9]+\.[0-9]{1,2}")}
_CLOCK = re.compile(r"[0-2]?[0-9][.,][0-5][0-9]")
_ADDRESS = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_NEXT_WORD = re.compile(r"[ \u00a0\u202f]([^\W\d_]+)")
_SCALES = frozenset({Role.SCALE, Role.SCALES})


@rule("NUM502", "number-format", Severity.INFO, fix=Fix.SAFE, one_sided=True)
def number_format(subject: Subject) -> Iterator[Fault]:
    """A number has the points and commas of another locale.

    `1.234,5` in English and `1,234.5` in a Spanish text that elsewhere writes `1.234,5` make readers stumble, and
    `1.500` for `1,500` tells them a number a thousand times too small. Spain writes decimals with a comma, Mexico
    and Central America with a point; what the document does itself decides, and where it does not tell the rule is
    quiet. With both versions at hand the value on the other side tells as well.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The budget grew to 1.234.567 euros."
    >>> document = Document(text, (Block(0, len(text)),), "en", sentences=(Sentence(0, len(text)),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in number_format(Subject.alone(document, "es"))]
    [('1.234.567', '1,234,567')]
    """
    told: set[tuple[str, int]] = set()
    for version, start, end, bead in (*_by_the_other_side(subject), *_by_the_document(subject)):
        if (version.side, start) not in told:
            told.add((version.side, start))
            written = version.document.text[start:end]
            suggestion = written.translate(_SWAP)
            message = f"{written} has the marks of another locale; this text would write {suggestion}"
            yield Fault(message, (version.span(start, end),), bead, suggestion)


def _by_the_other_side(subject: Subject) -> Iterator[tuple[Version, int, int, int | None]]:
    """Numbers that have the value of the other side only if points are commas."""
    if subject.source is None:
        return
    for comparison, difference in differences_of(subject, Sort.FORMAT):
        one, other = difference.source, difference.target
        assert one
        assert other
        version, reading, wrong = subject.source, comparison.source, one
        if is_misformatted(other, one):
            version, reading, wrong = subject.target, comparison.target, other
        digits = _NUMBER.search(version.document.text, wrong.start + reading.shift, wrong.end + reading.shift)
        if digits:
            yield version, digits.start(), digits.end(), comparison.bead


def _by_the_document(subject: Subject) -> Iterator[tuple[Version, int, int, int | None]]:
    """Numbers that the document's own convention excludes."""
    for version in subject.versions:
        decimal = _convention(subject, version).decimal
        if not decimal:
            continue
        text = version.document.text
        for match in _NUMBER.finditer(text):
            sentence = version.sentence_at(match.start())
            if sentence is not None and _is_foreign(text, match, decimal, version.language):
                yield version, match.start(), match.end(), subject.bead_of(version.side, sentence)


def _convention(subject: Subject, version: Version) -> Convention:
    if subject.source is None:
        return convention_of([version.document.text], version.document.locale or version.language)
    read = subject.once(comparisons)
    return read.source if version is subject.source else read.target


def _is_foreign(text: str, match: re.Match[str], decimal: str, language: str) -> bool:
    """Whether a number is surely written for a locale with another decimal mark."""
    written = match[0]
    if _CLEAR[decimal].fullmatch(written):
        return not _ADDRESS.fullmatch(written)
    return bool(_DECIMALS[decimal].fullmatch(written)) and _is_amount(text, match, language)


def _is_amount(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a percent sign, a unit, a currency or a scale word says that digits are an amount, not a clause or a version."""
    if is_percent(text, match.end(), language) or currency_before(text, match.start(), language):
        return True
    following = _NEXT_WORD.match(text, match.end())
    if following and number_words(language).get(following[1].lower(), (None,))[0] in _SCALES:
        return True
    unit = unit_after(text, match.end(), language)
    # 15.30 h is a clock time, 2.5 horas an amount.
    return unit is not None and not ("duration-hour" in unit.meanings and _CLOCK.fullmatch(match[0]))
