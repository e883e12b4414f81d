"""The page with both texts: what a reviewer sees, and nothing that a text could do to it."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.contracts import Heading, Pair
from aligner.formats import heading_of, pairs_of, write_bitext
from aligner.formats.marked import pieces_of
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.side_by_side import write_pairs
from aligner.model import Bitext, Finding, Severity, Side, Span

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
BITEXT = pairs_bitext(
    [
        Row("The governor counted 150 men.", "El gobernador contó 105 hombres.", 1, 0.98),
        Row("His father stayed.", "", 2),
        Row("", "Léelo en español.", 3),
        Row("Bell\x07 & <b>", "Campana\n\tdos", 4, 0.31),
    ],
    "", "en", "es",
)  # fmt: skip


def span(side: Side, words: str, bitext: Bitext = BITEXT) -> Span:
    start = bitext.document(side).text.index(words)
    return Span(side, start, start + len(words), words)


FINDINGS = [
    Finding(
        "NUM501", "number-value", Severity.ERROR, "150 is 105 <here>",
        (span(Side.SOURCE, "150"), span(Side.TARGET, "105")), 0, "150",
    ),
    Finding("UNT203", "leftover-word", Severity.WARNING, "a word", (span(Side.TARGET, "contó 105"),), 0),
]  # fmt: skip


def page(bitext: Bitext = BITEXT, findings: list[Finding] | None = None, heading: Heading | None = None) -> str:
    pairs = pairs_of(bitext, FINDINGS if findings is None else findings)
    return "".join(write_pairs(pairs, heading or heading_of(bitext)))


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text, etree.HTMLParser())


def text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def test_every_pair_is_a_row_with_its_languages() -> None:
    cells = [
        (cell.get("lang"), cell.get("dir"), text_of(cell)) for cell in parsed(page()).iter("td") if cell.get("lang")
    ]
    assert cells == [
        ("en", "ltr", "The governor counted 150 men."),
        ("es", "ltr", "El gobernador contó 105 hombres."),
        ("en", "ltr", "His father stayed."),
        ("es", "ltr", "Léelo en español."),
        ("en", "ltr", "Bell␇ & <b>"),
        ("es", "ltr", "Campana\n\tdos"),
    ]
    assert page().count(">no counterpart</td>") == 2


def test_scores_are_told_and_low_ones_stand_out() -> None:
    told = [
        (cell.get("class"), cell.text)
        for cell in parsed(page()).iter("td")
        if re.fullmatch(r"\d\.\d\d", cell.text or "")
    ]
    assert told == [(None, "0.98"), ("doubtful", "0.31")]


def test_findings_are_marked_the_graver_first() -> None:
    root = parsed(page())
    assert [(mark.get("class"), mark.text) for mark in root.iter("mark")] == [("error", "150"), ("error", "105")]
    assert [text_of(item) for item in root.iter("li")] == ["NUM501 150 is 105 <here> → 150", "UNT203 a word"]


def test_a_finding_of_a_text_that_was_changed_points_at_nothing() -> None:
    pair = next(pairs_of(BITEXT, FINDINGS))
    changed = replace(pair, target="Otro texto del todo distinto.")
    assert [piece.finding for piece in pieces_of(changed, Side.TARGET)] == [None]
    assert [piece.text for piece in pieces_of(pair, Side.TARGET)] == ["El gobernador contó ", "105", " hombres."]


def test_languages_that_are_written_from_the_right() -> None:
    cells = list(parsed("".join(write_pairs([Pair("The Nile.", "النيل.")], Heading("en", "ar")))).iter("td"))
    assert [(cell.get("lang"), cell.get("dir")) for cell in cells[:2]] == [("en", "ltr"), ("ar", "rtl")]


def test_documents_have_heads() -> None:
    pairs = [Pair("a", "b", document="x"), Pair("c", "d", document="x"), Pair("e", "f", document="y <z>")]
    heads = [head.text for head in parsed("".join(write_pairs(pairs, Heading("en", "es")))).iter("th")]
    assert heads == ["#", "English", "Spanish", "Score", "x", None, None, "y <z>", None]


def test_the_policy_allows_its_own_style_alone() -> None:
    text = page(heading=replace(heading_of(BITEXT), source_path="<script>", signature="</footer>", licence="'\"&"))
    (style,) = re.findall("<style>(.*?)</style>", text, flags=re.DOTALL)
    policy = parsed(text).find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.get("content") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "<script" not in text


@given(st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_text_becomes_mark_up(source: str, target: str) -> None:
    plain = parsed("".join(write_pairs([Pair("a", "b", document="c")], Heading("en", "es"))))
    pairs = [Pair(f"a{source}", f"b{target}", document=f"c{source}")]
    root = parsed("".join(write_pairs(pairs, Heading("en", "es"))).encode("utf-8").decode("utf-8"))
    assert [element.tag for element in root.iter()] == [element.tag for element in plain.iter()]
    names = [sorted(element.keys()) for element in root.iter()]
    assert names == [sorted(element.keys()) for element in plain.iter()]


def test_the_suffix_html_names_it_for_writing(tmp_path: Path) -> None:
    write_bitext(BITEXT, str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page(findings=[])


@pytest.mark.skipif(CHROMIUM is None, reason="no browser here")
def test_a_browser_shows_it_whole(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    file = tmp_path / "page.html"
    file.write_text(page(), encoding="utf-8")
    shown = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--enable-logging=stderr", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "Refused" not in shown.stderr
    assert [mark.text for mark in parsed(shown.stdout).iter("mark")] == ["150", "105"]
