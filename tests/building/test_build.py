"""A corpus of a manifest: what is in it, and that nothing but its inputs decides its bytes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from small_corpora import contents, quick

from aligner import exporting
from aligner.building import BuildOptions, RunOptions, build, verify
from aligner.corpus import read_manifest
from aligner.errors import AlignerError, InputError, OptionError
from aligner.exporting import ExportOptions, FilterOptions, Split
from aligner.pipeline import CheckOptions

Corpus = Callable[..., Path]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def pairs(folder: Path, part: str = "*") -> list[dict[str, Any]]:
    return [row for path in sorted(folder.glob(f"data/{part}.jsonl")) for row in lines(path)]


def test_a_corpus_and_what_it_says_of_itself(tmp_path: Path, corpus: Corpus) -> None:
    manifest = read_manifest(str(corpus(40)))
    folder = tmp_path / "corpus"
    told: list[tuple[int, int, str]] = []
    built = build(manifest, str(folder), quick(licence="CC-BY-4.0"), progress=lambda *how: told.append(how))
    assert (built.documents, built.failures, built.is_new) == (40, 0, True)
    rows = pairs(folder)
    assert len(rows) == built.written < built.read
    assert [path.name for path in sorted(folder.glob("data/*"))] == [
        f"train-0000{number}-of-0000{-(-len(rows) // 40)}.jsonl" for number in range(-(-len(rows) // 40))
    ]
    assert {row["target"] for row in rows if row.get("findings") == ["NUM501"]} == {"Costará 105 millones de euros."}
    said = json.loads((folder / "corpus.json").read_text())
    assert said["written"] == sum(shard["pairs"] for shard in said["shards"]) == len(rows)
    assert said["findings"] == {"NUM501": sum("findings" in row for row in rows)}
    documents = lines(folder / "documents.jsonl")
    assert [one["name"] for one in documents] == [pair.name for pair in manifest.pairs]
    assert sum(one["written"] for one in documents) == len(rows)
    assert documents[3]["files"][1]["sha256"] == hashlib.sha256(Path(manifest.pairs[3].target).read_bytes()).hexdigest()
    card = (folder / "README.md").read_text()
    assert 'license: "cc-by-4.0"' in card
    assert "path: data/train-*.jsonl" in card
    assert (folder / "report.html").read_text().count("aligner corpus build") == 2
    assert [how for _, _, how in told] == ["32 of 40 documents", "40 of 40 documents"] + ["written"] * len(
        said["shards"]
    )
    assert told[0][2].endswith("of 40 documents")
    assert not (folder / ".build").exists()
    assert verify(str(folder)).problems == ()


def test_its_pairs_are_those_of_an_export(tmp_path: Path, corpus: Corpus) -> None:
    path = str(corpus(40))
    filters = FilterOptions(unique="pair", near=0.8, least_words=3, normalise=("spaces",), excluded_findings=("NUM",))
    split = Split((70, 15, 15))
    options = quick(filters=filters, split=split, seed=4, shard_size=1000)
    built = build(read_manifest(path), str(tmp_path / "corpus"), options)
    output = tmp_path / "export.jsonl"
    made = exporting.export((), str(output), ExportOptions(filters=filters, manifest=path, split=split, seed=4))
    assert built.report is not None
    assert built.report.steps == made.steps
    for part, name in (("train", "train"), ("dev", "validation"), ("test", "test")):
        wanted = lines(tmp_path / f"export.{part}.jsonl")
        assert pairs(tmp_path / "corpus", f"{name}-*") == wanted
        assert wanted


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path, corpus: Corpus, form: str) -> None:
    manifest = read_manifest(str(corpus(100)))
    options = quick(format_name=form, check=None, split=Split((80, 10, 10)))
    found = []
    for workers in (1, 3):
        folder = tmp_path / f"of-{workers}"
        build(manifest, str(folder), options, RunOptions(workers=workers))
        found.append(contents(folder))
    assert found[0] == found[1]


def test_a_table_has_what_lines_have(tmp_path: Path, corpus: Corpus) -> None:
    manifest = read_manifest(str(corpus(40)))
    filters = FilterOptions(keeps_nulls=True, normalise=("spaces",))
    for form in ("jsonl", "parquet"):
        build(manifest, str(tmp_path / form), quick(format_name=form, filters=filters, split=Split((80, 10, 10))))
    names = ("source", "target", "score", "bead", "document", "split", "source_sentences", "target_sentences")
    codes: list[str] = []
    for part in ("train", "validation", "test"):
        wanted = [
            {name: row[name] for name in names} | {"findings": row.get("findings", [])}
            for row in pairs(tmp_path / "jsonl", part + "-*")
        ]
        files = sorted((tmp_path / "parquet" / "data").glob(part + "-*"))
        assert [row for file in files for row in parquet.read_table(file).to_pylist()] == wanted
        codes += [code for row in wanted for code in row["findings"]]
    assert set(codes) == {"NUM501"}


def test_a_corpus_that_is_there_is_left_alone(tmp_path: Path, corpus: Corpus) -> None:
    path = corpus(5)
    folder = tmp_path / "corpus"
    first = build(read_manifest(str(path)), str(folder), quick())
    before = {one: one.stat().st_mtime_ns for one in folder.rglob("*")}
    for resumes in (False, True):
        again = build(read_manifest(str(path)), str(folder), quick(), RunOptions(resumes=resumes))
        assert (again.is_new, again.written, again.documents) == (False, first.written, 5)
    assert before == {one: one.stat().st_mtime_ns for one in folder.rglob("*")}
    with pytest.raises(InputError, match="it has a corpus of another manifest, other options or another version"):
        build(read_manifest(str(path)), str(folder), quick(seed=3))
    changed = tmp_path / "texts" / "d003.es.txt"
    changed.write_text("Nadie resultó herido.\n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"its corpus is of another .*d003\.en\.txt or .*d003\.es\.txt than there is now"
    ):
        build(read_manifest(str(path)), str(folder), quick())


def test_texts_that_cannot_be_used_are_told_of(tmp_path: Path, corpus: Corpus) -> None:
    path = corpus(6)
    texts = tmp_path / "texts"
    (texts / "d001.es.txt").unlink()
    (texts / "d002.en.txt").write_bytes(b"\xff\xfe\x00")
    (texts / "d003.es.txt").write_text("  \n")
    (texts / "d004.es.txt").unlink()
    (texts / "d004.es.txt").mkdir()
    folder = tmp_path / "corpus"
    built = build(read_manifest(str(path)), str(folder), quick())
    assert (built.documents, built.failures) == (2, 4)
    failed = lines(folder / "failures.jsonl")
    assert [(one["name"], one["line"]) for one in failed] == [
        (f"texts/d00{number}", number + 1) for number in range(1, 5)
    ]
    assert all(str(texts) in one["reason"] for one in failed)
    assert "2 documents (4 more could not be used)" in (folder / "README.md").read_text()
    # A text that can be read by now is another text.
    (texts / "d004.es.txt").rmdir()
    (texts / "d004.es.txt").write_text("Nadie resultó herido.\n", encoding="utf-8")
    with pytest.raises(InputError, match="than there is now"):
        build(read_manifest(str(path)), str(folder), quick())


def test_too_many_failures_end_a_build_that_can_go_on(tmp_path: Path, corpus: Corpus) -> None:
    path = corpus(4)
    text = tmp_path / "texts" / "d001.es.txt"
    before = text.read_bytes()
    text.unlink()
    folder = tmp_path / "corpus"
    run = RunOptions(most_failures=0)
    with pytest.raises(AlignerError, match="1 of the documents could not be used, more than --max-failures 0; see"):
        build(read_manifest(str(path)), str(folder), quick(), run)
    assert [one["name"] for one in lines(folder / "failures.jsonl")] == ["texts/d001"]
    with pytest.raises(InputError, match="a build was begun here and has not ended"):
        build(read_manifest(str(path)), str(folder), quick(), run)
    text.write_bytes(before)
    built = build(read_manifest(str(path)), str(folder), quick(), RunOptions(most_failures=0, resumes=True))
    assert (built.documents, built.failures) == (4, 0)
    build(read_manifest(str(path)), str(tmp_path / "whole"), quick())
    assert contents(folder) == contents(tmp_path / "whole")


def test_it_goes_on_only_with_what_it_was_begun_with(tmp_path: Path, corpus: Corpus) -> None:
    path = corpus(4)
    (tmp_path / "texts" / "d001.es.txt").unlink()
    folder = tmp_path / "corpus"
    with pytest.raises(AlignerError, match="max-failures"):
        build(read_manifest(str(path)), str(folder), quick(), RunOptions(most_failures=0))
    for options in (quick(seed=2), quick(check=None), quick(filters=FilterOptions(least_words=2))):
        with pytest.raises(InputError, match="begun with another manifest, other options or another version"):
            build(read_manifest(str(path)), str(folder), options, RunOptions(resumes=True))


def test_a_folder_with_something_else_is_refused(tmp_path: Path, corpus: Corpus) -> None:
    manifest = read_manifest(str(corpus(2)))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "thesis.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("corpus", "file"):
        with pytest.raises(InputError, match="there is something else in it"):
            build(manifest, str(tmp_path / name), quick())
    assert (tmp_path / "corpus" / "thesis.txt").read_text() == "mine"


def test_nothing_that_is_left(tmp_path: Path, corpus: Corpus) -> None:
    manifest = read_manifest(str(corpus(2)))
    with pytest.raises(InputError, match=r"no pair is left of \d+ \(too-short \d+\)"):
        build(manifest, str(tmp_path / "corpus"), quick(filters=FilterOptions(least_words=100)))


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: BuildOptions(format_name="tmx"), "--to tmx: give one of parquet, jsonl"),
        (lambda: BuildOptions(shard_size=0), "--shard-size 0"),
        (lambda: BuildOptions(check=None, filters=FilterOptions(excluded_findings=("NUM",))), "needs --check"),
        (lambda: RunOptions(engine="spark"), "--engine spark: give one of local, ray"),
        (lambda: RunOptions(workers=0), "--workers 0"),
        (lambda: RunOptions(document_seconds=0), "--document-seconds 0"),
        (lambda: RunOptions(most_failures=-1), "--max-failures -1"),
        (lambda: RunOptions(ray_address="ray://a:1"), "--ray-address goes with --engine ray"),
        (lambda: BuildOptions(check=CheckOptions(select=("NOPE",))), None),
    ],
)
def test_options_that_make_no_sense(
    make: Callable[[], object], problem: str | None, tmp_path: Path, corpus: Corpus
) -> None:
    if problem is not None:
        with pytest.raises(OptionError, match=problem):
            make()
        return
    with pytest.raises(OptionError, match="NOPE"):
        build(read_manifest(str(corpus(1))), str(tmp_path / "corpus"), make())  # type: ignore[arg-type]
    assert not (tmp_path / "corpus").exists()


def test_a_worker_loads_what_it_needs() -> None:
    unwanted = ("aligner.building.running", "aligner.corpus.checking", "aligner.exporting.running", "numpy.ma")
    code = f"import sys, aligner.building.worker\nprint([name for name in {unwanted!r} if name in sys.modules])"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
