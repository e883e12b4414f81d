"""Sentences as a file."""

from __future__ import annotations

import json

from aligner.model import Block, Document, Role
from aligner.segmentation import listed, segment

TEXT = "A heading\n\nOne\r\n  two. Three."
DOCUMENT = segment(
    Document(TEXT, (Block(0, 9, Role.HEADING, address="/h1"), Block(11, len(TEXT), language="en-GB")), "en")
)


def test_lines_have_one_sentence_each_and_an_empty_one_between_blocks() -> None:
    assert "".join(listed(DOCUMENT, "text")) == "A heading\n\nOne two.\nThree.\n"


def test_objects_lead_back_to_the_text() -> None:
    rows = [json.loads(line) for line in listed(DOCUMENT, "jsonl")]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert rows[0] == {"text": "A heading", "start": 0, "end": 9, "block": 0, "role": "heading", "address": "/h1"}
    assert (rows[1]["block"], rows[1]["language"]) == (1, "en-GB")
    whole = json.loads("".join(listed(DOCUMENT, "json")))
    assert whole == {"language": "en", "path": "", "sentences": rows}
    assert json.loads("".join(listed(Document("", (), "en"), "json")))["sentences"] == []
