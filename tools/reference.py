"""Write the reference pages of the documentation, and the excerpt in the README, from the code.

python tools/reference.py
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click

from aligner import checks
from aligner.cli import main as program
from aligner.configuration import RULE_SETTINGS, SETTINGS, Setting
from aligner.configuration.schema import Kind
from aligner.formats import FORMATS
from aligner.formats.strings import can_write_back
from aligner.pipeline import PairOptions, check_pair
from aligner.reports import REPORTS, render

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.append(str(REPOSITORY))  # called as a script, it would find only what is in its own folder

from tools.licences import dependencies_page  # noqa: E402
from tools.reference_architecture import architecture_page  # noqa: E402
from tools.reference_outputs import outputs_page  # noqa: E402
from tools.reference_python import python_page  # noqa: E402

FOLDER = REPOSITORY / "docs" / "reference"
README = REPOSITORY / "README.md"
MEASURED = REPOSITORY / "docs" / "figures" / "rules.json"
_NOTICE = "<!-- Written by tools/reference.py from the code; `make docs` writes it anew. -->\n"
_WIDTH = 100
# What the README shows: the first finding of each of these rules in the text of the founding case.
_ARTICLE = "corpora/panjshir-resistance"
_SHOWN = ("NUM501", "UNT204", "NAM401", "ACR301", "ALN101")
_EXCERPT = re.compile(r"```text\n\$ aligner check .*?```", re.DOTALL)
_FIXES = {
    None: "",
    checks.Fix.SAFE: "; `--fix` writes what it suggests",
    checks.Fix.MAJORITY: "; `--fix` writes what it suggests where the text has that more often",
}
_MARKS = {True: "yes", False: ""}


def command_line_page() -> str:
    """Help of the program and of every command."""
    parts = [_NOTICE, "# Command line\n"]
    for path, command in _commands():
        parts.append(f"## {' '.join(path)}\n\n```text\n{_help(path, command)}\n```\n")
    return "\n".join(parts)


def _commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it, groups before what is in them."""
    waiting: list[tuple[tuple[str, ...], click.Command]] = [(("aligner",), program)]
    while waiting:
        path, command = waiting.pop(0)
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=path[-1])
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                waiting.append(((*path, name), inner))


def _help(path: tuple[str, ...], command: click.Command) -> str:
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = click.Context(command, info_name=" ".join(path), **settings)
    context.help_option_names = ["-h", "--help"]
    return "\n".join(line.rstrip() for line in command.get_help(context).rstrip().splitlines())


def rules_page() -> str:
    """Every rule with its documentation."""
    known = checks.rules()
    table = ["| code | name | severity | fires when |", "|---|---|---|---|"]
    table += [
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.severity} | {_prose(rule.summary)} |"
        for rule in known
    ]
    intro = "`aligner rules` prints this table, `aligner explain CODE` a rule's text.\n"
    pages = [f"## {rule.code} {rule.name}\n\n{_facts(rule)}\n\n{_markdown(rule.documentation)}\n" for rule in known]
    return "\n".join([_NOTICE, "# Rules\n", intro, *table, "", *pages])


def _facts(rule: checks.Rule) -> str:
    needed = "needs two texts or a bitext" if rule.needs_pair else "one text is enough"
    source = ", information on a source" if rule.one_sided else ""
    return f"*{rule.severity}{source}; {needed}{_FIXES[rule.fix]}{_quality(rule.code)}*"


@cache
def _measured() -> Any:
    """What `python -m tools.bench --parts rules --figures docs/figures` measured."""
    return json.loads(MEASURED.read_text(encoding="utf-8"))


def _quality(code: str) -> str:
    """What was measured of a rule, in a few words; nothing for a rule that has no figures yet."""
    row = next((row for row in _measured()["rules"] if row["code"] == code), None)
    if row is None:
        return ""
    found = f"{row['found'] / row['planted']:.1%} of its planted faults are found, " if row["planted"] else ""
    return f"; {found}[{_per_thousand(row, 'tsv')} reports in 1,000 clean pairs](rule-figures.md)"


def _per_thousand(row: dict[str, Any], form: str) -> str:
    segments = sum(clean["segments"] for clean in _measured()["clean"] if clean["form"] == form)
    return f"{1000 * row['clean'][form] / segments:.1f}"


def rule_figures_page() -> str:
    """What every rule finds, what it says of clean text, and how long it takes, as it was measured."""
    measured = _measured()
    traps = measured["traps"]
    parts = [_NOTICE, "# Figures of the rules\n", _HOW_MEASURED, *_rule_rows(measured["rules"])]
    parts += ["\n## Planted faults found, by family\n", _FORMS_ARE, *_family_rows(measured["families"])]
    parts += ["\n## Clean text\n", _CLEAN_IS, *_clean_rows(measured["clean"])]
    parts += [
        "\n## Traps\n",
        f"Places that are right and look wrong, checked in {traps['runs']} ways: {traps['flagged']} are reported at warning or "
        f"above, {traps['told']} at all.\n",
    ]
    return "\n".join(parts)


_FORM_NAMES = {
    "pair": "two texts",
    "tsv": "file of pairs",
    "single": "one text",
    "html": "two pages",
    "html-single": "one page",
}
_HOW_MEASURED = """The benchmark beside the repository has professional translations, faults planted in them one by one, and traps.
`python -m tools.bench --parts rules --figures docs/figures` checks them all with every rule that is on by default.

A rule answers for the families of faults of which it finds a tenth or more. Several rules may answer for one family: *found* is
what all of them find, *by it* what the rule finds itself. What it *reports* of clean text is counted for a thousand segments;
faults of the human translators that the benchmark knows are left out, and most of what is left are others that it does not
know. The time is that of the rule alone, with all the reading that it shares with others.
"""
_FORMS_ARE = """Whatever rule tells it. Two-sided rules have nothing to say of one text alone.
"""
_CLEAN_IS = """Share of the segments with a finding: *flagged* at warning or error, *told* with information too.
"""


def _rule_rows(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "| rule | severity | faults it answers for | found | by it | reports: two texts | file of pairs | one text | µs a pair |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        found = " | ".join(f"{row[name] / row['planted']:.1%}" if row["planted"] else "" for name in ("found", "own"))
        clean = " | ".join(_per_thousand(row, form) for form in ("pair", "tsv", "single"))
        link = f"[{row['code']}](rules.md#{row['code'].lower()}-{row['name']}) {row['name']}"
        yield f"| {link} | {row['severity']} | {', '.join(row['families'])} | {found} | {clean} | {row['microseconds']:,} |"


def _family_rows(families: dict[str, dict[str, list[int]]]) -> Iterator[str]:
    yield f"| family | {' | '.join(_FORM_NAMES.values())} |"
    yield "|---" * (len(_FORM_NAMES) + 1) + "|"
    for family, forms in families.items():
        cells = (
            f"{forms[form][0] / forms[form][1]:.1%} of {forms[form][1]}" if form in forms else ""
            for form in _FORM_NAMES
        )
        yield f"| {family} | {' | '.join(cells)} |"


def _clean_rows(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "| text | direction | given as | segments | flagged | told |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        shares = " | ".join(f"{row[name] / row['segments']:.2%}" for name in ("flagged", "told"))
        form = _FORM_NAMES[row["form"]]
        yield f"| {row['text']} | {row['direction']} | {form} | {row['segments']:,} | {shares} |"


def _markdown(documentation: str) -> str:
    """A docstring as Markdown: its examples become blocks of code."""
    paragraphs = documentation.split("\n\n")
    return "\n\n".join(f"```pycon\n{text}\n```" if text.startswith(">>>") else _prose(text) for text in paragraphs)


def _prose(text: str) -> str:
    """Text with the marks of HTML and of tables as text, except in code spans."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece if piece.startswith("`") else piece.replace("<", "&lt;").replace("|", "&#124;") for piece in pieces
    )


def formats_page() -> str:
    """The table of formats, and that of reports."""
    names = (
        "name",
        "suffixes",
        "what it is",
        "read as a text",
        "read as pairs",
        "written",
        "fixed in place",
        "findings tell",
    )
    table = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    for row in FORMATS:
        abilities = (
            _MARKS[able] for able in (row.reads_document, row.reads_bitext, row.writes_bitext, can_write_back(row.name))
        )
        suffixes = " ".join(f"`{suffix}`" for suffix in row.suffixes)
        places = row.places if row.reads_document or row.reads_bitext else ""
        table.append(f"| {row.name} | {suffixes} | {_prose(row.description)} | {' | '.join(abilities)} | {places} |")
    reports = [
        "| name | what it is |",
        "|---|---|",
        *(f"| {row.name} | {_prose(row.description)} |" for row in REPORTS),
    ]
    text = (
        "The format of a file is that of its suffix; `--from` and `--to` name another. `aligner formats` prints this table.\n\n"
        "Findings tell where in a file they are by its lines, or by addresses: the part of a document or book and the path of "
        "the element in it (`word/document.xml#/document/body/p[3]`), a page, a cue and its time codes.\n"
    )
    return "\n".join([_NOTICE, "# Formats\n", text, *table, "\n## Reports of `aligner check`\n", *reports, ""])


def settings_page() -> str:
    """Every setting, those of one's own rules, and an example of a whole file."""
    plain = [setting for setting in SETTINGS if setting.kind is not Kind.OWN_RULES]
    intro = (
        "Settings stand in `aligner.toml`, or in `pyproject.toml` under `[tool.aligner]`. "
        "[Settings of a project](../guides/configuration.md) tells which file is read, and what goes first.\n"
    )
    tables = [
        f"{setting.name} = {setting.example}" for setting in plain if setting.kind in {Kind.IGNORES, Kind.SEVERITIES}
    ]
    lines = [
        f"{setting.name} = {setting.example}"
        for setting in plain
        if f"{setting.name} = {setting.example}" not in tables
    ]
    own = ["[[rule]]", *(f"{setting.name} = {setting.example}" for setting in RULE_SETTINGS)]
    example = "\n".join(["```toml", *lines, *tables, "", *own, "```", ""])
    parts = [_NOTICE, "# Settings\n", intro, *_settings_table(plain), "\n## Rules of your own\n"]
    about = (
        "Each is a table: `[[rule]]` in `aligner.toml`, `[[tool.aligner.rule]]` in `pyproject.toml`. A rule fires on a pair "
        "that has what `source` and `target` match and nothing that the other two match; it needs one of the first two. "
        "Without a word about the source it looks at one text alone too. Patterns are those of Python's `regex`; a rule "
        "whose patterns take longer than two seconds of a check is refused.\n"
    )
    return "\n".join([*parts, about, *_settings_table(RULE_SETTINGS), "\n## A whole file\n", example])


def _settings_table(settings: Iterable[Setting]) -> list[str]:
    rows = [
        f"| `{setting.name}` | {setting.kind} | {_prose(setting.meaning)} | {_cell(setting.example)} |"
        for setting in settings
    ]
    return ["| setting | takes | meaning | example |", "|---|---|---|---|", *rows]


def _cell(code: str) -> str:
    """Code in a cell of a table, where a bar would end it."""
    return f"`{code}`".replace("|", "\\|")


def readme() -> str:
    """The README with its excerpt of real output."""
    arguments = f"{_ARTICLE}/article.es.txt {_ARTICLE}/article.en.txt --from-lang es --to-lang en"
    with contextlib.chdir(REPOSITORY):
        languages = PairOptions(source_language="es", target_language="en")
        report = check_pair(f"{_ARTICLE}/article.es.txt", f"{_ARTICLE}/article.en.txt", languages)
    findings = "".join(render(report, "text")).split("\n\n")[:-1]
    chosen = [_first(findings, code) for code in _SHOWN]
    shown = [finding for finding in findings if finding in chosen]
    block = "\n\n".join([f"$ aligner check {arguments}", *shown])
    return _EXCERPT.sub(lambda _: f"```text\n{block}\n```", README.read_text(encoding="utf-8"))


def _first(findings: list[str], code: str) -> str:
    return next(finding for finding in findings if f": {code} " in finding)


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line_page,
    "rules.md": rules_page,
    "rule-figures.md": rule_figures_page,
    "formats.md": formats_page,
    "settings.md": settings_page,
    "python.md": lambda: f"{_NOTICE}\n{python_page(_markdown, _prose)}",
    "outputs.md": lambda: f"{_NOTICE}\n{outputs_page(_prose)}",
    "dependencies.md": lambda: f"{_NOTICE}\n{dependencies_page()}",
    "architecture.md": lambda: f"{_NOTICE}\n{architecture_page(_prose)}",
}


def main() -> None:
    """Write every page, and the README."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    README.write_text(readme(), encoding="utf-8")


if __name__ == "__main__":
    main()
