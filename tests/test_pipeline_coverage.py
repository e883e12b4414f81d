"""Left-out clauses from file to report: which model tells them, and where none does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from aligner import checks, embedding, pipeline
from aligner.contracts import FloatArray
from aligner.embedding import load_embedder
from aligner.formats import read_bitext
from aligner.model import Finding, Report

SOUND = [
    ("The council approved the budget on Monday.", "El ayuntamiento aprobó el presupuesto el lunes."),
    ("Nobody was hurt in the fire, the police said.", "Nadie resultó herido en el incendio, dijo la policía."),
    ("The river rose by two metres after the rain.", "El río creció dos metros después de la lluvia."),
]
CLAUSE = "which the engineers had declared unsafe last winter"
FAULTY = (f"The old bridge, {CLAUSE}, will be closed next week.", "El viejo puente se cerrará la próxima semana.")
ONLY = pipeline.CheckOptions(select=("ALN107",))


class OneVector:
    """A model that has no vectors of words."""

    signature = "one vector"
    dimensions = 3

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return load_embedder().encode(texts)[:, :3]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in [*SOUND, FAULTY]), "utf-8")
    return path


def told(report: Report) -> list[tuple[int | None, str]]:
    return [(finding.bead, finding.spans[0].text) for finding in report.findings]


def test_a_file_of_pairs_has_the_bundled_model(table: Path) -> None:
    report = pipeline.check_bitext_file(str(table), options=ONLY)
    assert told(report) == [(3, CLAUSE)]
    assert load_embedder().signature in report.signature


def test_other_languages_have_no_model_but_the_one_named(table: Path) -> None:
    pair = pipeline.PairOptions(source_language="en", target_language="gl")
    assert told(pipeline.check_bitext_file(str(table), pair, ONLY)) == []
    pair = pipeline.PairOptions(source_language="en", target_language="gl", model="en-es")
    assert told(pipeline.check_bitext_file(str(table), pair, ONLY)) == [(3, CLAUSE)]


def test_no_model_is_loaded_that_no_rule_needs(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(embedding, "load_embedder", refuse)
    options = pipeline.CheckOptions(select=("NUM", "ALN104"))
    assert pipeline.check_bitext_file(str(table), options=options).findings == ()


def test_a_model_without_words_leaves_them_to_the_bundled_one(table: Path) -> None:
    rules = checks.select(("ALN107",))

    def found(languages: tuple[str, str]) -> tuple[Finding, ...]:
        return pipeline.check_bitext(read_bitext(str(table), *languages), rules, OneVector()).findings

    assert [finding.spans[0].text for finding in found(("en", "es"))] == [CLAUSE]
    assert found(("en", "gl")) == ()


def test_two_documents(tmp_path: Path) -> None:
    paths = tmp_path / "text.en.txt", tmp_path / "text.es.txt"
    for side, path in enumerate(paths):
        path.write_text("\n\n".join(pair[side] for pair in [*SOUND, FAULTY]), "utf-8")
    report = pipeline.check_pair(str(paths[0]), str(paths[1]), options=ONLY)
    assert [text for _, text in told(report)] == [CLAUSE]
