"""XLIFF of any version, as OASIS has it (1.2 of 2008, 2.0 of 2014, 2.1 of 2018) and as programs extend it.

Elements are known by their names, whatever vocabularies stand beside them, so that files of Trados (`.sdlxliff`), memoQ
(`.mqxliff`), OmegaT and Okapi are read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from aligner.errors import InputError
from aligner.formats.inline import Dialect, Segment, read_segment
from aligner.formats.pairs import Row, parsed_score
from aligner.formats.remarks import line_remarks
from aligner.formats.xliff_codes import XLIFF_1, XLIFF_2
from aligner.formats.xliff_states import state_of_core, state_of_foreign
from aligner.formats.xml import LANG, SPACE, language_of, local_name, release, stream
from aligner.languages import language_name
from aligner.model import Details

OURS = "urn:aligner:xliff"  # the vocabulary of our own attributes
_EMPTY = Segment("")
_NAMES = ("xliff", "file", "trans-unit", "unit")


@dataclass(slots=True)
class _State:
    """Where in the file the reader is: the file element, which side its sources are on, and what languages there were."""

    path: str
    source: str
    target: str
    unit: str = "trans-unit"  # what a unit is called: so in XLIFF 1.2, `unit` in XLIFF 2
    unit_line: int = 0
    unit_id: str = ""
    document: str = ""
    files: int = 0
    is_wanted: bool = False
    is_turned: bool = False
    seen: dict[str, None] = field(default_factory=dict)

    def enter(self, declared: tuple[str | None, str | None]) -> None:
        """Take what a file declares of its languages: its pairs are as asked for, turned round, or others."""
        wanted = self.source, self.target
        self.is_turned = _fit(declared, (wanted[1], wanted[0])) and not _fit(declared, wanted)
        self.is_wanted = self.is_turned or _fit(declared, wanted)
        self.seen[" and ".join(language_name(code) for code in declared if code) or "no language"] = None


def _fit(declared: tuple[str | None, str | None], wanted: tuple[str, str]) -> bool:
    return all(said is None or said == code for said, code in zip(declared, wanted, strict=True))


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """One row a segment, untranslated ones with an empty target; units that are not in the languages are left out.

    Raises `InputError` for what is not well-formed XLIFF, and where no unit is in the languages asked for.
    """
    state = _State(path, source_language, target_language)
    count = 0
    for event, element, place in stream(data, path, _NAMES, "XLIFF"):
        name = local_name(element)
        if event == "start":
            _begin(element, name, state)
            if name == state.unit:
                state.unit_line, state.unit_id = place, element.get("id") or ""
        elif name == state.unit:
            if state.is_wanted:
                for row in (_first_rows if name == "trans-unit" else _second_rows)(element, state):
                    count += 1
                    yield row
            release(element)
    if not count:
        has = "; ".join(state.seen)
        problem = f"there is nothing in these languages in it (it has {has})" if has else "there are no units in it"
        raise InputError(path, problem, "say with --from-lang and --to-lang which languages it has")


def _begin(element: etree._Element, name: str, state: _State) -> None:
    if name == "xliff":
        version = element.get("version") or ""
        if not version.startswith(("1.", "2.")):
            problem = f"it is XLIFF of a version that is not known ({version or 'none is said'})"
            raise InputError(state.path, problem, "export it as XLIFF 1.2 or 2.1")
        if version.startswith("2."):
            state.unit = "unit"
            state.enter((language_of(element, "srcLang"), language_of(element, "trgLang")))
    elif name == "file":
        state.files += 1
        state.document = element.get("original") or ""
        if state.unit == "trans-unit":
            state.enter((language_of(element, "source-language"), language_of(element, "target-language")))


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next(_children(element, name), None)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return element.iterchildren(f"{{*}}{name}")


def _is_preserved(element: etree._Element) -> bool:
    """Whether blanks of an element are text, by the nearest `xml:space`."""
    current: etree._Element | None = element
    while current is not None:
        said = current.get(SPACE)
        if said:
            return said == "preserve"
        current = current.getparent()
    return False


def _segment(
    element: etree._Element | None, dialect: Dialect, path: str, data: dict[str, str] | None = None
) -> Segment:
    if element is None:
        return _EMPTY
    if _is_preserved(element):
        return read_segment(element, dialect, path, data)
    found = read_segment(element, dialect, path, data, is_indented=True)
    text = element.text or ""
    # Blanks at the ends are text, unless they are there for the look of the file.
    return found.stripped() if "\n" in text or "\n" in (element[-1].tail or "" if len(element) else "") else found


def _row(state: _State, source: Segment, target: Segment, score: float | None, details: Details) -> Row:
    if state.is_turned:
        source, target = target, source
    quote = '"' if "'" in state.unit_id else "'"
    address = f"/xliff/file[{state.files}]//{state.unit}[@id={quote}{state.unit_id}{quote}]"
    remarks = line_remarks("\n".join(details.notes))
    return Row(
        source.text, target.text, state.unit_line, score, remarks, details, source.codes, target.codes, address
    )  # fmt: skip


def _notes(elements: Iterable[etree._Element]) -> tuple[str, ...]:
    return tuple("".join(str(text) for text in note.itertext()) for note in elements)


# XLIFF 1.2


def _first_rows(unit: etree._Element, state: _State) -> Iterator[Row]:
    details, score = _first_details(unit, state)
    target = _child(unit, "target")
    if target is not None and language_of(target, LANG) not in {
        None,
        state.source if state.is_turned else state.target,
    }:
        target = None  # of a third language, which the file has not declared
    segmented = _child(unit, "seg-source")
    sources = {} if segmented is None else _marked(segmented)
    targets = {} if target is None else _marked(target)
    if not sources or (target is not None and not targets):
        source = _segment(_child(unit, "source"), XLIFF_1, state.path)
        yield _row(state, source, _segment(target, XLIFF_1, state.path), score, details)
        return
    states = _segment_states(unit)
    for identifier in dict.fromkeys((*sources, *targets)):
        pair = [_segment(marks.get(identifier), XLIFF_1, state.path) for marks in (sources, targets)]
        name = f"{details.identifier}.{identifier}" if len(sources) > 1 else details.identifier
        said = Details(
            name, details.document, details.bead, details.context, states.get(identifier) or details.state,
            details.references, details.notes, details.properties,
        )  # fmt: skip
        yield _row(state, pair[0], pair[1], score, said)


def _marked(element: etree._Element) -> dict[str, etree._Element]:
    """The segments of a source or target, by the identifier that ties the two together, else by their number."""
    found: dict[str, etree._Element] = {}
    for number, mark in enumerate(element.iterdescendants("{*}mrk"), start=1):
        if mark.get("mtype") == "seg":
            identifier = mark.get("mid") or ""
            found[f"#{number}" if not identifier or identifier in found else identifier] = mark
    return found


def _segment_states(unit: etree._Element) -> dict[str, str]:
    """States of segments as Trados has them, by identifier."""
    return {
        segment.get("id") or "": state_of_foreign(segment.get("conf") or "")
        for definitions in _children(unit, "seg-defs")
        for segment in _children(definitions, "seg")
    }


def _first_details(unit: etree._Element, state: _State) -> tuple[Details, float | None]:
    target = _child(unit, "target")
    said = "" if target is None else target.get("state") or ""
    contexts = [
        (context.get("context-type") or "", context.text or "")
        for group in _children(unit, "context-group")
        for context in _children(group, "context")
    ]
    details = Details(
        identifier=unit.get(f"{{{OURS}}}id") or unit.get("id") or "",
        document=state.document,
        bead=unit.get(f"{{{OURS}}}bead") or "",
        context="".join(text for kind, text in contexts if kind == "x-po-msgctxt"),
        state=said or _unit_state(unit),
        references=_references(contexts),
        notes=_notes(_children(unit, "note")),
        properties=tuple(
            (name, value)
            for kind, text in contexts
            if kind == "x-property"
            for name, _, value in [text.partition("=")]
        ),
    )  # fmt: skip
    return details, parsed_score(unit.get(f"{{{OURS}}}score") or "")


def _unit_state(unit: etree._Element) -> str:
    """The state that a unit says itself, or in an attribute of another vocabulary."""
    if unit.get("approved") == "yes":
        return "final"
    named = (str(value) for key, value in unit.attrib.items() if str(key).endswith("}status"))
    return next((found for found in map(state_of_foreign, named) if found), "")


def _references(contexts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Places of use, a file and perhaps its line."""
    references: list[str] = []
    for kind, text in contexts:
        if kind == "sourcefile":
            references.append(text)
        elif kind == "linenumber" and references:
            references[-1] += f":{text}"
    return tuple(references)


# XLIFF 2


def _second_rows(unit: etree._Element, state: _State) -> Iterator[Row]:
    data = {
        entry.get("id") or "": read_segment(entry, XLIFF_2, state.path).text
        for original in _children(unit, "originalData")
        for entry in _children(original, "data")
    }
    segments = list(_children(unit, "segment"))
    details = _second_details(unit, state)
    for number, segment in enumerate(segments, start=1):
        source, target = (_segment(_child(segment, name), XLIFF_2, state.path, data) for name in ("source", "target"))
        suffix = f".{segment.get('id') or number}" if len(segments) > 1 else ""
        said = state_of_core(segment.get("state") or "", segment.get("subState") or "")
        yield _row(state, source, target, details.score, details.of(suffix, said))


@dataclass(frozen=True, slots=True)
class _UnitDetails:
    """What a unit says that all its segments share."""

    shared: Details
    score: float | None

    def of(self, suffix: str, state: str) -> Details:
        shared = self.shared
        return Details(
            shared.identifier + suffix, shared.document, shared.bead, shared.context, state, shared.references,
            shared.notes, shared.properties,
        )  # fmt: skip


def _second_details(unit: etree._Element, state: _State) -> _UnitDetails:
    said = [
        (meta.get("type") or "", meta.text or "")
        for metadata in _children(unit, "metadata")
        for group in _children(metadata, "metaGroup")
        if group.get("category") == "aligner"
        for meta in _children(group, "meta")
    ]
    ours = dict(said)
    details = Details(
        identifier=unit.get("name") or unit.get("id") or "",
        document=state.document,
        bead=ours.get("bead", ""),
        context=ours.get("context", ""),
        references=tuple(text for kind, text in said if kind == "reference"),
        notes=tuple(note for notes in _children(unit, "notes") for note in _notes(_children(notes, "note"))),
        properties=tuple(
            (name, value) for kind, text in said if kind == "property" for name, _, value in [text.partition("=")]
        ),
    )
    return _UnitDetails(details, parsed_score(ours.get("score", "")))
