"""Rules: one function each, registered under its code with all that a person is told about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aligner.checks.subject import Subject
from aligner.errors import OptionError
from aligner.model import Finding, Severity, Span


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: the finding without what the registry knows. `severity` None means the rule's own."""

    message: str
    spans: tuple[Span, ...]
    bead: int | None = None
    suggestion: str | None = None
    severity: Severity | None = None


Check = Callable[[Subject], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: its docstring is its page (first line: when it fires; then why, and an example)."""

    code: str
    name: str
    severity: Severity
    check: Check
    needs_pair: bool
    needs_model: bool = False

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
            Finding(
                self.code, self.name, fault.severity or self.severity, fault.message, fault.spans, fault.bead,
                fault.suggestion,
            )
            for fault in self.check(subject)
        ]  # fmt: skip


_RULES: dict[str, Rule] = {}


def rule(
    code: str, name: str, severity: Severity, *, needs_pair: bool = False, needs_model: bool = False
) -> Callable[[Check], Check]:
    """Register a function as the rule `code`.

    `needs_pair`: it has nothing to say about one document alone; `needs_model`: nor without an embedding model.
    """

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"rule {code} is registered twice")
        _RULES[code] = Rule(code, name, severity, check, needs_pair, needs_model)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def select(selected: Iterable[str] = (), ignored: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Rules whose code starts with one of `selected` (all when empty) and with none of `ignored`.

    Raises `OptionError` for a code or prefix that fits no rule.
    """
    chosen, dropped = [code.upper() for code in selected], [code.upper() for code in ignored]
    for prefix in (*chosen, *dropped):
        if not prefix or not any(code.startswith(prefix) for code in _RULES):
            raise OptionError(f"no rule has the code or prefix {prefix!r}; `aligner rules` lists them")
    return tuple(
        rule
        for rule in rules()
        if (not chosen or rule.code.startswith(tuple(chosen))) and not rule.code.startswith(tuple(dropped))
    )
