"""Carets stand under what they mean, whatever the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.reports.excerpt import CUT, columns, display_width, excerpt, shown

LETTERS = st.text(st.sampled_from("ab ñé\u0301語🙂\t\n…«»"), min_size=1, max_size=300)


def under(line: str, carets: str) -> str:
    """The characters of `line` that a terminal shows above the carets."""
    found, column = "", 0
    for letter in line:
        width = display_width(letter)
        if width and carets[column : column + width].strip():
            found += letter
        column += width
    return found


@settings(max_examples=150, deadline=None)
@given(LETTERS, st.data())
def test_carets_stand_under_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    width = data.draw(st.integers(12, 120))
    piece = excerpt(text, (0, len(text)), (start, end), width)
    line, carets = piece.line([(start, end)]), piece.carets([(start, end)])
    assert columns(line) <= width
    assert columns(carets) <= width + 1  # a caret under a character without width
    assert piece.start <= start <= piece.end
    visible = "".join(letter for letter in shown(text[start : min(end, piece.end)]) if display_width(letter))
    if visible:
        assert under(line, carets) == visible


@settings(max_examples=80, deadline=None)
@given(LETTERS)
def test_a_text_that_fits_is_whole(text: str) -> None:
    piece = excerpt(text, (0, len(text)), (0, 1), 2 * len(text) + 2)
    assert piece.line([]) == shown(text)


@pytest.mark.parametrize(("place", "cuts"), [(0, (False, True)), (250, (True, True)), (495, (True, False))])
def test_cuts_are_marked_where_text_is_left_out(place: int, cuts: tuple[bool, bool]) -> None:
    text = "cinco" * 100
    line = excerpt(text, (0, 500), (place, place + 5), 60).line([])
    assert (line.startswith(CUT), line.endswith(CUT)) == cuts
    assert 59 <= columns(line) <= 60


def test_cuts_fall_between_words() -> None:
    text = "una palabra tras otra " * 20
    line = excerpt(text, (0, len(text)), (220, 223), 60).line([])
    assert set(line.strip(CUT).split()) <= set(text.split())


def test_a_long_span_is_cut_at_its_end() -> None:
    piece = excerpt("x" * 500, (0, 500), (100, 400), 50)
    assert piece.carets([(100, 400)]).count("^") == 48


def test_overlapping_spans_share_carets() -> None:
    piece = excerpt("abcdef", (0, 6), (1, 3), 40)
    assert piece.carets([(1, 3), (2, 5), (1, 2)]) == " ^^^^"
    assert piece.line([(1, 3), (2, 5)], lambda text: f"[{text}]") == "a[bc][de]f"


def test_widths() -> None:
    assert columns(unicodedata.normalize("NFD", "é")) == 1
    assert columns("語ñ") == 3
