"""Reports as plain data and back, for the cache: everything a renderer and the rules over many texts need."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, get_args, get_origin, get_type_hints

from aligner import model
from aligner.checks import mentions

# The classes that reports consist of; nothing else is ever made from what a file says.
_CLASSES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        model.Report, model.Document, model.Block, model.Sentence, model.Remark, model.Bitext, model.Bead,
        model.NullEvidence, model.Finding, model.Span, mentions.VersionMentions, mentions.NameMentions,
        mentions.AcronymMentions, mentions.Expansion,
    )
}  # fmt: skip


def plain(value: Any) -> Any:
    """A report, or a part of one, as what JSON has: a record is a list of its fields.

    A document that stands in several places is written once, and meant by its number.
    """
    documents: list[model.Document] = []
    numbers: dict[int, int] = {}
    body = _plain(value, documents, numbers)
    return {"documents": [_fields(document, [], {}) for document in documents], "body": body}


def _plain(value: Any, documents: list[model.Document], numbers: dict[int, int]) -> Any:
    if isinstance(value, model.Document):
        if id(value) not in numbers:
            numbers[id(value)] = len(documents)
            documents.append(value)
        return numbers[id(value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value, documents, numbers)
    if isinstance(value, (tuple, list)):
        return [_plain(item, documents, numbers) for item in value]
    return value  # strings, also those of enumerations, numbers, None


def _fields(value: Any, documents: list[model.Document], numbers: dict[int, int]) -> list[Any]:
    return [_plain(getattr(value, name), documents, numbers) for name in _names(type(value))]


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind) if one.init)


def restored(kind: Any, data: Mapping[str, Any]) -> Any:
    """What `plain` was given, of type `kind`.

    Raises `ValueError`, `TypeError`, `KeyError` or `IndexError` for data that it did not make.

    >>> span = model.Span(model.Side.TARGET, 3, 5, "de")
    >>> restored(tuple[model.Span, ...], plain((span,))) == (span,)
    True
    """
    documents = [_record(model.Document, fields, []) for fields in data["documents"]]
    return _restored(kind, data["body"], documents)


def _restored(kind: Any, value: Any, documents: list[model.Document]) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_restored(one, item, documents) for one, item in zip(kinds, value, strict=True))
    if inner:  # a type or None
        return None if value is None else _restored(inner[0], value, documents)
    if kind is model.Document:
        return documents[value]
    if kind in _CLASSES.values():
        return _record(kind, value, documents)
    if kind is float and isinstance(value, int):
        return float(value)
    made = kind(value) if kind in (model.Side, model.Role, model.Severity) else value
    if not isinstance(made, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return made


_HINTS: dict[type[Any], list[tuple[str, Any]]] = {}


def _record(kind: type[Any], fields: list[Any], documents: list[model.Document]) -> Any:
    if kind not in _HINTS:
        hints = get_type_hints(kind)
        _HINTS[kind] = [(name, hints[name]) for name in _names(kind)]
    pairs = zip(_HINTS[kind], fields, strict=True)
    return kind(**{name: _restored(of, value, documents) for (name, of), value in pairs})
