"""Embedders: the bundled bilingual model, static models, and anything sentence-transformers can load."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from aligner.contracts import Embedder, Progress, ReportingEmbedder
from aligner.embedding.options import EmbedderOptions
from aligner.embedding.static import StaticModel, is_static
from aligner.errors import ModelError

__all__ = ["BUNDLED", "EmbedderOptions", "StaticModel", "load_embedder", "with_progress"]

BUNDLED = "en-es"
_FOLDER = Path(__file__).parent / "models"


@lru_cache(maxsize=4)
def load_embedder(name: str | None = None, options: EmbedderOptions | None = None) -> Embedder:
    """The embedder of this name: None or "en-es" is the bundled model, else a folder or a sentence-transformers name.

    A static model in a folder is run with numpy alone. Raises `ModelError` or `MissingExtra`, and `OptionError` for
    options that the model would ignore or the machine cannot meet.
    """
    if options is None:
        return load_embedder(name, EmbedderOptions())
    if name is not None and not name.strip():
        raise ModelError("the name of the model is empty; give a folder, or a sentence-transformers name")
    folder = _FOLDER / BUNDLED if name is None or name == BUNDLED else Path(name)
    if folder.is_dir():
        if is_static(folder):
            options.refuse_static(name or BUNDLED)
            return StaticModel.load(folder)
    elif folder.exists() or str(name).startswith((".", "/")):
        raise ModelError(f"{name}: not a model folder; give the folder of a sentence-transformers model")
    from aligner.embedding.transformers import TransformerModel

    model = TransformerModel(str(name), options)
    if not options.cache:
        return model
    from aligner.embedding.cache import CachedEmbedder, VectorCache, cache_folder

    return CachedEmbedder(model, VectorCache(cache_folder()))


def with_progress(embedder: Embedder, progress: Progress | None) -> Embedder:
    """The same embedder, which tells how far it is while it encodes; a static model has no time to."""
    if progress is None:
        return embedder
    return embedder.reporting(progress) if isinstance(embedder, ReportingEmbedder) else embedder
