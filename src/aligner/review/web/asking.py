"""What a request asks: its values, held to their types before anything is done with them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aligner.errors import InputError, OptionError
from aligner.model import Severity
from aligner.review.changes import Seen
from aligner.review.events import checked_name
from aligner.review.judging import PROGRAM
from aligner.review.reading import Filter
from aligner.review.records import Status

MOST_IDS = 500
_LARGEST = 2**63 - 1
_NUMBER = re.compile("[0-9]{1,18}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_SEARCH = 1000


def person(name: str) -> str:
    """The name of somebody who reviews; raises `OptionError` for what is none, and for the name of this program."""
    checked = checked_name(name)
    if checked == PROGRAM:
        raise OptionError(f"{PROGRAM!r} is the name of this program; take another name")
    return checked


class NotHere(InputError):
    """A pair or a segment that the project does not have."""


@dataclass(frozen=True, slots=True)
class Query:
    """What stands behind the question mark of an address."""

    values: Mapping[str, str]

    def number(self, name: str, default: int | None = None, most: int = _LARGEST) -> int:
        """A number from 0 to `most`, larger ones being cut."""
        told = self.values.get(name)
        if told is None and default is not None:
            return default
        if told is None or not _NUMBER.fullmatch(told):
            raise OptionError(f"{name} has to be a number")
        return min(int(told), most)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        return self.values.get(name, default)

    def ids(self, name: str) -> tuple[int, ...]:
        """Numbers, divided by commas."""
        told = [one for one in self.text(name).split(",") if one]
        if not all(_NUMBER.fullmatch(one) for one in told):
            raise OptionError(f"{name} has to be numbers, divided by commas")
        if len(told) > MOST_IDS:
            raise OptionError(f"more than {MOST_IDS} {name} at a time")
        return tuple(dict.fromkeys(int(one) for one in told))

    def filter(self) -> Filter:
        """Which beads are asked for."""
        search = self.text("text")
        if len(search) > _LONGEST_SEARCH:
            raise OptionError("the text to look for is too long")
        return Filter(
            codes=tuple(one.strip().upper() for one in self.text("code").split(",")[:100] if one.strip()),
            severities=tuple(_choice(Severity, one) for one in self.text("severity").split(",") if one),
            is_decided=_SWITCHES[self._switch("decided")],
            flagged=_SWITCHES[self._switch("flagged")] is True,
            status=_choice(Status, self.text("status")) if self.text("status") else None,
            text=search,
            is_pattern=_SWITCHES[self._switch("pattern")] is True,
        )

    def _switch(self, name: str) -> str:
        told = self.text(name)
        if told not in _SWITCHES:
            raise OptionError(f"{name} has to be 0 or 1")
        return told


_SWITCHES: Mapping[str, bool | None] = {"": None, "0": False, "1": True}


def _choice(kind: Any, told: str) -> Any:
    """One value of a choice of texts."""
    try:
        return kind(told)
    except ValueError as error:
        names = ", ".join(one.value for one in kind)
        raise OptionError(f"{told[:50]!r} is none of {names}") from error


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON object that was sent."""

    values: Mapping[str, Any]

    @classmethod
    def read(cls, data: bytes) -> Body:
        """What was sent; raises `OptionError` for what is no JSON object."""
        try:
            values = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise OptionError("what was sent is no JSON") from error
        if not isinstance(values, dict):
            raise OptionError("what was sent is no JSON object")
        return cls(values)

    def has(self, name: str) -> bool:
        """Whether there is such a value, and it is not null."""
        return self.values.get(name) is not None

    def number(self, name: str) -> int:
        """A number from 0."""
        return _number(self.values.get(name), name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text."""
        told = self.values.get(name, default)
        told = default if told is None else told
        if not isinstance(told, str) or _SURROGATE.search(told):
            raise OptionError(f"{name} has to be a text")
        return told

    def switch(self, name: str) -> bool:
        """Yes or no."""
        told = self.values.get(name)
        if not isinstance(told, bool):
            raise OptionError(f"{name} has to be true or false")
        return told

    def choice(self, name: str, kind: Any) -> Any:
        """One value of a choice of texts."""
        return _choice(kind, self.text(name))

    def ids(self, name: str) -> tuple[int, ...]:
        """A list of numbers."""
        told = self.values.get(name)
        if not isinstance(told, list) or len(told) > MOST_IDS:
            raise OptionError(f"{name} has to be a list of at most {MOST_IDS} numbers")
        return tuple(dict.fromkeys(_number(one, name) for one in told))

    @property
    def seen(self) -> Seen:
        """The versions of beads that a change is meant for."""
        told = self.values.get("seen", {})
        if not isinstance(told, dict) or len(told) > MOST_IDS or not all(_NUMBER.fullmatch(bead) for bead in told):
            raise OptionError("seen has to be an object of versions by segment")
        return {int(bead): _number(version, "seen") for bead, version in told.items()}


def _number(told: object, name: str) -> int:
    if type(told) is not int or not 0 <= told <= _LARGEST:
        raise OptionError(f"{name} has to be a number")
    return told
