"""Static models: one vector per subword, a text is the sum of its subwords' vectors. numpy and tokenizers only.

The files are those of sentence-transformers' `StaticEmbedding` in the 8-bit layout of model2vec: `embeddings`
int8 [subwords, dimensions] and `weights` float32 [subwords], whose product is the vector of each subword.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.embedding.rows import REMEDY, VectorTable, read_table
from aligner.embedding.tokenization import Bags, WordMemory
from aligner.embedding.tokenizer_file import read_tokenizer
from aligner.errors import ModelError

_TINY = np.float32(1e-9)
# So many token vectors stand in memory at a time; a processor's cache holds them.
_TOKENS_AT_ONCE = 512
# So many texts are divided into subwords while the ones before are summed.
_TEXTS_AT_ONCE = 1_024
_MOST_THREADS = 4


class StaticModel:
    """A static embedding model; it is additive, see `aligner.contracts.AdditiveEmbedder`."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        vectors: FloatArray | VectorTable,
        signature: str,
        vocabulary: dict[str, int] | None = None,
    ) -> None:
        """`vectors`: float32 [subwords, dimensions], one row per token id of `tokenizer`, or a table of them.

        `vocabulary`: that of `tokenizer` without added tokens, where it is at hand.
        """
        self._tokenizer, self._memory, self._signature = tokenizer, WordMemory(tokenizer, vocabulary), signature
        self._table = vectors if isinstance(vectors, VectorTable) else VectorTable(vectors)

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """The model in a sentence-transformers folder; raises `ModelError` when it is not one, or is broken."""
        tokenizer_path, weights_path = folder / "tokenizer.json", folder / "model.safetensors"
        for path in (tokenizer_path, weights_path):
            if not path.is_file():
                raise ModelError(f"{folder}: no {path.name} in it; {REMEDY}")
        try:
            tokenizer, vocabulary = read_tokenizer(tokenizer_path)
        except Exception as error:  # tokenizers raises bare exceptions
            raise ModelError(f"{tokenizer_path}: not a tokenizer ({error}); {REMEDY}") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        table = read_table(weights_path)
        model = cls(tokenizer, table, f"{_name_of(folder)}@{_digest(weights_path)}", vocabulary)
        known = model._memory.size
        if known > len(table):
            raise ModelError(f"{folder}: the tokenizer knows {known} subwords, the weights {len(table)}; {REMEDY}")
        return model

    @property
    def signature(self) -> str:
        """Name of the model's folder and the digest of its weights."""
        return self._signature

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._table.dimensions

    @property
    def subwords(self) -> int:
        """How many subwords have a vector."""
        return len(self._table)

    def forget(self) -> None:
        """Drop what is remembered of words, to have its memory back; the vectors stay what they are."""
        self._memory.forget()

    def sums(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions]: the sum of the token vectors of each text; zeros for a text without tokens.

        The vectors are added in the order of the tokens, so that equal texts have equal sums to the last bit, whatever
        stands beside them and however many threads work.
        """
        totals = np.zeros((len(texts), self.dimensions), np.float32)
        groups = [slice(first, first + _TEXTS_AT_ONCE) for first in range(0, len(texts), _TEXTS_AT_ONCE)]
        bags = [self._memory.bags(texts[group]) for group in groups]
        rows = [totals[group] for group in groups]
        threads = min(_threads(), len(groups))
        # Not while words are looked up: threads that sum would wait for that one at every step.
        if threads > 1:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(self._add, bags, rows))
        else:
            list(map(self._add, bags, rows))
        return totals

    def _add(self, bags: Bags, totals: FloatArray) -> None:
        """Write the sum of each bag into its row of `totals`, float32 [texts, dimensions], which holds zeros."""
        vectors = self._table.ready(bags.ids)
        room = np.empty((_TOKENS_AT_ONCE, self.dimensions), np.float32)
        lengths = np.diff(bags.starts)
        order = np.argsort(lengths, kind="stable")
        distinct, firsts = np.unique(lengths[order], return_index=True)
        # Texts of one length are summed as one block, which is several times faster than one after another.
        for length, numbers in zip(distinct.tolist(), np.split(order, firsts[1:]), strict=True):
            together = max(1, _TOKENS_AT_ONCE // max(1, length))
            for first in range(0, len(numbers) if length else 0, together):
                chosen = numbers[first : first + together]
                for column in range(0, length, _TOKENS_AT_ONCE):
                    places = np.arange(column, min(column + _TOKENS_AT_ONCE, length))
                    ids = bags.ids[bags.starts[chosen, None] + places]
                    block = room[: ids.size].reshape(*ids.shape, -1)
                    # All are in the table; "clip" only spares numpy a copy.
                    np.take(vectors, ids, axis=0, out=block, mode="clip")
                    totals[chosen] += block.sum(axis=1)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions], unit rows; zeros for a text without tokens."""
        return unit(self.sums(texts))

    def tokens(self, text: str) -> tuple[list[tuple[int, int]], FloatArray]:
        """Character spans of the subwords of a text, and float32 [subwords, dimensions] their vectors."""
        return self.tokens_batch([text])[0]

    def tokens_batch(self, texts: Sequence[str]) -> list[tuple[list[tuple[int, int]], FloatArray]]:
        """What `tokens` gives for each text, several times faster than one after another."""
        if not texts:
            return []
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        found = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        ids = [np.asarray(encoding.ids, np.intp) for encoding in found]
        vectors = self._table.ready(np.concatenate(ids))
        return [(list(encoding.offsets), vectors[rows]) for encoding, rows in zip(found, ids, strict=True)]


def _threads() -> int:
    """How many threads work at once: as many as processors up to four, or fewer where `OMP_NUM_THREADS` says so."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return min(_MOST_THREADS, os.cpu_count() or 1, int(said) if said.isdecimal() and int(said) else _MOST_THREADS)


def unit(vectors: FloatArray) -> FloatArray:
    """Rows scaled to length one; rows of zeros stay."""
    scaled: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY)
    return scaled


def is_static(folder: Path) -> bool:
    """Whether a sentence-transformers folder holds a static model: its only module with weights is StaticEmbedding."""
    modules = folder / "modules.json"
    if not modules.is_file():
        return (folder / "model.safetensors").is_file() and not (folder / "config.json").is_file()
    try:
        kinds = [str(module["type"]).rpartition(".")[2] for module in json.loads(modules.read_text("utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{modules}: not a list of modules ({error}); the model folder is damaged") from error
    return kinds[:1] == ["StaticEmbedding"] and set(kinds[1:]) <= {"Normalize"}


def _digest(path: Path) -> str:
    """The first 8 hexadecimal digits of the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


def _name_of(folder: Path) -> str:
    """The name in the model's own configuration, or else that of its folder."""
    configuration = folder / "aligner.json"
    if configuration.is_file():
        try:
            facts = json.loads(configuration.read_text("utf-8"))
        except ValueError as error:
            raise ModelError(f"{configuration}: not JSON ({error}); {REMEDY}") from error
        if isinstance(facts, dict) and isinstance(facts.get("name"), str):
            return str(facts["name"])
    return folder.resolve().name
