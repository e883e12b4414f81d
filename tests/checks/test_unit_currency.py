"""NUM505: units of measure, units of time, currencies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.checks.quantities_measures import currency_before, is_conversion, unit_after
from aligner.model import Finding

CheckPair = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("source", "target", "texts"),
    [
        ("Stay 6 feet apart.", "Guarde 6 metros de distancia.", ["6 feet", "6 metros"]),
        ("It is 224 km long.", "Mide 224 millas.", ["224 km", "224 millas"]),
        ("Wait for 25 minutes.", "Espere 25 horas.", ["25 minutes", "25 horas"]),
        ("A 20-hour trip.", "Un viaje de 20 días.", ["20-hour", "20 días"]),
        ("It cost 145 million dollars.", "Costó 145 millones de euros.", ["145 million dollars", "145 millones de euros"]),
        ("It cost $450 billion.", "Costó 450 mil millones de libras.", ["$450 billion", "450 mil millones de libras"]),
        ("It cost €5.", "Costó $5.", ["€5", "$5"]),
        ("It cost USD 5.", "Costó 5 EUR.", ["USD 5", "5 EUR"]),
        ("It cost 5 Canadian dollars.", "Costó 5 pesos mexicanos.", ["5 Canadian dollars", "5 pesos mexicanos"]),
        ("It was 20 °C.", "Hacía 20 °F.", ["20 °C", "20 °F"]),
        ("It was 20 degrees Celsius.", "Hacía 20 grados Fahrenheit.", ["20 degrees Celsius", "20 grados Fahrenheit"]),
        ("Stay 6 feet (1.8 m) apart.", "Guarde 6 metros (1,8 m).", ["6 feet", "6 metros"]),
        ("It weighs 70kg.", "Pesa 70 libras.", ["70kg", "70 libras"]),
        ("He left at the age of 12.", "Se fue a la edad de 12 meses.", ["12", "12 meses"]),
        ("Men aged between 18 and 21.", "Hombres de 18 a 21 días.", ["21", "21 días"]),
        ("Smith, 41, said so.", "Smith, de 41 semanas, lo dijo.", ["41", "41 semanas"]),
        ("For 12 more weeks.", "Durante 12 meses más.", ["12 more weeks", "12 meses"]),
        ("The 100m freestyle.", "Los 100 pulgadas libres.", ["100m", "100 pulgadas"]),
        ("An income of 5.352 pesos.", "Un ingreso de 5 mil 352 euros.", ["5.352 pesos", "5 mil 352 euros"]),
        ("Twenty weeks later.", "Veinte meses después.", ["Twenty weeks", "Veinte meses"]),
        ("A file of 5 MB.", "Un archivo de 5 GB.", ["5 MB", "5 GB"]),
        ("It took 10 to 20 hours.", "Tardó de 10 a 20 días.", ["20 hours", "20 días"]),
    ],
)  # fmt: skip
def test_another_unit_is_found(source: str, target: str, texts: list[str], check_pair: CheckPair) -> None:
    findings = check_pair("NUM505", source, target)
    assert [span.text for span in findings[-1].spans] == texts
    back = check_pair("NUM505", target, source, ("es", "en"))
    assert [span.text for span in back[-1].spans] == texts[::-1]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Stay 6 feet apart.", "Guarde 6 pies de distancia."),
        ("Stay 6 feet apart.", "Guarde 1,8 metros de distancia."),
        ("Stay 6 feet apart.", "Guarde 6 pies (1,8 metros) de distancia."),
        ("It is 50 miles (80 km) long.", "Mide 80 km."),
        ("It cost $5.", "Costó 5 dólares."),
        ("It cost $5.", "Costó 5 dólares estadounidenses."),
        ("It cost US$5.", "Costó 5 dólares."),
        ("It cost $5 (€4).", "Costó 5 dólares (4 euros)."),
        ("It cost 5 pesos.", "Costó $5."),
        ("It cost 5 pounds.", "Costó 5 libras esterlinas."),
        ("It cost 5 crowns.", "Costó 5 coronas."),
        ("It cost £5bn.", "Costó 5.000 millones de libras."),
        ("It weighs 5 tons.", "Pesa 5 toneladas."),
        ("It lasted 48 hours.", "Duró 2 días."),
        ("It lasted 5 days and 5 hours.", "Duró 5 horas y 5 días."),
        ("She is 35 years old.", "Tiene 35 años."),
        ("A 1,000-metre race.", "Una carrera de 1.000 metros."),
        ("It is 5 miles away.", "Está a 5 largas millas."),
        ("It was 68 °F.", "Hacía 20 °C."),
        ("At 5 a.m. sharp.", "A las 5 horas en punto."),
        ("They sold 5 thousand.", "Vendieron 5 miles."),
        ("He left at the age of 12.", "Se fue a los 12 años."),
        ("Aged 9 months.", "De 9 meses."),
        ("Smith, 41, paid 41 euros.", "Smith, de 41 años, pagó 41 euros."),
        ("In 2010, two years later.", "En 2010, dos años después."),
        ("The 100m freestyle.", "Los 100 metros libres."),
        ("A job of $3 a day, a house of $4.1m.", "Un empleo de 3 dólares al día, una casa de 4,1 millones de dólares."),
        ("It costs $375,000 per month.", "Cuesta 375.000 dólares."),
        ("He scored 20 points.", "Anotó 20 tantos."),
        ("He ran at 100 km/h.", "Corría a 100 kilómetros por hora."),
    ],
)
def test_equal_and_converted_units_are_quiet(source: str, target: str, check_pair: CheckPair) -> None:
    assert check_pair("NUM505", source, target) == []
    assert check_pair("NUM505", target, source, ("es", "en")) == []


def test_conversions_are_about_the_same_amount() -> None:
    feet, metres = unit_after(" feet", 0, "en"), unit_after(" metros", 0, "es")
    assert is_conversion(6, feet, 2, metres) is False
    assert is_conversion(300, feet, 91, metres) is True
    assert is_conversion(300, feet, 91, None) is False


def test_words_that_are_no_units() -> None:
    assert unit_after("5 in the morning", 1, "en") is None
    assert unit_after("5 miles de personas", 1, "es") is None
    assert unit_after("5%", 1, "en") is None
    assert unit_after("5", 1, "en") is None
    assert currency_before("At 5", 3, "en") is None
