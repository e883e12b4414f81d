"""What one text says of names and acronyms, small enough to be kept: what rules over many texts compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.checks.acronym_texts import AcronymText
from aligner.checks.expansions import is_glossed, without_marks
from aligner.checks.lexicon import commonness
from aligner.checks.names import Names
from aligner.checks.subject import Subject, Version
from aligner.checks.term_consistency import content_words, says_enough, segment_of
from aligner.checks.titles import titles
from aligner.model import Side
from aligner.provenance import digest

MOST_PLACES = 40  # of one spelling in one text; what is more is counted, and not pointed at
_MOST_WORDS = 15  # of a segment that comes back in other texts
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NameMentions:
    """A spelling of a name in a version: where, how often, and the names before and after it, bare, without titles.

    `familiarity` is how well known the spelling is, as a name or a word, in either language (Zipf).
    """

    spelling: str
    places: Places
    times: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    familiarity: float


@dataclass(frozen=True, slots=True)
class AcronymMentions:
    """An acronym in a version; `is_introduced` where the text itself says what it is, or whose it is."""

    key: str
    places: Places
    times: int
    is_introduced: bool


@dataclass(frozen=True, slots=True)
class Expansion:
    """An acronym beside its expansion, whose content `words` are bare; `fits`: the letters are those of the words."""

    key: str
    words: tuple[str, ...]
    place: tuple[int, int]
    fits: bool


@dataclass(frozen=True, slots=True)
class SegmentMention:
    """A pair of segments: a digest of what the source says, the words of the target that say something, and its place."""

    source: str
    words: tuple[str, ...]
    bead: int
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class VersionMentions:
    """The names and acronyms of one version of a text; of a target with a source also the pairs of segments."""

    side: Side
    language: str
    names: tuple[NameMentions, ...]
    acronyms: tuple[AcronymMentions, ...]
    expansions: tuple[Expansion, ...]
    segments: tuple[SegmentMention, ...] = ()


def mentions_of(subject: Subject) -> tuple[VersionMentions, ...]:
    """The names and acronyms of every version of a text.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "Amrullah Saleh met the National Resistance Front (NRF)."
    >>> document = Document(text, (Block(0, 55),), "en", sentences=(Sentence(0, 55),))
    >>> (version,) = mentions_of(Subject.alone(document, "es"))
    >>> [(name.spelling, name.before) for name in version.names if name.spelling == "Saleh"]
    [('Saleh', ('amrullah',))]
    >>> version.expansions[0].words
    ('national', 'resistance', 'front')
    """
    return tuple(_mentions(subject, version) for version in subject.versions)


def _mentions(subject: Subject, version: Version) -> VersionMentions:
    names, acronyms = Names(subject, version), AcronymText(subject, version)
    return VersionMentions(
        version.side,
        version.language,
        tuple(
            NameMentions(
                spelling,
                _places([(mention.start, mention.end) for mention in found]),
                len(found),
                _beside([mention.before for mention in found]),
                _beside([mention.after for mention in found]),
                max(commonness(spelling, language) for language in ("en", "es")),
            )
            for spelling in names.places
            if (found := names.mentions(spelling))
        ),
        tuple(
            AcronymMentions(
                key, _places([(one.start, one.end) for one in found]), len(found), key in acronyms.introduced
            )
            for key, found in acronyms.by_key.items()
        ),
        tuple(
            Expansion(
                definition.acronym.key,
                tuple(without_marks(word).lower() for word in definition.words),
                (definition.acronym.start, definition.acronym.end),
                definition.fits,
            )
            for definition in acronyms.definitions
            if not is_glossed(version, definition.acronym)
        ),
        _segments(subject) if subject.bitext is not None and version.side is Side.TARGET else (),
    )


def _segments(subject: Subject) -> tuple[SegmentMention, ...]:
    """The pairs of one sentence with one that say enough for another translation of the same to mean something."""
    bitext = subject.bitext
    assert bitext is not None
    found = []
    for number, bead in subject.pairs:
        if len(bead.source) != 1 or len(bead.target) != 1:
            continue
        source, target = (segment_of(subject, number, side) for side in Side)
        if says_enough(source, Side.SOURCE) and len(source.words) <= _MOST_WORDS:
            said = digest(" ".join(source.words).encode("utf-8", "surrogatepass"))
            words = tuple(sorted(set(content_words(target.words, bitext.target.language))))
            sentence = bitext.target.sentences[bead.target[0]]
            found.append(SegmentMention(said, words, number, (sentence.start, sentence.end)))
    return tuple(found)


def _places(found: Sequence[tuple[int, int]]) -> Places:
    return tuple(found[:MOST_PLACES])


def _beside(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names) - titles() - {""}))
