"""Translation Memory eXchange 1.4b (LISA OSCAR, 2005): pairs for translation memories.

In-line mark-up is kept as `bpt`, `ept`, `ph`, `it` and `hi`; notes and properties of others are kept as they are. What was
said by a file of another format, and how a pair was aligned, stands in properties that begin with `x-aligner-`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.findings import bead_of, finding_notes, state_of
from aligner.formats.inline import Numbers, Segment, read_segment, render_segment
from aligner.formats.pairs import Row, pairs_bitext, parsed_score
from aligner.formats.remarks import line_remarks
from aligner.formats.tmx_codes import TMX, emit
from aligner.formats.xml import LANG, attributes, escape, language_of, local_name, release, require_xml, stream
from aligner.model import Bitext, Code, Details
from aligner.version import VERSION

_OURS = "x-aligner-"
_EMPTY = Segment("")


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One translation unit a bead; see `write_pairs`."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One translation unit a pair with its score, type and document; pairs with an empty side are left out.

    Findings are notes. Raises `InputError` for a control character, which XML cannot carry.
    """
    yield from _head(heading)
    path = heading.source_path, heading.target_path
    source, target = (
        attributes(("xml:lang", language)) for language in (heading.source_language, heading.target_language)
    )
    for number, pair in enumerate(pairs):
        if not pair.source.strip() or not pair.target.strip():
            continue
        segments = _segment(pair.source, pair.source_codes), _segment(pair.target, pair.target_codes)
        require_xml(segments[0], f"the source of pair {number}", path[0], "TMX")
        require_xml(segments[1], f"the target of pair {number}", path[1], "TMX")
        yield (
            f"    <tu{attributes(('tuid', pair.details.identifier or str(number)))}>\n"
            f"{_said(pair, number, path[0])}"
            f"      <tuv{source}><seg>{segments[0]}</seg></tuv>\n"
            f"      <tuv{target}><seg>{segments[1]}</seg></tuv>\n"
            "    </tu>\n"
        )
    yield "  </body>\n</tmx>\n"


def _head(heading: Heading) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    date = heading.date.strftime("%Y%m%dT%H%M%SZ") if heading.date else ""
    values = (
        ("creationtool", "aligner"),
        ("creationtoolversion", VERSION),
        ("segtype", "sentence"),
        ("o-tmf", "aligner"),
        ("adminlang", "en"),
        ("srclang", heading.source_language),
        ("datatype", "plaintext"),
        ("creationdate", date),
    )
    yield f"  <header{attributes(*values)}>\n"
    about = (
        ("source-document", heading.source_path),
        ("target-document", heading.target_path),
        ("signature", heading.signature),
        ("licence", heading.licence),
    )
    for name, value in about:
        if value:
            require_xml(value, f"the {name} in the head", value, "TMX")
            yield f"    <prop{attributes(('type', _OURS + name))}>{escape(value)}</prop>\n"
    yield "  </header>\n  <body>\n"


def _property(kind: str, value: str) -> str:
    return f"      <prop{attributes(('type', kind))}>{escape(value)}</prop>\n"


def _said(pair: Pair, number: int, path: str) -> str:
    """What is said of a pair besides its texts, as notes and properties."""
    details = pair.details
    ours = [
        ("score", "" if pair.score is None else repr(float(pair.score))),
        ("bead", bead_of(pair)),
        ("document", pair.document or details.document),
        ("split", pair.split),
        ("state", state_of(pair)),
        ("context", details.context),
        *(("reference", reference) for reference in details.references),
    ]
    notes = [*details.notes, *(text for _, text in finding_notes(pair))]
    said = [f"      <note>{escape(note)}</note>\n" for note in notes]
    said += [_property(_OURS + name, value) for name, value in ours if value]
    said += [_property(kind, value) for kind, value in details.properties]
    text = "".join(said)
    if not text.isascii() or notes:
        require_xml(text, f"what is said of pair {number}", path, "TMX")
    return text


def _segment(text: str, codes: tuple[Code, ...]) -> str:
    return render_segment(text, codes, emit, Numbers()) if codes else escape(text)


@dataclass(slots=True)
class _Languages:
    """Which languages a file turned out to have, for the message when the wanted ones are not among them."""

    source: str
    target: str
    seen: dict[str, None] = field(default_factory=dict)


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """One pair a translation unit, by the language of its variants; in-line codes stand beside the text.

    No entity is expanded and nothing outside the file is opened. Raises `InputError` for what is not
    well-formed, declares entities, or has no text in one of the languages.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another; that a language is missing shows at the end."""
    languages = _Languages(source_language, target_language)
    has_rows = False
    line = 0
    for event, element, place in stream(data, path, ("tmx", "tu"), "TMX"):
        if local_name(element) != "tu":
            continue
        if event == "start":
            line = place
            continue
        has_rows = True
        yield _row(element, line, path, languages)
        release(element)
    if not has_rows:
        raise InputError(path, "there are no translation units in it", "give a TMX file with <tu> elements")
    for wanted in (source_language, target_language):
        if wanted not in languages.seen:
            has = ", ".join(languages.seen) or "none"
            raise InputError(path, f"there is no text in {wanted} (languages: {has})", "give its languages")


def _row(unit: etree._Element, line: int, path: str, languages: _Languages) -> Row:
    cells: dict[str, Segment] = {}
    for variant in unit.iterchildren("{*}tuv"):
        language = language_of(variant, LANG, "lang")
        segment = next(variant.iterchildren("{*}seg"), None)
        if language is None or segment is None:
            continue
        languages.seen[language] = None
        if language not in cells:
            cells[language] = read_segment(segment, TMX, path)
    source, target = cells.get(languages.source, _EMPTY), cells.get(languages.target, _EMPTY)
    details, score = _details(unit)
    remarks = line_remarks("\n".join(details.notes))
    return Row(source.text, target.text, line, score, remarks, details, source.codes, target.codes)


def _details(unit: etree._Element) -> tuple[Details, float | None]:
    """What a unit says besides its texts, and its score."""
    ours: dict[str, str] = {}
    references: list[str] = []
    others: list[tuple[str, str]] = []
    for prop in unit.iterchildren("{*}prop"):
        kind, value = prop.get("type") or "", prop.text or ""
        if kind == f"{_OURS}reference":
            references.append(value)
        elif kind.startswith(_OURS):
            ours[kind.removeprefix(_OURS)] = value
        elif kind:
            others.append((kind, value))
    details = Details(
        identifier=unit.get("tuid") or "",
        document=ours.get("document", ""),
        bead=ours.get("bead", ""),
        context=ours.get("context", ""),
        state=ours.get("state", ""),
        references=tuple(references),
        notes=tuple(note.text or "" for note in unit.iterchildren("{*}note")),
        properties=tuple(others),
    )
    return details, parsed_score(ours.get("score", ""))
