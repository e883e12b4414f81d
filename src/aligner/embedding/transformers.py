"""Any sentence-transformers model as an embedder; needs the extra `transformers`, because it brings torch."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from aligner.contracts import FloatArray, Progress
from aligner.embedding.batches import batches
from aligner.embedding.devices import Placement, placement
from aligner.embedding.hub import Origin, downloaded_origin, folder_origin, hub_origin
from aligner.embedding.loading import load_model, reason_of
from aligner.embedding.options import EmbedderOptions
from aligner.embedding.prompts import model_name, prompt_for
from aligner.embedding.static import unit
from aligner.errors import MissingExtra, ModelError

# A subword has about four characters; what goes beyond a model's longest input is cut off, and takes no room.
_CHARACTERS_PER_SUBWORD = 6
_LONGEST = 8_192
# What a backend needs beside sentence-transformers.
_NEEDED = {"onnx": "optimum.onnxruntime", "openvino": "optimum.intel"}
_NO_ROOM = ("out of memory", "can't allocate memory")


class TransformerModel:
    """A model loaded by sentence-transformers: a local folder, or a name of its hub."""

    def __init__(self, name: str, options: EmbedderOptions | None = None) -> None:
        """Load the model; code that comes with it is never run.

        Raises `MissingExtra` without the libraries it needs, `OptionError` for a device that is not there, `ModelError`
        when the model cannot be loaded.
        """
        options = options or EmbedderOptions()
        _require(options.backend)
        self._name = name
        # Before torch is imported, which takes seconds: whether there is such a model.
        origin = _origin(name, options.backend)
        self._placement = placement(options)
        self._backend = options.backend
        origin, self._model = _loaded(name, origin, options, self._placement)
        self._version = origin.version
        prompt = options.prompt
        if prompt is None:
            prompt = prompt_for(name, self._model.prompts, self._model.default_prompt_name)
        self._prompt = _clean(prompt)
        self._dimensions = self._found_dimensions()
        self._progress: Progress | None = None

    @property
    def signature(self) -> str:
        """The model's name and version, and what else changes its vectors: half precision, backend, prompt."""
        name = model_name(self._name) if Path(self._name).is_dir() else self._name
        parts = [f"{name}@{self._version}"]
        if self._backend != "torch":
            parts.append(self._backend)
        elif self._placement.precision != "float32":
            parts.append(self._placement.precision)
        if self._prompt:
            parts.append(f"prompt={quote(self._prompt)}")
        return "+".join(parts)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._dimensions

    @property
    def prompt(self) -> str:
        """What stands before every text; "" for nothing."""
        return self._prompt

    def reporting(self, progress: Progress) -> TransformerModel:
        """The same model, which tells how far it is after every batch."""
        other = copy.copy(self)
        other._progress = progress
        return other

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions], unit rows; a text that is longer than the model reads is cut off there.

        Raises `ModelError` when there is no room in memory for one text, or the model cannot take texts.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        clean = [_clean(text) for text in texts]
        longest = int(_CHARACTERS_PER_SUBWORD * min(self._model.max_seq_length or _LONGEST, _LONGEST))
        lengths = [min(len(self.prompt) + len(text), longest) for text in clean]
        done = 0
        self._report(done, len(texts))
        for batch in batches(lengths, self._placement.texts, self._placement.characters):
            vectors[batch] = self._encoded([clean[number] for number in batch])
            done += len(batch)
            self._report(done, len(texts))
        if not np.isfinite(vectors).all():
            remedy = "use another model" if self._placement.precision == "float32" else "try --precision float32"
            raise ModelError(f"{self._name}: the model gives vectors that are not finite; {remedy}")
        return unit(vectors)

    def _encoded(self, texts: list[str]) -> FloatArray:
        """float32 [texts, dimensions] of one batch, in parts where there is no room for the whole."""
        try:
            made = self._model.encode(
                texts, prompt=self._prompt, batch_size=len(texts), convert_to_numpy=True, show_progress_bar=False
            )
        except Exception as error:  # torch, onnxruntime and openvino have errors of their own
            reason = reason_of(error)
            has_room = not any(words in str(error).lower() for words in _NO_ROOM)
            if has_room:
                raise ModelError(
                    f"{self._name}: the model cannot encode texts ({reason}); use another model"
                ) from error
            if len(texts) == 1:
                raise ModelError(
                    f"{self._name}: no room in memory for one text ({reason}); try --device cpu"
                ) from error
        else:
            return np.asarray(made, np.float32)
        middle = len(texts) // 2
        return np.concatenate([self._encoded(texts[:middle]), self._encoded(texts[middle:])])

    def _report(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)

    def _found_dimensions(self) -> int:
        told = getattr(self._model, "get_embedding_dimension", None) or self._model.get_sentence_embedding_dimension
        dimensions = told()
        return int(dimensions) if dimensions else int(self._encoded(["a"]).shape[1])


def _clean(text: str) -> str:
    """Without lone surrogates, which are no text to a tokenizer."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _require(backend: str) -> None:
    """Raise `MissingExtra` when a library is missing."""
    if not _is_installed("sentence_transformers"):
        # The extras of the backends bring it too.
        raise MissingExtra("sentence-transformers models", backend if backend in _NEEDED else "transformers")
    if backend in _NEEDED and not _is_installed(_NEEDED[backend]):
        raise MissingExtra(f"models run by {backend}", backend)


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package around it is missing
        return False


def _origin(name: str, backend: str) -> Origin:
    """Where the model is: a folder, what was downloaded before, or else the hub."""
    if Path(name).is_dir():
        return folder_origin(Path(name), backend)
    return downloaded_origin(name) or hub_origin(name)


def _loaded(name: str, origin: Origin, options: EmbedderOptions, placed: Placement) -> tuple[Origin, Any]:
    """The model, and where it came from at last: the hub has the rest of what was downloaded in part."""
    try:
        return origin, load_model(name, origin, options, placed)
    except ModelError as damaged:
        if origin.is_remote or Path(name).is_dir():
            raise
        try:
            origin = hub_origin(name)
        except ModelError:
            raise damaged from damaged.__cause__
    return origin, load_model(name, origin, options, placed)
