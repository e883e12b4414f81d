"""What the tutorials show is what their commands print, in a folder in which nothing was done before."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parent.parent.parent


def script() -> ModuleType:
    """The script that runs the examples."""
    spec = importlib.util.spec_from_file_location("examples", REPOSITORY / "tools" / "examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["examples"] = module
    spec.loader.exec_module(module)
    return module


EXAMPLES = script()
PAGES: list[Path] = EXAMPLES.pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY / "docs")))
def test_what_is_shown_is_printed(page: Path) -> None:
    """`python tools/examples.py` writes it anew."""
    for example, printed in EXAMPLES.results(page):
        assert example.agrees(printed), "\n".join([f"$ {example.command}", *printed])


def test_each_user_has_a_tutorial() -> None:
    names = {page.stem for page in PAGES if page.parent.name == "tutorials"}
    assert names == {"translator", "linguist", "editor"}


def test_what_differs_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ printf 'one\\ntwo\\nthree\\n'\none\n…\n$ echo a \\\n    b\na c\n```\n", encoding="utf-8"
    )
    (first, printed), (second, other) = EXAMPLES.results(page)
    assert (printed, first.agrees(printed)) == (["one", "two", "three"], True)
    assert (second.command, other, second.agrees(other)) == ("echo a \\\n    b", ["a b"], False)
    assert EXAMPLES.renewed(page) == page.read_text("utf-8").replace("a c", "a b")


def test_a_block_with_a_title_is_a_file(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('```toml title="a.toml"\nx = 1\n```\n```console\n$ cat a.toml\n?\n```\n', encoding="utf-8")
    assert EXAMPLES.renewed(page) == page.read_text("utf-8").replace("?", "x = 1")


def test_a_command_sees_the_exit_status_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ aligner explain\n…\n$ echo $?\n2\n$ echo $?\n0\n```\n", encoding="utf-8")
    assert all(example.agrees(printed) for example, printed in EXAMPLES.results(page))


def test_times_make_no_difference() -> None:
    example = EXAMPLES.Example("x", ("done in 1.5 s",))
    assert example.agrees(["done in 22 s"])
    assert not example.agrees(["made in 22 s"])


def test_what_is_left_out_stands_where_it_stood() -> None:
    example = EXAMPLES.Example("x", ("1", "…", "9"))
    assert example.renewed(["0", "1", "2", "3"]) == ("0", "…", "3")


def test_every_tutorial_is_short() -> None:
    """Ten minutes: some two hundred words are read in a minute, beside what is printed."""
    for page in PAGES:
        if page.parent.name == "tutorials":
            prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
            assert len(prose.split()) < 1200, page.name
