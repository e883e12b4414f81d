"""NUM502: points and commas of another locale."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.model import Finding

CheckPair = Callable[..., list[Finding]]

_SPAIN = "Subió un 2,5 % hasta los 1.300.000 euros, y luego un 3,2 %."
_MEXICO = "Subió un 2.5 % hasta los 1,300,000 pesos, y luego un 3.2 %."


@pytest.mark.parametrize(
    ("lines", "language", "written", "suggestion"),
    [
        ("The budget grew to 1.234.567 euros.", "en", "1.234.567", "1,234,567"),
        ("It cost 1.234,50 euros.", "en", "1.234,50", "1,234.50"),
        ("Prices rose by 1,4% in May.", "en", "1,4", "1.4"),
        ("It cost 2,5 million.", "en", "2,5", "2.5"),
        ("It is 0,5 km away.", "en", "0,5", "0.5"),
        ("It cost €3,75.", "en", "3,75", "3.75"),
        ([_SPAIN, "Costó 1,234.5 euros."], "es", "1,234.5", "1.234,5"),
        ([_SPAIN, "Cayó un 3.6 por ciento."], "es", "3.6", "3,6"),
        ([_MEXICO, "Costó 1.234,5 pesos."], "es", "1.234,5", "1,234.5"),
        ([_MEXICO, "Cayó un 3,6 por ciento."], "es", "3,6", "3.6"),
    ],
)
def test_marks_of_another_locale(
    lines: str | list[str], language: str, written: str, suggestion: str, check_alone: CheckPair
) -> None:
    (finding,) = check_alone("NUM502", lines, language)
    assert (finding.spans[0].text, finding.suggestion) == (written, suggestion)


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        ("It cost 1,234.50 euros, or 12.5% more.", "en"),
        ("See sections 1,2 and 3,4, and lines 1,2,3.", "en"),
        ("The address is 192.168.100.200, the version 1.234.5.", "en"),
        ("It measured 1.234 km.", "en"),
        ("On 3,4 and 5 May.", "en"),
        (_SPAIN, "es"),
        (_MEXICO, "es"),
        ("Costó 1,234.5 pesos.", "es"),  # it may be Mexican
        ("Cayó un 3.6 por ciento y subió un 2,5 %.", "es"),  # the document does not tell
        ([_SPAIN, "Llegaron a las 15.30 horas con la versión 3.5."], "es"),
        ([_SPAIN, "Mide 1,234 metros."], "es"),
    ],
)
def test_right_and_ambiguous_marks_are_quiet(lines: str | list[str], language: str, check_alone: CheckPair) -> None:
    assert check_alone("NUM502", lines, language) == []


@pytest.mark.parametrize(
    ("source", "target", "languages", "side", "suggestion"),
    [
        ("Vinieron 5.000 personas.", "Some 5.000 people came.", ("es", "en"), "target", "5,000"),
        ("Some 5.000 people came.", "Vinieron 5.000 personas.", ("en", "es"), "source", "5,000"),
        ("Some 17,000 came.", ["Fueron 17,000 en 2,5 horas, 2.300.000 en total."], ("en", "es"), "target", "17.000"),
    ],
)
def test_the_other_side_tells(
    source: str, target: str, languages: tuple[str, str], side: str, suggestion: str, check_pair: CheckPair
) -> None:
    (finding,) = check_pair("NUM502", source, target, languages)
    assert (finding.spans[0].side, finding.suggestion) == (side, suggestion)


def test_a_number_is_told_once(check_pair: CheckPair) -> None:
    (finding,) = check_pair("NUM502", "Costó 1.234.567 euros.", "It cost 1.234.567 euros.", ("es", "en"))
    assert finding.bead == 0
