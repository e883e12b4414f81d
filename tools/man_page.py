"""Make the manual page, aligner(1), of the reference of the command line; wheels get it while they are built.

python tools/man_page.py > aligner.1

The reference is written from the code, and held to it by a test, so that nothing but text has to be there while a wheel is built.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

REFERENCE = "docs/reference/command-line.md"
_SECTION = re.compile(r"^## (aligner[^\n]*)\n\n```text\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_VERSION = re.compile(r'^VERSION = "([^"]+)"', re.MULTILINE)
_ENTRY = re.compile(r"^  (\S.*?)(?:\s{2,}(.*))?$")
_PROSE_INDENT = 2
_TAIL = ("Exit status:", "Examples:")


class CustomBuildHook(BuildHookInterface[Any]):
    """Puts the manual page into wheels, where `man` looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the page, and name it among the files that go beside the package."""
        if version == "editable":
            return
        page = self._page()
        page.parent.mkdir(exist_ok=True)
        page.write_text(manual(Path(self.root)), encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/aligner.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave nothing behind."""
        page = self._page()
        page.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something else is in it
            page.parent.rmdir()

    def _page(self) -> Path:
        return Path(self.root) / "build" / "aligner.1"


def manual(root: Path) -> str:
    """The page, as man(7) has it, of the repository or unpacked sdist in `root`."""
    found = _VERSION.search((root / "src" / "aligner" / "version.py").read_text(encoding="utf-8"))
    sections = _SECTION.findall((root / REFERENCE).read_text(encoding="utf-8"))
    if found is None or not sections or sections[0][0] != "aligner":
        raise SystemExit(f"{REFERENCE}: it is not as tools/reference.py writes it; run `make docs`")
    # No date: the same inputs give the same page.
    lines = [
        r".\" Written by tools/man_page.py",
        f'.TH ALIGNER 1 "" "aligner {found[1]}" "User Commands"',
        ".nh",
        ".ad l",
    ]
    lines.append(".SH NAME")
    summary, *about = _paragraphs(sections[0][1])
    lines.append(rf"aligner \- {_escaped(summary[:1].lower() + summary[1:].rstrip('.'))}")
    lines += [".SH SYNOPSIS", *_synopsis(sections[0][1]), ".SH DESCRIPTION"]
    lines += [line for paragraph in about for line in (_escaped(paragraph), ".PP")][:-1]
    lines += _lists(sections[0][1], ".SH")
    lines.append(".SH USE OF THE COMMANDS")
    order = [name for name, _ in sections]
    # What belongs to a group comes right behind it.
    for name, text in sorted(sections[1:], key=lambda section: order.index(" ".join(section[0].split()[:2]))):
        lines += [f".SS {_escaped(name)}", *_synopsis(text)]
        lines += [line for paragraph in _paragraphs(text) for line in (".PP", _escaped(paragraph))]
        lines += _lists(text, ".PP")
    status = re.search(r"\n  Exit status: (.*)", sections[0][1], re.DOTALL)
    if status is not None:
        lines += [".SH EXIT STATUS"]
        for told in " ".join(status[1].split()).rstrip(".").split("; "):
            number, _, meaning = told.partition(" ")
            lines += [".TP", rf"\fB{number}\fR", _escaped(meaning)]
    return "\n".join(lines) + "\n"


def _synopsis(text: str) -> list[str]:
    usage = text.split("\n\n", 1)[0].removeprefix("Usage: ")
    command, _, rest = " ".join(usage.split()).partition(" [OPTIONS]")
    return [rf"\fB{_escaped(command)}\fR {_escaped('[OPTIONS]' + rest)}"]


def _paragraphs(text: str) -> list[str]:
    """What a command's help says in prose, one paragraph a string."""
    prose = re.split(r"^\S", text.split("\n\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return [" ".join(paragraph.split()) for paragraph in prose.split("\n\n") if paragraph.strip()]


def _lists(text: str, macro: str) -> Iterator[str]:
    """Options and commands of a command, then its examples."""
    for heading, rows in re.findall(r"^(\w+):\n((?:  .*(?:\n|\Z))+)", text, re.MULTILINE):
        yield f".SH {heading.upper()}" if macro == ".SH" else rf".PP{chr(10)}\fB{heading}\fR"
        for name, told in _entries(rows):
            yield from (".TP", rf"\fB{_escaped(name)}\fR", _escaped(told))
    examples = re.search(r"^  Examples:\n((?:    .*(?:\n|\Z))+)", text, re.MULTILINE)
    if examples is not None:
        yield rf".PP{chr(10)}\fBExamples\fR"
        yield from (".RS", ".nf", *(_escaped(line.strip()) for line in examples[1].splitlines()), ".fi", ".RE")


def _entries(rows: str) -> list[tuple[str, str]]:
    """Names with what is said of them, the lines of which may be several."""
    found: list[tuple[str, str]] = []
    for line in rows.splitlines():
        entry = _ENTRY.match(line) if len(line) - len(line.lstrip()) == _PROSE_INDENT else None
        if entry is not None:
            found.append((entry[1], entry[2] or ""))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}".strip())
    return found


def _escaped(text: str) -> str:
    r"""Text that groff takes for nothing but text.

    >>> _escaped(".a -b \\c")
    '\\&.a \\-b \\ec'
    """
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", r"\(ga")
    text = text.replace("^", r"\(ha").replace("~", r"\(ti").replace('"', r"\(dq").replace("…", r"\&...")
    text = text.replace("|", r"|\:")  # long lists of choices may be broken there
    return rf"\&{text}" if text.startswith((".", r"\(aq")) else text


if __name__ == "__main__":
    sys.stdout.write(manual(Path(__file__).resolve().parent.parent))
