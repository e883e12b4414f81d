"""Acronyms that are the other language's, read against an expansion of the text itself or told by the other version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.checks.acronym_letters import initials_of
from aligner.checks.acronym_texts import AcronymText, WrongAcronym
from aligner.checks.expansions import Acronym, Definition, Name
from aligner.checks.known_acronyms import kept_acronyms, known_acronyms
from aligner.checks.organisation_words import counterpart_initials, read_translated
from aligner.languages import language_name
from aligner.model import Severity

_LONGEST = 7


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why an acronym is the other language's: the right one, and the expansion in `[start, end)` of `text`."""

    right: str
    start: int
    expansion: str
    is_defined: bool = True


def derived_acronyms(text: AcronymText, other: AcronymText | None) -> Iterator[WrongAcronym]:
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
        has = "defines" if reason.right in text.introduced else "has"
        verb = has if reason.is_defined else "would shorten it to"
        message = f"{key} is the {language} acronym of {reason.expansion}; this text {verb} {reason.right}"
        right = reason.right if reason.right in text.by_key else None  # bodies may keep their own letters abroad
        yield WrongAcronym(mentions, right, message, None if reason.is_defined else Severity.WARNING)


def _is_used_opposite(text: AcronymText, other: AcronymText, acronym: Acronym) -> bool:
    """Whether the other version has the acronym in the text around this one."""
    for opposite in other.by_key.get(acronym.key, ()):
        numbers = text.subject.opposite_sentences(other.version.side, opposite.sentence, 1)
        if any(text.is_near(number, acronym.sentence) for number in numbers):
            return True
    return False


def _explain(text: AcronymText, other: AcronymText | None, acronym: Acronym) -> _Reason | None:
    """Why an acronym that the text does not introduce is the other language's; None for no reason."""
    best, best_rank = None, (0, 0)
    for one in text.definitions:
        if one.acronym.key != acronym.key and text.is_near(one.acronym.sentence, acronym.sentence):
            rank = (_score(text, other, one, acronym), -abs(one.start - acronym.start))
            if rank[0] and (best is None or rank > best_rank):
                best, best_rank = one, rank
    if best is not None:
        return _Reason(_right(text, best), best.start, _quote(text, best))
    return _counterpart(text, other, acronym) or _undefined_name(text, acronym)


def _right(text: AcronymText, definition: Definition) -> str:
    """The acronym a text has for an expansion: that beside it, or the one with its initials where that beside it is a slip."""
    initials = initials_of(definition.words)
    return initials if not definition.fits and initials in text.by_key else definition.acronym.key


def _quote(text: AcronymText, found: Definition | Name) -> str:
    return f"“{text.version.document.text[found.start : found.end]}”"


def _score(text: AcronymText, other: AcronymText | None, definition: Definition, acronym: Acronym) -> int:
    """How strongly a definition of this text explains an acronym: 0 not at all, 3 the other version says so."""
    key, language = acronym.key, text.version.language
    if initials_of(definition.words) == key:  # right as it is: the definition's own letters are at fault
        return 0
    if other is not None and definition.acronym.key in text.keys_opposite(other, definition.acronym.sentence):
        return 0  # both versions call the body so
    if other is not None and _is_said_opposite(text, other, definition, acronym):
        return 3 if _shares_letters(definition, key, language) else 0
    reading = read_translated(definition.words, definition.all_words, key, language, guesses=int(definition.fits))
    if reading is None or len(key) < 3:
        return 0
    if reading.guessed:
        return int(reading.known >= 2 and key not in kept_acronyms())
    return 2


def _shares_letters(definition: Definition, key: str, language: str) -> bool:
    """Whether at least half of the letters can come from the expansion, kept or translated."""
    letters = list(key)
    for word in definition.words:
        initials = counterpart_initials(word, language)[0] | {initials_of((word,))}
        if found := next((letter for letter in letters if letter in initials), None):
            letters.remove(found)
    return 2 * len(letters) <= len(key)


def _is_said_opposite(text: AcronymText, other: AcronymText, definition: Definition, acronym: Acronym) -> bool:
    """Whether the other version has `acronym`, and only it, where this one defines another."""
    here = text.keys_by_sentence[definition.acronym.sentence]
    there = text.keys_opposite(other, definition.acronym.sentence)
    if acronym.key in here:
        return False
    only_there = {key for key in there - here if len(key) > 1}
    only_here = {key for key in here - there if len(key) > 1}
    return only_there == {acronym.key} and only_here == {definition.acronym.key}


def _counterpart(text: AcronymText, other: AcronymText | None, acronym: Acronym) -> _Reason | None:
    """An acronym that elsewhere stands in this text where the other version has `acronym`, which it defines."""
    if other is None or len(acronym.key) < 3:
        return None
    definitions = [one for one in other.definitions if one.acronym.key == acronym.key]
    if not definitions:
        return None
    for sentence, key in text.stands_for(other, acronym.key):
        if not text.is_near(sentence, acronym.sentence):
            continue
        for definition in definitions:
            if read_translated(definition.words, definition.all_words, key, other.version.language, guesses=1):
                return _Reason(key, definition.start, _quote(other, definition))
    return None


def _undefined_name(text: AcronymText, acronym: Acronym) -> _Reason | None:
    """A capitalised name of this text, without an acronym, whose translation has these initials."""
    if len(acronym.key) < 3 or acronym.key in kept_acronyms() or acronym.key in known_acronyms(text.version.language):
        return None
    language = text.version.language
    for name in text.names_near(len(acronym.key), acronym.sentence):
        right = initials_of(name.words)
        if right == acronym.key:
            return None
        reading = read_translated(name.words, name.all_words, acronym.key, language)
        if reading and reading.known >= len(acronym.key) - 1:
            return _Reason(right, name.start, _quote(text, name), is_defined=False)
    return None
