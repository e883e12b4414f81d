"""Files of beads, read: as locks that an aligner keeps, and as alignments that are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from aligner import evaluation, formats
from aligner.errors import InputError
from aligner.formats.table import suffix_format
from aligner.locks import Lock, LockedSide, json_locks, locked_beads
from aligner.model import Bead, Bitext, Document, Side

# Files of pairs that have texts and no sentence numbers; those without nulls; those with sources not translated yet.
_TEXT_FORMS = ("tmx", "xliff", "po", "tsv", "csv")
_WITHOUT_NULLS = frozenset({"tmx", "po"})
_WITH_UNTRANSLATED = frozenset({"xliff"})
_FORMS = ("jsonl", "ladder", *_TEXT_FORMS, "xces")


def read_locks(path: str, source: Document, target: Document) -> tuple[Bead, ...]:
    """The beads of a file as beads of two segmented documents, for `align_documents` to keep.

    JSON lines tell sentences by numbers, spans or texts, and lock those with `"locked": true`, or all where no line has
    that key. A ladder tells numbers. The texts of translation memories, catalogues and tables are looked for in order. A
    sentence without a counterpart is kept so, where the format has a place for it. Raises `InputError` with the line whose
    sentences are not there, or are in two beads.
    """
    data = formats.load_bytes(path)
    form = form_of(path, data)
    return locked_beads(_LOCKS[form](data, path, source, target), source, target, path)


def _json_locks(data: bytes, path: str, _source: Document, _target: Document) -> tuple[Lock, ...]:
    return json_locks(formats.decode(data, path), path)


def _ladder_locks(data: bytes, path: str, _source: Document, _target: Document) -> tuple[Lock, ...]:
    listing = evaluation.ladder_listing(formats.decode(data, path), path)
    return tuple(
        Lock(LockedSide(_numbers(bead.source)), LockedSide(_numbers(bead.target)), bead.line) for bead in listing.beads
    )


def _numbers(labels: Iterable[int | str]) -> tuple[int, ...]:
    return tuple(int(label) for label in labels)


def _text_locks(form: str, data: bytes, path: str, source: Document, target: Document) -> tuple[Lock, ...]:
    bitext = formats.parse_bitext(data, path, source.language, target.language, form)
    lines = _lines_of_beads(bitext)
    return tuple(
        Lock(
            LockedSide(text=bitext.side_text(bead, Side.SOURCE)),
            LockedSide(text=bitext.side_text(bead, Side.TARGET)),
            line,
        )
        for number, (bead, line) in enumerate(zip(bitext.beads, lines, strict=True))
        if _is_said(bitext, number, form)
    )


def _lines_of_beads(bitext: Bitext) -> list[int | None]:
    """The line of its file that each pair stands in, as its source or else its target knows it."""
    of_sides = [dict(bitext.document(side).places) for side in Side]
    lines: list[int | None] = []
    for bead in bitext.beads:
        numbers = zip((bead.source, bead.target), Side, of_sides, strict=True)
        found = [places[bitext.document(side).sentences[some[0]].start] for some, side, places in numbers if some]
        lines.append(found[0] if found else None)
    return lines


def _xces_locks(_data: bytes, path: str, _source: Document, _target: Document) -> tuple[Lock, ...]:
    raise InputError(path, "locked beads cannot be read from xces", f"give {', '.join(_FORMS[:-1])}")


_LOCKS: dict[str, Callable[[bytes, str, Document, Document], tuple[Lock, ...]]] = {
    "jsonl": _json_locks,
    "ladder": _ladder_locks,
    **{form: partial(_text_locks, form) for form in _TEXT_FORMS},
    "xces": _xces_locks,
}


def read_listings(path: str, data: bytes, languages: tuple[str, str]) -> tuple[evaluation.Listing, ...]:
    """The alignments in a file: one, or in XCES one for each pair of documents."""
    form = form_of(path, data)
    if form == "xces":
        return evaluation.xces_listings(data, path)
    if form in _TEXT_FORMS:
        bitext = formats.parse_bitext(data, path, *languages, form)
        pairs = [pair for number, pair in enumerate(bitext) if _is_said(bitext, number, form)]
        return (evaluation.text_listing(path, pairs, holds_nulls=form not in _WITHOUT_NULLS),)
    read = evaluation.jsonl_listing if form == "jsonl" else evaluation.ladder_listing
    return (read(formats.decode(data, path), path),)


def form_of(path: str, data: bytes) -> str:
    """The form of a file of beads, by its suffix or else by how it begins; raises `InputError` for one that has none."""
    found = suffix_format(path)
    if found is None or found.name == "text":
        return evaluation.form_of(data)
    form = "xliff" if found.name == "xliff2" else found.name  # one reader knows all versions
    if form not in _FORMS:
        raise InputError(path, f"no beads can be read from {found.name}", f"give {', '.join(_FORMS)}")
    return form


def _is_said(bitext: Bitext, number: int, form: str) -> bool:
    """Whether a pair is a bead: a unit of a translator's file that has no translation yet says nothing of its source."""
    if form not in _WITH_UNTRANSLATED or not bitext.beads[number].is_null:
        return True
    return bool(bitext.details and bitext.details[number].bead)
