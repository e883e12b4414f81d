"""Where a model runs, in which numbers, and how much of it at a time. Imports torch when it is asked."""

from __future__ import annotations

from dataclasses import dataclass

from aligner.embedding.options import EmbedderOptions
from aligner.errors import OptionError


@dataclass(frozen=True, slots=True)
class Placement:
    """`device` and `precision` as torch names them; at most `texts` in a batch, `characters` in it with its padding."""

    device: str
    precision: str
    texts: int
    characters: int


# A processor gains nothing from large batches, and pays for their padding; a graphics card idles in small ones. 262,144
# characters are some 65,000 subwords, whose widest layer takes 400 MB in a model of LaBSE's size in half precision.
_ROOM = {"cpu": (32, 8_192), "mps": (64, 65_536), "cuda": (256, 262_144)}


def placement(options: EmbedderOptions) -> Placement:
    """What the options come to on this machine; raises `OptionError` for a device that it lacks."""
    device = _device(options.device, options.backend)
    kind = device.partition(":")[0]
    texts, characters = _ROOM[kind]
    precision = _half_precision(kind) if options.precision == "auto" else options.precision
    return Placement(device, precision, options.batch_size or texts, characters)


def _device(asked: str, backend: str) -> str:
    cards, has_mps = _found(backend)
    if asked == "auto":
        return "cuda" if cards else "mps" if has_mps else "cpu"
    kind, _, number = asked.partition(":")
    if (kind == "cuda" and not cards) or (kind == "mps" and not has_mps):
        raise OptionError(f"--device {asked}: {backend} finds none on this machine; give auto or cpu")
    if number and int(number) >= cards:
        raise OptionError(f"--device {asked}: {backend} finds {cards} on this machine, numbered from 0")
    return asked


def _found(backend: str) -> tuple[int, bool]:
    """How many graphics cards a backend can use here, and whether there is Apple's."""
    if backend == "openvino":
        return 0, False
    import torch

    cards = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if backend == "onnx":
        import onnxruntime

        return (cards if "CUDAExecutionProvider" in onnxruntime.get_available_providers() else 0), False
    return cards, torch.backends.mps.is_available()


def _half_precision(kind: str) -> str:
    """The numbers a kind of device is quick with. bfloat16 has float32's range, so that no model overflows in it."""
    if kind == "cpu":
        return "float32"
    import torch

    return "bfloat16" if kind == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
