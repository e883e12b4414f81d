"""Reports as plain data and back, for the cache: everything a renderer and the rules over many texts need."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from aligner import bitexts, documents, findings, model
from aligner.checks import mentions

# Where the classes stand that reports consist of; nothing else is ever made from what a file says.
_HOMES = frozenset(module.__name__ for module in (bitexts, documents, findings, mentions))


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
    of_documents = _maker_of_record(model.Document)
    documents = [of_documents(fields, []) for fields in data["documents"]]
    return _maker(kind)(data["body"], documents)


_Maker = Callable[[Any, list[model.Document]], Any]


def _as_it_is(value: Any, _documents: list[model.Document]) -> Any:
    return value


@cache
def _maker(kind: Any) -> _Maker:
    """What makes a value of a type from plain data; worked out once for each type, for there are many values."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and inner[-1] is Ellipsis:
        return _maker_of_many(_maker(inner[0]))
    if origin is tuple:
        makers = [_maker(one) for one in inner]
        return lambda value, documents: tuple(make(item, documents) for make, item in zip(makers, value, strict=True))
    if inner:  # a type or None
        make = _maker(inner[0])
        return lambda value, documents: None if value is None else make(value, documents)
    if kind is model.Document:
        return lambda value, documents: documents[value]
    if kind.__module__ in _HOMES and hasattr(kind, "__dataclass_fields__"):
        return _maker_of_record(kind)
    if kind.__module__ in _HOMES and issubclass(kind, StrEnum):
        return lambda value, _documents: kind(value)
    if kind in (str, int, float, bool):
        return _as_it_is
    raise TypeError(f"{kind} is no part of a report")


def _maker_of_many(make: _Maker) -> _Maker:
    if make is _as_it_is:
        return lambda value, _documents: tuple(value)
    return lambda value, documents: tuple([make(item, documents) for item in value])


def _maker_of_record(kind: type[Any]) -> _Maker:
    hints = get_type_hints(kind)
    makers = [_maker(hints[name]) for name in _names(kind)]
    if all(make is _as_it_is for make in makers):
        return lambda value, _documents: kind(*value)
    return lambda value, documents: kind(*[make(item, documents) for make, item in zip(makers, value, strict=True)])
