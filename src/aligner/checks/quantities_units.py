"""The units that are read, and their sizes: which amounts are the same in another unit."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

# CLDR's unit (its dimension comes first) and its size in the base unit: metre, kilogram, litre, square metre, day.
SIZES = {
    "length-millimeter": "0.001", "length-centimeter": "0.01", "length-meter": "1", "length-kilometer": "1000",
    "length-inch": "0.0254", "length-foot": "0.3048", "length-yard": "0.9144", "length-mile": "1609.34",
    "length-nautical-mile": "1852", "length-light-year": "", "mass-milligram": "0.000001", "mass-gram": "0.001",
    "mass-kilogram": "1", "mass-ounce": "0.02835", "mass-pound": "0.45359", "mass-stone": "6.35", "mass-ton": "907.18",
    "mass-tonne": "1000", "volume-milliliter": "0.001", "volume-centiliter": "0.01", "volume-liter": "1",
    "volume-gallon": "3.785", "volume-pint": "0.5", "volume-barrel": "159", "area-acre": "4046.86",
    "area-hectare": "10000", "temperature-celsius": "1", "temperature-fahrenheit": "5/9", "duration-second": "1/86400",
    "duration-minute": "1/1440", "duration-hour": "1/24", "duration-day": "1", "duration-week": "7",
    "duration-month": "30.44", "duration-year": "365.25", "duration-decade": "3652.5", "duration-century": "36525",
    "digital-kilobyte": "", "digital-megabyte": "", "digital-gigabyte": "", "digital-terabyte": "", "power-watt": "",
    "power-kilowatt": "", "power-megawatt": "", "power-gigawatt": "", "frequency-kilohertz": "",
    "frequency-megahertz": "", "frequency-gigahertz": "", "energy-kilocalorie": "", "energy-kilowatt-hour": "",
}  # fmt: skip
_DIMENSION_ENDS = "-"  # in the names of units, not in those of currencies


def has_dimension(unit: str) -> bool:
    """Whether a name is that of a unit, not of a currency.

    >>> has_dimension("mass-pound"), has_dimension("GBP")
    (True, False)
    """
    return _DIMENSION_ENDS in unit


def dimension_of(unit: str) -> str:
    """What a unit measures: length, mass, duration.

    >>> dimension_of("mass-pound")
    'mass'
    """
    return unit.partition(_DIMENSION_ENDS)[0]


@cache
def size_of(unit: str) -> Fraction | None:
    """How much of the base unit of its dimension a unit is, None where it is not told.

    >>> size_of("duration-hour")
    Fraction(1, 24)
    """
    written = SIZES.get(unit)
    return Fraction(written) if written else None
