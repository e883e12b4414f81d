"""Write `checks/data/cldr.en.tsv` and `cldr.es.tsv`: what the rules take from CLDR of English and Spanish.

Run `python tools/cldr.py` after a new Babel, and after a unit was added to those that are read.
"""

from __future__ import annotations

from pathlib import Path

from babel.core import get_cldr_version

from aligner.checks.cldr import TABLES, Part, babel_rows

_DATA = Path(__file__).parent.parent / "src" / "aligner" / "checks" / "data"
_HEADER = """\
# What the rules take from CLDR {version} (Unicode licence v3) of one language, written by tools/cldr.py: headings name the
# parts, which `aligner.checks.cldr.Part` explains; rows have a key and a name.
"""


def table(language: str) -> str:
    """The table of a language as it stands in its file."""
    parts = (f"[{part}]\n" + "".join(f"{key}\t{name}\n" for key, name in babel_rows(language, part)) for part in Part)
    return _HEADER.format(version=get_cldr_version()) + "".join(parts)


if __name__ == "__main__":
    for one in TABLES:
        (_DATA / f"cldr.{one}.tsv").write_text(table(one), encoding="utf-8")
