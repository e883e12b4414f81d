"""The other benchmarks, in the same table: sentence splitting against treebanks, checks by their own runner."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aligner import segmentation
from aligner.formats.plain import read_document
from aligner.model import Document
from tools.bench.table import Row
from tools.bench.texts import BENCH

TREEBANKS = {"en": "en_ewt_dev", "es": "es_gsd_dev"}


def splitting() -> Iterator[Row]:
    """F1 of the ends of sentences, white space aside, all texts of a treebank together."""
    for language, name in TREEBANKS.items():
        texts: list[dict[str, Any]] = json.loads((BENCH / "segmentation" / f"{name}.json").read_text("utf-8"))
        hits = found = wanted = 0
        began = time.perf_counter()
        documents = [_split(text["text"], language) for text in texts]
        seconds = time.perf_counter() - began
        for text, document in zip(texts, documents, strict=True):
            gold = {_trimmed(text["text"], end) for _, end in text["spans"]}
            ends = {_trimmed(text["text"], sentence.end) for sentence in document.sentences}
            hits, found, wanted = hits + len(gold & ends), found + len(ends), wanted + len(gold)
        figures: dict[str, float | None] = {"F1": 2 * hits / (found + wanted), "seconds": seconds, "sentences": found}
        yield Row("splitting", name, "aligner", figures)


def _split(text: str, language: str) -> Document:
    return segmentation.segment(read_document(text.encode("utf-8"), "", language))


def _trimmed(text: str, end: int) -> int:
    return len(text[:end].rstrip())


def checks(folder: Path, sample: int) -> Iterator[Row]:
    """The check benchmark: its runner calls the command, its scorer tells recall by family and what is flagged."""
    command = [sys.executable, str(BENCH / "checks" / "run.py"), "--cmd", f"{sys.executable} -m aligner"]
    done = subprocess.run(
        [*command, "--out", str(folder), "--sample", str(sample), "--jobs", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / "table.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    scored = folder / "figures.json"
    subprocess.run(
        [sys.executable, str(BENCH / "checks" / "score.py"), str(folder), "--json", str(scored)],
        capture_output=True,
        check=True,
    )
    figures = json.loads(scored.read_text("utf-8"))
    jobs = json.loads((folder / "index.json").read_text("utf-8"))
    yield from _planted(figures)
    yield from _clean(figures, jobs)
    traps = figures.get("traps", {}).values()
    total = sum(counts.get("traps", 0) for counts in traps)
    if total:
        flagged = sum(counts.get("flagged", 0) for counts in traps)
        yield Row("checks", f"traps ({total} runs)", "aligner", {"flagged": flagged / total})


def _planted(figures: dict[str, Any]) -> Iterator[Row]:
    """Faults found, the mean over families, by how the text was handed over."""
    by_form: dict[str, list[float]] = {}
    for forms in figures.get("recall", {}).values():
        for form, counts in forms.items():
            by_form.setdefault(form, []).append(counts.get("found", 0) / counts["planted"])
    for form, shares in sorted(by_form.items()):
        yield Row("checks", f"planted faults, {form}", "aligner", {"found": sum(shares) / len(shares)})


def _clean(figures: dict[str, Any], jobs: list[dict[str, Any]]) -> Iterator[Row]:
    """Segments of clean text flagged at warning or error, and how long they took, every start of the command included."""
    for form, (flagged, _, segments) in sorted(figures.get("clean_share", {}).items()):
        if segments:
            seconds = sum(job["seconds"] for job in jobs if (job["part"], job["form"]) == ("clean", form))
            found: dict[str, float | None] = {"flagged": flagged / segments, "seconds": seconds, "sentences": segments}
            yield Row("checks", f"clean text, {form}", "aligner", found)
