"""TRM605: words that look like the source's and mean something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

import numpy as np

from aligner.checks.inflections import Kind, forms, is_form
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.checks.term_search import Token, bead_tokens
from aligner.checks.word_data import data_lines
from aligner.checks.words import Word
from aligner.contracts import AdditiveEmbedder, FloatArray
from aligner.model import Severity, Side

_LANGUAGES = frozenset({"en", "es"})
_PREFIX = 3
# How much nearer the source a right word must bring the target, and how much nearer it must be to the source's word.
_LEAST_GAIN, _LEAST_LEAD = 0.005, 0.06
# So many places of the source's word are shown.
_MOST_SHOWN = 20
_TINY = np.float32(1e-9)
_KINDS = (Kind.NOUN, Kind.ADJECTIVE, Kind.VERB)


@dataclass(frozen=True, slots=True)
class FalseFriend:
    """A word of the source, the word of the target it is mistaken for, and what both really are.

    `right`: what the source word is in the target's language; `meant`: what the wrong word stands for in the source's.
    `is_sure`: the two hardly ever translate each other.
    """

    source: str
    wrong: str
    right: tuple[str, ...]
    meant: tuple[str, ...]
    kind: Kind
    is_sure: bool


@cache
def false_friends(source_language: str) -> dict[str, tuple[FalseFriend, ...]]:
    """The table from one language to the other, by the first letters of the wrong word.

    >>> [friend.wrong for friend in false_friends("en")["emb"] if friend.source == "embarrassed"]
    ['embarazado']
    """
    found: dict[str, list[FalseFriend]] = defaultdict(list)
    for line in data_lines("false_friends.tsv"):
        english, spanish, in_spanish, in_english, kind, trust = line.split("\t")
        there, back = _listed(in_spanish), _listed(in_english)
        words = (english, spanish, there, back) if source_language == "en" else (spanish, english, back, there)
        is_sure = trust in ("sure", "es" if source_language == "en" else "en")
        friend = FalseFriend(*words, Kind(kind), is_sure)
        found[friend.wrong[:_PREFIX]].append(friend)
    # Of two rows that fit, the one with more of the word is nearer: embarrassed before embarrass.
    nearest = {start: sorted(friends, key=lambda friend: -len(friend.source)) for start, friends in found.items()}
    return {start: tuple(friends) for start, friends in nearest.items()}


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(","))


@rule("TRM605", "false-friend", Severity.INFO, needs_pair=True)
def false_friend(subject: Subject) -> Iterator[Fault]:
    r"""A word of the target looks like one of the source and means something else.

    *Actualmente* is not *actually*, and a *carpeta* is no carpet. Told only where the source has the word it was mistaken
    for, the target has none of the words that would be right, and nothing else in the source accounts for it.

    >>> from aligner.model import Bead, Bitext, Document, Sentence
    >>> source = Document("She works in a library.", (), "en", sentences=(Sentence(0, 23),))
    >>> target = Document("Trabaja en una librería.", (), "es", sentences=(Sentence(0, 24),))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in false_friend(Subject.pair(bitext))]
    [('librería', 'biblioteca')]
    """
    assert subject.source is not None
    languages = (subject.source.language, subject.target.language)
    if set(languages) != _LANGUAGES:
        return
    words, known = subject.target.sentence_words, _known(subject, languages)
    beads = _Beads(subject)
    for word in words.among(known):
        faults = (_fault(beads, word, friend, mistaken) for friend, mistaken in known[word.text])
        yield from islice(filter(None, faults), 1)


def _known(subject: Subject, languages: tuple[str, str]) -> dict[str, list[tuple[FalseFriend, frozenset[str]]]]:
    """The words of the target that may be wrong, with each friend and the words of the source it was mistaken for."""
    assert subject.source is not None
    written: dict[str, list[str]] = defaultdict(list)
    for text in subject.source.sentence_words.distinct:
        written[text.lower().removesuffix("'s").removesuffix("’s")].append(text)
    starts, sources = false_friends(languages[0]), dict[FalseFriend, frozenset[str]]()
    known: dict[str, list[tuple[FalseFriend, frozenset[str]]]] = defaultdict(list)
    for text in subject.target.sentence_words.distinct:
        if text[:_PREFIX].lower()[:_PREFIX] not in starts:
            continue
        for friend in _friends_of(text.lower(), *languages):
            if friend not in sources:
                made = forms(friend.source.lower(), languages[0], friend.kind)
                sources[friend] = frozenset(word for form in made for word in written.get(form, ()))
            if sources[friend]:
                known[text].append((friend, sources[friend]))
    return known


@lru_cache(maxsize=100_000)
def _friends_of(word: str, source_language: str, target_language: str) -> tuple[FalseFriend, ...]:
    """The rows of whose wrong word this is a form that begins as the word does."""
    friends = false_friends(source_language).get(word[:_PREFIX], ())
    return tuple(friend for friend in friends if word in forms(friend.wrong.lower(), target_language, friend.kind))


@dataclass(slots=True)
class _Beads:
    """What was found out about the false friends of each bead: once, however often a word stands there."""

    subject: Subject
    _mistaken: dict[tuple[int, FalseFriend], list[Word]] = field(default_factory=dict)
    _better: dict[tuple[int, FalseFriend, str], bool] = field(default_factory=dict)
    _last: tuple[int, tuple[list[Token], list[Token]]] = (-1, ([], []))

    def mistaken(self, number: int, friend: FalseFriend, words: frozenset[str]) -> list[Word]:
        """Those of some words of the source that a bead has; none where something else accounts for the false friend."""
        if (number, friend) not in self._mistaken:
            assert self.subject.source is not None
            source = self.subject.source.sentence_words
            found = [one for sentence in self.subject.beads[number].source for one in source.among(words, sentence)]
            self._mistaken[number, friend] = [] if found and self._is_accounted_for(number, friend) else found
        return self._mistaken[number, friend]

    def fits_better(self, number: int, word: Word, evidence: Word, friend: FalseFriend) -> bool:
        """See `_fits_better`."""
        key = (number, friend, word.text.lower())
        if key not in self._better:
            self._better[key] = _fits_better(self.subject, number, word, evidence, friend)
        return self._better[key]

    def _is_accounted_for(self, number: int, friend: FalseFriend) -> bool:
        """Whether the source has a word with the false friend's meaning, or the target one that would be right."""
        subject = self.subject
        if self._last[0] != number:
            self._last = (
                number,
                (bead_tokens(subject, number, Side.SOURCE), bead_tokens(subject, number, Side.TARGET)),
            )
        source, target = self._last[1]
        return _stands(friend.meant, source, subject.version(Side.SOURCE).language) or _stands(
            friend.right, target, subject.version(Side.TARGET).language
        )


def _fault(beads: _Beads, word: Word, friend: FalseFriend, mistaken: frozenset[str]) -> Fault | None:
    subject = beads.subject
    assert subject.source is not None
    number = subject.bead_of(Side.TARGET, word.sentence)
    # A sentence that was not translated has no false friends.
    if number is None or subject.target.leanings[word.sentence].is_other():
        return None
    evidence = beads.mistaken(number, friend, mistaken)
    if not evidence or _is_name(word, evidence):
        return None
    if not (friend.is_sure or beads.fits_better(number, word, evidence[0], friend)):
        return None
    right, shown = friend.right[0], evidence[:_MOST_SHOWN]
    spans = (subject.target.span(word.start, word.end), *(subject.source.span(one.start, one.end) for one in shown))
    message = f"“{word.text}” is a false friend of “{evidence[0].text}”, which is {_alternatives(friend.right)}"
    return Fault(message, spans, number, right)


def _is_name(word: Word, evidence: Sequence[Word]) -> bool:
    """Whether the word is spelled as in the source, with a capital where none is needed: a name, or an acronym."""
    return word.is_upper or (
        word.is_capitalised and not word.starts_sentence and any(token.text == word.text for token in evidence)
    )


def _fits_better(subject: Subject, number: int, word: Word, evidence: Word, friend: FalseFriend) -> bool:
    """Whether one of the right words would bring the target nearer to the source, by the model, and is nearer to its word."""
    embedder, bitext = subject.embedder, subject.bitext
    if not isinstance(embedder, AdditiveEmbedder) or bitext is None:
        return False
    sides = [bitext.side_text(subject.beads[number], side) for side in Side]
    sums = embedder.sums([*sides, evidence.text.lower(), word.text.lower(), *friend.right])
    source, target, asked, wrong, right = sums[0], sums[1], sums[2], sums[3], sums[4:]
    by_context = _cosines(target - wrong + right, source) - _cosines(target[None], source)
    by_word = _cosines(right, asked) - _cosines(wrong[None], asked)
    return bool((by_context.max() > _LEAST_GAIN) and (by_word.max() > _LEAST_LEAD))


def _cosines(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """The cosine of each row, float32 [rows, dimensions], with a vector."""
    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(vector)
    cosines: FloatArray = rows @ vector / np.maximum(norms, _TINY)
    return cosines


def _alternatives(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words[:2])


def _stands(terms: Iterable[str], tokens: Sequence[Token], language: str) -> bool:
    """Whether any of some terms, in whatever form, stands among the words of a text."""
    return any(_has(term.split(), tokens, language) for term in terms)


def _has(words: Sequence[str], tokens: Sequence[Token], language: str) -> bool:
    for first in range(len(tokens) - len(words) + 1):
        # Forms begin alike: most places are left at the first letter.
        if tokens[first].plain[:1] == words[0][:1] and all(
            _is_any_form(tokens[first + at].plain, word, language) for at, word in enumerate(words)
        ):
            return True
    return False


def _is_any_form(text: str, word: str, language: str) -> bool:
    if text == word:
        return True
    # Forms begin alike, but for the irregular verbs of English, whose vowel changes.
    return text[:1] == word[:1] and any(is_form(text, word, language, kind) for kind in _KINDS)
