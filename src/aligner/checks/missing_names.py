"""NAM402: a name of one version that its translation lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from aligner.checks.capital_words import upper_case_words
from aligner.checks.lexicon import commonness, has_list, zipf
from aligner.checks.name_runs import NameRun, NamesInPlace, NameWord, Said
from aligner.checks.opposite_spellings import names_in_place
from aligner.checks.places import gazetteer
from aligner.checks.registry import Fault, rule
from aligner.checks.resemblance import any_begins_alike, any_sounds_alike, is_formed_from, resembles
from aligner.checks.subject import Subject, Version
from aligner.model import Bead, Severity, Side

_MARGIN = 1  # beads before and after in which a translation may have put a name
_RARE = 2.0  # Zipf below which a word with a capital is a name and nothing else
_EVEN = 0.9  # Zipf units by which names differ in frequency between the languages, at most; words differ more
_KEPT, _NO_WORD = (
    2.0,
    3.8,
)  # the same where both versions have it as a name somewhere, and the Zipf that it must not have
_OWN, _BOTH_OWN = 0.8, 2.5  # Zipf units, each and together, by which a word and its translation are of their languages
_FOREIGN = 0.5  # Zipf units by which a word may be commoner in its language and still be no word of it
_UNCOMMON = 3.4  # Zipf below which a word with a capital, opposite one that is no word of its language, is a name
_PLAIN = 1.9  # Zipf units by which a word that is no surname is of its language
_SELDOM = 12  # times that a translation has a name whose bearer "he" would not tell
_FULL_NAME = 2  # words of a name that says who somebody is


@rule("NAM402", "name-missing", Severity.WARNING, needs_pair=True)
def name_missing(subject: Subject) -> Iterator[Fault]:
    """A name of the source is absent from its translation, or another stands in its place.

    The reader of the translation is told of somebody else, or of nobody. Translations say "he" for a name, move it to
    the next sentence, spell it their own way and have their own names for places, so that something must speak
    for a fault: the same first name with another surname, a country for a country, one name that only the source has
    opposite one that only the target has, or a full name of which nothing is left.

    >>> from aligner.model import Bitext, Block, Document, Sentence
    >>> source = Document("Gabino Ferrer lo negó.", (Block(0, 22),), "es", sentences=(Sentence(0, 22),))
    >>> target = Document("Gabino Harris denied it.", (Block(0, 24),), "en", sentences=(Sentence(0, 24),))
    >>> (fault,) = name_missing(Subject.pair(Bitext(source, target, (Bead((0,), (0,)),))))
    >>> [span.text for span in fault.spans]
    ['Harris', 'Ferrer']
    """
    assert subject.source is not None
    source, target = subject.once(names_in_place)
    found: dict[tuple[str, str], list[_Missing]] = defaultdict(list)
    for number, bead in subject.pairs:
        for missing in _missing(_BesideEachOther(subject, number, bead, source, target)):
            found[missing.key].append(missing)
    for key, group in found.items():
        # What the translation calls its own way throughout is no fault (Khmer Rouge).
        if len(group) == 1 or 2 * len(group) < source.times[key[0]]:
            yield from (_fault(subject, missing) for missing in group)


@dataclass(frozen=True, slots=True)
class _Missing:
    """Names of the source that a bead's translation lacks, and the one in their place, None for nothing."""

    here: NameRun
    there: NameWord | None
    bead: int

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same name with the same in its place."""
        return self.here.names[-1].key, self.there.key if self.there else ""


@dataclass(frozen=True)
class _BesideEachOther:
    """A bead, with the names of both sides."""

    subject: Subject
    number: int
    bead: Bead
    source: NamesInPlace
    target: NamesInPlace

    @cached_property
    def source_names(self) -> list[NameWord]:
        """The names of the source sentences."""
        return [name for sentence in self.bead.source for name in self.source.names(sentence)]

    @cached_property
    def target_names(self) -> list[NameWord]:
        """The names of the target sentences."""
        return [name for sentence in self.bead.target for name in self.target.names(sentence)]

    @property
    def lacks_some(self) -> bool:
        """Whether some source name does not stand in the target sentences letter by letter: most do."""
        texts = self.target.version.sentence_words.texts
        said = [texts[one] for one in self.bead.target]
        return any(
            not any(name in words for words in said)
            for sentence in self.bead.source
            for name in self.source.spellings(sentence)
        )

    def said(self, side: Side) -> Said:
        """The words of one side."""
        return self._said(side, self.number)

    def _said(self, side: Side, bead: int) -> Said:
        """The words of one side of a bead."""
        names = self.source if side is Side.SOURCE else self.target
        return names.said(self.subject.beads[bead].numbers(side))

    def _around(self, side: Side) -> list[Said]:
        """The words of one side of the beads around."""
        beads = range(max(0, self.number - _MARGIN), min(self.number + _MARGIN + 1, len(self.subject.beads)))
        return [self._said(side, bead) for bead in beads if bead != self.number]

    @cached_property
    def missing_source(self) -> list[NameWord]:
        """Source names that the target sentences lack."""
        return _absent(self.source_names, self.source.version, [self.said(Side.TARGET)])

    @cached_property
    def missing_target(self) -> list[NameWord]:
        """Target names that the source sentences lack."""
        return _absent(self.target_names, self.target.version, [self.said(Side.SOURCE)])

    @cached_property
    def nowhere_near_source(self) -> list[NameWord]:
        """Source names that the target lacks in the beads around as well."""
        missing = self.missing_source
        return _absent(missing, self.source.version, self._around(Side.TARGET)) if missing else []

    @cached_property
    def nowhere_near_target(self) -> list[NameWord]:
        """Target names that the source lacks in the beads around as well."""
        missing = self.missing_target
        return _absent(missing, self.target.version, self._around(Side.SOURCE)) if missing else []


def _absent(names: Sequence[NameWord], version: Version, around: Sequence[Said]) -> list[NameWord]:
    """The names that no word around resembles, and no other name of the same place stands for."""
    return [name for name in names if not any(_may_say(name, version, said) for said in around)]


def _may_say(name: NameWord, version: Version, said: Said) -> bool:
    """Whether a word resembles a name, or another name of the same place stands for it."""
    return (
        name.key in said.words
        or any_begins_alike(name.key, said.words, said.line)
        or any_sounds_alike(name.key, said.capitalised)
        or _is_translated(name, version, said)
    )


def _is_translated(name: NameWord, version: Version, said: Said) -> bool:
    """Whether the other language's word for a place or its people is among the words."""
    counterparts = gazetteer(version.language).counterparts.get(name.key, ())
    return any(f" {_stem(counterpart)}" in said.line for counterpart in counterparts)


def _stem(counterpart: str) -> str:
    """The beginning that a name of a place or people keeps, whatever its number and gender."""
    return counterpart[: max(4, len(counterpart) - 2)]


def _missing(beside: _BesideEachOther) -> Iterator[_Missing]:
    if not beside.lacks_some or all(_is_among(name, beside.said(Side.TARGET)) for name in beside.source_names):
        return
    for found in (_companions, _places, _strangers, _seldom_strangers):
        pair = found(beside)
        if pair and not is_formed_from(pair[0].key, pair[1].key):
            here, there = pair
            yield _Missing(NameRun((here,)), there, beside.number)
            return
    for run in _left_out(beside):
        yield _Missing(run, None, beside.number)


def _is_among(name: NameWord, said: Said) -> bool:
    """Whether a name stands among the words as it is, but for diacritics."""
    return name.key in said.words


def _companions(beside: _BesideEachOther) -> tuple[NameWord, NameWord] | None:
    """A name beside which both sides have the same one, itself another on each."""
    said_in_source, said_in_target = beside.said(Side.SOURCE), beside.said(Side.TARGET)
    for here in beside.source_names:
        if not (here.before or here.after) or _is_among(here, said_in_target):
            continue
        for there in beside.target_names:
            same_before = here.before and here.before == there.before
            same_after = here.after and here.after == there.after
            if not (same_before or same_after) or _is_among(there, said_in_source) or _are_words(beside, here, there):
                continue
            is_same = resembles(here.key, there.key)
            if not is_same and not _is_translated(here, beside.source.version, said_in_target):
                return here, there
    return None


def _are_words(beside: _BesideEachOther, here: NameWord, there: NameWord) -> bool:
    """Whether each is a word of its language, so that one translates the other (National, Nacional), or one plainly is."""
    first, second = _leaning(here, beside.source.version), _leaning(there, beside.target.version)
    if any(
        _is_plain_word(name, version)
        for name, version in ((here, beside.source.version), (there, beside.target.version))
    ):
        return True
    return first > _OWN and second > _OWN and first + second > _BOTH_OWN


def _is_plain_word(name: NameWord, version: Version) -> bool:
    """Whether a name is a word of its language alone: not Méndez either, which lists of English have without its mark."""
    return _leaning(name, version) > _PLAIN and zipf(name.text, version.language) > _PLAIN + zipf(
        name.key, version.other_language
    )


def _leaning(name: NameWord, version: Version) -> float:
    """How much commoner a name is in its version's language than in the other, in Zipf units; 0 without lists."""
    if not (has_list(version.language) and has_list(version.other_language)):
        return 0.0
    return zipf(name.text, version.language) - zipf(name.text, version.other_language)


def _places(beside: _BesideEachOther) -> tuple[NameWord, NameWord] | None:
    """A place that only the source has, where the target has one that only it has."""
    here = [name for name in beside.missing_source if name.key in gazetteer(beside.source.version.language).whole]
    if len({name.key for name in here}) != 1:
        return None
    known = gazetteer(beside.target.version.language)
    runs = [
        run
        for run in beside.target.runs([name for name in beside.missing_target if name.key in known.counterparts])
        if len(run.names) > 1 or run.names[0].key in known.whole
    ]
    if len(runs) != 1:
        return None
    is_far = here[0] in beside.nowhere_near_source or runs[0].names[0] in beside.nowhere_near_target
    return (here[0], runs[0].names[0]) if is_far else None


def _strangers(beside: _BesideEachOther) -> tuple[NameWord, NameWord] | None:
    """The one name that only the source has, opposite the one that only the target has."""
    here = [name for name in beside.nowhere_near_source if _is_known_name(name, beside.source, beside.target)]
    if len(beside.source.runs(here)) != 1:
        return None
    there = [name for name in beside.nowhere_near_target if _is_known_name(name, beside.target, beside.source)]
    if len(beside.target.runs(there)) != 1:
        return None
    if any(beside.source.are_one(one, other) or beside.target.are_one(one, other) for one in here for other in there):
        return None
    return here[0], there[0]


def _seldom_strangers(beside: _BesideEachOther) -> tuple[NameWord, NameWord] | None:
    """The only words with a capital that the other side lacks, one of them foreign to its language, the other seldom there.

    A translated word is at home in the language it is translated into; "Julián" in an English text is none.
    """
    here = _that_may_be_names(beside.nowhere_near_source, beside.source.version)
    there = _that_may_be_names(beside.nowhere_near_target, beside.target.version)
    if len(beside.source.runs(here)) != 1 or len(beside.target.runs(there)) != 1:
        return None
    if any(name.opens for name in (*here, *there)) or _are_renamed(beside, here, there):
        return None
    if any(beside.source.are_one(one, other) or beside.target.are_one(one, other) for one in here for other in there):
        return None
    sides = ((here, beside.source.version), (there, beside.target.version))
    foreign = [all(_leaning(name, version) < _FOREIGN for name in names) for names, version in sides]
    seldom = [any(commonness(name.text, version.language) < _UNCOMMON for name in names) for names, version in sides]
    is_told = (foreign[0] and seldom[1]) or (foreign[1] and seldom[0])
    return (here[0], there[0]) if is_told else None


def _that_may_be_names(names: Sequence[NameWord], version: Version) -> list[NameWord]:
    """The names but for months, weekdays, peoples and other words of the language, which have a capital there and not elsewhere."""
    by_grammar = upper_case_words(version.language)
    return [
        name
        for name in names
        if name.key not in by_grammar
        and (_leaning(name, version) < _OWN or commonness(name.text, version.language) < _NO_WORD)
    ]


def _are_renamed(beside: _BesideEachOther, here: Sequence[NameWord], there: Sequence[NameWord]) -> bool:
    """Whether a version has one of the names again and the other never has it."""
    source, target = beside.source.times, beside.target.times
    return any(source[name.key] > 1 and name.key not in target for name in here) or any(
        target[name.key] > 1 and name.key not in source for name in there
    )


def _is_known_name(name: NameWord, names: NamesInPlace, other: NamesInPlace) -> bool:
    """Whether a word is a name that the other version, where it repeats, has somewhere, so that it is not renamed."""
    is_renamed = names.times[name.key] > 1 and name.key not in other.times
    return not is_renamed and _is_pure(name, names, other)


def _is_pure(name: NameWord, names: NamesInPlace, other: NamesInPlace) -> bool:
    """Whether a word with a capital is a name: it is rare, as common in both languages, or kept by the other version."""
    if name.opens and not name.after:
        return False
    languages = names.version.language, names.version.other_language
    first, second = (commonness(name.text, language) for language in languages)
    is_kept = max(first, second) < _NO_WORD and name.key in other.times
    return max(first, second) < _RARE or abs(first - second) < (_KEPT if is_kept else _EVEN)


def _left_out(beside: _BesideEachOther) -> list[NameRun]:
    """Full names of which the target sentences have nothing, and those around not the whole."""
    names = [name for name in beside.missing_source if _is_pure(name, beside.source, beside.target)]
    runs = [run for run in beside.source.runs(names) if len(run.names) >= _FULL_NAME]
    if not runs or any(_is_pure(name, beside.target, beside.source) for name in beside.nowhere_near_target):
        return []
    gone = {name.start for name in beside.nowhere_near_source}
    return [
        run
        for run in runs
        if any(name.start in gone for name in run.names) and beside.target.times[run.names[-1].key] <= _SELDOM
    ]


def _fault(subject: Subject, missing: _Missing) -> Fault:
    assert subject.source is not None
    here = subject.source.span(missing.here.start, missing.here.end)
    if missing.there is None:
        return Fault(f"the translation does not have {here.text}", (here,), missing.bead)
    there = subject.target.span(missing.there.start, missing.there.end)
    return Fault(f"the source has {here.text} where the translation has {there.text}", (there, here), missing.bead)
