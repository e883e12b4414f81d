"""Consistency checks: what the translation left behind, dropped or changed."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from aligner.checks.custom import CustomRule
from aligner.checks.registry import Choice, Fault, Fix, Rule, choose, longest_prefix, prefix_of, rule, rules, select
from aligner.checks.subject import Subject, Version
from aligner.model import Finding, Side

__all__ = [
    "Choice", "CustomRule", "Fault", "Fix", "Rule", "Subject", "Version", "check", "choose", "longest_prefix", "prefix_of", "rule",
    "rules", "select",
]  # fmt: skip

# The modules of the rules: each registers its own as it is loaded. A new one goes here, and nowhere else.
RULE_MODULES = (
    "acronym_consistency",
    "acronym_expansions",
    "acronym_undefined",
    "acronyms",
    "alignment",
    "block_structure",
    "capitals",
    "chrome",
    "date_value",
    "doubled",
    "end_punctuation",
    "false_friends",
    "identical_segment",
    "inverted_marks",
    "leftovers",
    "lengths",
    "missing_names",
    "moved_blocks",
    "names",
    "number_format",
    "numbers",
    "partial_translation",
    "protected_tokens",
    "similarity",
    "term_consistency",
    "terms",
    "unit_currency",
    "unpaired_marks",
    "wrong_language",
)
for _name in RULE_MODULES:
    import_module(f"{__name__}.{_name}")


def check(subject: Subject, chosen: Sequence[Rule]) -> tuple[Finding, ...]:
    """Findings of the chosen rules, in order of place (target first position, then source), then code."""

    def place(finding: Finding) -> tuple[int, int, str]:
        first = min(finding.spans, key=lambda span: (span.side is Side.SOURCE, span.start))
        return (finding.bead if finding.bead is not None else -1, first.start, finding.code)

    with _collecting_nothing():
        found = [finding for rule in chosen for finding in rule.findings(subject)]
        subject.forget()
    return tuple(sorted(found, key=place))


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Without searches for objects in circles: they go through all that a check has made, again and again, a sixth of its time.

    What is no longer used is freed all the same, but for circles, which wait until the check is over.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
