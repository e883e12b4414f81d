"""What a language tells about its full stops: abbreviations and words, read from the data files beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from pathlib import Path

LANGUAGES = ("en", "es")


class Kind(Enum):
    """What the stop of an abbreviation may mean; the values are the sections of the abbreviation files."""

    NEVER = "never"
    BEFORE_STARTER = "before-starter"
    BEFORE_CAPITAL = "before-capital"
    BEFORE_NUMBER = "before-number"
    BEFORE_DIGIT = "before-digit"


@dataclass(frozen=True, slots=True)
class Chain:
    """An abbreviation of several pieces, seen from its last one: `before` is ("EE.",) for the UU. of EE. UU."""

    before: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables of one language; every key is without its final stop.

    `abbreviations`: what each abbreviation's stop means. `chains`: the ways an abbreviation of several pieces
    ends in this piece. `inner`: the pieces that may follow this one inside such an abbreviation. `pieces`: the keys
    of these three; `small`: the same in small letters.
    The word sets hold small letters.
    """

    abbreviations: dict[str, Kind]
    chains: dict[str, tuple[Chain, ...]]
    inner: dict[str, tuple[str, ...]]
    pieces: frozenset[str]
    small: frozenset[str]
    starters: frozenset[str]
    particles: frozenset[str]
    labels: frozenset[str]
    speech: frozenset[str]
    after_time: frozenset[str]
    marked: frozenset[str]
    endings: frozenset[str]


@cache
def load_rules(language: str) -> Rules:
    """The tables of one of `LANGUAGES`."""
    words = {name: frozenset(entries) for name, entries in _sections(f"words.{language}.txt").items()}
    listed = _sections(f"abbreviations.{language}.txt")
    abbreviations, chains, inner = _tables({Kind(name): entries for name, entries in listed.items()})
    return Rules(
        abbreviations=abbreviations,
        chains=chains,
        inner=inner,
        pieces=frozenset([*abbreviations, *chains, *inner]),
        small=frozenset(map(str.lower, [*abbreviations, *chains, *inner])),
        starters=words["starters"],
        particles=words["particles"],
        labels=words["labels"],
        speech=words["speech"],
        after_time=words["after-time"],
        marked=words["marked"],
        endings=words.get("endings", frozenset()),
    )


def _sections(name: str) -> dict[str, list[str]]:
    """The comma-separated entries of each `[section]` of a data file; lines with # are comments."""
    text = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
            sections[section] = []
        elif line and not line.startswith("#"):
            sections[section] += [entry for piece in line.split(",") if (entry := piece.strip())]
    return sections


def _tables(
    listed: dict[Kind, list[str]],
) -> tuple[dict[str, Kind], dict[str, tuple[Chain, ...]], dict[str, tuple[str, ...]]]:
    """Abbreviations, chains and inner pieces of the entries, with their capitals; as written goes before derived."""
    abbreviations: dict[str, Kind] = {}
    chains: dict[str, tuple[Chain, ...]] = {}
    inner: dict[str, tuple[str, ...]] = {}
    for variants in (_as_written, _with_capitals):
        for kind, entries in listed.items():
            for pieces in dict.fromkeys(tuple(variant.split()) for entry in entries for variant in variants(entry)):
                last = pieces[-1].removesuffix(".")
                if len(pieces) == 1:
                    abbreviations.setdefault(last, kind)
                    continue
                chain = Chain(pieces[:-1], kind)
                chains[last] = tuple(dict.fromkeys([*chains.get(last, ()), chain]))
                for piece, following in pairwise(pieces):
                    key = piece.removesuffix(".")
                    inner[key] = tuple(dict.fromkeys([*inner.get(key, ()), following]))
    return abbreviations, chains, inner


def _as_written(entry: str) -> tuple[str, ...]:
    return (entry,)


def _with_capitals(entry: str) -> tuple[str, ...]:
    """The entry at the head of a sentence and in capitals; a single letter is then an initial, not an abbreviation."""
    return () if len(entry) == 2 else (entry[0].upper() + entry[1:], entry.upper())
