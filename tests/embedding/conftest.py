"""A static model of three dozen words, and a BERT of one layer; both random, both in ordinary folders."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from aligner.contracts import FloatArray
from aligner.embedding.saving import save_model

WORDS = (
    "[UNK] the bridge is old and new house river a . , ! ? ¿ ¡ el la puente es viejo y nuevo casa río un α β 😀 جسر "
    "##s ##e ##a o s b"
)
DIMENSIONS = 12
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
BERT_WORDS = [
    "the",
    "bridge",
    "is",
    "old",
    "new",
    "house",
    "el",
    "la",
    "puente",
    "casa",
    "es",
    "viejo",
    "nueva",
    ".",
    ",",
]
HIDDEN = 16
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """WordPiece over lower-cased words; what it does not know is [UNK]."""
    vocabulary = {word: number for number, word in enumerate(WORDS.split())}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", continuing_subword_prefix="##"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


@pytest.fixture(scope="session")
def vectors(tokenizer: Tokenizer) -> FloatArray:
    """float32 [words, dimensions], drawn at random."""
    drawn = np.random.default_rng(7).normal(size=(tokenizer.get_vocab_size(), DIMENSIONS))
    return np.asarray(drawn, np.float32)


@pytest.fixture
def tiny(tmp_path: Path, tokenizer: Tokenizer, vectors: FloatArray) -> Path:
    """The folder of a tiny model, one of its own for each test."""
    folder = tmp_path / "tiny"
    save_model(folder, tokenizer, vectors, "# tiny\n", {"name": "tiny"})
    return folder


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sentence-transformers model: BERT of one layer, the mean of its token vectors.

    Tests that change it copy it first.
    """
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate([*SPECIAL, *BERT_WORDS])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder = tmp_path_factory.mktemp("models") / "tiny-bert"
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=32,
    ).save_pretrained(folder)
    torch.manual_seed(0)
    BertModel(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=HIDDEN,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=HIDDEN,
            max_position_embeddings=32,
        )
    ).save_pretrained(folder)
    (folder / "modules.json").write_text(json.dumps(MODULES), "utf-8")
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 32, "do_lower_case": false}', "utf-8")
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), "utf-8")
    return folder
