"""Bitexts of a few lines, and what one rule finds in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_texts import in_one_block

from aligner.checks.registry import select
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Finding

CheckPair = Callable[..., list[Finding]]


@pytest.fixture
def check_pair() -> CheckPair:
    """What the rule `code` finds in lines and their translations."""

    def check(
        code: str, source: str | list[str], target: str | list[str], languages: tuple[str, str] = ("en", "es")
    ) -> list[Finding]:
        sources, targets = ([text] if isinstance(text, str) else text for text in (source, target))
        beads = tuple(Bead((number,), (number,)) for number in range(len(sources)))
        bitext = Bitext(in_one_block(sources, languages[0]), in_one_block(targets, languages[1]), beads)
        (rule,) = select([code])
        return rule.findings(Subject.pair(bitext))

    return check


@pytest.fixture
def check_alone() -> CheckPair:
    """What the rule `code` finds in the lines of one document."""

    def check(code: str, lines: str | list[str], language: str) -> list[Finding]:
        cells = [lines] if isinstance(lines, str) else lines
        (rule,) = select([code])
        return rule.findings(Subject.alone(in_one_block(cells, language), "es" if language == "en" else "en"))

    return check
