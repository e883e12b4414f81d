"""Rules a user writes: pairs of regular expressions with a message."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aligner.checks.registry import Check, Fault, Fix, Rule
from aligner.checks.subject import Subject, Version
from aligner.errors import OptionError
from aligner.model import Bead, Severity, Side, Span

CODE = re.compile(r"USR9[0-9]{2}")
# What the patterns of one rule may take of a check, and more for every character searched; a sound one takes a tenth.
SECONDS, SECONDS_A_CHARACTER = 2.0, 1e-6


@dataclass(frozen=True, slots=True)
class CustomRule:
    """A rule of a user's own, as the settings have it.

    It fires on a pair whose sides have what `source` and `target` match, each where it is given, and nothing that
    `without_source` and `without_target` match. With neither `source` nor `without_source` it also looks at one text
    alone. `message` may have {source} and {target}, which become what was found; `suggestion` may refer to groups of
    `target` (or of `source`, where there is no `target`) as `re.sub` does. `fix`: whether it may be written unasked.
    """

    code: str
    message: str
    name: str = "custom"
    severity: Severity = Severity.WARNING
    source: str | None = None
    target: str | None = None
    without_source: str | None = None
    without_target: str | None = None
    suggestion: str | None = None
    fix: bool = False

    @property
    def needs_pair(self) -> bool:
        """Whether it says something about the source, which one text alone does not have."""
        return self.source is not None or self.without_source is not None

    def rule(self) -> Rule:
        """The same as the registry has rules.

        Raises `OptionError` for a pattern that is none, and for a rule without any.
        """
        patterns = _Patterns.of(self)
        check = _check(self, patterns)
        check.__doc__ = self._documentation()
        fix = Fix.SAFE if self.fix and self.suggestion is not None else None
        return Rule(self.code, self.name, self.severity, check, self.needs_pair, fix=fix)

    def _documentation(self) -> str:
        said = {
            "The source has": self.source,
            "The target has": self.target,
            "The source does not have": self.without_source,
            "The target does not have": self.without_target,
            "Suggested": self.suggestion,
        }
        lines = [f"{what}: `{pattern}`" for what, pattern in said.items() if pattern is not None]
        return "\n".join([self.message, "", "A rule of your own.", *lines])


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Compiled patterns; None for what the rule does not ask."""

    source: Any
    target: Any
    without_source: Any
    without_target: Any

    @classmethod
    def of(cls, rule: CustomRule) -> _Patterns:
        if rule.source is None and rule.target is None:
            raise OptionError(f"rule {rule.code} needs a pattern for source or target")
        names = ("source", "target", "without_source", "without_target")
        compiled = cls(*(_compiled(rule.code, getattr(rule, name)) for name in names))
        first = compiled.target or compiled.source
        if rule.suggestion is not None:
            _require_template(rule, first)
        return compiled


def _compiled(code: str, pattern: str | None) -> Any:
    if pattern is None:
        return None
    import regex

    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        raise OptionError(f"rule {code}: {pattern!r} is no regular expression ({error})") from error


def _require_template(rule: CustomRule, pattern: Any) -> None:
    """Raise when the suggestion is no template, or refers to groups that the pattern does not have."""
    import regex

    assert rule.suggestion is not None
    try:
        # A template is looked at only when something matches, which a pattern with an empty branch always does.
        regex.compile(f"{pattern.pattern}|").sub(rule.suggestion, "")
    except (regex.error, IndexError) as error:
        raise OptionError(f"rule {rule.code}: {rule.suggestion!r} is no replacement ({error})") from error


@dataclass(slots=True)
class _Clock:
    """What is left of the time that the patterns of a rule may take."""

    code: str
    left: float = field(default=SECONDS)

    def search(self, pattern: Any, text: str) -> list[Any]:
        """Every match with characters in it; raises `OptionError` when the time is used up."""
        started = time.perf_counter()
        self.left += SECONDS_A_CHARACTER * len(text)
        try:
            found = [match for match in pattern.finditer(text, timeout=max(self.left, 0.001)) if match.group()]
        except TimeoutError as error:
            problem = f"rule {self.code}: {pattern.pattern!r} takes longer than {SECONDS:g} s"
            raise OptionError(f"{problem}; write it without repetitions inside repetitions") from error
        self.left -= time.perf_counter() - started
        return found


@dataclass(frozen=True, slots=True)
class _Unit:
    """The stretch of text of each side that belongs together, None for a side that is not there."""

    number: int | None
    source: tuple[int, int] | None
    target: tuple[int, int] | None


def _check(rule: CustomRule, patterns: _Patterns) -> Check:
    def check(subject: Subject) -> Iterator[Fault]:
        clock = _Clock(rule.code)
        for unit in _units(subject):
            on_source = _matches(clock, subject, Side.SOURCE, unit.source, patterns.source, patterns.without_source)
            on_target = _matches(clock, subject, Side.TARGET, unit.target, patterns.target, patterns.without_target)
            if on_source is not None and on_target is not None:
                yield from _faults(rule, unit, on_source, on_target)

    return check


def _units(subject: Subject) -> Iterator[_Unit]:
    """Beads of a bitext, sentences of one text."""
    if subject.bitext is None:
        for sentence in subject.target.document.sentences:
            yield _Unit(None, None, (sentence.start, sentence.end))
        return
    for number, bead in enumerate(subject.beads):
        yield _Unit(number, _bounds(subject, bead, Side.SOURCE), _bounds(subject, bead, Side.TARGET))


def _bounds(subject: Subject, bead: Bead, side: Side) -> tuple[int, int] | None:
    sentences = [subject.version(side).document.sentences[number] for number in bead.numbers(side)]
    return (sentences[0].start, sentences[-1].end) if sentences else None


_Found = tuple[Version, int, Any]  # the version, the offset of the text that was searched, and the match


def _matches(
    clock: _Clock, subject: Subject, side: Side, bounds: tuple[int, int] | None, wanted: Any, unwanted: Any
) -> list[_Found] | None:
    """What a side has of what the rule asks; None where it does not fulfil it."""
    if wanted is None and unwanted is None:
        return []
    if bounds is None:
        return None
    version = subject.version(side)
    text = version.document.text[bounds[0] : bounds[1]]
    if unwanted is not None and clock.search(unwanted, text):
        return None
    if wanted is None:
        return []
    return [(version, bounds[0], match) for match in clock.search(wanted, text)] or None


def _faults(rule: CustomRule, unit: _Unit, on_source: list[_Found], on_target: list[_Found]) -> Iterator[Fault]:
    """One fault a match of the target, of the source where the rule has no pattern for the target."""
    first, beside = (on_target, on_source) if on_target else (on_source, [])
    said = {"{source}": on_source, "{target}": on_target}
    for found in first:
        message = rule.message
        for mark, matches in said.items():
            own = found if matches is first else next(iter(matches), None)
            message = message.replace(mark, own[2].group() if own else "")
        suggestion = None if rule.suggestion is None else found[2].expand(rule.suggestion)
        yield Fault(message, tuple(_span(one) for one in (found, *beside)), unit.number, suggestion)


def _span(found: _Found) -> Span:
    version, offset, match = found
    return version.span(offset + match.start(), offset + match.end())
