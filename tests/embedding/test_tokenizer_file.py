"""Reading a `tokenizer.json` gives what tokenizers itself reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from aligner.embedding import tokenizer_file
from aligner.embedding.tokenizer_file import read_tokenizer

BUNDLED = Path(sys.modules["aligner.embedding"].__file__ or "").parent / "models" / "en-es" / "tokenizer.json"
SMALL: dict[str, Any] = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [
        {"id": 3, "content": "[UNK]", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
    ],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {"type": "Whitespace"},
    "post_processor": None,
    "decoder": None,
    "model": {
        "type": "WordPiece",
        "unk_token": "[UNK]",
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 20,
        "vocab": {"la": 9, "##s": 4, "[UNK]": 3, "casa": 0},
    },
}  # fmt: skip


def with_model(**settings: object) -> dict[str, Any]:
    return {**SMALL, "model": {**SMALL["model"], **settings}}


def with_another_mark(content: str) -> dict[str, Any]:
    return {
        **SMALL,
        "added_tokens": [*SMALL["added_tokens"], {**SMALL["added_tokens"][0], "id": 10, "content": content}],
    }


DESCRIBED: dict[str, tuple[dict[str, Any], bool]] = {
    "small": (SMALL, True),
    "another prefix": (with_model(continuing_subword_prefix="@", vocab={"la": 0, "@s": 1, "[UNK]": 3}), True),
    "a mark that the vocabulary lacks": (with_another_mark("[MASK]"), False),
    "another kind": (with_model(type="WordLevel"), False),
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_it_is_the_tokenizer_that_tokenizers_reads(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described, is_read_once = DESCRIBED[name]
    if described["model"]["type"] == "WordLevel":
        described = with_model(type="WordLevel")
        del described["model"]["continuing_subword_prefix"], described["model"]["max_input_chars_per_word"]
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(described), "utf-8")
    calls: list[str] = []
    own: Callable[[str], Tokenizer] = Tokenizer.from_file

    class Watched:
        from_str = Tokenizer.from_str

        @staticmethod
        def from_file(path: str) -> Tokenizer:
            calls.append(path)
            return own(path)

    monkeypatch.setattr(tokenizer_file, "Tokenizer", Watched)
    tokenizer, vocabulary = read_tokenizer(path)
    expected = Tokenizer.from_file(str(path))
    assert bool(calls) is not is_read_once
    assert tokenizer.to_str() == expected.to_str()
    assert vocabulary == expected.get_vocab(with_added_tokens=False)
    for text in ("La casa las casas", "x [UNK] casa [MASK]", "casa" * 9):
        assert tokenizer.encode(text).ids == expected.encode(text).ids


def test_the_bundled_tokenizer_is_read_whole() -> None:
    tokenizer, vocabulary = read_tokenizer(BUNDLED)
    expected = Tokenizer.from_file(str(BUNDLED))
    assert tokenizer.to_str() == expected.to_str()
    assert vocabulary == expected.get_vocab(with_added_tokens=False)


@pytest.mark.parametrize(
    "written",
    ["", "[]", "{}", "{", json.dumps({**SMALL, "model": None}), json.dumps(with_model(vocab={"[UNK]": "one"})),
     json.dumps(with_model(vocab={"[UNK]": -1})), json.dumps(with_model(vocab=["[UNK]"])),
     json.dumps({**SMALL, "normalizer": {"type": "Unheard"}})],
)  # fmt: skip
def test_a_file_that_is_none_is_told_by_tokenizers(written: str, tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(written, "utf-8")
    with pytest.raises(Exception) as expected:
        Tokenizer.from_file(str(path))
    with pytest.raises(type(expected.value)) as raised:
        read_tokenizer(path)
    assert str(raised.value) == str(expected.value)
