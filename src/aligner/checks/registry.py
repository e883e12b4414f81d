"""Rules: one function each, registered under its code with all that a person is told about it."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from aligner.checks.subject import Subject
from aligner.errors import OptionError
from aligner.model import Finding, Severity, Side, Span


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: the finding without what the registry knows. `severity` None means the rule's own."""

    message: str
    spans: tuple[Span, ...]
    bead: int | None = None
    suggestion: str | None = None
    severity: Severity | None = None


Check = Callable[[Subject], Iterable[Fault]]


class Fix(StrEnum):
    """When a rule's suggestion may be written into the text without asking: wherever it is, or only where most agree."""

    SAFE = "safe"
    MAJORITY = "majority"  # the suggestion stands in the text more often than what it replaces


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: its docstring is its page (first line: when it fires; then why, and an example).

    `one_sided`: its faults lie in one text, and those of a source are its author's (see `rule`).
    """

    code: str
    name: str
    severity: Severity
    check: Check
    needs_pair: bool
    needs_model: bool = False
    fix: Fix | None = None
    one_sided: bool = False

    @property
    def documentation(self) -> str:
        """The whole docstring, without indentation."""
        return inspect.getdoc(self.check) or ""

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return self.documentation.partition("\n")[0]

    def findings(self, subject: Subject) -> list[Finding]:
        """Every fault of this kind in `subject`."""
        if self.needs_pair and subject.bitext is None:
            return []
        return [
            Finding(self.code, self.name, severity, fault.message, fault.spans, fault.bead, fault.suggestion)
            for fault in self.check(subject)
            if (severity := self._severity(fault, subject)) is not None
        ]

    def _severity(self, fault: Fault, subject: Subject) -> Severity | None:
        """How much a fault matters; None for one that is not told, of a source that nobody reviews."""
        if not self.one_sided or fault.spans[0].side is Side.TARGET:
            return fault.severity or self.severity
        is_told_by_both = any(span.side is Side.TARGET for span in fault.spans)
        is_reviewed = subject.bitext is not None and not subject.bitext.is_pairs
        return Severity.INFO if is_reviewed or is_told_by_both else None


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    needs_pair: bool = False,
    needs_model: bool = False,
    fix: Fix | None = None,
    one_sided: bool = False,
) -> Callable[[Check], Check]:
    """Register a function as the rule `code`.

    `needs_pair`: it has nothing to say about one document alone; `needs_model`: nor without an embedding model. `fix`:
    when its suggestions may be written into the text; they then take the place of every span that has the first one's text.
    `one_sided`: its faults lie in the text of their first span, and it is the translation that is reviewed. A fault of the
    source is information; in a file of pairs, where nobody edits the source, it is told only if the target shows it too.
    """

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"rule {code} is registered twice")
        _RULES[code] = Rule(code, name, severity, check, needs_pair, needs_model, fix, one_sided)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules one place asks for, by code, name or the beginning of a code: a file of settings, or the command line.

    `select` takes the place of what was chosen before (every rule at first), `ignore` that of what was left out;
    `extend_select` and `extend_ignore` add to them.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()


def select(selected: Iterable[str] = (), ignored: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Rules that one of `selected` names (all when empty), and none of `ignored` as closely.

    Raises `OptionError` for a name that fits no rule.
    """
    return choose([Choice(tuple(selected), tuple(ignored))])


def choose(choices: Iterable[Choice], own: Iterable[Rule] = ()) -> tuple[Rule, ...]:
    """The rules that are left when one choice after another is made, in order of code; `own` are a user's own.

    Within a choice the longer beginning decides: with `NUM` left out and `NUM501` chosen, that one rule of the family
    runs. Raises `OptionError` for a name that fits no rule.
    """
    known = sorted((*rules(), *own), key=lambda rule: rule.code)
    chosen, dropped = {rule.code for rule in known}, set[str]()
    for choice in choices:
        wanted = [prefix_of(name, known) for name in (*choice.select, *choice.extend_select)]
        unwanted = [prefix_of(name, known) for name in (*choice.ignore, *choice.extend_ignore)]
        if choice.select:
            chosen = set()
        if choice.ignore:
            dropped = set()
        for code in (rule.code for rule in known):
            on, off = longest_prefix(code, wanted), longest_prefix(code, unwanted)
            if on:
                chosen.add(code)
            if off and len(off) >= len(on):
                dropped.add(code)
            elif on:
                dropped.discard(code)
    return tuple(rule for rule in known if rule.code in chosen - dropped)


def prefix_of(name: str, known: Iterable[Rule] | None = None) -> str:
    """The code of the rule of that name, or `name` itself where it is the beginning of a code, in capitals.

    Raises `OptionError`, with the nearest names, for what is neither.

    >>> from aligner import checks
    >>> checks.prefix_of("name-drift"), checks.prefix_of("num")
    ('NAM401', 'NUM')
    """
    known = rules() if known is None else tuple(known)
    by_name = {rule.name: rule.code for rule in known}
    if name.lower() in by_name:
        return by_name[name.lower()]
    if name and any(rule.code.startswith(name.upper()) for rule in known):
        return name.upper()
    families = {rule.code.rstrip("0123456789") for rule in known}
    codes = [*sorted(families), *(rule.code for rule in known)]
    near = difflib.get_close_matches(name.upper(), codes, 1) or difflib.get_close_matches(name.lower(), by_name, 1)
    hint = f"did you mean {near[0]}?" if near else "`aligner rules` lists them"
    raise OptionError(f"no rule has the code, name or prefix {name!r}; {hint}")


def longest_prefix(code: str, prefixes: Iterable[str]) -> str:
    """The longest of `prefixes` that a code begins with, "" where there is none."""
    return max((prefix for prefix in prefixes if code.startswith(prefix)), key=len, default="")
