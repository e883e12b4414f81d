"""Figures of the rules: what each finds of the planted faults, what it says of clean text, how long it takes.

The benchmark's own runner says what is to be checked and its scorer judges. The texts are checked in this process, which
takes minutes where starting the command for each would take an hour; the findings are the same.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from aligner import checks
from aligner.embedding import load_embedder
from aligner.formats import read_bitext
from aligner.model import Report
from aligner.pipeline import CheckOptions, PairOptions, check_bitext_file, check_document, check_pair, subject_of
from aligner.reports import render
from tools.bench.table import Row
from tools.bench.texts import BENCH

FOLDER = BENCH / "checks"
# A rule answers for a family of faults of which it finds so large a share.
_ANSWERS = 0.1
_TIMED = "flores.en-es.tsv"
Job = dict[str, Any]
Figures = dict[str, Any]


@cache
def programs() -> tuple[Any, Any]:
    """The benchmark's own `run.py` and `score.py`, which know nothing of aligner."""
    writes = sys.dont_write_bytecode
    sys.path.insert(0, str(FOLDER))
    sys.dont_write_bytecode = True
    try:
        return importlib.import_module("run"), importlib.import_module("score")
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(str(FOLDER))


def check_texts(folder: Path, sample: int = 1) -> list[Job]:
    """Check every text of the benchmark, or every so many; the jobs with the names of their reports in `folder`."""
    run, _ = programs()
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    jobs: list[Job] = [*run.clean_jobs(files), *run.planted_jobs(files), *run.trap_jobs(files)][::sample]
    for number, job in enumerate(jobs):
        job["report"] = f"{number:05d}.json"
        (folder / job["report"]).write_text("".join(render(_checked(job), "json")), encoding="utf-8")
    return jobs


def _checked(job: Job) -> Report:
    """What `aligner check` says of one text, pair or bitext."""
    options = CheckOptions(glossaries=(job["glossary"],) if job.get("glossary") else ())
    source_language, target_language = job["source_language"], job["target_language"]
    if "single" in job["form"]:
        return check_document(job["target"], target_language, source_language, options)
    pair = PairOptions(source_language=source_language, target_language=target_language)
    if job["source"]:
        return check_pair(job["source"], job["target"], pair, options)
    return check_bitext_file(job["target"], pair, options)


def figures(folder: Path, jobs: list[Job]) -> Figures:
    """What the reports in `folder` come to: by rule, by family of faults, by clean text, and for the traps."""
    _, score = programs()
    reports = [(job, json.loads((folder / job["report"]).read_text("utf-8"))) for job in jobs]
    scorer = _scored(reports)
    recall: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for (family, form), counts in sorted(scorer.recall.items()):
        recall[family][form] = [counts["found"], counts["planted"]]
    loud = [
        (job, {"findings": [one for one in report["findings"] if one["severity"] != "info"]}) for job, report in reports
    ]
    return {
        "data": digest(),
        "rules": _by_rule(score, scorer, reports),
        "families": dict(recall),
        "clean": list(_clean(reports)),
        "traps": {"runs": _sum(scorer.trap, "traps"), "told": _sum(scorer.trap, "flagged"),
                  "flagged": _sum(_scored(loud).trap, "flagged")},
    }  # fmt: skip


def digest() -> str:
    """Digest of the texts and of what is known of them."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.suffix not in {".py", ".pyc", ".md"}:
            total.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _scored(reports: Iterable[tuple[Job, Any]]) -> Any:
    _, score = programs()
    scorer = score.Scorer(*score.load())
    for job, report in reports:
        scorer.add(job, report)
    return scorer


def _sum(table: dict[str, Counter[str]], name: str) -> int:
    return sum(counts[name] for counts in table.values())


def _by_rule(score: Any, scorer: Any, reports: list[tuple[Job, Any]]) -> list[Figures]:
    """Of each rule: the families it answers for, their faults, those it finds, and what it says of clean text."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for job, report in reports:
        if job["part"] == "planted":
            for code, family in _finders(score, scorer, job, report["findings"]):
                found[code][family] += 1
    microseconds = _microseconds()
    rows = []
    for rule in checks.rules():
        total, own = _planted(scorer, rule), found[rule.code]
        families = sorted(family for family in own if own[family] >= _ANSWERS * total[family]["planted"])
        rows.append(
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.value,
                "families": families,
                "planted": sum(total[family]["planted"] for family in families),
                "own": sum(own[family] for family in families),
                "found": sum(total[family]["found"] for family in families),
                "clean": {form: scorer.rules[rule.code][form] for form in ("tsv", "pair", "single")},
                "microseconds": microseconds[rule.code],
            }
        )
    return rows


def _planted(scorer: Any, rule: checks.Rule) -> dict[str, Counter[str]]:
    """How many faults of each family are planted and found, in the ways of checking that a rule has a say in."""
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for (family, form), counts in scorer.recall.items():
        if not (rule.needs_pair and "single" in form):
            total[family].update(counts)
    return total


def _finders(score: Any, scorer: Any, job: Job, findings: list[Any]) -> Iterator[tuple[str, str]]:
    """Code and family of every planted fault of a text, for each rule that finds it and is expected to."""
    form, has_glossary = job["form"], bool(job.get("glossary"))
    key = job["tsv"] if form == "tsv" else job["document"]
    mapper = scorer.mapper(job)
    placed = [(one, mapper.lines(one) if mapper else set()) for one in findings]
    for record in scorer.planted.get(key, []):
        if form in record["forms"] and bool(record.get("glossary")) == has_glossary:
            codes = {one["code"] for one, lines in placed if score.touches(form, one, lines, record)}
            yield from ((code, record["family"]) for code in sorted(codes & score.expected(record, form)))


def _clean(reports: list[tuple[Job, Any]]) -> Iterator[Figures]:
    """Segments of each clean text that are flagged, in either direction; known human faults do not count."""
    groups: dict[tuple[str, str, str], list[tuple[Job, Any]]] = defaultdict(list)
    for job, report in reports:
        if job["part"] == "clean":
            text = job["tsv"].partition(".")[0] if job.get("tsv") else "web pages"
            groups[text, f"{job['source_language']}-{job['target_language']}", job["form"]].append((job, report))
    for (text, direction, form), group in sorted(groups.items()):
        scorer = _scored(group)
        yield {
            "text": text,
            "direction": direction,
            "form": form,
            "segments": scorer.segments[form],
            "flagged": scorer.flagged[form],
            "told": scorer.flagged_info[form],
        }


def _microseconds() -> dict[str, int]:
    """Processor time of each rule alone on a bitext, in microseconds a segment, with all the reading it needs."""
    bitext = read_bitext(str(FOLDER / "clean" / _TIMED), "en", "es")
    embedder, taken = load_embedder(), {}
    checks.check(subject_of(bitext, embedder), checks.rules())  # word lists and tables are read once
    for rule in checks.rules():
        subject = subject_of(bitext, embedder)
        began = time.process_time()
        rule.findings(subject)
        taken[rule.code] = round(1e6 * (time.process_time() - began) / len(bitext))
    return taken


def rows(found: Figures) -> Iterator[Row]:
    """The figures as the table of the bench prints them."""
    forms = sorted({form for counts in found["families"].values() for form in counts})
    for form in forms:
        shares = [counts[form][0] / counts[form][1] for counts in found["families"].values() if form in counts]
        yield Row(
            "rules", f"planted faults, {form}", "aligner", {"found": sum(shares) / len(shares), "least": min(shares)}
        )
    for clean in found["clean"]:
        yield Row(
            "rules", f"{clean['text']} {clean['direction']}, {clean['form']}", "aligner", _share(clean, "segments")
        )
    if found["traps"]["runs"]:
        yield Row("rules", f"traps ({found['traps']['runs']} runs)", "aligner", _share(found["traps"], "runs"))


def _share(counts: Figures, total: str) -> dict[str, float | None]:
    """What is told, and what is flagged at warning or error, as shares."""
    return {name: counts[name] / counts[total] for name in ("flagged", "told")}
