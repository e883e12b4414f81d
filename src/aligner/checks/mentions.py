"""What one text says of names and acronyms, small enough to be kept: what rules over many texts compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.checks.acronym_texts import AcronymText
from aligner.checks.expansions import is_glossed, without_marks
from aligner.checks.lexicon import commonness
from aligner.checks.names import Names
from aligner.checks.subject import Subject, Version
from aligner.checks.titles import titles
from aligner.model import Side

MOST_PLACES = 40  # of one spelling in one text; what is more is counted, and not pointed at
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
class VersionMentions:
    """The names and acronyms of one version of a text."""

    side: Side
    language: str
    names: tuple[NameMentions, ...]
    acronyms: tuple[AcronymMentions, ...]
    expansions: tuple[Expansion, ...]


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
            for spelling, found in names.mentions.items()
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
    )


def _places(found: Sequence[tuple[int, int]]) -> Places:
    return tuple(found[:MOST_PLACES])


def _beside(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names) - titles() - {""}))
