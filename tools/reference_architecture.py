"""The page of the architecture: floors from the contract that holds them, modules from their own first lines."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "src" / "aligner"
_INTRO = """Imports go down the floors only, and modules of one floor never import each other; `lint-imports`, which is part of `make test`,
holds this very list. [The design](../design.md) tells why things are as they are.
"""


def floors() -> list[list[str]]:
    """The names on every floor, the highest first, as `pyproject.toml` has them."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip().removeprefix("aligner.") for name in layer.split("|")] for layer in layers]


def architecture_page(prose: Callable[[str], str]) -> str:
    """The page below its notice; `prose` makes a line of a docstring Markdown."""
    table = ["| floor | module | what it is |", "|---|---|---|"]
    listed = list(floors())
    for number, names in zip(range(len(listed), 0, -1), listed, strict=True):
        table += [f"| {number} | [`{name}`](#{name}) | {prose(first_line(_file(name)))} |" for name in names]
    parts = ["# The architecture\n", _INTRO, *table, "\n## Inside the packages\n"]
    for name in (name for names in listed for name in names):
        parts += [f"### {name}\n", f"{prose(first_line(_file(name)))}\n", *_modules(PACKAGE / name, prose)]
    return "\n".join(parts)


def _file(name: str) -> Path:
    """The file whose docstring speaks for a module or package."""
    return PACKAGE / name / "__init__.py" if (PACKAGE / name).is_dir() else PACKAGE / f"{name}.py"


def _modules(folder: Path, prose: Callable[[str], str]) -> Iterator[str]:
    """A table of the modules in a package, those of packages in it too."""
    files = sorted(file for file in folder.rglob("*.py") if file.name != "__init__.py")
    if not files:
        return
    yield "| module | what it is |\n|---|---|"
    for file in files:
        yield f"| `{file.relative_to(folder).with_suffix('').as_posix()}` | {prose(first_line(file))} |"
    yield ""


@cache
def first_line(file: Path) -> str:
    """The first line of a module's docstring; it has one, or the linter complains."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]
