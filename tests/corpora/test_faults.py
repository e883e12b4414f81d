"""The sample articles are what `corpora/README.md` says: whole, parallel, and faulty exactly where they should be."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement

CORPORA = Path(__file__).parents[2] / "corpora"
ARTICLES = sorted(path.parent for path in CORPORA.glob("*/faults.json"))
CLEAN = {"monarch-butterflies", "panama-canal", "maracanazo", "webb-telescope"}
FAULTY = {"panjshir-resistance", "atacama-lithium"}
LANGUAGES = ("en", "es")
# Severity of the rules that may be planted, as the rule catalogue has it.
SEVERITIES = {
    "ALN101": "error",
    "ALN102": "warning",
    "UNT202": "error",
    "UNT203": "warning",
    "UNT204": "warning",
    "UNT205": "error",
    "UNT206": "warning",
    "UNT207": "info",
    "ACR301": "error",
    "NAM401": "warning",
    "NUM501": "error",
}
UNSEEN_TAGS = frozenset({"script", "style", "template", "svg"})


@dataclass(frozen=True, slots=True)
class Planted:
    """One span of one fault in one form of one article."""

    folder: Path
    form: str
    fault: str
    span: dict[str, Any]
    file: str

    @property
    def path(self) -> Path:
        return self.folder / self.file


def _sheet(folder: Path) -> dict[str, Any]:
    sheet: dict[str, Any] = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    return sheet


def _planted(form: str) -> Iterator[Planted]:
    for folder in ARTICLES:
        sheet = _sheet(folder)
        for fault in sheet["faults"]:
            for span in (fault[form] or {"spans": []})["spans"]:
                yield Planted(folder, form, fault["id"], span, sheet["files"][form][span["side"]])


def _name(planted: Planted) -> str:
    return f"{planted.folder.name}-{planted.fault}-{planted.span['line' if planted.form == 'html' else 'start']}"


def _page(path: Path) -> HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def _seen(element: HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in UNSEEN_TAGS:
        yield element.text or ""
        for child in element:
            yield from _seen(child)
    yield element.tail or ""


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _visible_text(page: HtmlElement) -> str:
    return _one_line("".join(_seen(page.body)))


def _whole_words(words: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _text_blocks(path: Path) -> list[str]:
    """Paragraphs of a plain-text article; a list gives one for each item."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [_one_line(item) for block in blocks for item in re.split(r"(?m)^- ", block) if item]


def _page_blocks(page: HtmlElement) -> list[str]:
    """Title, introduction, byline with date, everything in the article's body, and the author's bio."""
    heading = page.xpath("//article//h1 | //p[@class='entry-subtitle' or @class='standfirst']")
    byline = page.xpath("//*[@class='byline'] | //article//time")
    body = page.xpath(
        "//div[contains(@class, 'entry-content') or contains(@class, 'story-body')]"
        "//*[self::p or self::h2 or self::li or self::figcaption]"
    )
    bio = page.xpath("//p[@class='bio' or @class='author-bio']")
    said = [_one_line(element.text_content()) for element in (*heading, *body, *bio)]
    together = " ".join(_one_line(element.text_content()) for element in byline)
    return [*said[:2], together, *said[2:]]


def test_articles_are_the_six_of_the_readme() -> None:
    assert {folder.name for folder in ARTICLES} == CLEAN | FAULTY
    readme = (CORPORA / "README.md").read_text(encoding="utf-8")
    for folder in ARTICLES:
        planted = len(_sheet(folder)["faults"])
        assert re.search(rf"`{folder.name}`.*\| {f'{planted} planted' if planted else 'none'} \|", readme)


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_sheet_names_files_that_are_there(folder: Path) -> None:
    sheet = _sheet(folder)
    assert set(sheet) == {"source_language", "target_language", "files", "faults"}
    assert {sheet["source_language"], sheet["target_language"]} == set(LANGUAGES)
    for form, suffix in (("html", "html"), ("text", "txt")):
        for side in ("source", "target"):
            assert sheet["files"][form][side] == f"article.{sheet[f'{side}_language']}.{suffix}"
            assert (folder / sheet["files"][form][side]).is_file()


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_faults_follow_the_schema(folder: Path) -> None:
    faults = _sheet(folder)["faults"]
    assert (folder.name in CLEAN) == (faults == [])
    assert len({fault["id"] for fault in faults}) == len(faults)
    for fault in faults:
        assert set(fault) == {"id", "codes", "severity", "kind", "note", "text", "html"}
        assert fault["codes"]
        assert set(fault["codes"]) <= set(SEVERITIES)
        assert fault["severity"] == SEVERITIES[fault["codes"][0]]
        assert fault["kind"]
        assert fault["note"]
        assert fault["text"] or fault["html"]
        for form, keys in (
            ("text", {"side", "start", "end", "text"}),
            ("html", {"side", "text", "occurrence", "line"}),
        ):
            if fault[form] is not None:
                assert set(fault[form]) == {"spans"}
                assert fault[form]["spans"]
                assert all(set(span) - {"attribute"} == keys for span in fault[form]["spans"])


def test_only_what_a_page_alone_has_is_missing_from_the_text() -> None:
    for folder in ARTICLES:
        for fault in _sheet(folder)["faults"]:
            on_the_page_alone = fault["kind"] in {"untranslated-alt-text", "page-chrome"}
            assert (fault["text"] is None) == on_the_page_alone
            assert fault["html"] is not None


def test_every_rule_is_planted_in_both_directions() -> None:
    for name in FAULTY:
        first_codes = {fault["codes"][0] for fault in _sheet(CORPORA / name)["faults"]}
        assert first_codes == set(SEVERITIES)
    assert {_sheet(CORPORA / name)["target_language"] for name in FAULTY} == set(LANGUAGES)


@pytest.mark.parametrize("planted", list(_planted("text")), ids=_name)
def test_text_spans_are_exact(planted: Planted) -> None:
    text = planted.path.read_bytes().decode("utf-8")
    span = planted.span
    assert text[span["start"] : span["end"]] == span["text"]


def test_text_spans_of_one_side_do_not_overlap() -> None:
    spans = sorted((planted.path, planted.span["start"], planted.span["end"]) for planted in _planted("text"))
    for (path, _, end), (next_path, start, _) in pairwise(spans):
        assert path != next_path or end <= start


@pytest.mark.parametrize("planted", list(_planted("html")), ids=_name)
def test_page_spans_are_where_they_are_said_to_be(planted: Planted) -> None:
    span, page = planted.span, _page(planted.path)
    line = planted.path.read_text(encoding="utf-8").split("\n")[span["line"] - 1]
    assert span["text"] in line
    if "attribute" in span:
        assert page.xpath(f"//@{span['attribute']}").count(span["text"]) >= span["occurrence"]
    else:
        assert _whole_words(span["text"], _visible_text(page)) >= span["occurrence"]


@pytest.mark.parametrize("planted", list(_planted("html")), ids=_name)
def test_occurrences_and_lines_agree(planted: Planted) -> None:
    """The n-th occurrence of the words in the visible text stands on the line that is given."""
    span = planted.span
    lines = planted.path.read_text(encoding="utf-8").split("\n")
    first_body_line = next(number for number, line in enumerate(lines, 1) if line.startswith("<body"))
    if "attribute" in span:
        wanted = f'{span["attribute"]}="{span["text"]}"'
        counts = [line.count(wanted) for line in lines]
    else:
        bare = (re.sub(r"<[^>]*>", "", line) for line in lines)
        counts = [_whole_words(span["text"], line) for line in bare]
        counts[: first_body_line - 1] = [0] * (first_body_line - 1)
    before, there = sum(counts[: span["line"] - 1]), counts[span["line"] - 1]
    assert before < span["occurrence"] <= before + there


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_text_say_the_same(folder: Path, language: str) -> None:
    page = _page_blocks(_page(folder / f"article.{language}.html"))
    assert page == _text_blocks(folder / f"article.{language}.txt")


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_have_the_length_of_news(folder: Path, language: str) -> None:
    text = (folder / f"article.{language}.txt").read_text(encoding="utf-8")
    assert 500 <= len(re.findall(r"\w+(?:[.,’'-]\w+)*", text)) <= 900


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_declare_both_languages(folder: Path, language: str) -> None:
    page = _page(folder / f"article.{language}.html")
    other = next(code for code in LANGUAGES if code != language)
    assert page.get("lang", "").split("-")[0] == language
    alternates = {link.get("hreflang") for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
    assert alternates == set(LANGUAGES)
    links = page.xpath("//body//a[@hreflang]")
    assert [(link.get("lang").split("-")[0], link.get("hreflang").split("-")[0]) for link in links] == [(other, other)]


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: folder.name)
def test_both_pages_of_a_pair_are_built_alike(folder: Path) -> None:
    """Same elements in the same order, but for words set off inside a sentence."""
    inline = {"em", "span"}
    pages = [_page(folder / f"article.{language}.html") for language in LANGUAGES]
    first, second = ([el.tag for el in page.iter() if el.tag not in inline] for page in pages)
    assert first == second


def test_the_two_page_designs_are_both_used_in_both_directions() -> None:
    designs = Counter(
        ("wp-block" in (folder / "article.en.html").read_text(encoding="utf-8"), _sheet(folder)["source_language"])
        for folder in ARTICLES
    )
    assert len(designs) == 4
