"""The edits that findings ask for: those of their suggestions that are safe to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aligner.checks import Fix, Rule
from aligner.checks.lexicon import commonness
from aligner.fixes.edits import Edit
from aligner.model import Document, Finding, Report, Side

_SURE_TEXTS = 3  # texts with a spelling from which one text with another is surely wrong


@dataclass(slots=True)
class Spellings:
    """How often spellings stand in many texts of one language, whatever their capitals; each is counted once."""

    texts: tuple[str, ...]
    _folded: tuple[str, ...] = field(init=False)
    _counts: dict[str, tuple[int, int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._folded = tuple(text.casefold() for text in self.texts)

    def count(self, words: str) -> tuple[int, int]:
        """In how many texts some words stand, and in how many places.

        >>> Spellings(("Saleh and Saleh", "SALEH", "Salehs")).count("Saleh")
        (2, 3)
        """
        folded = words.casefold()
        if folded not in self._counts:
            found = [_times(text, folded) for text in self._folded if folded in text]
            self._counts[folded] = sum(times > 0 for times in found), sum(found)
        return self._counts[folded]


def edits_of(
    report: Report, rules: Iterable[Rule], side: Side = Side.TARGET, spellings: Spellings | None = None
) -> tuple[Edit, ...]:
    """The edits that the findings of a report ask for on one side, in text order, none overlapping another.

    Of edits that overlap the first is given; the others come again when the changed text is checked. `spellings` are those
    of all texts in the language of that side, where there are many: then a majority is one of them all.
    """
    fixes: Mapping[str, Fix] = {rule.code: rule.fix for rule in rules if rule.fix is not None}
    wanted = sorted(
        edit
        for finding in report.findings
        if finding.code in fixes and finding.suggestion is not None and finding.spans[0].side is side
        if fixes[finding.code] is not Fix.MAJORITY or _is_majority(report, side, finding, spellings)
        for edit in _edits(finding)
    )
    chosen: list[Edit] = []
    for edit in wanted:
        if not chosen or not edit.overlaps(chosen[-1]):
            chosen.append(edit)
    return tuple(chosen)


def _edits(finding: Finding) -> Iterable[Edit]:
    """One edit for every place that has the text of the finding's first span, on the side of that."""
    first, suggestion = finding.spans[0], finding.suggestion
    assert suggestion is not None
    for span in finding.spans:
        if span.side is first.side and span.text.casefold() == first.text.casefold():
            replacement = suggestion.upper() if _is_shouted(span.text, suggestion) else suggestion
            if replacement != span.text:
                yield Edit(span.start, span.end, replacement, finding.code)


def _is_shouted(text: str, suggestion: str) -> bool:
    """Whether a text is in capitals, and what is suggested for it is not."""
    return len(text) > 1 and text.isupper() and not suggestion.isupper()


def _is_majority(report: Report, side: Side, finding: Finding, spellings: Spellings | None) -> bool:
    """Whether the suggested spelling is surely the better one: in its text, and in all texts where there are many.

    A text that has not got the suggested spelling is held to the others only where they are several, it is the only one
    with the other spelling, and its source does not have that, too.
    """
    documents = dict(report.documents)
    document, suggestion, found = documents[side], finding.suggestion, finding.spans[0].text
    assert suggestion is not None
    if not _is_as_good(document, suggestion, found):
        return False
    own = _times(document.text, suggestion)
    is_own = own > _times(document.text, found)
    if spellings is None:
        return is_own
    (texts, times), (texts_found, times_found) = spellings.count(suggestion), spellings.count(found)
    if own:
        return is_own and times > times_found
    others = [other for of, other in documents.items() if of is not side]
    is_meant = any(_times(other.text, found) for other in others)
    return texts >= _SURE_TEXTS and texts_found == 1 and times > times_found and not is_meant


def _is_as_good(document: Document, suggestion: str, found: str) -> bool:
    """Whether nothing speaks against a spelling that would replace another.

    Taking marks away loses what somebody knew, and a majority can spell a known name wrong.
    """
    if _marks(suggestion) < _marks(found):
        return False
    return _familiarity(found, document.language) <= _familiarity(suggestion, document.language)


def _familiarity(name: str, language: str) -> float:
    """How well known the least known word of a name is (Zipf)."""
    return min((commonness(word, language) for word in re.findall(r"\w+", name)), default=0.0)


def _times(text: str, words: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def _marks(text: str) -> int:
    """How many letters of a text have marks."""
    return sum(unicodedata.combining(letter) > 0 for letter in unicodedata.normalize("NFD", text))
