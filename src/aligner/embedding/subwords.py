"""The subword vocabulary of a static model, and the letter n-grams its entries are made of."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

_UNKNOWN = "[UNK]"
_CONTINUES = "##"
_ALPHABET = 400


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """A WordPiece vocabulary (Schuster & Nakajima 2012) of `size` subwords over lower-cased, NFKC-normalised text.

    The same texts give the same vocabulary with the same numbers.
    """
    words = Counter(word for text in texts for word in _words(text))
    letters = _alphabet(words)
    within = {letter for word in words for letter in word[1:]}
    # The trainer numbers letters inside words in an order that differs from run to run, and breaks ties by number.
    # Entries named beforehand keep their place; they are no special tokens of the tokenizer that is handed out.
    entries = [_UNKNOWN, *(f"{_CONTINUES}{letter}" for letter in letters if letter in within)]
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=entries,
        initial_alphabet=letters,
        limit_alphabet=len(letters),
        continuing_subword_prefix=_CONTINUES,
        show_progress=False,
    )
    trained = _tokenizer({})
    trained.train_from_iterator((word for word, count in words.items() for _ in range(count)), trainer)
    tokenizer = _tokenizer(trained.get_vocab())
    tokenizer.add_special_tokens([_UNKNOWN])
    return tokenizer


_NORMALIZER = normalizers.Sequence(
    [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex("[’‘`´]"), "'")]
)
_DIVIDER = pre_tokenizers.Whitespace()


def _tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=_UNKNOWN, continuing_subword_prefix=_CONTINUES))
    tokenizer.normalizer, tokenizer.pre_tokenizer = _NORMALIZER, _DIVIDER
    return tokenizer


def _words(text: str) -> list[str]:
    return [word for word, _ in _DIVIDER.pre_tokenize_str(_NORMALIZER.normalize_str(text))]


def _alphabet(words: Counter[str]) -> list[str]:
    """The commonest letters, in order of code; of those equally common the first."""
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for letter in word:
            counts[letter] += count
    return sorted(sorted(counts, key=lambda letter: (-counts[letter], letter))[:_ALPHABET])


def letter_ngrams(subword: str, shortest: int, longest: int) -> list[str]:
    """The n-grams of a subword, accents off, a mark before the first letter of a word.

    Words of two languages that share an origin share most of them.

    >>> letter_ngrams("acción", 3, 3)
    ['<ac', 'acc', 'cci', 'cio', 'ion']
    >>> letter_ngrams("##tion", 3, 4)
    ['tio', 'ion', 'tion']
    """
    letters = subword.removeprefix(_CONTINUES) if subword.startswith(_CONTINUES) else f"<{subword}"
    plain = "".join(sign for sign in unicodedata.normalize("NFD", letters) if not unicodedata.combining(sign))
    return [
        plain[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(plain) - size + 1)
    ]  # fmt: skip


def ngram_matrix(
    tokenizer: Tokenizer, shortest: int, longest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32], int]:
    """Which subword has which n-grams: row pointers, columns and values of a CSR matrix, and its number of columns.

    n-grams of a single subword tell nothing and are left out; the values of a row are 1/sqrt(its n-grams).
    """
    subwords = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    rows = [letter_ngrams(subword, shortest, longest) for subword, _ in subwords]
    owners: dict[str, int] = {}
    for row in rows:
        for ngram in set(row):
            owners[ngram] = owners.get(ngram, 0) + 1
    shared = sorted(ngram for ngram, count in owners.items() if count > 1)
    number = {ngram: column for column, ngram in enumerate(shared)}
    pointers, columns, values = [0], [], []
    for row in rows:
        kept = sorted(number[ngram] for ngram in row if ngram in number)
        columns += kept
        values += [1.0 / np.sqrt(max(1, len(row)))] * len(kept)
        pointers.append(len(columns))
    return np.array(pointers), np.array(columns, np.int64), np.array(values, np.float32), len(shared)
