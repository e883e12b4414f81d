"""Random work of two people, held to a plain model in memory, with undo, redo and the file opened again in between."""

from __future__ import annotations

import copy
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from aligner.errors import Conflict
from aligner.model import Bead, Bitext, Block, Document, Sentence, Side
from aligner.review import BeadView, Project, Status, database
from aligner.review.database import writing
from aligner.review.events import Recorder, now, write_event
from aligner.review.importing import Origin, add_pair

AUTHORS = ("Ana", "Eva")


@dataclass
class Segment:
    """A segment of the model: texts of both sides, whether it is done, comments."""

    sides: tuple[list[str], list[str]]
    done: bool = False
    comments: list[str] = field(default_factory=list)


def _document(language: str, count: int) -> Document:
    texts = [f"{language} {number}." for number in range(count)]
    sentences, at = [], 0
    for text in texts:
        sentences.append(Sentence(at, at + len(text)))
        at += len(text) + 1
    whole = " ".join(texts)
    return Document(whole, (Block(0, len(whole)),), language, f"{language}.txt", tuple(sentences))


class Desk(RuleBasedStateMachine):
    """One author at a time is undone exactly where nobody went on; so the model undoes in order of all changes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = str(Path(self.folder.name) / "p.review")
        self.segments: list[Segment] = []
        # What there was before each change that can be undone, and after each that can be redone, with the authors.
        self.past: list[tuple[str, list[Segment]]] = []
        self.future: list[tuple[str, list[Segment]]] = []

    @initialize(count=st.integers(1, 6))
    def begin(self, count: int) -> None:
        made = Bitext(
            _document("en", count), _document("es", count), tuple(Bead((at,), (at,), 0.5) for at in range(count))
        )
        connection = database.create(self.path)
        with writing(connection):
            add_pair(connection, "p", made, (Origin("en.txt", "-"), Origin("es.txt", "-")), 1)
            write_event(Recorder(connection, 1, now(), "aligner"), "new", {})
        connection.close()
        self.project = Project.open(self.path)
        self.segments = [Segment(([f"en {at}."], [f"es {at}."])) for at in range(count)]

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.project.close()
        self.folder.cleanup()

    def beads(self) -> tuple[BeadView, ...]:
        return self.project.page(1)

    def changed(self, author: str, segments: list[Segment]) -> None:
        self.past.append((author, self.segments))
        # The other author's undone changes may still be redone; the model leaves that to the project, and never asks.
        self.future = []
        self.segments = segments

    @rule(author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999))
    def merge(self, author: str, where: float) -> None:
        if len(self.segments) < 2:
            return
        at = int(where * (len(self.segments) - 1))
        first, second = self.beads()[at : at + 2]
        self.project.merge(author, first.id, second.id, {first.id: first.version, second.id: second.version})
        made = copy.deepcopy(self.segments)
        one, other = made[at], made.pop(at + 1)
        sides = (one.sides[0] + other.sides[0], one.sides[1] + other.sides[1])
        made[at] = Segment(sides, comments=one.comments + other.comments)
        self.changed(author, made)

    @rule(author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999), first=st.integers(0, 3), second=st.integers(0, 3))
    def split(self, author: str, where: float, first: int, second: int) -> None:
        at = int(where * len(self.segments))
        source, target = self.segments[at].sides
        here = (min(first, len(source)), min(second, len(target)))
        if not 0 < sum(here) < len(source) + len(target):
            return
        bead = self.beads()[at]
        self.project.split(author, bead.id, here, {bead.id: bead.version})
        made = copy.deepcopy(self.segments)
        made[at : at + 1] = [
            Segment((source[: here[0]], target[: here[1]]), comments=made[at].comments),
            Segment((source[here[0] :], target[here[1] :])),
        ]
        self.changed(author, made)

    @rule(author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999), side=st.sampled_from(Side), forward=st.booleans())
    def move(self, author: str, where: float, side: Side, forward: bool) -> None:
        at = int(where * len(self.segments))
        to = at + (1 if forward else -1)
        number = 0 if side is Side.SOURCE else 1
        if not (0 <= to < len(self.segments) and self.segments[at].sides[number]):
            return
        beads = self.beads()
        sentence = beads[at].side(side)[-1 if forward else 0]
        seen = {one.id: one.version for one in (beads[at], beads[to])}
        self.project.move(author, sentence.id, forward=forward, seen=seen)
        made = copy.deepcopy(self.segments)
        text = made[at].sides[number].pop(-1 if forward else 0)
        there = made[to].sides[number]
        there.insert(0 if forward else len(there), text)
        made[at].done = made[to].done = False
        if not any(made[at].sides):
            made[to].comments += made[at].comments
            del made[at]
        self.changed(author, made)

    @rule(author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999))
    def unlink(self, author: str, where: float) -> None:
        at = int(where * len(self.segments))
        if not all(self.segments[at].sides):
            return
        bead = self.beads()[at]
        self.project.unlink(author, bead.id, {bead.id: bead.version})
        made = copy.deepcopy(self.segments)
        source, target = made[at].sides
        apart = [Segment(([text], [])) for text in source] + [Segment(([], [text])) for text in target]
        apart[0].comments = made[at].comments
        made[at : at + 1] = apart
        self.changed(author, made)

    @rule(
        author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999), text=st.text("ab ñ<'\"%;", min_size=1, max_size=8)
    )
    def edit(self, author: str, where: float, text: str) -> None:
        at = int(where * len(self.segments))
        bead = self.beads()[at]
        sentence = (bead.source or bead.target)[0]
        self.project.edit(author, sentence.id, text, {bead.id: bead.version})
        made = copy.deepcopy(self.segments)
        made[at].sides[0 if bead.source else 1][0] = text.strip()
        made[at].done = False
        self.changed(author, made)

    @rule(author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999))
    def finish(self, author: str, where: float) -> None:
        at = int(where * len(self.segments))
        bead = self.beads()[at]
        self.project.mark(author, bead.id, {bead.id: bead.version}, status=Status.DONE)
        made = copy.deepcopy(self.segments)
        made[at].done = True
        self.changed(author, made)

    @rule(author=st.sampled_from(AUTHORS), where=st.floats(0, 0.999), text=st.text("abc", min_size=1, max_size=3))
    def comment(self, author: str, where: float, text: str) -> None:
        at = int(where * len(self.segments))
        self.project.comment(author, self.beads()[at].id, text)
        made = copy.deepcopy(self.segments)
        made[at].comments.append(text)
        self.changed(author, made)

    @precondition(lambda self: self.past)
    @rule()
    def undo_last(self) -> None:
        author, before = self.past.pop()
        assert self.project.undo(author) is not None
        self.future.append((author, self.segments))
        self.segments = before

    @precondition(lambda self: self.future)
    @rule()
    def redo_last(self) -> None:
        author, after = self.future.pop()
        assert self.project.redo(author) is not None
        self.past.append((author, self.segments))
        self.segments = after

    @rule(author=st.sampled_from(AUTHORS))
    def undo_out_of_turn(self, author: str) -> None:
        """Undo of what others built upon is refused, and then nothing has changed; else it is as if undone and redone."""
        before = self.shown()
        try:
            event = self.project.undo(author)
        except Conflict:
            assert self.shown() == before
            return
        if event is not None:
            assert self.project.redo(author) is not None
            assert self.shown() == before
            # What was redone counts as changed last by nobody new, so the order of the model still holds.

    @rule()
    def open_again(self) -> None:
        self.project.close()
        self.project = Project.open(self.path, verify=True)

    def shown(self) -> list[Segment]:
        return [
            Segment(
                ([one.text for one in bead.source], [one.text for one in bead.target]),
                bead.status is Status.DONE,
                [one.text for one in bead.comments],
            )
            for bead in self.beads()
        ]

    @invariant()
    def agrees(self) -> None:
        if hasattr(self, "project"):
            assert _sorted(self.shown()) == _sorted(self.segments)


def _sorted(segments: list[Segment]) -> list[Segment]:
    """The segments with their comments in alphabetical order: those that come together stand in the order of making."""
    return [Segment(one.sides, one.done, sorted(one.comments)) for one in segments]


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
