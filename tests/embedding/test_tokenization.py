"""A tokenizer that remembers words gives the numbers of the tokenizer itself, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

from aligner.embedding import StaticModel, load_embedder, tokenization
from aligner.embedding.tokenization import WordMemory, divides_at_spaces

WORDS = "[UNK] a b c ab the bridge ##s ##a ##b ' , . ! ? 1 2 12 _ é ñ ##é ß Σ σ ς ﬁ fi ́ ´ α ll 😀 ▁ ▁a ▁ab ▁the"
VOCABULARY = {word: number for number, word in enumerate(WORDS.split())}
MERGES = [("a", "b"), ("l", "l")]
# Signs that a normalizer changes in number, deletes or makes spaces of, and those that need a neighbour.
SIGNS = "ab cé\u0301\u00b4\u00a0\t\n\x1c\x85\u2009\u200b\ufb01\u1e9eſǅİςΣß’‘`½²ªº_12.,!?¿…—😀\u0345ก漢字한\u1112\u1161\u11ab٣Ⅷ͏\ud800"


def made(model: Any, normalizer: Any, divider: Any, *added: str | AddedToken) -> Tokenizer:
    tokenizer = Tokenizer(model)
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if divider is not None:
        tokenizer.pre_tokenizer = divider
    tokenizer.add_tokens(list(added))
    return tokenizer


def wordpiece() -> Any:
    return models.WordPiece(VOCABULARY, unk_token="[UNK]", max_input_chars_per_word=20)


def bpe() -> Any:
    letters = [*"abcthebridgsl',.!?12_éñß", "ab", "ll", "[UNK]"]
    vocabulary = {letter: number for number, letter in enumerate(dict.fromkeys(letters))}
    return models.BPE(vocabulary, MERGES, unk_token="[UNK]", fuse_unk=True)


def unigram() -> Any:
    return models.Unigram([(word, -float(number)) for word, number in VOCABULARY.items()], unk_id=0)


def chained(*parts: Any) -> Any:
    return pre_tokenizers.Sequence(list(parts))


LOWER = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex("[’‘`´]"), "'")])
LOCAL: dict[str, Callable[[], Tokenizer]] = {
    "trained here": lambda: made(wordpiece(), LOWER, pre_tokenizers.Whitespace()),
    "no normalizer": lambda: made(wordpiece(), None, pre_tokenizers.Whitespace()),
    "of BERT": lambda: made(wordpiece(), normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()),
    "taken apart": lambda: made(wordpiece(), normalizers.NFKD(), pre_tokenizers.Whitespace()),
    "accents off": lambda: made(
        wordpiece(),
        normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()]),
        chained(pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits()),
    ),
    "byte pairs": lambda: made(bpe(), normalizers.NFC(), pre_tokenizers.Whitespace()),
    "unigrams": lambda: made(unigram(), normalizers.Lowercase(), pre_tokenizers.WhitespaceSplit()),
    "words": lambda: made(models.WordLevel(VOCABULARY, unk_token="[UNK]"), LOWER, pre_tokenizers.Whitespace()),
    "added": lambda: made(
        wordpiece(), LOWER, pre_tokenizers.Whitespace(), "bc", AddedToken("É", normalized=True, single_word=True), "½"
    ),
    "syllables replaced": lambda: made(wordpiece(), normalizers.Replace("ab", "c"), pre_tokenizers.Whitespace()),
    "replaced": lambda: made(wordpiece(), normalizers.Replace("b", "a b"), pre_tokenizers.Whitespace()),
}
OTHERS: dict[str, Callable[[], Tokenizer]] = {
    "spaces are signs": lambda: made(unigram(), None, pre_tokenizers.Metaspace()),
    "bytes": lambda: made(bpe(), None, pre_tokenizers.ByteLevel()),
    "undivided": lambda: made(unigram(), None, None),
    "punctuation alone": lambda: made(bpe(), None, pre_tokenizers.Punctuation()),
    "space in an added token": lambda: made(wordpiece(), None, pre_tokenizers.Whitespace(), "a b"),
    "space replaced": lambda: made(wordpiece(), normalizers.Replace(" ", "a"), pre_tokenizers.Whitespace()),
    "any pattern": lambda: made(wordpiece(), normalizers.Replace(Regex("a.b"), "c"), pre_tokenizers.Whitespace()),
    "all but": lambda: made(wordpiece(), normalizers.Replace(Regex("[^a]"), "c"), pre_tokenizers.Whitespace()),
    "a range": lambda: made(wordpiece(), normalizers.Replace(Regex("[!-~]"), "c"), pre_tokenizers.Whitespace()),
    "one before all": lambda: made(wordpiece(), normalizers.Prepend("a"), pre_tokenizers.Whitespace()),
    "ends cut": lambda: made(wordpiece(), normalizers.Strip(), pre_tokenizers.Whitespace()),
}
TEXT = st.text(st.sampled_from(SIGNS), max_size=25) | st.text(max_size=12)


def numbers(memory: WordMemory, texts: list[str]) -> list[list[int]]:
    bags = memory.bags(texts)
    assert len(bags.starts) == len(texts) + 1
    return [bags.ids[first:last].tolist() for first, last in zip(bags.starts, bags.starts[1:], strict=False)]


def expected(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    return [tokenizer.encode(text, add_special_tokens=False).ids for text in clean]


@pytest.mark.parametrize("name", LOCAL)
def test_it_divides_at_spaces(name: str) -> None:
    assert divides_at_spaces(LOCAL[name]())


@pytest.mark.parametrize("name", OTHERS)
def test_it_does_not_divide_at_spaces(name: str) -> None:
    assert not divides_at_spaces(OTHERS[name]())


@pytest.mark.parametrize("name", [*LOCAL, *OTHERS])
def test_the_numbers_are_those_of_the_tokenizer(name: str) -> None:
    tokenizer = {**LOCAL, **OTHERS}[name]()
    memory = WordMemory(tokenizer)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(TEXT, max_size=4))
    def holds(texts: list[str]) -> None:
        assert numbers(memory, texts) == expected(tokenizer, texts)

    holds()


@pytest.fixture(scope="module")
def bundled() -> Tokenizer:
    model = load_embedder()
    assert isinstance(model, StaticModel)
    return model._tokenizer


@pytest.fixture(scope="module")
def remembered(bundled: Tokenizer) -> WordMemory:
    return WordMemory(bundled)


def test_the_bundled_one_divides_at_spaces(bundled: Tokenizer) -> None:
    assert divides_at_spaces(bundled)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, max_size=4))
def test_the_bundled_one(bundled: Tokenizer, remembered: WordMemory, texts: list[str]) -> None:
    assert numbers(remembered, texts) == expected(bundled, texts)


def test_every_sign_of_the_first_plane(bundled: Tokenizer) -> None:
    """Between letters, where a sign may divide or not."""
    texts = [f"a{chr(code)}b{chr(code)}" for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert numbers(WordMemory(bundled), texts) == expected(bundled, texts)


def test_no_texts(bundled: Tokenizer) -> None:
    assert numbers(WordMemory(bundled), []) == []
    assert numbers(WordMemory(bundled), ["", " ", "  "]) == [[], [], []]


def test_a_word_is_worked_out_once(bundled: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = WordMemory(bundled)
    first = numbers(memory, ["the bridge is old", "bridge"])
    monkeypatch.setattr(memory, "_learnt", lambda words: pytest.fail(f"again: {words}"))
    assert numbers(memory, ["bridge", "the bridge is old"]) == first[::-1]


def test_memory_is_bounded(bundled: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenization, "_REMEMBERED", 100)
    memory = WordMemory(bundled)
    for number in range(60):
        texts = [f"word{number} bridge{number} the", "the"]
        assert numbers(memory, texts) == expected(bundled, texts)
        assert sum(map(len, memory._known)) <= 100
    long = ["x" * 1000 + " the"]
    assert numbers(memory, long) == expected(bundled, long)
    assert not memory._known


def test_a_script_without_spaces(bundled: Tokenizer) -> None:
    texts = ["漢字かな交じり文。" * 20, "ประเทศไทย" * 30, "the bridge", "漢字 the"]
    assert numbers(WordMemory(bundled), texts) == expected(bundled, texts)
    assert numbers(WordMemory(bundled), texts[:2]) == expected(bundled, texts[:2])


def test_it_forgets(bundled: Tokenizer) -> None:
    memory = WordMemory(bundled)
    before = numbers(memory, ["the bridge"])
    memory.forget()
    assert not memory._known
    assert numbers(memory, ["the bridge"]) == before


def test_threads_share_one(bundled: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenization, "_REMEMBERED", 400)
    memory = WordMemory(bundled)
    groups = [[f"the bridge{number % 23} of river{number % 31}"] for number in range(300)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda texts: numbers(memory, texts), groups))
    assert found == [expected(bundled, texts) for texts in groups]


def test_the_size_counts_gaps() -> None:
    tokenizer = made(models.WordLevel({"[UNK]": 0, "a": 9}, unk_token="[UNK]"), None, pre_tokenizers.Whitespace())
    assert WordMemory(tokenizer).size == 10
    assert numbers(WordMemory(tokenizer), ["a b a"]) == [[9, 0, 9]]
    assert np.dtype(WordMemory(tokenizer).bags(["a"]).ids.dtype) == np.int32
