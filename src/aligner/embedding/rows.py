"""The table of subword vectors: 8-bit or plain numbers in a mapped file, made float32 row by row when first asked for."""

from __future__ import annotations

import json
from mmap import ACCESS_COPY, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from aligner.contracts import FloatArray
from aligner.errors import ModelError

REMEDY = "give the folder of a StaticEmbedding model, or retrain it with `aligner models train`"
_TABLES = ("embedding.weight", "embeddings")
# The names that safetensors has for the numbers numpy can map as they stand.
_MAPPED = {"I8": np.int8, "F16": np.float16, "F32": np.float32, "F64": np.float64}


class VectorTable:
    """Vectors of subwords, float32 [subwords, dimensions], that are worked out when they are first asked for.

    Most texts need a small part of the table, so a model is ready long before its whole table would be.
    """

    def __init__(
        self, table: NDArray[np.generic], factors: FloatArray | None = None, places: NDArray[np.intp] | None = None
    ) -> None:
        """`table`: numbers [rows, dimensions]. `factors`: float32 [subwords], what each subword's row is multiplied by.

        `places`: the row of each subword, where subwords share rows; None when row n is subword n's.
        """
        self._table, self._factors, self._places = table, factors, places
        subwords = len(table if places is None else places)
        self._is_ready = np.zeros(subwords, np.bool_)
        # Not `np.empty`, which asks for pages of 2 MB: they would be cleared whole for the few rows that a text needs.
        room = mmap(-1, max(1, subwords * table.shape[1] * np.dtype(np.float32).itemsize), access=ACCESS_COPY)
        self._vectors = np.frombuffer(room, np.float32, subwords * table.shape[1]).reshape(subwords, table.shape[1])

    def __len__(self) -> int:
        return len(self._is_ready)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def ready(self, ids: NDArray[np.integer]) -> FloatArray:
        """The table, float32 [subwords, dimensions], in which the rows of at least these subwords are worked out.

        Threads may call it at once: what two of them work out is the same.
        """
        lacking = ids[~self._is_ready[ids]]
        if len(lacking):
            is_lacking = np.zeros(len(self), np.bool_)
            is_lacking[lacking] = True
            lacking = np.flatnonzero(is_lacking)  # `np.unique` would load numpy's masked arrays, which takes longer
            rows = self._table[lacking if self._places is None else self._places[lacking]].astype(np.float32)
            if self._factors is not None:
                rows *= self._factors[lacking, None]
            self._vectors[lacking] = rows
            self._is_ready[lacking] = True
        return self._vectors


def read_table(path: Path) -> VectorTable:
    """The table in a safetensors file of sentence-transformers' StaticEmbedding or model2vec.

    Raises `ModelError` for a file that is none, is truncated, or holds numbers that cannot be vectors.
    """
    try:
        with safe_open(str(path), framework="numpy") as file:
            names = set(file.keys())
            name = next((name for name in _TABLES if name in names), None)
            table = None if name is None else _mapped(path, name)
            if table is None and name is not None:
                table = file.get_tensor(name)
            others = {other: file.get_tensor(other) for other in ("weights", "mapping") if other in names}
    except (SafetensorError, OSError, TypeError) as error:  # a type of number that numpy has not
        raise ModelError(f"{path}: not a safetensors file, or a truncated one ({error}); {REMEDY}") from error
    if table is None or table.ndim != 2:
        raise ModelError(f"{path}: no table of subword vectors in it; {REMEDY}")
    places = _places(others["mapping"], len(table), path) if "mapping" in others else None
    factors = others["weights"].astype(np.float32) if "weights" in others else None
    subwords = len(table if places is None else places)
    if factors is not None and factors.shape != (subwords,):
        raise ModelError(f"{path}: {factors.size} weights for {subwords} subwords; {REMEDY}")
    for numbers in (table, factors):
        if numbers is not None and numbers.dtype.kind == "f" and not np.isfinite(numbers).all():
            raise ModelError(f"{path}: some numbers in it are not finite; {REMEDY}")
    return VectorTable(table, factors, places)


def _mapped(path: Path, name: str) -> NDArray[np.generic] | None:
    """A tensor of a file that safetensors found sound, mapped and not read; None where numpy cannot map its numbers."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        described = json.loads(file.read(length))[name]
    kind, shape = _MAPPED.get(described["dtype"]), tuple(described["shape"])
    if kind is None or 0 in shape:
        return None
    return np.memmap(path, np.dtype(kind).newbyteorder("<"), "r", 8 + length + described["data_offsets"][0], shape)


def _places(rows: NDArray[np.generic], size: int, path: Path) -> NDArray[np.intp]:
    """The row of each subword in a table of `size` rows."""
    if rows.ndim != 1 or rows.dtype.kind not in "iu" or (len(rows) and not 0 <= rows.min() <= rows.max() < size):
        raise ModelError(f"{path}: its mapping of subwords leads out of the table; {REMEDY}")
    return rows.astype(np.intp)
