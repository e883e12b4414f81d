"""ACR302: an acronym that the text never expands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.checks.acronym_letters import familiarity, initials_of
from aligner.checks.acronym_texts import AcronymText, acronym_texts
from aligner.checks.acronyms import foreign_acronyms
from aligner.checks.cldr import Part, rows
from aligner.checks.expansions import STOP_WORDS, Acronym, letters_of
from aligner.checks.known_acronyms import kept_acronyms, known_acronyms
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.model import Severity

_SHORTEST = 3  # letters; initials of two are people's, states' and units'
_KNOWN = 2.5  # Zipf from which readers are taken to know an acronym
_REACH = 2  # sentences within which words in small letters are taken for the expansion
_WORD = 5  # letters from which a list that has them has them as a word
_LISTED_AT = re.compile(r"\b[A-Z][A-Z\d]{2,7}: ?$")  # where shares are dealt in, before the letters of a company
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


@rule("ACR302", "acronym-undefined", Severity.INFO)
def acronym_undefined(subject: Subject) -> Iterator[Fault]:
    """An acronym is used and never expanded, and few readers know it.

    Style guides ask for the full name at first mention. Acronyms that word lists have are taken as known, so are those
    that the text introduces in any way, currencies, letters inside a longer name, and what ACR301 reports, which has to be
    replaced. Of a translation only what the translation says is looked at; all mentions are one finding.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The XQB denied it. NATO and the XQB met."
    >>> document = Document(text, (Block(0, 40),), "en", sentences=(Sentence(0, 18), Sentence(19, 40)))
    >>> [[span.text for span in fault.spans] for fault in acronym_undefined(Subject.alone(document, "es"))]
    [['XQB', 'XQB']]
    """
    text = subject.once(acronym_texts)[-1]
    foreign = {(span.side, span.start) for fault in subject.once(foreign_acronyms) for span in fault.spans}
    for key, mentions in text.by_key.items():
        if not _needs_expansion(key):
            continue
        unexplained = [
            mention
            for mention in mentions
            if not text.is_introduced(mention) and (text.version.side, mention.start) not in foreign
        ]
        for group in text.by_nearness(unexplained):
            is_said = _is_named(text, key, group[0]) or _is_described(text, key, group[0])
            if not is_said and not all(_is_in_name(text, mention) for mention in group):
                spans = tuple(text.version.span(mention.start, mention.end) for mention in group)
                bead = subject.bead_of(text.version.side, group[0].sentence)
                yield Fault(f"nothing says what {spans[0].text} stands for", spans, bead)


def _needs_expansion(key: str) -> bool:
    """Whether few readers know what the letters stand for."""
    if len(key) < _SHORTEST or _ROMAN.fullmatch(key) or familiarity(key) >= _KNOWN:
        return False
    if len(key) >= _WORD and familiarity(key):  # a word in capitals: README
        return False
    return key not in _listed() and key not in kept_acronyms()


@cache
def _listed() -> frozenset[str]:
    """Acronyms of the table in either language, and codes of currencies (ISO 4217, from CLDR)."""
    known = {
        letters_of(one.wrong) for language in ("en", "es") for ones in known_acronyms(language).values() for one in ones
    }
    return frozenset(known | {code for code, _ in rows("en", Part.SIGN)})


def _is_named(text: AcronymText, key: str, mention: Acronym) -> bool:
    """Whether a name with these initials stands nearby."""
    return any(
        initials_of(name.words[first:]) == key
        for length in text.names
        if length >= len(key)
        for name in text.names_near(length, mention.sentence)
        for first in (0, length - len(key))
    )


def _is_described(text: AcronymText, key: str, mention: Acronym) -> bool:
    """Whether words in a row just before have these initials, in small letters too: receptor-binding domain, RBD."""
    version = text.version
    stops = STOP_WORDS.get(version.language, frozenset())
    return any(
        key in initials_of([part for word in words for part in word.split("-") if part and part not in stops])
        for words in version.sentence_words.texts[max(0, mention.sentence - _REACH) : mention.sentence + _REACH]
    )


def _is_in_name(text: AcronymText, mention: Acronym) -> bool:
    """Whether a capitalised word or a number right beside makes a name with it: VfL Bochum, KTM 390."""
    whole = text.version.prose.text
    before, after = whole[max(0, mention.start - 30) : mention.start], whole[mention.end : mention.end + 2]
    if _LISTED_AT.search(before):
        return True
    return bool(re.match(r"[ -]?[A-ZÁÉÍÓÚÑ\d]", after) or re.search(r"[a-z,] ?[A-ZÁÉÍÓÚÑ][\w’'-]*[ -]$", before))
