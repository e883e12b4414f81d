"""`aligner corpus build` and `verify` as people call them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "a.en.txt": "The bridge was closed on Monday. Nobody was hurt.\n",
        "a.es.txt": "El puente se cerró el lunes. Nadie resultó herido.\n",
        "b.en.txt": "The library is open every day. It will cost 150 million euros.\n",
        "b.es.txt": "La biblioteca abre todos los días. Costará 105 millones de euros.\n",
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    Path("pairs.tsv").write_text("a.en.txt\ta.es.txt\nb.en.txt\tb.es.txt\ngone.en.txt\tgone.es.txt\n")
    return "pairs.tsv"


def test_building_twice_and_verifying(run: Run, manifest: str) -> None:
    command = ("corpus", "build", manifest, "-o", "corpus", "--to", "jsonl", "--exclude-findings", "NUM501")
    done = run(*command)
    assert (done.status, done.stdout) == (0, "")
    assert done.stderr == (
        "aligner: 2 documents, 3 of 4 pairs written (findings dropped 1)\n"
        "aligner: note: 1 document could not be used; see corpus/failures.jsonl\n"
    )
    assert run(*command).stderr == "aligner: nothing to do: corpus has this corpus, 3 pairs\n"
    done = run("corpus", "verify", "corpus")
    assert (done.status, done.stderr) == (0, "aligner: 7 files and 3 pairs are as they were written\n")
    shard = Path("corpus/data/train-00000-of-00001.jsonl")
    shard.write_text(shard.read_text(encoding="utf-8").replace("lunes", "martes"), encoding="utf-8")
    done = run("corpus", "verify", "corpus")
    assert (done.status, done.stdout) == (1, f"{Path('corpus') / 'data' / shard.name}: it has been changed\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--split-by", "pair"), "--split-by goes with --split"),
        (("--no-check", "--select", "NUM"), "--select and --ignore go with --check"),
        (("--no-check", "--exclude-findings", "NUM"), "--exclude-findings needs --check"),
        (("--ray-address", "ray://a:1"), "--ray-address goes with --engine ray"),
        (("--split", "90/20/5"), "give three shares that add up to 100"),
        (("--max-failures", "0"), "1 of the documents could not be used, more than --max-failures 0"),
    ],
)
def test_what_is_refused(run: Run, manifest: str, arguments: tuple[str, ...], problem: str) -> None:
    done = run("corpus", "build", manifest, "-o", "corpus", *arguments)
    assert done.status == 2
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1
