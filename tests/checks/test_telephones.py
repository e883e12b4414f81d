"""NUM501 and telephone numbers: their digits count, not the groups; other digits are told."""

from __future__ import annotations

import pytest
from small_texts import rows_bitext

from aligner.checks.numbers import number_value
from aligner.checks.subject import Subject


def told(source: str, target: str) -> list[str]:
    pair = rows_bitext([(source, target)], ("en", "es"))
    return [fault.message for fault in number_value(Subject.pair(pair))]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Call +44 (0)1632 960 418 before noon.", "Llame al +44 1632 960418 antes del mediodía."),
        ("Press office: (+34) 91 577 40 02.", "Gabinete de prensa: 915 774 002."),
        ("Tickets: 91 577 40 02, Monday to Friday.", "Entradas: 915 774 002, de lunes a viernes."),
        ("Bookings: (+54 11) 5555-0171.", "Reservas: (011) 5555-0171."),
        ("Call 415-555-0134 or +52 55 5550 0199.", "Llame al (415) 555-0134 o al 55-5550-0199."),
    ],
)
def test_the_same_number_in_other_groups_is_right(source: str, target: str) -> None:
    assert told(source, target) == []
    assert told(target, source) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Press office: 91 577 40 02.", "Gabinete de prensa: 915 774 020."),
        ("Call 415-555-0134.", "Llame al (415) 555-0143."),
        ("Bookings: (+54 11) 5555-0171.", "Reservas: (011) 5555-0711."),
        ("Some 11 234 567 people.", "Unos 1 234 567 habitantes."),
        ("Some 1,234,567 people.", "Unos 1234,567 habitantes."),
    ],
)
def test_other_digits_are_told(source: str, target: str) -> None:
    assert told(source, target)


def test_what_stands_beside_a_telephone_number_is_still_compared() -> None:
    found = told("Call 91 577 40 02 from 9 to 14.", "Llame al 915 774 002 de 9 a 15.")
    assert found == ["14 in the source, 15 in the target"]
