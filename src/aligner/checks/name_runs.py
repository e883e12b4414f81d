"""The names in each sentence, and which stand beside each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from aligner.checks.expansions import STOP_WORDS
from aligner.checks.lexicon import commonness
from aligner.checks.places import gazetteer
from aligner.checks.spellings import bare
from aligner.checks.subject import Version
from aligner.checks.titles import titles
from aligner.model import Role

_SHORTEST = 4  # letters of a name that is compared
_SHORTEST_PART = 2  # letters of one part of it, at least
_COMMON = 4.0  # Zipf from which a capital at the start of a sentence says nothing
_LONG_WORD, _HEADING_WORDS, _HEADING = 4, 4, 0.8  # letters, number and share of words with capitals that make a heading
_VOWEL = re.compile(r"[^\W\d_bcdfghjklmnpqrstvwxz]", re.IGNORECASE)
_JOINT = re.compile(r"['’\-]")
_OPENING = re.compile(r"[.:!?¡¿…][\s\"“”«»‘’'(–—-]*$|[“«‘\"(¡¿\[–—][\s\"“«‘]*$|\n\s*$")


@dataclass(frozen=True, slots=True)
class NameWord:
    """A name of one word at `[start, end)`; `key` is bare, `before` and `after` are the bare names right beside it.

    `opens`: it starts a sentence or a quotation, so that its capital says little.
    """

    start: int
    end: int
    text: str
    key: str
    before: str
    after: str
    opens: bool


@dataclass(frozen=True, slots=True)
class NameRun:
    """Names with nothing but a blank between."""

    names: tuple[NameWord, ...]

    @property
    def start(self) -> int:
        """Where the first name starts."""
        return self.names[0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.names[-1].end


@dataclass(frozen=True)
class Said:
    """The words of some sentences, bare: `bare` and `capitals` have what is known of each word of the version."""

    texts: tuple[str, ...]
    bare: Mapping[str, str]
    capitals: Collection[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """All of them."""
        return frozenset(map(self.bare.__getitem__, self.texts))

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Those with a capital."""
        return frozenset([self.bare[text] for text in self.texts if text in self.capitals])

    @cached_property
    def line(self) -> str:
        """All of them in a line, a blank before and behind each, so that one search goes through all."""
        return f" {' '.join(self.words)} "


@dataclass(frozen=True)
class NamesInPlace:
    """The names of a version by sentence."""

    version: Version

    def said(self, sentences: Sequence[int]) -> Said:
        """The words of some sentences."""
        texts = self.version.sentence_words.texts
        if len(sentences) != 1:
            return Said(
                tuple(chain.from_iterable(texts[one] for one in sentences)), self._bare_words, self._capitalised
            )
        number = sentences[0]
        if number not in self._said:
            self._said[number] = Said(texts[number], self._bare_words, self._capitalised)
        return self._said[number]

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        """The words of the version that begin with a capital."""
        return frozenset(word for word in self.version.sentence_words.capitalised if word[0].isupper())

    @cached_property
    def _bare_words(self) -> dict[str, str]:
        """What each word of the version is without capitals, diacritics and possessive."""
        return {word: bare(word) for word in self.version.sentence_words.distinct}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """What each capitalised word of the version is without its possessive, of those that may be a name or part of one."""
        return {word: name for word in self._capitalised if (name := _name(word, self.version.language))}

    @cached_property
    def _said(self) -> dict[int, Said]:
        return {}

    @cached_property
    def _places(self) -> dict[int, list[tuple[int, str]]]:
        """The names in each sentence that has any, none of a heading set in capitals, or of code: position and bare name."""
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        keys, doubtful = self._keys, {word for word in self._keys if self._is_doubtful(self._spellings[word])}
        words, headings = self.version.sentence_words, dict[int, bool]()
        for sentence, at, text in words.places(keys):
            if text in doubtful and self._opens(words.start(sentence, at), at):
                continue
            if sentence not in headings:
                is_code = self.version.block_of(sentence).role is Role.CODE
                headings[sentence] = is_code or _is_heading(self.version, sentence)
            if not headings[sentence]:
                found[sentence].append((at, keys[text]))
        return dict(found)

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The words of the version that may be a name that is compared, with what it is bare; no titles."""
        keys = ((word, bare(name)) for word, name in self._spellings.items() if len(name) >= _SHORTEST)
        return {word: key for word, key in keys if key not in titles()}

    def _is_doubtful(self, text: str) -> bool:
        """Whether a name is a word as well, so that its capital may be that of the sentence."""
        return self._is_common(text) and not self._is_place(text)

    def names(self, sentence: int) -> tuple[NameWord, ...]:
        """The names of a sentence; none of a heading set in capitals, or of code."""
        if sentence not in self._made:
            self._made[sentence] = tuple([self.name(sentence, at) for at, _ in self.places(sentence)])
        return self._made[sentence]

    @cached_property
    def _made(self) -> dict[int, tuple[NameWord, ...]]:
        return {}

    def places(self, sentence: int) -> Sequence[tuple[int, str]]:
        """Position and bare name of the names of a sentence: all that `names` tells, where nothing else is asked for."""
        return self._places.get(sentence, ())

    def name(self, sentence: int, at: int) -> NameWord:
        """The name at a position of a sentence."""
        words = self.version.sentence_words
        texts, start = words.texts[sentence], words.start(sentence, at)
        text = self._spellings[texts[at]]
        before = self._beside_word(sentence, at, at - 1) if at else ""
        after = self._beside_word(sentence, at, at + 1) if at + 1 < len(texts) else ""
        return NameWord(start, start + len(text), text, self._keys[texts[at]], before, after, self._opens(start, at))

    def spellings(self, sentence: int) -> list[str]:
        """The names of a sentence as they are written, without possessive."""
        texts = self.version.sentence_words.texts[sentence]
        return [self._spellings[texts[at]] for at, _ in self.places(sentence)]

    def _beside_word(self, sentence: int, at: int, other: int) -> str:
        """The bare name at position `other` of a sentence, right beside the one at `at`; "" for none."""
        words = self.version.sentence_words
        name = self._spellings.get(words.texts[sentence][other], "")
        return bare(name) if name and words.between(sentence, min(at, other)) in (" ", "\u00a0") else ""

    def _opens(self, start: int, position: int) -> bool:
        """Whether a word starts a sentence or a quotation, so that its capital says little."""
        return position == 0 or _OPENING.search(self.version.document.text, max(0, start - 6), start) is not None

    def _is_common(self, text: str) -> bool:
        return max(commonness(text, self.version.language), commonness(text, self.version.other_language)) >= _COMMON

    def _is_place(self, text: str) -> bool:
        return bare(text) in gazetteer(self.version.language).whole

    def runs(self, names: Sequence[NameWord]) -> list[NameRun]:
        """Names grouped where they stand beside each other."""
        groups: list[list[NameWord]] = []
        for name in names:
            if groups and self.version.document.text[groups[-1][-1].end : name.start] in (" ", "\u00a0"):
                groups[-1].append(name)
            else:
                groups.append([name])
        return [NameRun(tuple(group)) for group in groups]

    @cached_property
    def times(self) -> Counter[str]:
        """How often each bare name stands in the version."""
        return Counter(key for places in self._places.values() for _, key in places)

    @cached_property
    def _sentences_of(self) -> dict[str, list[int]]:
        """The sentences in which each bare name stands."""
        found: dict[str, list[int]] = defaultdict(list)
        for sentence, places in self._places.items():
            for _, key in places:
                found[key].append(sentence)
        return found

    def are_one(self, one: NameWord, other: NameWord) -> bool:
        """Whether the two stand beside each other somewhere, as first name and surname do."""
        both = {one.key, other.key}
        every = (name for key in sorted(both) for number in self._sentences_of[key] for name in self.names(number))
        return any(name.key in both and _has_beside(name, both - {name.key} or both) for name in every)


@lru_cache(maxsize=65_536)
def _name(word: str, language: str) -> str:
    """A word with a capital without its possessive; "" where it is none."""
    text = word.removesuffix("'s").removesuffix("’s")
    parts = _JOINT.split(text)
    is_name = not text[1:].isupper() and all(part.isalpha() for part in parts)
    is_name = is_name and max(map(len, parts)) >= _SHORTEST_PART and _VOWEL.search(text) is not None
    return text if is_name and text.lower() not in STOP_WORDS.get(language, ()) else ""


def _has_beside(name: NameWord, keys: set[str]) -> bool:
    """Whether one of some bare names is right beside a name."""
    return name.before in keys or name.after in keys


def _is_heading(version: Version, number: int) -> bool:
    """Whether most words of a line without a full stop have a capital, so that capitals say nothing."""
    sentence, texts = version.document.sentences[number], version.sentence_words.texts[number]
    last = version.sentence_words.starts(number)[-1] + len(texts[-1])
    if version.document.text[last : sentence.end].strip(" )\"”»’'") in (".", "!", "?", "…"):
        return False
    long_words = [text for text in texts if len(text) >= _LONG_WORD]
    capitals = sum(text[0].isupper() for text in long_words)
    return len(long_words) >= _HEADING_WORDS and capitals >= _HEADING * len(long_words)
