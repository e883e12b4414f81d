"""Words and groups of words of one language that may be terms: noun-like, frequent, and rarer elsewhere."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aligner.checks.lexicon import commonness
from aligner.checks.word_data import data_words

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:[-'’][^\W\d_]+)*|[^\w\s]|\d+")
_LONGEST = 3  # words that say something in a term
_FUNCTION_WORD = 5.8  # Zipf frequency from which on a word begins and ends no term
_LEAST_LETTERS = 3
# What may stand inside a term between its words.
_LINKS = {
    "en": (("of",), ("of", "the")),
    "es": (("de",), ("del",), ("de", "la"), ("de", "los"), ("de", "las"), ("a",), ("en",)),
}
# Endings of what is hardly ever a term, nor begins or ends one.
_NOT_NOUNS = {
    "en": re.compile(r"ly$"),
    "es": re.compile(r"mente$|(?:ando|iendo)(?:[lms]e|l[aeo]s?)?$|[aei]r(?:se|l[aeo]s?)$|aron$|ieron$|aban$"),
}
# Log-likelihood beyond which a word is more frequent here than elsewhere by no chance: p < 0.001 (Dunning 1993).
SIGNIFICANT = 10.83
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Phrase:
    """A group of words: the segments it stands in, how often it does, how it is mostly spelled, how much of a term it is."""

    words: tuple[str, ...]
    segments: frozenset[int]
    count: int
    spelling: str
    termhood: float


def phrases(texts: Sequence[str], language: str, least_count: int) -> list[Phrase]:
    """The groups of words of `texts` that occur `least_count` times and more than chance, by their singular."""
    singular = _Singulars(language)
    segments: dict[tuple[str, ...], set[int]] = defaultdict(set)
    counts: Counter[tuple[str, ...]] = Counter()
    spellings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    words: Counter[str] = Counter()
    for number, text in enumerate(texts):
        tokens = _WORD.findall(text)
        words.update(token.lower() for token in tokens if token[0].isalpha())
        for first, last in _groups(tokens, language):
            key = tuple(singular(token.lower()) for token in tokens[first : last + 1])
            segments[key].add(number)
            counts[key] += 1
            # A capital that the beginning of a text asks for says nothing, so that other places decide where there are some.
            weight = 1 if first == 0 else len(texts)
            spellings[key][_spelled(tokens, first, last)] += weight
    kept = {key for key, count in counts.items() if count >= least_count}
    nested = _nested(kept, counts)
    total = sum(words.values())
    lemmas: Counter[str] = Counter()
    for word, count in words.items():
        lemmas[singular(word)] += count
    found = []
    for key in sorted(kept - nested):
        termhood = _termhood(key, counts[key], lemmas, total, language)
        if termhood > SIGNIFICANT:
            found.append(Phrase(key, frozenset(segments[key]), counts[key], _commonest(spellings[key], key), termhood))
    return found


def log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """How far two events are from going together by chance (Dunning 1993); 0 where they avoid each other.

    `both`: how often they meet in `total` trials, `one` and `other`: how often each happens.
    """
    if both * total <= one * other:
        return 0.0
    table = ((both, one, other), (one - both, one, total - other), (other - both, total - one, other), (total - one - other + both, total - one, total - other))  # fmt: skip
    return 2 * sum(seen * math.log(seen * total / (row * column)) for seen, row, column in table if seen > 0)


def _groups(tokens: Sequence[str], language: str) -> Iterator[tuple[int, int]]:
    """First and last token of every group of words that could be a term."""
    says = [_says(token, language) for token in tokens]
    links = _LINKS.get(language, ())
    for first in range(len(tokens)):
        if not says[first]:
            continue
        last, length = first, 1
        yield first, last
        while length < _LONGEST:
            step = _step(tokens, says, last, links)
            if step is None:
                break
            last, length = last + step, length + 1
            yield first, last


def _step(tokens: Sequence[str], says: Sequence[bool], last: int, links: Iterable[tuple[str, ...]]) -> int | None:
    """How far it is from one word of a term to the next, None where there is none."""
    if last + 1 < len(tokens) and says[last + 1]:
        return 1
    for link in links:
        place = last + len(link) + 1
        if place < len(tokens) and says[place] and tuple(word.lower() for word in tokens[last + 1 : place]) == link:
            return len(link) + 1
    return None


def _says(token: str, language: str) -> bool:
    """Whether a token can begin or end a term."""
    word = token.lower()
    if len(word) < _LEAST_LETTERS or not word[0].isalpha() or commonness(word, language) >= _FUNCTION_WORD:
        return False
    ending = _NOT_NOUNS.get(language)
    return ending is None or ending.search(word) is None


def _spelled(tokens: Sequence[str], first: int, last: int) -> str:
    """The group as written; a capital that only the beginning of the text asks for is let go."""
    words = list(tokens[first : last + 1])
    if first == 0 and words[0].istitle() and not any(word[0].isupper() for word in words[1:]):
        words[0] = words[0].lower()
    return " ".join(words)


def _commonest(spellings: Counter[str], key: tuple[str, ...]) -> str:
    """The singular where it is written, else the commonest spelling."""
    plain = [spelling for spelling in spellings if tuple(spelling.lower().split()) == key]
    return max(plain or spellings, key=lambda spelling: (spellings[spelling], spelling))


def _nested(kept: set[tuple[str, ...]], counts: Counter[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Groups that hardly ever stand outside one longer group, of which they are a part."""
    found = set()
    for key in kept:
        for first in range(len(key)):
            for last in range(first + 1, len(key) + 1):
                part = key[first:last]
                if part != key and part in kept and counts[part] <= counts[key] * 1.1:
                    found.add(part)
    return found


def _termhood(key: tuple[str, ...], count: int, words: Counter[str], total: int, language: str) -> float:
    """Log-likelihood of the words against general language; of a group, that of its parts standing together too."""
    telling = [word for word in key if commonness(word, language) < _FUNCTION_WORD]
    against = max(_keyness(words[word] or count, word, total, language) for word in telling or key)
    if len(telling) < 2:
        return against
    together = log_likelihood(count, max(words[telling[0]], count), max(words[telling[-1]], count), max(total, 1))
    return math.sqrt(against * together) if against > SIGNIFICANT and together > SIGNIFICANT else 0.0


def _keyness(count: int, word: str, total: int, language: str) -> float:
    """Log-likelihood of a word's count against its frequency in wordfreq's corpora, which are large."""
    expected = max(10 ** (commonness(word, language) - 9), _TINY) * total
    if count <= expected:
        return 0.0
    return 2 * (count * math.log(count / expected) - count + expected)


_PLURALS = {
    "en": (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")),
    "es": (("iones", "ión"), ("ces", "z"), ("es", ""), ("s", "")),
}
_NO_PLURALS = re.compile(r"(?:ss|us|is|ics)$")


class _Singulars:
    """The singular of a word, where it is a word."""

    def __init__(self, language: str) -> None:
        self._language, self._known = language, dict[str, str]()

    def __call__(self, word: str) -> str:
        """The singular; the word itself where it is none or nothing is known of the language."""
        if word not in self._known:
            self._known[word] = self._singular(word)
        return self._known[word]

    def _singular(self, word: str) -> str:
        if len(word) <= _LEAST_LETTERS or _NO_PLURALS.search(word) or word in data_words("latin.txt"):
            return word
        for ending, singular in _PLURALS.get(self._language, ()):
            made = word.removesuffix(ending) + singular
            if word.endswith(ending) and commonness(made, self._language) > 0:
                return made
        return word
