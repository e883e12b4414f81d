"""UNT201: a segment that is the same on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.checks.chrome import INTERFACE_ROLES, checked, interface_spans
from aligner.checks.language import has_lists, is_name, lean, odds_between, words_in
from aligner.checks.leftover_search import leftover_spans
from aligner.checks.quotation import outside_quotations
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.checks.wrong_language import wrong_stretches
from aligner.languages import language_name
from aligner.model import Bead, Severity

# Odds of a word from which it decides for a segment that stands there twice; one with a capital may be a name (Hill, Brown).
_LEAST, _CAPITALISED = 1.0, 2.0


@rule("UNT201", "identical-segment", Severity.WARNING, needs_pair=True)
def identical_segment(subject: Subject) -> Iterator[Fault]:
    """A segment is the same in both versions, and has words that only one of the languages has.

    A heading, a label or a short sentence was copied over and forgotten. Names (also what stands in longer sentences of both versions), numbers, codes, titles between quotation
    marks and words that both languages share are rightly the same. What other rules tell by its words alone (UNT202,
    UNT203, UNT207) is not told again.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> text = "Capítulo 4"
    >>> es, en = (Document(text, (Block(0, 10),), code, sentences=(Sentence(0, 10),)) for code in ("es", "en"))
    >>> [fault.message for fault in identical_segment(Subject.pair(Bitext(es, en, (Bead((0,), (0,)),))))]
    ['the translation is the Spanish text as it stands']
    """
    version, source = subject.target, subject.source
    if source is None or not has_lists(version.language, version.other_language):
        return
    told = {number for stretch in wrong_stretches(subject, version) for number in stretch.sentences}
    for number, bead in subject.pairs:
        if not told.isdisjoint(bead.target) or not _is_copied(source, version, bead):
            continue
        if _is_untranslated(version, bead) and not _is_told_otherwise(subject, version, bead):
            if _is_name_of_both(source, version, bead):
                continue
            first, last = (version.document.sentences[at] for at in (bead.target[0], bead.target[-1]))
            message = f"the translation is the {language_name(source.language)} text as it stands"
            yield Fault(message, (version.span(first.start, last.end),), number)


def _is_copied(source: Version, target: Version, bead: Bead) -> bool:
    """Whether both sides of a bead have the same words."""
    if len(bead.source) != len(bead.target):
        return False
    texts = zip(
        map(source.document.sentence_text, bead.source), map(target.document.sentence_text, bead.target), strict=True
    )
    return all(one == other or (_begin_alike(one, other) and _plain(one) == _plain(other)) for one, other in texts)


def _begin_alike(one: str, other: str) -> bool:
    """Whether two texts have the same first letter, in any case: most have not, and need no closer look."""
    first, second = one.lstrip()[:1], other.lstrip()[:1]
    return first == second or first.casefold()[:1] == second.casefold()[:1]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_untranslated(version: Version, bead: Bead) -> bool:
    """Whether words of the other language say that a copied bead should have been translated."""
    text = " ".join(version.prose.sentence_text(number) for number in bead.target)
    odds = odds_between(version.language, version.other_language)
    said = outside_quotations(text)
    leaning = lean(said, odds)
    if leaning.strongest:
        return leaning.strongest >= _LEAST and leaning.other > leaning.own and not is_name(text, odds)
    first, *others = words_in(said) or [""]
    return odds[first.casefold()] >= _CAPITALISED and not any(word[0].isupper() for word in others)


def _is_name_of_both(source: Version, target: Version, bead: Bead) -> bool:
    """Whether both versions have the text inside longer sentences too, capitals and all: it is what somebody is called."""
    text = " ".join(target.document.sentence_text(number) for number in bead.target).strip()
    pattern = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
    return text[:1].isupper() and all(
        any(
            len(said) > len(text) and pattern.search(said)
            for said in map(version.document.sentence_text, range(len(version.document.sentences)))
        )
        for version in (source, target)
    )


def _is_told_otherwise(subject: Subject, version: Version, bead: Bead) -> bool:
    """Whether the bead is interface text, declared to be in the other language, or has words that are told alone."""
    for number in bead.target:
        block = version.block_of(number)
        if not checked(version, block) or block.role in INTERFACE_ROLES:
            return True
        if interface_spans(version, version.document.sentences[number].block) or leftover_spans(
            subject, version, number
        ):
            return True
    return False
