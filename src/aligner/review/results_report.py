"""The report of a review: who decided what, when and why, and which texts were changed; a page, or a table."""

from __future__ import annotations

import difflib
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from aligner.formats.pictures import visible
from aligner.reports.csv import BYTE_ORDER_MARK, Cell, record
from aligner.review.project import Project
from aligner.review.records import Verdict
from aligner.review.results_collection import Collection, Edited, Found, Reviewed, collected, decided
from aligner.version import VERSION

COLUMNS = (
    "pair", "segment", "kind", "time", "author", "code", "rule", "severity", "message", "text", "suggestion", "verdict",
    "reason", "side", "before", "after",
)  # fmt: skip
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST_COMPARED = 2000  # words; longer texts are shown whole, before and after
_VERDICTS = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.EVERYWHERE: "fine everywhere",
}


def render(project: Project, form: str) -> Iterator[str]:
    """The report in pieces, `html` or `csv`; what is undecided is counted, and not listed."""
    collection = collected(project)
    if form == "csv":
        return _table(collection)
    return iter([_page(collection, Path(project.path).stem)])


def _table(collection: Collection) -> Iterator[str]:
    """A row for each decision, edit and comment; cells that a spreadsheet would take for formulas are guarded."""
    yield BYTE_ORDER_MARK + record(COLUMNS)
    for pair in collection.pairs:
        for row in _rows(pair):
            yield record([pair.view.name, *(row.get(column) for column in COLUMNS[1:])])


def _rows(pair: Reviewed) -> Iterator[dict[str, Cell]]:
    for found in pair.findings:
        if found.decision is not None:
            yield {
                "segment": found.segment,
                "kind": "decision",
                "time": found.decision.at,
                "author": found.decision.author,
                "code": found.code,
                "rule": found.name,
                "severity": found.severity.value,
                "message": found.message,
                "text": found.text,
                "suggestion": found.suggestion,
                "verdict": found.decision.verdict.value,
                "reason": found.decision.reason,
            }
    for edit in pair.edits:
        yield {
            "segment": edit.segment,
            "kind": "edit",
            "time": edit.at,
            "author": edit.author,
            "side": edit.side.value,
            "before": edit.before,
            "after": edit.after,
        }
    for comment in pair.comments:
        yield {
            "segment": comment.segment,
            "kind": "comment",
            "time": comment.at,
            "author": comment.author,
            "message": comment.text,
        }


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How the findings of one rule were decided."""

    code: str
    name: str
    open: int
    accepted: int
    rejected: int
    everywhere: int


def rule_counts(findings: Iterable[Found]) -> tuple[RuleCount, ...]:
    """The rules that found something, in the order of their codes."""
    of_rule: dict[tuple[str, str], list[Found]] = {}
    for found in findings:
        of_rule.setdefault((found.code, found.name), []).append(found)
    return tuple(
        RuleCount(
            code, name, sum(one.decision is None for one in some), *(decided(some, verdict) for verdict in Verdict)
        )
        for (code, name), some in sorted(of_rule.items())
    )


def _page(collection: Collection, name: str) -> str:
    """The page: it has no script, and its own style is all that a browser may use (Content Security Policy)."""
    import jinja2

    folder = files("aligner.review").joinpath("templates")
    style = folder.joinpath("report.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"visible": visible, "day": _day, "compared": compared, "verdict": _verdict}
    template = environment.from_string(folder.joinpath("report.html.j2").read_text(encoding="utf-8"))
    findings = [found for pair in collection.pairs for found in pair.findings]
    return template.render(
        name=name,
        style=style,
        digest=b64encode(sha256(style.encode()).digest()).decode(),
        collection=collection,
        rules=rule_counts(findings),
        verdicts=Counter(one.decision.verdict.value for one in findings if one.decision is not None),
        version=VERSION,
    )


def _day(at: str) -> str:
    """A time of the log as a person reads it: the minute, in UTC.

    >>> _day("2026-01-02T10:20:30.123456Z")
    '2026-01-02 10:20'
    """
    return at[:16].replace("T", " ")


def _verdict(found: Found) -> str:
    assert found.decision is not None
    return _VERDICTS[found.decision.verdict]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a text: `kind` is "" for what stayed, "del" for what went, "ins" for what came."""

    kind: str
    text: str


def compared(edit: Edited) -> tuple[Stretch, ...]:
    """What became of a text, word by word.

    >>> from aligner.model import Side
    >>> [(one.kind, one.text) for one in compared(Edited(1, Side.TARGET, "Pagó 105 euros.", "Pagó 150 euros."))]
    [('', 'Pagó '), ('del', '105'), ('ins', '150'), ('', ' euros.')]
    """
    before, after = _WORDS.findall(edit.before), _WORDS.findall(edit.after)
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        return Stretch("del", edit.before), Stretch("ins", edit.after)
    found: list[Stretch] = []
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Stretch("", "".join(before[first:last])))
            continue
        found += [
            Stretch(name, text)
            for name, text in (("del", "".join(before[first:last])), ("ins", "".join(after[start:end])))
            if text
        ]
    return tuple(found)
