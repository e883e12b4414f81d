"""What goes wrong while a corpus is built, and that it comes to the same bytes in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_corpora import contents, quick

from aligner.building import RunOptions, build
from aligner.building.jobs import unit_path
from aligner.corpus import read_manifest
from aligner.errors import AlignerError, InputError

Corpus = Callable[..., Path]
Misfortune = Callable[[Mapping[str, str]], None]
_COMMAND = (sys.executable, "-m", "aligner", "corpus", "build")
_OPTIONS = ("--to", "jsonl", "--shard-size", "40", "--unique", "pair", "--select", "NUM501", "--split", "80/10/10")


def require_whole(manifest: Path, folder: Path) -> None:
    """Assert that a build came to the same bytes as one in which nothing goes wrong."""
    whole = folder.parent / "whole"
    build(read_manifest(str(manifest)), str(whole), quick())
    assert contents(folder) == contents(whole)


def stopped(manifest: Path, folder: Path, name: str) -> None:
    """Begin a build that a missing text ends, and put the text there again."""
    missing = manifest.parent / "texts" / name
    text = missing.read_bytes()
    missing.unlink()
    with pytest.raises(AlignerError, match="max-failures"):
        build(read_manifest(str(manifest)), str(folder), quick(), RunOptions(most_failures=0))
    missing.write_bytes(text)


def wait_for_units(folder: Path, count: int) -> None:
    """Wait until so many lines stand in the journal of a build."""
    journal = folder / ".build" / "journal.jsonl"
    while not journal.is_file() or journal.read_bytes().count(b"\n") < count:
        time.sleep(0.02)


def failures(folder: Path) -> dict[str, str]:
    rows = map(json.loads, (folder / "failures.jsonl").read_text().splitlines())
    return {row["name"]: row["reason"] for row in rows}


def test_a_document_that_kills_its_process_is_told_of(tmp_path: Path, corpus: Corpus, misfortune: Misfortune) -> None:
    path = corpus(6, "a", "poison", "b", "hog", "hang")
    misfortune(
        {
            "poison": "os.kill(os.getpid(), signal.SIGSEGV)",
            "hog": "os.kill(os.getpid(), signal.SIGKILL)",
            "hang": "time.sleep(600)",
        }
    )
    folder = tmp_path / "corpus"
    built = build(read_manifest(str(path)), str(folder), quick(), RunOptions(workers=2, document_seconds=1))
    assert (built.documents, built.failures) == (3, 3)
    texts = tmp_path / "texts"
    assert failures(folder) == {
        "texts/poison": f"{texts}/poison.en.txt: it ends the process that reads it (SIGSEGV)",
        "texts/hog": f"{texts}/hog.en.txt: it ends the process that reads it (SIGKILL)",
        "texts/hang": f"{texts}/hang.en.txt: it takes longer than 1 s",
    }


def test_a_process_that_is_lost_once_changes_nothing(tmp_path: Path, corpus: Corpus, misfortune: Misfortune) -> None:
    manifest = corpus(40, "a", "b", "unlucky")
    mark = tmp_path / "was-here"
    misfortune({"unlucky": f"open({str(mark)!r}, 'x') if not os.path.exists({str(mark)!r}) else None\nif os.path.getsize({str(mark)!r}) == 0: open({str(mark)!r}, 'w').write('x'); os.kill(os.getpid(), 9)"})  # fmt: skip
    built = build(read_manifest(str(manifest)), str(tmp_path / "corpus"), quick(), RunOptions(workers=2))
    assert mark.read_text() == "x"
    assert built.failures == 0
    require_whole(manifest, tmp_path / "corpus")


def test_an_error_that_nobody_foresaw_is_one_of_its_document(
    tmp_path: Path, corpus: Corpus, misfortune: Misfortune
) -> None:
    manifest = read_manifest(str(corpus(3, "a", "odd")))
    misfortune({"odd": "raise ZeroDivisionError('of all things')"})
    build(manifest, str(tmp_path / "corpus"), quick())
    assert list(failures(tmp_path / "corpus").values()) == [
        f"{tmp_path}/texts/odd.en.txt: it cannot be worked on (ZeroDivisionError: of all things)"
    ]


def test_workers_that_always_end_end_the_build(tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import os, sys\nif 'aligner.building.worker' in sys.orig_argv: os._exit(7)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    with pytest.raises(AlignerError, match="worker processes end before their time"):
        build(read_manifest(str(corpus(2))), str(tmp_path / "corpus"), quick())


def run(manifest: Path, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*_COMMAND, str(manifest), "-o", str(folder), *_OPTIONS, "--workers", "2", *more], stderr=subprocess.PIPE
    )


def test_killed_again_and_again_it_comes_to_the_same_bytes(tmp_path: Path, corpus: Corpus) -> None:
    """SIGKILL at 20 moments drawn by a seed, then on with `--resume`."""
    manifest = corpus(320)
    whole = tmp_path / "whole"
    began = time.monotonic()
    _, said = run(manifest, whole).communicate()
    seconds = time.monotonic() - began
    assert b"320 documents" in said
    draw = random.Random(8)
    folder = tmp_path / "corpus"
    killed = begun = 0
    for _ in range(20):
        process = run(manifest, folder, "--resume")
        try:
            process.wait(draw.uniform(0.25, 1) * seconds * 0.7)
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
            process.wait()
        assert process.stderr is not None
        process.stderr.close()
        begun += (folder / ".build" / "journal.jsonl").is_file()
        if (folder / "SHA256SUMS").is_file():
            # What is whole is begun anew, so that all twenty fall into a build; who was killed while tidying up tidies up first.
            if (folder / ".build").is_dir():
                run(manifest, folder, "--resume").communicate()
            assert contents(folder) == contents(whole)
            folder.rename(tmp_path / f"done-{killed}-{time.monotonic_ns()}")
    _, said = run(manifest, folder, "--resume").communicate()
    assert contents(folder) == contents(whole)
    assert killed >= 10
    assert begun >= 5


def test_interrupted_it_ends_its_processes_and_goes_on(tmp_path: Path, corpus: Corpus) -> None:
    manifest = corpus(200)
    folder = tmp_path / "corpus"
    process = run(manifest, folder)
    wait_for_units(folder, 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert not workers_of(process.pid)
    _, said = run(manifest, folder, "--resume").communicate()
    run(manifest, tmp_path / "whole").communicate()
    assert contents(folder) == contents(tmp_path / "whole")


def workers_of(parent: int) -> list[str]:
    """Processes that have this one for a parent, or had."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(parent):
            found.append(status.parent.name)
    return found


def test_texts_that_changed_meanwhile_are_read_anew(tmp_path: Path, corpus: Corpus) -> None:
    manifest = corpus(70)
    folder = tmp_path / "corpus"
    stopped(manifest, folder, "d069.es.txt")
    changed = tmp_path / "texts" / "d000.es.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "Es verdad.\n", encoding="utf-8")
    touched = tmp_path / "texts" / "d040.es.txt"
    os.utime(touched)
    unit = Path(unit_path(str(folder / ".build"), 1))
    assert unit.exists()
    build(read_manifest(str(manifest)), str(folder), quick(), RunOptions(resumes=True))
    assert not unit.exists()
    require_whole(manifest, folder)


def test_damaged_work_is_done_anew_and_a_torn_line_is_forgotten(tmp_path: Path, corpus: Corpus) -> None:
    manifest = corpus(40)
    folder = tmp_path / "corpus"
    stopped(manifest, folder, "d039.es.txt")
    unit = Path(unit_path(str(folder / ".build"), 0))
    data = unit.read_bytes()
    unit.write_bytes(data[: len(data) // 2])
    journal = folder / ".build" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"unit": [1, "ab')
    build(read_manifest(str(manifest)), str(folder), quick(), RunOptions(resumes=True))
    require_whole(manifest, folder)


def test_two_builds_do_not_share_a_folder(tmp_path: Path, corpus: Corpus) -> None:
    manifest = corpus(200)
    folder = tmp_path / "corpus"
    process = run(manifest, folder)
    wait_for_units(folder, 1)
    _, said = run(manifest, folder, "--resume").communicate()
    assert b"another process builds here" in said
    process.communicate()
    assert process.returncode == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root makes file systems")
def test_a_full_disk_is_told_of_and_gone_on_from(tmp_path: Path, corpus: Corpus) -> None:
    manifest = corpus(320)
    run(manifest, tmp_path / "whole").communicate()
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        process = run(manifest, disk / "corpus")
        _, said = process.communicate()
        assert process.returncode == 2
        assert b"No space left on device" in said
        assert b"Traceback" not in said
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        process = run(manifest, disk / "corpus", "--resume")
        _, said = process.communicate()
        assert process.returncode == 0, said
        assert contents(disk / "corpus") == contents(tmp_path / "whole")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_no_room_for_the_journal(tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    manifest = corpus(3)
    with monkeypatch.context() as patch:
        patch.setattr("aligner.building.journal.os.fsync", full)
        with pytest.raises(InputError, match=r"cannot be written \(No space left on device\); make room, and go on"):
            build(read_manifest(str(manifest)), str(tmp_path / "corpus"), quick())
    build(read_manifest(str(manifest)), str(tmp_path / "corpus"), quick(), RunOptions(resumes=True))
    require_whole(manifest, tmp_path / "corpus")
