"""ACR303: an acronym beside an expansion whose letters it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aligner.checks.acronym_letters import Slip, familiarity, initials_of, reads_within, slip
from aligner.checks.acronym_texts import AcronymText, acronym_texts
from aligner.checks.expansions import Definition, is_glossed, letters_of
from aligner.checks.known_acronyms import kept_acronyms, known_acronyms
from aligner.checks.organisation_words import counterpart_initials, read_translated
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.model import Severity

_WELL_KNOWN = 2.5  # Zipf from which an acronym is one that people know
_SHORTEST = 3  # letters of an acronym that are compared
_LEAD = 1.0  # Zipf units by which it must be better known than the other


@dataclass(frozen=True, slots=True)
class _Miss:
    """An acronym that misses the words beside it: how, the letters that they give, and where the words start."""

    kind: Slip
    right: str
    start: int


@rule("ACR303", "acronym-expansion", Severity.WARNING, one_sided=True)
def acronym_expansion(subject: Subject) -> Iterator[Fault]:
    """The letters of an acronym do not fit the expansion beside them.

    "Federal Land Registry (FRL)": a slip of the keyboard, or letters that were translated while the words were not.
    Readers will look for a name that does not exist. Reported are letters in another order, one wrong letter and one
    letter too many; acronyms that leave words out, take letters from inside words, come from the other version or are
    said to be another language's stay quiet.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The Federal Land Registry (FRL) has moved."
    >>> document = Document(text, (Block(0, 42),), "en", sentences=(Sentence(0, 42),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in acronym_expansion(Subject.alone(document, "es"))]
    [('FRL', 'FLR')]
    """
    texts = subject.once(acronym_texts)
    for text in texts:
        other = next((one for one in texts if one is not text), None)
        for definition in text.definitions:
            miss = None if definition.fits else _miss(text, other, definition)
            if miss is None:
                continue
            acronym, version = definition.acronym, text.version
            expansion = version.span(miss.start, definition.end)
            written = version.span(acronym.start, acronym.end)
            message = f"{written.text} has the letters of “{expansion.text}” {miss.kind}: {miss.right}"
            bead = subject.bead_of(version.side, acronym.sentence)
            yield Fault(message, (written, expansion), bead, miss.right)


def _miss(text: AcronymText, other: AcronymText | None, definition: Definition) -> _Miss | None:
    """How a definition's letters miss its words; None where something explains them."""
    acronym, version = definition.acronym, text.version
    after = version.document.text[acronym.end : acronym.end + 3].lstrip('”"»’ ')
    if after[:1] not in (")", "]") or is_glossed(version, acronym) or acronym.key in kept_acronyms():
        return None
    if other is not None and acronym.key in other.by_key:
        return None
    for first in range(len(definition.words) - 2):
        words = definition.words[first:]
        start = _start_of(text, definition, first)
        if first and version.prose.text[start - 1] == "-":  # the second half of a word (Inter-American)
            continue
        kind, right = slip(acronym.key, words), initials_of(words)
        if kind and _is_body(text, words, right) and not _is_explained(text, other, definition, words, kind):
            return _Miss(kind, right, start)
    return _other_letters(text, other, definition)


def _start_of(text: AcronymText, definition: Definition, number: int) -> int:
    """Where a content word of an expansion starts."""
    place = definition.start
    for word in definition.words[:number]:
        place = text.version.document.text.index(word, place) + len(word)
    return text.version.document.text.index(definition.words[number], place)


def _other_letters(text: AcronymText, other: AcronymText | None, definition: Definition) -> _Miss | None:
    """The miss of an acronym that has little of its words, where the other version's fits and this one is only here."""
    key, words = definition.acronym.key, definition.words[-len(definition.acronym.key) :]
    right, language = initials_of(words), text.version.language
    if other is None or len(words) != len(key) or len(key) < _SHORTEST or not _is_body(text, words, right):
        return None
    numbers = text.subject.opposite_sentences(text.version.side, definition.acronym.sentence)
    fitting = [one for one in other.definitions if one.fits and one.acronym.sentence in numbers]
    is_translated = read_translated(words, words, key, language, guesses=1) is not None
    is_known = key in known_acronyms(language) or familiarity(key) >= _WELL_KNOWN
    if len(fitting) != 1 or is_translated or is_known:
        return None
    return _Miss(Slip.OTHER, right, _start_of(text, definition, len(definition.words) - len(key)))


def _is_body(text: AcronymText, words: tuple[str, ...], right: str) -> bool:
    """Whether the words name a body: one is of those that bodies are named with, or the text knows the letters."""
    return right in text.by_key or any(counterpart_initials(word, text.version.language)[1] for word in words)


def _is_explained(
    text: AcronymText, other: AcronymText | None, definition: Definition, words: tuple[str, ...], kind: Slip
) -> bool:
    """Whether letters from inside the words, or their translation, give the acronym."""
    key = definition.acronym.key
    right, language = initials_of(words), text.version.language
    if kind is Slip.EXTRA and reads_within(key, words) and not _is_better_known(text, right, key):
        return True
    if kind is Slip.SWAPPED and right not in text.by_key and _is_known_instead(key, right):
        return True
    known = known_acronyms(language).get(key, ())
    if any(letters_of(entry.right) == right or other is None for entry in known):
        return True
    every = definition.all_words[definition.all_words.index(words[0]) :]
    return other is None and any(read_translated(words, all_words, key, language) for all_words in (words, every))


def _is_better_known(text: AcronymText, right: str, key: str) -> bool:
    """Whether the text, or people, have the words' own initials and not this acronym."""
    return right in text.by_key or _is_known_instead(right, key)


def _is_known_instead(key: str, other_key: str) -> bool:
    """Whether people know one acronym, and the other much less."""
    return familiarity(key) >= max(_WELL_KNOWN, familiarity(other_key) + _LEAD)
