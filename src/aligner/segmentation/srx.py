"""Rules of sentence splitting that a translation house brings along: SRX 2.0 (LISA OSCAR, 2008), read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn, cast

from lxml import etree

from aligner.errors import InputError
from aligner.segmentation.house import HouseRules, LanguageMap, Rule
from aligner.segmentation.icu import Unsupported, converted

NAMESPACE = "http://www.lisa.org/srx20"
VERSION = "2.0"
_LARGEST = 8_000_000  # bytes; the largest rules in circulation have under one
_TRUTHS = {"yes": True, "no": False}
# What the standard says of in-line codes where a file says nothing: they go with the sentence they close or stand in.
_HANDLES = {"start": "no", "end": "yes", "isolated": "no"}


@lru_cache(maxsize=4)
def read_rules(data: bytes, path: str) -> HouseRules:
    """The rules of an SRX file.

    Raises `InputError` with the line for what is no SRX 2.0, and with the number of the rule for an expression that
    cannot be used. No entity is expanded, and nothing else is opened.
    """
    return _Reader(path).read(data)


class _Reader:
    """Takes the rules out of one file, and says where one is no good."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fail(self, problem: str, remedy: str, line: int | None = None) -> NoReturn:
        raise InputError(self.path, problem, remedy, line)

    def read(self, data: bytes) -> HouseRules:
        root = self._root(data)
        header, body = self._child(root, "header"), self._child(root, "body")
        cascade = self._truth(header, "cascade", default=None)
        groups: dict[str, tuple[Rule, ...]] = {}
        for element in _children(self._child(body, "languagerules"), "languagerule"):
            name = self._value(element, "languagerulename")
            if name in groups:
                self.fail(f"there are two languagerules {name!r}", "give each its own name", _line(element))
            groups[name] = self._rules(element, name)
        maps = tuple(self._map(element, groups) for element in _children(self._child(body, "maprules"), "languagemap"))
        if not maps:
            self.fail("no language is mapped to rules", "add a languagemap, such as one for .*", _line(body))
        return HouseRules(self.path, maps, groups, cascade, tuple(self._notes(header)))

    def _root(self, data: bytes) -> etree._Element:
        if len(data) > _LARGEST:
            self.fail(f"it has more than {_LARGEST // 1_000_000} MB", "give a file of segmentation rules")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            line = error.position[0] if error.position else None
            self.fail(f"it is no XML ({str(error.msg).partition(', line')[0]})", "give an SRX file", line or None)
        if next(root.iter(etree.Entity), None) is not None:
            self.fail("it has entities of its own, which are not expanded", "write what they stand for")
        if _name(root) != "srx":
            self.fail(f"it is no SRX: its first element is {_name(root)}", "give an SRX file", _line(root))
        if root.get("version") != VERSION:
            told = f"it is SRX {root.get('version') or 'of no version'}, and {VERSION} is read"
            self.fail(told, f'save it as version="{VERSION}"', _line(root))
        return root

    def _child(self, parent: etree._Element, name: str) -> etree._Element:
        found = next(iter(_children(parent, name)), None)
        if found is None:
            self.fail(f"{_name(parent)} has no {name}", "mend the file; SRX 2.0 needs it", _line(parent))
        return found

    def _value(self, element: etree._Element, name: str) -> str:
        value = element.get(name)
        if not value:
            self.fail(f"{_name(element)} has no {name}", "add it", _line(element))
        return value

    def _truth(self, element: etree._Element, name: str, *, default: bool | None) -> bool:
        value = element.get(name)
        if value is None and default is not None:
            return default
        if value not in _TRUTHS:
            told = f"{name} of {_name(element)} is {value!r}" if value else f"{_name(element)} has no {name}"
            self.fail(told, "write yes or no", _line(element))
        return _TRUTHS[str(value)]

    def _rules(self, group: etree._Element, name: str) -> tuple[Rule, ...]:
        rules = []
        for number, element in enumerate(_children(group, "rule"), start=1):
            label = f"rule {number} of {name!r}"
            before, after = (self._pattern(element, part, label) for part in ("beforebreak", "afterbreak"))
            if before or after:
                line = _line(element)
                rules.append(Rule(self._truth(element, "break", default=True), before, after, line, label))
        return tuple(rules)

    def _pattern(self, rule: etree._Element, part: str, label: str) -> str:
        """The expression of one side of a rule, "" where there is none: it fits anywhere."""
        element = next(iter(_children(rule, part)), None)
        written = "" if element is None else "".join(map(str, element.itertext()))
        return self.compiled(written, f"{label}: {part}", _line(rule if element is None else element))[0]

    def compiled(self, written: str, label: str, line: int | None) -> tuple[str, Any]:
        """An expression in our own words, and made; raises `InputError` where that cannot be."""
        import regex  # only texts that are split by rules of a house need it

        try:
            pattern = converted(written)
            return pattern, regex.compile(pattern, regex.VERSION1)
        except (Unsupported, regex.error, OverflowError, RecursionError) as error:
            told = written if len(written) <= 60 else f"{written[:59]}…"
            self.fail(f"{label}: {told} cannot be used ({error})", "write it otherwise", line)

    def _map(self, element: etree._Element, groups: dict[str, tuple[Rule, ...]]) -> LanguageMap:
        name, pattern = self._value(element, "languagerulename"), self._value(element, "languagepattern")
        if name not in groups:
            self.fail(f"there are no languagerules {name!r}", "mend the name in the languagemap", _line(element))
        made = self.compiled(pattern, f"languagemap of {name!r}", _line(element))[1]
        return LanguageMap(made, name)

    def _notes(self, header: etree._Element) -> Iterator[str]:
        """What the file asks for that has no meaning here: texts are split without their in-line codes."""
        handles = {str(one.get("type")): str(one.get("include")) for one in _children(header, "formathandle")}
        other = sorted(kind for kind, include in handles.items() if include != _HANDLES.get(kind))
        if other:
            yield f"{self.path}: formathandle of {', '.join(other)} codes says nothing here: codes are no part of the text"
        if header.get("segmentsubflows") == "no":
            yield f"{self.path}: segmentsubflows says nothing here: footnotes and the like are blocks of their own"


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(element: etree._Element) -> int | None:

    return cast("int | None", element.sourceline)


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name, in the namespace of SRX 2.0 or in none."""
    return (child for child in element if _name(child) == name and child.tag in (name, f"{{{NAMESPACE}}}{name}"))
