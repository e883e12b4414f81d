"""Every pair of a manifest, aligned."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aligner import align_files, write_bitext
from aligner.corpus import Manifest, ManifestOptions, Outcome, align_manifest, read_manifest
from aligner.errors import InputError, ModelError, OptionError
from aligner.pipeline import PairOptions
from aligner.selection import Order, Selection

ENGLISH = ("The harbour wall was built by hand.", "Nobody knows who paid for it.", "It has {} towers.", "Boats pass.")
SPANISH = ("El muro del puerto se construyó a mano.", "Nadie sabe quién lo pagó.", "Tiene {} torres.", "Pasan barcos.")


def manifest(folder: Path, pairs: int) -> Manifest:
    """Pairs of small texts, each a little different."""
    rows = []
    for number in range(pairs):
        for language, sentences in (("en", ENGLISH), ("es", SPANISH)):
            text = "\n\n".join(sentences[: 2 + number % 3]).format(number + 2)
            (folder / f"t{number}.{language}.txt").write_text(text, encoding="utf-8")
        rows.append(f"t{number}.en.txt\tt{number}.es.txt\n")
    (folder / "pairs.tsv").write_text("".join(rows), encoding="utf-8")
    return read_manifest(str(folder / "pairs.tsv"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["jsonl", "tmx"])
def test_results_are_those_of_single_calls_whatever_the_workers(form: str, tmp_path: Path) -> None:
    read = manifest(tmp_path, 7)
    for pair in read.pairs:
        (tmp_path / "single").mkdir(exist_ok=True)
        write_bitext(align_files(pair.source, pair.target), str(tmp_path / "single" / f"{pair.name}.{form}"))
    for workers in (1, 2):
        outcomes = align_manifest(read, str(tmp_path / str(workers)), ManifestOptions(form, workers=workers))
        assert [outcome.pair for outcome in outcomes] == list(read.pairs)
        assert all(outcome.problem is None for outcome in outcomes)
        assert files(tmp_path / str(workers)) == files(tmp_path / "single")


@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_pair_stops_nothing(workers: int, tmp_path: Path) -> None:
    read = manifest(tmp_path, 4)
    (tmp_path / "t1.es.txt").write_bytes(b"")
    (tmp_path / "t2.en.txt").unlink()
    told: list[Outcome] = []
    outcomes = align_manifest(read, str(tmp_path / "out"), ManifestOptions(workers=workers), told.append)
    assert told == list(outcomes)
    assert [outcome.problem is None for outcome in outcomes] == [True, False, False, True]
    assert "t1.es.txt: the file is empty" in str(outcomes[1].problem)
    assert "t2.en.txt: there is no such file" in str(outcomes[2].problem)
    assert set(files(tmp_path / "out")) == {"t0.jsonl", "t3.jsonl"}


def test_a_name_that_cannot_be_written_is_a_problem_of_its_pair(tmp_path: Path) -> None:
    read = manifest(tmp_path, 2)
    (tmp_path / "out" / "t0.jsonl").mkdir(parents=True)
    outcomes = align_manifest(read, str(tmp_path / "out"))
    assert [outcome.problem is None for outcome in outcomes] == [False, True]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    read = manifest(tmp_path, 1)
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be a folder of results"):
        align_manifest(read, str(tmp_path / "out"))


def test_what_is_read_is_not_overwritten(tmp_path: Path) -> None:
    read = manifest(tmp_path, 1)
    (tmp_path / "t0.en.txt").rename(tmp_path / "t0.jsonl")
    (tmp_path / "pairs.tsv").write_text("t0.jsonl\tt0.es.txt\n", encoding="utf-8")
    read = read_manifest(str(tmp_path / "pairs.tsv"))
    before = files(tmp_path)
    options = ManifestOptions(pair=PairOptions(source_format="text", target_format="text"))
    with pytest.raises(InputError, match="overwrite"):
        align_manifest(read, str(tmp_path), options)
    assert files(tmp_path) == before


def test_a_model_that_is_not_there_ends_it_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        align_manifest(manifest(tmp_path, 2), str(tmp_path / "out"), ManifestOptions(pair=PairOptions(model="./no")))


def test_selection_holds_for_every_pair(tmp_path: Path) -> None:
    options = ManifestOptions("tsv", selection=Selection(1.0, Order.REVIEW))
    outcomes = align_manifest(manifest(tmp_path, 3), str(tmp_path / "out"), options)
    for outcome in outcomes:
        lines = Path(outcome.output).read_text(encoding="utf-8").splitlines()
        assert len([line for line in lines if all(line.split("\t"))]) == outcome.pairs - outcome.below


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="--workers 0"):
        ManifestOptions(workers=0)
    with pytest.raises(OptionError, match="--order review"):
        ManifestOptions("tmx", selection=Selection(order=Order.REVIEW))


@pytest.mark.skipif(os.name != "posix", reason="interrupts are sent as signals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interruption_leaves_whole_files_only(workers: str, tmp_path: Path) -> None:
    manifest(tmp_path, 200)
    command = [sys.executable, "-m", "aligner", "align", "--manifest", "pairs.tsv", "-o", "out", "--workers", workers]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    out = tmp_path / "out"
    deadline = time.monotonic() + 60
    while process.poll() is None and not any(out.glob("*.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert "Traceback" not in stderr
    left = files(out)
    assert 0 < len(left) < 200
    assert all(name.endswith(".jsonl") and data.endswith(b"}\n") for name, data in left.items())


@pytest.mark.skipif(os.name != "posix", reason="interrupts are sent as signals")
def test_an_interruption_while_workers_start_is_quiet(tmp_path: Path) -> None:
    manifest(tmp_path, 200)
    command = [sys.executable, "-m", "aligner", "align", "--manifest", "pairs.tsv", "-o", "out", "--workers", "3"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / "out").is_dir() and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(0.3)  # the model is loaded, and the workers import
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert all(name.endswith(".jsonl") for name in files(tmp_path / "out"))
