"""Names that the two versions spell in two ways, each its own throughout: Sarkozy in the source, Sakozy in the translation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from aligner.checks.lexicon import zipf
from aligner.checks.name_runs import NamesInPlace, NameWord
from aligner.checks.places import gazetteer
from aligner.checks.resemblance import are_one_given_name
from aligner.checks.spellings import Difference, difference, differs_at_end_only
from aligner.checks.subject import Subject

_KNOWN, _UNKNOWN = 2.5, 0.5  # Zipf from which a spelling is one that people know, and below which no list has it
_WORD = 4.0  # Zipf from which a capitalised word is a word of its language rather than somebody's name
_BETTER_KNOWN = (
    1.0  # Zipf units by which the translation's spelling is better known where it is the source that is wrong
)
_HARD_G = re.compile("gu(?=[ei])")  # how Spanish writes the g of get
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
    """Names of which each version has a spelling of its own that the other's language does not explain.

    One is known and the other in no list; or both stand beside the same name; or Spanish doubles a letter that English
    does not, where it is Spanish that makes double letters single. A spelling of the translation that is the usual one in
    its language is no slip.
    """
    if subject.source is None:
        return
    source, target = subject.once(names_in_place)
    found: dict[tuple[str, str], list[tuple[int, NameWord, NameWord]]] = defaultdict(list)
    for number, bead in subject.pairs:
        here = _only_here(source, bead.source, target.times)
        there = _only_here(target, bead.target, source.times) if here else []
        for key, sentence, at in here:
            for other_key, other_sentence, other_at in there:
                # A slip leaves the first letter where it is, or exchanges it with the second.
                if key[:1] != other_key[:1] and key[:2] != other_key[1::-1]:
                    continue
                one, other = source.name(sentence, at), target.name(other_sentence, other_at)
                if _is_slip(one, other, subject.source.language):
                    found[key, other_key].append((number, one, other))
    for places in found.values():
        number, one, other = places[0]
        is_source_wrong = _is_first_wrong(one.text, other.text)
        wrong = tuple(place[1] if is_source_wrong else place[2] for place in places)
        yield SpelledApart(wrong, other if is_source_wrong else one, is_source_wrong, number)


def _only_here(names: NamesInPlace, sentences: Sequence[int], there: Container[str]) -> list[tuple[str, int, int]]:
    """The bare names of some sentences that the other version has nowhere, with sentence and position."""
    return [(key, number, at) for number in sentences for at, key in names.places(number) if key not in there]


def _is_first_wrong(source: str, target: str) -> bool:
    """Whether it is the source that misspells a name: the translation's spelling is that of a name that people know."""
    known = _familiarity(target)
    return known < _WORD and known - _familiarity(source) >= _BETTER_KNOWN


def _is_slip(one: NameWord, other: NameWord, language: str) -> bool:
    """Whether one spelling is a slip of the other: a letter doubled, changed, lost or out of place; `language`: of the first."""
    kind = difference(one.text, other.text)
    if kind not in _SLIPS or are_one_given_name(one.key, other.key):
        return False
    if any(name.key in gazetteer(spoken).counterparts for name in (one, other) for spoken in ("en", "es")):
        return False
    if kind is Difference.LETTER and differs_at_end_only(one.text, other.text):
        return False
    rarer, better = sorted((_familiarity(one.text), _familiarity(other.text)))
    if rarer < _UNKNOWN and (better >= _KNOWN or kind is Difference.SWAPPED):
        return True
    if kind is Difference.DOUBLED:  # Spanish makes double letters single: Gaddafi, Gadafi
        english, spanish = (one, other) if language == "en" else (other, one)
        return rarer < _KNOWN and len(spanish.key) > len(english.key) and not _is_usual(spanish, english, "es")
    is_respelled = _HARD_G.sub("g", one.key) == _HARD_G.sub("g", other.key)
    if is_respelled or _is_usual(other, one, "es" if language == "en" else "en"):
        return False
    return rarer < _WORD and _stand_beside_one_name(one, other)


def _is_usual(one: NameWord, other: NameWord, language: str) -> bool:
    """Whether the first spelling is commoner in a language than the second, as Turguénev in Spanish."""
    return zipf(one.text, language) > zipf(other.text, language)


def _stand_beside_one_name(one: NameWord, other: NameWord) -> bool:
    """Whether both have the same name before them, or after."""
    return bool((one.before and one.before == other.before) or (one.after and one.after == other.after))


def _familiarity(name: str) -> float:
    return max(zipf(name, "en"), zipf(name, "es"))
