"""The page of what programs read: fields of the JSON outputs from their schemas, and what of SARIF is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parent.parent / "docs" / "reference" / "schemas"
_INTRO = """What stands here is a contract: fields keep their names and meanings, and new ones may be added. Each output has a schema
(JSON Schema 2020-12), which a test holds to real outputs. Offsets count characters (Unicode code points) from 0, ends excluded.
"""
_SARIF = """## SARIF

`aligner check --format sarif` writes [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), which is held to
the standard's own schema.

| what | where in SARIF |
|---|---|
| rules with their explanation and default severity | `tool.driver.rules` |
| error, warning, info | `level`: `error`, `warning`, `note` |
| the first place of a finding | `locations`, with `region`: lines and columns from 1, columns in UTF-16 code units |
| its other places, and those of the other text | `relatedLocations` |
| address in mark-up | `logicalLocations[].fullyQualifiedName` |
| fingerprint, which stays when the text around moves | `partialFingerprints` |
| suggestion, where the text is the file itself | `fixes`; always `properties.suggestion` |
| known findings, and those that a comment leaves alone | `suppressions` |
"""


def outputs_page(prose: Callable[[str], str]) -> str:
    """The page below its notice; `prose` makes a description Markdown."""
    parts = ["# Outputs for programs\n", _INTRO]
    for file in sorted(SCHEMAS.glob("*.json")):
        parts += _schema(file, prose)
    return "\n".join([*parts, _SARIF])


def _schema(file: Path, prose: Callable[[str], str]) -> Iterator[str]:
    schema = json.loads(file.read_text(encoding="utf-8"))
    yield f"## {schema['title']}\n\n{prose(schema['description'])} [Schema](schemas/{file.name}).\n"
    yield from _fields(schema, prose)
    for name, inner in schema.get("$defs", {}).items():
        if "properties" in inner:
            yield f"*{name}*: {prose(inner['description'])}\n"
            yield from _fields(inner, prose)


def _fields(schema: Mapping[str, Any], prose: Callable[[str], str]) -> Iterator[str]:
    yield "| field | type | there | meaning |\n|---|---|---|---|"
    for name, one in schema["properties"].items():
        there = "always" if name in schema.get("required", ()) else "where it applies"
        yield f"| `{name}` | {_kind(one)} | {there} | {prose(one.get('description', ''))} |"
    yield ""


def _kind(schema: Mapping[str, Any]) -> str:
    """The type of a field in a few words."""
    if "$ref" in schema:
        return f"*{schema['$ref'].rpartition('/')[2]}*"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if types == ["array"]:
        return f"list of {_kind(schema['items'])}"
    return " or ".join(types)
