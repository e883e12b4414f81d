"""Parts of the page by themselves, held to plain models of what they do, in the browser they run in."""

from __future__ import annotations

from typing import Any

from review_page import Desk

_HEIGHTS = """
async (draws) => {
  const { Heights } = await import("/static/heights.js");
  const faults = [];
  for (const count of [0, 1, 2, 3, 7, 8, 64, 100]) {
    const plain = Array.from({ length: count }, (_, at) => 1 + (draws[at % draws.length] % 90));
    const heights = new Heights(plain);
    const top = (row) => plain.slice(0, row).reduce((sum, one) => sum + one, 0);
    for (const draw of draws) {
      if (count) {
        const row = draw % count;
        plain[row] = 1 + (draw % 37);
        heights.set(row, plain[row]);
        if (heights.top(row) !== top(row)) faults.push(`top ${count} ${row}`);
      }
      if (heights.total !== top(count)) faults.push(`total ${count}`);
      const place = draw % Math.max(1, heights.total);
      const found = heights.rowAt(place);
      if (count && !(top(found) <= place && place < top(found + 1))) faults.push(`row ${count} ${place}`);
    }
    if (count && heights.rowAt(heights.total + 99) !== count - 1) faults.push("behind");
  }
  return faults;
}
"""
_PIECES = """
async ([text, marks]) => {
  const { pieces } = await import("/static/marks.js");
  return pieces(text, marks).map(({ text, marks }) => [text, marks.map((mark) => mark.name)]);
}
"""


def test_heights_are_sums(looked_at: Desk) -> None:
    draws = [(number * 7919 + 104729) % 10_007 for number in range(60)]
    assert looked_at.page.evaluate(_HEIGHTS, draws) == []


def pieces(desk: Desk, text: str, *marks: tuple[str, int, int]) -> Any:
    given = [{"name": name, "start": start, "end": end} for name, start, end in marks]
    return desk.page.evaluate(_PIECES, [text, given])


def test_texts_are_cut_where_marks_are(looked_at: Desk) -> None:
    assert pieces(looked_at, "abcdef") == [["abcdef", []]]
    assert pieces(looked_at, "") == []
    assert pieces(looked_at, "abcdef", ("a", 1, 4), ("b", 3, 6)) == [
        ["a", []], ["bc", ["a"]], ["d", ["a", "b"]], ["ef", ["b"]],
    ]  # fmt: skip
    # A mark of no length is a place; what lies outside is cut off; a face is two code units.
    assert pieces(looked_at, "ab", ("here", 1, 1)) == [["a", []], ["", ["here"]], ["b", []]]
    assert pieces(looked_at, "ab", ("end", 2, 2), ("far", 1, 99)) == [["a", []], ["b", ["far"]], ["", ["end"]]]
    assert pieces(looked_at, "\N{GRINNING FACE}!", ("face", 0, 2)) == [["\N{GRINNING FACE}", ["face"]], ["!", []]]
