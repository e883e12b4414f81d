"""TermBase eXchange: version 2 (ISO 30042:2008, martif) and version 3 (ISO 30042:2019), in both of its styles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from aligner.errors import InputError
from aligner.formats.elements import line_of, text_of
from aligner.formats.xml import LANG, language_of, local_name, require_no_entity, require_no_entity_declared
from aligner.model import Term

_ROOTS = frozenset({"martif", "tbx"})
_CONCEPTS, _LANGUAGES, _TERMS = (
    frozenset({"termEntry", "conceptEntry"}),
    ("langSet", "langSec"),
    ("tig", "ntig", "termSec"),
)
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization"})
_FORBIDDEN = ("deprecated", "superseded", "notRecommended")


@dataclass(slots=True)
class _Side:
    """The terms of one language of a concept."""

    allowed: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    kind: str = ""


def read_tbx(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Term]:
    """One term for each source term of a concept; deprecated and superseded target terms are forbidden.

    No entity is expanded and nothing outside the file is opened. Raises `InputError` for what is not well-formed, is not
    TBX, declares entities, or has no terms in one of the languages.
    """
    seen: dict[str, None] = {}
    for concept in _concepts(data, path):
        sides: dict[str, _Side] = {}
        for section in _children(concept, _LANGUAGES):
            language = language_of(section, LANG, "lang")
            if language is not None:
                seen[language] = None
                _add_terms(section, sides.setdefault(language, _Side()))
        yield from _terms(sides.get(source_language), sides.get(target_language))
    for wanted in (source_language, target_language):
        if wanted not in seen:
            has = ", ".join(seen) or "none"
            raise InputError(path, f"there are no terms in {wanted} (languages: {has})", "give its languages")


def _terms(source: _Side | None, target: _Side | None) -> Iterator[Term]:
    if target is None or not (target.allowed or target.forbidden):
        return
    # What must not be written in the source still means the concept where somebody wrote it.
    for text in dict.fromkeys([*source.allowed, *source.forbidden]) if source else ():
        yield Term(text, tuple(target.allowed), tuple(target.forbidden), kind=source.kind if source else "")
    if source is None and target.forbidden:
        yield Term("", tuple(target.allowed), tuple(target.forbidden), kind=target.kind)


def _concepts(data: bytes, path: str) -> Iterator[etree._Element]:
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root: etree._Element | None = None
    try:
        for event, element in events:
            if root is None:
                root = element
                _check_root(root, path)
            if event == "end" and local_name(element) in _CONCEPTS:
                require_no_entity(element, path)
                yield element
                element.clear()
    except etree.XMLSyntaxError as error:
        problem = f"it is not well-formed XML ({error.msg})"
        raise InputError(path, problem, "mend or export the file again", error.lineno or None) from error


def _check_root(root: etree._Element, path: str) -> None:
    require_no_entity_declared(root, path)
    if local_name(root) not in _ROOTS:
        raise InputError(path, f"it is not TBX (its root is <{local_name(root)}>)", "give a TBX file", line_of(root))


def _children(element: etree._Element, names: tuple[str, ...]) -> Iterator[etree._Element]:
    return (child for child in element if local_name(child) in names)


def _add_terms(section: etree._Element, side: _Side) -> None:
    for group in _children(section, _TERMS):
        texts = [text_of(one) for one in group.iter() if local_name(one) == "term"]
        text = " ".join(texts[0].split()) if texts else ""
        if not text:
            continue
        notes = dict(_notes(group))
        side.kind = side.kind or notes.get("partOfSpeech", "")
        banned = any(notes.get(kind, "").startswith(_FORBIDDEN) for kind in _STATUS)
        (side.forbidden if banned else side.allowed).append(text)


def _notes(group: etree._Element) -> Iterator[tuple[str, str]]:
    """Data categories of a term with their values: `<termNote type="x">` or, in the other style, `<x>`."""
    for element in group.iter():
        if name := local_name(element):
            yield (element.get("type", name) if name == "termNote" else name), text_of(element).strip()
