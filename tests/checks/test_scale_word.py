"""NUM503: words for large numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from aligner.checks.quantities_digits import Convention
from aligner.checks.quantities_scales import large_number
from aligner.model import Finding

CheckPair = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("source", "target", "suggestion"),
    [
        ("It cost $2 billion.", "Costó 2 billones.", "2 mil millones"),
        ("It cost 4.7 billion euros.", "Costó 4,7 billones de euros.", "4,7 mil millones"),
        ("About 45 million trees.", "Unos 45 mil millones de árboles.", "45 millones"),
        ("About 45 million trees.", "Unos 45 mil árboles.", "45 millones"),
        ("Some 300,000 million.", "Unos 300.000 billones.", "300 mil millones"),
        ("A debt of 1.8 trillion.", "Una deuda de 1,8 mil millones.", "1,8 billones"),
        ("Profits of €3bn.", "Ganancias de 3 millones de euros.", "3 mil millones"),
        ("It lost one billion dollars.", "Perdió un billón de dólares.", "mil millones"),
        ("It lost 1.23456 billion dollars.", "Perdió 1,23456 billones de dólares.", None),
    ],
)
def test_a_scale_too_large_or_small_is_found(
    source: str, target: str, suggestion: str | None, check_pair: CheckPair
) -> None:
    (finding,) = check_pair("NUM503", source, target)
    assert finding.suggestion == suggestion
    (back,) = check_pair("NUM503", target, source, ("es", "en"))
    assert {span.text for span in back.spans} == {span.text for span in finding.spans}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It cost $2 billion.", "Costó 2.000 millones."),
        ("It cost $2 billion.", "Costó dos mil millones."),
        ("It cost $1.5 trillion.", "Costó 1,5 billones."),
        ("It cost $1.5 trillion.", "Costó billón y medio."),
        ("It cost $1.5 billion.", "Costó un millardo y medio."),
        ("It cost $1.5 million.", "Costó un millón y medio."),
        ("It weighs 3 tons.", "Pesa 3.000 kilos."),
        ("It has 5 rooms.", "Tiene 5.000 habitaciones."),
        ("Billions of stars.", "Miles de millones de estrellas."),
        ("Millions of people.", "Miles de personas."),
        ("Trillions of cells.", "Billones de células."),
        ("Billions here, millions there.", "Billones aquí, millones allí."),
    ],
)
def test_equal_scales_and_vague_ones_are_quiet(source: str, target: str, check_pair: CheckPair) -> None:
    assert check_pair("NUM503", source, target) == []
    assert check_pair("NUM503", target, source, ("es", "en")) == []


def test_words_without_a_figure_are_told_apart(check_pair: CheckPair) -> None:
    (finding,) = check_pair("NUM503", "Billions of stars shine.", "Brillan billones de estrellas.")
    assert [span.text for span in finding.spans] == ["Billions", "billones"]
    (finding,) = check_pair("NUM503", "Brillan miles de millones de estrellas.", "Millions of stars.", ("es", "en"))
    assert [span.text for span in finding.spans] == ["miles de millones", "Millions"]


def test_values_that_are_long_in_words_have_none() -> None:
    assert large_number(1_234_567_890, "es", Convention(",")) is None
    assert large_number(999_999, "es", Convention(",")) is None
    assert large_number(10**6, "xx", Convention("")) is None
    assert large_number(Fraction(1_500_000), "es", Convention(".")) == "1.5 millones"
