"""Write the reference pages of the documentation from the code: python tools/reference.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from aligner import checks
from aligner.cli import main as program
from aligner.formats import FORMATS
from aligner.reports import REPORTS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
_NOTICE = "<!-- Written by tools/reference.py from the code; `make docs` writes it anew. -->\n"
_WIDTH = 100
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
    return f"*{rule.severity}; {'needs two texts or a bitext' if rule.needs_pair else 'one text is enough'}*"


def _markdown(documentation: str) -> str:
    """A docstring as Markdown: its examples become blocks of code."""
    paragraphs = documentation.split("\n\n")
    return "\n\n".join(f"```pycon\n{text}\n```" if text.startswith(">>>") else _prose(text) for text in paragraphs)


def _prose(text: str) -> str:
    """Text with what Markdown would take for mark-up set as text, except in code spans."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(piece if piece.startswith("`") else re.sub(r"([\\*_<>|\[\]])", r"\\\1", piece) for piece in pieces)


def formats_page() -> str:
    """The table of formats, and that of reports."""
    table = ["| name | suffixes | what it is | read as a text | read as pairs | written |", "|---|---|---|---|---|---|"]
    for row in FORMATS:
        abilities = (_MARKS[able] for able in (row.reads_document, row.reads_bitext, row.writes_bitext))
        suffixes = " ".join(f"`{suffix}`" for suffix in row.suffixes)
        table.append(f"| {row.name} | {suffixes} | {_prose(row.description)} | {' | '.join(abilities)} |")
    reports = [
        "| name | what it is |",
        "|---|---|",
        *(f"| {row.name} | {_prose(row.description)} |" for row in REPORTS),
    ]
    text = "The format of a file is that of its suffix; `--from` and `--to` name another.\n"
    return "\n".join([_NOTICE, "# Formats\n", text, *table, "\n## Reports of `aligner check`\n", *reports, ""])


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line_page,
    "rules.md": rules_page,
    "formats.md": formats_page,
}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
