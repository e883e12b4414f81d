"""What settings make of findings: severities, what is accepted, what is left out in some files."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.configuration import Configuration, applied
from aligner.model import Block, Document, Finding, Report, Severity, Side, Span

TEXT = "Loya Jirga met Massoud, said Saleh and Salleh."


def finding(code: str, *words: str) -> Finding:
    spans = tuple(Span(Side.TARGET, TEXT.index(word), TEXT.index(word) + len(word), word) for word in words)
    return Finding(code, "x", Severity.WARNING, "x", spans)


def report(*findings: Finding, path: str = "es.md") -> Report:
    document = Document(TEXT, (Block(0, len(TEXT)),), "en", path)
    return Report(((Side.TARGET, document),), findings, "")


def codes(configuration: Configuration, *findings: Finding) -> list[str]:
    return [one.code for one in applied(configuration, report(*findings)).findings]


def test_severities_of_the_longest_code() -> None:
    configuration = Configuration(severities=(("NAM", Severity.INFO), ("NAM401", Severity.ERROR)))
    found = applied(
        configuration, report(finding("NAM401", "Salleh"), finding("NAM403", "Saleh"), finding("UNT203", "Loya"))
    )
    assert [one.severity for one in found.findings] == [Severity.ERROR, Severity.INFO, Severity.WARNING]


@pytest.mark.parametrize(
    ("accept", "words", "is_kept"),
    [
        (("Loya Jirga",), ("Loya Jirga",), False),
        (("loya jirga",), ("Loya Jirga",), False),
        (("Jirga",), ("Loya Jirga",), True),
        (("Jirga", "Loya"), ("Loya Jirga",), False),
        (("Salleh",), ("Salleh", "Saleh"), False),
        (("Saleh",), ("Salleh", "Saleh"), True),
        ((), ("Salleh",), True),
        (("!",), ("Salleh",), True),
    ],
)
def test_what_is_accepted(accept: tuple[str, ...], words: tuple[str, ...], is_kept: bool) -> None:
    assert codes(Configuration(accept=accept), finding("NAM401", *words)) == (["NAM401"] if is_kept else [])


def test_rules_left_out_in_some_files() -> None:
    configuration = Configuration(folder=Path(), per_file_ignores=(("es.md", ("NAM", "UNT203")),))
    assert codes(configuration, finding("NAM401", "Saleh"), finding("UNT204", "Saleh")) == ["UNT204"]
