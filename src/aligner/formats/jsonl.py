"""JSON lines: one object a bead, in document order, nulls included."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import NoReturn

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import details_of, document_of, heading_of, pairs_of
from aligner.formats.csv import named_columns
from aligner.formats.findings import codes_of
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext
from aligner.json_text import parse_object
from aligner.model import Bitext, Details

_REMEDY = 'write one object a line, such as {"source": "…", "target": "…"}'
_HALF = re.compile("[\ud800-\udfff]")  # no file can hold it
# Line ends to many readers, though not to JSON; they can stand only inside strings.
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """The pairs of a file with the keys `source` and `target`, and `score`, `document`, `bead`, `state`, `notes` if there.

    In place of the two there may be `translation`, as data sets of the Hugging Face Hub have it: texts by the codes of their
    languages. Other keys are ignored.
    Raises `InputError` with the line that is no such object.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another."""
    for line, row in enumerate(decode(data, path).split("\n"), start=1):
        if row.strip():
            yield _row(row, path, line, (source_language, target_language))


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One object a bead: its texts, sentence numbers, spans, score and type.

    A null bead has no score, but `null`: why it is one, how probable that is, and the nearest sentence of the other side.
    """
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], _heading: Heading) -> Iterator[str]:
    """The same of pairs, with what is known of each: texts and score alone, or those of a bead, and what is said of it."""
    for pair in pairs:
        line = f"{{{', '.join(_members(pair))}}}\n"
        yield line.translate(_LINE_ENDS) if "\x85" in line or "\u2028" in line or "\u2029" in line else line


def _members(pair: Pair) -> Iterator[str]:
    """The members of an object, written one by one, which takes less time than making an object of them first."""
    yield f'"source": {_encode(pair.source)}, "target": {_encode(pair.target)}'
    bead = pair.bead
    # Lists of whole numbers have the same form in Python and in JSON.
    if bead is not None:
        yield f'"source_sentences": {[*bead.source]}, "target_sentences": {[*bead.target]}'
        yield f'"source_spans": {[[*span] for span in pair.source_spans]}'
        yield f'"target_spans": {[[*span] for span in pair.target_spans]}'
    yield f'"score": {_number(pair.score)}'
    kind = bead.kind if bead is not None else pair.details.bead
    if kind:
        yield f'"bead": {_encode(kind)}'
    if bead is not None and bead.evidence is not None:
        yield f'"null": {_encode(asdict(bead.evidence))}'
    document = document_of(pair)
    if document:
        yield f'"document": {_encode(document)}'
    if pair.split:
        yield f'"split": {_encode(pair.split)}'
    if pair.findings:
        yield f'"findings": {_encode(codes_of(pair))}'
    if pair.details.state:
        yield f'"state": {_encode(pair.details.state)}'
    if pair.details.notes:
        yield f'"notes": {_encode(pair.details.notes)}'


def _number(score: float | None) -> str:
    if score is None:
        return "null"
    if not math.isfinite(score):
        raise ValueError(f"{score} has no place in JSON")
    return repr(float(score))  # a float of NumPy says more of itself


def _row(text: str, path: str, line: int, languages: tuple[str, str]) -> Row:
    value = parse_object(text, path, _REMEDY, line, _refuse_constant)
    if "\\ud" in text.lower() and _HALF.search(json.dumps(value, ensure_ascii=False)):
        raise InputError(path, "half of a character pair", "write the character whole, in UTF-8", line)
    texts, keys = _texts(value, languages)
    cells = []
    for key in keys:
        cell = texts.get(key)
        if not isinstance(cell, str):
            problem = f"the key {key!r} is missing" if key not in texts else f"{key!r} is not a text"
            raise InputError(path, problem, _REMEDY, line)
        cells.append(cell)
    details = _with_state(details_of(value.get("document"), value.get("bead")), value)
    return Row(cells[0], cells[1], line, _score(value.get("score"), path, line), details=details)


def _with_state(details: Details, value: dict[str, object]) -> Details:
    """The details with the state and the notes of an object, where they are such."""
    state, notes = value.get("state"), value.get("notes")
    if isinstance(state, str) and state:
        details = replace(details, state=state)
    if isinstance(notes, list) and notes and all(isinstance(note, str) for note in notes):
        details = replace(details, notes=tuple(notes))
    return details


def _texts(value: dict[str, object], languages: tuple[str, str]) -> tuple[dict[str, object], tuple[str, str]]:
    """Where the texts of a pair stand, and under which keys."""
    translation = value.get("translation")
    if "source" in value or not isinstance(translation, dict):
        return value, ("source", "target")
    names = list(translation)
    found = named_columns(names, *languages)
    return translation, (names[found[0]], names[found[1]]) if found else languages


def _score(value: object, path: str, line: int) -> float | None:
    if value is None:
        return None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # a whole number no float can hold
    raise InputError(path, "'score' is not a number", "give a number from 0 to 1, or null", line)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
