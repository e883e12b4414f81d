"""Terms that were planted in a corpus are found, with what stands for them."""

from __future__ import annotations

import random

import pytest

from aligner.contracts import Embedder
from aligner.embedding import load_embedder
from aligner.errors import OptionError
from aligner.formats.glossary import read_table
from aligner.model import Bead, Bitext, Document, Sentence
from aligner.terminology import Candidate, ExtractionOptions, candidates, table
from aligner.terminology.phrases import log_likelihood, phrases

PLANTED = {
    "crankshaft": "cigüeñal",
    "spark plug": "bujía",
    "timing belt": "correa de distribución",
    "brake fluid": "líquido de frenos",
    "gearbox": "caja de cambios",
    "fuel injector": "inyector de combustible",
}
FRAMES = [
    ("Check the {} before you drive.", "Compruebe {} antes de conducir."),
    ("A worn {} makes a strange noise.", "Con {} en mal estado se oye un ruido extraño."),
    ("Do not touch the {} while it is hot.", "No toque {} cuando esté caliente."),
    ("The workshop will replace the {} for you.", "En el taller le cambiarán {} a usted."),
    ("Ask somebody to hold the {} with both hands.", "Pida a alguien que sujete {} con ambas manos."),
]
FILLERS = [
    ("It rained all night in the mountains.", "Llovió toda la noche en las montañas."),
    ("Her brother lives near the station.", "Su hermano vive cerca de la estación."),
    ("We had dinner with our neighbours.", "Cenamos con nuestros vecinos."),
    ("Nobody knew when the train would leave.", "Nadie sabía cuándo saldría el tren."),
]


def document(lines: list[str], language: str) -> Document:
    sentences, start = [], 0
    for line in lines:
        sentences.append(Sentence(start, start + len(line)))
        start += len(line) + 1
    return Document("\n".join(lines), (), language, sentences=tuple(sentences))


def corpus(languages: tuple[str, str] = ("en", "es")) -> Bitext:
    draw = random.Random(7)
    rows = [
        (one.format(term), other.format("la " + translated))
        for term, translated in PLANTED.items()
        for one, other in FRAMES
    ]
    rows += FILLERS * 12
    draw.shuffle(rows)
    beads = tuple(Bead((number,), (number,)) for number in range(len(rows)))
    sides = [document([row[side] for row in rows], languages[side]) for side in (0, 1)]
    return Bitext(sides[0], sides[1], beads)


def by_source(found: tuple[Candidate, ...]) -> dict[str, Candidate]:
    return {one.source: one for one in found}


@pytest.mark.parametrize("embedder", [load_embedder(), None], ids=["model", "counts"])
def test_planted_terms_are_found(embedder: Embedder | None) -> None:
    found = by_source(candidates(corpus(), embedder, ExtractionOptions()))
    assert {source: found[source].target for source in PLANTED} == PLANTED
    assert all(found[source].count == len(FRAMES) for source in PLANTED)
    assert all(f"{source}" in found[source].example for source in PLANTED)


def test_planted_terms_come_before_chance() -> None:
    found = candidates(corpus(), load_embedder(), ExtractionOptions(most=len(PLANTED) + 14))
    assert set(PLANTED) <= set(by_source(found))


def test_options() -> None:
    everything = candidates(corpus(), None, ExtractionOptions())
    assert candidates(corpus(), None, ExtractionOptions(most=2)) == everything[:2]
    assert not set(PLANTED) & set(by_source(candidates(corpus(), None, ExtractionOptions(least_count=6))))
    with pytest.raises(OptionError, match="--min-count 0"):
        ExtractionOptions(least_count=0)


def test_a_text_without_terms() -> None:
    assert (
        candidates(Bitext(document([""], "en"), document([""], "es"), ()), load_embedder(), ExtractionOptions()) == ()
    )


def test_names_are_no_terms() -> None:
    rows = [f"Yesterday Zurbaneta {verb} the crankshaft." for verb in ("cleaned", "sold", "found", "painted")]
    other = [f"Ayer Zurbaneta {verb} el cigüeñal." for verb in ("limpió", "vendió", "encontró", "pintó")]
    rows, other = rows + [one for one, _ in FILLERS], other + [one for _, one in FILLERS]
    beads = tuple(Bead((number,), (number,)) for number in range(len(rows)))
    bitext = Bitext(document(rows, "en"), document(other, "es"), beads)
    found = by_source(candidates(bitext, load_embedder(), ExtractionOptions()))
    assert found["crankshaft"].target == "cigüeñal"
    assert "Zurbaneta" not in found


def test_plurals_and_capitals_are_one_term() -> None:
    texts = ["Spark plugs wear out.", "This spark plug is new.", "Buy a spark plug.", "It rains."]
    found = {phrase.words: phrase for phrase in phrases(texts, "en", 3)}
    assert found["spark", "plug"].spelling == "spark plug"
    assert found["spark", "plug"].count == 3
    # What only stands in the longer term is no term of its own.
    assert ("plug",) not in found


def test_a_table_is_a_glossary() -> None:
    found = candidates(corpus(), None, ExtractionOptions())
    written = "".join(table(found)).encode()
    assert [(term.source, term.targets) for term in read_table(written, "terms.csv", "en", "es")] == [
        (one.source, (one.target,)) for one in found
    ]


def test_cells_are_no_formulas() -> None:
    lines = list(table([Candidate("sum", "suma", 2, 0.5, "=SUM(A1), of course")]))
    assert lines[1] == 'sum,suma,,2,0.500," =SUM(A1), of course"\n'


def test_log_likelihood() -> None:
    assert log_likelihood(10, 100, 100, 1000) == 0.0
    assert log_likelihood(0, 10, 10, 100) == 0.0
    # Dunning's statistic of a two by two table, worked out by hand: 10 of 10 and 10 in 100.
    assert log_likelihood(10, 10, 10, 100) == pytest.approx(65.017, abs=0.001)
