"""TRM601 and TRM602: the terms of a glossary, asked for and forbidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligner.checks import Subject, select
from aligner.checks.term_evidence import derived_word
from aligner.embedding import load_embedder
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Term

TREATY = Term("treaty", ("tratado",), ("pacto", "arreglo"))


def document(lines: list[str], language: str) -> Document:
    sentences, start = [], 0
    for number, line in enumerate(lines):
        sentences.append(Sentence(start, start + len(line), number))
        start += len(line) + 1
    blocks = tuple(Block(sentence.start, sentence.end) for sentence in sentences)
    return Document("\n".join(lines), blocks, language, sentences=tuple(sentences))


def bitext(rows: list[tuple[str, str]], languages: tuple[str, str] = ("en", "es")) -> Bitext:
    beads = tuple(Bead((number,), (number,)) for number in range(len(rows)))
    sides = [document([row[side] for row in rows], languages[side]) for side in (0, 1)]
    return Bitext(sides[0], sides[1], beads, is_pairs=True)


def found(
    code: str, rows: list[tuple[str, str]] | tuple[str, str], *terms: Term, languages: tuple[str, str] = ("en", "es")
) -> list[Finding]:
    (rule,) = select([code])
    pairs = rows if isinstance(rows, list) else [rows]
    return rule.findings(Subject.pair(bitext(pairs, languages), terms=terms))


@pytest.mark.parametrize(
    ("source", "target", "term"),
    [
        ("The treaties were signed.", "Se firmaron los acuerdos.", TREATY),
        ("The treaty's end.", "El fin del acuerdo.", TREATY),
        ("Open a savings account.", "Abra una libreta.", Term("savings account", ("cuenta de ahorro",))),
        ("They deployed it.", "Lo instalaron.", Term("deploy", ("desplegar",))),
        ("Ask the NGO.", "Pregunte a la asociación.", Term("NGO", ("ONG",))),
        ("Children came.", "Vinieron los críos.", Term("child", ("niño",))),
    ],
)
def test_a_term_that_is_missing(source: str, target: str, term: Term) -> None:
    (finding,) = found("TRM601", (source, target), term)
    assert finding.suggestion == term.targets[0]
    assert (finding.severity, finding.bead) == (Severity.WARNING, 0)
    assert finding.spans[-1].side == "source"


@pytest.mark.parametrize(
    ("source", "target", "term"),
    [
        # inflected, on both sides
        ("The treaties were signed.", "Se firmaron los tratados.", TREATY),
        ("The researchers left.", "Las investigadoras se fueron.", Term("researcher", ("investigador",))),
        ("They deployed it.", "Lo desplegaron ayer.", Term("to deploy", ("desplegar",))),
        ("They deploy it.", "Sigue desplegándolo.", Term("deploy", ("desplegar",))),
        # words between, contracted articles, agreement
        (
            "Savings accounts grew.",
            "Crecieron las cuentas corrientes de ahorro.",
            Term("savings account", ("cuenta de ahorro",)),
        ),
        ("The head of state spoke.", "Habló el jefe del Estado.", Term("head of state", ("jefe de Estado",))),
        ("Interest rates rose.", "Subieron los tipos de interés.", Term("interest rate", ("tipo de interés",))),
        ("Bank accounts.", "Cuentas bancarias.", Term("bank account", ("cuenta bancaria",))),
        # a word made from the term
        ("The bank robbery.", "El robo bancario.", Term("bank", ("banco",))),
        # one of several
        ("The treaty ended.", "Acabó el convenio.", Term("treaty", ("tratado", "convenio"))),
        # case that tells a term from a word
        ("It is late, ask us.", "Es tarde, pregúntenos.", Term("US", ("EE. UU.",))),
        ("The apple fell.", "Cayó la manzana.", Term("Apple", ("Apple",), is_case_sensitive=True)),
        # another word
        ("The treatment ended.", "Acabó la cura.", TREATY),
        # the longer term has the shorter one in it
        (
            "Blood bank closed.",
            "Cerró el centro de hemodonación.",
            Term("blood bank", ("centro de hemodonación",)),
        ),
    ],
)
def test_a_term_that_is_there(source: str, target: str, term: Term) -> None:
    assert found("TRM601", (source, target), term, Term("bank", ("banco",))) == []


def test_the_longest_term_counts() -> None:
    terms = Term("blood bank", ("hemoteca",)), Term("bank", ("banco",))
    assert found("TRM601", ("The blood bank closed.", "Cerró la hemoteca."), *terms) == []
    assert len(found("TRM601", ("The blood bank and the bank.", "La hemoteca y la caja."), *terms)) == 1


def test_rows_for_one_term_allow_each_others_targets() -> None:
    terms = Term("bank", ("banco",), ("ribera",)), Term("Bank", ("orilla", "ribera"))
    assert found("TRM601", ("The bank of the Ebro.", "La orilla del Ebro."), *terms) == []
    assert found("TRM602", ("The bank of the Ebro.", "La ribera del Ebro."), *terms) == []


def test_neighbours_of_aligned_texts_may_have_the_term() -> None:
    rows = [("The treaty was long.", "Era largo."), ("It was signed.", "El tratado se firmó.")]
    pairs = bitext(rows)
    (rule,) = select(["TRM601"])
    assert len(rule.findings(Subject.pair(pairs, terms=(TREATY,)))) == 1
    aligned = replace(pairs, is_pairs=False)
    assert rule.findings(Subject.pair(aligned, terms=(TREATY,))) == []
    # The neighbour's own use does not count.
    own = replace(bitext([rows[0], ("The treaty was signed.", "El tratado se firmó.")]), is_pairs=False)
    assert len(rule.findings(Subject.pair(own, terms=(TREATY,)))) == 1


def test_a_term_that_is_forbidden() -> None:
    (finding,) = found("TRM602", ("Both treaties ended.", "Ambos pactos acabaron."), TREATY)
    assert [span.text for span in finding.spans] == ["pactos", "treaties"]
    assert (finding.severity, finding.suggestion) == (Severity.ERROR, "tratado")
    assert found("TRM601", ("Both treaties ended.", "Ambos pactos acabaron."), TREATY) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The treaty ended.", "Acabó el tratado."),
        # the source has no such term, so that the word stands for another
        ("Their deal ended.", "Acabó su pacto."),
        # the term is there for its own place, the word for another
        ("The treaty and the deal.", "El tratado y el pacto."),
        ("The treaty is compact.", "El tratado es compacto."),
    ],
)
def test_a_word_that_may_stand(source: str, target: str) -> None:
    assert found("TRM602", (source, target), TREATY) == []


def test_a_term_that_is_forbidden_inside_the_right_one() -> None:
    term = Term("operating system", ("sistema operativo",), ("sistema",))
    assert found("TRM602", ("An operating system.", "Un sistema operativo."), term) == []


def test_a_ban_without_a_source_holds_anywhere() -> None:
    ban = Term("", ("persona con discapacidad",), ("minusválido",))
    rows = [("Hello.", "Los minusválidos."), ("Bye.", "Una minusválida."), ("So.", "Minusválidos.")]
    findings = found("TRM602", rows, ban)
    assert [[span.text for span in finding.spans] for finding in findings] == [
        ["minusválidos", "Minusválidos"],
        ["minusválida"],
    ]
    assert [finding.bead for finding in findings] == [0, 1]
    (rule,) = select(["TRM602"])
    alone = Subject.alone(document(["Los minusválidos."], "es"), "en", terms=(ban, TREATY))
    assert [finding.suggestion for finding in rule.findings(alone)] == ["persona con discapacidad"]


def test_without_a_glossary_nothing_is_asked() -> None:
    assert found("TRM601", ("The treaty.", "El pacto.")) == found("TRM602", ("The treaty.", "El pacto.")) == []


def test_other_languages() -> None:
    term = Term("treaty", ("Vertrag",), ("Pakt",))
    german = ("en", "de")
    assert found("TRM601", ("Two treaties.", "Zwei Verträge."), term, languages=german) == []
    assert len(found("TRM601", ("Two treaties.", "Zwei Abkommen."), term, languages=german)) == 1
    assert (
        len(
            found(
                "TRM602", ("Two treaties.", "Zwei Pakte."), Term("treaty", ("Vertrag",), ("Pakte",)), languages=german
            )
        )
        == 1
    )


def test_the_word_that_stands_for_the_term_is_pointed_at() -> None:
    (rule,) = select(["TRM601"])
    rows = bitext([("The doctor examined the sick worker yesterday.", "El médico examinó ayer al empleado enfermo.")])
    subject = Subject.pair(rows, load_embedder(), terms=(Term("worker", ("trabajador",)),))
    (finding,) = rule.findings(subject)
    assert [span.text for span in finding.spans] == ["empleado", "worker"]


@pytest.mark.parametrize(
    ("word", "term", "language", "expected"),
    [
        ("empresarial", "empresa", "es", True),
        ("contractual", "contrato", "es", False),
        ("banquete", "banco", "es", False),
        ("investing", "investment", "en", True),
        ("cityscape", "city", "en", False),
        ("bancario", "banco central", "es", False),
    ],
)
def test_words_made_from_a_term(word: str, term: str, language: str, expected: bool) -> None:
    assert derived_word(word, term, language) is expected


@pytest.mark.parametrize(
    ("source", "target", "term"),
    [
        ("She went to Deutsche Bank yesterday.", "Ayer fue al Deutsche Bank.", Term("bank", ("banco",))),
        ("They risk the harvest.", "Ponen en juego la cosecha.", Term("risk", ("riesgo",))),
        ("Adults contract the illness.", "Los adultos se contagian.", Term("contract", ("contrato",))),
    ],
)
def test_names_and_verbs_are_no_terms(source: str, target: str, term: Term) -> None:
    assert found("TRM601", (source, target), term) == []


def test_capitals_of_a_heading_are_no_names() -> None:
    assert (
        len(found("TRM601", ("Swiss Bank Contract Signed", "Trato con una caja suiza"), Term("bank", ("banco",)))) == 1
    )


def test_spanish_terms() -> None:
    spanish = ("es", "en")
    assert (
        len(
            found(
                "TRM601",
                ("Cambió la candidata.", "The runner changed."),
                Term("candidato", ("candidate",)),
                languages=spanish,
            )
        )
        == 1
    )
    assert (
        found("TRM601", ("Nadie la contrata.", "Nobody hires her."), Term("contrato", ("contract",)), languages=spanish)
        == []
    )
