"""The report as XLIFF 1.2 (OASIS, 2008): every pair is a unit, and notes say what was found in it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from aligner.errors import OptionError
from aligner.model import Report
from aligner.reports.characters import clean
from aligner.reports.reading import Reading, unshown
from aligner.reports.review import ReviewPair, review_pairs
from aligner.version import VERSION

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "http://www.w3.org/XML/1998/namespace"
_PRIORITIES = {"error": "1", "warning": "3", "info": "5"}  # 1 is the gravest of ten


def render(report: Report) -> Iterator[str]:
    """Every pair of a bitext in order, its number as id; raises `OptionError` for a document alone."""
    reading = Reading(report)
    if report.bitext is None:
        raise OptionError("xliff needs two texts or a bitext: one text alone has no pairs to review")
    source, target = report.bitext.source, report.bitext.target
    root = etree.Element(f"{{{NAMESPACE}}}xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    attributes = {
        "original": clean(source.path or target.path) or "text",
        "source-language": source.language,
        "target-language": target.language,
        "datatype": "plaintext",
    }
    file = _add(root, "file", **attributes)
    tool = {"tool-id": "aligner", "tool-name": "aligner", "tool-version": VERSION}
    header = _add(file, "header")
    for line in unshown(report):
        _add(header, "note", line, **{"from": "aligner"})
    _add(header, "tool", **tool)
    body = _add(file, "body")
    for pair in review_pairs(reading):
        _add_unit(body, pair, reading, (source.language, target.language))
    etree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield etree.tostring(root, encoding="unicode") + "\n"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = None if text is None else clean(text)
    return element


def _add_unit(body: etree._Element, pair: ReviewPair, reading: Reading, languages: tuple[str, str]) -> None:
    unit = _add(body, "trans-unit", id=str(pair.number))
    unit.set(f"{{{_XML}}}space", "preserve")
    if pair.needs_a_look:
        unit.set("approved", "no")
    _add(unit, "source", pair.source).set(f"{{{_XML}}}lang", languages[0])
    if pair.target:
        state = "needs-review-translation" if pair.needs_a_look else "translated"
        _add(unit, "target", pair.target, state=state).set(f"{{{_XML}}}lang", languages[1])
    for remark in pair.remarks:
        about = next(iter(remark.sides)).value if len(remark.sides) == 1 else "general"
        attributes = {"from": "aligner", "priority": _PRIORITIES[remark.finding.severity], "annotates": about}
        _add(unit, "note", remark.text(reading), **attributes)
