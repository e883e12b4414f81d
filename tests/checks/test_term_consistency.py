"""TRM603 and TRM604: one text in two ways, two texts in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.model import Finding

CheckPair = Callable[..., list[Finding]]


def test_one_source_in_two_ways(check_pair: CheckPair) -> None:
    source = ["Gates close at six.", "It rains.", "Gates close at six"]
    (finding,) = check_pair("TRM603", source, ["El acceso cierra a las seis.", "Llueve.", "Se entra hasta las seis."])
    assert [span.text for span in finding.spans] == [
        "El acceso cierra a las seis.", "Se entra hasta las seis.", "Gates close at six.", "Gates close at six",
    ]  # fmt: skip
    assert (finding.bead, finding.suggestion, str(finding.severity)) == (2, None, "info")


def test_the_commonest_way_is_suggested(check_pair: CheckPair) -> None:
    target = ["Más información", "Más información", "Para saber más"]
    (finding,) = check_pair("TRM603", ["Read more here"] * 3, target)
    assert (finding.bead, finding.suggestion) == (2, "Más información")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # case, marks, spaces, little words
        (["Open every day.", "OPEN EVERY DAY"], ["Abierto a diario.", "¡ABIERTO a  diario!"]),
        (["The day is over.", "The day is over."], ["El día acabó.", "Acabado el día."][:1] * 2),
        (["We saw the sea.", "We saw the sea."], ["Vimos el mar.", "Y vimos el mar."]),
        # more of the sentence around it; short answers
        (["Good grief at last!", "Good grief at last!"], ["¡Por fin, cielos!", "¡Por fin, cielos! ––gritó Blas."]),
        (["“Not at all.”", "“Not at all.”"], ["“De nada.”", "“En absoluto.”"]),
        # single words, numbers that differ, other texts
        (["Close", "Close"], ["Cerrar", "Cerca"]),
        (["Chapter 1 begins", "Chapter 2 begins"], ["Comienza el capítulo 1", "Comienza el capítulo 2"]),
        (["They went away.", "They came away."], ["Se fueron.", "Vinieron."]),
    ],
)
def test_what_is_consistent(check_pair: CheckPair, source: list[str], target: list[str]) -> None:
    assert check_pair("TRM603", source, target) == []


def test_two_sources_in_one_way(check_pair: CheckPair) -> None:
    target = ["La tienda cierra a las dos."] * 2
    (finding,) = check_pair("TRM604", ["The shop closes at two.", "The museum closes at two."], target)
    assert finding.spans[0].text == "The shop closes at two."
    assert finding.suggestion is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (["Good night.", "Good evening."], ["Buenas noches."] * 2),
        (["He shut the old door.", "And he shut the old door!"], ["Cerró la vieja puerta."] * 2),
    ],
)
def test_sources_that_may_share_a_target(check_pair: CheckPair, source: list[str], target: list[str]) -> None:
    assert check_pair("TRM604", source, target) == []
