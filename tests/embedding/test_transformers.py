"""Models that sentence-transformers runs: a tiny BERT with random weights, and models that cannot be loaded."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from click.testing import CliRunner
from safetensors.numpy import load_file, save_file

from aligner.alignment.engine import align_sentences
from aligner.cli import main
from aligner.contracts import AdditiveEmbedder, FloatArray
from aligner.embedding import EmbedderOptions, StaticModel, load_embedder, with_progress
from aligner.embedding.transformers import TransformerModel
from aligner.errors import MissingExtra, ModelError
from aligner.pipeline import PairOptions, align_files

HIDDEN = 16
TEXTS = ["The bridge is old.", "", "El puente es viejo", "😀 Αθήνα جسر", "the " * 500, "a\x00b"]


def mean_of_tokens(folder: Path, text: str) -> FloatArray:
    """The vector of a text by transformers alone."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    inputs = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt", truncation=True)
    with torch.no_grad():
        states = AutoModel.from_pretrained(folder).eval()(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]
        )
    mean = states.last_hidden_state[0].mean(dim=0).numpy()
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def test_vectors_are_those_of_the_model(bert: Path) -> None:
    model = load_embedder(str(bert))
    assert model.dimensions == HIDDEN
    assert re.fullmatch("tiny-bert@[0-9a-f]{8}", model.signature)
    vectors = model.encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for row, text in zip(vectors, TEXTS, strict=True):
        np.testing.assert_allclose(row, mean_of_tokens(bert, text), atol=1e-5)


def test_it_is_not_additive(bert: Path) -> None:
    assert not isinstance(load_embedder(str(bert)), AdditiveEmbedder)


def test_no_texts_and_no_text_at_all(bert: Path) -> None:
    model = load_embedder(str(bert))
    assert model.encode([]).shape == (0, HIDDEN)
    assert np.isfinite(model.encode(["\ud800 \udfff"])).all()


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Ten sentences in two languages, in the working folder."""
    monkeypatch.chdir(tmp_path)
    english = ["The bridge is old and the people of the valley are proud of it.", "The house is new, and it is white."]
    spanish = ["El puente es viejo y los vecinos del valle están orgullosos de él.", "La casa es nueva, y es blanca."]
    Path("en.txt").write_text("\n".join(english * 5), "utf-8")
    Path("es.txt").write_text("\n".join(spanish * 5), "utf-8")
    return "en.txt", "es.txt"


def test_align_with_it(bert: Path, pair: tuple[str, str]) -> None:
    load_embedder.cache_clear()  # what loading says is part of what is tested
    arguments = ["align", *pair, "--pre-segmented", "--model", str(bert)]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for side in ("source_sentences", "target_sentences"):
        assert sorted(number for row in rows for number in row[side]) == list(range(10))
    assert done.stderr == ""


def test_a_memory_names_it(bert: Path, pair: tuple[str, str]) -> None:
    arguments = ["align", *pair, "--pre-segmented", "--model", str(bert), "--to", "tmx"]
    assert "model:tiny-bert" in CliRunner().invoke(main, arguments, catch_exceptions=False).stdout


def test_progress_bars_come_back(bert: Path) -> None:
    from transformers.utils import logging

    assert logging.is_progress_bar_enabled()
    load_embedder.cache_clear()
    load_embedder(str(bert))
    assert logging.is_progress_bar_enabled()


def test_sentence_transformers_reads_our_static_models(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [text for text in TEXTS if text]
    for folder in (tiny, Path(sys.modules["aligner.embedding"].__file__ or "").parent / "models" / "en-es"):
        ours = StaticModel.load(folder).encode([*texts, ""])
        theirs = SentenceTransformer(str(folder)).encode([*texts, ""], normalize_embeddings=True)
        cosines = (ours * theirs).sum(axis=1)
        assert cosines[:-1].min() > 0.9999
        assert not ours[-1].any()
        assert not theirs[-1].any()


def test_weights_that_are_not_numbers(bert: Path, pair: tuple[str, str]) -> None:
    shutil.copytree(bert, "broken")
    tensors = load_file("broken/model.safetensors")
    name = "embeddings.word_embeddings.weight"
    save_file({**tensors, name: np.full_like(tensors[name], np.nan)}, "broken/model.safetensors", {"format": "pt"})
    done = CliRunner().invoke(main, ["align", *pair, "--model", "broken"], catch_exceptions=False)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert re.fullmatch(r"aligner: error: broken: [^\n]*not finite[^\n]*\n", done.stderr)


def test_a_name_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"^nobody/nothing: .* give its folder: --model PATH/TO/FOLDER$") as raised:
        load_embedder("nobody/nothing")
    assert "\n" not in str(raised.value)


def test_without_sentence_transformers(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    load_embedder.cache_clear()
    with pytest.raises(MissingExtra, match=r'need an extra: pip install "aligner\[transformers\]"$'):
        load_embedder(str(bert))


def test_a_folder_without_a_list_of_modules_gives_the_mean_of_its_tokens(bert: Path, tmp_path: Path) -> None:
    """What transformers itself saves."""
    folder = Path(shutil.copytree(bert, tmp_path / "plain"))
    (folder / "modules.json").unlink()
    (folder / "sentence_bert_config.json").unlink()
    shutil.rmtree(folder / "1_Pooling")
    model = TransformerModel(str(folder))
    assert model.prompt == ""
    vectors = model.encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for row, text in zip(vectors, TEXTS, strict=True):
        np.testing.assert_allclose(row, mean_of_tokens(bert, text), atol=1e-5)


def test_what_changes_vectors_stands_in_the_signature(bert: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bert, tmp_path / "my-e5"))
    chosen = [
        EmbedderOptions(),
        EmbedderOptions(prompt=""),
        EmbedderOptions(prompt="el "),
        EmbedderOptions(precision="bfloat16"),
        EmbedderOptions(precision="float16"),
    ]
    made = [TransformerModel(str(folder), options) for options in chosen]
    vectors = [model.encode(["The bridge is old."]) for model in made]
    signatures = [model.signature for model in made]
    assert len(set(signatures)) == len(chosen)
    assert len({row.tobytes() for row in vectors}) == len(chosen)
    version = signatures[1].partition("@")[2]
    assert signatures[0] == f"my-e5@{version}+prompt=query%3A%20"
    assert signatures[3] == f"my-e5@{version}+bfloat16+prompt=query%3A%20"
    np.testing.assert_allclose(vectors[3], vectors[0], atol=0.03)
    assert vectors[3].dtype == np.float32
    assert TransformerModel(str(folder), EmbedderOptions(batch_size=1)).signature == signatures[0]


def test_a_prompt_stands_before_every_text(bert: Path) -> None:
    prompted = TransformerModel(str(bert), EmbedderOptions(prompt="el puente "))
    plain = TransformerModel(str(bert))
    np.testing.assert_allclose(prompted.encode(["es viejo"]), plain.encode(["el puente es viejo"]), atol=1e-6)


def test_a_prompt_that_is_no_text(bert: Path) -> None:
    model = TransformerModel(str(bert), EmbedderOptions(prompt="\udcff "))
    assert model.signature.endswith("+prompt=%3F%20")
    assert np.isfinite(model.encode(["es viejo"])).all()


def test_prompts_of_the_models_own(bert: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bert, tmp_path / "prompted"))
    configuration: dict[str, object] = {"prompts": {"query": "la ", "passage": "el "}, "default_prompt_name": None}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(configuration), "utf-8")
    assert TransformerModel(str(folder)).prompt == "la "
    configuration["default_prompt_name"] = "passage"
    (folder / "config_sentence_transformers.json").write_text(json.dumps(configuration), "utf-8")
    by_default, bare = TransformerModel(str(folder)), TransformerModel(str(folder), EmbedderOptions(prompt=""))
    assert by_default.prompt == "el "
    np.testing.assert_allclose(bare.encode(["la casa"]), TransformerModel(str(bert)).encode(["la casa"]), atol=1e-6)


def _watched(model: TransformerModel, monkeypatch: pytest.MonkeyPatch, room: int = 10**9) -> list[list[str]]:
    """The batches the model is given from now on; it has no memory for more than `room` characters, padding included."""
    given: list[list[str]] = []
    encode = model._model.encode

    def watching(texts: list[str], **options: Any) -> Any:
        given.append(texts)
        if len(texts) * max(map(len, texts)) > room:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return encode(texts, **options)

    monkeypatch.setattr(model._model, "encode", watching)
    return given


def test_texts_of_like_length_go_together(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [word * count for count in (9, 1, 4, 300) for word in ("the ", "la ", "es ")]
    model = TransformerModel(str(bert), EmbedderOptions(batch_size=3))
    expected = np.concatenate([model.encode([text]) for text in texts])
    given = _watched(model, monkeypatch)
    np.testing.assert_allclose(model.encode(texts), expected, atol=1e-6)
    assert [len(batch) for batch in given] == [3, 3, 3, 3]
    assert [{text.count(" ") for text in batch} for batch in given] == [{300}, {9}, {4}, {1}]


def test_many_long_texts_are_not_taken_at_once(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = TransformerModel(str(bert), EmbedderOptions(batch_size=8192))
    given = _watched(model, monkeypatch)
    assert np.isfinite(model.encode(["the bridge " * 20] * 300)).all()
    assert max(len(batch) for batch in given) < 100


def test_a_megabyte(bert: Path) -> None:
    model = TransformerModel(str(bert))
    np.testing.assert_allclose(model.encode(["the " * 250_000]), model.encode(["the " * 40]), atol=1e-6)


def test_without_room_batches_are_halved(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = TransformerModel(str(bert))
    texts = ["the bridge", "la casa", "es", "el puente es viejo", "la"]
    expected = model.encode(texts)
    given = _watched(model, monkeypatch, room=20)
    np.testing.assert_allclose(model.encode(texts), expected, atol=1e-6)
    assert len(given) > 3
    with pytest.raises(ModelError, match=r"tiny-bert: no room in memory for one text .*; try --device cpu$"):
        model.encode(["the bridge is old and new"])


def test_a_model_that_cannot_take_texts(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = TransformerModel(str(bert))

    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise ValueError("only pictures\nand no texts.")

    monkeypatch.setattr(model._model, "encode", refuse)
    with pytest.raises(ModelError, match=r"tiny-bert: the model cannot encode texts \(only pictures\); use another"):
        model.encode(["the"])


def test_progress(bert: Path) -> None:
    told: list[tuple[int, int]] = []
    model = TransformerModel(str(bert), EmbedderOptions(batch_size=4))
    vectors = with_progress(model, lambda done, total: told.append((done, total))).encode(TEXTS * 3)
    assert told == [(0, 18), (4, 18), (8, 18), (12, 18), (16, 18), (18, 18)]
    np.testing.assert_array_equal(model.encode(TEXTS * 3), vectors)
    assert len(told) == 6


def test_aligning_tells_how_far_it_is(bert: Path, pair: tuple[str, str]) -> None:
    told: list[tuple[int, int]] = []
    options = PairOptions(model=str(bert), pre_segmented=True, embedder=EmbedderOptions(cache=False))
    align_files(*pair, options, lambda done, total: told.append((done, total)))
    totals = {total for _, total in told}
    assert {(0, total) for total in totals} | {(total, total) for total in totals} <= set(told)


def test_overlaps_are_encoded_once(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = TransformerModel(str(bert))
    given = _watched(model, monkeypatch)
    align_sentences(["the bridge", "the house", "is"] * 4, ["el puente", "la casa", "es"] * 4, model)
    texts = [text for batch in given for text in batch]
    assert len(texts) == len(set(texts))


def test_a_model_aligns_as_well_through_sentence_transformers() -> None:
    """The bundled weights, once as a table and once as any other model, its runs of sentences encoded one by one."""
    folder = Path(sys.modules["aligner.embedding"].__file__ or "").parent / "models" / "en-es"
    source = [
        "The council met on Monday.",
        "It approved the budget.",
        "Nobody spoke against it.",
        "The vote was quick.",
    ]
    target = [
        "El consejo se reunió el lunes y aprobó el presupuesto.",
        "Nadie habló en contra.",
        "La votación fue rápida.",
    ]
    beads = align_sentences(source, target, TransformerModel(str(folder)))
    assert [(bead.source, bead.target) for bead in beads] == [((0, 1), (0,)), ((2,), (1,)), ((3,), (2,))]
