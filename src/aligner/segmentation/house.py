"""Sentences by the rules of an SRX file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aligner.errors import InputError

Span = tuple[int, int]
_PATIENCE = 10.0  # seconds for one expression on one block
_TOGETHER = 100  # exceptions that are made one expression
_REFERENCE = re.compile(r"\\[1-9]|\(\?P[=<]|\(\?<\w")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: between what `before` and what `after` fit there is a border, or none.

    Both are expressions in the words of `regex`. `line` and `label` say where it stands.
    """

    breaks: bool
    before: str
    after: str
    line: int | None
    label: str

    @property
    def position(self) -> str:
        """The expression of the place itself; the cheaper look forward comes first."""
        return (f"(?={self.after})" if self.after else "") + (f"(?<={self.before})" if self.before else "")


@dataclass(frozen=True, slots=True)
class LanguageMap:
    """Which languages go by which rules; `languages` fits the whole of their codes."""

    languages: Any
    name: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rules of one kind that follow each other, as one expression or, where they are exceptions, a few."""

    breaks: bool
    expressions: tuple[tuple[Any, Rule], ...]


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of an SRX file: of all maps that fit a language, with `cascade`, or of the first.

    `notes` are lines for a person about what the file asks for that cannot be done.
    """

    path: str
    maps: tuple[LanguageMap, ...]
    groups: dict[str, tuple[Rule, ...]]
    cascade: bool
    notes: tuple[str, ...] = ()
    _made: dict[tuple[str, ...], tuple[_Stretch, ...]] = field(default_factory=dict, repr=False)

    def split(self, text: str, language: str) -> list[Span]:
        """The `[start, end)` spans of the sentences of one block's text, in order, without blanks at their ends.

        At each place the first rule that fits decides (SRX 2.0, section 3.5). `language` is a code such as "en" or
        "es-MX". Raises `InputError` where no rules are for it, and where an expression takes too long.
        """
        stretches = self._stretches(language)
        spans, start = [], 0
        for border in [*self._borders(text, stretches), len(text)]:
            piece = text[start:border]
            kept = piece.strip()
            if kept:
                begin = start + len(piece) - len(piece.lstrip())
                spans.append((begin, begin + len(kept)))
            start = border
        return spans

    def names_for(self, language: str) -> tuple[str, ...]:
        """The names of the groups of rules for a language, in their order."""
        for code in dict.fromkeys((language, language.replace("-", "_"))):
            found = tuple(one.name for one in self.maps if one.languages.fullmatch(code))
            if found:
                return tuple(dict.fromkeys(found)) if self.cascade else found[:1]
        raise InputError(self.path, f"no rules of it are for {language!r}", "add a languagemap that fits this code")

    def _stretches(self, language: str) -> tuple[_Stretch, ...]:
        names = self.names_for(language)
        if names not in self._made:
            self._made[names] = tuple(_stretches([rule for name in names for rule in self.groups[name]]))
        return self._made[names]

    def _borders(self, text: str, stretches: tuple[_Stretch, ...]) -> list[int]:
        """Where sentences end, inside the text."""
        found: dict[int, int] = {}
        for number, stretch in enumerate(stretches):
            if stretch.breaks:
                for expression, rule in stretch.expressions:
                    for place in self._places(text, expression, rule):
                        found.setdefault(place, number)
        exceptions = [(number, one) for number, one in enumerate(stretches) if not one.breaks]
        return [
            place
            for place, decided in sorted(found.items())
            if 0 < place < len(text)
            and not any(number < decided and self._fits(text, place, one) for number, one in exceptions)
        ]

    def _places(self, text: str, expression: Any, rule: Rule) -> Iterator[int]:
        try:
            for match in expression.finditer(text, timeout=_PATIENCE):
                yield match.end()
        except TimeoutError:
            self._give_up(rule)

    def _fits(self, text: str, place: int, stretch: _Stretch) -> bool:
        for expression, rule in stretch.expressions:
            try:
                if expression.match(text, place, timeout=_PATIENCE):
                    return True
            except TimeoutError:
                self._give_up(rule)
        return False

    def _give_up(self, rule: Rule) -> None:
        problem = f"{rule.label} takes more than {_PATIENCE:.0f} seconds on one block of the text"
        raise InputError(self.path, problem, "write it so that it cannot go back and forth", rule.line)


def _stretches(rules: list[Rule]) -> Iterator[_Stretch]:
    """Neighbours of one kind, whose order says nothing, taken together."""
    start = 0
    while start < len(rules):
        end = start
        while end < len(rules) and rules[end].breaks == rules[start].breaks:
            end += 1
        yield _Stretch(rules[start].breaks, tuple(_expressions(rules[start:end])))
        start = end


def _expressions(rules: list[Rule]) -> Iterator[tuple[Any, Rule]]:
    """Their expressions: one for each break, which tells where it takes long; several exceptions in one."""
    import regex  # only texts that are split by rules of a house need it

    together: list[Rule] = []
    for rule in rules:
        alone = rule.breaks or _REFERENCE.search(rule.position)
        if alone or len(together) == _TOGETHER:
            yield from _joined(together)
            together = []
        if alone:
            yield regex.compile(rule.position, regex.VERSION1), rule
        else:
            together.append(rule)
    yield from _joined(together)


def _joined(rules: list[Rule]) -> Iterator[tuple[Any, Rule]]:
    if rules:
        import regex

        yield regex.compile("|".join(f"(?:{rule.position})" for rule in rules), regex.VERSION1), rules[0]
