"""Where a character stands: lines where the file has them, addresses and numbers of blocks where it has none."""

from __future__ import annotations

from aligner.model import Block, Document, Region
from aligner.reports.places import Places

PLAIN = Document("One.\nTwo.", (Block(0, 4), Block(5, 9)), "en")
PAGE = Document(
    "One.\n\nTwo.", (Block(0, 4, address="/p[1]"), Block(6, 10, address="/p[2]")), "en", places=((0, 3), (6, 8))
)
BOOK = Document("One.\n\nTwo.", (Block(0, 4, address="a#/p[1]"), Block(6, 10, address="a#/p[2]")), "en")


def test_lines_and_columns_of_plain_text() -> None:
    places = Places(PLAIN)
    assert (places.has_lines, places.place(5), places.region(5, 8)) == (True, "2", Region(2, 2, 1, 4))


def test_lines_of_a_page() -> None:
    places = Places(PAGE)
    assert (places.has_lines, places.place(6), places.region(6, 9)) == (True, "8", Region(8, 8, None, None))


def test_addresses_of_a_book() -> None:
    places = Places(BOOK)
    assert (places.has_lines, places.place(7), places.region(7, 9)) == (False, "a#/p[2]", Region(2, 2, None, None))


def test_between_the_blocks_of_a_book() -> None:
    assert Places(BOOK).place(5) == "1"
