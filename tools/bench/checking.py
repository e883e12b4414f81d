"""The benchmark of the checks, in the same table, by its own runner."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.bench.table import Row
from tools.bench.texts import BENCH


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
