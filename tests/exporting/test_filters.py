"""Every step by itself: what it drops and changes, that doing it twice does nothing more, and the table of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import OptionError
from aligner.exporting import FilterOptions, filters
from aligner.exporting.candidates import Candidate
from aligner.exporting.filters import STEPS, Change, Judge

EVERYTHING = FilterOptions(
    least_score=0.5,
    least_characters=3,
    most_characters=30,
    least_words=1,
    most_words=5,
    most_ratio=2,
    drops_identical=True,
    least_letters=0.5,
    checks_language=True,
    normalise=("nfc", "quotes", "spaces"),
    anonymise=("emails", "phones", "urls"),
    unique="pair",
    excluded_findings=("NUM501",),
)
BY_NAME = {step.name: step for step in STEPS}
CHANGES = [name for name, step in BY_NAME.items() if step.changes]
STATELESS = [name for name, step in BY_NAME.items() if not step.changes and not step.remembers]

PIECES = (
    "Hola",
    "a",
    "É",
    "e\u0301",
    " ",
    "\u00a0",
    "“",
    "»",
    "12",
    "www.example.org",
    "ana@example.org",
    "+34 600 123 456",
    "\n",
)
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=20)
candidates = st.builds(
    Candidate,
    texts,
    texts,
    score=st.none() | st.floats(0, 1),
    findings=st.sampled_from([(), ("NUM501",)]),
)


def judge(name: str, options: FilterOptions = EVERYTHING) -> Judge:
    found = BY_NAME[name].prepare(options)
    assert found is not None
    return cast("Judge", found)


def kept(name: str, pairs: Iterable[Candidate], options: FilterOptions = EVERYTHING) -> list[Candidate]:
    drops = judge(name, options)
    return [pair for pair in pairs if not drops(pair)]


@given(st.lists(candidates, max_size=12), st.sampled_from(STATELESS))
@settings(max_examples=150, deadline=None)
def test_what_is_left_is_left_again_in_any_order(pairs: list[Candidate], name: str) -> None:
    left = kept(name, pairs)
    assert kept(name, left) == left
    assert kept(name, reversed(pairs)) == left[::-1]


@given(st.lists(candidates, max_size=12), st.sampled_from(["pair", "source", "target"]))
@settings(max_examples=100, deadline=None)
def test_duplicates_leave_one_of_each_whatever_the_order(pairs: list[Candidate], unique: str) -> None:
    options = FilterOptions(unique=unique)
    left = kept("duplicates", pairs, options)
    assert kept("duplicates", left, options) == left
    assert len(kept("duplicates", reversed(pairs), options)) == len(left)


@given(candidates, st.sampled_from(CHANGES))
@settings(max_examples=200, deadline=None)
def test_a_change_is_done_once(pair: Candidate, name: str) -> None:
    change = cast("Change", BY_NAME[name].prepare(EVERYTHING))
    once = change(pair)
    assert change(once) == once
    assert once[2:] == pair[2:]


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "nulls"])
def test_nothing_is_done_that_nobody_asked_for(name: str) -> None:
    assert BY_NAME[name].prepare(FilterOptions(keeps_nulls=True)) is None


def test_nulls_are_kept_on_request_only() -> None:
    pairs = [Candidate("Hello", ""), Candidate("\u00a0", "Hola"), Candidate("Hello", "Hola")]
    assert kept("nulls", pairs) == pairs[2:]
    assert BY_NAME["nulls"].prepare(FilterOptions(keeps_nulls=True)) is None


def test_every_step_is_told_of_and_tried() -> None:
    assert [step.name for step in STEPS] == list(dict.fromkeys(step.name for step in STEPS))
    for step in STEPS:
        assert step.summary.endswith((".", ":", "`."))
        assert ">>>" in (inspect.getdoc(step.prepare) or ""), step.name
    assert STEPS[-1].remembers


@pytest.mark.parametrize(
    ("source", "target", "is_dropped"),
    [
        ("The museum opens on Mondays at ten.", "The museum opens on Mondays at ten.", True),
        ("The museum opens on Mondays at ten.", "El museo abre los lunes a las diez.", False),
        ("El museo abre los lunes a las diez.", "The museum opens on Mondays at ten.", True),
        ("Le musée ouvre le lundi à dix heures.", "El museo abre los lunes a las diez.", True),
        ("Museo", "Museum", False),
        ("Fire in a theatre on the main square", "Incendio en un teatro en la plaza", False),
        ("On opening hours as a work of art:", "Sobre el horario de apertura como obra de arte:", False),
        ("1,250 × 300 = 375,000 (2021, 2022, 2023)", "1.250 × 300 = 375.000 (2021, 2022, 2023)", False),
    ],
)
def test_languages(source: str, target: str, is_dropped: bool) -> None:
    assert judge("language")(Candidate(source, target)) is is_dropped


@pytest.mark.parametrize(
    ("text", "is_dropped"),
    [
        ("https://example.org/a", True),
        ("ana@example.org", True),
        ("[EMAIL]", True),
        ("| 12 | 13 | 14 |", True),
        ("{{ a }} == %(b)s && !c", True),
        ("See https://example.org/a", False),
        ("12 apples", False),
        ("हिन्दी में", False),
        ("日本語", False),
    ],
)
def test_what_is_no_text(text: str, is_dropped: bool) -> None:
    assert judge("non-text")(Candidate(text, "Es un texto.")) is is_dropped


def test_words_and_characters_have_bounds_at_both_ends() -> None:
    options = FilterOptions(least_characters=2, most_characters=4, least_words=1, most_words=2)
    short, long = judge("too-short", options), judge("too-long", options)
    assert [short(Candidate(text, "dos")) for text in ("a", "ab")] == [True, False]
    assert [long(Candidate("two", text)) for text in ("abcd", "abcde", "a b", "a bc")] == [False, True, False, False]
    assert long(Candidate("a b c", "dos"))


def test_scores_are_held_to_the_least_inclusively() -> None:
    drops = judge("score", FilterOptions(least_score=0.25))
    assert [drops(Candidate("a", "b", score=score)) for score in (0.2499, 0.25, None)] == [True, False, False]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"least_score": 1.5}, "--min-score 1.5: give a number from 0 to 1"),
        ({"least_score": float("nan")}, "--min-score"),
        ({"most_ratio": 0.5}, "--max-ratio 0.5"),
        ({"near": 0.2}, "--near-duplicates 0.2: give a number from 0.5 to 1"),
        ({"least_words": 5, "most_words": 4}, "--min-words 5 is more than --max-words 4"),
        ({"unique": "both"}, "--unique both"),
    ],
)
def test_options_that_make_no_sense(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        FilterOptions(**arguments)  # type: ignore[arg-type]


def test_names_that_are_none() -> None:
    with pytest.raises(OptionError, match="--normalise commas: give one or several of nfc, quotes, spaces"):
        filters.normalise(FilterOptions(normalise=("commas",)))
    with pytest.raises(OptionError, match="cannot tell texts in 'xx'"):
        filters.language(FilterOptions(checks_language=True, languages=("en", "xx")))
