"""Acronyms of the table that differ between the languages, used in the wrong one: OTAN in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from aligner.checks.acronym_texts import AcronymText, WrongAcronym
from aligner.checks.expansions import STOP_WORDS, Acronym, is_glossed, letters_of
from aligner.checks.known_acronyms import KnownAcronym, Standing, known_acronyms
from aligner.checks.lexicon import zipf
from aligner.checks.subject import Version
from aligner.languages import language_name

_FOREIGN = 0.6  # Zipf units by which a word must be commoner in one language to count as that language's
_BESIDE = 12  # characters between an acronym and the right one that explains it
_WORD = re.compile(r"[^\W\d_]+")


_COUNTRY = 2  # letters
# The size of a shoe or a garment, as a country counts it: UK 8, EU 39–46.
_SIZE = re.compile(r"[ \u00a0]\d{1,2}(?:[.,]5)?(?:\s?[-–/]\s?\d{1,2}(?:[.,]5)?)?(?![\w%.,]|\s[^\W\d_])")


def international_acronyms(text: AcronymText, other: AcronymText | None) -> Iterator[WrongAcronym]:
    """Acronyms of the table that belong to the other language."""
    table = known_acronyms(text.version.language)
    groups: dict[str, list[Acronym]] = defaultdict(list)
    chosen: dict[str, KnownAcronym] = {}
    for acronym in (*text.acronyms, *_lower_case_acronyms(text, table)):
        if len(acronym.key) == _COUNTRY and _SIZE.match(text.version.prose.text, acronym.end):
            continue
        entries = table.get(acronym.key, ())
        entry = next((one for one in entries if _is_fault(text, other, acronym, one)), None)
        if entry and not _is_foreign_place(text, acronym):
            groups[acronym.key].append(acronym)
            chosen.setdefault(acronym.key, entry)
    language = language_name(text.version.other_language)
    for key, mentions in groups.items():
        entry = chosen[key]
        written = text.version.prose.text[mentions[0].start : mentions[0].end]
        message = f"{written} is the {language} acronym; here it is {entry.right} ({entry.expansion})"
        yield WrongAcronym(mentions, entry.right, message)


def _lower_case_acronyms(text: AcronymText, table: dict[str, tuple[KnownAcronym, ...]]) -> Iterator[Acronym]:
    """Acronyms that have become words (pymes)."""
    words = {entry.wrong for entries in table.values() for entry in entries if entry.wrong.islower()}
    for word in text.version.sentence_words.among(words):
        yield Acronym(word.start, word.end, letters_of(word.text), word.sentence)


def _is_fault(text: AcronymText, other: AcronymText | None, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the acronym has this meaning here, and the text does not introduce it."""
    if not _is_introduced_as(text, acronym, entry) or _is_beside_its_own_form(text, acronym, entry):
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


def _is_introduced_as(text: AcronymText, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether nothing introduces the acronym, or only an expansion that is this very body's in this language."""
    version = text.version
    stems = [word[:5] for word in _content(entry.expansion, version.language)]
    for mention in text.introduced.get(acronym.key, ()):
        if not text.is_near(mention.sentence, acronym.sentence):
            continue
        start = max(version.document.sentences[mention.sentence].start, mention.start - len(entry.expansion) - 30)
        before = {word[:5] for word in _content(version.prose.text[start : mention.start], version.language)}
        if is_glossed(version, mention) or sum(stem in before for stem in stems) < 0.6 * len(stems):
            return False
    return True


def _content(expansion: str, language: str) -> list[str]:
    stops = STOP_WORDS.get(language, frozenset())
    return [word.lower() for word in _WORD.findall(expansion) if word.lower() not in stops]


def _is_beside_its_own_form(text: AcronymText, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the right acronym stands right beside this one, as in a glossary: OACI - ICAO."""
    return any(
        max(mention.start - acronym.end, acronym.start - mention.end) <= _BESIDE
        and mention.sentence == acronym.sentence
        and not re.search(
            r"[.\w]{3}",
            text.version.prose.text[min(mention.end, acronym.end) : max(mention.start, acronym.start)],
        )
        for mention in text.by_key.get(letters_of(entry.right), ())
    )


def _has_own_form(text: AcronymText, acronym: Acronym, entry: KnownAcronym) -> bool:
    return any(
        text.is_near(mention.sentence, acronym.sentence) for mention in text.by_key.get(letters_of(entry.right), ())
    )


def _has_expansion(text: AcronymText, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether a sentence nearby has the expansion's content words, one after another."""
    words, said = _content(entry.expansion, text.version.language), text.version.prose.text.casefold()
    if any(word.casefold() not in said for word in words):
        return False
    pattern = re.compile(r"\W+(?:\w{1,3}\W+){0,2}".join(map(re.escape, words)), re.IGNORECASE)
    sentences = text.version.document.sentences
    return any(
        text.is_near(text.version.sentence_at(found.start()) or 0, acronym.sentence)
        for found in pattern.finditer(text.version.prose.text, sentences[0].start)
    )


def _has_its_article(text: AcronymText, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the expansion's article stands before an acronym to which that is evidence."""
    if entry.standing is not Standing.ARTICLE:
        return False
    before = text.version.prose.text[max(0, acronym.start - 6) : acronym.start].lower().split()
    return before[-1:] == entry.expansion.split()[:1]


def _is_supported_opposite(text: AcronymText, other: AcronymText | None, acronym: Acronym, entry: KnownAcronym) -> bool:
    """Whether the sentences opposite have the right form, or the expansion."""
    if other is None:
        return False
    if letters_of(entry.right) in text.keys_opposite(other, acronym.sentence):
        return True
    numbers = text.subject.opposite_sentences(text.version.side, acronym.sentence)
    said = " ".join(other.version.prose.sentence_text(number) for number in numbers).lower()
    return all(word in said for word in _content(entry.foreign_expansion, other.version.language))


def _is_foreign_place(text: AcronymText, acronym: Acronym) -> bool:
    """Whether the acronym stands in a name or a passage of its own language."""
    whole = text.version.prose.text
    sentence = text.version.document.sentences[acronym.sentence]
    before, after = whole[sentence.start : acronym.start], whole[acronym.end : max(sentence.end, acronym.end)]
    if re.match(r"\s?\$", after) or re.search(r"\d/$", before):  # US$ 5, Directive 2014/24/EU
        return True
    return _is_in_name(text.version, before, after) or _is_in_passage(text.version, before, after)


def _is_in_name(version: Version, before: str, after: str) -> bool:
    """Whether a capitalised word beside the acronym makes a name with it: US Airways, Greenpeace USA."""
    following = re.match(r" ([^\W\d_][\w’'-]*)", after)
    if following and following.group(1)[0].isupper() and _leaning(following.group(1), version) > _FOREIGN:
        return True
    preceding = re.search(r"\w[\W\d]* ([^\W\d_][\w’'-]*) $", before)
    word = preceding.group(1) if preceding else ""
    return word[:1].isupper() and not word.isupper() and _leaning(word, version) > -_FOREIGN


def _is_in_passage(version: Version, before: str, after: str) -> bool:
    """Whether the words around are more the other language's."""
    around = [*_WORD.findall(before)[-8:], *_WORD.findall(after)[:8]]
    leanings = [_leaning(word, version) for word in around if word.islower()]
    return sum(one > _FOREIGN for one in leanings) > sum(one < -_FOREIGN for one in leanings)


def _leaning(word: str, version: Version) -> float:
    """How much commoner a word is in the other language, in Zipf units."""
    return zipf(word, version.other_language) - zipf(word, version.language)
