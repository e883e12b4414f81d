"""Static models: one vector per subword, a text is the sum of its subwords' vectors. numpy and tokenizers only.

The files are those of sentence-transformers' `StaticEmbedding` in the 8-bit layout of model2vec: `embeddings`
int8 [subwords, dimensions] and `weights` float32 [subwords], whose product is the vector of each subword.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.errors import ModelError
from aligner.provenance import digest

_REMEDY = "give the folder of a StaticEmbedding model, or retrain it with `aligner models train`"
_TINY = np.float32(1e-9)
# So many token vectors stand in memory at a time; a processor's cache holds them.
_TOKENS_AT_ONCE = 4_096


class StaticModel:
    """A static embedding model; it is additive, see `aligner.contracts.AdditiveEmbedder`."""

    def __init__(self, tokenizer: Tokenizer, vectors: FloatArray, signature: str) -> None:
        """`vectors`: float32 [subwords, dimensions], one row per token id of `tokenizer`."""
        self._tokenizer, self._vectors, self._signature = tokenizer, vectors, signature

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """The model in a sentence-transformers folder; raises `ModelError` when it is not one, or is broken."""
        tokenizer_path, weights_path = folder / "tokenizer.json", folder / "model.safetensors"
        for path in (tokenizer_path, weights_path):
            if not path.is_file():
                raise ModelError(f"{folder}: no {path.name} in it; {_REMEDY}")
        try:
            tokenizer = Tokenizer.from_file(str(tokenizer_path))
        except Exception as error:  # tokenizers raises bare exceptions
            raise ModelError(f"{tokenizer_path}: not a tokenizer ({error}); {_REMEDY}") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        vectors = _read_vectors(weights_path)
        # The highest number, not how many there are: numbers may have gaps.
        known = max(tokenizer.get_vocab().values(), default=-1) + 1
        if known > len(vectors):
            raise ModelError(f"{folder}: the tokenizer knows {known} subwords, the weights {len(vectors)}; {_REMEDY}")
        return cls(tokenizer, vectors, f"{_name_of(folder)}@{digest(weights_path.read_bytes())[:8]}")

    @property
    def signature(self) -> str:
        """Name of the model's folder and the digest of its weights."""
        return self._signature

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The subword numbers of each text."""
        clean = [text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(clean, add_special_tokens=False)]

    def sums(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions]: the sum of the token vectors of each text; zeros for a text without tokens."""
        totals = np.zeros((len(texts), self.dimensions), np.float32)
        encoded = self.token_ids(texts)
        by_length: dict[int, list[int]] = {}
        for number, ids in enumerate(encoded):
            by_length.setdefault(len(ids), []).append(number)
        # Texts of one length are summed as one block, which is several times faster than one after another.
        for length, numbers in by_length.items():
            together = max(1, _TOKENS_AT_ONCE // max(1, length))
            for first in range(0, len(numbers) if length else 0, together):
                chosen = numbers[first : first + together]
                block = np.array([encoded[number] for number in chosen], np.intp)
                for column in range(0, length, _TOKENS_AT_ONCE):
                    totals[chosen] += self._vectors[block[:, column : column + _TOKENS_AT_ONCE]].sum(axis=1)
        return totals

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions], unit rows; zeros for a text without tokens."""
        return unit(self.sums(texts))

    def tokens(self, text: str) -> tuple[list[tuple[int, int]], FloatArray]:
        """Character spans of the subwords of a text, and float32 [subwords, dimensions] their vectors."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return list(encoding.offsets), self._vectors[np.asarray(encoding.ids, np.intp)]


def unit(vectors: FloatArray) -> FloatArray:
    """Rows scaled to length one; rows of zeros stay."""
    scaled: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY)
    return scaled


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _name_of(folder: Path) -> str:
    """The name in the model's own configuration, or else that of its folder."""
    configuration = folder / "aligner.json"
    if configuration.is_file():
        try:
            facts = json.loads(configuration.read_text("utf-8"))
        except ValueError as error:
            raise ModelError(f"{configuration}: not JSON ({error}); {_REMEDY}") from error
        if isinstance(facts, dict) and isinstance(facts.get("name"), str):
            return str(facts["name"])
    return folder.resolve().name


def _read_vectors(path: Path) -> FloatArray:
    try:
        with safe_open(str(path), framework="numpy") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
    except (SafetensorError, OSError, TypeError) as error:  # a type of number that numpy has not
        raise ModelError(f"{path}: not a safetensors file, or a truncated one ({error}); {_REMEDY}") from error
    table: NDArray[np.generic] | None = tensors.get("embedding.weight", tensors.get("embeddings"))
    if table is None or table.ndim != 2:
        raise ModelError(f"{path}: no table of subword vectors in it; {_REMEDY}")
    if "mapping" in tensors:  # subwords that share a row, as model2vec may store them
        table = table[_mapping(tensors["mapping"], len(table), path)]
    vectors: FloatArray = table.astype(np.float32)
    if "weights" in tensors:
        weights = tensors["weights"].astype(np.float32)
        if weights.shape != (len(vectors),):
            raise ModelError(f"{path}: {weights.size} weights for {len(vectors)} subwords; {_REMEDY}")
        vectors *= weights[:, None]
    if not np.isfinite(vectors).all():
        raise ModelError(f"{path}: some numbers in it are not finite; {_REMEDY}")
    return vectors


def _mapping(rows: NDArray[np.generic], size: int, path: Path) -> NDArray[np.intp]:
    """The row of each subword in a table of `size` rows."""
    if rows.ndim != 1 or rows.dtype.kind not in "iu" or (len(rows) and not 0 <= rows.min() <= rows.max() < size):
        raise ModelError(f"{path}: its mapping of subwords leads out of the table; {_REMEDY}")
    return rows.astype(np.intp)
