"""Going through what was flagged, one finding after another: for who settles it without the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aligner.errors import OptionError
from aligner.model import Severity, Side
from aligner.review.decisions import Acceptable
from aligner.review.events import Event
from aligner.review.judging import Judge
from aligner.review.project import Project
from aligner.review.reading import MOST_BEADS, Filter
from aligner.review.records import Acceptance, BeadView, FindingView, PairView, SentenceView, Status, Verdict

# The judge of a pair, None where nothing is judged again.
Judges = Callable[[PairView], Judge | None]
# Changes after which something else may be found.
_TELLING = frozenset({"edit", "fix", "write", "accept", "undo", "redo"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are gone through: rules by the beginnings of their codes, severities, and whether decided ones too.

    Segments that are done are left out, unless decided findings are wanted.
    """

    codes: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    include_decided: bool = False

    def filter(self) -> Filter:
        """The segments that have such a finding."""
        return Filter(
            self.codes,
            self.severities,
            None if self.include_decided else False,
            flagged=True,
            status=None if self.include_decided else Status.OPEN,
        )

    def has(self, finding: FindingView) -> bool:
        """Whether a finding is one of those, decided or not."""
        return (not self.codes or finding.code.startswith(self.codes)) and (
            not self.severities or finding.severity in self.severities
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding, in the segment where it begins."""

    pair: int
    bead: int
    finding: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What is looked at: a finding in its segment; which of all it is, from 1, and which segment of its pair."""

    view: BeadView
    finding: FindingView
    pair: PairView
    number: int
    total: int
    segment: int

    @property
    def others(self) -> tuple[FindingView, ...]:
        """What else is found in the segment and not decided."""
        return tuple(one for one in self.view.findings if one.id != self.finding.id and one.decision is None)

    def sentences(self, side: Side) -> tuple[SentenceView, ...]:
        """The sentences of a side that have text."""
        return tuple(one for one in self.view.side(side) if one.text)


@dataclass(slots=True)
class Walk:
    """A way through the findings of a project, in the order of its texts. What is done on it is kept at once.

    A change is meant for the segment as `shown` gave it last, and is refused (`StaleBead`) when somebody else has changed
    it since.
    """

    project: Project
    author: str
    choice: Choice
    judges: Judges
    spots: list[Spot] = field(default_factory=list)
    at: int = 0
    decided: int = 0
    edited: int = 0
    _pairs: dict[int, PairView] = field(default_factory=dict)
    _shown: Shown | None = None

    def __post_init__(self) -> None:
        self._pairs = {pair.id: pair for pair in self.project.pairs()}
        self.collect()

    # Where one is

    def collect(self) -> int:
        """Look anew which findings there are, and begin with the first; how many."""
        chosen = self.choice.filter()
        self.spots = []
        for pair in self._pairs:
            ids = self.project.ids(pair, chosen)
            for first in range(0, len(ids), MOST_BEADS):
                for view in self.project.beads(*ids[first : first + MOST_BEADS]):
                    self.spots += self._spots_of(view, ())
        self.at = 0
        return len(self.spots)

    def _spots_of(self, view: BeadView, kept: Iterable[int]) -> list[Spot]:
        """The findings of a segment that are gone through; those in `kept` stay though they are decided."""
        wanted = set(kept)
        return [
            Spot(view.pair, view.id, one.id)
            for one in view.findings
            if one.is_head
            and self.choice.has(one)
            and (one.decision is None or self.choice.include_decided or one.id in wanted)
        ]

    def shown(self) -> Shown | None:
        """The finding that is looked at, as it is now; None behind the last one. What is gone meanwhile is passed over."""
        self._shown = None
        while self.at < len(self.spots):
            spot = self.spots[self.at]
            views = self.project.beads(spot.bead)
            finding = next((one for one in views[0].findings if one.id == spot.finding), None) if views else None
            if finding is not None:
                segment = self.project.ids(spot.pair).index(spot.bead) + 1
                self._shown = Shown(
                    views[0], finding, self._pairs[spot.pair], self.at + 1, len(self.spots), segment
                )  # fmt: skip
                return self._shown
            del self.spots[self.at]
        return None

    def forward(self) -> None:
        """Go to the next finding that nobody has decided on meanwhile."""
        self.at += 1
        while self.at < len(self.spots) and not self.choice.include_decided and self._is_settled(self.spots[self.at]):
            self.at += 1

    def back(self) -> bool:
        """Go to the finding before, decided or not; whether there is one."""
        if self.at == 0:
            return False
        self.at -= 1
        return True

    def _is_settled(self, spot: Spot) -> bool:
        return self._is_settled_in(spot, {view.id: view for view in self.project.beads(spot.bead)})

    def _is_settled_in(self, spot: Spot, views: Mapping[int, BeadView]) -> bool:
        view = views.get(spot.bead)
        if view is None or view.status is Status.DONE:
            return True
        return all(one.id != spot.finding or one.decision is not None for one in view.findings)

    def left(self) -> int:
        """How many of the findings gone through wait for a decision."""
        beads = list(dict.fromkeys(spot.bead for spot in self.spots))
        views: dict[int, BeadView] = {}
        for first in range(0, len(beads), MOST_BEADS):
            views |= {view.id: view for view in self.project.beads(*beads[first : first + MOST_BEADS])}
        return sum(not self._is_settled_in(spot, views) for spot in self.spots)

    @property
    def shown_last(self) -> Shown | None:
        """What `shown` gave last: what a change is meant for."""
        return self._shown

    # What is done

    def _here(self) -> Shown:
        if self._shown is None:
            raise OptionError("there is no finding here; go back to one")
        return self._shown

    def _seen(self) -> dict[int, int]:
        view = self._here().view
        return {view.id: view.version}

    def accept(self) -> Event:
        """Say that the finding is a fault, and go on."""
        return self._decided(self.project.decide(self.author, self._here().finding.id, Verdict.ACCEPTED, self._seen()))

    def reject(self, reason: str) -> Event:
        """Say that it is none, and why, and go on."""
        event = self.project.decide(self.author, self._here().finding.id, Verdict.REJECTED, self._seen(), reason)
        return self._decided(event)

    def accept_everywhere(self, acceptable: Acceptable) -> Event:
        """Accept what it points at in the whole project, and go on."""
        event = self.project.accept_everywhere(self.author, self._here().finding.id, acceptable, self._seen())
        return self._decided(event)

    def fix(self) -> Event:
        """Write what is suggested, and go on."""
        event = self.project.fix(self.author, self._here().finding.id, self._seen())
        self.edited += 1
        return self._decided(event)

    def edit(self, sentence: int, text: str) -> Event:
        """Change a sentence, and stay: what is found in it then is shown."""
        event = self.project.edit(self.author, sentence, text, self._seen())
        self.edited += 1
        return self._changed(event)

    def write(self, side: Side, text: str) -> Event:
        """Add a sentence to a side, and stay."""
        event = self.project.write(self.author, self._here().view.id, side, text, self._seen())
        self.edited += 1
        return self._changed(event)

    def comment(self, text: str) -> Event:
        """Add a remark."""
        return self.project.comment(self.author, self._here().view.id, text)

    def turn_done(self) -> Event:
        """Call the segment done and go to the next one; open it again where it is done."""
        here = self._here().view
        status = Status.OPEN if here.status is Status.DONE else Status.DONE
        event = self.project.mark(self.author, here.id, self._seen(), status=status)
        if status is Status.DONE:
            while self.at < len(self.spots) and self.spots[self.at].bead == here.id:
                self.at += 1
        return event

    def undo(self) -> Event | None:
        """Take the last change of the author back, and go where it was; None where there is nothing to take back."""
        return self._turned(self.project.undo(self.author))

    def redo(self) -> Event | None:
        """Make it again."""
        return self._turned(self.project.redo(self.author))

    def _turned(self, event: Event | None) -> Event | None:
        if event is None:
            return None
        self._changed(event)
        place = next((at for at, spot in enumerate(self.spots) if spot.bead in event.beads), None)
        self.at = self.at if place is None else place
        return event

    def _decided(self, event: Event) -> Event:
        self.decided += 1
        here = self.spots[self.at]
        self._changed(event)
        # What was decided stays in the list, for who goes back to it.
        if self.at < len(self.spots) and self.spots[self.at] == here:
            self.forward()
        return event

    def _changed(self, event: Event) -> Event:
        """Have what was changed judged again, and bring the list up to date."""
        touched = set(event.beads)
        if event.kind in _TELLING:
            touched |= self._judge({self._pairs[view.pair] for view in self.project.beads(*event.beads)})
        self._renew(touched)
        return event

    def _judge(self, pairs: Iterable[PairView]) -> set[int]:
        judged: set[int] = set()
        for pair in pairs:
            waiting = self.project.unjudged(pair.id)
            judge = self.judges(pair) if waiting else None
            if judge is not None:
                judged |= set(self.project.judge(pair.id, waiting, judge))
        return judged

    def _renew(self, beads: set[int]) -> None:
        """Put what there is now of some segments in the place of their findings in the list."""
        here = self.spots[self.at] if self.at < len(self.spots) else None
        views = {view.id: view for view in self.project.beads(*beads)}
        kept: dict[int, list[int]] = defaultdict(list)
        for spot in self.spots:
            if spot.bead in beads:
                kept[spot.bead].append(spot.finding)
        renewed: list[Spot] = []
        done: set[int] = set()
        place = None
        for number, spot in enumerate(self.spots):
            if number == self.at and place is None:
                place = len(renewed)
            if spot.bead not in beads:
                renewed.append(spot)
            elif spot.bead not in done:
                done.add(spot.bead)
                view = views.get(spot.bead)
                if here is not None and spot.bead == here.bead:
                    place = len(renewed)  # where its finding is gone, the first that there is now is looked at
                renewed += [] if view is None else self._spots_of(view, kept[spot.bead])
        if here is not None and here in renewed:
            place = renewed.index(here)
        self.at = len(renewed) if place is None else min(place, len(renewed))
        self.spots = renewed


def kind_of(finding: FindingView) -> Acceptance:
    """What something most likely is that a rule points at and that is accepted everywhere.

    >>> from aligner.review import FindingView
    >>> kind_of(FindingView(1, "", "TRM601", "term-missing", Severity.WARNING, "", None, ()))
    <Acceptance.TERM: 'term'>
    """
    families = {"TRM": Acceptance.TERM, "NAM": Acceptance.NAME}
    return families.get(finding.code[:3], Acceptance.WORD)


def marked_text(shown: Shown, side: Side) -> str:
    """What the finding points at on one side, "" where it does not."""
    sentences = {sentence.id for sentence in shown.view.side(side)}
    return next((mark.text for mark in shown.finding.marks if mark.sentence in sentences), "")


def meant_sentence(shown: Shown, side: Side) -> SentenceView | None:
    """The sentence of a side that the finding points at, else its first; None where the side has none."""
    there: Sequence[SentenceView] = shown.sentences(side)
    marked = {mark.sentence for mark in shown.finding.marks}
    return next((one for one in there if one.id in marked), there[0] if there else None)


def drafted(shown: Shown) -> tuple[SentenceView, str] | None:
    """The sentence that the finding first points at, with what is suggested in the place of that; None without either."""
    finding = shown.finding
    marks = [mark for mark in finding.marks if not mark.is_stale]
    if finding.suggestion is None or not marks:
        return None
    first = marks[0]
    sentence = next(one for side in Side for one in shown.view.side(side) if one.id == first.sentence)
    return sentence, sentence.text[: first.start] + finding.suggestion + sentence.text[first.end :]
