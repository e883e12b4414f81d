"""`aligner evaluate`: figures, folders, comparisons, and files that cannot be judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.judging import evaluate_files

Run = Callable[..., Any]
PAIR = ("bridge.en.txt", "bridge.es.txt")

GOLD = "[0]:[0]\n[1]:[1, 2]\n[2]:[]\n[3, 4]:[3]\n[5]:[4]\n"
TEST = "[0]:[0]:0.1\n[1]:[1]:0.2\n[]:[2]:0.4\n[2]:[]:0.4\n[3, 4]:[3]:0.1\n[5]:[4]:0.1\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], Path]:
    """Files in an empty folder, which the command is called in."""

    def write(texts: dict[str, str]) -> Path:
        monkeypatch.chdir(tmp_path)
        for name, text in texts.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def figures(run: Run, *arguments: str) -> dict[str, Any]:
    """The JSON of a call that succeeds."""
    outcome = run("evaluate", *arguments, "--json")
    assert (outcome.status, outcome.stderr) == (0, "")
    found = json.loads(outcome.stdout)
    assert isinstance(found, dict)
    return found


def test_figures_worked_out_by_hand(run: Run, files: Callable[..., Path]) -> None:
    """Of 6 test beads 4 are in the gold and a fifth overlaps; of 4 gold pairs 3 are found, all overlap; nulls 1 of 2."""
    files({"gold.ladder": GOLD, "test.ladder": TEST})
    found = figures(run, "gold.ladder", "test.ladder")
    assert {key: found["strict"][key] for key in ("precision", "recall", "test", "gold")} == {
        "precision": 4 / 6, "recall": 3 / 4, "test": 6, "gold": 4,
    }  # fmt: skip
    assert found["strict"]["f1"] == pytest.approx(12 / 17)
    assert (found["lax"]["precision"], found["lax"]["recall"]) == (5 / 6, 1.0)
    assert (found["null"]["precision"], found["null"]["recall"]) == (0.5, 1.0)
    kinds = {row["bead"]: (row["hits"], row["test"], row["gold"]) for row in found["beads"]}
    assert kinds == {"1-1": (2, 3, 2), "1-2": (0, 0, 1), "2-1": (1, 1, 1), "1-0": (1, 1, 1), "0-1": (0, 1, 0)}
    assert found["bootstrap"]["unit"] == "beads"
    low, high = found["strict"]["intervals"]["f1"]
    assert low < 12 / 17 < high


def test_the_table(run: Run, files: Callable[..., Path]) -> None:
    files({"gold.ladder": GOLD, "test.ladder": TEST})
    outcome = run("evaluate", "gold.ladder", "test.ladder")
    lines = outcome.stdout.splitlines()
    assert lines[1].split()[:4] == ["strict", "0.6667", "0.7500", "0.7059"]
    assert lines[1].split()[-2:] == ["6", "4"]
    assert ["1-2", "-", "0.0000", "0.0000", "0", "1"] in [line.split() for line in lines]
    assert len({len(line) for line in lines if line.startswith(("strict", "lax", "null"))}) == 1
    assert lines[-1] == "1 document; intervals from 1,000 resamples of beads, seed 0"


@pytest.mark.parametrize("form", ["jsonl", "ladder", "tsv", "csv", "tmx", "po", "xliff", "xliff2"])
def test_what_align_writes_is_read_back(form: str, run: Run, tmp_path: Path) -> None:
    for name in ("gold", "test"):
        assert run("align", *PAIR, "-o", str(tmp_path / f"{name}.{form}")).status == 0
    found = figures(run, str(tmp_path / f"gold.{form}"), str(tmp_path / f"test.{form}"))
    assert found["strict"]["f1"] == found["lax"]["f1"] == 1.0
    assert found["compared"] == ("sentences" if form in {"jsonl", "ladder"} else "texts")
    # The bridge has one sentence without a counterpart, for which a memory and a catalogue have no place.
    assert found["null"]["gold"] == (0 if form in {"tmx", "po"} else 1)


def test_forms_go_together(run: Run, tmp_path: Path) -> None:
    paths = {form: str(tmp_path / f"a.{form}") for form in ("jsonl", "ladder", "tsv", "tmx", "xliff", "po")}
    for path in paths.values():
        run("align", *PAIR, "-o", path)
    for gold, test in (
        ("ladder", "jsonl"),
        ("jsonl", "ladder"),
        ("tmx", "jsonl"),
        ("jsonl", "tsv"),
        ("tsv", "tmx"),
        ("xliff", "po"),
    ):
        assert figures(run, paths[gold], paths[test])["strict"]["f1"] == 1.0
    outcome = run("evaluate", paths["tmx"], paths["ladder"])
    assert outcome.status == 2
    assert "it has sentence numbers, and" in outcome.stderr


def test_xces_against_a_ladder(run: Run, files: Callable[..., Path]) -> None:
    links = ("s1;s1", "s2;s2 s3", "s3;", "s4 s5;s4", "s6;s5")
    written = "".join(f'<link xtargets="{link}"/>' for link in links)
    files({"gold.ladder": GOLD, "test.xml": f"<cesAlign><linkGrp>{written}</linkGrp></cesAlign>"})
    assert figures(run, "gold.ladder", "test.xml")["strict"]["f1"] == 1.0


def test_documents_of_one_xces_file_go_together_by_name(run: Run, files: Callable[..., Path]) -> None:
    groups = ['<linkGrp fromDoc="a" toDoc="b"><link xtargets="s1;s1"/></linkGrp>']
    groups.append('<linkGrp fromDoc="c" toDoc="d"><link xtargets="s1;s1"/><link xtargets="s2;s2"/></linkGrp>')
    texts = {f"{n}.xml": f"<cesAlign>{''.join(chosen)}</cesAlign>" for n, chosen in enumerate((groups, groups[::-1]))}
    files({**texts, "one.xml": f"<cesAlign>{groups[0]}</cesAlign>"})
    found = figures(run, "0.xml", "1.xml")
    assert found["strict"]["f1"] == 1.0
    assert [(one["name"], one["strict"]["gold"]) for one in found["documents"]] == [("0: a b", 1), ("0: c d", 2)]
    outcome = run("evaluate", "0.xml", "one.xml")
    assert outcome.status == 2
    assert outcome.stderr == (
        "aligner: error: one.xml: 1 documents, 2 in 0.xml; no c d in it; give files with the same documents\n"
    )


def test_folders_are_summed_and_drawn_from(run: Run, files: Callable[..., Path]) -> None:
    one = "[0]:[0]\n[1]:[1]\n"
    files(
        {"gold/a.ladder.gold": GOLD, "gold/b.ladder.gold": one, "test/a.ladder": TEST, "test/b.ladder": one}
        | {"gold/b.en.txt": "One.\nTwo.\n"}
    )
    found = figures(run, "gold", "test")
    assert (found["strict"]["precision"], found["strict"]["recall"]) == (6 / 8, 5 / 6)
    assert found["bootstrap"]["unit"] == "documents"
    assert [one["name"] for one in found["documents"]] == ["a", "b"]
    assert "   1.0000  1.0000  b\n" in run("evaluate", "gold", "test").stdout


def test_neutral_sentences_are_left_out(run: Run, files: Callable[..., Path]) -> None:
    gold, test = "[0]:[0]\n[3]:[3]\n", "[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[3]\n"
    files({"a.ladder.gold": gold, "t.ladder": test, "n.json": '{"source": [1, 2], "target": [1, 2]}'})
    assert figures(run, "a.ladder.gold", "t.ladder")["strict"]["precision"] == 0.5
    assert figures(run, "a.ladder.gold", "t.ladder", "--neutral", "n.json")["strict"]["precision"] == 1.0
    files({"a.neutral.json": '{"source": [1], "target": [1]}'})
    assert figures(run, "a.ladder.gold", "t.ladder")["strict"]["precision"] == pytest.approx(2 / 3)


def test_a_comparison(run: Run, files: Callable[..., Path]) -> None:
    gold = "".join(f"[{n}]:[{n}]\n" for n in range(60))
    worse = "".join(f"[{n}, {n + 1}]:[{n}, {n + 1}]\n" for n in range(0, 60, 2))
    files({"gold.ladder": gold, "worse.ladder": worse, "better.ladder": gold})
    found = figures(run, "gold.ladder", "worse.ladder", "--compare", "better.ladder")
    assert (found["strict"]["f1"], found["comparison"]["strict"]["f1"]) == (0.0, 1.0)
    strict = found["comparison"]["f1_differences"]["strict"]
    assert (strict["value"], strict["interval"]) == (1.0, [1.0, 1.0])
    assert strict["p_value"] < 0.01
    assert found["comparison"]["f1_differences"]["lax"]["p_value"] == 1.0
    assert found["comparison"]["f1_differences"]["null"] == {"value": None, "interval": None, "p_value": None}
    text = run("evaluate", "gold.ladder", "worse.ladder", "--compare", "better.ladder").stdout
    assert "strict        +1.0000  +1.0000 to +1.0000   0.0010\n" in text


def test_the_same_seed_the_same_bytes(run: Run, files: Callable[..., Path]) -> None:
    files({"gold.ladder": GOLD, "test.ladder": TEST})
    calls = [run("evaluate", "gold.ladder", "test.ladder", "--json", "--seed", seed).stdout for seed in "112"]
    assert calls[0] == calls[1] != calls[2]
    assert json.loads(calls[0])["signature"].endswith("|seed:1")


def test_a_test_from_standard_input(run: Run, files: Callable[..., Path]) -> None:
    files({"gold.ladder": GOLD, "test.ladder": TEST})
    outcome = run("evaluate", "gold.ladder", "-", "--json", stdin=TEST)
    assert json.loads(outcome.stdout)["strict"] == figures(run, "gold.ladder", "test.ladder")["strict"]


def test_python_can_do_it_in_one_call(run: Run, files: Callable[..., Path]) -> None:
    files({"gold.ladder": GOLD, "test.ladder": TEST})
    assert evaluate_files("gold.ladder", "test.ladder").measures["strict"].f1.value == pytest.approx(12 / 17)


# Gold, test, and what the one line says.
BAD: dict[str, tuple[str, str, str]] = {
    "malformed gold": ("[0]:[0]\nx\n", TEST, "gold.ladder:2: 'x' is not a bead; write one bead a line"),
    "malformed test": (GOLD, "[0]:[0]\n\n[1]\n", "test.ladder:3: '[1]' is not a bead"),
    "empty gold": ("", TEST, "gold.ladder: the file is empty"),
    "blank gold": ("\n\n", TEST, "gold.ladder: there are no beads in it"),
    "empty test": (GOLD, "", "test.ladder: the file is empty"),
    "twice": (GOLD, "[0]:[0]\n[0]:[1]\n", "test.ladder:2: source sentence 0 is in two beads (once in line 1)"),
    "beyond the gold": (GOLD, "[99]:[0]\n", "test.ladder:1: source sentence 99 is not in the gold gold.ladder"),
    "beyond the test": (
        "[0]:[0]\n[9]:[9]\n",
        "[0]:[0]\n[1]:[]\n",
        "gold.ladder:2: source sentence 9 is not in the test",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_files_that_cannot_be_judged(name: str, run: Run, files: Callable[..., Path]) -> None:
    gold, test, words = BAD[name]
    files({"gold.ladder": gold, "test.ladder": test})
    outcome = run("evaluate", "gold.ladder", "test.ladder")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(f"aligner: error: {words}")
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gold.ladder", "nowhere.ladder"), "nowhere.ladder: there is no such file"),
        (("gold.ladder", "."), "gold.ladder: it is a file, and what it goes with is a folder"),
        (("-", "-"), "only one of the files can come from standard input"),
        (("gold.ladder", "gold.ladder", "--resamples", "0"), "--resamples 0: give a number from 1"),
        (("gold.ladder", "gold.ladder", "--seed", "-1"), "--seed -1: give a number from 0"),
        (("gold.ladder", "gold.ladder", "--neutral", "nowhere.json"), "nowhere.json: there is no such file"),
        (("gold.ladder", "gold.ladder", "--from-lang", "??"), "'??' is not a language code"),
        (("gold.ladder", "gold.ladder", "-o", "nowhere/x.txt"), "nowhere/x.txt: it cannot be written"),
    ],
)
def test_requests_that_cannot_be_carried_out(
    arguments: tuple[str, ...], words: str, run: Run, files: Callable[..., Path]
) -> None:
    files({"gold.ladder": GOLD})
    outcome = run("evaluate", *arguments)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(f"aligner: error: {words}")
    assert outcome.stderr.count("\n") == 1
