"""Whole exports: what is written and told, the same whatever the workers, all or nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import aligner
from aligner import ExportOptions, FilterOptions, PairOptions, Split, export
from aligner.errors import AlignerError, InputError, OptionError
from aligner.exporting import reading, writing
from aligner.exporting.spool import Spool

PAIRS = [
    ("The ferry leaves at nine.", "El transbordador sale a las nueve."),
    ("The ferry leaves at nine.", "El transbordador sale a las nueve."),
    ("THE FERRY leaves at nine. ", "El transbordador sale a las nueve."),
    ("Harbour", "Harbour"),
    ("It was built in 1950.", "Se construyó en 1960."),
    ("Nobody answered.", ""),
    ("Yes", "El presidente de la comisión respondió que sí sin vacilar un solo instante"),
]
ENGLISH = (
    "The lighthouse stands on the cliff.\n\nIts lamp was lit in 1890.\n\nThe keeper lived there with his family.\n"
)
SPANISH = (
    "El faro se alza en el acantilado.\n\nSu lámpara se encendió en 1890.\n\nEl farero vivía allí con su familia.\n"
)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def folder(tmp_path: Path) -> Path:
    """Two texts in two languages, a file of pairs, a note for nobody."""
    home = tmp_path / "home"
    (home / "en").mkdir(parents=True)
    (home / "es").mkdir()
    (home / "en/faro.txt").write_text(ENGLISH, encoding="utf-8")
    (home / "es/faro.txt").write_text(SPANISH, encoding="utf-8")
    (home / "memory.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in PAIRS), encoding="utf-8")
    (home / "alone.txt").write_text("Nobody translated this.", encoding="utf-8")
    return home


def test_a_conversion_loses_nothing_but_nulls(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    made = export([write_pairs("a.tsv", PAIRS)], str(tmp_path / "a.jsonl"))
    rows = [json.loads(line) for line in lines(tmp_path / "a.jsonl")]
    assert [(row["source"], row["target"]) for row in rows] == [pair for pair in PAIRS if all(pair)]
    assert (made.read, made.written) == (7, 6)
    assert [(step.name, step.dropped) for step in made.steps] == [("nulls", 1)]


def test_every_step_is_counted(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    filters = FilterOptions(most_ratio=3, drops_identical=True, unique="pair", excluded_findings=("NUM501",))
    report = tmp_path / "report.json"
    made = export([write_pairs("a.tsv", PAIRS)], str(tmp_path / "b.tsv"), ExportOptions(filters=filters), str(report))
    assert {step.name: step.dropped for step in made.steps} == {
        "nulls": 1, "findings": 1, "length-ratio": 1, "identical": 1, "duplicates": 2,
    }  # fmt: skip
    assert lines(tmp_path / "b.tsv") == ["\t".join(PAIRS[0])]
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["read"], told["written"]) == (7, 1)
    before = told["read"]
    for step in told["steps"]:
        assert step["before"] == before
        before = step["kept"]
        assert len(step["samples"]) == step["dropped"]
    assert before == 1
    of_findings = next(step for step in told["steps"] if step["name"] == "findings")
    assert of_findings["samples"][0]["reason"] == "NUM501"
    assert of_findings["samples"][0]["row"] == 4


def test_a_folder_gives_pairs_and_texts(tmp_path: Path) -> None:
    home = folder(tmp_path)
    made = export([str(home)], str(tmp_path / "all.jsonl"))
    assert [Path(one.files[0][0]).name for one in made.inputs] == ["memory.tsv", "faro.txt"]
    assert made.inputs[1].signature.startswith("aligner:")
    assert [Path(path).name for path, _ in made.skipped] == ["alone.txt"]
    rows = [json.loads(line) for line in lines(tmp_path / "all.jsonl")]
    assert rows[-1]["source"] == "The keeper lived there with his family."
    assert rows[-1]["document"].endswith("en/faro.txt + " + str(home / "es/faro.txt"))
    assert "model:" in made.signature


def test_a_manifest_is_aligned(tmp_path: Path) -> None:
    home = folder(tmp_path)
    (home / "pairs.tsv").write_text("en/faro.txt\tes/faro.txt\tlighthouse\n", encoding="utf-8")
    made = export([], str(tmp_path / "x.tsv"), ExportOptions(manifest=str(home / "pairs.tsv")))
    assert made.inputs[0].name == "lighthouse"
    assert lines(tmp_path / "x.tsv")[1] == "Its lamp was lit in 1890.\tSu lámpara se encendió en 1890."


def test_the_same_bytes_whatever_the_workers(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    files = [write_pairs(f"{number}.tsv", [*PAIRS, (f"Line {number}.", f"Línea {number}.")]) for number in range(5)]
    filters = FilterOptions(drops_identical=True, unique="pair", normalise=("spaces",))
    written = []
    for workers in (1, 2):
        options = ExportOptions(
            filters=filters, workers=workers, split=Split((60, 20, 20), "pair"), shuffles=True, seed=3
        )
        home = tmp_path / f"by {workers}"
        home.mkdir()
        export(files, str(home / "x.jsonl"), options, str(home / "report.json"))
        written.append({path.name: path.read_text("utf-8").replace(str(home), "") for path in home.iterdir()})
    assert sorted(written[0]) == ["report.json", "x.dev.jsonl", "x.test.jsonl", "x.train.jsonl"]
    assert written[0] == written[1]


def test_parts_share_no_text(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    files = [
        write_pairs(f"{number}.tsv", [("Common line.", "Línea común."), *((f"Own {number} {row}", f"Propia {number} {row}") for row in range(5))])
        for number in range(10)
    ]  # fmt: skip
    made = export(files, str(tmp_path / "x.tsv"), ExportOptions(split=Split((80, 10, 10))))
    parts = {one.part: lines(Path(one.path)) for one in made.outputs}
    assert {name: len(rows) for name, rows in parts.items()} == {"train": 40, "dev": 5, "test": 6}
    assert "Common line.\tLínea común." in parts["test"]
    assert not {*parts["train"]} & {*parts["dev"], *parts["test"]}
    assert made.steps[-1].name == "leakage"
    assert made.steps[-1].dropped == 9


def test_formats_of_several_files(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    source = write_pairs("a.tsv", PAIRS)
    export([source], str(tmp_path / "corpus"), ExportOptions(format_name="moses"))
    assert lines(tmp_path / "corpus.en")[0] == PAIRS[0][0]
    assert lines(tmp_path / "corpus.es")[0] == PAIRS[0][1]
    back = export([str(tmp_path / "corpus")], str(tmp_path / "back.tsv"))
    assert back.written == 6
    split = ExportOptions(format_name="huggingface", split=Split((34, 33, 33), "pair"), licence="CC0-1.0")
    made = export([source], str(tmp_path / "set"), split)
    assert {path.name for path in (tmp_path / "set/data").iterdir()} == {
        "train.jsonl",
        "validation.jsonl",
        "test.jsonl",
    }
    assert "cc0-1.0" in (tmp_path / "set/README.md").read_text("utf-8").lower()
    assert {one.path for one in made.outputs} == {str(tmp_path / "set")}


def test_signature_and_licence_are_in_the_output(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    made = export([write_pairs("a.tsv", PAIRS)], str(tmp_path / "a.tmx"), ExportOptions(licence="CC-BY-4.0"))
    text = (tmp_path / "a.tmx").read_text("utf-8")
    assert made.signature in text
    assert "licence:CC-BY-4.0" in made.signature
    other = export([write_pairs("b.tsv", PAIRS[:2])], str(tmp_path / "b.tmx"), ExportOptions(licence="CC-BY-4.0"))
    assert other.signature != made.signature


def test_in_line_mark_up_stays_where_texts_do(tmp_path: Path) -> None:
    memory = tmp_path / "m.tmx"
    seg = "<seg>Press <bpt i='1'>&lt;b&gt;</bpt>{}<ept i='1'>&lt;/b&gt;</ept>  now</seg>"
    units = "".join(
        f"<tuv xml:lang='{code}'>{seg.format(word)}</tuv>" for code, word in (("en", "Enter"), ("es", "Intro"))
    )
    memory.write_text(f"<tmx version='1.4'><header/><body><tu>{units}</tu></body></tmx>", encoding="utf-8")
    export([str(memory), str(memory)], str(tmp_path / "same.tmx"))
    assert (tmp_path / "same.tmx").read_text("utf-8").count("<bpt") == 2
    changed = ExportOptions(filters=FilterOptions(normalise=("spaces",)))
    export([str(memory)], str(tmp_path / "changed.tmx"), changed)
    text = (tmp_path / "changed.tmx").read_text("utf-8")
    assert "<bpt" not in text
    assert "<seg>Press Enter now</seg>" in text


@pytest.mark.parametrize("name", ["x.tsv", "x.jsonl"])
def test_a_large_file_is_read_as_a_small_one(
    name: str, tmp_path: Path, write_pairs: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_pairs("a.tsv", [(f"Line {number} – “é”", f"Línea {number}") for number in range(3000)])
    export([source], str(tmp_path / name))
    export([str(tmp_path / name)], str(tmp_path / "small.jsonl"))
    monkeypatch.setattr(reading, "LARGE", 1000)
    monkeypatch.setattr(reading, "_PIECE", 777)
    made = export([str(tmp_path / name)], str(tmp_path / "large.jsonl"))
    assert lines(tmp_path / "large.jsonl") == lines(tmp_path / "small.jsonl")
    assert made.inputs[0].files[0][1] == (tmp_path / name).stat().st_size
    assert made.read == 3000
    with (tmp_path / "x.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"source": 1}\n')
    with pytest.raises(InputError, match=rf"x\.jsonl:{len(lines(tmp_path / 'x.jsonl'))}: "):
        export([str(tmp_path / "x.jsonl")], str(tmp_path / "y.tsv"))


def test_packed_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(b"One\tUno\nTwo\tDos\n"))
    assert export([str(tmp_path / "a.tsv.gz")], str(tmp_path / "b.tsv")).written == 2


def test_a_file_is_read_once_by_whatever_name(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    source = write_pairs("in/a.tsv", PAIRS)
    made = export([source, str(tmp_path / "in"), str(tmp_path / "in/../in/a.tsv")], str(tmp_path / "b.tsv"))
    assert len(made.inputs) == 1


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("nowhere.tsv", "nowhere.tsv: there is no such file"),
        ("broken.jsonl", "broken.jsonl:2: "),
        ("text.txt", "its other version is not among what is given"),
        ("empty", "there are no pairs in it"),
    ],
)
def test_a_bad_input_is_told_before_anything_is_written(
    broken: str, words: str, tmp_path: Path, write_pairs: Callable[..., str]
) -> None:
    good = write_pairs("good.tsv", PAIRS)
    (tmp_path / "broken.jsonl").write_text('{"source": "a", "target": "b"}\n{"source"\n', encoding="utf-8")
    (tmp_path / "text.txt").write_text("A text.", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "out.tsv").write_text("old", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    inputs = [str(tmp_path / broken)] if broken == "empty" else [good, str(tmp_path / broken)]
    with pytest.raises(InputError, match=words):
        export(inputs, str(tmp_path / "out.tsv"), report=str(tmp_path / "report.json"))
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "out.tsv").read_text("utf-8") == "old"


def test_what_is_read_is_not_overwritten(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    source = write_pairs("a.tsv", PAIRS)
    with pytest.raises(InputError, match="it is read, and would be overwritten"):
        export([source], str(tmp_path / "." / "a.tsv"))
    as_table, table = ExportOptions(PairOptions(source_format="tsv")), write_pairs("b.json", PAIRS)
    with pytest.raises(InputError, match="it is read, and would be overwritten"):
        export([table], str(tmp_path / "b.jsonl"), as_table, report=table)
    with pytest.raises(OptionError, match="it is the output too"):
        export([source], str(tmp_path / "c.json"), ExportOptions(format_name="jsonl"), report=str(tmp_path / "c.json"))


def test_nothing_left_is_an_error(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    options = ExportOptions(filters=FilterOptions(least_words=50))
    with pytest.raises(InputError, match=r"no pair is left of 7 \(nulls 1, too-short 6\)"):
        export([write_pairs("a.tsv", PAIRS)], str(tmp_path / "b.tsv"), options)
    assert not (tmp_path / "b.tsv").exists()


def test_an_interruption_leaves_nothing(
    tmp_path: Path, write_pairs: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_pairs("in.tsv", [(f"Line {number}", f"Línea {number}") for number in range(500)])
    before = sorted(tmp_path.iterdir())
    read = Spool.read

    def interrupted(self: Spool, numbers: Any = None) -> Iterator[Any]:
        for count, candidate in enumerate(read(self, numbers)):
            if count == 300:
                raise KeyboardInterrupt
            yield candidate

    monkeypatch.setattr(Spool, "read", interrupted)
    for options in (ExportOptions(), ExportOptions(split=Split((34, 33, 33), "pair"))):
        with pytest.raises(KeyboardInterrupt):
            export([source], str(tmp_path / "out.tsv"), options, str(tmp_path / "report.html"))
        assert sorted(tmp_path.iterdir()) == before


def test_a_report_may_lie_anywhere(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    source = write_pairs("in.tsv", PAIRS)
    for name in ("out", "reports"):
        (tmp_path / name).mkdir()
    for split in (None, Split((34, 33, 33), "pair")):
        export([source], str(tmp_path / "out/x.tsv"), ExportOptions(split=split), str(tmp_path / "reports/r.html"))
        assert (tmp_path / "reports/r.html").read_text("utf-8").endswith("</html>\n")
        (tmp_path / "reports/r.html").unlink()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"x.tsv", "x.train.tsv", "x.dev.tsv", "x.test.tsv"}
    with pytest.raises(InputError, match="nowhere"):
        export([source], str(tmp_path / "nowhere/x.tsv"), report=str(tmp_path / "reports/r.json"))
    with pytest.raises(InputError, match="nowhere"):
        export([source], str(tmp_path / "out/y.tsv"), report=str(tmp_path / "nowhere/r.json"))
    assert list((tmp_path / "reports").iterdir()) == []
    assert not (tmp_path / "out/y.tsv").exists()


def test_options_that_go_with_nothing(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    source = write_pairs("a.tsv", PAIRS)
    with pytest.raises(OptionError, match=r"ends in \.json or \.html"):
        export([source], str(tmp_path / "b.tsv"), report="report.txt")
    with pytest.raises(AlignerError, match="no format goes with the suffix"):
        export([source], str(tmp_path / "b.xyz"))
    with pytest.raises(OptionError, match="no rule has the code"):
        export([source], str(tmp_path / "b.tsv"), ExportOptions(filters=FilterOptions(excluded_findings=("XYZ",))))


def test_findings_that_repeat_drop_every_pair_they_are_in(tmp_path: Path, write_pairs: Callable[..., str]) -> None:
    pairs = [
        ("The National Health Fund (NHF) was set up.", "Se creó el Fondo Nacional de Salud (FNS)."),
        ("El FNS pagó.", "The FNS paid."),
    ]
    swapped = [(pairs[0][1], pairs[0][0]), pairs[1], ("El FNS creció.", "The FNS grew."), ("Y bien.", "And well.")]
    options = ExportOptions(PairOptions("es", "en"), FilterOptions(excluded_findings=("ACR301",)))
    made = export([write_pairs("a.tsv", swapped)], str(tmp_path / "b.tsv"), options)
    assert [(step.name, step.dropped) for step in made.steps] == [("nulls", 0), ("findings", 2)]
    assert lines(tmp_path / "b.tsv")[-1] == "Y bien.\tAnd well."


def test_the_names_are_public() -> None:
    assert aligner.export is export
    assert writing.output_format("a.tmx", ExportOptions()).name == "tmx"
