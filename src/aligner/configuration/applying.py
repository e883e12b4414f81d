"""What the settings of a project make of the findings of a check."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from aligner.checks import longest_prefix
from aligner.configuration.schema import Configuration
from aligner.model import Finding, Report, Side

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_LONGEST = 12  # words; what is longer is a sentence, not a name


@dataclass(frozen=True, slots=True)
class Accepted:
    """Names, words and phrases that are right as they are, whatever their capitals."""

    phrases: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Accepted:
        """The same of texts as the settings have them."""
        return cls(frozenset(" ".join(_words(text)) for text in texts) - {""})

    def has(self, text: str) -> bool:
        """Whether a text is nothing but accepted phrases.

        >>> accepted = Accepted.of(["Loya Jirga", "Massoud"])
        >>> accepted.has("loya jirga"), accepted.has("Massoud, Massoud"), accepted.has("Jirga")
        (True, True, False)
        """
        words = _words(text)
        reached = {0}
        for start in range(len(words)):
            if start in reached:
                ends = range(start + 1, len(words) + 1)
                reached |= {end for end in ends if " ".join(words[start:end]) in self.phrases}
        return bool(words) and len(words) in reached


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def applied(configuration: Configuration, report: Report) -> Report:
    """The report with the project's severities, without what it accepts or leaves out in these files."""
    accepted = Accepted.of(configuration.accept)
    ignored = {side: configuration.ignored_in(document.path) for side, document in report.documents}
    found = [
        _weighed(configuration, finding)
        for finding in report.findings
        if not _is_accepted(accepted, finding) and not _is_ignored(ignored, finding)
    ]
    return replace(report, findings=tuple(found))


def _is_accepted(accepted: Accepted, finding: Finding) -> bool:
    """Whether what the finding calls wrong, its first span, is accepted."""
    if not accepted.phrases or not finding.spans:
        return False
    text = finding.spans[0].text
    return text.count(" ") < _LONGEST and accepted.has(text)


def _is_ignored(ignored: dict[Side, tuple[str, ...]], finding: Finding) -> bool:
    """Whether the rule is left out in one of the files that the finding points at."""
    return any(longest_prefix(finding.code, ignored[span.side]) for span in finding.spans)


def _weighed(configuration: Configuration, finding: Finding) -> Finding:
    severities = dict(configuration.severities)
    prefix = longest_prefix(finding.code, severities)
    return replace(finding, severity=severities[prefix]) if prefix else finding
