"""Sentences of two files brought together, and files that are not of one text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.errors import InputError
from aligner.evaluation import Listing, Neutral, matched, text_listing, xces_listings
from aligner.model import Bead

Read = Callable[..., Listing]


def xces(*links: str, path: str = "a.xml") -> Listing:
    """The listing of an XCES file with these links."""
    written = "".join(f'<link xtargets="{link}"/>' for link in links)
    return xces_listings(f"<cesAlign>{written}</cesAlign>".encode(), path)[0]


def test_numbers_stay_and_order_within_a_bead_does_not_matter(ladder: Read) -> None:
    found = matched(ladder("0:0 1,2:1"), ladder("0:0 2,1:1"))
    assert found.gold == found.test == (Bead((0,), (0,)), Bead((1, 2), (1,)))


@pytest.mark.parametrize(
    ("beads", "problem"),
    [
        ("0:0 0:1", r"test.ladder:2: source sentence 0 is in two beads \(once in line 1\)"),
        ("0:0 1:0", r"test.ladder:2: target sentence 0 is in two beads \(once in line 1\)"),
        ("0:0 0:", r"test.ladder:2: source sentence 0 is in two beads"),
        ("0,0:0", r"test.ladder:1: source sentence 0 is in two beads"),
    ],
)
def test_a_sentence_in_two_beads(beads: str, problem: str, ladder: Read) -> None:
    with pytest.raises(InputError, match=problem):
        matched(ladder("0:0 1:1", "gold.ladder"), ladder(beads))
    with pytest.raises(InputError, match=problem.replace("test", "gold")):
        matched(ladder(beads, "gold.ladder"), ladder("0:0 1:1"))


def test_a_test_beyond_the_gold(ladder: Read) -> None:
    with pytest.raises(
        InputError, match=r"^test.ladder:2: target sentence 7 is not in the gold g.gold, which ends at 1;"
    ):
        matched(ladder("0:0 1:1", "g.gold"), ladder("0:0 1:7"))
    # A gold that does not know how the last sentences pair says so by neutral ones.
    assert matched(ladder("0:0 1:1"), ladder("0:0 1:7"), Neutral(target=frozenset({7}))).test[1].target == (7,)


def test_a_gold_beyond_a_test_that_states_every_sentence(ladder: Read) -> None:
    with pytest.raises(InputError, match=r"^g.gold:3: source sentence 2 is not in the test .*, which has 2 sentences;"):
        matched(ladder("0:0 1: 2:1", "g.gold"), ladder("0:0 1: :1"))


def test_a_test_that_leaves_nulls_out_is_judged(ladder: Read) -> None:
    assert len(matched(ladder("0:0 1:1 2:"), ladder("0:0 1:1")).test) == 2
    assert len(matched(ladder("0:0 1: 2:1 3:2"), ladder("0:0 2:1")).test) == 2


def test_identifiers_of_two_xces_files_are_compared_as_they_are() -> None:
    gold, test = xces("1.1;1.1", "1.9;1.2 1.10", "2.1;"), xces("1.1;1.1", "1.9 2.1;1.2", ";1.10")
    found = matched(gold, test)
    assert found.gold == (Bead((0,), (0,)), Bead((1,), (1, 2)), Bead((2,), ()))
    assert found.test == (Bead((0,), (0,)), Bead((1, 2), (1,)), Bead((), (2,)))


def test_an_identifier_beyond_the_gold() -> None:
    with pytest.raises(InputError, match=r"source sentence s10 is beyond the last one of the gold"):
        matched(xces("s1;s1", "s9;s2"), xces("s1;s1", "s10;s2"))


def test_s1_is_sentence_0(ladder: Read) -> None:
    found = matched(ladder("0:0 1:1,2"), xces("s1;s1", "2;2 3"))
    assert found.gold == found.test


@pytest.mark.parametrize("identifier", ["1.2", "s0", "p1s1", "ſ1"])
def test_identifiers_that_are_no_numbers(identifier: str, ladder: Read) -> None:
    with pytest.raises(InputError, match="cannot be compared with a sentence number"):
        matched(ladder("0:0"), xces(f"{identifier};s1"))


def test_a_memory_says_nothing_of_numbers(ladder: Read) -> None:
    memory = text_listing("m.tmx", [("A", "B")], holds_nulls=False)
    with pytest.raises(InputError, match=r"^test.ladder: it has sentence numbers, and m.tmx has texts only"):
        matched(memory, ladder("0:0"))
    with pytest.raises(InputError, match=r"^n.json: it names sentences by number"):
        matched(memory, memory, Neutral(frozenset({0}), path="n.json"))


def test_nulls_are_judged_only_where_both_files_can_have_them() -> None:
    rows = [("A b c.", "D e f."), ("G h i.", "")]
    memory, table = text_listing("m.tmx", rows[:1], holds_nulls=False), text_listing("m.tsv", rows)
    assert len(matched(memory, table).test) == 1
    assert len(matched(table, table).test) == 2
    assert not matched(table, table).counts_sentences


def test_a_table_without_pairs() -> None:
    with pytest.raises(InputError, match="there are no pairs in it"):
        text_listing("m.tsv", [("", " ")])
