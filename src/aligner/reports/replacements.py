"""Which suggestions can be written in the place of the faulty text as they stand."""

from __future__ import annotations

from aligner.model import Finding, Span
from aligner.reports.reading import repeats

# The suggestion of these rules is the whole text that should stand there; that of others is one word of it, or advice.
_WHOLE_TEXT = frozenset({"ACR301", "NAM401", "NAM403", "NUM502", "PUN702", "PUN704", "PUN705", "UNT207"})


def replaced(finding: Finding) -> tuple[Span, ...]:
    """The spans in whose place the suggestion can be written, none where it is not the whole text.

    >>> from aligner.model import Severity, Side
    >>> spans = (Span(Side.TARGET, 4, 7, "FNR"), Span(Side.TARGET, 40, 43, "FNR"))
    >>> [span.start for span in replaced(Finding("ACR301", "x", Severity.ERROR, "", spans, None, "NRF"))]
    [4, 40]
    """
    if finding.suggestion is None or finding.code not in _WHOLE_TEXT:
        return ()
    return tuple(span for span in repeats(finding) if span.text != finding.suggestion)
