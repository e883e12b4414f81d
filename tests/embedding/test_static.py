"""Static models: sums of subword vectors, and folders that are none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from aligner.contracts import AdditiveEmbedder, FloatArray
from aligner.embedding import StaticModel, load_embedder, static
from aligner.embedding.rows import read_table
from aligner.embedding.saving import quantised

TEXTS = [
    "The bridge is old.",
    "",
    "El puente es viejo y la casa es nueva.",
    "😀😀 the bridge 😀",
    "α β γ — Αθήνα",
    "جسر قديم",
    " \t\n",
    "¿Casas? ¡Ríos!",
    "a\x00b\x07\x1b[31m the\u200bbridge\u202e",
    "🏳️‍🌈 o\u0301 ﬁ",
    "",
]


@pytest.fixture(scope="module")
def model(tokenizer: Tokenizer, vectors: FloatArray) -> StaticModel:
    return StaticModel(tokenizer, vectors, "tiny@00000000")


def sum_by_hand(tokenizer: Tokenizer, vectors: FloatArray, text: str) -> FloatArray:
    total = np.zeros(vectors.shape[1], np.float32)
    for number in tokenizer.encode(text, add_special_tokens=False).ids:
        total += vectors[number]
    return total


def test_a_text_is_the_sum_of_its_subwords(model: StaticModel, tokenizer: Tokenizer, vectors: FloatArray) -> None:
    sums = model.sums(TEXTS)
    assert sums.dtype == np.float32
    assert sums.shape == (len(TEXTS), model.dimensions)
    for row, text in zip(sums, TEXTS, strict=True):
        np.testing.assert_allclose(row, sum_by_hand(tokenizer, vectors, text), atol=1e-5)


def test_known_words(model: StaticModel, tokenizer: Tokenizer, vectors: FloatArray) -> None:
    vocabulary = tokenizer.get_vocab()
    expected = vectors[vocabulary["the"]] + vectors[vocabulary["house"]] + vectors[vocabulary["##s"]]
    np.testing.assert_allclose(model.sums(["THE Houses"])[0], expected, atol=1e-6)


def test_rows_are_unit_or_zero(model: StaticModel) -> None:
    lengths = np.linalg.norm(model.encode(TEXTS), axis=1)
    blank = [not text.strip() for text in TEXTS]
    np.testing.assert_allclose(lengths, [0.0 if is_blank else 1.0 for is_blank in blank], atol=1e-5)


def test_no_texts(model: StaticModel) -> None:
    assert model.encode([]).shape == model.sums([]).shape == (0, model.dimensions)
    assert not model.encode(["", " "]).any()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["the", "puentes", "?", "😀", "zzz", "río"]), max_size=5), max_size=6))
def test_sums_add_up(model: StaticModel, groups: list[list[str]]) -> None:
    parts = [" ".join(words) for words in groups]
    together = model.sums([" ".join(parts)])[0]
    np.testing.assert_allclose(model.sums(parts).sum(axis=0), together, atol=1e-4)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=30), max_size=5))  # lone surrogates and controls are among them
def test_any_text_has_a_vector(model: StaticModel, texts: list[str]) -> None:
    encoded = model.encode(texts)
    assert encoded.shape == (len(texts), model.dimensions)
    assert np.isfinite(encoded).all()
    for row, text in zip(encoded, texts, strict=True):
        np.testing.assert_allclose(row, model.encode([text])[0], atol=1e-5)


def test_a_lone_surrogate_is_an_unknown_sign(model: StaticModel) -> None:
    np.testing.assert_array_equal(model.encode(["the \ud800 bridge"]), model.encode(["the ? bridge"]))


def test_a_megabyte(model: StaticModel) -> None:
    long = "the bridge " * 95_000
    encoded = model.encode([long, "x" * 1_000_000, "the bridge"])
    np.testing.assert_allclose(encoded[0], encoded[2], atol=1e-3)
    assert np.isfinite(encoded).all()


def test_groups_change_nothing(model: StaticModel, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = model.sums(TEXTS * 3)
    monkeypatch.setattr(static, "_TOKENS_AT_ONCE", 5)
    np.testing.assert_allclose(model.sums(TEXTS * 3), whole, atol=1e-5)


def test_sums_are_the_same_to_the_last_bit_whatever_stands_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_embedder()
    assert isinstance(model, StaticModel)
    texts = [f"{text} {number} the old bridge over río {number % 7}" for number in range(30) for text in TEXTS]
    together = model.sums(texts)
    np.testing.assert_array_equal(np.concatenate([model.sums([text]) for text in texts]), together)
    for at_once in (7, 64):  # many groups, many threads
        monkeypatch.setattr(static, "_TEXTS_AT_ONCE", at_once)
        monkeypatch.setattr(static, "_MOST_THREADS", 3)
        monkeypatch.setattr("os.cpu_count", lambda: 3)
        model.forget()
        np.testing.assert_array_equal(model.sums(texts), together)


@pytest.mark.parametrize(("said", "threads"), [("", 4), ("1", 1), ("2", 2), ("0", 4), ("64", 4), ("many", 4)])
def test_no_more_threads_than_are_wanted(monkeypatch: pytest.MonkeyPatch, said: str, threads: int) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert static._threads() == threads


def test_threads_may_share_a_fresh_model(tiny: Path) -> None:
    expected = StaticModel.load(tiny).sums(TEXTS)
    fresh = StaticModel.load(tiny)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: fresh.sums(TEXTS), range(40)):
            np.testing.assert_array_equal(found, expected)


def test_loading_reads_no_vectors_until_they_are_asked_for(tiny: Path) -> None:
    table = read_table(tiny / "model.safetensors")
    assert not table._is_ready.any()
    rows = table.ready(np.array([3, 5, 3]))[[3, 5]]
    assert np.flatnonzero(table._is_ready).tolist() == [3, 5]
    np.testing.assert_array_equal(rows, read_table(tiny / "model.safetensors").ready(np.arange(len(table)))[[3, 5]])


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.int16])
def test_tables_of_other_numbers(tiny: Path, kind: type[np.generic]) -> None:
    numbers = np.arange(36 * 4).reshape(36, 4).astype(kind)
    save_file({"embeddings": numbers}, tiny / "model.safetensors")
    table = read_table(tiny / "model.safetensors")
    assert (len(table), table.dimensions) == (36, 4)
    np.testing.assert_array_equal(table.ready(np.arange(36)), numbers.astype(np.float32))


def test_tokens_of_several_texts_at_once(model: StaticModel) -> None:
    assert model.tokens_batch([]) == []
    texts = [*TEXTS, "the \ud800 bridge"]
    for (spans, rows), text in zip(model.tokens_batch(texts), texts, strict=True):
        alone_spans, alone_rows = model.tokens(text)
        assert spans == alone_spans
        np.testing.assert_array_equal(rows, alone_rows)
        np.testing.assert_allclose(rows.sum(axis=0), model.sums([text])[0], atol=1e-5)
    assert model.tokens("the \ud800 bridge")[0] == [(0, 3), (4, 5), (6, 12)]


def test_tokens_have_their_places(model: StaticModel) -> None:
    text = "Houses, ríos"
    spans, rows = model.tokens(text)
    assert [text[start:end] for start, end in spans] == ["House", "s", ",", "río", "s"]
    np.testing.assert_allclose(rows.sum(axis=0), model.sums([text])[0], atol=1e-6)


def test_it_is_additive(model: StaticModel) -> None:
    assert isinstance(model, AdditiveEmbedder)


def test_a_saved_model_is_the_same_but_for_rounding(tiny: Path, model: StaticModel, vectors: FloatArray) -> None:
    loaded = StaticModel.load(tiny)
    assert loaded.dimensions == vectors.shape[1]
    cosines = (loaded.encode(TEXTS) * model.encode(TEXTS)).sum(axis=1)
    assert all(cosine > 0.999 for cosine, text in zip(cosines, TEXTS, strict=True) if text.strip())


def test_eight_bits_are_within_half_a_step(vectors: FloatArray) -> None:
    numbers, factors = quantised(vectors)
    assert numbers.dtype == np.int8
    assert (np.abs(numbers * factors[:, None] - vectors) <= factors[:, None] * 0.5001).all()
    assert not quantised(np.zeros((2, 3), np.float32))[0].any()


def test_the_signature_names_the_weights(tiny: Path, tokenizer: Tokenizer, vectors: FloatArray, tmp_path: Path) -> None:
    from aligner.embedding.saving import save_model

    signature = StaticModel.load(tiny).signature
    assert signature.startswith("tiny@")
    assert StaticModel.load(tiny).signature == signature
    save_model(tmp_path / "other", tokenizer, vectors * 2, "", {"name": "tiny"})
    assert StaticModel.load(tmp_path / "other").signature not in ("", signature)
    (tiny / "aligner.json").unlink()
    tiny.rename(tmp_path / "renamed")
    assert StaticModel.load(tmp_path / "renamed").signature == signature.replace("tiny", "renamed")


def test_padding_and_truncation_of_a_tokenizer_are_put_aside(tiny: Path, tokenizer: Tokenizer) -> None:
    other = Tokenizer.from_str(tokenizer.to_str())
    other.enable_truncation(2)
    other.enable_padding(length=8)
    before = StaticModel.load(tiny).encode(TEXTS)
    other.save(str(tiny / "tokenizer.json"))
    np.testing.assert_array_equal(StaticModel.load(tiny).encode(TEXTS), before)


def test_the_bundled_model_knows_translations() -> None:
    model = load_embedder()
    english = ["The old bridge over the river was opened on Monday.", "The government raised taxes.", "Thank you!"]
    spanish = ["El viejo puente sobre el río se abrió el lunes.", "El gobierno subió los impuestos.", "¡Gracias!"]
    similarity = model.encode(english) @ model.encode(spanish).T
    assert similarity.argmax(axis=1).tolist() == similarity.argmax(axis=0).tolist() == [0, 1, 2]
    assert similarity.diagonal().min() > 0.3
