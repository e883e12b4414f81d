"""Reads the files that state sentence numbers: vecalign's ladder, JSON lines as `aligner align` writes them, XCES."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

from aligner.errors import InputError
from aligner.evaluation.listing import Label, ListedBead, Listing, Naming
from aligner.json_text import parse_object

if TYPE_CHECKING:
    from lxml import etree

_NUMBERS = r"\[\s*(\d{1,12}(?:\s*,\s*\d{1,12})*)?\s*,?\s*\]"
_LADDER = re.compile(
    rf"\s*{_NUMBERS}\s*:\s*{_NUMBERS}\s*(?::\s*(?:[-+]?[\d.]+(?:[eE][-+]?\d+)?|nan|inf)\s*)?", re.ASCII
)
_LADDER_REMEDY = "write one bead a line, such as [3]:[3, 4] or [3]:[3, 4]:0.09"
_JSON_REMEDY = 'write one object a line with "source_sentences" and "target_sentences", lists of numbers from 0'
_XCES_REMEDY = 'give a cesAlign file with elements such as <link xtargets="s3;s3 s4"/>'
# What the text of a file begins with.
_BEGINNINGS = {"[": "ladder", "{": "jsonl", "<": "xces"}
_ROOTS = (("<tmx", "tmx"), ("<xliff", "xliff"))


def form_of(data: bytes) -> str:
    """The form of an alignment file by how it begins, a ladder where that does not tell.

    >>> form_of(b"[0]:[0]"), form_of(b"<?xml?><tmx version='1.4'>")
    ('ladder', 'tmx')
    """
    beginning = data[:4096].replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd \t\r\n")
    form = _BEGINNINGS.get(beginning[:1], "ladder")
    if form != "xces":
        return form
    return next((name for root, name in _ROOTS if root in beginning), form)


def ladder_listing(text: str, path: str) -> Listing:
    """The beads of a ladder (Thompson and Koehn 2019): `[3]:[3, 4]` or `[3]:[3, 4]:0.09` on each line.

    Raises `InputError` with the line that is no bead.
    """
    return _listing(path, _lines(text, path, _ladder_bead))


def jsonl_listing(text: str, path: str) -> Listing:
    """The beads of JSON lines with the keys `source_sentences` and `target_sentences`, and texts if there are some.

    Raises `InputError` with the line that is no such object.
    """
    return _listing(path, _lines(text, path, _json_bead))


def _listing(path: str, found: Iterator[ListedBead]) -> Listing:
    beads = tuple(bead for bead in found if bead.source or bead.target)
    if not beads:
        raise InputError(path, "there are no beads in it", "give a file with an alignment")
    return Listing(path, Naming.NUMBERS, beads)


def _lines(text: str, path: str, read: Callable[[str, str, int], ListedBead]) -> Iterator[ListedBead]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield read(line, path, number)


def _ladder_bead(line: str, path: str, number: int) -> ListedBead:
    found = _LADDER.fullmatch(line)
    if not found:
        raise InputError(path, f"{_shortened(line)!r} is not a bead", _LADDER_REMEDY, number)
    source, target = (tuple(int(label) for label in (side or "").split(",") if label) for side in found.groups())
    return ListedBead(source, target, line=number)


def _shortened(line: str) -> str:
    return line.strip() if len(line.strip()) <= 40 else line.strip()[:39] + "…"


def _json_bead(line: str, path: str, number: int) -> ListedBead:
    row = parse_object(line, path, _JSON_REMEDY, number)
    labels: list[tuple[Label, ...]] = []
    for key in ("source_sentences", "target_sentences"):
        value = row.get(key)
        if not isinstance(value, list) or not all(type(label) is int and label >= 0 for label in value):
            problem = f"the key {key!r} is missing" if key not in row else f"{key!r} is not a list of numbers from 0"
            raise InputError(path, problem, _JSON_REMEDY, number)
        labels.append(tuple(value))
    texts = row.get("source"), row.get("target")
    known = (texts[0], texts[1]) if isinstance(texts[0], str) and isinstance(texts[1], str) else None
    return ListedBead(labels[0], labels[1], known, number)


def xces_listings(data: bytes, path: str) -> tuple[Listing, ...]:
    """The documents of a cesAlign file (Ide, Bonhomme and Romary 2000), as OPUS keeps its alignments: one a `linkGrp`.

    Raises `InputError` for what is not well-formed, or is another kind of XML.
    """
    from lxml import etree

    # Entities and document types are not followed: a file from elsewhere must not reach for others.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(io.BytesIO(data), parser).getroot()
    except etree.XMLSyntaxError as error:
        problem = f"it is not well-formed XML ({error.msg})"
        raise InputError(path, problem, _XCES_REMEDY, error.lineno or None) from error
    if root.tag != "cesAlign":
        raise InputError(path, f"it is not XCES (its root is <{root.tag}>)", _XCES_REMEDY)
    groups = list(root.iter("linkGrp")) or [root]
    listings = tuple(_group_listing(group, path) for group in groups)
    names = [listing.name for listing in listings]
    for name in names:
        if names.count(name) > 1:
            raise InputError(path, f"two groups of links for {name or 'one document'}", "give each pair one <linkGrp>")
    return listings


def _group_listing(group: etree._Element, path: str) -> Listing:
    beads = tuple(bead for link in group.iter("link") if (bead := _linked(link, path)).source or bead.target)
    documents = [group.get("fromDoc") or "", group.get("toDoc") or ""]
    name = " ".join(document for document in documents if document)
    if not beads:
        raise InputError(path, f"there are no links in it{f' for {name}' if name else ''}", _XCES_REMEDY)
    return Listing(path, Naming.IDENTIFIERS, beads, name)


def _linked(link: etree._Element, path: str) -> ListedBead:
    line: int | None = cast("Any", link).sourceline  # the stubs leave its type out
    sides = (link.get("xtargets") or "").split(";")
    if len(sides) != 2:
        raise InputError(path, f"xtargets={link.get('xtargets')!r} has not two sides", _XCES_REMEDY, line)
    return ListedBead(tuple(sides[0].split()), tuple(sides[1].split()), line=line)
