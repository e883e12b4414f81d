"""NAM401 and NAM403: one name in two spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from aligner.checks.expansions import STOP_WORDS
from aligner.checks.lexicon import commonness
from aligner.checks.opposite_spellings import SpelledApart, spelled_apart
from aligner.checks.registry import Fault, Fix, rule
from aligner.checks.spellings import Difference, bare, difference, differs_at_end_only, pairs
from aligner.checks.subject import Subject, Version
from aligner.checks.titles import titles
from aligner.model import Role, Severity

_REACH = 30  # rows of a bitext file within which two mentions belong to one text
_UNKNOWN, _KNOWN = (
    1.5,
    2.5,
)  # Zipf: below the first no list has the word; from the second on it is a word or name people know
_OWN_SPELLING = 0.8  # Zipf units by which a spelling is commoner in the language whose it is
_OPENING = 5.0  # Zipf from which a word before a name at the start of a sentence is no first name
_COMMON = 4.0  # Zipf from which a capital at the start of a sentence says nothing

# What stands before a word in an address, and behind it.
_BEFORE_IN_ADDRESS, _IN_ADDRESS = re.compile(r"[@./_]"), re.compile(r"[@./_]\w")

# How much each piece of evidence says; a pair of spellings is reported from _ENOUGH on.
_ENOUGH = 2.5
_WEIGHTS = {Difference.DOUBLED: 1.5, Difference.SWAPPED: 1.5, Difference.SOUND: 1.0, Difference.LETTER: 0.5}
_SAME_SPELLING, _SAME_PARTNER, _SAME_COMPANION, _UNKNOWN_SPELLING, _RARE_SPELLING = 5.0, 3.0, 2.5, 1.0, 0.5
_NO_PARTNER = -1.0  # the other version writes the usual spelling as here, but not where the unusual one stands
# Mentions that a spelling's being better known is worth when the usual one is chosen.
_MENTIONS_PER_ZIPF, _MOST_KNOWN_LEAD = 1.5, 2.5
_SLIP_OF_KNOWN, _NOWHERE_ELSE, _MANY_MENTIONS, _LONG_NAME, _INTRODUCED = 0.5, 0.5, 0.5, 0.5, 0.5
_TWO_BEARERS, _TWO_BEARERS_OF_A_SLIP, _LAST_LETTER, _BOTH_KNOWN, _BOTH_KNOWN_LETTER = -3.0, -1.0, -1.5, -1.5, -3.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at `[start, end)`; `before` and `after` are the capitalised words beside it, "" for none.

    `opens`: it is the first word of its sentence, so that its capital says little.
    """

    start: int
    end: int
    sentence: int
    opens: bool
    before: str
    after: str


@dataclass(frozen=True)
class Names:
    """The names of one version: words with a capital that is not the sentence's, by spelling."""

    subject: Subject
    version: Version

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Sentence and position of each mention of each spelling, in text order; spellings without possessive."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        doubtful: dict[str, list[tuple[int, int]]] = defaultdict(list)
        names, document = self._spellings, self.version.document
        codes = {number for number, block in enumerate(document.blocks) if block.role is Role.CODE}
        for sentence, at, text in self.version.sentence_words.places(names):
            if codes and document.sentences[sentence].block in codes:
                continue
            name = names[text]
            is_sure = at > 0 or self._rarity(name) < _COMMON
            (found if is_sure else doubtful)[name].append((sentence, at))
        sure = {bare(name) for name in found}
        for name, places in doubtful.items():
            if bare(name) in sure:
                found[name] = sorted([*found.get(name, ()), *places])
        return dict(found)

    def mentions(self, name: str) -> list[Mention]:
        """The mentions of a spelling, in text order."""
        found = self._mentions.get(name)
        if found is None:
            found = [self._mention(sentence, at, name) for sentence, at in self.places.get(name, ())]
            self._mentions[name] = found
        return found

    @cached_property
    def _mentions(self) -> dict[str, list[Mention]]:
        return {}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """The name that each word of the document is, of those that are one and never have a small letter."""
        words = self.version.sentence_words
        names = ((word, _name(word)) for word in words.capitalised)
        found = {word: name for word, name in names if name}
        small = self._in_small_letters({name.lower() for name in found.values()} & words.distinct.keys())
        return {word: name for word, name in found.items() if name.lower() not in small}

    def _in_small_letters(self, words: set[str]) -> set[str]:
        """Those of some words that stand in small letters in the text, not only in addresses."""
        text = self.version.document.text
        return {
            word.text
            for word in (self.version.sentence_words.among(words) if words else ())
            if not (_BEFORE_IN_ADDRESS.match(text[word.start - 1 : word.start]) or _IN_ADDRESS.match(text, word.end))
        }

    @cached_property
    def by_sentence(self) -> dict[int, set[str]]:
        """Spellings of each sentence."""
        found: dict[int, set[str]] = defaultdict(set)
        for name, places in self.places.items():
            for sentence, _ in places:
                found[sentence].add(name)
        return found

    def _rarity(self, name: str) -> float:
        return max(commonness(name, self.version.language), commonness(name, self.version.other_language))

    def _mention(self, sentence: int, at: int, name: str) -> Mention:
        """Word number `at` of a sentence as a mention of a name."""
        words = self.version.sentence_words
        start = words.start(sentence, at)
        before = self._companion(sentence, at - 1, at) if at else ""
        after = self._companion(sentence, at + 1, at) if at + 1 < len(words.texts[sentence]) else ""
        return Mention(start, start + len(name), sentence, at == 0, before, after)

    def _companion(self, sentence: int, at: int, beside: int) -> str:
        """A capitalised word beside another, with nothing but a blank or a dot between; "" for none."""
        words = self.version.sentence_words
        text = words.texts[sentence][at]
        if not text[0].isupper() or words.between(sentence, min(at, beside)) not in (" ", ". ", "\u00a0"):
            return ""
        stops = STOP_WORDS.get(self.version.language, frozenset())
        is_word = at == 0 and commonness(text, self.version.language) > _OPENING
        companion = bare(text)
        return "" if text.lower() in stops or (is_word and companion not in titles()) else companion

    def is_near(self, one: Mention, other: Mention) -> bool:
        """Whether two mentions belong to one text: always, but for the rows of a bitext file."""
        bitext = self.subject.bitext
        return bitext is None or not bitext.is_pairs or abs(one.sentence - other.sentence) <= _REACH

    def partners(self, name: str, mentions: Sequence[Mention], opposite: Names) -> set[str]:
        """Spellings in the sentences opposite that may be this name: the same, or one that is related."""
        numbers = {
            number
            for mention in mentions
            for number in self.subject.opposite_sentences(self.version.side, mention.sentence)
        }
        there = {other for number in numbers for other in opposite.by_sentence.get(number, ())}
        return {other for other in there if other == name or difference(other, name)}


@dataclass(frozen=True, slots=True)
class Drift:
    """Two spellings that may be one name: the one most mentions have, and the other."""

    usual: str
    unusual: str
    difference: Difference
    usual_mentions: tuple[Mention, ...]
    unusual_mentions: tuple[Mention, ...]


@lru_cache(maxsize=65_536)
def _name(text: str) -> str:
    """The name a word is, without possessive; "" where it is none."""
    if not text[0].isupper():
        return ""
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    letters = text.replace("-", "").replace("'", "").replace("’", "")
    is_name = len(text) >= 4 and not text[1:].isupper() and letters.isalpha()
    return text if is_name else ""


@rule("NAM401", "name-drift", Severity.WARNING, fix=Fix.MAJORITY, one_sided=True)
def name_drift(subject: Subject) -> Iterator[Fault]:
    """One name is spelled in two ways: Saleh here, Salleh there.

    A reader, a search engine and an index take them for two people. Two spellings that differ by a doubled letter, a
    swap, one sound or one letter are compared, and reported when something says that they are one: the same first name or
    title beside both, one spelling in the other version where this one has two, or a spelling that no word list knows.
    A known name that the other version has as it is known, and this one always in a spelling that no list has, is a slip;
    so is one beside the same name that its language does not write so, or doubled in Spanish alone (Saleh, Salleh).
    Different first names, both in one sentence, the same two spellings in the other version, number and gender (Mario,
    Maria) say that they are two. When many texts are checked together, each is held to the spelling that most of them have,
    where one first name, or a name that people know, says that they mean one.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "President Saleh flew to Dubai. President Salleh is still there."
    >>> document = Document(text, (Block(0, 63),), "en", sentences=(Sentence(0, 30), Sentence(31, 63)))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in name_drift(Subject.alone(document, "es"))]
    [('Salleh', 'Saleh')]
    """
    for names, opposite, drifts in subject.once(_all_drifts):
        for drift in drifts:
            if drift.difference is not Difference.DIACRITICS and _weigh(names, opposite, drift) >= _ENOUGH:
                yield _fault(names, drift)
    for slip in spelled_apart(subject):
        yield _fault_of_versions(subject, slip)


@rule("NAM403", "name-diacritics", Severity.INFO, fix=Fix.MAJORITY, one_sided=True)
def name_diacritics(subject: Subject) -> Iterator[Fault]:
    """One name stands with its diacritics and without them: Pérez, Perez.

    Either may be the house style, but not both in one text. Common words and places that a language writes its own way
    (Mexico in English, beside a Spanish title with México) are left alone unless the same first name stands beside both.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "Jiří Hašek won. In Brno, Hasek is a hero."
    >>> document = Document(text, (Block(0, 41),), "en", sentences=(Sentence(0, 15), Sentence(16, 41)))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in name_diacritics(Subject.alone(document, "es"))]
    [('Hasek', 'Hašek')]
    """
    for names, opposite, drifts in subject.once(_all_drifts):
        for drift in drifts:
            if drift.difference is Difference.DIACRITICS and _is_same_bearer(names, opposite, drift):
                yield _fault(names, drift)


def _names(subject: Subject) -> tuple[Names, ...]:
    return tuple(Names(subject, version) for version in subject.versions)


def _both(subject: Subject) -> list[tuple[Names, Names | None]]:
    every = subject.once(_names)
    return [(names, next((other for other in every if other is not names), None)) for names in every]


def _all_drifts(subject: Subject) -> list[tuple[Names, Names | None, list[Drift]]]:
    """The drifts of each version, for the two rules that tell of them."""
    return [(names, opposite, list(_drifts(names, opposite))) for names, opposite in _both(subject)]


def _drifts(names: Names, opposite: Names | None) -> Iterator[Drift]:
    """Pairs of related spellings in texts where both stand, the usual one first."""
    for one, other, found in pairs(names.places):
        first, second = names.mentions(one), names.mentions(other)
        near_first = tuple(mention for mention in first if any(names.is_near(mention, near) for near in second))
        near_second = tuple(mention for mention in second if any(names.is_near(mention, near) for near in first))
        if not near_first:
            continue
        drift = Drift(one, other, found, near_first, near_second)
        if not _is_name_by_choice(names, opposite, drift):
            continue
        if _are_translations(names.version, one, other) and not _has_same_companion(drift):
            continue
        flipped = Drift(other, one, found, near_second, near_first)
        yield max((drift, flipped), key=lambda drift: _usualness(names, opposite, drift))


def _is_name_by_choice(names: Names, opposite: Names | None, drift: Drift) -> bool:
    """Whether the capitals are more than those of sentences and labels: one inside a sentence, or a name opposite.

    A doubled letter or a swap is a slip in a word as in a name.
    """
    mentions = (*drift.usual_mentions, *drift.unusual_mentions)
    if drift.difference in (Difference.DOUBLED, Difference.SWAPPED) or not all(mention.opens for mention in mentions):
        return True
    return opposite is not None and bool(names.partners(drift.usual, mentions, opposite))


def _are_translations(version: Version, one: str, other: str) -> bool:
    """Whether each language has its own spelling (Japón, Japan): the foreign one then stands in a title or a name."""

    def leaning(name: str) -> float:
        return commonness(name, version.language) - commonness(name, version.other_language)

    first, second = leaning(one), leaning(other)
    if bare(one) == bare(other):  # México in an English text, Canada in a Spanish one
        own = one if first > second else other
        return min(first, second) < -_OWN_SPELLING and commonness(own, version.language) >= _COMMON
    return min(first, second) < -_OWN_SPELLING and max(first, second) > _OWN_SPELLING


def _usualness(names: Names, opposite: Names | None, drift: Drift) -> tuple[float, ...]:
    """What makes the first spelling of a drift the right one: the other version, mentions, being known."""
    mentions = (*drift.usual_mentions, *drift.unusual_mentions)
    is_marked = not drift.usual.isascii()
    is_opposite = opposite is not None and drift.usual in names.partners(drift.usual, mentions, opposite)
    if drift.difference is Difference.DIACRITICS:  # a language that writes no marks says nothing about them
        return (is_opposite and is_marked, len(drift.usual_mentions), is_marked, -drift.usual_mentions[0].start)
    familiarity = _familiarity(drift.usual)
    lead = max(0.0, familiarity - _familiarity(drift.unusual))
    worth = min(lead, _MOST_KNOWN_LEAD) * _MENTIONS_PER_ZIPF + _has_full_name(drift.usual_mentions)
    return (is_opposite, len(drift.usual_mentions) + worth, familiarity, -drift.usual_mentions[0].start)


def _familiarity(name: str) -> float:
    """How well known a spelling is, as a name or a word, in either language (Zipf)."""
    return max(commonness(name, "en"), commonness(name, "es"))


def _weigh(names: Names, opposite: Names | None, drift: Drift) -> float:
    """How much says that the two spellings are one name."""
    rarer, other = sorted((_familiarity(drift.unusual), _familiarity(drift.usual)))
    is_slip = rarer < _UNKNOWN and other >= _KNOWN
    is_letter, is_sound = drift.difference is Difference.LETTER, drift.difference is Difference.SOUND
    weight = _WEIGHTS[drift.difference]
    weight += _UNKNOWN_SPELLING if rarer < _UNKNOWN else _RARE_SPELLING if rarer < _KNOWN else 0.0
    weight += _NOWHERE_ELSE if not rarer else 0.0
    weight += _SLIP_OF_KNOWN if is_slip else 0.0
    weight += (_BOTH_KNOWN_LETTER if is_letter else _BOTH_KNOWN) if rarer >= _KNOWN else 0.0
    weight += _MANY_MENTIONS if len(drift.usual_mentions) >= 3 else 0.0
    weight += _LONG_NAME if len(drift.usual) >= 7 else 0.0
    weight += _LAST_LETTER if not is_sound and differs_at_end_only(drift.usual, drift.unusual) else 0.0
    weight += _SAME_COMPANION if _has_same_companion(drift) else 0.0
    weight += _INTRODUCED if _is_introduced_once(drift) else 0.0
    if _has_two_bearers(drift):
        weight += _TWO_BEARERS_OF_A_SLIP if is_slip and not is_letter else _TWO_BEARERS
    return weight + _weigh_opposite(names, opposite, drift)


def _weigh_opposite(names: Names, opposite: Names | None, drift: Drift) -> float:
    """What the other version says: one spelling for both, or two as here."""
    if opposite is None:
        return 0.0
    # A sentence with both says nothing: what stands opposite may be either's.
    unusual = names.partners(drift.unusual, _apart(drift.unusual_mentions, drift.usual_mentions), opposite)
    usual = names.partners(drift.usual, _apart(drift.usual_mentions, drift.unusual_mentions), opposite)
    if drift.unusual in unusual:
        return _TWO_BEARERS
    if drift.usual in unusual and drift.unusual not in opposite.places:
        return _SAME_SPELLING
    if unusual & usual:
        return _SAME_PARTNER
    return _NO_PARTNER if drift.usual in usual and drift.usual not in unusual else 0.0


def _apart(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """Mentions in sentences where the other spelling does not stand."""
    sentences = {mention.sentence for mention in others}
    return [mention for mention in mentions if mention.sentence not in sentences]


def _has_same_companion(drift: Drift) -> bool:
    return any(
        {getattr(mention, side) for mention in drift.usual_mentions}
        & {getattr(mention, side) for mention in drift.unusual_mentions} - {""}
        for side in ("before", "after")
    )


def _has_full_name(mentions: Sequence[Mention]) -> bool:
    return any(_has_name_beside(mentions, side) for side in ("before", "after"))


def _is_introduced_once(drift: Drift) -> bool:
    """Whether only one spelling has a first name, as a surname that goes back to a full name."""
    return _has_full_name(drift.usual_mentions) != _has_full_name(drift.unusual_mentions)


def _has_two_bearers(drift: Drift) -> bool:
    """Whether both stand in one sentence, or beside different names."""
    if _has_same_companion(drift):
        return False
    sentences = {mention.sentence for mention in drift.usual_mentions}
    if any(mention.sentence in sentences for mention in drift.unusual_mentions):
        return True
    return any(
        _has_name_beside(drift.usual_mentions, side) and _has_name_beside(drift.unusual_mentions, side)
        for side in ("before", "after")
    )


def _has_name_beside(mentions: Sequence[Mention], side: str) -> bool:
    return any(beside and beside not in titles() for beside in (getattr(mention, side) for mention in mentions))


def _is_same_bearer(names: Names, opposite: Names | None, drift: Drift) -> bool:
    """Whether a name with and without diacritics is one name."""
    if _has_same_companion(drift):
        return True
    if opposite and _is_marked_opposite(names, opposite, drift):
        return True
    is_common = max(commonness(name, names.version.language) for name in (drift.usual, bare(drift.usual))) >= _COMMON
    return not is_common and not _has_two_bearers(drift)


def _is_marked_opposite(names: Names, opposite: Names, drift: Drift) -> bool:
    """Whether the other version has the marks where this one drops them."""
    plain, marked = sorted((drift.usual, drift.unusual), key=lambda name: not name.isascii())
    mentions = drift.usual_mentions if plain == drift.usual else drift.unusual_mentions
    there = names.partners(plain, mentions, opposite)
    return marked in there and plain not in there


def _fault_of_versions(subject: Subject, slip: SpelledApart) -> Fault:
    assert subject.source is not None
    here, there = subject.source, subject.target
    if not slip.is_source_wrong:
        here, there = there, here
    spans = (*(here.span(name.start, name.end) for name in slip.wrong), there.span(slip.right.start, slip.right.end))
    other = "translation" if slip.is_source_wrong else "source"
    return Fault(f"{spans[0].text} is {slip.right.text} in the {other}", spans, slip.bead, slip.right.text)


def _fault(names: Names, drift: Drift) -> Fault:
    shown = (*drift.unusual_mentions, drift.usual_mentions[0])
    spans = tuple(names.version.span(mention.start, mention.end) for mention in shown)
    bead = names.subject.bead_of(names.version.side, shown[0].sentence)
    times = len(drift.usual_mentions)
    message = f"{drift.unusual} is {drift.usual} elsewhere ({times} of {times + len(drift.unusual_mentions)} times)"
    return Fault(message, spans, bead, drift.usual)
