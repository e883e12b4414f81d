"""Rules about one text for one text: segments translated in two ways, and two segments translated alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.checks.lexicon import commonness
from aligner.checks.registry import Fault, rule
from aligner.checks.sides import bead_spans
from aligner.checks.subject import Subject
from aligner.model import Severity, Side, Span

_WORD = re.compile(r"[^\W_]+")
_FUNCTION_WORD = 6.2  # Zipf frequency; what is more common says little of what a segment means
# A single word has as many translations as it has places; below three words a shared translation is chance.
_LEAST_WORDS = {Side.SOURCE: 2, Side.TARGET: 3}
# Short answers in a dialogue are translated by the situation.
_SPEECH, _LEAST_SPOKEN = tuple("\"'“”„‘«»—–-"), 5
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """One side of a bead: its number, its text, its words in lower case."""

    bead: int
    text: str
    words: tuple[str, ...]


def segment_of(subject: Subject, number: int, side: Side) -> Segment:
    """One side of a bead of a bitext."""
    assert subject.bitext is not None
    text = subject.bitext.side_text(subject.beads[number], side)
    return Segment(number, text, tuple(_WORD.findall(text.casefold())))


def says_enough(segment: Segment, side: Side) -> bool:
    """Whether another text for the same segment of that side means something."""
    least = _LEAST_SPOKEN if segment.text.lstrip()[:1] in _SPEECH else _LEAST_WORDS[side]
    return len(segment.words) >= least


def _repeated(subject: Subject, side: Side) -> list[list[Segment]]:
    """Segments of one side that have the same words, in groups of two and more."""
    words = subject.version(side).sentence_words.texts
    rough: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for number, bead in subject.pairs:
        sentences = [words[sentence] for sentence in bead.numbers(side)]
        first, last = sentences[0][:1], sentences[-1][-1:]
        if first and last:
            key = (sum(map(len, sentences)), first[0].casefold(), last[0].casefold())
            rough[key].append(number)
    # Only the few that are as long and begin and end alike are compared word by word.
    groups: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    for numbers in rough.values():
        for number in numbers if len(numbers) > 1 else ():
            segment = segment_of(subject, number, side)
            if says_enough(segment, side):
                groups[segment.words].append(segment)
    return [segments for segments in groups.values() if len(segments) > 1]


@rule("TRM603", "source-inconsistent", Severity.INFO, needs_pair=True)
def source_inconsistent(subject: Subject) -> Iterator[Fault]:
    r"""The same source segment is translated in two ways.

    A heading, a label or a sentence that comes back says the same to who reads the source; in the target it should, too.
    Case, marks, spaces and words such as articles are no difference; single words, which often need two translations,
    are left out. When many texts are checked together, each is held to the translation that most of them have.

    >>> from aligner.model import Bead, Bitext, Document, Sentence
    >>> source = Document("Open daily.\nOpen daily.", (), "en", sentences=(Sentence(0, 11), Sentence(12, 23)))
    >>> text = "Abierto a diario.\nAbre todos los días."
    >>> target = Document(text, (), "es", sentences=(Sentence(0, 17), Sentence(18, 38)))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)), Bead((1,), (1,))))
    >>> [[span.text for span in fault.spans[:2]] for fault in source_inconsistent(Subject.pair(bitext))]
    [['Abierto a diario.', 'Abre todos los días.']]
    """
    yield from _inconsistent(subject, Side.SOURCE)


@rule("TRM604", "target-inconsistent", Severity.INFO, needs_pair=True)
def target_inconsistent(subject: Subject) -> Iterator[Fault]:
    r"""Two source segments that say different things have the same translation.

    A segment of a translation memory was taken over where it does not fit, or a change of the source was not followed.
    Segments of one or two words are left out.

    >>> from aligner.model import Bead, Bitext, Document, Sentence
    >>> text = "The door opens at noon.\nThe window opens at noon."
    >>> source = Document(text, (), "en", sentences=(Sentence(0, 23), Sentence(24, 49)))
    >>> text = "La puerta abre a mediodía.\nLa puerta abre a mediodía."
    >>> target = Document(text, (), "es", sentences=(Sentence(0, 26), Sentence(27, 53)))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)), Bead((1,), (1,))))
    >>> [fault.bead for fault in target_inconsistent(Subject.pair(bitext))]
    [1]
    """
    yield from _inconsistent(subject, Side.TARGET)


def _inconsistent(subject: Subject, same: Side) -> Iterator[Fault]:
    """A fault for every text of side `same` that goes with several of the other side."""
    other = same.other
    language = subject.version(other).language
    for segments in _repeated(subject, same):
        ways: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
        for segment in segments:
            translated = segment_of(subject, segment.bead, other)
            ways[content_words(translated.words, language)].append(translated)
        distinct = _distinct(ways)
        if len(distinct) > 1:
            yield _fault(subject, same, segments[0], distinct)


def _distinct(ways: dict[tuple[str, ...], list[Segment]]) -> list[list[Segment]]:
    """The ways of which none has all the words of another, with more of the sentence around it."""
    kept: list[tuple[set[str], list[Segment]]] = []
    for words, way in ways.items():
        own = set(words)
        same = next((one for known, one in kept if known <= own or own <= known), None)
        if same is None:
            kept.append((own, list(way)))
        else:
            same += way
    return [way for _, way in kept]


def content_words(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The words that say something; all of them where none is rare enough."""
    kept = tuple(word for word in words if commonness(word, language) < _FUNCTION_WORD)
    return kept or words


def _fault(subject: Subject, same: Side, text: Segment, ways: list[list[Segment]]) -> Fault:
    """The commonest way is taken for the right one, the first where two are as common; the others are pointed at."""
    ways = sorted(ways, key=len, reverse=True)
    shown = [way[0] for way in ways[:_MOST_SHOWN]]
    spans: list[Span] = []
    for segment in sorted((one for way in ways for one in way[:_MOST_SHOWN]), key=lambda one: one.bead):
        spans += bead_spans(subject, subject.beads[segment.bead])
    spans.sort(key=lambda span: (span.side is same, span.start))
    quoted = " and ".join(f"“{segment.text}”" for segment in shown)
    message = (
        f"“{text.text}” is translated in {len(ways)} ways: {quoted}"
        if same is Side.SOURCE
        else f"“{text.text}” stands for {quoted}"
    )
    return Fault(
        message,
        tuple(spans),
        ways[1][0].bead,
        ways[0][0].text if same is Side.SOURCE and len(ways[0]) > len(ways[1]) else None,
    )
