"""UNT203, UNT204: words of the other language inside a sentence, and beside a name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from aligner.checks.chrome import INTERFACE_ROLES, checked, interface_spans
from aligner.checks.gates import sentences_with
from aligner.checks.language import has_lists
from aligner.checks.leftover_search import leftover_spans
from aligner.checks.lexicon import zipf
from aligner.checks.quotation import is_verse
from aligner.checks.registry import Fault, rule
from aligner.checks.regnal_names import regnal_firsts, regnal_names
from aligner.checks.roles import RoleInName, may_be_role, roles_in_names
from aligner.checks.subject import Subject, Version
from aligner.checks.wrong_language import wrong_stretches
from aligner.languages import language_name
from aligner.model import Severity, Span

# A word that stands this often in one text has been borrowed on purpose, unless it is an everyday word (Zipf frequency);
# a word that few know has where one sentence has it so often.
_BORROWED, _EVERYDAY = 4, 5.3
_BORROWED_AT_ONCE, _SPECIAL = 2, 4.0


def _searched(subject: Subject, version: Version) -> Iterator[int]:
    """Numbers of the sentences that no other rule about the language has reported, and that have a word to look at."""
    taken = {number for stretch in wrong_stretches(subject, version) for number in stretch.sentences}
    leanings = version.leanings
    is_quiet = (leanings.other < 1.2) & (leanings.own > 0) & (leanings.strongest == 0)
    for number in np.flatnonzero((leanings.other > 0) & ~is_quiet).tolist():
        if number in taken or is_verse(version.document.sentence_text(number)):
            continue
        block = version.document.sentences[number].block
        found = version.document.blocks[block]
        if checked(version, found) and found.role not in INTERFACE_ROLES and not interface_spans(version, block):
            yield number


@rule("UNT203", "leftover-word", Severity.WARNING)
def leftover_word(subject: Subject) -> Iterator[Fault]:
    """A word or phrase of the other language stands inside a sentence.

    Translators overlook single words, most of all short ones. Reported is what is common in the other language and
    rare in this one; names, titles, quotations, loanwords and Latin are right. That the very word stands in the
    sentence it was translated from is strong evidence, and that another stands there speaks against it.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The council también agreed to close the bridge."
    >>> page = Document(text, (Block(0, 47),), "en", sentences=(Sentence(0, 47),))
    >>> [fault.spans[0].text for fault in leftover_word(Subject.alone(page, "es"))]
    ['también']
    """
    for version in subject.versions:
        if not has_lists(version.language, version.other_language):
            continue
        found = [
            (number, version.span(*place))
            for number in _searched(subject, version)
            for place in leftover_spans(subject, version, number)
        ]
        yield from _grouped(subject, version, found)


def _grouped(subject: Subject, version: Version, found: list[tuple[int, Span]]) -> Iterator[Fault]:
    """One fault for each leftover; what a text says again and again it has borrowed: one fault for all, information."""
    other = language_name(version.other_language)
    places: dict[str, list[tuple[int, Span]]] = {}
    for number, span in found:
        places.setdefault(span.text.casefold().removesuffix("s"), []).append((number, span))
    for group in places.values():
        borrowed = _is_borrowed(version, group)
        for part in [group] if borrowed else [[place] for place in group]:
            spans = tuple(span for _, span in part)
            bead = subject.bead_of(version.side, part[0][0])
            message = f"“{spans[0].text}” is {other}" + (", used as a term throughout" if borrowed else "")
            yield Fault(message, spans, bead, severity=Severity.INFO if borrowed else None)


def _is_borrowed(version: Version, group: list[tuple[int, Span]]) -> bool:
    """Whether a word stands so often, in one number or both, that somebody wanted it so."""
    frequency = zipf(group[0][1].text.casefold(), version.other_language)
    sentences = [number for number, _ in group]
    at_once = max(map(sentences.count, sentences))
    return (len(group) >= _BORROWED and frequency < _EVERYDAY) or (
        at_once >= _BORROWED_AT_ONCE and frequency < _SPECIAL
    )


@rule("UNT204", "leftover-in-name", Severity.WARNING)
def leftover_in_name(subject: Subject) -> Iterator[Fault]:
    """A kin or role word beside a name is in the other language (Massoud Padre, Presidente Obama).

    The word looks like part of the name, so it is left as it is; readers take it for a surname. Places and
    institutions that are called after somebody (Padre Island), and fixed names (King Kong), are right. Popes and, in
    Spanish, monarchs have names in each language (León XIV, Leo XIV).

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> text = "It was Ferreira Padre who met Gobernadora Ruiz."
    >>> page = Document(text, (Block(0, 47),), "en", sentences=(Sentence(0, 47),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in leftover_in_name(Subject.alone(page, "es"))]
    [('Ferreira Padre', 'Ferreira Sr.'), ('Gobernadora Ruiz', 'Governor Ruiz')]
    """
    for version in subject.versions:
        if not has_lists(version.language, version.other_language):
            continue
        other, text = language_name(version.other_language), version.prose.text
        taken = {number for stretch in wrong_stretches(subject, version) for number in stretch.sentences}
        found: dict[str, list[tuple[int, RoleInName, Span]]] = {}
        capitalised, languages = version.sentence_words.capitalised, (version.language, version.other_language)
        firsts = regnal_firsts(*languages)
        wanted = {word for word in capitalised if word in firsts or may_be_role(*languages, word)}
        for number in sentences_with(version, wanted):
            if number in taken or not checked(version, version.block_of(number)):
                continue
            sentence = version.document.sentences[number]
            place = (text, sentence.start, sentence.end, *languages)
            for role in chain(roles_in_names(*place), regnal_names(*place)):
                span = version.span(role.start, role.end)
                found.setdefault(span.text.casefold(), []).append((number, role, span))
        for group in found.values():
            number, role, span = group[0]
            message = f"“{role.word}” in “{span.text}” is {other}"
            spans = tuple(span for _, _, span in group)
            suggestion = span.text.replace(role.word, role.suggestion, 1)
            yield Fault(message, spans, subject.bead_of(version.side, number), suggestion)
