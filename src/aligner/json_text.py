"""JSON that people and other programs wrote, one object a line, and JSON that they read (RFC 8259)."""

from __future__ import annotations

import json
from collections.abc import Callable

from aligner.errors import InputError


def parse_object(
    line: str, path: str, remedy: str, number: int, constant: Callable[[str], object] | None = None
) -> dict[str, object]:
    """The object in line `number` of the file at `path`.

    `constant` is what becomes of `NaN` and `Infinity`, which are no JSON (RFC 8259) and are read as numbers without it. Raises
    `InputError` with the line and the `remedy` for what is no object.

    >>> parse_object('{"score": 0.5}', "pairs.jsonl", "write objects", 1)
    {'score': 0.5}
    """
    try:
        value = json.loads(line, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", None) or "it is nested too deeply, or a number is out of range"
        raise InputError(path, f"it is not JSON ({reason})", remedy, number) from error
    if not isinstance(value, dict):
        raise InputError(path, "it is not a JSON object", remedy, number)
    return value


def json_text(value: object, indent: int | None = None) -> str:
    r"""The JSON of a value, in letters as they are; halves of character pairs, which UTF-8 cannot write, are escapes in it.

    >>> json_text({"text": "año \ud800"})
    '{"text": "año \\ud800"}'
    """
    return json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace").decode()
