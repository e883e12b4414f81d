"""XLIFF 1.2 (OASIS, 2008): every pair a unit with the state of its translation, for programs of translators.

Scores are alternative translations with a match quality, findings are notes. What the standard has no place for stands in
attributes of our own vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.contracts import Heading, Pair
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.findings import bead_of, finding_notes, state_of
from aligner.formats.inline import Numbers, render_segment
from aligner.formats.pairs import pairs_bitext
from aligner.formats.xliff_codes import emit_1
from aligner.formats.xliff_reading import OURS, read_rows
from aligner.formats.xliff_states import TRANSLATED
from aligner.formats.xml import attributes, escape, require_xml
from aligner.model import Bitext
from aligner.version import VERSION

__all__ = ["read_bitext", "read_rows", "write_bitext", "write_pairs"]

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES = frozenset(
    {
        "final", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n",
        "needs-review-translation", "needs-translation", "new", "signed-off", "translated",
    }
)  # fmt: skip
_APPROVED = {"final": "yes", "signed-off": "yes", "needs-review-translation": "no"}


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """One pair a segment of XLIFF 1.2 or 2; see `read_rows`."""
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One unit a bead, nulls included; see `write_pairs`."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One unit a pair, those of a document in a `file` of its own; a pair without a translation has no target.

    Raises `InputError` for a control character, which XML cannot carry.
    """
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}" xmlns:aligner="{OURS}">\n'
    )
    original: str | None = None
    for number, pair in enumerate(pairs):
        document = document_of(pair, heading)
        if document != original:
            yield ("" if original is None else _FOOT) + _head(document, heading)
            original = document
        yield _unit(pair, number, heading)
    yield ("" if original is not None else _head(heading.source_path or "text", heading)) + _FOOT + "</xliff>\n"


_FOOT = "    </body>\n  </file>\n"


def document_of(pair: Pair, heading: Heading) -> str:
    """The name of the document a pair comes from; a `file` of XLIFF has to have one."""
    return pair.document or pair.details.document or heading.source_path or heading.target_path or "text"


def _head(document: str, heading: Heading) -> str:
    require_xml(document, "the name of a document", document, "XLIFF")
    date = heading.date.strftime("%Y-%m-%dT%H:%M:%SZ") if heading.date else ""
    values = attributes(
        ("original", document),
        ("source-language", heading.source_language),
        ("target-language", heading.target_language),
        ("datatype", "plaintext"),
        ("date", date),
        ("tool-id", "aligner"),
    )
    about = (("signature", heading.signature), ("licence", heading.licence))
    notes = "".join(
        f'      <note from="aligner">{escape(f"{name}: {value}")}</note>\n' for name, value in about if value
    )
    require_xml(notes, "what is said of the file", document, "XLIFF")
    tool = attributes(("tool-id", "aligner"), ("tool-name", "aligner"), ("tool-version", VERSION))
    return f"  <file{values}>\n    <header>\n{notes}      <tool{tool}/>\n    </header>\n    <body>\n"


def _unit(pair: Pair, number: int, heading: Heading) -> str:
    numbers = Numbers()
    source = render_segment(pair.source, pair.source_codes, emit_1, numbers)
    target = render_segment(pair.target, pair.target_codes, emit_1, numbers)
    require_xml(source, f"the source of pair {number}", heading.source_path, "XLIFF 1.2")
    require_xml(target, f"the target of pair {number}", heading.target_path, "XLIFF 1.2")
    state = state_of(pair) or TRANSLATED
    has_target = bool(pair.target or pair.target_codes)
    language = attributes(("xml:lang", heading.target_language))
    return (
        f"      <trans-unit{_attributes(pair, number, state)}>\n"
        f"        <source{attributes(('xml:lang', heading.source_language))}>{source}</source>\n"
        + (f"        <target{language}{_state(state)}>{target}</target>\n" if has_target else "")
        + _said(pair, number, heading)
        + (_match(pair.score, language, target) if has_target and pair.score is not None else "")
        + "      </trans-unit>\n"
    )


def _attributes(pair: Pair, number: int, state: str) -> str:
    name = pair.details.identifier
    return attributes(
        ("id", str(number)),
        ("xml:space", "preserve"),
        ("approved", _APPROVED.get(state, "")),
        ("aligner:id", "" if name == str(number) else name),
        ("aligner:bead", bead_of(pair)),
        ("aligner:score", "" if pair.score is None else repr(float(pair.score))),
    )


def _state(state: str) -> str:
    is_known = state in _STATES or state.startswith("x-")
    return attributes(("state", state if is_known else f"x-{state}"))


def _match(score: float, language: str, target: str) -> str:
    quality = f"{100 * score:.1f}%"
    return f'        <alt-trans match-quality="{quality}" tool-id="aligner"><target{language}>{target}</target></alt-trans>\n'


def _said(pair: Pair, number: int, heading: Heading) -> str:
    """Contexts and notes of a unit."""
    details = pair.details
    findings = finding_notes(pair)
    if not (findings or details.notes or details.references or details.context or details.properties):
        return ""
    said = [_location(reference) for reference in details.references]
    contexts = [("x-po-msgctxt", details.context)] if details.context else []
    contexts += [("x-property", f"{name}={value}") for name, value in details.properties]
    if contexts:
        said.append(_contexts("information", contexts))
    said += [f"        <note>{escape(note)}</note>\n" for note in details.notes]
    said += [
        f'        <note from="aligner" priority="{priority}">{escape(note)}</note>\n' for priority, note in findings
    ]
    text = "".join(said)
    require_xml(text, f"what is said of pair {number}", heading.source_path, "XLIFF")
    return text


def _location(reference: str) -> str:
    file, _, line = reference.rpartition(":")
    if not line.isdigit():
        return _contexts("location", [("sourcefile", reference)])
    return _contexts("location", [("sourcefile", file), ("linenumber", line)])


def _contexts(purpose: str, contexts: list[tuple[str, str]]) -> str:
    inside = "".join(
        f"<context{attributes(('context-type', kind))}>{escape(text)}</context>" for kind, text in contexts
    )
    return f'        <context-group purpose="{purpose}">{inside}</context-group>\n'
