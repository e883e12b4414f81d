"""Findings as notes for whoever opens a file of pairs in a tool for translators."""

from __future__ import annotations

from aligner.contracts import Pair
from aligner.model import Severity

# 1 is the gravest of ten (XLIFF 1.2, `priority`; the same in XLIFF 2).
_PRIORITIES = {Severity.ERROR: 1, Severity.WARNING: 3, Severity.INFO: 5}
REVIEW = "needs-review-translation"


def finding_notes(pair: Pair) -> list[tuple[int, str]]:
    """What was found in a pair, each with its priority from 1 (the gravest) to 10."""
    return [
        (
            _PRIORITIES[finding.severity],
            f"{finding.code} {finding.name} ({finding.severity.value}): {finding.message}"
            + (f"; suggestion: {finding.suggestion}" if finding.suggestion is not None else ""),
        )
        for finding in pair.findings
        if finding.suppressed is None
    ]


def codes_of(pair: Pair) -> list[str]:
    """The codes of the rules that find something in a pair, each once, in order."""
    return sorted({finding.code for finding in pair.findings if finding.suppressed is None})


def state_of(pair: Pair) -> str:
    """The state of a pair's translation in the words of XLIFF 1.2.

    What the file it comes from says, else that it needs review where an error or a warning was found.
    """
    needs_a_look = any(
        finding.severity is not Severity.INFO and finding.suppressed is None for finding in pair.findings
    )
    return REVIEW if needs_a_look else pair.details.state


def bead_of(pair: Pair) -> str:
    """The type of the bead as it was aligned, "" where nobody knows.

    >>> bead_of(Pair("One. Two.", "Uno y dos."))
    ''
    """
    return pair.details.bead or (pair.bead.kind if pair.bead else "")
