"""What may be chosen about how a model runs, and what is refused before anything is loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from aligner.cli import main
from aligner.embedding import EmbedderOptions, StaticModel, load_embedder
from aligner.embedding.devices import placement
from aligner.errors import MissingExtra, OptionError

WRONG: dict[str, tuple[Callable[[], EmbedderOptions], str]] = {
    "device": (lambda: EmbedderOptions(device="gpu"), "--device gpu: give one of auto, cpu, cuda, cuda:1, mps"),
    "device number": (lambda: EmbedderOptions(device="cuda:x"), "--device cuda:x"),
    "number of a processor": (lambda: EmbedderOptions(device="cpu:0"), "--device cpu:0"),
    "empty device": (lambda: EmbedderOptions(device=""), "--device"),
    "backend": (lambda: EmbedderOptions(backend="jax"), "--backend jax: give one of torch, onnx, openvino"),
    "precision": (lambda: EmbedderOptions(precision="int8"), "--precision int8: give one of auto, float32"),
    "no batch": (lambda: EmbedderOptions(batch_size=0), "--batch-size 0: give a number from 1"),
    "large batch": (lambda: EmbedderOptions(batch_size=10_000), "--batch-size 10000"),
    "half precision elsewhere": (
        lambda: EmbedderOptions(backend="onnx", precision="float16"),
        "--precision float16 goes with --backend torch",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_makes_no_sense(name: str) -> None:
    made, words = WRONG[name]
    with pytest.raises(OptionError) as raised:
        made()
    assert str(raised.value).startswith(words)


IGNORED = {
    "--device cuda:0": EmbedderOptions(device="cuda:0"),
    "--backend onnx": EmbedderOptions(backend="onnx"),
    "--precision float16": EmbedderOptions(precision="float16"),
    "--batch-size 8": EmbedderOptions(batch_size=8),
    "--prompt query: ": EmbedderOptions(prompt="query: "),
}


@pytest.mark.parametrize("words", IGNORED)
def test_what_a_static_model_would_ignore(words: str, tiny: Path) -> None:
    with pytest.raises(OptionError) as raised:
        load_embedder(None, IGNORED[words])
    assert str(raised.value).startswith(f"{words}: en-es is a static model")
    with pytest.raises(OptionError, match=f"^{words}: .*tiny is a static model"):
        load_embedder(str(tiny), IGNORED[words])


def test_what_is_true_of_a_static_model() -> None:
    assert isinstance(load_embedder(None, EmbedderOptions(device="cpu", precision="float32")), StaticModel)


def test_the_embedder_is_loaded_once() -> None:
    assert load_embedder() is load_embedder(None, EmbedderOptions())


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes torch find graphics cards that are not there."""
    import torch

    def pretend(cards: int = 0, *, has_bfloat16: bool = True, has_mps: bool = False) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cards > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cards)
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: has_bfloat16)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: has_mps)

    return pretend


PLACES: dict[str, tuple[dict[str, Any], EmbedderOptions, tuple[str, str]]] = {
    "a processor": ({}, EmbedderOptions(), ("cpu", "float32")),
    "a card": ({"cards": 1}, EmbedderOptions(), ("cuda", "bfloat16")),
    "an older card": ({"cards": 1, "has_bfloat16": False}, EmbedderOptions(), ("cuda", "float16")),
    "a Mac": ({"has_mps": True}, EmbedderOptions(), ("mps", "float16")),
    "the second card": ({"cards": 2}, EmbedderOptions(device="cuda:1"), ("cuda:1", "bfloat16")),
    "the processor beside a card": ({"cards": 1}, EmbedderOptions(device="cpu"), ("cpu", "float32")),
    "full precision on a card": ({"cards": 1}, EmbedderOptions(precision="float32"), ("cuda", "float32")),
    "half precision on a processor": ({}, EmbedderOptions(precision="bfloat16"), ("cpu", "bfloat16")),
}


@pytest.mark.parametrize("name", PLACES)
def test_where_a_model_runs(name: str, machine: Callable[..., None]) -> None:
    there, options, expected = PLACES[name]
    machine(**there)
    placed = placement(options)
    assert (placed.device, placed.precision) == expected


def test_how_much_at_a_time(machine: Callable[..., None]) -> None:
    machine(cards=1)
    processor, card = placement(EmbedderOptions(device="cpu")), placement(EmbedderOptions())
    assert (card.texts, card.characters) > (processor.texts, processor.characters)
    assert placement(EmbedderOptions(batch_size=7)).texts == 7


@pytest.mark.parametrize(
    ("cards", "device", "words"),
    [(0, "cuda", "finds none"), (0, "cuda:0", "finds none"), (1, "cuda:1", "finds 1"), (1, "mps", "finds none")],
)
def test_a_device_that_is_not_there(cards: int, device: str, words: str, machine: Callable[..., None]) -> None:
    machine(cards=cards)
    with pytest.raises(OptionError, match=f"^--device {device}: torch {words} on this machine"):
        placement(EmbedderOptions(device=device))


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_without_a_backend(backend: str, bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optimum", None)
    with pytest.raises(
        MissingExtra, match=rf'^models run by {backend} need an extra: pip install "aligner\[{backend}\]"$'
    ):
        load_embedder(str(bert), EmbedderOptions(backend=backend))


def test_devices_that_a_backend_does_not_know(machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    machine(cards=2, has_mps=True)
    assert placement(EmbedderOptions(backend="openvino")).device == "cpu"
    with pytest.raises(OptionError, match=r"^--device cuda: openvino finds none on this machine; give auto or cpu$"):
        placement(EmbedderOptions(backend="openvino", device="cuda"))
    providers = ["CPUExecutionProvider"]
    monkeypatch.setitem(sys.modules, "onnxruntime", SimpleNamespace(get_available_providers=lambda: providers))
    assert placement(EmbedderOptions(backend="onnx")).device == "cpu"
    with pytest.raises(OptionError, match=r"^--device mps: onnx finds none on this machine; give auto or cpu$"):
        placement(EmbedderOptions(backend="onnx", device="mps"))
    providers.append("CUDAExecutionProvider")
    assert placement(EmbedderOptions(backend="onnx")).device == "cuda"


@pytest.mark.parametrize("command", ["align", "check"])
def test_on_the_command_line(command: str, tmp_path: Path) -> None:
    for name, text in (("a.en.txt", "The bridge is old."), ("a.es.txt", "El puente es viejo.")):
        (tmp_path / name).write_text(text, "utf-8")
    arguments = [command, str(tmp_path / "a.en.txt"), str(tmp_path / "a.es.txt")]
    done = CliRunner().invoke(main, [*arguments, "--batch-size", "8"])
    assert done.exit_code == 2
    assert done.stderr.startswith("aligner: error: --batch-size 8: en-es is a static model")
    done = CliRunner().invoke(main, [*arguments, "--device", "gpu"])
    assert done.exit_code == 2
    assert done.stderr == "aligner: error: --device gpu: give one of auto, cpu, cuda, cuda:1, mps\n"
    done = CliRunner().invoke(main, ["check", arguments[1], "--device", "cpu"])
    assert done.exit_code == 2
    assert "--device goes with two texts" in done.stderr
