"""The words of the page: all of them translated, none left over, and right as our own checker sees it."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import polib
import pytest

from aligner.model import Severity
from aligner.pipeline import check_bitext_file
from aligner.review.web import wording
from aligner.review.web.looking import KINDS

WEB = Path(str(files("aligner.review.web")))
PO = WEB / "locale" / "es" / "LC_MESSAGES" / "review.po"
_TEXT = r'"((?:[^"\\]|\\.)*)"'


def messages() -> set[tuple[str, str]]:
    """All messages of the scripts, the templates and the server, each with its plural."""
    found: set[tuple[str, str]] = {(kind, "") for kind in KINDS.values()}
    for file in WEB.glob("static/*.js"):
        text = file.read_text(encoding="utf-8")
        found |= {(one, "") for one in re.findall(rf"\bsay\(\s*{_TEXT}", text)}
        found |= set(re.findall(rf"\bsayMany\(\s*{_TEXT},\s*{_TEXT}", text))
        # What is said is written where it is said, so that it can be found.
        spoken = len(re.findall(r"(?<!function )\bsay(?:Many)?\(", text))
        written = len(re.findall(rf"\bsay(?:Many)?\(\s*{_TEXT}", text))
        exceptions = {"words.js": 1, "panels.js": 1}
        assert spoken - written == exceptions.get(file.name, 0), file.name
    for file in WEB.glob("templates/*.j2"):
        found |= {(one, "") for one in re.findall(rf"\b_\({_TEXT}\)", file.read_text(encoding="utf-8"))}
    for node in ast.walk(ast.parse((WEB / "pages.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
            assert isinstance(node.args[0], ast.Constant)
            found.add((str(node.args[0].value), ""))
    return found


def test_every_message_is_translated_and_none_left_over() -> None:
    entries = polib.pofile(str(PO))
    assert {(one.msgid, one.msgid_plural) for one in entries} == messages()
    assert not entries.untranslated_entries()
    assert not entries.fuzzy_entries()
    said = wording.catalogue("es")
    for one, many in messages():
        for message in filter(None, (one, many)):
            assert sorted(re.findall(r"\{\w+\}", message)) == sorted(re.findall(r"\{\w+\}", said[message])), message


def test_our_own_checker_finds_nothing_in_the_translation() -> None:
    report = check_bitext_file(str(PO))
    told = [one for one in report.findings if one.severity is not Severity.INFO]
    assert told == []


@pytest.mark.parametrize(
    ("asked", "kept", "header", "language"),
    [
        ("es", None, "en", "es"),
        ("de", "es", "en", "es"),
        (None, None, "es-AR, en;q=0.5", "es"),
        (None, None, "es;q=0.2, en-GB;q=0.9", "en"),
        (None, None, "es;q=nonsense", "en"),
        (None, None, "*, ;;;, =", "en"),
        (None, None, None, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(
    asked: str | None, kept: str | None, header: str | None, language: str
) -> None:
    assert wording.chosen(asked, kept, header) == language


def test_the_page_loads_every_script_ahead() -> None:
    template = (WEB / "templates" / "page.html.j2").read_text(encoding="utf-8")
    listed = re.search(r"for module in (\[.*?\])", template)
    assert listed
    assert {*ast.literal_eval(listed[1]), "main", "theme"} == {file.stem for file in WEB.glob("static/*.js")}


def test_scripts_and_styles_ask_nobody_else() -> None:
    for file in [*WEB.glob("static/*"), *WEB.glob("templates/*")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"https?://|@import|url\(|innerHTML|insertAdjacentHTML|eval\(|\bstyle=", text), file.name


def test_the_guide_has_every_key() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "review.md").read_text(encoding="utf-8")
    told = [
        (re.findall(r"`([^`]+)`", keys), label)
        for keys, label in re.findall(r"^\| (`.+`) \| (.+) \|$", guide, re.MULTILINE)
    ]
    shown = dict(
        re.findall(r'(\w+): "([^"]+)"', _line((WEB / "static" / "keys.js").read_text(encoding="utf-8"), "const SHOWN"))
    )
    actions = (WEB / "static" / "actions.js").read_text(encoding="utf-8")
    known = [
        ([shown.get(key, key) for key in re.findall(r'"([^"]+)"', keys)], label)
        for keys, label in re.findall(rf"keys: \[(.+?)\], label: say\({_TEXT}\)", actions)
    ]
    assert len(known) > 30
    assert told == known


def _line(text: str, beginning: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(beginning))
