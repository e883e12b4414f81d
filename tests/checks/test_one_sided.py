"""Faults of one text: what is told of a source depends on whether anybody edits it."""

from __future__ import annotations

import pytest

from aligner.checks.registry import rules, select
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side

FAULTY = {
    "ACR304": "The Federal Land Registry (FLR) has moved. The Federal Land Registry (FRL) is open.",
    "NAM401": "President Saleh flew to Dubai. Then President Salleh was still there.",
    "NUM502": "The budget grew to 1.234.567 euros.",
    "PUN701": "He said (softly no.",
    "PUN704": "Paris in the the spring.",
}


def document(text: str, language: str) -> Document:
    """One sentence."""
    return Document(text, (Block(0, len(text)),), language, sentences=(Sentence(0, len(text)),))


def found(code: str, source: Document, target: Document, *, is_pairs: bool) -> list[Finding]:
    bitext = Bitext(source, target, (Bead((0,), (0,)),), is_pairs=is_pairs)
    (rule,) = select([code])
    return rule.findings(Subject.pair(bitext))


@pytest.mark.parametrize("code", FAULTY)
def test_a_fault_of_the_source_is_information_in_a_pair_and_nothing_in_a_file_of_pairs(code: str) -> None:
    source, target = document(FAULTY[code], "en"), document("Aquí no falta nada.", "es")
    [finding] = found(code, source, target, is_pairs=False)
    assert (finding.spans[0].side, finding.severity) == (Side.SOURCE, Severity.INFO)
    assert found(code, source, target, is_pairs=True) == []


@pytest.mark.parametrize("code", FAULTY)
def test_a_fault_of_the_translation_counts_in_both(code: str) -> None:
    source, target = document("Aquí no falta nada.", "es"), document(FAULTY[code], "en")
    (rule,) = select([code])
    for is_pairs in (False, True):
        [finding] = found(code, source, target, is_pairs=is_pairs)
        assert (finding.spans[0].side, finding.severity) == (Side.TARGET, rule.severity)


def test_a_slip_of_the_source_that_the_translation_shows_is_information_in_a_file_of_pairs_too() -> None:
    source, target = document("It was Sakozy who won.", "en"), document("Fue Sarkozy quien ganó.", "es")
    [finding] = found("NAM401", source, target, is_pairs=True)
    assert (finding.suggestion, finding.severity) == ("Sarkozy", Severity.INFO)
    [finding] = found(
        "NAM401", document("Fue Sarkozy quien ganó.", "es"), document("It was Sakozy who won.", "en"), is_pairs=True
    )
    assert (finding.suggestion, finding.severity) == ("Sarkozy", Severity.WARNING)


def test_rules_that_compare_two_texts_are_not_one_sided() -> None:
    assert not [rule.code for rule in rules() if rule.one_sided and rule.needs_pair]
