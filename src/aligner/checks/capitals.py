"""The rule about capital letters that follow the other language's habit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aligner.checks.capital_words import Kind, lower_case_words, upper_case_words
from aligner.checks.lexicon import zipf
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.checks.title_case import title_case_headings
from aligner.checks.words import Word
from aligner.model import Role, Severity

# What may stand before a word that begins something anew, where any word is capitalised.
_BEGINS = re.compile(r"(?:^|[.!?…:;•|/]\s*|[«“\"'‘(\[¿¡—–*_#>-]\s?|\d[.)]\s?)$")
_JOINS = frozenset({"de", "del", "la", "las", "los", "el", "y", "e"})
# Between a capitalised word and the name of a month: "Plaza de Mayo", "Avenida 9 de Julio", "Revolución de Octubre".
_NAMED_AFTER = re.compile(r"(?:^|\s)([^\W\d_][\w’'-]*)\s+(?:\d{1,2}\s+)?(?:de\s+)?$")
# A word in an address, a tag, a handle or a slug is no word of the sentence.
_CODE_BEFORE, _CODE_AFTER = frozenset("@#/_\\.&="), re.compile(r"[@/_\\=]|[.]\w|-\w+-")
_DAY_BEFORE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? $")
_DAY_AFTER = re.compile(r",? (?:\d{1,2}\b|\d{4}\b)")
# Everyday things that English writes with a small letter for all their origin, by the word that follows.
_EVERYDAY = {
    "french": {"fries", "fry", "door", "doors", "window", "windows", "horn", "horns", "press", "toast", "kiss", "kissing"},
    "dutch": {"oven", "ovens", "door", "doors"},
    "swiss": {"chard"},
    "brazilian": {"wax"},
    "danish": {"pastry", "pastries"},
    "scots": {"pine"},
    "indian": {"ink", "summer"},
    "turkish": {"bath", "baths"},
    "cuban": {"heels"},
}  # fmt: skip


# A word, what it names, and how it should be written.
_Found = tuple[Word, Kind, str]


@rule("PUN705", "capitals", Severity.INFO, one_sided=True)
def capitals(subject: Subject) -> Iterator[Fault]:
    """A word is capitalised as the other language would, or a heading is.

    English writes months, weekdays, nationalities and languages with a capital, Spanish with a small letter;
    English headings may have Capitals on Every Word, Spanish ones have one. Names stay quiet (`Viernes Santo`,
    `Julio Cortázar`, `Revolución de Octubre`), as do headings where all of the document's are alike.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "Llegó el Lunes."
    >>> document = Document(text, (Block(0, 15),), "es", sentences=(Sentence(0, 15),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in capitals(Subject.alone(document, "en"))]
    [('Lunes', 'lunes')]
    """
    for version in subject.versions:
        headings = set(title_case_headings(version)) if version.language == "es" else set()
        for number in sorted(headings):
            sentence = version.document.sentences[number]
            span = version.span(sentence.start, sentence.end)
            yield Fault("every word of this heading is capitalised", (span,), subject.bead_of(version.side, number))
        for place, kind, changed in _FINDERS.get(version.language, _nothing)(version):
            if place.sentence in headings or version.block_of(place.sentence).role is Role.CODE:
                continue
            if place.text[0].isupper() and _is_kept_opposite(subject, version, place):
                continue
            span = version.span(place.start, place.start + len(changed))
            what = "small letter in Spanish" if version.language == "es" else "capital in English"
            yield Fault(f"a {kind} has a {what}", (span,), subject.bead_of(version.side, place.sentence), changed)


def _is_kept_opposite(subject: Subject, version: Version, word: Word) -> bool:
    """Whether the other version has the very word, capital included: it is a name there too."""
    opposite = subject.opposite(version)
    numbers = subject.opposite_sentences(version.side, word.sentence)
    return opposite is not None and any(word.text in opposite.sentence_words.texts[number] for number in numbers)


def _nothing(_version: Version) -> Iterator[_Found]:
    return iter(())


def _spanish(version: Version) -> Iterator[_Found]:
    """Words that are capitalised as in English, and how they should be."""
    listed = lower_case_words("es")
    for word in version.sentence_words.among(listed):
        words, kind = version.sentence_words[word.sentence], listed[word.text]
        if word.starts_sentence:
            continue
        capitalised = sum(other.text[0].isupper() for other in words[1:])
        if capitalised > 1 and capitalised * 2 > len(words):
            continue  # a title, or a list of names
        if not _is_part_of_name(version, words, word.position, kind):
            yield word, kind, word.text.lower()


def _is_part_of_name(version: Version, words: Sequence[Word], place: int, kind: Kind) -> bool:
    """Whether what stands around a capitalised word makes it a name, or the beginning of something."""
    text, word = version.prose.text, words[place]
    start = version.document.sentences[word.sentence].start
    before = text[max(start, word.start - 40) : word.start]
    if _BEGINS.search(before) or _is_in_code(text, word):
        return True
    previous, following = words[place - 1], words[place + 1] if place + 1 < len(words) else None
    touches = text[previous.end : word.start].isspace()
    if touches and previous.text[0].isupper() and not (place == 1 and _is_plain_opener(previous)):
        return True
    if kind is not Kind.PEOPLE:
        named = _NAMED_AFTER.search(before)
        if named and named.group(1)[0].isupper() and not _is_everyday(named.group(1)):
            return True
        return _starts_name(text, words, place, kind)
    if following is not None and following.text[0].isupper() and text[word.end : following.start].isspace():
        return previous.text.lower() in _ARTICLES or word.text in _GIVEN_NAMES
    return _is_surname(version, word.text) or (touches and previous.text in _NAMED)


# What has a name of its own, which may be a demonym: "el río Indio", "la calle Francesa", the paper El Español.
_NAMED = frozenset({
    "El", "río", "mar", "océano", "golfo", "lago", "laguna", "canal", "bahía", "cabo", "isla", "islas", "península",
    "monte", "montes", "montaña", "montañas", "sierra", "cordillera", "valle", "desierto", "costa", "playa", "puerto",
    "puente", "calle", "avenida", "plaza", "paseo", "barrio", "colonia", "parque", "estadio", "club", "hotel", "café",
    "teatro", "cine", "diario",
})  # fmt: skip
# Demonyms that people are called by.
_GIVEN_NAMES = frozenset({"Cristiano", "Vasco", "Romano", "Galo"})
_ARTICLES = frozenset({"el", "la", "los", "las", "de", "del", "al", "y", "a", "en", "con", "por", "para"})


def _starts_name(text: str, words: Sequence[Word], place: int, kind: Kind) -> bool:
    """Whether a month or a weekday goes on as a name: Julio Cortázar, Viernes Santo, Domingo de Ramos."""
    word = words[place]
    rest = words[place + 1 : place + 4]
    following = next((other for other in rest if other.text not in _JOINS), None)
    if following is None or not following.text[0].isupper() or following.text in lower_case_words("es"):
        return False
    between = text[word.end : following.start]
    if any(character in between for character in '.,;:()"«»“”'):
        return False
    if following is rest[0]:
        # "el Miércoles Daniel Pinna": after a determiner a weekday is one, unless it is a feast.
        determined = words[place - 1].text.lower() in {
            "el",
            "este",
            "pasado",
            "próximo",
            "cada",
            "del",
            "desde",
            "hasta",
        }
        return not (kind is Kind.WEEKDAY and determined and following.text not in _FEASTS)
    return kind is Kind.WEEKDAY or rest[0].text != "de" or not following.text.isdigit()


# What a weekday is called when it is a day of the year.
_FEASTS = frozenset({"Santo", "Santa", "Negro", "Gordo", "Grande", "Blanco", "Sangriento"})


def _is_plain_opener(word: Word) -> bool:
    """Whether the first word of a sentence is one of those that open sentences (En, El, Desde), capitalised for that."""
    return _is_plain_word(word.text)


def _is_plain_word(text: str) -> bool:
    return zipf(text.lower(), "es") >= 5.3


def _is_everyday(text: str) -> bool:
    """Whether a capitalised word is no name: it opens the sentence, or should not be capitalised itself."""
    return _is_plain_word(text) or text in lower_case_words("es")


def _is_surname(version: Version, name: str) -> bool:
    """Whether the word follows a first name elsewhere in the document: a surname."""
    first = re.compile(rf"\w {re.escape(name)}\b")
    for found in first.finditer(version.prose.text):
        word = re.search(r"[^\W\d_]+$", version.prose.text[max(0, found.start() - 20) : found.start() + 1])
        if word and word.group()[0].isupper() and not _is_plain_word(word.group()):
            return True
    return False


def _is_in_code(text: str, word: Word) -> bool:
    """Whether a word belongs to an address, a tag, a handle or a slug."""
    before = text[word.start - 1 : word.start]
    return before in _CODE_BEFORE or bool(_CODE_AFTER.match(text, word.end))


def _english(version: Version) -> Iterator[_Found]:
    """Words that lack their capital, and how they should be."""
    listed, text = upper_case_words("en"), version.prose.text
    for word in version.sentence_words.among(listed):
        words, plain = version.sentence_words[word.sentence], word.text.removesuffix("'s").removesuffix("’s")
        kind, is_sure = listed[word.text]
        if _is_in_code(text, word) or not any(other.text[0].isupper() for other in words):
            continue
        following = words[word.position + 1].text if word.position + 1 < len(words) else ""
        if following in _EVERYDAY.get(plain, ()):
            continue
        if is_sure or (kind is Kind.MONTH and _is_dated(text, word)):
            yield word, kind, plain.capitalize()


def _is_dated(text: str, word: Word) -> bool:
    """Whether a day or a year stands beside a word that may be a month."""
    if _DAY_AFTER.match(text, word.end):
        return word.text != "march" or not re.match(r" \d+ (?:miles|km|kilomet)", text[word.end : word.end + 20])
    return bool(_DAY_BEFORE.search(text[max(0, word.start - 10) : word.start])) and word.text != "may"


_FINDERS = {"es": _spanish, "en": _english}
