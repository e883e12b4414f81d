"""Any sentence-transformers model as an embedder; needs the extra `transformers`, because it brings torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from aligner.contracts import FloatArray
from aligner.errors import MissingExtra, ModelError


class TransformerModel:
    """A model loaded by sentence-transformers: a name of its hub or a local folder."""

    def __init__(self, name: str) -> None:
        """Raises `MissingExtra` without sentence-transformers, `ModelError` when the model cannot be loaded."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtra("sentence-transformers models", "transformers") from error
        try:
            with _without_progress_bars():
                self._model: Any = SentenceTransformer(name)
        except Exception as error:  # hub, file and configuration errors have no common base
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            raise ModelError(
                f"{name}: the model cannot be loaded ({reason}); check the name and the network, "
                f"or download the model elsewhere and give its folder"
            ) from error
        self._name = name

    @property
    def signature(self) -> str:
        """The model's name; for a local folder its last part."""
        return Path(self._name).name if Path(self._name).exists() else self._name

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions], unit rows."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        # A lone surrogate is no text to a tokenizer.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = self._model.encode(clean, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """Loading a model draws bars on stderr, terminal or not; what a person is told is the command line's to say."""
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled
    from transformers.utils import logging

    had_bars = logging.is_progress_bar_enabled() and not are_progress_bars_disabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if had_bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
