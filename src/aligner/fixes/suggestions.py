"""The edits that findings ask for: those of their suggestions that are safe to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from aligner.checks import Fix, Rule
from aligner.checks.lexicon import commonness
from aligner.fixes.edits import Edit
from aligner.model import Document, Finding, Report, Side


def edits_of(report: Report, rules: Iterable[Rule], side: Side = Side.TARGET) -> tuple[Edit, ...]:
    """The edits that the findings of a report ask for on one side, in text order, none overlapping another.

    Of edits that overlap the first is given; the others come again when the changed text is checked.
    """
    document = dict(report.documents)[side]
    fixes: Mapping[str, Fix] = {rule.code: rule.fix for rule in rules if rule.fix is not None}
    wanted = sorted(
        edit
        for finding in report.findings
        if finding.code in fixes and finding.suggestion is not None
        for edit in _edits(finding, fixes[finding.code], document, side)
    )
    chosen: list[Edit] = []
    for edit in wanted:
        if not chosen or not edit.overlaps(chosen[-1]):
            chosen.append(edit)
    return tuple(chosen)


def _edits(finding: Finding, fix: Fix, document: Document, side: Side) -> Iterable[Edit]:
    """One edit for every place that has the text of the finding's first span, where that is on this side."""
    first, suggestion = finding.spans[0], finding.suggestion
    assert suggestion is not None
    if first.side is not side:
        return
    if fix is Fix.MAJORITY and not _is_surely_better(document, suggestion, first.text):
        return
    for span in finding.spans:
        if span.side is side and span.text.casefold() == first.text.casefold():
            replacement = suggestion.upper() if _is_shouted(span.text, suggestion) else suggestion
            if replacement != span.text:
                yield Edit(span.start, span.end, replacement, finding.code)


def _is_shouted(text: str, suggestion: str) -> bool:
    """Whether a text is in capitals, and what is suggested for it is not."""
    return len(text) > 1 and text.isupper() and not suggestion.isupper()


def _is_surely_better(document: Document, suggestion: str, found: str) -> bool:
    """Whether a spelling stands in the text more often than the one it would replace, and nothing speaks against it.

    Taking marks away loses what somebody knew, and a majority can spell a known name wrong.
    """
    if _marks(suggestion) < _marks(found):
        return False
    if _familiarity(found, document.language) > _familiarity(suggestion, document.language):
        return False
    return _times(document.text, suggestion) > _times(document.text, found)


def _familiarity(name: str, language: str) -> float:
    """How well known the least known word of a name is (Zipf)."""
    return min((commonness(word, language) for word in re.findall(r"\w+", name)), default=0.0)


def _times(text: str, words: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def _marks(text: str) -> int:
    """How many letters of a text have marks."""
    return sum(unicodedata.combining(letter) > 0 for letter in unicodedata.normalize("NFD", text))
