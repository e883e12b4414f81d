"""What people did in a review, collected for reports and statistics: decisions, edits, comments, and who made them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aligner.model import Severity, Side
from aligner.review.database import as_written, reading
from aligner.review.events import images_of
from aligner.review.judging import PROGRAM
from aligner.review.project import Project
from aligner.review.records import Decision, PairView, Verdict

# Changes of texts, and changes of which sentences stand together.
EDITING = ("edit", "fix", "write")
REGROUPING = ("merge", "split", "unlink", "move")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the decision on it, None where nobody has decided; `segment` counts from 1 in its pair.

    `text` is what it first points at. `is_gone` tells of one that somebody decided on and that is not there any more.
    """

    segment: int | None
    code: str
    name: str
    severity: Severity
    message: str
    text: str
    suggestion: str | None
    decision: Decision | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A sentence as its file has it ("" for one that was added) and as it reads now; who changed it last, where known."""

    segment: int
    side: Side
    before: str
    after: str
    author: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Remarked:
    """A comment on a segment."""

    segment: int
    text: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What people did in one pair, each list in the order of the text."""

    view: PairView
    findings: tuple[Found, ...] = ()
    edits: tuple[Edited, ...] = ()
    comments: tuple[Remarked, ...] = ()


@dataclass(slots=True)
class Person:
    """What one person did: how often, and when first and last. What was undone does not count."""

    name: str
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    edits: int = 0
    comments: int = 0
    regroupings: int = 0
    done: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """All of a project's review, of one moment."""

    pairs: tuple[Reviewed, ...]
    people: tuple[Person, ...]
    accepted: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]


def collected(project: Project) -> Collection:
    """What people did in a project; raises `InputError` for one that something else wrote."""
    with reading(project.connection), as_written():
        undone = _undone(project)
        editors = _edits(project, undone)
        pairs = tuple(_pair(project, view, editors) for view in project.pairs())
        terms = tuple((term.source, target) for term in project.glossary() for target in term.targets)
        return Collection(pairs, tuple(_people(project, undone)), project.accepted(), terms)


@dataclass(frozen=True, slots=True)
class _Editors:
    """Author and time of the last edit of a sentence, and of one with a text: one that was read again has another number."""

    by_sentence: dict[int, tuple[str, str]]
    by_text: dict[str, tuple[str, str]]

    def of(self, sentence: int, text: str) -> tuple[str, str]:
        """Who edited a sentence, and when; blanks where nobody knows."""
        return self.by_sentence.get(sentence) or self.by_text.get(text) or ("", "")


def _undone(project: Project) -> frozenset[int]:
    """The events that were taken back and not made again; the log says so even of texts that were read again since."""
    undone: set[int] = set()
    rows = project.connection.execute("SELECT kind, payload FROM events WHERE kind IN ('undo', 'redo') ORDER BY id")
    for row in rows.fetchall():
        number = int(json.loads(row["payload"])["event"])
        if row["kind"] == "undo":
            undone.add(number)
        else:
            undone.discard(number)
    return frozenset(undone)


def _edits(project: Project, undone: frozenset[int]) -> _Editors:
    """Who changed each sentence last."""
    editors = _Editors({}, {})
    rows = project.connection.execute(
        "SELECT id, author, at FROM events WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(EDITING),),
    ).fetchall()
    for row in rows:
        if row["id"] in undone:
            continue
        for table, number, before, after in images_of(project.connection, row["id"]):
            if table == "sentences" and after is not None and (before is None or before["text"] != after["text"]):
                editors.by_sentence[number] = editors.by_text[after["text"]] = (row["author"], row["at"])
    return editors


def _pair(project: Project, view: PairView, editors: _Editors) -> Reviewed:
    connection = project.connection
    numbers = {
        row[0]: at
        for at, row in enumerate(
            connection.execute("SELECT id FROM beads WHERE pair = ? ORDER BY place", (view.id,)).fetchall(), start=1
        )
    }
    findings = connection.execute(_FINDINGS, (view.id,)).fetchall()
    found = [
        Found(
            numbers.get(row["bead"]), row["code"], row["name"], Severity(row["severity"]), row["message"],
            row["text"] or "", row["suggestion"],
            None if row["verdict"] is None else Decision(Verdict(row["verdict"]), row["reason"], row["author"], row["at"]),
            bool(row["gone"]),
        )
        for row in findings
    ]  # fmt: skip
    found.sort(key=lambda one: (one.segment is None, one.segment or 0, one.code))
    changed = [
        Edited(
            numbers[row["bead"]], Side(row["side"]), row["original"] or "", row["text"],
            *editors.of(row["id"], row["text"]),
        )
        for row in connection.execute(_EDITED, (view.id,)).fetchall()
    ]  # fmt: skip
    remarks = [
        Remarked(numbers[row["bead"]], row["text"], row["author"], row["at"])
        for row in connection.execute(_COMMENTS, (view.id,)).fetchall()
    ]
    changed.sort(key=lambda one: one.segment)
    remarks.sort(key=lambda one: one.segment)
    return Reviewed(view, tuple(found), tuple(changed), tuple(remarks))


# One that was decided on and is gone is told too: the fault was mended, which is what the review was for.
_FINDINGS = """
SELECT findings.*, marks.text, sentences.bead, decisions.verdict, decisions.reason, decisions.author, decisions.at
FROM findings
LEFT JOIN marks ON marks.finding = findings.id AND marks.number = 0
LEFT JOIN sentences ON sentences.id = marks.sentence
LEFT JOIN decisions ON decisions.finding = findings.id
WHERE findings.pair = ? AND (gone = 0 OR decisions.id IS NOT NULL) ORDER BY findings.id
"""
_EDITED = """
SELECT sentences.* FROM sentences JOIN documents ON documents.id = sentences.document
WHERE documents.pair = ? AND (original IS NOT NULL OR (start IS NULL AND sentences.text != ''))
ORDER BY sentences.side, sentences.place
"""
_COMMENTS = """
SELECT comments.* FROM comments JOIN beads ON beads.id = comments.bead WHERE beads.pair = ? ORDER BY comments.id
"""


def _people(project: Project, undone: frozenset[int]) -> Iterator[Person]:
    """Everybody who changed something, in the order in which they first did."""
    connection = project.connection
    people: dict[str, Person] = {}
    rows = connection.execute(
        "SELECT id, author, at, kind, payload FROM events WHERE author != ? AND kind NOT IN ('undo', 'redo') ORDER BY id",
        (PROGRAM,),
    )
    for row in rows.fetchall():
        if row["id"] in undone:
            continue
        person = people.setdefault(row["author"], Person(row["author"]))
        person.first, person.last = person.first or row["at"], row["at"]
        person.edits += row["kind"] in EDITING
        person.regroupings += row["kind"] in REGROUPING
        person.comments += row["kind"] == "comment"
        person.done += row["kind"] == "mark" and '"status":"done"' in row["payload"]
    for row in connection.execute(
        "SELECT author, verdict, count(*) FROM decisions GROUP BY author, verdict"
    ).fetchall():
        people.setdefault(row[0], Person(row[0])).verdicts[Verdict(row[1])] += row[2]
    return iter(people.values())


def decided(findings: Iterable[Found], verdict: Verdict) -> int:
    """How many findings have a verdict."""
    return sum(one.decision is not None and one.decision.verdict is verdict for one in findings)
