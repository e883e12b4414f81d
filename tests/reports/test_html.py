"""The web page: nothing from outside, nothing that a text could run, and a browser that filters it."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from aligner import checks
from aligner.model import Report
from aligner.reports import render

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ADDRESSES = ("src", "href", "action", "data", "poster", "srcset", "formaction", "style")


def page_of(report: Report) -> str:
    return "".join(render(report, "html", rules=checks.rules()))


def parsed(page: str) -> etree._Element:
    return etree.fromstring(page, etree.HTMLParser())


def element(root: etree._Element, path: str) -> etree._Element:
    found = root.find(path)
    assert found is not None
    return found


def test_findings_stand_in_both_texts(pair_report: Report) -> None:
    articles = list(parsed(page_of(pair_report)).iter("article"))
    assert [article.get("data-rule") for article in articles] == ["NUM501", "ACR301", "ALN101", "UNT203"]
    cells = [(cell.get("lang"), "".join(map(str, cell.itertext()))) for cell in articles[0].iter("td")]
    assert cells == [
        ("en", "The governor counted 150 men of the NRF."),
        ("es", "El gobernador contó 105 hombres de la FNR."),
    ]
    assert [mark.text for mark in articles[0].iter("mark")] == ["150", "105"]


def test_a_missing_sentence_has_its_place(pair_report: Report) -> None:
    (article,) = (one for one in parsed(page_of(pair_report)).iter("article") if one.get("data-rule") == "ALN101")
    source, target = article.iter("td")
    assert element(source, "mark").text == "His father stayed."
    assert element(target, "span[@class='gap']").text == "El gobernador contó 105 hombres de la FNR."
    assert element(target, "mark").text is None


def test_one_text_has_one_column(one_report: Report) -> None:
    article = next(parsed(page_of(one_report)).iter("article"))
    assert [len(row) for row in article.iter("tr")] == [1, 1]


def test_many_places_are_folded_away(one_text: Callable[..., Report]) -> None:
    text = "\n".join(f"palabra{letter}" for letter in "abcdefg")
    article = next(parsed(page_of(one_text(text, r"palabra\w"))).iter("article"))
    assert len(list(article.iter("mark"))) == 7
    assert element(article, ".//summary").text == "and 3 more"


def test_rules_are_explained_once(pair_report: Report) -> None:
    root = parsed(page_of(pair_report))
    identifiers = [found.get("id") for found in root.iter() if found.get("id")]
    assert len(identifiers) == len(set(identifiers))
    targets = {(link.get("href") or "").removeprefix("#") for link in root.iter("a")}
    assert targets == {"rule-NUM501", "rule-ACR301", "rule-ALN101", "rule-UNT203"} <= set(identifiers)


def test_nothing_found(pair_report: Report) -> None:
    page = page_of(Report(pair_report.documents, (), "", pair_report.bitext))
    assert "nothing found" in page
    assert "<article" not in page


def test_the_policy_allows_its_own_style_and_script_alone(pair_report: Report) -> None:
    page = page_of(pair_report)
    root = parsed(page)
    policy = element(root, ".//meta[@http-equiv='Content-Security-Policy']").get("content") or ""
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", page, flags=re.DOTALL)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_nothing_comes_from_outside(pair_report: Report, one_report: Report) -> None:
    for report in (pair_report, one_report):
        page = page_of(report)
        addresses = {(name, one.get(name)) for one in parsed(page).iter() for name in ADDRESSES if one.get(name)}
        assert all(name == "href" and str(value).startswith("#") for name, value in addresses)
        assert "url(" not in page
        assert "@import" not in page


def test_hostile_texts_are_text(hostile_report: Report, pair_report: Report) -> None:
    hostile_page = parsed(page_of(hostile_report))
    kinds = {str(one.tag) for one in hostile_page.iter() if isinstance(one.tag, str)}
    assert kinds <= {str(one.tag) for one in parsed(page_of(pair_report)).iter()} | {"ins"}
    assert len(list(hostile_page.iter("script"))) == 1
    assert not [name for one in hostile_page.iter() for name in one.attrib if str(name).startswith("on")]
    assert len(list(hostile_page.iter("article"))) == 1


def in_browser(page: str, folder: Path) -> etree._Element:
    """The page as a browser has it when its script has run."""
    file = folder / "report.html"
    file.write_text(page, encoding="utf-8")
    assert CHROMIUM
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    done = subprocess.run([CHROMIUM, *options, file.as_uri()], capture_output=True, check=True, timeout=60)
    return parsed(done.stdout.decode())


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_runs_the_filter_and_no_text(pair_report: Report, tmp_path: Path) -> None:
    """The script's digest is right if the form shows; a box that is off from the start hides its findings."""
    page = page_of(pair_report).replace('value="NUM501" checked', 'value="NUM501"')
    root = in_browser(page, tmp_path)
    assert element(root, ".//form").get("hidden") is None
    assert element(root, ".//output").text == "3 of 4 shown"
    hidden = [article.get("data-rule") for article in root.iter("article") if article.get("hidden") is not None]
    assert hidden == ["NUM501"]


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_runs_nothing_of_a_text(one_text: Callable[..., Report], tmp_path: Path) -> None:
    text = "</script><script>document.title='gone'</script><img src=x onerror=\"document.title='gone'\"> padre"
    root = in_browser(page_of(one_text(text, ".+")), tmp_path)
    assert (element(root, ".//title").text or "").startswith("aligner check")
    assert len(list(root.iter("script"))) == 1


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize("is_allowed", [True, False])
def test_what_were_not_escaped_would_not_run(is_allowed: bool, pair_report: Report, tmp_path: Path) -> None:
    """The policy holds by itself; without it the same page is changed, so that this test can fail."""
    page = page_of(pair_report).replace("</main>", "<script>document.title = 'gone'</script></main>")
    if is_allowed:
        page = page.replace("Content-Security-Policy", "x-nothing")
    title = element(in_browser(page, tmp_path), ".//title").text or ""
    assert (title == "gone") is is_allowed
