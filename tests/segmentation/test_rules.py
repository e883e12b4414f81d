"""The data files hold together."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from aligner.segmentation.rules import LANGUAGES, Kind, load_rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_entries_and_every_word_set_is_in_small_letters(language: str) -> None:
    rules = load_rules(language)
    assert set(rules.abbreviations.values()) == set(Kind)
    for words in (rules.starters, rules.particles, rules.labels, rules.speech, rules.after_time):
        assert words
        assert all(word == word.lower() and " " not in word for word in words)
    assert all(word.endswith(("!", "?")) for word in rules.marked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_are_written_once_with_their_stop(language: str) -> None:
    text = resources.files("aligner.segmentation").joinpath("data", f"abbreviations.{language}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]
    entries = [entry.strip() for line in lines for entry in line.split(",") if entry.strip()]
    assert [entry for entry in entries if not re.search(r"[.º/ª]", entry)] == []
    assert sorted({entry for entry in entries if entries.count(entry) > 1}) == []


def test_entries_as_written_go_before_derived_capitals() -> None:
    rules = load_rules("es")
    assert rules.abbreviations["Cap"] is Kind.NEVER
    assert rules.abbreviations["cap"] is Kind.BEFORE_NUMBER
    assert rules.abbreviations["SR"] is Kind.NEVER
    assert "sr" not in rules.abbreviations
    assert "P" not in rules.abbreviations


def test_pieces_of_an_abbreviation_are_chained() -> None:
    rules = load_rules("es")
    assert [(chain.before, chain.kind) for chain in rules.chains["UU"]] == [(("EE.",), Kind.BEFORE_STARTER)]
    assert "UU." in rules.inner["EE"]
    assert {"UU", "EE", "Sr"} <= rules.pieces
