"""Which prompt a model is given, by its configuration or its family."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.embedding.prompts import model_name, prompt_for

INSTRUCTION = "Instruct: Retrieve parallel sentences.\nQuery: "
CONFIGURED: dict[str, tuple[dict[str, str | None], str | None, str]] = {
    "nothing": ({}, None, ""),
    "places without a prompt": ({"query": None, "document": None}, None, ""),
    "the author's default": ({"a": "A: ", "query": "q: ", "passage": "p: "}, "a", "A: "),
    "a default that is empty": ({"a": "", "BitextMining": "b: "}, "a", ""),
    "a default that is not there": ({"query": "q: ", "passage": "p: "}, "a", "q: "),
    "the task itself": ({"STS": "s: ", "BitextMining": "b: ", "query": "q: ", "document": "d: "}, None, "b: "),
    "likeness": ({"sts": "s: ", "query": "q: ", "passage": "p: "}, None, "s: "),
    "both sides of a search": ({"query": "q: ", "passage": "p: "}, None, "q: "),
    "queries only": ({"query": "Represent this sentence for searching: "}, None, ""),
    "passages only": ({"passage": "p: "}, None, ""),
}


@pytest.mark.parametrize("name", CONFIGURED)
def test_by_configuration(name: str) -> None:
    prompts, default, expected = CONFIGURED[name]
    assert prompt_for("some/model", prompts, default) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("intfloat/multilingual-e5-small", "query: "),
        ("intfloat/e5-base-v2", "query: "),
        ("models/my_e5", "query: "),
        ("E5", "query: "),
        ("hub/models--intfloat--multilingual-e5-base/snapshots/d13f1b27baf31030b7fd040960d60d909913633f", "query: "),
        ("intfloat/multilingual-e5-large-instruct", INSTRUCTION),
        ("LaBSE", ""),
        ("e5-owner/other", ""),
        ("model-e50", ""),
        ("the5", ""),
    ],
)
def test_by_name(name: str, expected: str) -> None:
    assert prompt_for(name, {"query": None}) == expected


def test_a_configured_e5_is_taken_at_its_word() -> None:
    assert prompt_for("intfloat/multilingual-e5-small", {"query": "q: "}) == ""
    assert prompt_for("intfloat/multilingual-e5-small", {"BitextMining": ""}) == ""


def test_the_name_of_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my-e5"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert model_name(".") == "my-e5"
    assert prompt_for(".", {}) == "query: "
