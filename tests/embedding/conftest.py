"""A static model of three dozen words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from aligner.contracts import FloatArray
from aligner.embedding.saving import save_model

WORDS = (
    "[UNK] the bridge is old and new house river a . , ! ? ¿ ¡ el la puente es viejo y nuevo casa río un α β 😀 جسر "
    "##s ##e ##a o s b"
)
DIMENSIONS = 12


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
