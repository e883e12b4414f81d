"""Loads a sentence-transformers model: quietly, without code of its own, and with every one of its weights."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aligner.embedding.devices import Placement
from aligner.embedding.hub import Origin
from aligner.embedding.options import EmbedderOptions
from aligner.errors import ModelError

_MODULES = "modules.json"
_OWN_CODE = "{name}: the model brings code of its own, which is never run; use another model"
_PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
_TALKATIVE = ("transformers", "sentence_transformers", "optimum", "huggingface_hub")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# A row of transformers' loading report, and the sentence that older releases say.
_REPORTED = re.compile(r"^\s*(\S[^|\n]*?)\s*\|\s*(?:MISSING|MISMATCH)\b", re.MULTILINE)
_SAID = re.compile(r"not initialized from the model checkpoint.*?: \[(.*?)\]", re.DOTALL)
# Layers that give no vector here: mean and first-token pooling are done by a module of their own.
_UNUSED = re.compile(r"(?:^|\.)(?:pooler|cls|lm_head|classifier)\.|position_ids$|inv_freq$")


def load_model(name: str, origin: Origin, options: EmbedderOptions, placed: Placement) -> Any:
    """The `SentenceTransformer` at `origin`; `name` is what the user called it.

    Raises `ModelError` when it cannot be loaded, needs code that comes with it, or lacks weights or tokenizer: random
    numbers would be drawn in place of the ones, and every word be unknown without the other.
    """
    with _quiet() as heard:
        try:
            _refuse_code(name, origin)
            model = _made(origin, options, placed)
        except ModelError:
            raise
        except Exception as error:  # file, configuration and hub errors have no common base
            raise ModelError(_not_loaded(name, origin, error)) from error
    missing = sorted(key for key in _missing(heard) if not _UNUSED.search(key))
    if missing:
        raise ModelError(
            f"{name}: the model lacks weights ({len(missing)} in all, {missing[0]} for one), and would make them up; "
            f"it is damaged, or gives no vectors of texts: use another model"
        )
    if not _knows_words(model):
        raise ModelError(
            f"{name}: the model has no tokenizer that knows a word; its folder is not whole: download it anew"
        )
    return model


def reason_of(error: Exception) -> str:
    """The first line of what an error says, or else its kind."""
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__


def _made(origin: Origin, options: EmbedderOptions, placed: Placement) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    backend: Any = options.backend
    settings: dict[str, Any] = {}
    if options.backend == "torch":
        settings["dtype"] = getattr(torch, placed.precision)
    elif options.backend == "onnx":
        settings["provider"] = _PROVIDERS[placed.device.partition(":")[0]]
    return SentenceTransformer(
        origin.place,
        device=placed.device,
        revision=origin.revision if origin.is_remote else None,
        local_files_only=not origin.is_remote,  # even of a folder it would ask the hub where it came from
        trust_remote_code=False,
        model_kwargs=settings,
        backend=backend,
    )


def _refuse_code(name: str, origin: Origin) -> None:
    """Raise when a module of the model is none of sentence-transformers', whose releases before 6 would run it."""
    path = _list_of_modules(origin)
    if path is None:
        return
    kinds = [str(module["type"]) for module in json.loads(path.read_text("utf-8"))]
    if not all(kind.startswith("sentence_transformers.") for kind in kinds):
        raise ModelError(_OWN_CODE.format(name=name))


def _list_of_modules(origin: Origin) -> Path | None:
    if not origin.is_remote:
        path = Path(origin.place) / _MODULES
        return path if path.is_file() else None
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError

    try:
        return Path(hf_hub_download(origin.place, _MODULES, revision=origin.revision))
    except EntryNotFoundError:  # a model of transformers, without modules around it
        return None


def _not_loaded(name: str, origin: Origin, error: Exception) -> str:
    if "trust_remote_code" in str(error):
        return _OWN_CODE.format(name=name)
    remedy = "check the network, or download the model elsewhere and give its folder"
    if not origin.is_remote:
        remedy = f"look whether {origin.place} is the whole folder of a sentence-transformers model"
    return f"{name}: the model cannot be loaded ({reason_of(error)}); {remedy}"


def _knows_words(model: Any) -> bool:
    tokenizer = getattr(model, "tokenizer", None)
    special = getattr(tokenizer, "all_special_tokens", None)
    return tokenizer is None or special is None or not set(tokenizer.get_vocab()) <= set(special)


def _missing(heard: list[str]) -> Iterator[str]:
    for message in heard:
        plain = _COLOURS.sub("", message)
        yield from _REPORTED.findall(plain)
        for names in _SAID.findall(plain):
            yield from re.findall(r"'([^']+)'", names)


class _Listener(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keep what the libraries say while they load, in place of stderr; what a person is told is the command line's to say.

    They draw progress bars too, terminal or not.
    """
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled
    from transformers.utils import logging as bars

    had_bars = bars.is_progress_bar_enabled() and not are_progress_bars_disabled()
    bars.disable_progress_bar()  # type: ignore[no-untyped-call]
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [listener], False
        logger.setLevel(logging.WARNING)
    try:
        yield listener.heard
    finally:
        for logger, (handlers, propagates, level) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagates
            logger.setLevel(level)
        if had_bars:
            bars.enable_progress_bar()  # type: ignore[no-untyped-call]
