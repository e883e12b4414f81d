"""Keep true what the tutorials show: runs the commands of their ```console blocks and writes down what they print.

python tools/examples.py [PAGE …]

A page has a folder of its own, in which the sample articles lie; its blocks are run in their order. A line that begins with
`$ ` is a command, the lines up to the next one are what it prints. A line `…` among them stands for any lines. A block with
a title is a file of that name, which is there from then on.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from aligner.cli import main as program

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDERS = tuple(REPOSITORY / "docs" / name for name in ("tutorials", "how-to"))
LEFT_OUT = "…"
_BLOCK = re.compile(
    r"^```(?:(?P<console>console)|\w+ title=\"(?P<file>[\w.-]+)\")\n(?P<inside>.*?)^```$", re.DOTALL | re.MULTILINE
)
# What a shell would have to read: everything else is called in this process, which spares its start.
_SHELL = re.compile(r"[|<>;&$`*?\\]")
_SECONDS = re.compile(r"\b\d+(?:\.\d+)? (?:ms|s|seconds)\b")


@dataclass(frozen=True, slots=True)
class Example:
    """A command and the lines it is said to print."""

    command: str
    shown: tuple[str, ...]

    def agrees(self, printed: Sequence[str]) -> bool:
        """Whether this is what the page shows, times and what is left out aside."""
        lines = (".*" if line == LEFT_OUT else re.escape(masked(line)) for line in self.shown)
        return re.fullmatch("\n".join(lines), "\n".join(map(masked, printed)), re.DOTALL) is not None

    def renewed(self, printed: Sequence[str]) -> tuple[str, ...]:
        """What the page should show: as many lines before and after what is left out as there were."""
        if self.agrees(printed) or LEFT_OUT not in self.shown:
            return self.shown if self.agrees(printed) else tuple(printed)
        before = self.shown.index(LEFT_OUT)
        after = len(self.shown) - before - 1
        return (*printed[:before], LEFT_OUT, *printed[len(printed) - after :])


def masked(line: str) -> str:
    """A line without what differs from day to day and machine to machine."""
    return _SECONDS.sub("0 s", line.rstrip())


def pages() -> list[Path]:
    """Every page whose blocks are run."""
    return [
        page for folder in FOLDERS for page in sorted(folder.glob("*.md")) if _BLOCK.search(page.read_text("utf-8"))
    ]


def examples_in(block: str) -> Iterator[Example]:
    """The commands of a block, each with what follows it."""
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = piece.rstrip("\n").split("\n")
        length = next(number for number, line in enumerate(lines, 1) if not line.endswith("\\"))
        yield Example("\n".join(lines[:length]), tuple(lines[length:]))


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder with the sample articles, which is the current one; nothing outside it is read or written."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "articles"
        shutil.copytree(REPOSITORY / "corpora", folder, ignore=shutil.ignore_patterns("*.py", "*.md", "__pycache__"))
        with contextlib.chdir(folder), mock.patch.dict(os.environ, _surroundings(Path(made))):
            yield folder


def _surroundings(folder: Path) -> Mapping[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    said = {"NO_COLOR": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8", "USER": "ana", "LOGNAME": "ana"}
    return {**said, "ALIGNER_CACHE": str(folder / "cache"), "HOME": str(folder), "PATH": path, "PYTHONUTF8": "1"}


def printed_by(command: str, status: int = 0) -> tuple[list[str], int]:
    """The lines that a command prints, errors among them, and its exit status; `status` is that of the one before."""
    if command.startswith("aligner ") and not _SHELL.search(command):
        called = CliRunner().invoke(program, shlex.split(command)[1:], prog_name="aligner")
        return _lines(called.output), called.exit_code
    done = subprocess.run(  # noqa: S603 - the commands stand in our own pages
        ["/usr/bin/env", "bash", "-c", f"(exit {status})\n{command}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return _lines(done.stdout), done.returncode


def _lines(output: str) -> list[str]:
    return output.rstrip("\n").split("\n") if output.strip() else []


def results(page: Path) -> Iterator[tuple[Example, list[str]]]:
    """Every example of a page with what its command prints, run in their order in a folder of their own."""
    status = 0
    with workplace():
        for block in _BLOCK.finditer(page.read_text("utf-8")):
            if block["file"]:
                Path(block["file"]).write_text(block["inside"], encoding="utf-8")
                continue
            for example in examples_in(block["inside"]):
                printed, status = printed_by(example.command, status)
                yield example, printed


def renewed(page: Path) -> str:
    """The page with what its commands print now."""
    found = results(page)

    def block(match: re.Match[str]) -> str:
        if match["file"]:
            return match.group()
        lines: list[str] = []
        for _ in examples_in(match["inside"]):
            example, printed = next(found)
            lines += [f"$ {example.command}", *(line.rstrip() for line in example.renewed(printed))]
        return "\n".join(["```console", *lines, "```"])

    text = page.read_text("utf-8")
    return _BLOCK.sub(block, text)


def main() -> None:
    """Write the pages anew that are named, or all."""
    parser = argparse.ArgumentParser(prog="tools/examples.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", type=Path, help="one of docs/tutorials or docs/how-to; all")
    named: list[Path] = parser.parse_args().pages
    for page in named:
        if not page.is_file():
            parser.error(f"{page}: there is no such page")
    for page in [page.resolve() for page in named] or pages():
        page.write_text(renewed(page), encoding="utf-8")


if __name__ == "__main__":
    main()
