"""Quality may only rise: floors measured on the benchmarks beside the repository, kept in floors.json.

The file has the digest of the data each figure was measured on; figures of other data say nothing here, and the
test then asks for a new measurement. `ALIGNER_RAISE_FLOORS=1` writes what is reached where it is more.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import tarfile
from ast import literal_eval
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aligner import checks, pipeline
from aligner.alignment import align_sentences
from aligner.embedding import load_embedder
from aligner.embedding.retrieval import retrieval
from aligner.formats import read_bitext, read_glossary
from aligner.model import Bitext, Finding, Severity, Side, Term

HERE = Path(__file__).parent
BENCH = HERE.parent.parent / "shared" / "bench"
FLOORS = HERE / "floors.json"
SETS = ("newstest2011", "newstest2012", "opensource-guide", "python-tutorial")
CONDITIONS = ("clean", "deleted", "noisy")
CLEAN = ("newstest2012.en-es.tsv", "flores.en-es.tsv", "tico19.en-es.tsv")
Beads = set[tuple[tuple[int, ...], tuple[int, ...]]]

pytestmark = pytest.mark.skipif(not BENCH.is_dir(), reason="the benchmarks are not beside the repository")


def digest(*folders: str) -> str:
    """Digest of every data file below some folders of the benchmarks."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted((BENCH / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".py", ".pyc", ".md"}:
                total.update(path.relative_to(BENCH).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def hold(name: str, data: str, reached: dict[str, float], *, lower_is_better: bool = False) -> None:
    """Compare figures with their floors (ceilings, when lower is better); raise the floors when asked to."""
    stored: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    known = stored.get(name, {"data": data, "figures": {}})
    if os.environ.get("ALIGNER_RAISE_FLOORS"):
        better = min if lower_is_better else max
        old = known["figures"] if known["data"] == data else {}
        rounded = {
            key: (math.ceil if lower_is_better else math.floor)(value * 1e4) / 1e4 for key, value in reached.items()
        }
        figures = {key: better(value, old.get(key, value)) for key, value in rounded.items()}
        stored[name] = {"data": data, "figures": figures}
        FLOORS.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", "utf-8")
        return
    assert known["data"] == data, f"{name}: the benchmark's data changed; measure anew with ALIGNER_RAISE_FLOORS=1"
    assert set(known["figures"]) == set(reached)
    fallen = {
        key: (value, known["figures"][key])
        for key, value in reached.items()
        if (value > known["figures"][key] if lower_is_better else value < known["figures"][key])
    }
    assert not fallen, f"{name}: (reached, floor) of what fell: {fallen}"


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def ladder(path: Path) -> Beads:
    rows = (line.split(":")[:2] for line in lines(path) if line.strip())
    return {(tuple(literal_eval(source)), tuple(literal_eval(target))) for source, target in rows}


def aligned(source: list[str], target: list[str]) -> dict[tuple[tuple[int, ...], tuple[int, ...]], float | None]:
    """Score by bead."""
    return {(bead.source, bead.target): bead.score for bead in align_sentences(source, target, load_embedder())}


def strict(gold: Beads, test: Beads, neutral: tuple[set[int], set[int]]) -> Counter[str]:
    """Counts for vecalign's strict score: nulls count for precision, not for recall."""
    judged = {bead for bead in test if not (neutral[0].issuperset(bead[0]) and neutral[1].issuperset(bead[1]))}
    wanted = {bead for bead in gold if all(bead)}
    return Counter(
        hits=len(judged & gold), test=len(judged), found=len(wanted & judged), gold=len(wanted)
    )  # fmt: skip


def f1(counts: Counter[str]) -> float:
    precision, recall = counts["hits"] / counts["test"], counts["found"] / counts["gold"]
    return 2 * precision * recall / (precision + recall)


def neutral_of(folder: Path, name: str) -> tuple[set[int], set[int]]:
    path = folder / f"{name}.neutral.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {"source": [], "target": []}
    return set(known["source"]), set(known["target"])


def null_counts(gold: Beads, test: Beads, neutral: tuple[set[int], set[int]]) -> Counter[str]:
    """Counts for the score of nulls, one sentence at a time."""
    wanted, found = (
        {
            (side, number)
            for bead in beads
            if not all(bead)
            for side, numbers in enumerate(bead)
            for number in numbers
            if number not in neutral[side]
        }
        for beads in (gold, test)
    )
    hits = len(wanted & found)
    return Counter(hits=hits, test=len(found), found=hits, gold=len(wanted))


def calibration_error(judged: list[tuple[float, bool]]) -> float:
    """Expected calibration error in ten bins (Guo et al. 2017)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, is_right in judged:
        bins[min(9, int(score * 10))].append((score, is_right))
    gaps = (abs(sum(score for score, _ in some) - sum(right for _, right in some)) for some in bins.values())
    return sum(gaps) / len(judged)


def test_alignment_of_documents() -> None:
    reached, nulls, judged = {}, {}, []
    for name in SETS:
        for condition in CONDITIONS:
            folder, counts, of_nulls = BENCH / "alignment" / name / condition, Counter[str](), Counter[str]()
            for gold in sorted(folder.glob("*.ladder.gold")):
                stem = gold.name.removesuffix(".ladder.gold")
                sides = [lines(folder / f"{stem}.{language}.lines") for language in ("en", "es")]
                beads, right, neutral = aligned(*sides), ladder(gold), neutral_of(folder, stem)
                counts += strict(right, set(beads), neutral)
                of_nulls += null_counts(right, set(beads), neutral)
                if name == "newstest2012":
                    judged += [(score, bead in right) for bead, score in beads.items() if score is not None]
            reached[f"{name}/{condition}"] = f1(counts)
            if condition != "clean":
                nulls[f"{name}/{condition}"] = f1(of_nulls)
    hold("alignment, strict F1", digest("alignment"), reached)
    hold("alignment, F1 of nulls", digest("alignment"), nulls)
    error = {"newstest2012": calibration_error(judged)}
    hold("alignment, calibration error", digest("alignment"), error, lower_is_better=True)


def test_alignment_of_books() -> None:
    reached = {}
    for name in ("verwandlung", "tour_du_monde_en_80_jours"):
        sides = [lines(BENCH / "books" / f"{name}.{language}") for language in ("en", "es")]
        reached[name] = f1(strict(ladder(BENCH / "books" / f"{name}.gold"), set(aligned(*sides)), (set(), set())))
    hold("books, strict F1", digest("books"), reached)


def test_retrieval() -> None:
    reached = {}
    for name in ("newstest2012", "flores"):
        bitext = read_bitext(str(BENCH / "checks" / "clean" / f"{name}.en-es.tsv"), "en", "es")
        reached[name] = retrieval(load_embedder(), list(bitext))
    hold("retrieval, P@1", digest("checks/clean"), reached)


@cache
def checked(bitext: Bitext, terms: tuple[Term, ...] = ()) -> tuple[Finding, ...]:
    return pipeline.check_bitext(bitext, checks.rules(), load_embedder(), terms).findings


def rows_of(finding: Finding, subject: checks.Subject) -> Iterator[int]:
    """Rows of a bitext file that a finding points at, from 0."""
    for span in finding.spans:
        version = subject.target if span.side is Side.TARGET else subject.source
        assert version is not None
        row = subject.bead_of(span.side, version.sentence_at(span.start))
        if row is not None:
            yield row


def excused(name: str) -> set[int]:
    """Rows of a clean text with a human fault that is known, from 0."""
    known = (line.split("\t") for line in lines(BENCH / "checks" / "clean" / "known_faults.tsv")[1:])
    return {int(row[1]) - 1 for row in known if row[0] == name}


def test_clean_texts_stay_quiet() -> None:
    flagged, told = {}, {}
    for name in CLEAN:
        bitext = read_bitext(str(BENCH / "checks" / "clean" / name), "en", "es")
        subject = checks.Subject.pair(bitext)
        rows = [(finding, set(rows_of(finding, subject)) - excused(name)) for finding in checked(bitext)]
        loud = set().union(*(places for finding, places in rows if finding.severity is not Severity.INFO))
        flagged[name] = len(loud) / len(bitext)
        told[name] = len(set().union(*(places for _, places in rows))) / len(bitext)
    hold("clean segments flagged, share", digest("checks/clean"), flagged, lower_is_better=True)
    hold("clean segments told, information too, share", digest("checks/clean"), told, lower_is_better=True)


def test_traps_are_left_alone(tmp_path: Path) -> None:
    traps = [json.loads(line) for line in lines(BENCH / "checks" / "traps" / "traps.jsonl")]
    told = 0
    for file in sorted((BENCH / "checks" / "traps").glob("*.en-es.tsv")):
        swapped = tmp_path / file.name.replace("en-es", "es-en")
        swapped.write_text("".join("\t".join(row.split("\t")[::-1]) + "\n" for row in lines(file)), "utf-8")
        for path, languages in ((file, ("en", "es")), (swapped, ("es", "en"))):
            bitext = read_bitext(str(path), *languages)
            subject = checks.Subject.pair(bitext)
            pointed = {(finding.code, row + 1) for finding in checked(bitext) for row in rows_of(finding, subject)}
            for trap in traps:
                places = {(code, row) for code in trap["codes"] for row in trap["lines"].get(file.name, ())}
                told += bool(places & pointed)
    hold("traps told", digest("checks/traps"), {"all": float(told)}, lower_is_better=True)


def test_planted_faults_are_found(tmp_path: Path) -> None:
    planted = [json.loads(line) for line in lines(BENCH / "checks" / "planted" / "planted.jsonl")]
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    codes = {rule.code for rule in checks.rules()}
    for record in planted:
        if "tsv" in record["forms"] and codes.intersection(record["codes"]):
            by_file[record["tsv"]].append(record)
    with tarfile.open(fileobj=io.BytesIO((BENCH / "checks" / "planted" / "texts.tar.xz").read_bytes())) as archive:
        archive.extractall(tmp_path, filter="data")
    found, total = Counter[str](), Counter[str]()
    for name, records in sorted(by_file.items()):
        languages = (records[0]["source_language"], records[0]["target_language"])
        bitext = read_bitext(str(tmp_path / "texts" / name), *languages)
        subject = checks.Subject.pair(bitext)
        glossary = records[0]["glossary"]
        terms = read_glossary(str(BENCH / "checks" / "planted" / glossary), *languages) if glossary else ()
        pointed = {(finding.code, row) for finding in checked(bitext, terms) for row in rows_of(finding, subject)}
        for record in records:
            total[record["family"]] += 1
            places = {(code, line - 1) for code in record["codes"] for line in record["lines"]}
            found[record["family"]] += bool(places & pointed)
    reached = {family: found[family] / count for family, count in sorted(total.items())}
    hold("planted faults found, share", digest("checks/planted"), reached)
