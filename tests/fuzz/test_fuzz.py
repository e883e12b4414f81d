"""Spoiled input of every kind: it is used, or refused in one line; the long run is `python -m tools.fuzz`.

What once failed lies in `found`, in a folder for each target, and is tried again each time.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from aligner.errors import InputError
from tools.fuzz import judging
from tools.fuzz.judging import MEGABYTES, Fate, judged
from tools.fuzz.mutation import LARGEST, Spoiler
from tools.fuzz.running import Fuzzer
from tools.fuzz.targets import TARGETS, Target

FOUND = sorted((Path(__file__).parent / "found").glob("*/*"))
BY_NAME = {target.name: target for target in TARGETS}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_what_it_starts_from_is_used(target: Target, tmp_path: Path) -> None:
    for data in target.seeds():
        target.run(data, tmp_path)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_spoiled_input(target: Target, tmp_path: Path) -> None:
    fuzzer = Fuzzer(target, "test", tmp_path)
    for number in range(target.quick):
        data = fuzzer.next_input()
        verdict = fuzzer.tried(data)
        if verdict.is_failure:
            (tmp_path / "input").write_bytes(data)
        assert not verdict.is_failure, f"input {number}, kept in {tmp_path / 'input'}: {verdict}"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_failed(path: Path, tmp_path: Path) -> None:
    target = BY_NAME[path.parent.name]
    verdict = judged(lambda data: target.run(data, tmp_path), path.read_bytes())
    assert not verdict.is_failure, verdict


# The judge and the spoiler themselves


def test_every_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(_data: bytes) -> None:
        while True:
            pass

    def refuse(_data: bytes) -> None:
        raise InputError("a", "it is 3 lines long", "mend it", 7)

    def fail(_data: bytes) -> None:
        raise KeyError("a")

    assert judged(hang, b"", seconds=0.05).fate is Fate.SLOW
    assert judged(fail, b"").fate is Fate.CRASHED
    assert judged(lambda data: data.decode(), b"").fate is Fate.USED
    refused = judged(refuse, b"")
    assert (refused.fate, refused.is_failure) == (Fate.REFUSED, False)
    assert refused.why == "a:#: it is # lines long; mend it"
    # What the process has taken at most so far; that of a run of all tests is more than one input could add.
    taken = iter((100.0, 100.0 + MEGABYTES + 1))
    monkeypatch.setattr(judging, "_megabytes", lambda: next(taken))
    assert judged(lambda data: data, b"").fate is Fate.LARGE


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_spoiling_is_the_same_each_time_and_never_ends_in_more_than_there_may_be(target: Target) -> None:
    first, again = (Spoiler(Random(7), target.tokens, target.seeds()) for _ in range(2))
    made = [first.spoiled(target.seeds()[0]) for _ in range(10)]
    assert made == [again.spoiled(target.seeds()[0]) for _ in range(10)]
    assert max(map(len, made)) <= LARGEST
    assert len(set(made)) > 5
