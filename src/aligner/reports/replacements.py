"""Which suggestions can be written in the place of the faulty text as they stand."""

from __future__ import annotations

from aligner.model import Finding, Span
from aligner.reports.reading import repeats
from aligner.reports.rules import RuleText


def replaced(finding: Finding, rule: RuleText | None) -> tuple[Span, ...]:
    """The spans in whose place the suggestion can be written, none where it is one word of the text, or advice."""
    if finding.suggestion is None or rule is None or rule.fix is None:
        return ()
    return tuple(span for span in repeats(finding) if span.text != finding.suggestion)
