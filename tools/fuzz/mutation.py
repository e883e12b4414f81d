"""How input is spoiled: bytes, words of the format, characters that trip programs, values of JSON, parts of archives."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from handmade import packed
from lxml import etree

Element = etree._Element
LARGEST = 100_000  # bytes; what is spoiled does not grow beyond
_CHANGE_COUNTS = (1, 1, 1, 2, 3, 6)
_LARGEST_PART = 4 * LARGEST  # of an archive, unpacked

# Characters and numbers that are not what they look like: digits that are no decimals, letters that change their length with
# their case, marks that turn the direction, halves of pairs, ends of lines that only some know, numbers out of every range.
ODD_TEXTS = (
    "\0", "\ufeff", "\ud800", "\udfff\ud800", "\u202e", "\u2067", "\u200d", "\u00ad", "\u0085", "\u2028", "\x0b", "\x1b[31m", "\r",
    "\ufffe", "\U0010ffff", "\U000e0041", "e\u0301\u0301\u0301", "\u0301", "🏳️‍🌈", "İ", "ß", "ŉ", "ﬁ", "ǅ", "ﬃ", "Σς", "²", "½", "٣", "𝟛", "Ⅷ", "一",
    "①", "௰", "\u00a0", "\u202f", "\u3000", "-1", "1e999", "-0.0", "NaN", "9" * 400, "9" * 5000, "1.000,000.0,", "31/02/0000", "25:61", "$€£",
    "M" * 50, "MMMMCMXCIX", "(" * 60, "¿" * 60, "«" * 30, "“", "x" * 3000, "A.B." * 40, "a-" * 200, "العربية", "שלום", "漢字", "Ünïcödé",
    "%s%n{0}{{}}", "${a}", "\\", "\\u", "&amp;", "&#0;", "&#xD800;", "&#x110000;", "]]>", "<!--", "-->", "<![CDATA[", "--", "../../", "\n\n", "\n", "\t", " ",
    "http://" + "a" * 300, "a@" + "b." * 100, "{" * 50, "[" * 50, "<" * 50, "&" * 50, "'", '"', "`" * 20, "*" * 41, "_" * 41, "|" * 30, ":" * 20,
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, -0.0, 0.5, float("inf"), float("nan"), "", " ", "0", [], {}, [None], [[]], {"": None}, [0, 0],
    [2**64], ["a"], {"a": 1}, "\ud800", "\0", "x" * 2000, [0] * 600, [[0, 1], [5, 2]], [-1], [True], [1.5], [[0]], "é\u202e",
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]{1,400}>")
_NUMBER = re.compile(rb"\d+")


def odd_bytes(text: str) -> bytes:
    """A text as bytes, halves of pairs too."""
    return text.encode("utf-8", "surrogatepass")


# Halves of pairs are no UTF-8: most readers are done with an input that has one before anything else happens.
_ODD = tuple(text.encode() for text in ODD_TEXTS if not re.search("[\ud800-\udfff]", text))


@dataclass(slots=True)
class Spoiler:
    """Spoils inputs of one target: `tokens` are words of its format, `others` are inputs to take pieces from."""

    random: Random
    tokens: Sequence[bytes] = ()
    others: Sequence[bytes] = ()

    def spoiled(self, data: bytes) -> bytes:
        """Another input than `data`, most often near to it."""
        for _ in range(self.random.choice(_CHANGE_COUNTS)):
            data = self._changed(data)[:LARGEST]
        return data

    def _changed(self, data: bytes) -> bytes:
        if data[:2] == b"PK" and self.random.random() < 0.9:
            return self._archive(data)
        if data[:1] in {b"{", b"["} and self.random.random() < 0.8:
            return self._lines(data)
        if data[:1] == b"<" and self.random.random() < 0.8:
            return self._tree(data)
        return self.random.choice(_CHANGES)(self, data)

    # Bytes

    def _place(self, data: bytes) -> int:
        return self.random.randint(0, len(data))

    def _stretch(self, data: bytes, longest: int = 200) -> tuple[int, int]:
        start = self._place(data)
        return start, min(len(data), start + self.random.randint(1, self.random.choice((4, 20, longest))))

    def _flip(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + bytes([self.random.randrange(256)]) + data[at + 1 :]

    def _leave_out(self, data: bytes) -> bytes:
        start, end = self._stretch(data)
        return data[:start] + data[end:]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._place(data)] if self.random.random() < 0.3 else data

    def _put_in(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + self._piece() + data[at:]

    def _put_over(self, data: bytes) -> bytes:
        start, end = self._stretch(data, 30)
        return data[:start] + self._piece() + data[end:]

    def _piece(self) -> bytes:
        return self.random.choice(self.tokens if self.tokens and self.random.random() < 0.5 else _ODD)

    def _move(self, data: bytes) -> bytes:
        start, end = self._stretch(data)
        at = self._place(data)
        return data[:at] + data[start:end] + data[at:]

    def _repeat(self, data: bytes) -> bytes:
        start, end = self._stretch(data, 60)
        times = self.random.choice((2, 3, 50, 1000, 20_000))
        return data[:start] + (data[start:end] * times)[:LARGEST] + data[end:]

    def _splice(self, data: bytes) -> bytes:
        other = self.random.choice(self.others) if self.others else data
        start, end = self._stretch(other, 2000)
        at = self._place(data)
        return data[:at] + other[start:end] + data[at:]

    def _number(self, data: bytes) -> bytes:
        found = list(_NUMBER.finditer(data))
        if not found:
            return self._put_in(data)
        one = self.random.choice(found)
        number = self.random.choice(
            (b"0", b"-1", b"2147483648", b"99999999999999999999", b"1e9", b"", b"9" * 5000, "²".encode())
        )
        return data[: one.start()] + number + data[one.end() :]

    def _tag(self, data: bytes) -> bytes:
        """Leave out a tag, put it twice, nest it deep, or put it where another stands."""
        found = list(_TAG.finditer(data[:LARGEST]))
        if not found:
            return self._move(data)
        one, other = self.random.choice(found), self.random.choice(found)
        times = self.random.choice((0, 2, 2, 300, 3000))
        if times:
            return data[: one.start()] + one.group() * times + data[one.end() :]
        return data[: one.start()] + other.group() + data[one.end() :]

    # Structures

    def _lines(self, data: bytes) -> bytes:
        """Spoil a value in one line of JSON, or in the whole of it."""
        lines = data.split(b"\n")
        for at in (None, self.random.randrange(len(lines))):
            try:
                value = json.loads(data if at is None else lines[at])
            except (ValueError, RecursionError):
                continue
            text = odd_bytes(json.dumps(self._value(value), ensure_ascii=self.random.random() < 0.5))
            return text if at is None else b"\n".join([*lines[:at], text, *lines[at + 1 :]])
        return self.random.choice(_CHANGES)(self, data)

    def _value(self, value: Any) -> Any:
        inner = isinstance(value, (dict, list)) and value and self.random.random() < 0.85
        if isinstance(value, dict) and inner:
            key = self.random.choice(list(value))
            if self.random.random() < 0.15:
                return {one: cell for one, cell in value.items() if one != key} | {self._text(key): value[key]}
            return {**value, key: self._value(value[key])}
        if isinstance(value, list) and inner:
            at = self.random.randrange(len(value))
            if self.random.random() < 0.2:
                return [*value[:at], *self.random.choice(([], [value[at]] * 2, value[::-1])), *value[at + 1 :]]
            return [*value[:at], self._value(value[at]), *value[at + 1 :]]
        if isinstance(value, str) and self.random.random() < 0.6:
            return self._text(value)
        if type(value) is int and self.random.random() < 0.5:
            return value + self.random.choice((-1, 1, 2, 100))
        return self.random.choice(ODD_VALUES)

    def _text(self, text: str) -> str:
        at = self.random.randint(0, len(text))
        return text[:at] + self.random.choice(ODD_TEXTS) + text[at + self.random.randint(0, 3) :]

    def _tree(self, data: bytes) -> bytes:
        """Spoil an element of XML, which stays well-formed."""
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        except (etree.XMLSyntaxError, ValueError):
            return self.random.choice(_CHANGES)(self, data)
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        one, other = self.random.choice(elements), self.random.choice(elements)
        parent = one.getparent()
        with contextlib.suppress(ValueError):  # a character that XML has no way to write, or an element below itself
            self.random.choice(_TREE_CHANGES)(self, one, other, one if parent is None else parent)
        return _written(root, self.random.choice(("utf-8", "utf-8", "ascii", "utf-16", "iso-8859-1")))

    def _text_of(self, one: Element, _other: Element, _parent: Element) -> None:
        if self.random.random() < 0.7:
            one.text = self._text(one.text or "")
        else:
            one.tail = self._text(one.tail or "")

    def _attribute(self, one: Element, other: Element, _parent: Element) -> None:
        known = [str(name) for name in one.attrib]
        name = self.random.choice(known or [str(name) for name in other.attrib] or ["id"])
        fate = self.random.random()
        if fate < 0.2:
            one.attrib.pop(name, "")
        elif fate < 0.5:
            one.set(name, self.random.choice(ODD_TEXTS))
        else:
            one.set(name, self._text(one.get(name) or ""))

    def _copy(self, one: Element, other: Element, _parent: Element) -> None:
        other.append(copy.deepcopy(one))

    def _remove(self, one: Element, _other: Element, parent: Element) -> None:
        parent.remove(one)

    def _rename(self, one: Element, other: Element, _parent: Element) -> None:
        one.tag = other.tag

    def _nest(self, one: Element, other: Element, _parent: Element) -> None:
        for _ in range(self.random.choice((1, 5, 100, 2000))):
            one = etree.SubElement(one, str(other.tag), {str(name): str(value) for name, value in other.items()})
        one.text = other.text

    def _comment(self, one: Element, _other: Element, _parent: Element) -> None:
        one.insert(0, self.random.choice((etree.Comment(" aligner: ignore "), etree.ProcessingInstruction("a", "b"))))

    def _archive(self, data: bytes) -> bytes:
        """Spoil one part of a packed format, its name, or leave it out."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = [one for one in archive.infolist() if one.file_size <= _LARGEST_PART]
                parts = {one.filename: archive.read(one) for one in infos}
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
            return self.random.choice(_CHANGES)(self, data)
        if not parts:
            return data
        name = self.random.choice(list(parts))
        content = parts.pop(name)
        fate = self.random.random()
        if fate < 0.05:
            return _packed(parts)
        name = self._text(name) if fate < 0.1 else name
        return _packed({name: self._changed(content)[:_LARGEST_PART], **parts})


def _written(root: Element, encoding: str) -> bytes:
    written = etree.tostring(root, encoding=encoding)
    return written if isinstance(written, bytes) else written.encode()


def _packed(parts: dict[str, bytes]) -> bytes:
    return packed({odd_bytes(name).decode("utf-8", "replace")[:200]: content for name, content in parts.items()})


_CHANGES: tuple[Callable[[Spoiler, bytes], bytes], ...] = (
    Spoiler._flip,
    Spoiler._leave_out,
    Spoiler._cut,
    Spoiler._put_in,
    Spoiler._put_in,
    Spoiler._put_over,
    Spoiler._move,
    Spoiler._repeat,
    Spoiler._splice,
    Spoiler._number,
    Spoiler._tag,
)
_TREE_CHANGES: tuple[Callable[[Spoiler, Element, Element, Element], None], ...] = (
    Spoiler._text_of,
    Spoiler._text_of,
    Spoiler._attribute,
    Spoiler._attribute,
    Spoiler._copy,
    Spoiler._remove,
    Spoiler._rename,
    Spoiler._nest,
    Spoiler._comment,
)
