"""Which files go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import InputError, OptionError
from aligner.evaluation import judged_files, parse_neutral


def folder(path: Path, *names: str) -> str:
    """A folder with files of these names."""
    path.mkdir()
    for name in names:
        (path / name).write_text("[0]:[0]\n", encoding="utf-8")
    return str(path)


def test_files_of_a_folder_go_together_by_name(tmp_path: Path) -> None:
    gold = folder(tmp_path / "gold", "a.ladder.gold", "b.gold", "b.en.txt", "b.gold.json", "a.neutral.json", "c.x.gold")
    test = folder(tmp_path / "test", "b.jsonl", "c.x.ladder", "a.tmx")
    found = judged_files(gold, (test,))
    assert [(files.name, Path(files.gold).name, Path(files.tests[0]).name) for files in found] == [
        ("a", "a.ladder.gold", "a.tmx"),
        ("b", "b.gold", "b.jsonl"),
        ("c.x", "c.x.gold", "c.x.ladder"),
    ]
    assert [files.neutral for files in found] == [f"{gold}/a.neutral.json", None, None]


def test_neutral_sentences_beside_a_file(tmp_path: Path) -> None:
    gold = folder(tmp_path / "gold", "a.ladder.gold", "a.neutral.json", "b.json")
    assert judged_files(f"{gold}/a.ladder.gold", ("t",))[0].neutral == f"{gold}/a.neutral.json"
    assert judged_files(f"{gold}/a.ladder.gold", ("t",), f"{gold}/b.json")[0].neutral == f"{gold}/b.json"


@pytest.mark.parametrize(
    ("tests", "problem"),
    [
        (("a.gold",), r"1 documents in .*gold, 1 here|2 documents in .*gold, 1 here; there is no b;"),
        (("a.gold", "b.gold", "c.gold"), r"3 documents in .*, 2 here; there is no c;"),
        (("a.gold", "c.gold"), "there is no b;"),
        ((), "there are no alignments in it"),
        (("a.gold", "a.ladder", "b.gold"), "two files for the document a: a.gold and a.ladder"),
    ],
)
def test_folders_that_do_not_go_together(tests: tuple[str, ...], problem: str, tmp_path: Path) -> None:
    gold, test = folder(tmp_path / "gold", "a.gold", "b.gold"), folder(tmp_path / "test", *tests)
    with pytest.raises(InputError, match=problem):
        judged_files(gold, (test,))


def test_a_folder_and_a_file(tmp_path: Path) -> None:
    gold = folder(tmp_path / "gold", "a.gold")
    with pytest.raises(InputError, match="it is a file, and what it goes with is a folder"):
        judged_files(gold, (f"{gold}/a.gold",))
    with pytest.raises(OptionError, match="--neutral goes with one gold file"):
        judged_files(gold, (gold,), "neutral.json")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"source": 3}', "'source' is not a list"),
        ('{"target": [3, 1.5]}', "1.5 in 'target' is not a sentence"),
        ('{"source": [true]}', "True in 'source' is not a sentence"),
        ('{"source": [-1]}', "-1 in 'source' is not a sentence"),
    ],
)
def test_malformed_neutral_sentences(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=f"^n.json: .*{problem}"):
        parse_neutral(text, "n.json")


def test_neutral_sentences() -> None:
    found = parse_neutral('{"source": [3, 4]}', "n.json")
    assert (found.source, found.target, bool(found)) == (frozenset({3, 4}), frozenset(), True)
    assert not parse_neutral('{"source": []}', "n.json")
