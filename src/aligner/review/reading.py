"""Reading a project: beads page by page, filtered, with all that belongs to them."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex

from aligner.errors import OptionError
from aligner.model import NullEvidence, Role, Severity, Side
from aligner.review.database import as_written, reading
from aligner.review.records import (
    BeadView,
    Comment,
    Decision,
    FindingView,
    Mark,
    PairView,
    Progress,
    SentenceView,
    Status,
    Verdict,
)

MOST_BEADS = 1000  # of one page
_PATTERN_SECONDS = 0.05  # for one sentence; a pattern that takes longer finds nothing in it
_LONGEST_PATTERN = 1000
_SEARCH_SECONDS = 3.0  # for all sentences together


@dataclass(frozen=True, slots=True)
class Filter:
    """Which beads are shown; what is not said allows everything.

    `codes` are beginnings of codes of rules, `severities` those of findings, `is_decided` whether they are decided. A bead
    goes through when one of its findings has all three; `flagged` asks for any finding. `text` is looked for on both
    sides whatever its capitals, as a regular expression when `is_pattern`.
    """

    codes: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    is_decided: bool | None = None
    flagged: bool = False
    status: Status | None = None
    text: str = ""
    is_pattern: bool = False

    @property
    def _asks_findings(self) -> bool:
        return bool(self.flagged or self.codes or self.severities or self.is_decided is not None)

    def condition(self) -> tuple[str, tuple[object, ...]]:
        """The part of a statement about beads, and its parameters."""
        parts: list[str] = ["beads.pair = ?"]
        given: list[object] = []
        if self.status is not None:
            parts.append("beads.status = ?")
            given.append(self.status.value)
        if self._asks_findings:
            inner, of_findings = self._of_findings()
            parts.append(f"beads.id IN (SELECT sentences.bead FROM {inner})")  # noqa: S608
            given += of_findings
        if self.text:
            parts.append(
                "beads.id IN (SELECT bead FROM sentences WHERE document IN (SELECT id FROM documents WHERE pair = ?) AND has_text(?, text))"
            )
            given += [None, self.text]  # the pair is put in by who knows it
        return " AND ".join(parts), tuple(given)

    def _of_findings(self) -> tuple[str, list[object]]:
        parts: list[str] = ["findings.pair = ?", "findings.gone = 0"]
        given: list[object] = [None]
        if self.codes:
            parts.append("(" + " OR ".join("substr(findings.code, 1, length(?)) = ?" for _ in self.codes) + ")")
            given += [cell for code in self.codes for cell in (code, code)]
        if self.severities:
            parts.append(f"findings.severity IN ({_marks(self.severities)})")
            given += [severity.value for severity in self.severities]
        if self.is_decided is not None:
            exists = "EXISTS" if self.is_decided else "NOT EXISTS"
            parts.append(f"{exists} (SELECT 1 FROM decisions WHERE decisions.finding = findings.id)")  # noqa: S608
        joined = "findings JOIN marks ON marks.finding = findings.id JOIN sentences ON sentences.id = marks.sentence"
        return f"{joined} WHERE {' AND '.join(parts)}", given


NO_FILTER = Filter()


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _chosen(
    connection: sqlite3.Connection, pair: int, chosen: Filter, what: str, end: str = "", *more: object
) -> list[sqlite3.Row]:
    """`what` of the beads of a pair that go through a filter, as a statement goes on with `end`.

    Raises `OptionError` for a search that takes too long.
    """
    condition, given = chosen.condition()
    if chosen.text:
        connection.create_function("has_text", 2, _searcher(chosen), deterministic=True)
    cells = (pair, *(pair if cell is None else cell for cell in given), *more)
    try:
        return connection.execute(f"SELECT {what} FROM beads WHERE {condition} {end}", cells).fetchall()  # noqa: S608
    except sqlite3.OperationalError as error:
        if "user-defined function" not in str(error):
            raise
        raise OptionError("the search takes too long; look for something simpler") from error


def _searcher(chosen: Filter) -> Any:
    if not chosen.is_pattern:
        wanted = chosen.text.casefold()
        return lambda _wanted, text: wanted in text.casefold()
    if len(chosen.text) > _LONGEST_PATTERN:
        raise OptionError("the regular expression is too long")
    try:
        pattern = regex.compile(chosen.text, regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError) as error:
        raise OptionError(f"{chosen.text!r} is no regular expression ({error})") from error

    left = [_SEARCH_SECONDS]

    def found(_wanted: str, text: str) -> bool:
        if left[0] <= 0:  # an endless pattern costs its time in every sentence; this ends the statement
            raise TimeoutError
        started = time.perf_counter()
        try:
            return pattern.search(text, timeout=_PATTERN_SECONDS) is not None
        except TimeoutError:
            return False
        finally:
            left[0] -= time.perf_counter() - started

    return found


def count_beads(connection: sqlite3.Connection, pair: int, chosen: Filter = NO_FILTER) -> int:
    """How many beads of a pair go through a filter."""
    return int(_chosen(connection, pair, chosen, "count(*)")[0][0])


def bead_ids(connection: sqlite3.Connection, pair: int, chosen: Filter = NO_FILTER) -> tuple[int, ...]:
    """The beads of a pair that go through a filter, in order: what a list needs to scroll and jump in."""
    return tuple(row[0] for row in _chosen(connection, pair, chosen, "id", "ORDER BY place"))


def page(
    connection: sqlite3.Connection, pair: int, first: int, count: int, chosen: Filter = NO_FILTER
) -> tuple[BeadView, ...]:
    """At most `count` beads of a pair from number `first` of those that go through a filter, with all that is theirs."""
    with reading(connection):
        limits = (max(0, min(count, MOST_BEADS)), max(0, first))
        rows = _chosen(connection, pair, chosen, "id", "ORDER BY place LIMIT ? OFFSET ?", *limits)
        views = beads_by_id(connection, [row[0] for row in rows])
    is_all = chosen == NO_FILTER
    return tuple(replace(view, number=first + at if is_all else None) for at, view in enumerate(views))


def beads_by_id(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[BeadView, ...]:
    """Beads with all that is theirs, in the order of `ids`; those that are gone are left out.

    Raises `InputError` for values that something else wrote.
    """
    with as_written():
        return _beads(connection, ids)


def _beads(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[BeadView, ...]:
    given = json.dumps(list(ids))
    beads = connection.execute("SELECT * FROM beads WHERE id IN (SELECT value FROM json_each(?))", (given,)).fetchall()
    sentences: dict[tuple[int, str], list[SentenceView]] = defaultdict(list)
    bead_of: dict[int, int] = {}
    texts: dict[int, str] = {}
    for row in connection.execute(_SENTENCES, (given,)):
        bead_of[row["id"]], texts[row["id"]] = row["bead"], row["text"]
        sentences[row["bead"], row["side"]].append(_sentence(row))
    findings = _findings(connection, given, bead_of, texts)
    comments: dict[int, list[Comment]] = defaultdict(list)
    for row in connection.execute(
        "SELECT id, bead, text, author, at FROM comments WHERE bead IN (SELECT value FROM json_each(?)) ORDER BY id",
        (given,),
    ):
        comments[row["bead"]].append(Comment(row["id"], row["text"], row["author"], row["at"]))
    views = {
        row["id"]: bead_view(
            row,
            sentences[row["id"], "source"],
            sentences[row["id"], "target"],
            findings.get(row["id"], ()),
            comments[row["id"]],
        )
        for row in beads
    }
    return tuple(views[number] for number in ids if number in views)


_SENTENCES = """
SELECT sentences.id, sentences.bead, sentences.side, sentences.text, sentences.block, sentences.start, sentences.original, blocks.role
FROM sentences
LEFT JOIN blocks ON blocks.document = sentences.document AND blocks.number = sentences.block
WHERE sentences.bead IN (SELECT value FROM json_each(?)) ORDER BY sentences.place
"""


def _sentence(row: sqlite3.Row) -> SentenceView:
    original = None if row["start"] is None else row["text"] if row["original"] is None else row["original"]
    role = Role(row["role"]) if row["role"] else Role.PARAGRAPH
    return SentenceView(row["id"], Side(row["side"]), row["text"], original, row["block"], role)


def bead_view(
    row: sqlite3.Row | dict[str, Any],
    source: Iterable[SentenceView],
    target: Iterable[SentenceView],
    findings: Iterable[FindingView] = (),
    comments: Iterable[Comment] = (),
) -> BeadView:
    """A row of the table of beads, with what belongs to it."""
    return BeadView(
        row["id"],
        row["pair"],
        row["version"],
        Status(row["status"]),
        bool(row["locked"]),
        bool(row["judged"]),
        row["score"],
        evidence_of(row["evidence"]),
        tuple(source),
        tuple(target),
        tuple(findings),
        tuple(comments),
    )


def evidence_of(told: str | None) -> NullEvidence | None:
    """The evidence of a null bead as the table has it."""
    return None if told is None else NullEvidence(*json.loads(told))


_FINDINGS = """
SELECT findings.*, marks.number, marks.sentence, marks.start AS first, marks.end AS last, marks.text,
    decisions.verdict, decisions.reason, decisions.author, decisions.at
FROM sentences
JOIN marks ON marks.sentence = sentences.id
JOIN findings ON findings.id = marks.finding AND findings.gone = 0
LEFT JOIN decisions ON decisions.finding = findings.id
WHERE sentences.bead IN (SELECT value FROM json_each(?))
ORDER BY findings.id, marks.number
"""


def _findings(
    connection: sqlite3.Connection, given: str, bead_of: dict[int, int], texts: dict[int, str]
) -> dict[int, list[FindingView]]:
    """The findings of each bead; one that points at several is told at each, with the marks it has there."""
    found: dict[int, dict[int, FindingView]] = defaultdict(dict)
    for row in connection.execute(_FINDINGS, (given,)):
        bead = bead_of[row["sentence"]]
        is_stale = texts[row["sentence"]][row["first"] : row["last"]] != row["text"]
        mark = Mark(row["sentence"], row["first"], row["last"], row["text"], is_stale)
        known = found[bead].get(row["id"])
        if known is not None:
            found[bead][row["id"]] = replace(known, marks=(*known.marks, mark))
            continue
        decision = None
        if row["verdict"] is not None:
            decision = Decision(Verdict(row["verdict"]), row["reason"], row["author"], row["at"])
        found[bead][row["id"]] = FindingView(
            row["id"], row["fingerprint"], row["code"], row["name"], Severity(row["severity"]), row["message"],
            row["suggestion"], (mark,), decision, row["number"] == 0,
        )  # fmt: skip
    return {bead: list(findings.values()) for bead, findings in found.items()}


def pairs(connection: sqlite3.Connection) -> tuple[PairView, ...]:
    """The pairs of a project, with how far the review of each is."""
    rows = connection.execute(
        "SELECT pairs.id, pairs.name, pairs.is_pairs, s.path AS source, t.path AS target, s.language AS source_language,"
        " t.language AS target_language FROM pairs JOIN documents AS s ON s.pair = pairs.id AND s.side = 'source'"
        " JOIN documents AS t ON t.pair = pairs.id AND t.side = 'target' ORDER BY pairs.id"
    ).fetchall()
    return tuple(
        PairView(
            row["id"],
            row["name"],
            row["source"],
            row["target"],
            (row["source_language"], row["target_language"]),
            bool(row["is_pairs"]),
            progress(connection, row["id"]),
        )
        for row in rows
    )


def progress(connection: sqlite3.Connection, pair: int) -> Progress:
    """How far the review of a pair is."""
    beads = connection.execute(
        "SELECT count(*), coalesce(sum(status = 'done'), 0) FROM beads WHERE pair = ?", (pair,)
    ).fetchone()
    findings = connection.execute(
        "SELECT count(*), count(decisions.id) FROM findings LEFT JOIN decisions ON decisions.finding = findings.id"
        " WHERE findings.pair = ? AND findings.gone = 0",
        (pair,),
    ).fetchone()
    return Progress(beads[0], beads[1], findings[0], findings[1])
