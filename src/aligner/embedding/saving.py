"""Writes a static model as an ordinary sentence-transformers folder, whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.errors import OptionError

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def quantised(vectors: FloatArray) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int8]], FloatArray]:
    """8-bit vectors int8 [subwords, dimensions] and the float32 [subwords] factors that scale them back."""
    factors = np.maximum(np.abs(vectors).max(axis=1) / 127.0, 1e-12).astype(np.float32)
    return np.rint(vectors / factors[:, None]).astype(np.int8), factors


def as_saved(vectors: FloatArray) -> FloatArray:
    """float32 [subwords, dimensions], as they come back from 8 bits."""
    numbers, factors = quantised(vectors)
    return np.asarray(numbers * factors[:, None], np.float32)


def refuse_foreign(folder: Path) -> None:
    """Raise `OptionError` when something else than a model, or an empty folder, stands where a model is to be saved."""
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / "modules.json").is_file():
        raise OptionError(f"{folder}: exists and is not a model; give a new folder")


def save_model(folder: Path, tokenizer: Tokenizer, vectors: FloatArray, card: str, facts: Mapping[str, object]) -> None:
    """Write the model: weights, tokenizer, `modules.json`, the card as README.md, and `facts` as aligner.json.

    Raises `OptionError` when the folder exists and holds something else than a model, or cannot be made.
    """
    refuse_foreign(folder)
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise OptionError(f"{folder}: cannot be made ({error.strerror}); give a folder elsewhere") from error
    try:
        numbers, factors = quantised(vectors)
        save_file({"embeddings": numbers, "weights": factors}, made / "model.safetensors")
        tokenizer.save(str(made / "tokenizer.json"), pretty=False)
        (made / "modules.json").write_text(json.dumps(_MODULES, indent=2) + "\n", "utf-8")
        (made / "aligner.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")
        (made / "README.md").write_text(card, "utf-8")
        for path in made.iterdir():
            path.chmod(0o644)
        made.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    finally:
        if made.exists():
            shutil.rmtree(made)
