"""Names that the two versions spell in two ways, each its own throughout: Sarkozy in the source, Sakozy in the translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.checks.lexicon import zipf
from aligner.checks.name_runs import NamesInPlace, NameWord
from aligner.checks.places import gazetteer
from aligner.checks.resemblance import are_one_given_name
from aligner.checks.spellings import Difference, difference, differs_at_end_only
from aligner.checks.subject import Subject

_KNOWN, _UNKNOWN = 2.5, 0.5  # Zipf from which a spelling is one that people know, and below which no list has it
_SLIPS = (Difference.SWAPPED, Difference.DOUBLED, Difference.LETTER)


@dataclass(frozen=True, slots=True)
class SpelledApart:
    """One name in two spellings: where the wrong one stands, the right one opposite, and which side is wrong."""

    wrong: tuple[NameWord, ...]
    right: NameWord
    is_source_wrong: bool
    bead: int


def names_in_place(subject: Subject) -> tuple[NamesInPlace, ...]:
    """The names of each version by sentence; ask for them with `Subject.once`."""
    return tuple(NamesInPlace(version) for version in subject.versions)


def spelled_apart(subject: Subject) -> Iterator[SpelledApart]:
    """Names for which the other version has a known spelling, and this one always one that no list knows."""
    if subject.source is None:
        return
    source, target = subject.once(names_in_place)
    found: dict[tuple[str, str], list[tuple[int, NameWord, NameWord]]] = defaultdict(list)
    for number, bead in subject.pairs:
        here = [name for sentence in bead.source for name in source.names(sentence) if name.key not in target.times]
        there = [name for sentence in bead.target for name in target.names(sentence) if name.key not in source.times]
        for one in here:
            for other in there:
                if _is_slip(one, other):
                    found[one.key, other.key].append((number, one, other))
    for places in found.values():
        number, one, other = places[0]
        is_source_wrong = _familiarity(one.text) < _familiarity(other.text)
        wrong = tuple(place[1] if is_source_wrong else place[2] for place in places)
        yield SpelledApart(wrong, other if is_source_wrong else one, is_source_wrong, number)


def _is_slip(one: NameWord, other: NameWord) -> bool:
    """Whether one spelling is a slip of the other: a known name with a letter doubled, changed, lost or out of place."""
    # A slip leaves the first letter where it is, or exchanges it with the second.
    if one.key[:1] != other.key[:1] and one.key[:2] != other.key[1::-1]:
        return False
    kind = difference(one.text, other.text)
    if kind not in _SLIPS or (kind is Difference.LETTER and differs_at_end_only(one.text, other.text)):
        return False
    if are_one_given_name(one.key, other.key) or any(
        name.key in gazetteer(language).counterparts for name in (one, other) for language in ("en", "es")
    ):
        return False
    rarer, better = sorted((_familiarity(one.text), _familiarity(other.text)))
    return rarer < _UNKNOWN and better >= _KNOWN


def _familiarity(name: str) -> float:
    return max(zipf(name, "en"), zipf(name, "es"))
