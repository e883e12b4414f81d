"""Rules of a translation house: read, refused with the place, and what they make of a text."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.model import Block, Document
from aligner.segmentation import HouseRules, house, read_rules, segment

# In the manner of OmegaT and Okapi: exceptions of a language first, then the borders that all share.
HOUSE = """\
<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" xmlns:okpsrx="http://okapi.sf.net/srx-extensions" version="2.0">
<header segmentsubflows="yes" cascade="{cascade}">
<formathandle type="start" include="no"></formathandle>
<formathandle type="end" include="yes"></formathandle>
<formathandle type="isolated" include="no"></formathandle>
<okpsrx:options oneSegmentIncludesAll="no" trimLeadingWhitespaces="no"/>
</header>
<body>
<languagerules>
<languagerule languagerulename="Spanish">
<!-- titles -->
<rule break="no"><beforebreak>\\b(Sr|Sra|Dra?)\\.</beforebreak><afterbreak>\\s</afterbreak></rule>
<rule break="yes"><beforebreak>\\bFIN</beforebreak><afterbreak>\\s</afterbreak></rule>
<rule break="no"><beforebreak>\\bn\\.</beforebreak><afterbreak>\\s\\p{{Nd}}</afterbreak></rule>
</languagerule>
<languagerule languagerulename="Default">
<rule break="no"><beforebreak>\\betc\\.</beforebreak><afterbreak>\\s\\p{{Ll}}</afterbreak></rule>
<rule break="yes"><beforebreak>[\\.\\?!]+</beforebreak><afterbreak>\\s</afterbreak></rule>
<rule><afterbreak>\\n</afterbreak></rule>
</languagerule>
</languagerules>
<maprules>
<languagemap languagepattern="[Ee][Ss].*" languagerulename="Spanish"/>
<languagemap languagepattern=".*" languagerulename="Default"/>
</maprules>
</body>
</srx>
"""


def rules(cascade: str = "yes") -> HouseRules:
    return read_rules(HOUSE.format(cascade=cascade).encode(), "house.srx")


def sentences(text: str, language: str, cascade: str = "yes") -> list[str]:
    return [text[start:end] for start, end in rules(cascade).split(text, language)]


def test_the_first_rule_that_fits_decides() -> None:
    text = "El Sr. Gil y la Dra. Paz. FIN del n. 4 etc. y más.\nOtra"
    assert sentences(text, "es") == ["El Sr. Gil y la Dra. Paz.", "FIN", "del n. 4 etc. y más.", "Otra"]
    assert sentences(text, "en") == ["El Sr.", "Gil y la Dra.", "Paz.", "FIN del n.", "4 etc. y más.", "Otra"]


def test_without_a_cascade_only_the_first_map_counts() -> None:
    assert sentences("El Sr. Gil. FIN ya.", "es-MX", "no") == ["El Sr. Gil. FIN", "ya."]
    assert rules("no").names_for("es_MX") == ("Spanish",)
    assert rules("yes").names_for("es-MX") == ("Spanish", "Default")


def test_an_exception_after_a_border_says_nothing() -> None:
    late = HOUSE.format(cascade="yes").replace("</languagerule>\n</languagerules>",
        '<rule break="no"><beforebreak>Ma\\.</beforebreak><afterbreak>\\s</afterbreak></rule></languagerule></languagerules>')  # fmt: skip
    found = read_rules(late.encode(), "house.srx").split("Ma. Luisa", "es")
    assert found == [(0, 3), (4, 9)]


def test_blocks_go_by_their_own_language() -> None:
    text = "El Sr. Gil.\nMr. Hill."
    document = Document(text, (Block(0, 11), Block(12, 21, language="en-GB")), "es", locale="es-MX")
    found = segment(document, rules())
    assert [found.sentence_text(number) for number in range(len(found.sentences))] == ["El Sr. Gil.", "Mr.", "Hill."]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aB.?! \n\r\u0301\u200bSr😀FIN\u00a0", max_size=40))
def test_spans_cover_all_but_white_space(text: str) -> None:
    spans = rules().split(text, "es")
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_what_in_line_codes_are_told_is_noted() -> None:
    assert rules().notes == ()
    other = HOUSE.format(cascade="yes").replace('"isolated" include="no"', '"isolated" include="yes"')
    notes = read_rules(other.replace('subflows="yes"', 'subflows="no"').encode(), "house.srx").notes
    assert ["isolated" in notes[0], "segmentsubflows" in notes[1]] == [True, True]


WHOLE = HOUSE.format(cascade="yes")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("(Sr|Sra", "(Sr|(Sra", 13, "rule 1 of 'Spanish': beforebreak"),
        ("\\p{Nd}", "\\p{javaDigit}", 15, "rule 3 of 'Spanish': afterbreak"),
        ('break="yes"><beforebreak>\\bFIN', 'break="maybe"><beforebreak>\\bFIN', 14, "break of rule is 'maybe'"),
        ('version="2.0"', 'version="1.0"', 2, "it is SRX 1.0"),
        ('cascade="yes"', "", 3, "header has no cascade"),
        ("<maprules>", "<maps>", None, "it is no XML"),
        ('".*" languagerulename="Default"', '".*" languagerulename="Other"', 25, "no languagerules 'Other'"),
        ('languagepattern=".*"', 'languagepattern="*"', 25, "languagemap of 'Default'"),
        ('languagerulename="Default">', 'languagerulename="Spanish">', 17, "two languagerules 'Spanish'"),
        ("<srx xmlns", "<tmx xmlns", None, "it is no XML"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int | None, said: str) -> None:
    assert old in WHOLE
    with pytest.raises(InputError) as told:
        read_rules(WHOLE.replace(old, new, 1).encode(), "house.srx")
    assert said in told.value.problem
    assert line is None or told.value.place == line
    assert "\n" not in str(told.value)


def test_a_language_without_rules_is_told() -> None:
    with pytest.raises(InputError, match="no rules of it are for 'fr'"):
        read_rules(WHOLE.replace('pattern=".*"', 'pattern="en"').encode(), "house.srx").split("Il part. Oui.", "fr")


def test_entities_are_not_expanded_and_nothing_is_opened() -> None:
    for entity in ('<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY x "lol">', '<!ENTITY a "&#38;x;"><!ENTITY x "aa">'):  # fmt: skip
        hostile = WHOLE.replace("<srx ", f"<!DOCTYPE srx [{entity}]>\n<srx ", 1).replace("FIN", "&x;")
        with pytest.raises(InputError, match="entities"):
            read_rules(hostile.encode(), "house.srx")


def test_an_expression_that_goes_back_and_forth_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "_PATIENCE", 0.05)
    slow = WHOLE.replace("<beforebreak>\\bFIN</beforebreak><afterbreak>\\s<", "<afterbreak>(?:a|aa|a\\w?)+!<")
    with pytest.raises(InputError, match="rule 2 of 'Spanish' takes more than"):
        read_rules(slow.encode(), "house.srx").split("a" * 5000 + " " + "b " * 50, "es")


def test_many_exceptions_are_tried_together() -> None:
    rows = "".join(
        f'<rule break="no"><beforebreak>\\bab{number}\\.</beforebreak><afterbreak>\\s</afterbreak></rule>'
        for number in range(350)
    )
    many = read_rules(WHOLE.replace("<!-- titles -->", rows).encode(), "house.srx")
    text = "El ab349. no es ab350. Pero ab0. sí. "
    assert [text[start:end] for start, end in many.split(text, "es")] == ["El ab349. no es ab350.", "Pero ab0. sí."]


def test_files_of_no_use(tmp_path: object) -> None:
    for data in (b"", b"\x00\x01", b"<srx", textwrap.dedent("<srx version='2.0'/>").encode()):
        with pytest.raises(InputError):
            read_rules(data, "house.srx")
