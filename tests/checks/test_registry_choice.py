"""Which rules run: choices made one after another, by code, name and the beginning of a code."""

from __future__ import annotations

import pytest

from aligner.checks import Choice, choose, longest_prefix, prefix_of, rules, select
from aligner.errors import OptionError

EVERY = {rule.code for rule in rules()}
NUMBERS = {code for code in EVERY if code.startswith("NUM")}


def codes(*choices: Choice) -> set[str]:
    return {rule.code for rule in choose(choices)}


def test_nothing_said_is_every_rule() -> None:
    assert codes() == codes(Choice()) == EVERY


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(select=("NUM",)), NUMBERS),
        (Choice(select=("num501", "name-drift")), {"NUM501", "NAM401"}),
        (Choice(ignore=("NUM",)), EVERY - NUMBERS),
        (Choice(select=("NUM",), ignore=("NUM",)), set()),
        (Choice(select=("NUM501",), ignore=("NUM",)), {"NUM501"}),
        (Choice(ignore=("NUM",), extend_select=("NUM501",)), EVERY - NUMBERS | {"NUM501"}),
        (Choice(select=("NUM",), extend_select=("UNT203",), extend_ignore=("NUM502",)), NUMBERS - {"NUM502"} | {"UNT203"}),
    ],
)  # fmt: skip
def test_the_closer_name_decides(choice: Choice, expected: set[str]) -> None:
    assert codes(choice) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (Choice(select=("NUM502",)), {"NUM502"}),
        (Choice(extend_select=("NUM502",)), NUMBERS),
        (Choice(ignore=("NUM501",)), NUMBERS - {"NUM501"}),
        (Choice(extend_ignore=("NUM501",)), NUMBERS - {"NUM501", "NUM502"}),
        (Choice(ignore=("NUM",)), set()),
    ],
)
def test_a_later_choice_goes_before_an_earlier_one(later: Choice, expected: set[str]) -> None:
    assert codes(Choice(select=("NUM",), ignore=("NUM502",)), later) == expected


@pytest.mark.parametrize(("name", "said"), [("NUM599", "NUM50"), ("name-drif", "name-drift"), ("", "aligner rules")])
def test_an_unknown_name_gets_the_nearest(name: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        select([name])


def test_prefixes() -> None:
    assert prefix_of("Number-Value") == "NUM501"
    assert longest_prefix("NUM501", ["NUM", "NUM5", "UNT"]) == "NUM5"
    assert longest_prefix("NUM501", ["UNT"]) == ""
