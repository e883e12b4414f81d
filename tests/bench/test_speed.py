"""How fast checks must be, beside another checker on the same segments: a ratio, so that a slow machine does not count."""

from __future__ import annotations

import pytest

from aligner import checks
from tools.bench.speed import bitexts, measured
from tools.bench.texts import BENCH

# 0.7 was reached with all rules on, under load; a rule that takes twice its share shows.
_LEAST_RATIO = 0.42


@pytest.mark.skipif(not BENCH.is_dir(), reason="the benchmarks are not beside the repository")
def test_checks_keep_their_speed() -> None:
    pytest.importorskip("translate.filters.pofilter")
    found = measured(bitexts(limit=150), rounds=3)
    assert found.segments == 6 * 150
    assert set(found.by_rule) == {rule.code for rule in checks.rules()}
    assert found.ratio > _LEAST_RATIO
