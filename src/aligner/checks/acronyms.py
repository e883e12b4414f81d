"""ACR301: the other language's acronym in a text that has its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from aligner.checks.expansions import (
    STOP_WORDS,
    Acronym,
    Definition,
    Name,
    acronyms_of,
    definitions_of,
    is_bracketed,
    is_glossed,
    letters_of,
    names_of,
    without_marks,
)
from aligner.checks.known_acronyms import KnownAcronym, Standing, kept_acronyms, known_acronyms
from aligner.checks.lexicon import zipf
from aligner.checks.organisation_words import counterpart_initials, read_translated
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.languages import language_name
from aligner.model import Severity

_REACH = 60  # pairs of a bitext file within which two mentions belong to one text
_LONGEST = 7
_FOREIGN = 0.6  # Zipf units by which a word must be commoner in one language to count as that language's
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Text:
    """One version with its acronyms, and what is known about each."""

    subject: Subject
    version: Version

    @cached_property
    def acronyms(self) -> tuple[Acronym, ...]:
        return acronyms_of(self.version)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        return definitions_of(self.version, self.acronyms)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return tuple(names_of(self.version))

    @cached_property
    def by_key(self) -> dict[str, list[Acronym]]:
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

    def is_introduced(self, acronym: Acronym) -> bool:
        return any(self.is_near(acronym.sentence, other.sentence) for other in self.introduced.get(acronym.key, ()))

    @cached_property
    def keys_by_sentence(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for acronym in self.acronyms:
            found[acronym.sentence].add(acronym.key)
        return found

    def keys_opposite(self, other: _Text, sentence: int, margin: int = 0) -> set[str]:
        """Acronyms of the other version in the sentences aligned with one of this version."""
        numbers = self.subject.opposite_sentences(self.version.side, sentence, margin)
        return {key for number in numbers for key in other.keys_by_sentence.get(number, ())}


@rule("ACR301", "acronym-wrong-language", Severity.ERROR)
def acronym_wrong_language(subject: Subject) -> Iterator[Fault]:
    """The other language's acronym is used where the text has, or the language has, its own.

    "National Resistance Front (NRF)" is defined, and then the text says FNR, from *Frente Nacional de Resistencia*;
    or an English text says OTAN. A reader cannot know that both are one body. The acronym is read against the
    expansion word by word in translation (in either order of noun and adjective), or taken from the other version;
    international ones that differ (NATO, OTAN) are known. Acronyms that a text introduces itself, names, quotations,
    and parties or companies that keep their letters abroad stay quiet. All mentions are one finding.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The Federal Land Registry (FLR) has moved. The RFT opens on Monday."
    >>> sentences = (Sentence(0, 42), Sentence(43, 67))
    >>> document = Document(text, (Block(0, 67),), "en", sentences=sentences)
    >>> [(fault.spans[0].text, fault.suggestion) for fault in acronym_wrong_language(Subject.alone(document, "es"))]
    [('RFT', 'FLR')]
    """
    texts = [_Text(subject, version) for version in subject.versions]
    for text in texts:
        other = next((one for one in texts if one is not text), None)
        taken: set[int] = set()
        for found in [*_derived(text, other), *_known(text, other)]:
            fresh = [mention for mention in found.mentions if mention.start not in taken]
            taken.update(mention.start for mention in fresh)
            if fresh:
                spans = tuple(text.version.span(mention.start, mention.end) for mention in fresh)
                bead = subject.bead_of(text.version.side, fresh[0].sentence)
                yield Fault(found.message, spans, bead, found.right, found.severity)


@dataclass(frozen=True, slots=True)
class _Found:
    """Mentions of one wrong acronym, the right one, and what a person is told."""

    mentions: list[Acronym]
    right: str
    message: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why an acronym is the other language's: the right one, and the expansion in `[start, end)` of `text`."""

    right: str
    start: int
    expansion: str
    is_defined: bool = True


# Acronyms of a body that the text names itself


def _derived(text: _Text, other: _Text | None) -> Iterator[_Found]:
    """Acronyms explained by an expansion of this text or by the other version."""
    groups: dict[tuple[str, _Reason], list[Acronym]] = defaultdict(list)
    for acronym in text.acronyms:
        if not 2 <= len(acronym.key) <= _LONGEST or text.is_introduced(acronym):
            continue
        if other is not None and not _is_used_opposite(text, other, acronym):
            continue
        if reason := _explain(text, other, acronym):
            groups[acronym.key, reason].append(acronym)
    language = language_name(text.version.other_language)
    for (key, reason), mentions in groups.items():
        verb = "defines" if reason.is_defined else "would shorten it to"
        message = f"{key} is the {language} acronym of {reason.expansion}; this text {verb} {reason.right}"
        yield _Found(mentions, reason.right, message, None if reason.is_defined else Severity.WARNING)


def _is_used_opposite(text: _Text, other: _Text, acronym: Acronym) -> bool:
    """Whether the other version has the acronym in the text around this one."""
    for opposite in other.by_key.get(acronym.key, ()):
        numbers = text.subject.opposite_sentences(other.version.side, opposite.sentence, 1)
        if any(text.is_near(number, acronym.sentence) for number in numbers):
            return True
    return False


def _explain(text: _Text, other: _Text | None, acronym: Acronym) -> _Reason | None:
    """Why an acronym that the text does not introduce is the other language's; None for no reason."""
    best, best_rank = None, (0, 0)
    for one in text.definitions:
        if one.acronym.key != acronym.key and text.is_near(one.acronym.sentence, acronym.sentence):
            rank = (_score(text, other, one, acronym), -abs(one.start - acronym.start))
            if rank[0] and (best is None or rank > best_rank):
                best, best_rank = one, rank
    if best is not None:
        return _Reason(best.acronym.key, best.start, _quote(text, best))
    return _counterpart(text, other, acronym) or _undefined_name(text, acronym)


def _quote(text: _Text, found: Definition | Name) -> str:
    return f"“{text.version.document.text[found.start : found.end]}”"


def _score(text: _Text, other: _Text | None, definition: Definition, acronym: Acronym) -> int:
    """How strongly a definition of this text explains an acronym: 0 not at all, 3 the other version says so."""
    key, language = acronym.key, text.version.language
    if _initials(definition.words) == key:  # right as it is: the definition's own letters are at fault
        return 0
    if other is not None and _is_said_opposite(text, other, definition, acronym):
        return 3 if _shares_letters(definition, key, language) else 0
    reading = read_translated(definition.words, definition.all_words, key, language, guesses=1)
    if reading is None or len(key) < 3:
        return 0
    if reading.guessed:
        return int(reading.known >= 2 and key not in kept_acronyms())
    return 2


def _initials(words: tuple[str, ...]) -> str:
    return "".join(without_marks(word[0]).upper() for word in words)


def _shares_letters(definition: Definition, key: str, language: str) -> bool:
    """Whether at least half of the letters can come from the expansion, kept or translated."""
    letters = list(key)
    for word in definition.words:
        initials = counterpart_initials(word, language)[0] | {_initials((word,))}
        if found := next((letter for letter in letters if letter in initials), None):
            letters.remove(found)
    return 2 * len(letters) <= len(key)


def _is_said_opposite(text: _Text, other: _Text, definition: Definition, acronym: Acronym) -> bool:
    """Whether the other version has `acronym`, and only it, where this one defines another."""
    here = text.keys_by_sentence[definition.acronym.sentence]
    there = text.keys_opposite(other, definition.acronym.sentence)
    if definition.acronym.key in there or acronym.key in here:
        return False
    only_there = {key for key in there - here if len(key) > 1}
    only_here = {key for key in here - there if len(key) > 1}
    return only_there == {acronym.key} and only_here == {definition.acronym.key}


def _counterpart(text: _Text, other: _Text | None, acronym: Acronym) -> _Reason | None:
    """An acronym that elsewhere stands in this text where the other version has `acronym`, which it defines."""
    if other is None or len(acronym.key) < 3:
        return None
    for definition in other.definitions:
        if definition.acronym.key != acronym.key:
            continue
        for mention in other.by_key[acronym.key]:
            numbers = text.subject.opposite_sentences(other.version.side, mention.sentence)
            near = [number for number in numbers if text.is_near(number, acronym.sentence)]
            keys = {key for number in near for key in text.keys_by_sentence.get(number, ())}
            for key in sorted(keys - {acronym.key}):
                if key not in other.by_key and read_translated(
                    definition.words, definition.all_words, key, other.version.language, guesses=1
                ):
                    return _Reason(key, definition.start, _quote(other, definition))
    return None


def _undefined_name(text: _Text, acronym: Acronym) -> _Reason | None:
    """A capitalised name of this text, without an acronym, whose translation has these initials."""
    if len(acronym.key) < 3 or acronym.key in kept_acronyms() or acronym.key in known_acronyms(text.version.language):
        return None
    language = text.version.language
    for name in text.names:
        if len(name.words) != len(acronym.key) or not text.is_near(name.sentence, acronym.sentence):
            continue
        right = _initials(name.words)
        if right == acronym.key:
            return None
        reading = read_translated(name.words, name.all_words, acronym.key, language)
        if reading and reading.known >= len(acronym.key) - 1:
            return _Reason(right, name.start, _quote(text, name), is_defined=False)
    return None


# International acronyms


def _known(text: _Text, other: _Text | None) -> Iterator[_Found]:
    """Acronyms of the table that belong to the other language."""
    table = known_acronyms(text.version.language)
    groups: dict[str, list[Acronym]] = defaultdict(list)
    chosen: dict[str, KnownAcronym] = {}
    for acronym in (*text.acronyms, *_lower_case_acronyms(text, table)):
        entries = table.get(acronym.key, ())
        entry = next((one for one in entries if _is_fault(text, other, acronym, one)), None)
        if entry and not _is_foreign_place(text, acronym):
            groups[acronym.key].append(acronym)
            chosen.setdefault(acronym.key, entry)
    language = language_name(text.version.other_language)
    for key, mentions in groups.items():
        entry = chosen[key]
        written = text.version.document.text[mentions[0].start : mentions[0].end]
        message = f"{written} is the {language} acronym; here it is {entry.right} ({entry.expansion})"
        yield _Found(mentions, entry.right, message)


def _lower_case_acronyms(text: _Text, table: dict[str, tuple[KnownAcronym, ...]]) -> Iterator[Acronym]:
    """Acronyms that have become words (pymes)."""
    words = {entry.wrong for entries in table.values() for entry in entries if entry.wrong.islower()}
    for word in text.version.words:
        if word.text in words:
            yield Acronym(word.start, word.end, letters_of(word.text), word.sentence)


def _is_fault(text: _Text, other: _Text | None, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the acronym has this meaning here, and the text does not introduce it."""
    if not _is_introduced_as(text, acronym, entry):
        return False
    if entry.standing is Standing.PLAIN:
        return True
    if entry.standing is Standing.LOOSE:
        return _has_own_form(text, acronym, entry)
    return (
        _has_own_form(text, acronym, entry)
        or _has_expansion(text, acronym, entry)
        or _has_its_article(text, acronym, entry)
        or _is_supported_opposite(text, other, acronym, entry)
    )


def _is_introduced_as(text: _Text, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether nothing introduces the acronym, or only an expansion that is this very body's in this language."""
    version = text.version
    stems = [word[:5] for word in _content(entry.expansion, version.language)]
    for mention in text.introduced.get(acronym.key, ()):
        if not text.is_near(mention.sentence, acronym.sentence):
            continue
        start = max(version.document.sentences[mention.sentence].start, mention.start - len(entry.expansion) - 30)
        before = {word[:5] for word in _content(version.document.text[start : mention.start], version.language)}
        if is_glossed(version, mention) or sum(stem in before for stem in stems) < 0.6 * len(stems):
            return False
    return True


def _content(expansion: str, language: str) -> list[str]:
    stops = STOP_WORDS.get(language, frozenset())
    return [word.lower() for word in _WORD.findall(expansion) if word.lower() not in stops]


def _has_own_form(text: _Text, acronym: Acronym, entry: KnownAcronym) -> bool:
    return any(
        text.is_near(mention.sentence, acronym.sentence) for mention in text.by_key.get(letters_of(entry.right), ())
    )


def _has_expansion(text: _Text, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether a sentence nearby has the expansion's content words, one after another."""
    words = _content(entry.expansion, text.version.language)
    pattern = re.compile(r"\W+(?:\w{1,3}\W+){0,2}".join(map(re.escape, words)), re.IGNORECASE)
    sentences = text.version.document.sentences
    return any(
        text.is_near(text.version.sentence_at(found.start()) or 0, acronym.sentence)
        for found in pattern.finditer(text.version.document.text, sentences[0].start)
    )


def _has_its_article(text: _Text, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the expansion's article stands before an acronym to which that is evidence."""
    if entry.standing is not Standing.ARTICLE:
        return False
    before = text.version.document.text[max(0, acronym.start - 6) : acronym.start].lower().split()
    return before[-1:] == entry.expansion.split()[:1]


def _is_supported_opposite(text: _Text, other: _Text | None, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the sentences opposite have the right form, or the expansion."""
    if other is None:
        return False
    if letters_of(entry.right) in text.keys_opposite(other, acronym.sentence):
        return True
    numbers = text.subject.opposite_sentences(text.version.side, acronym.sentence)
    said = " ".join(other.version.document.sentence_text(number) for number in numbers).lower()
    return all(word in said for word in _content(entry.foreign_expansion, other.version.language))


def _is_foreign_place(text: _Text, acronym: Acronym) -> bool:
    """Whether the acronym stands in a name or a passage of its own language, or next to words about acronyms."""
    whole = text.version.document.text
    sentence = text.version.document.sentences[acronym.sentence]
    before, after = whole[sentence.start : acronym.start], whole[acronym.end : sentence.end]
    next_word = re.match(r" ([^\W\d_][\w’'-]*)", after)
    last_word = re.search(r"([^\W\d_][\w’'-]*) $", before)
    for found in (next_word, last_word):
        word = found.group(1) if found else ""
        if word[:1].isupper() and _leaning(word, text.version) > _FOREIGN:
            return True
    if re.match(r"\s?\$", after):  # US$ is a currency in every language
        return True
    around = [*_WORD.findall(before)[-8:], *_WORD.findall(after)[:8]]
    leanings = [_leaning(word, text.version) for word in around if word.islower()]
    return sum(one > _FOREIGN for one in leanings) > sum(one < -_FOREIGN for one in leanings)


def _leaning(word: str, version: Version) -> float:
    """How much commoner a word is in the other language, in Zipf units."""
    return zipf(word, version.other_language) - zipf(word, version.language)
