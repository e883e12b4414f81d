"""The acronyms of one version, and what its text and the other version say about them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from aligner.checks.expansions import (
    Acronym,
    Definition,
    Name,
    acronyms_of,
    definitions_of,
    is_bracketed,
    is_glossed,
    names_of,
)
from aligner.checks.subject import Subject, Version
from aligner.model import Severity

_REACH = 60  # pairs of a bitext file within which two mentions belong to one text


@dataclass(frozen=True, slots=True)
class WrongAcronym:
    """Mentions of one wrong acronym, the right one where that is sure, and what a person is told."""

    mentions: list[Acronym]
    right: str | None
    message: str
    severity: Severity | None = None


@dataclass(frozen=True)
class AcronymText:
    """One version with its acronyms, and what is known about each."""

    subject: Subject
    version: Version

    @cached_property
    def acronyms(self) -> tuple[Acronym, ...]:
        """Every acronym of the running text, in order."""
        return acronyms_of(self.version)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Every acronym that stands beside its expansion."""
        return definitions_of(self.version, self.acronyms)

    @cached_property
    def names(self) -> dict[int, list[Name]]:
        """Capitalised names that may be a body's, by how many content words they have."""
        found: dict[int, list[Name]] = defaultdict(list)
        for name in names_of(self.version):
            found[len(name.words)].append(name)
        return found

    def names_near(self, length: int, sentence: int) -> list[Name]:
        """The names of so many content words in the text around a sentence."""
        names, bitext = self.names.get(length, []), self.subject.bitext
        if bitext is None or not bitext.is_pairs:
            return names
        of_sentence = attrgetter("sentence")
        first = bisect_left(names, sentence - _REACH, key=of_sentence)
        return names[first : bisect_right(names, sentence + _REACH, lo=first, key=of_sentence)]

    @cached_property
    def by_key(self) -> dict[str, list[Acronym]]:
        """Mentions of each acronym."""
        found: dict[str, list[Acronym]] = defaultdict(list)
        for acronym in self.acronyms:
            found[acronym.key].append(acronym)
        return found

    @cached_property
    def introduced(self) -> dict[str, list[Acronym]]:
        """Acronyms this text introduces itself: beside an expansion, in brackets, or with a word about acronyms."""
        beside = {definition.acronym.start for definition in self.definitions}
        found: dict[str, list[Acronym]] = defaultdict(list)
        for acronym in self.acronyms:
            if acronym.start in beside or is_bracketed(self.version, acronym) or is_glossed(self.version, acronym):
                found[acronym.key].append(acronym)
        return found

    def is_near(self, one: int, other: int) -> bool:
        """Whether two sentences belong to one text: always, but for the rows of a bitext file."""
        bitext = self.subject.bitext
        return bitext is None or not bitext.is_pairs or abs(one - other) <= _REACH

    def by_nearness(self, mentions: Sequence[Acronym]) -> list[list[Acronym]]:
        """Mentions in text order, divided where a bitext file goes on to another text."""
        groups: list[list[Acronym]] = []
        for mention in sorted(mentions, key=lambda one: one.start):
            if groups and self.is_near(groups[-1][-1].sentence, mention.sentence):
                groups[-1].append(mention)
            else:
                groups.append([mention])
        return groups

    def is_introduced(self, acronym: Acronym) -> bool:
        """Whether the text around an acronym introduces it."""
        return any(self.is_near(acronym.sentence, other.sentence) for other in self.introduced.get(acronym.key, ()))

    @cached_property
    def keys_by_sentence(self) -> dict[int, set[str]]:
        """Acronyms of each sentence that has any."""
        found: dict[int, set[str]] = defaultdict(set)
        for acronym in self.acronyms:
            found[acronym.sentence].add(acronym.key)
        return found

    def keys_opposite(self, other: AcronymText, sentence: int, margin: int = 0) -> set[str]:
        """Acronyms of the other version in the sentences aligned with one of this version."""
        numbers = self.subject.opposite_sentences(self.version.side, sentence, margin)
        return {key for number in numbers for key in other.keys_by_sentence.get(number, ())}

    def stands_for(self, other: AcronymText, key: str) -> tuple[tuple[int, str], ...]:
        """Sentences of this version, and acronyms in them that only it has, where the other version has `key`."""
        if key not in self._stand_ins:
            found: dict[tuple[int, str], None] = {}
            for mention in other.by_key.get(key, ()):
                for number in self.subject.opposite_sentences(other.version.side, mention.sentence):
                    keys = self.keys_by_sentence.get(number, set()) - {key}
                    found.update(dict.fromkeys((number, own) for own in sorted(keys) if own not in other.by_key))
            self._stand_ins[key] = tuple(found)
        return self._stand_ins[key]

    @cached_property
    def _stand_ins(self) -> dict[str, tuple[tuple[int, str], ...]]:
        return {}


def acronym_texts(subject: Subject) -> tuple[AcronymText, ...]:
    """The acronyms of every version; ask for them with `Subject.once`."""
    return tuple(AcronymText(subject, version) for version in subject.versions)
