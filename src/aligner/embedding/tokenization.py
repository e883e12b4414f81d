"""Subword numbers of texts, several times faster than word after word anew: what a word became is remembered.

Most tokenizers divide a text at its spaces before they do anything else that depends on the neighbours; for those a
text is its words, and the words of a language come again and again. What is remembered came from the tokenizer's own
parts, so the numbers are those of the tokenizer; whether it is such a one, its configuration tells.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_letters
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

# Parts of tokenizers that treat what stands between two spaces without a look at what stands beyond them.
_LOCAL_NORMALIZERS = {"NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents", "BertNormalizer"}
_DIVIDERS = {"Whitespace", "WhitespaceSplit", "BertPreTokenizer"}
_LOCAL_DIVIDERS = {*_DIVIDERS, "Punctuation", "Digits"}
# A class of signs written out one by one, such as [’‘`´], no range and no exception.
_SIGNS = re.compile(r"\[[^\^\-\\\[\]&\s][^\-\\\[\]&\s]*\]")
# Letters, and runs of signs and of letters, of which every version of Unicode says that they are such.
_LETTERS = re.compile("[a-zA-ZÀ-ÖØ-öø-ɏ]+")
_PARTS = re.compile(r"[a-zA-Z0-9_À-ÖØ-öø-ɏ]+|[!-/:-@\[-^`{-~¡«»¿°–—‘’“”…€]+")
# Models for which a word that is in the vocabulary is one token, always.
_WHOLE_WORD_MODELS = {"WordPiece", "WordLevel"}
_NUMBER = np.dtype("<i4")
# Whether a machine's own unsigned numbers are written like these; on nearly all they are.
_IS_PLAIN = array("I", [1]).tobytes() == b"\1\0\0\0"
# So many characters of words are remembered; twenty thousand sentences have a fifth of it.
_REMEMBERED = 1_000_000
# Words that are longer than this on average, written and normalised, are none.
_LONG = 80


@dataclass(frozen=True, slots=True)
class Bags:
    """Subword numbers of texts.

    `ids`: int32 [tokens], those of one text after those of another; `starts`: intp [texts + 1], where each begins.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.intp]


class WordMemory:
    """A tokenizer that remembers what it made of each word; threads may share one.

    `size`: how many rows a table needs that has one for each of its subwords.
    """

    def __init__(self, tokenizer: Tokenizer, vocabulary: dict[str, int] | None = None) -> None:
        """`tokenizer` neither pads nor truncates; `vocabulary` is its own without added tokens, where it is at hand."""
        self._tokenizer, self._divider, self._model = tokenizer, tokenizer.pre_tokenizer, tokenizer.model
        added = tokenizer.get_added_tokens_decoder()
        marks = [token.content for token in added.values()]
        self._marks = {*marks, *(_normal(tokenizer, [mark])[0] for mark in marks)}
        self._is_local = divides_at_spaces(tokenizer)
        self._has_plain_divider = [step["type"] for step in _steps(self._divider, "pretokenizers")] == ["Whitespace"]
        self._folded = _letter_by_letter(tokenizer) if self._is_local else None
        if vocabulary is None:
            vocabulary = tokenizer.get_vocab(with_added_tokens=False)
        # The highest number, not how many there are: numbers may have gaps.
        self.size = max((*vocabulary.values(), *added), default=-1) + 1
        self._whole_words: dict[str, int] = vocabulary if type(tokenizer.model).__name__ in _WHOLE_WORD_MODELS else {}
        self._longest = getattr(tokenizer.model, "max_input_chars_per_word", 100)
        # Replaced when it has grown too large, never emptied: another thread may be reading it.
        self._known: dict[str, bytes] = {}
        self._pieces: dict[str, bytes] = {}
        self._characters = 0

    def bags(self, texts: Sequence[str]) -> Bags:
        """The subword numbers of each text; lone surrogates, which are no text, count as question marks."""
        texts = [text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text for text in texts]
        if not self._is_local:
            return _joined(self._encoded(texts))
        divided = [text.split(" ") for text in texts]
        try:
            return _joined([b"".join(map(self._known.__getitem__, words)) for words in divided])
        except KeyError:  # a new word
            known = self._knowing(set().union(*divided))
        return _joined([b"".join(map(known.__getitem__, words)) for words in divided])

    def forget(self) -> None:
        """Drop all that is remembered; the numbers stay what they are."""
        self._known, self._pieces, self._characters = {}, {}, 0

    def _knowing(self, words: set[str]) -> dict[str, bytes]:
        """What is remembered, with these words among it."""
        known = self._known
        lacking = words.difference(known)
        size = sum(map(len, lacking))
        if self._characters + size > _REMEMBERED:
            self.forget()
            known, lacking = self._known, words
            size = sum(map(len, words))
        known.update(self._learnt(list(lacking)))
        self._characters += size
        if size > _REMEMBERED:  # nobody meets a word of a million letters twice
            self.forget()
        return known

    def _learnt(self, words: list[str]) -> dict[str, bytes]:
        """The packed numbers of words without spaces."""
        plain = [word for word in words if word.isalpha() and word.isascii()] if self._folded else []
        others = list(set(words).difference(plain)) if plain else words
        normal = _normal(self._tokenizer, others)
        folded = list(map(self._folded, plain)) if self._folded else []
        # The tokenizer finds its own marks before all else; and scripts without spaces have no words that come again.
        written = " ".join([*words, *normal, *folded])
        if len(written) > _LONG * len(words) or any(mark in written for mark in self._marks):
            return dict(zip(words, self._encoded(words), strict=True))
        pieces = self._pieces
        for word in set(folded).difference(pieces):
            pieces[word] = self._token(word)
        for word in set(normal).difference(pieces):
            if _is_letters(word):
                pieces[word] = self._token(word)
            else:
                parts = self._parts(word)
                pieces.update([(part, self._token(part)) for part in parts if part not in pieces])
                pieces[word] = b"".join(map(pieces.__getitem__, parts))
        learnt = dict(zip(others, map(pieces.__getitem__, normal), strict=True))
        learnt.update(zip(plain, map(pieces.__getitem__, folded), strict=True))
        return learnt

    def _parts(self, word: str) -> list[str]:
        """What the tokenizer divides a normalised word into, such as a word and its comma."""
        if self._has_plain_divider:
            plain: list[str] = _PARTS.findall(word)
            if sum(map(len, plain)) == len(word):
                return plain
        return [part for part, _ in self._divider.pre_tokenize_str(word)]

    def _token(self, part: str) -> bytes:
        """The packed numbers of what a word was divided into."""
        number = self._whole_words.get(part)
        if number is not None and len(part) <= self._longest:
            return number.to_bytes(4, "little")
        return _packed([token.id for token in self._model.tokenize(part)])

    def _encoded(self, texts: Sequence[str]) -> list[bytes]:
        """The packed numbers of texts in the tokenizer's own way."""
        found = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [_packed(encoding.ids) for encoding in found]


def divides_at_spaces(tokenizer: Tokenizer) -> bool:
    """Whether the numbers of a text are those of the pieces between its spaces, one piece after another."""
    if any(any(map(str.isspace, token.content)) for token in tokenizer.get_added_tokens_decoder().values()):
        return False
    dividers = _steps(tokenizer.pre_tokenizer, "pretokenizers")
    return (
        bool(dividers)
        and dividers[0].get("type") in _DIVIDERS
        and all(step.get("type") in _LOCAL_DIVIDERS for step in dividers)
        and all(map(_is_local_normalizer, _steps(tokenizer.normalizer, "normalizers")))
    )


def _is_local_normalizer(step: dict[str, object]) -> bool:
    if step.get("type") != "Replace":
        return step.get("type") in _LOCAL_NORMALIZERS
    pattern = step.get("pattern")
    if not isinstance(pattern, dict):
        return False
    if "String" in pattern:
        return bool(pattern["String"]) and not any(map(str.isspace, pattern["String"]))
    return _SIGNS.fullmatch(pattern.get("Regex", "")) is not None


def _steps(part: Any, inner: str) -> list[dict[str, object]]:
    """The configurations of a tokenizer's normalizer or pre-tokenizer, a sequence taken apart; none for None."""
    if part is None:
        return []
    waiting = [json.loads(part.__getstate__())]
    steps: list[dict[str, object]] = []
    while waiting:
        step = waiting.pop(0)
        if step.get("type") == "Sequence":
            waiting = [*step[inner], *waiting]
        else:
            steps.append(step)
    return steps


def _normal(tokenizer: Tokenizer, words: list[str]) -> list[str]:
    """The words as the tokenizer normalises them."""
    normalizer = tokenizer.normalizer
    if normalizer is None or not words:
        return words
    normal: list[str] = normalizer.normalize_str(" ".join(words)).split(" ")
    # A sign may become several with a space among them; then it must be word after word.
    return normal if len(normal) == len(words) else [normalizer.normalize_str(word) for word in words]


def _letter_by_letter(tokenizer: Tokenizer) -> Callable[[str], str] | None:
    """What normalising does to words of the letters a to z and A to Z, where that is lower case or nothing; else None."""
    steps = _steps(tokenizer.normalizer, "normalizers")
    patterns = [step["pattern"] for step in steps if step.get("type") == "Replace"]
    if any(isinstance(pattern, dict) and len(pattern.get("String", "")) > 1 for pattern in patterns):
        return None
    (normal,) = _normal(tokenizer, [ascii_letters])
    ways: dict[str, Callable[[str], str]] = {ascii_letters.lower(): str.lower, ascii_letters: str}
    return ways.get(normal)


def _is_letters(word: str) -> bool:
    """Whether a word is nothing but plain letters; no divider here divides those."""
    return word.isalpha() if word.isascii() else _LETTERS.fullmatch(word) is not None


def _packed(ids: Iterable[int]) -> bytes:
    return array("I", ids).tobytes() if _IS_PLAIN else np.fromiter(ids, _NUMBER).tobytes()


def _joined(packed: Collection[bytes]) -> Bags:
    lengths = np.fromiter(map(len, packed), np.intp, len(packed)) // _NUMBER.itemsize
    starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(lengths)])
    return Bags(np.frombuffer(b"".join(packed), _NUMBER), starts)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
