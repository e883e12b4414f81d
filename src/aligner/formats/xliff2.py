"""XLIFF 2.1 (OASIS, 2018; ISO 21720): every pair a unit with one segment.

Scores are in the translation candidates module (`mtc:match`) and, to the last digit, in the metadata module (`mda`), with
what else the core has no place for; findings are notes. Native codes are kept as original data, and a control character as
`cp`, as the standard has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aligner.contracts import Heading, Pair
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.findings import bead_of, finding_notes, state_of
from aligner.formats.inline import Numbers, render_segment
from aligner.formats.pairs import pairs_bitext
from aligner.formats.xliff import document_of
from aligner.formats.xliff_codes import emit_2
from aligner.formats.xliff_reading import read_rows
from aligner.formats.xliff_states import TRANSLATED, UNTRANSLATED, core_state
from aligner.formats.xml import attributes, escape, require_xml
from aligner.model import Bitext

__all__ = ["read_bitext", "read_rows", "write_bitext", "write_pairs"]

# What XML cannot hold; halves of character pairs are no characters, and are refused when they are written as UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OASIS = "urn:oasis:names:tc:xliff"
_NAMESPACES = (
    ("xmlns", f"{_OASIS}:document:2.0"),
    ("xmlns:mtc", f"{_OASIS}:matches:2.0"),
    ("xmlns:mda", f"{_OASIS}:metadata:2.0"),
)


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """One pair a segment of XLIFF 1.2 or 2; see `read_rows`."""
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One unit a bead, nulls included; see `write_pairs`."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One unit a pair, those of a document in a `file` of its own; a pair without a translation has no target."""
    values = attributes(
        ("version", "2.1"),
        *_NAMESPACES,
        ("srcLang", heading.source_language),
        ("trgLang", heading.target_language),
        ("xml:space", "preserve"),
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff{values}>\n'
    original: str | None = None
    files = 0
    for number, pair in enumerate(pairs):
        document = document_of(pair, heading)
        if document != original:
            files += 1
            yield ("" if original is None else "  </file>\n") + _head(document, files, heading)
            original = document
        yield _unit(pair, number)
    yield ("" if original is None else "  </file>\n") + "</xliff>\n"


def _head(document: str, number: int, heading: Heading) -> str:
    date = heading.date.strftime("%Y-%m-%dT%H:%M:%SZ") if heading.date else ""
    about = (("signature", heading.signature), ("licence", heading.licence), ("date", date))
    notes = "".join(f"<note{attributes(('category', name))}>{escape(value)}</note>" for name, value in about if value)
    text = f"  <file{attributes(('id', f'f{number}'), ('original', document))}>\n"
    text += f"    <notes>{notes}</notes>\n" if notes else ""
    require_xml(text, "the name of a document, or what is said of the file,", document, "XLIFF")
    return text


def _unit(pair: Pair, number: int) -> str:
    numbers = Numbers()
    source = _content(pair.source, render_segment(pair.source, pair.source_codes, emit_2, numbers))
    target = _content(pair.target, render_segment(pair.target, pair.target_codes, emit_2, numbers))
    has_target = bool(pair.target or pair.target_codes)
    state, substate = core_state(state_of(pair) or (TRANSLATED if has_target else UNTRANSLATED))
    name = pair.details.identifier
    said = _metadata(pair) + _match(pair) + _notes(pair)
    require_xml(said, f"what is said of pair {number}", "", "XLIFF")
    return (
        f"    <unit{attributes(('id', f'u{number}'), ('name', '' if name == f'u{number}' else name))}>\n{said}"
        + _original_data(numbers.data)
        + f"      <segment{attributes(('id', 's1'), ('state', state), ('subState', substate))}>\n"
        + f"        <source>{source}</source>\n"
        + (f"        <target>{target}</target>\n" if has_target else "")
        + "      </segment>\n    </unit>\n"
    )


def _content(text: str, rendered: str) -> str:
    """What is rendered, with control characters as elements (XLIFF 2.0, section 4.2.3.1)."""
    if text.isprintable() or not _CONTROL.search(rendered):
        return rendered
    return _CONTROL.sub(lambda found: f'<cp hex="{ord(found.group()):04X}"/>', rendered)


def _original_data(data: dict[str, str]) -> str:
    if not data:
        return ""
    entries = "".join(
        f'<data id="{name}">{_content(content, escape(content))}</data>' for content, name in data.items()
    )
    return f"      <originalData>{entries}</originalData>\n"


def _metadata(pair: Pair) -> str:
    details = pair.details
    said = (
        ("score", "" if pair.score is None else repr(float(pair.score))),
        ("bead", bead_of(pair)),
        ("context", details.context),
        *(("reference", reference) for reference in details.references),
        *(("property", f"{name}={value}") for name, value in details.properties),
    )
    entries = "".join(f'<mda:meta type="{kind}">{escape(value)}</mda:meta>' for kind, value in said if value)
    if not entries:
        return ""
    return f'      <mda:metadata><mda:metaGroup category="aligner">{entries}</mda:metaGroup></mda:metadata>\n'


def _match(pair: Pair) -> str:
    """The translation as a candidate with its quality, 0 to 100; its texts are without codes."""
    if pair.score is None:
        return ""
    source, target = (_content(text, escape(text)) for text in (pair.source, pair.target))
    quality = f'ref="#s1" origin="aligner" matchQuality="{100 * pair.score:.1f}"'
    return (
        f"      <mtc:matches><mtc:match {quality}><source>{source}</source><target>{target}</target></mtc:match>"
        "</mtc:matches>\n"
    )


def _notes(pair: Pair) -> str:
    findings = finding_notes(pair)
    if not findings and not pair.details.notes:
        return ""
    notes = [f"<note>{escape(note)}</note>" for note in pair.details.notes]
    notes += [f'<note category="finding" priority="{priority}">{escape(note)}</note>' for priority, note in findings]
    return f"      <notes>{''.join(notes)}</notes>\n"
