"""Findings that are known: kept in a file, so that only what is new counts."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aligner.checks import Rule
from aligner.errors import InputError
from aligner.formats import decode, load_bytes
from aligner.formats.writing import write_whole
from aligner.json_text import json_text
from aligner.model import Finding, Report

BY_BASELINE = "baseline"
_VERSION = 1
_REMEDY = "remove it, and write it anew with --write-baseline"
Key = tuple[str, str]  # code and fingerprint


@dataclass(frozen=True, slots=True)
class Known:
    """A fault that is known: in how many places, and what was said of it."""

    code: str
    fingerprint: str
    places: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known faults of texts. A check is told by the paths of its texts, from the folder of the file."""

    path: str
    texts: Mapping[tuple[str, ...], tuple[Known, ...]] = field(default_factory=dict)

    def applied(self, report: Report, chosen: Collection[Rule]) -> Report:
        """The report in which known findings are suppressed.

        A finding counts when it has more places than are known. `chosen` are the rules that ran: what is known of those
        and was not found is told in the report's notes.
        """
        return self.applied_to_all([report], chosen)[0]

    def applied_to_all(self, reports: Iterable[Report], chosen: Collection[Rule]) -> tuple[Report, ...]:
        """The same of many reports; what was not found in any of them is told once, in the notes of the last that has some."""
        found = [self._applied(report, chosen) for report in reports]
        stale = [number for number, (_, count) in enumerate(found) if count]
        done = [report for report, _ in found]
        if stale:
            note = self._stale_note(sum(count for _, count in found))
            last = done[stale[-1]]
            done[stale[-1]] = replace(last, notes=(*last.notes, note))
        return tuple(done)

    def _applied(self, report: Report, chosen: Collection[Rule]) -> tuple[Report, int]:
        """A report in which known findings are suppressed, and how many known ones were not found."""
        allowed: Counter[Key] = Counter()
        for known in self.texts.get(self._key(report), ()):
            allowed[known.code, known.fingerprint] += known.places
        at_first, kept, gone = Counter(allowed), [], []
        for finding in report.findings:
            key, places = (finding.code, finding.fingerprint), max(1, len(finding.spans))
            if allowed[key] >= places:
                allowed[key] -= places
                gone.append(replace(finding, suppressed=BY_BASELINE))
            else:
                kept.append(finding)
        found = _keys((*report.findings, *report.suppressed))
        ran = {rule.code for rule in chosen}
        stale = sum(key not in found and key[0] in ran for key in at_first)
        return replace(report, findings=tuple(kept), suppressed=(*report.suppressed, *gone)), stale

    def _stale_note(self, count: int) -> str:
        what = "1 known finding is" if count == 1 else f"{count} known findings are"
        return f"{self.path}: {what} no longer there; --write-baseline {self.path} takes the old entries out"

    def renewed(self, report: Report) -> Baseline:
        """The baseline with the findings of a report in place of what was known of its texts.

        What a comment suppresses needs no entry.
        """
        places: Counter[Key] = Counter()
        messages: dict[Key, str] = {}
        for finding in (*report.findings, *(one for one in report.suppressed if one.suppressed == BY_BASELINE)):
            key = finding.code, finding.fingerprint
            places[key] += max(1, len(finding.spans))
            messages.setdefault(key, finding.message)
        entries = tuple(Known(*key, count, messages[key]) for key, count in sorted(places.items()))
        others = {texts: known for texts, known in self.texts.items() if texts != self._key(report)}
        return Baseline(self.path, {**others, self._key(report): entries} if entries else others)

    def _key(self, report: Report) -> tuple[str, ...]:
        folder = Path(self.path).resolve().parent
        paths = dict.fromkeys(document.path for _, document in report.documents)
        return tuple(path if path in {"", "-"} or "://" in path else _relative(path, folder) for path in paths)


def _keys(findings: Iterable[Finding]) -> set[Key]:
    return {(finding.code, finding.fingerprint) for finding in findings}


def _relative(path: str, folder: Path) -> str:
    try:
        return Path(os.path.relpath(Path(path).resolve(), folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).resolve().as_posix()


def read_baseline(path: str) -> Baseline:
    """The baseline in a file.

    Raises `InputError` for what is none.
    """
    if not Path(path).exists():
        raise InputError(path, "there is no such file", f"check the name, or make it with --write-baseline {path}")
    text = decode(load_bytes(path), path)
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise InputError(path, f"it is no baseline ({error})", _REMEDY, line) from error
    if not isinstance(data, dict) or data.get("baseline") != _VERSION or not isinstance(data.get("texts"), list):
        raise InputError(path, "it is no baseline of this version", _REMEDY)
    try:
        return Baseline(path, {tuple(map(str, row["paths"])): _known(row["findings"]) for row in data["texts"]})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(path, "an entry of it is broken", _REMEDY) from error


def _known(rows: Iterable[Any]) -> tuple[Known, ...]:
    return tuple(
        Known(str(row["code"]), str(row["fingerprint"]), int(row["places"]), str(row.get("message", "")))
        for row in rows
    )


def write_baseline(baseline: Baseline) -> None:
    """Write a baseline to its file, whole or not at all; the same findings give the same bytes.

    Raises `InputError` when it cannot be written.
    """
    rows = [
        {
            "paths": list(paths),
            "findings": [
                {"code": one.code, "fingerprint": one.fingerprint, "places": one.places, "message": one.message}
                for one in known
            ],
        }
        for paths, known in sorted(baseline.texts.items())
    ]
    write_whole(baseline.path, [json_text({"tool": "aligner", "baseline": _VERSION, "texts": rows}, 1), "\n"])
