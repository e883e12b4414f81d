"""The page of the Python interface: every public name of `aligner` with its signature and its documentation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import aligner

_WIDTH = 100
_MARKS: dict[object, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
_INTRO = """All of it is imported with `import aligner`; a name is loaded when it is used. [From Python](../guides/python.md) shows how
they go together. What is not listed here may change from one version to the next.
"""


def python_page(markdown: Callable[[str], str], prose: Callable[[str], str]) -> str:
    """The page below its notice; `markdown` makes a docstring Markdown, `prose` a line of it."""
    names = sorted((name for name in aligner.__all__ if not name.startswith("__")), key=str.lower)
    things = {name: getattr(aligner, name) for name in names}
    functions = {name: thing for name, thing in things.items() if not inspect.isclass(thing)}
    classes = {name: thing for name, thing in things.items() if inspect.isclass(thing)}
    table = ["| name | what it is |", "|---|---|"]
    table += [
        f"| [`{name}`](#{name.lower()}) | {prose(_first_line(thing))} |"
        for name, thing in [*functions.items(), *classes.items()]
    ]
    parts = ["# The Python interface\n", _INTRO, *table, "\n## Functions\n"]
    parts += [part for name, thing in functions.items() for part in _function(name, thing, markdown)]
    parts.append("## Classes\n")
    parts += [part for name, thing in classes.items() for part in _class(name, thing, markdown, prose)]
    return "\n".join(parts)


def _documentation(thing: object) -> str:
    """The docstring a person wrote; the one that dataclasses make up does not count."""
    text = inspect.getdoc(thing) or ""
    return "" if inspect.isclass(thing) and text.startswith(f"{thing.__name__}(") else text


def _first_line(thing: object) -> str:
    return _documentation(thing).partition("\n")[0]


def _function(name: str, function: Any, markdown: Callable[[str], str]) -> Iterator[str]:
    yield f"### {name}\n\n```python\n{_call(f'aligner.{name}', function)}\n```\n\n{markdown(_documentation(function))}\n"


def _class(name: str, thing: type, markdown: Callable[[str], str], prose: Callable[[str], str]) -> Iterator[str]:
    yield f"### {name}\n\n{markdown(_documentation(thing))}\n"
    if is_dataclass(thing):
        shown = [_field(one) for one in fields(thing) if not one.name.startswith("_")]
        yield "\n".join(["```python", f"class {name}:", *(f"    {line}" for line in shown), "```\n"])
    # A base between underscores is only where several classes keep what they have in common.
    homes = [thing, *(base for base in thing.__mro__[1:] if base.__name__.startswith("_"))]
    members = [(member, value) for home in homes for member, value in vars(home).items() if _is_told(member, value)]
    if members:
        rows = [f"| `{_member(member, value)}` | {prose(_first_line(value))} |" for member, value in members]
        yield "\n".join(["| has | what it is |", "|---|---|", *rows, ""])


def _is_told(name: str, value: object) -> bool:
    """Whether a member is a method or property that a person documented; names between underscores are Python's own."""
    described = isinstance(value, property | classmethod | staticmethod) or inspect.isfunction(value)
    return described and not name.startswith("_") and bool(_documentation(value))


def _member(name: str, value: object) -> str:
    if isinstance(value, property):
        return name
    function: Any = getattr(value, "__func__", value)
    inner = ", ".join(_parameters(function)[0 if isinstance(value, staticmethod) else 1 :])
    return f"{name}({inner})".replace("|", "\\|")


def _field(field: Any) -> str:
    if field.default is not MISSING:
        return f"{field.name}: {_type(field.type)} = {_value(field.default)}"
    if field.default_factory is not MISSING:
        return f"{field.name}: {_type(field.type)} = {getattr(field.default_factory, '__name__', '…')}()"
    return f"{field.name}: {_type(field.type)}"


def _call(name: str, function: Any) -> str:
    """How it is called, over several lines where one is too long."""
    result = inspect.signature(function).return_annotation
    end = ")" if result is inspect.Signature.empty else f") -> {_type(result)}"
    parameters = _parameters(function)
    line = f"{name}({', '.join(parameters)}{end}"
    return line if len(line) <= _WIDTH else "\n".join([f"{name}(", *(f"    {one}," for one in parameters), end])


def _parameters(function: Any) -> list[str]:
    """The parameters as they stand in the code, with the marks of what goes by name only."""
    told: list[str] = []
    starred = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            told.append("*")
            starred = True
        starred = starred or parameter.kind is parameter.VAR_POSITIONAL
        text = f"{_MARKS.get(parameter.kind, '')}{parameter.name}"
        if parameter.annotation is not parameter.empty:
            text += f": {_type(parameter.annotation)}"
        told.append(text if parameter.default is parameter.empty else f"{text} = {_value(parameter.default)}")
    return told


def _type(annotation: object) -> str:
    """A type as it stands in the code, without the names of modules."""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text)


def _value(value: object) -> str:
    """A default without what differs from one run to the next."""
    if inspect.isclass(value) or inspect.isroutine(value):
        return str(getattr(value, "__name__", value))
    return re.sub(r"<([\w.]+)[^>]*>", lambda found: found.group(1), repr(value)).replace("'", '"')  # as the code has it
