"""Quotation marks and brackets: what opens, what closes, what is no mark."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.marks import marks_in, pair


def left(text: str, language: str = "en") -> list[tuple[str, bool | None]]:
    return [(text[mark.start : mark.end], mark.opens) for mark in pair(text, 0, len(text), language).left]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no and left.", [("“", True)]),
        ("He said no” and left.", [("”", False)]),
        ('He said "no and left.', [('"', True)]),
        ('He said no" and left.', [('"', False)]),
        ("A (small town.", [("(", True)]),
        ("A small) town.", [(")", False)]),
        ("Seen [in Paris.", [("[", True)]),
        ("«Uno. «Dos».", [("«", True)]),
        ("He wrote ‘never again.", [("‘", True)]),
        ("The pair ‘yes’ and (‘no.", [("(", True), ("‘", True)]),
        ('"One, she said. "Two," he said.', [('"', True)]),
        ("It cost (from 3 to 7 dollars.", [("(", True)]),
        ("It cost from 3 to 7) dollars.", [(")", False)]),
    ],
)
def test_a_mark_without_a_partner_is_left(text: str, expected: list[tuple[str, bool]]) -> None:
    assert left(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“He said ‘I don’t know’ and left,” she said.",
        'He is 5\'10" tall and has a 27" screen.',
        'He said: "It\'s 6\'2"."',
        'A 3.5" disk and a 5¼" one.',
        "a) one; b) two; c) three.",
        "1) Cut. 2) Paste. 3) Save.",
        "First: 1) cut, 2) paste.",
        "See you :) and bye :-(",
        "The interval [0, 1) is half open.",
        "‘Tis the season, in the ‘60s, of the workers’ rock ’n’ roll.",
        "«Dijo “sí” y calló».",
        "„Guten Tag“, he said.",
        "``So it is'', they wrote.",
        'He answered " yes " twice.',
        '“Mixed" marks are a matter of keyboards.',
        "\"It begins so,' he said.",
        "See https://example.org/wiki/Sun_(star) for more.",
        "He typed f(a[0]) twice.",
        "The caliph ‘Abd al-Malik built it.",
        "They called it ‘a ruin' and left.",
        'From Rome 13 days; from Athens 3 " by sea.',
        "The “(nested)” and the («other»).",
    ],
)
def test_what_pairs_or_is_no_mark_leaves_nothing(text: str) -> None:
    assert left(text) == []


def test_languages_that_turn_the_marks_round_are_told_by_brackets_alone() -> None:
    assert left("Er sagte: »Nein« (leise.", "de") == [("(", True)]


def test_a_drawing_is_no_prose() -> None:
    assert left("(-" * 200) == []


@settings(max_examples=60, deadline=None)
@given(st.text("ab .,'’‘\"“”«»„()[]:;-0179`\n", max_size=60), st.sampled_from(["en", "es", "de"]))
def test_marks_are_pieces_of_the_text_in_order(text: str, language: str) -> None:
    places = [(mark.start, mark.end) for mark in marks_in(text, 0, len(text), language)]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) and text[start:end].strip("ab ") for start, end in places)
    assert {mark.start for mark in pair(text, 0, len(text), language).left} <= {start for start, _ in places}


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.text("ab ,", min_size=1, max_size=5),
        lambda inner: st.tuples(inner, inner).map(lambda two: f"a ({two[0]}) «{two[1]}» b"),
        max_leaves=6,
    )
)
def test_nested_pairs_leave_nothing(text: str) -> None:
    assert left(text, "es") == []
