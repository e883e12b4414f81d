"""Sentences as a file: a line each, or JSON with what is known of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from aligner.model import Document

_LINE_ENDS = re.compile(r"[^\S\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")


def listed(document: Document, form: str) -> Iterator[str]:
    r"""Pieces of the file of a document's sentences, in one of `FORMS`.

    `text`: a sentence a line, its line breaks made spaces; an empty line between blocks. `jsonl`: one object a
    sentence. `json`: one object with the language and all of them.

    >>> from aligner.model import Block, Sentence
    >>> document = Document("One\ntwo. Three.", (Block(0, 15),), "en", sentences=(Sentence(0, 8), Sentence(9, 15)))
    >>> list(listed(document, "text"))
    ['One two.\n', 'Three.\n']
    """
    return FORMS[form](document)


def _lines(document: Document) -> Iterator[str]:
    block = None
    for number, sentence in enumerate(document.sentences):
        if block is not None and sentence.block != block:
            yield "\n"
        block = sentence.block
        yield _LINE_ENDS.sub(" ", document.sentence_text(number)) + "\n"


def _objects(document: Document) -> Iterator[dict[str, Any]]:
    """What is known of each sentence: its text and span, the number and the role of its block, and where that says more."""
    for number, sentence in enumerate(document.sentences):
        block = document.blocks[sentence.block]
        told: dict[str, Any] = {
            "text": document.sentence_text(number),
            "start": sentence.start,
            "end": sentence.end,
            "block": sentence.block,
            "role": block.role.value,
        }
        if block.language:
            told["language"] = block.language
        if block.address:
            told["address"] = block.address
        yield told


def _json_lines(document: Document) -> Iterator[str]:
    return (_json(told) + "\n" for told in _objects(document))


def _whole(document: Document) -> Iterator[str]:
    head = {"language": document.locale or document.language, "path": document.path}
    yield _json(head)[:-1] + ', "sentences": ['
    for number, told in enumerate(_objects(document)):
        yield (",\n" if number else "\n") + _json(told)
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


FORMS: dict[str, Callable[[Document], Iterator[str]]] = {"text": _lines, "jsonl": _json_lines, "json": _whole}
