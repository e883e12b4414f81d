"""Parallel sentences out of unordered lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from aligner import pipeline
from aligner.contracts import Embedder, FloatArray
from aligner.corpus import mining_lines, neighbours
from aligner.corpus.mining import (
    RETRIEVALS,
    SCORES,
    Mined,
    MiningOptions,
    mine,
    mined_pairs,
    mined_table,
    write_mined,
)
from aligner.corpus.mining_evidence import FEATURES, WordVectors, features
from aligner.embedding import load_embedder
from aligner.errors import InputError, MissingExtra, OptionError
from aligner.formats import read_bitext

PAIRS = [
    ("The bridge was opened on Monday.", "El puente se inauguró el lunes."),
    ("She keeps three hundred goats in the hills.", "Ella cría trescientas cabras en las colinas."),
    ("The library stays open at night.", "La biblioteca abre de noche."),
    ("A storm tore the roofs from the houses.", "Una tormenta arrancó los tejados de las casas."),
    ("Bread is cheaper in the other shop.", "El pan es más barato en la otra tienda."),
]
ONLY_ENGLISH = ["The painter never wanted to sell it.", "We met in 1994.", "Nobody knows where the cat went."]
ONLY_SPANISH = [
    "El tren de las seis llegó tarde otra vez.",
    "Mañana lloverá en toda la costa.",
    "El perro ladra toda la noche.",
]


def written(folder: Path, source: Sequence[str], target: Sequence[str]) -> tuple[str, str]:
    for name, lines in (("en.txt", source), ("es.txt", target)):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(folder / "en.txt"), str(folder / "es.txt")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Five pairs among lines that have no partner, in another order on either side."""
    source = [*ONLY_ENGLISH, *(pair[0] for pair in PAIRS)]
    target = [*(pair[1] for pair in reversed(PAIRS)), *ONLY_SPANISH]
    return written(tmp_path, source, target)


def texts(mined: Mined) -> set[tuple[str, str]]:
    return {(pair.source, pair.target) for pair in mined.pairs}


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("retrieval", RETRIEVALS)
def test_pairs_are_found_in_every_way(score: str, retrieval: str, files: tuple[str, str]) -> None:
    # Among so few lines averages say little, so that no threshold is asked for.
    mined = mine(*files, MiningOptions(score=score, retrieval=retrieval, threshold=-1))
    assert set(PAIRS) <= texts(mined)
    if retrieval in {"max-score", "intersection"}:
        assert len({pair.source_line for pair in mined.pairs}) == len(mined.pairs)
    assert list(mined.pairs) == sorted(mined.pairs, key=lambda pair: (-pair.score, pair.source_line, pair.target_line))


def test_with_defaults_only_pairs_are_found(files: tuple[str, str]) -> None:
    mined = mine(*files)
    assert (mined.score, texts(mined)) == ("likelihood", set(PAIRS))
    lines = [Path(path).read_text("utf-8").splitlines() for path in files]
    for pair in mined.pairs:
        assert (lines[0][pair.source_line], lines[1][pair.target_line]) == (pair.source, pair.target)


def test_retrieval_says_how_often_a_line_may_stand(tmp_path: Path) -> None:
    same = "The bridge was opened to the public on Monday."
    source = [same, same.replace("to the public ", ""), "Cats sleep."]
    files = written(tmp_path, source, ["El puente se abrió al público el lunes.", "Los perros ladran de noche."])
    counts = {
        retrieval: len(mine(*files, MiningOptions(score="absolute", retrieval=retrieval, threshold=0.4)).pairs)
        for retrieval in RETRIEVALS
    }
    assert counts["max-score"] == counts["intersection"] == 1 < counts["forward"] == 2


def test_repeated_empty_and_copied_lines(tmp_path: Path) -> None:
    source = [PAIRS[0][0], "", PAIRS[0][0].upper(), "Home | News | Sport", "1984", *ONLY_ENGLISH, "x" * 6000]
    target = ["HOME  | News | Sport", PAIRS[0][1], "1984", *ONLY_SPANISH]
    mined = mine(*written(tmp_path, source, target), MiningOptions(threshold=-1))
    assert (mined.lines, mined.texts, mined.copies) == ((9, 6), (6, 6), 1)
    assert PAIRS[0] in texts(mined)
    assert not any("Home" in pair.source for pair in mined.pairs)
    assert next(pair for pair in mined.pairs if pair.source == PAIRS[0][0]).source_line == 0


def test_compressed_files_and_formats(files: tuple[str, str], tmp_path: Path) -> None:
    packed = [f"{path}.gz" for path in files]
    for path, copy in zip(files, packed, strict=True):
        Path(copy).write_bytes(gzip.compress(Path(path).read_bytes()))
    mined = mine(packed[0], packed[1])
    assert texts(mined) == set(PAIRS)
    for name in ("out.tsv", "out.jsonl", "out.tmx"):
        write_mined(mined, str(tmp_path / name))
        assert set(read_bitext(str(tmp_path / name), "en", "es")) == set(PAIRS)
    assert (tmp_path / "out.tsv").read_text("utf-8") == "".join(mined_table(mined))
    first = json.loads((tmp_path / "out.jsonl").read_text("utf-8").splitlines()[0])
    assert (first["source_sentences"], first["target_sentences"]) == (
        [mined.pairs[0].source_line],
        [mined.pairs[0].target_line],
    )
    assert all(pair.details.properties[0][0] == "x-source-line" for pair in mined_pairs(mined))


def test_the_same_again(files: tuple[str, str]) -> None:
    told: list[str] = []
    one = mine(*files, progress=lambda done, total, what: told.append(what))
    assert one == mine(*files)
    assert set(told) == {"texts encoded", "texts compared"}
    assert one.heading.signature != mine(*files, MiningOptions(score="ratio")).heading.signature


class Plain:
    """A model without word vectors."""

    signature, dimensions = "plain", load_embedder().dimensions

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return load_embedder().encode(texts)


def test_a_model_without_word_vectors(files: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(*_options: object) -> Embedder:
        return Plain()

    monkeypatch.setattr(pipeline, "embedder_for", plain)
    assert mine(*files).score == "ratio"
    with pytest.raises(OptionError, match="needs a model with word vectors"):
        mine(*files, MiningOptions(score="likelihood"))


def test_vectors_that_would_fill_the_memory_go_to_the_disk(
    files: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = mine(*files)
    monkeypatch.setattr(mining_lines, "_ON_DISK_FROM", 1)
    assert mine(*files) == expected


def test_what_cannot_be_done_is_told(files: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="the same file"):
        mine(files[0], files[0])
    (tmp_path / "blank.txt").write_text("\n \n", encoding="utf-8")
    with pytest.raises(InputError, match="no text in it"):
        mine(files[0], str(tmp_path / "blank.txt"))
    for named in ({"score": "x"}, {"retrieval": "x"}, {"index": "x"}, {"neighbours": 0}):
        with pytest.raises(OptionError, match="--"):
            MiningOptions(**named)

    def missing() -> None:
        raise MissingExtra("searches by an index", "mining")

    monkeypatch.setattr(neighbours, "_faiss", missing)
    with pytest.raises(MissingExtra, match=r"aligner\[mining\]"):
        mine(*files, MiningOptions(index="faiss"))


def test_nothing_is_left_of_two_copies(tmp_path: Path) -> None:
    assert mine(*written(tmp_path, ["The same."], ["the  same."])).pairs == ()


def test_evidence_tells_what_is_left_out() -> None:
    """A clause that is missing, a number that differs, a line far too long."""
    source = ["The bridge cost 40 million euros."] * 3 + [""]
    target = [
        "El puente costó 40 millones de euros.",
        "El puente costó 70 millones de euros.",
        "El puente costó 40 millones de euros, y los vecinos dicen que la carretera sigue tan llena como antes.",
        "El puente.",
    ]
    model = load_embedder()
    assert isinstance(model, WordVectors)
    pairs = np.array([[number, number] for number in range(4)])
    known = features(source, target, pairs, np.ones(4, np.float32), np.ones(4, np.float32), model)
    of = {name: known[:, place] for place, name in enumerate(FEATURES)}
    assert of["numbers"][1] > of["numbers"][0] == 0
    assert of["uncovered"][2] > of["uncovered"][0]
    assert of["covered"][0] > of["covered"][2] > of["covered"][3] == 0
    assert of["length"][2] > of["length"][0]
