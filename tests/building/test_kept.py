"""Pairs of many units as one list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.building import kept
from aligner.building.jobs import UnitDone, unit_path
from aligner.building.kept import Kept
from aligner.building.units import (
    Origin,
    UnitContent,
    UnitDocument,
    UnitFile,
    candidate_of,
    origin_of,
    record_of,
    write_unit,
)
from aligner.contracts import Pair
from aligner.errors import InputError
from aligner.exporting.candidates import Candidate
from aligner.model import Bead, Finding, NullEvidence, Severity

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_NUMBERS = st.lists(st.integers(0, 2**31), max_size=3).map(tuple)
_SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2).map(tuple)


@settings(max_examples=60, deadline=None)
@given(_TEXTS, _TEXTS, _NUMBERS, _NUMBERS, _SPANS, st.none() | st.floats(0, 1), st.booleans())
def test_a_record_has_all_of_a_candidate(
    source: str, target: str, of_source: tuple[int, ...], of_target: tuple[int, ...],
    spans: tuple[tuple[int, int], ...], score: float | None, changed: bool,
) -> None:  # fmt: skip
    evidence = NullEvidence("unlike", 0.25, 3) if score is None else None
    finding = Finding("NUM501", "number-value", Severity.ERROR, "", ())
    bead = Bead(of_source, of_target, score, evidence=evidence)
    known = Pair(source + "." * changed, target, score, bead, spans, spans, findings=(finding,))
    candidate = Candidate(source, target, 7, 2, score, ("NUM501",), known)
    before = (known.source, known.target) if changed else None
    places = (evidence.reason, evidence.probability, evidence.nearest) if evidence else None
    origin = Origin(of_source, of_target, spans, spans, places, before)
    assert candidate_of(record_of(candidate, [("NUM501", "number-value", "error")], origin)) == candidate


def test_where_the_pair_of_a_bead_comes_from() -> None:
    bead = Bead((), (2, 0), None, evidence=NullEvidence("unlike", 0.25, 3))
    spans = [(0, 4), (5, 9), (10, 14)]
    assert origin_of(bead, (spans, spans), None) == Origin((), (2, 0), [], [(10, 14), (0, 4)], ("unlike", 0.25, 3))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0, 1, 2**62, 2**64 - 1]) | st.integers(0, 20), max_size=9), max_size=5))
def test_duplicates_are_those_of_a_set(tmp_path_factory: pytest.TempPathFactory, units: list[list[int]]) -> None:
    """In memory, and with keys in buckets on the disk."""
    folder = tmp_path_factory.mktemp("units")
    done = []
    for number, keys in enumerate(units):
        path = Path(unit_path(str(folder), number))
        path.parent.mkdir(parents=True, exist_ok=True)
        records = [record_of(Candidate("a", "b"), [])] * len(keys)
        document = UnitDocument(number, (), len(keys), len(keys))
        sha256 = write_unit(str(path), UnitContent((document,), {}, records, np.array(keys, np.uint64)))
        done.append(UnitDone(number, sha256, len(keys), len(keys), 0, 0))
    every = [key for keys in units for key in keys]
    wanted = [number for number, key in enumerate(every) if key not in every[:number]]
    with Kept(str(folder), done) as one:
        assert one.without_duplicates().tolist() == wanted
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept, "_BUCKET", 3)
            assert one.without_duplicates().tolist() == wanted


@pytest.mark.parametrize("data", [b"", b"aligner unit 1\n", b"aligner unit 1\n" + b"\xff" * 40, b"other\n" * 9])
def test_what_is_no_unit(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.unit"
    path.write_bytes(data)
    with pytest.raises(InputError, match="it is no unit of a corpus, or is damaged"):
        UnitFile(str(path))
