"""Lines of JSON that are no objects are one clear line, and whatever a text holds can be written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.json_text import json_text, parse_object

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "it is not JSON"),
        ("", "it is not JSON"),
        ("[1]", "it is not a JSON object"),
        ("null", "it is not a JSON object"),
        ("[" * 100_000, "it is nested too deeply"),
        ('{"score": ' + "9" * 5000 + "}", "a number is out of range"),
    ],
)
def test_what_is_no_object_is_one_line(line: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        parse_object(line, "pairs.jsonl", "write objects", 7)
    assert str(raised.value).startswith("pairs.jsonl:7: ")
    assert str(raised.value).endswith("write objects")


def test_numbers_that_json_has_not_are_read_unless_somebody_minds() -> None:
    assert parse_object('{"score": -Infinity}', "a", "b", 1) == {"score": float("-inf")}
    assert parse_object('{"score": NaN}', "a", "b", 1, constant=lambda name: name) == {"score": "NaN"}


@settings(max_examples=60, deadline=None)
@given(VALUES, st.sampled_from([None, 1]))
def test_whatever_is_written_is_utf_8_and_read_back(value: object, indent: int | None) -> None:
    written = json_text(value, indent).encode("utf-8")
    # Two halves side by side are a character, in JSON's own escapes too.
    assert json.loads(written) == json.loads(json.dumps(value))
