"""Write `checks/data/places_cldr.tsv`: countries, parts of the world and cities in English and Spanish, from CLDR.

Run `python tools/places.py` after a new Babel; the package reads the table because it is forty times faster to load
than both locales.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version

_TABLE = Path(__file__).parent.parent / "src" / "aligner" / "checks" / "data" / "places_cldr.tsv"
_NO_PLACES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "001"}
_HEADER = """\
# Countries, parts of the world and cities that English and Spanish name: ISO 3166 or UN M.49 code ("-" for a city), English
# name, Spanish name. Names of territories and example cities of time zones from CLDR {version} (Unicode licence v3),
# written by tools/places.py; cities that have one name in both are left out. Other names stand in places.tsv.
"""


def rows() -> Iterator[tuple[str, str, str]]:
    """Code, English name and Spanish name of every place."""
    english, spanish = Locale("en"), Locale("es")
    for code in sorted(english.territories):
        if code not in _NO_PLACES and code in spanish.territories:
            yield code, english.territories[code], spanish.territories[code]
    for zone, names in sorted(spanish.time_zones.items()):
        city = english.time_zones.get(zone, {}).get("city", zone.split("/")[-1].replace("_", " "))
        there = names.get("city", city)
        if city != there and not zone.startswith("Etc/"):
            yield "-", city, there


if __name__ == "__main__":
    lines = ["\t".join(row) for row in dict.fromkeys(rows())]
    _TABLE.write_text(_HEADER.format(version=get_cldr_version()) + "\n".join(lines) + "\n", encoding="utf-8")
