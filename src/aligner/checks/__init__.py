"""Consistency checks: what the translation left behind, dropped or changed."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.checks import acronym_consistency as _acronym_consistency  # noqa: F401
from aligner.checks import acronym_expansions as _acronym_expansions  # noqa: F401
from aligner.checks import acronym_undefined as _acronym_undefined  # noqa: F401
from aligner.checks import acronyms as _acronyms  # noqa: F401  (each module registers its rules)
from aligner.checks import alignment as _alignment  # noqa: F401  (each module registers its rules)
from aligner.checks import block_structure as _block_structure  # noqa: F401
from aligner.checks import capitals as _capitals  # noqa: F401
from aligner.checks import chrome as _chrome  # noqa: F401
from aligner.checks import date_value as _date_value  # noqa: F401
from aligner.checks import doubled as _doubled  # noqa: F401
from aligner.checks import end_punctuation as _end_punctuation  # noqa: F401
from aligner.checks import false_friends as _false_friends  # noqa: F401
from aligner.checks import identical_segment as _identical_segment  # noqa: F401
from aligner.checks import inverted_marks as _inverted_marks  # noqa: F401
from aligner.checks import leftovers as _leftovers  # noqa: F401
from aligner.checks import lengths as _lengths  # noqa: F401
from aligner.checks import missing_names as _missing_names  # noqa: F401
from aligner.checks import moved_blocks as _moved_blocks  # noqa: F401
from aligner.checks import names as _names  # noqa: F401
from aligner.checks import number_format as _number_format  # noqa: F401
from aligner.checks import numbers as _numbers  # noqa: F401
from aligner.checks import partial_translation as _partial_translation  # noqa: F401
from aligner.checks import protected_tokens as _protected_tokens  # noqa: F401
from aligner.checks import similarity as _similarity  # noqa: F401
from aligner.checks import term_consistency as _term_consistency  # noqa: F401
from aligner.checks import terms as _terms  # noqa: F401
from aligner.checks import unit_currency as _unit_currency  # noqa: F401
from aligner.checks import unpaired_marks as _unpaired_marks  # noqa: F401
from aligner.checks import wrong_language as _wrong_language  # noqa: F401
from aligner.checks.custom import CustomRule
from aligner.checks.registry import Choice, Fault, Fix, Rule, choose, longest_prefix, prefix_of, rule, rules, select
from aligner.checks.subject import Subject, Version
from aligner.model import Finding, Side

__all__ = [
    "Choice", "CustomRule", "Fault", "Fix", "Rule", "Subject", "Version", "check", "choose", "longest_prefix", "prefix_of", "rule",
    "rules", "select",
]  # fmt: skip


def check(subject: Subject, chosen: Sequence[Rule]) -> tuple[Finding, ...]:
    """Findings of the chosen rules, in order of place (target first position, then source), then code."""

    def place(finding: Finding) -> tuple[int, int, str]:
        first = min(finding.spans, key=lambda span: (span.side is Side.SOURCE, span.start))
        return (finding.bead if finding.bead is not None else -1, first.start, finding.code)

    found = [finding for rule in chosen for finding in rule.findings(subject)]
    return tuple(sorted(found, key=place))
