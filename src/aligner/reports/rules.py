"""What a report may tell of a rule beside its findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aligner.model import Severity


class RuleText(Protocol):
    """A rule as a report sees it: the registry's own satisfy it."""

    @property
    def code(self) -> str:
        """The code, as findings have it."""
        ...

    @property
    def name(self) -> str:
        """What the fault is called."""
        ...

    @property
    def severity(self) -> Severity:
        """How much its findings matter, if they do not say otherwise."""
        ...

    @property
    def summary(self) -> str:
        """When it fires, in one line."""
        ...

    @property
    def fix(self) -> object | None:
        """Not None where the suggestion can be written in the place of every span that has the first one's text."""
        ...

    @property
    def documentation(self) -> str:
        """All that is told about it, the summary first."""
        ...


Rules = Sequence[RuleText]


def explanation(rule: RuleText) -> str:
    """What is told about a rule, without its example of code."""
    paragraphs = rule.documentation.split("\n\n")
    return "\n\n".join(text for text in paragraphs if not text.startswith(">>>")).strip()
