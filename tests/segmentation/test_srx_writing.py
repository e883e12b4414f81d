"""Our rules as SRX: by the schema of the standard, and what they make of a text when they are read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hard_cases import read_cases
from lxml import etree

from aligner.segmentation import read_rules, split
from aligner.segmentation.srx_writing import exported_rules

CORPORA = Path(__file__).parents[2] / "corpora"
NAMESPACE = "{http://www.lisa.org/srx20}"
# The schema of SRX 2.0 (srx20.xsd), restated: the children of an element with the least and the most of each, in order,
# and its attributes with what they may be.
SCHEMA: dict[str, tuple[list[tuple[str, int, float]], dict[str, set[str] | None]]] = {
    "srx": ([("header", 1, 1), ("body", 1, 1)], {"version": {"2.0"}}),
    "header": ([("formathandle", 0, 3)], {"segmentsubflows": {"yes", "no"}, "cascade": {"yes", "no"}}),
    "formathandle": ([], {"type": {"start", "end", "isolated"}, "include": {"yes", "no"}}),
    "body": ([("languagerules", 1, 1), ("maprules", 1, 1)], {}),
    "languagerules": ([("languagerule", 1, float("inf"))], {}),
    "languagerule": ([("rule", 1, float("inf"))], {"languagerulename": None}),
    "rule": ([("beforebreak", 0, 1), ("afterbreak", 0, 1)], {"break": {"yes", "no"}}),
    "beforebreak": ([], {}),
    "afterbreak": ([], {}),
    "maprules": ([("languagemap", 1, float("inf"))], {}),
    "languagemap": ([], {"languagerulename": None, "languagepattern": None}),
}


def validate(element: etree._Element) -> None:
    assert str(element.tag).startswith(NAMESPACE)
    children, attributes = SCHEMA[str(element.tag).removeprefix(NAMESPACE)]
    assert set(element.attrib) == set(attributes)
    for name, values in attributes.items():
        assert values is None or element.get(name) in values
    found = [str(child.tag).removeprefix(NAMESPACE) for child in element if isinstance(child.tag, str)]
    assert found == sorted(found, key=[name for name, _, _ in children].index)
    for name, least, most in children:
        assert least <= found.count(name) <= most
    for child in element:
        if isinstance(child.tag, str):
            validate(child)


def agreement(texts: list[str], language: str) -> float:
    """F1 of the ends that the exported rules find against ours."""
    own = read_rules(exported_rules().encode(), "own.srx")
    both = total = 0
    for text in texts:
        ours, theirs = ({end for _, end in spans} for spans in (split(text, language), own.split(text, language)))
        both, total = both + len(ours & theirs), total + len(ours) + len(theirs)
    return 2 * both / total


def test_the_file_is_what_the_schema_asks_for() -> None:
    text = exported_rules()
    validate(etree.fromstring(text.encode()))
    assert text == exported_rules()


@pytest.mark.parametrize("language", ["en", "es"])
def test_ordinary_text_is_split_as_by_ourselves(language: str) -> None:
    texts = [
        block
        for path in sorted(CORPORA.rglob(f"*.{language}.txt"))
        for block in path.read_text(encoding="utf-8").split("\n\n")
    ]
    assert len(texts) > 50
    assert agreement(texts, language) > 0.995


@pytest.mark.parametrize("language", ["en", "es"])
def test_hard_cases_too_but_for_what_cannot_be_said(language: str) -> None:
    assert agreement([text for text, _ in read_cases(language)], language) > 0.975
