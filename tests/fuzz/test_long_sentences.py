"""Sentences that never end, such as tables and data written out: no rule takes more time than a page of prose is worth."""

from __future__ import annotations

import pytest

from aligner import checks
from aligner.formats.pairs import Row, pairs_bitext
from tools.fuzz.judging import Fate, judged

LETTERS = 20_000
# What once took minutes at a hundred thousand letters, or stopped the check.
PIECES = {
    "initials": "A.",
    "letters": "a",
    "dotted names": "a-",
    "acronyms": "A.B. ",
    "defined acronyms": "Abc Def (AD) ",
    "one number": "9",
    "numbers": "1,",
    "dates": "3 May ",
    "a code": "x9",
    "a name": "O'Neil-",
    "titles": "Mr. ",
    "quotation marks": "“",
    "brackets": "(",
    "addresses": "a@b.c",
    "at signs": "@",
    "blanks": " ",
    "paths": "/",
}


@pytest.mark.parametrize("name", PIECES)
def test_every_rule(name: str) -> None:
    text = f"a{PIECES[name] * (LETTERS // len(PIECES[name]))}b"
    rows = [Row(text, f"{text[:-1]}x", 1), Row(f"He said {text[:3000]} on Monday.", f"Dijo {text[:2900]} el lunes.", 2)]
    subject = checks.Subject.pair(pairs_bitext(rows, "a", "en", "es"))
    for rule in checks.rules():
        verdict = judged(lambda _data, rule=rule: rule.findings(subject), b"", seconds=2)  # type: ignore[misc]
        assert verdict.fate is Fate.USED, (rule.code, verdict)


@pytest.mark.parametrize(
    "written",
    [
        "#",
        "COVID-#",
        "1/#",
        "$#",
        "1.#",
        "siglo #",
        "3 May #",
        "# %",
        "#:00",
        "#(2)",
        "# million",
        "x#-y",
        "#/2",
        "# km",
    ],
)
def test_numbers_of_five_thousand_digits(written: str) -> None:
    """Python turns no text of more than 4,300 digits into a number."""
    number = written.replace("#", "9" * 5000)
    subject = checks.Subject.pair(pairs_bitext([Row(f"Said {number} x.", f"Dijo {number} x.", 1)], "a", "en", "es"))
    for rule in checks.rules():
        rule.findings(subject)
