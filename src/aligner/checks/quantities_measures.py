"""Units that translators convert: a number with one of them equals another number with another of its dimension."""

from __future__ import annotations

import re
from fractions import Fraction

from aligner.checks.quantities_digits import BLANKS, Value

# In metres, kilograms, litres, square metres. Names of both languages together: none means two things.
_FACTORS = {
    "length": {
        "mm": "0.001", "cm": "0.01", "centimetres": "0.01", "centimeters": "0.01", "centímetros": "0.01",
        "m": "1", "metre": "1", "metres": "1", "meter": "1", "meters": "1", "metro": "1", "metros": "1",
        "km": "1000", "kilometre": "1000", "kilometres": "1000", "kilometer": "1000", "kilometers": "1000",
        "kilómetro": "1000", "kilómetros": "1000", "inch": "0.0254", "inches": "0.0254", "pulgada": "0.0254",
        "pulgadas": "0.0254", "foot": "0.3048", "feet": "0.3048", "ft": "0.3048", "pie": "0.3048", "pies": "0.3048",
        "yard": "0.9144", "yards": "0.9144", "yardas": "0.9144", "mile": "1609.34", "miles": "1609.34", "mi": "1609.34",
        "milla": "1609.34", "millas": "1609.34",
    },
    "mass": {
        "g": "0.001", "gram": "0.001", "grams": "0.001", "gramo": "0.001", "gramos": "0.001", "kg": "1", "kilo": "1",
        "kilos": "1", "kilograms": "1", "kilogram": "1", "kilogramo": "1", "kilogramos": "1", "ounce": "0.02835",
        "ounces": "0.02835", "oz": "0.02835", "onzas": "0.02835", "pound": "0.45359", "pounds": "0.45359",
        "lb": "0.45359", "lbs": "0.45359", "libra": "0.45359", "libras": "0.45359", "tonne": "1000", "tonnes": "1000",
        "ton": "1000", "tons": "1000", "tonelada": "1000", "toneladas": "1000", "stone": "6.35",
    },
    "volume": {
        "ml": "0.001", "l": "1", "litre": "1", "litres": "1", "liter": "1", "liters": "1", "litro": "1", "litros": "1",
        "gallon": "3.785", "gallons": "3.785", "galones": "3.785", "pint": "0.5", "pints": "0.5", "pintas": "0.5",
    },
    "area": {
        "acre": "4046.86", "acres": "4046.86", "hectare": "10000", "hectares": "10000", "hectárea": "10000",
        "hectáreas": "10000", "ha": "10000",
    },
}  # fmt: skip
_UNITS = {
    unit: (dimension, Fraction(factor)) for dimension, units in _FACTORS.items() for unit, factor in units.items()
}
_UNIT = re.compile(rf"[-{BLANKS}]?(?:square[ \u00a0]|de[ \u00a0])?([^\W\d_]+)")
# Translators round: 500 pounds, 230 kilos.
_TOLERANCE = Fraction(6, 100)

Measure = tuple[str, Fraction]


def unit_after(text: str, end: int) -> Measure | None:
    """The unit after a number: its dimension and its size in the base unit; None where no unit that is converted follows.

    >>> unit_after("500 pounds", 3)
    ('mass', Fraction(45359, 100000))
    """
    found = _UNIT.match(text, end)
    return _UNITS.get(found[1].lower()) if found else None


def is_conversion(one: Value, one_unit: Measure | None, other: Value, other_unit: Measure | None) -> bool:
    """Whether two numbers with different units are about the same amount.

    >>> is_conversion(500, unit_after(" pounds", 0), 227, unit_after(" kg", 0))
    True
    >>> is_conversion(500, unit_after(" pounds", 0), 500, unit_after(" kg", 0))
    False
    """
    if not one_unit or not other_unit or one_unit[0] != other_unit[0] or one_unit[1] == other_unit[1]:
        return False
    first, second = one * one_unit[1], other * other_unit[1]
    return abs(first - second) <= _TOLERANCE * max(first, second)
