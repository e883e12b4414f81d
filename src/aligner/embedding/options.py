"""What a user may choose about how an embedding model runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from aligner.errors import OptionError

BACKENDS = ("torch", "onnx", "openvino")
PRECISIONS = ("auto", "float32", "bfloat16", "float16")
DEVICES = "auto, cpu, cuda, cuda:1, mps"
LARGEST_BATCH = 8192
_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d{1,3})?")
# What a static model does anyway may be said of it.
_TRUE_OF_STATIC = {"device": ("auto", "cpu"), "precision": ("auto", "float32"), "cache": (True, False)}


@dataclass(frozen=True, slots=True)
class EmbedderOptions:
    """How a sentence-transformers model runs; none of it concerns a static model.

    `device`: "auto" is a graphics card where there is one. `backend`: "torch", or a model's "onnx" or "openvino" form.
    `precision`: "auto" is half precision on a graphics card, float32 elsewhere. `batch_size`: the most texts at a time,
    None for what suits the device. `prompt`: what stands before every text, "" for nothing, None for what the model's
    own configuration or its family asks for. `cache`: vectors are kept on disk and looked up there. Raises `OptionError`
    for a value that makes no sense.
    """

    device: str = "auto"
    backend: str = "torch"
    precision: str = "auto"
    batch_size: int | None = None
    prompt: str | None = None
    cache: bool = True

    def __post_init__(self) -> None:
        if not _DEVICE.fullmatch(self.device):
            raise OptionError(f"--device {self.device}: give one of {DEVICES}")
        for name, value, choices in (
            ("--backend", self.backend, BACKENDS),
            ("--precision", self.precision, PRECISIONS),
        ):
            if value not in choices:
                raise OptionError(f"{name} {value}: give one of {', '.join(choices)}")
        if self.batch_size is not None and not 1 <= self.batch_size <= LARGEST_BATCH:
            raise OptionError(f"--batch-size {self.batch_size}: give a number from 1 to {LARGEST_BATCH}")
        if self.backend != "torch" and self.precision not in _TRUE_OF_STATIC["precision"]:
            raise OptionError(f"--precision {self.precision} goes with --backend torch; others run the model as it is")

    def refuse_static(self, model: str) -> None:
        """Raise `OptionError` when an option was given that a static model would ignore."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default and value not in _TRUE_OF_STATIC.get(field.name, ()):
                raise OptionError(
                    f"--{field.name.replace('_', '-')} {value}: {model} is a static model, a table of vectors that needs "
                    f"none; leave the option out, or name a sentence-transformers model with --model"
                )
