"""`aligner rules`: the catalogue."""

from __future__ import annotations

import json

import click

from aligner import checks
from aligner.cli import options
from aligner.cli.check_options import config, configuration_for
from aligner.cli.terminal import write


@click.command(epilog=options.examples("aligner rules", "aligner rules --format json"))
@options.text_or_json("A table")
@config
def rules(form: str, config: str | None, no_config: bool) -> None:
    """List the rules of `aligner check`.

    Each has a code, a name, a severity, and a line that tells when it fires. Rules of your own, in the settings, are
    listed too.
    """
    known = (*checks.rules(), *configuration_for("", config, no_config=no_config).own_rules)
    write([_as_json(known)] if form == "json" else (f"{line}\n" for line in _as_table(known)))


def _as_json(known: tuple[checks.Rule, ...]) -> str:
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "needs_pair": rule.needs_pair,
            "fix": rule.fix,
            "summary": rule.summary,
            "documentation": rule.documentation,
        }
        for rule in known
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _as_table(known: tuple[checks.Rule, ...]) -> list[str]:
    wide = max((len(rule.name) for rule in known), default=0)
    return [f"{rule.code}  {rule.name:<{wide}}  {rule.severity.value:<7}  {rule.summary}" for rule in known]
