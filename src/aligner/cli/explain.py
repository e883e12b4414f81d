"""`aligner explain CODE`: the page of one rule."""

from __future__ import annotations

import difflib

import click

from aligner import checks
from aligner.cli import options
from aligner.cli.check_options import config, configuration_for
from aligner.cli.terminal import write
from aligner.errors import OptionError


@click.command(epilog=options.examples("aligner explain ACR301", "aligner explain name-drift"))
@click.argument("code")
@config
def explain(code: str, config: str | None, no_config: bool) -> None:
    """Tell what a rule looks for, and why.

    CODE is the code of the rule, or its name; it may be a rule of your own, in the settings.
    """
    rule = _named(code, (*checks.rules(), *configuration_for("", config, no_config=no_config).own_rules))
    looks_at = "two texts, or the pairs of a bitext" if rule.needs_pair else "one text by itself, or two"
    fixes = "; --fix writes what it suggests" if rule.fix is not None else ""
    source = ", information on a source" if rule.one_sided else ""
    write(
        [
            f"{rule.code} {rule.name}\n{rule.severity.value}{source}; looks at {looks_at}{fixes}\n\n{rule.documentation}\n"
        ]
    )


def _named(code: str, known: tuple[checks.Rule, ...]) -> checks.Rule:
    """The rule of that code or name; the error for an unknown one names the nearest."""
    by_name = {name: rule for rule in known for name in (rule.code, rule.name)}
    for spelled in (code.upper(), code.lower()):
        if spelled in by_name:
            return by_name[spelled]
    spellings = {name.casefold(): name for name in by_name}
    near = [spellings[name] for name in difflib.get_close_matches(code.casefold(), spellings, 3, 0.5)]
    hint = f"the nearest are {', '.join(near)}" if near else "`aligner rules` lists them"
    raise OptionError(f"no rule is called {code!r}; {hint}")
