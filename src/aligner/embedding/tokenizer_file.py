"""Reads a `tokenizer.json`: its vocabulary once, where tokenizers would read it and then copy it back, word by word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import WordPiece

_SETTINGS = ("unk_token", "continuing_subword_prefix", "max_input_chars_per_word")


def read_tokenizer(path: Path) -> tuple[Tokenizer, dict[str, int]]:
    """The tokenizer in a file, and its vocabulary without added tokens: the number of each subword.

    Raises whatever tokenizers raises for a file that is none.
    """
    try:
        return _read_word_piece(json.loads(path.read_bytes()))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):  # another kind, or damaged, which it tells
        tokenizer = Tokenizer.from_file(str(path))
        return tokenizer, tokenizer.get_vocab(with_added_tokens=False)


def _read_word_piece(described: dict[str, Any]) -> tuple[Tokenizer, dict[str, int]]:
    """The tokenizer that a file describes, where it divides into word pieces; raises `ValueError` for another one."""
    model = dict(described["model"])
    vocabulary = model.pop("vocab")
    if model.pop("type") != "WordPiece" or set(model) != set(_SETTINGS) or not isinstance(vocabulary, dict):
        raise ValueError("it is of another kind")
    # Those that the vocabulary lacks would be numbered by its length.
    marks = {str(token["content"]): vocabulary[token["content"]] for token in described["added_tokens"]}
    few = {**marks, model["unk_token"]: vocabulary[model["unk_token"]]}
    skeleton = {**described, "model": {**described["model"], "vocab": few}}
    tokenizer = Tokenizer.from_str(json.dumps(skeleton))
    tokenizer.model = WordPiece(vocabulary, **model)
    return tokenizer, vocabulary
