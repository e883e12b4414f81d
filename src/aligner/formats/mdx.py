r"""MDX (version 3): Markdown in which elements of JSX stand, imports and exports, and expressions in braces.

What is program goes, line numbers stay; texts in attributes that a reader is shown (`title`, `alt`, `label`) are kept.

>>> page = b'import {Tip} from "./tip"\n\n<Tip title="Read this first">\nThe bridge is **closed**. {/* until May */}\n</Tip>\n'
>>> document = read_document(page, "page.mdx", "en")
>>> [(block.role.value, document.block_text(block)) for block in document.blocks]
[('label', 'Read this first'), ('paragraph', 'The bridge is closed.')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from aligner.errors import InputError
from aligner.formats.loading import decode
from aligner.formats.markdown import markdown_document
from aligner.formats.markdown_lines import DIRECTIVE, escaped, shown_beside
from aligner.formats.remarks import said
from aligner.model import Document, Remark

_EMPTY_INSIDE: Final = re.compile(r"(?<=[^\n])\n+(?=\n)")
_NOTHING: Final = "&#8203;"  # a space of no width, which is no text
_Shown = tuple[int, str]  # an offset, and Markdown for what an attribute there shows
_PROGRAM: Final = re.compile(
    r"""import\s*(?:["'{*]|[\w$]+\s*(?:,|from\b))|export\s*(?:[{*]|(?:const|let|var|default|function|async|class)\b)"""
)
_FENCE: Final = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_LINE_END: Final = re.compile("\r\n|\r|\n")
_PLAIN: Final = re.compile(r"[^\n\\`<{]+")
_TAG_START: Final = re.compile(r"</?(?:[A-Za-z][\w.:-]*)?(?=[\s/>])|<>")
_NAME: Final = re.compile(r"[A-Za-z_][\w.:-]*")
_SHOWN: Final[dict[str, str]] = {
    "alt": "alt", "title": "title", "label": "title", "caption": "title", "description": "title", "heading": "title",
    "summary": "title", "placeholder": "title", "aria-label": "title", "tooltip": "title",
}  # fmt: skip
_TEXT_EXPRESSION: Final = re.compile(r"""\{\s*(["'`])([^"'`{}\\$]*)\1\s*\}""")
_COMMENT: Final = re.compile(r"\{\s*/\*((?:(?!\*/).)*)\*/\s*\}", re.DOTALL)
_DEEPEST: Final = 100
_LONGEST_VALUE: Final = 10_000
_INLINE_CODE: Final = re.compile(r"(`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)\1(?!`)", re.DOTALL)
_BACKTICKS: Final = re.compile("`+")
_ATTRIBUTE_START: Final = re.compile(r"\s*(?:([A-Za-z_][\w.:-]*)\s*(=\s*)?|(?=\{))")


def read_document(data: bytes, path: str, language: str) -> Document:
    """The blocks of a page as `aligner.formats.markdown` finds them in what is left without the program.

    Comments such as `{/* aligner: ignore */}` are remarks. Raises `InputError` for braces that do not close.
    """
    text = _LINE_END.sub("\n", decode(data, path))
    document = markdown_document("".join(_Scanner(text, path).pieces()), path, language)
    return replace(document, remarks=(*document.remarks, *_remarks(text)))


def _remarks(text: str) -> Iterator[Remark]:
    for found in _COMMENT.finditer(text):
        meant = said(found.group(1))
        if meant:
            yield Remark(text.count("\n", 0, found.start()) + 1, meant)


class _Scanner:
    """Goes through a page once; every line end stays where it is."""

    def __init__(self, text: str, path: str) -> None:
        self._text, self._path = text, path
        self._at = 0

    def pieces(self) -> Iterator[str]:
        """The page without its program."""
        header = re.match(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|$)", self._text, re.DOTALL)
        if header:
            self._at = header.end()
            yield header.group()
        while self._at < len(self._text):
            yield from self._line()

    def _line(self) -> Iterator[str]:
        """From the beginning of a line to that of another; code and programs take several."""
        end = self._line_end(self._at)
        line = self._text[self._at : end]
        fence = _FENCE.match(line)
        if fence:
            start, self._at = self._at, self._fence_end(end, fence[1])
            yield self._text[start : self._at]
        elif _PROGRAM.match(line):
            start, self._at = self._at, self._program_end(self._at)
            yield _blank(self._text[start : self._at])
        elif directive := DIRECTIVE.fullmatch(line.rstrip("\n")):
            self._at = end
            title = directive[1] or directive[2]
            yield shown_beside([("title", title or "")]) + _blank(line)
        else:
            yield from self._running_text()

    def _line_end(self, start: int) -> int:
        found = self._text.find("\n", start)
        return len(self._text) if found < 0 else found + 1

    def _fence_end(self, start: int, mark: str) -> int:
        closing = re.compile(rf"^[ \t]*{re.escape(mark)}{re.escape(mark[0])}*[ \t]*$", re.MULTILINE)
        found = closing.search(self._text, start)
        return self._line_end(found.start()) if found else len(self._text)

    def _program_end(self, start: int) -> int:
        """A program goes to the first empty line outside its braces (MDX: ESM blocks)."""
        at, open_ones = start, 0
        while True:
            end = self._text.find("\n\n", at)
            if end < 0:
                return len(self._text)
            open_ones += sum(self._text.count(mark, at, end) for mark in "{(")
            open_ones -= sum(self._text.count(mark, at, end) for mark in "})")
            if open_ones <= 0:
                return end + 1
            at = end + 1

    def _running_text(self) -> Iterator[str]:
        """One line of Markdown; a tag or an expression in it may take several of the file."""
        is_first = True  # whether the line has had nothing but tags
        begins = self._at
        shown: list[_Shown] = []
        out: list[str] = []
        while self._at < len(self._text):
            plain = _PLAIN.match(self._text, self._at)
            if plain:
                out.append(plain.group())
                self._at = plain.end()
                is_first = is_first and plain.group().isspace()
                continue
            letter = self._text[self._at]
            if letter == "\n":
                out.append(letter)
                self._at += 1
                break
            code = (
                (_INLINE_CODE.match(self._text, self._at) or _BACKTICKS.match(self._text, self._at))
                if letter == "`"
                else None
            )
            tag = _TAG_START.match(self._text, self._at) if letter == "<" else None
            if letter == "\\":
                out.append(self._text[self._at : self._at + 2])
                self._at += 2
                is_first = False
            elif code:
                out.append(code.group())
                self._at = code.end()
                is_first = False
            elif letter == "{":
                out.append(self._expression())
                is_first = is_first and not out[-1].strip()
            elif tag and (end := self._tag_end(tag.end(), shown)) is not None:
                is_break = tag.group().lower() == "<br"
                out.append(" " if is_break else _blank(self._text[self._at : end]))
                self._at = end
            else:
                out.append(letter)
                self._at += 1
                is_first = False
        yield _rewritten(
            "".join(out), [(self._text.count("\n", begins, at), said) for at, said in shown], is_tags=is_first
        )

    def _expression(self) -> str:
        """The text of `{"text"}`, the line ends of any other expression."""
        text = _TEXT_EXPRESSION.match(self._text, self._at)
        if text:
            self._at = text.end()
            return text[2]
        start, self._at = self._at, self._brace_end(self._at)
        return _blank(self._text[start : self._at])

    def _brace_end(self, start: int) -> int:
        """Behind the brace that closes the one at `start`; braces in strings and comments count for nothing."""
        depth, at = 0, start
        for found in _PROGRAM_PIECE.finditer(self._text, start):
            piece, at = found.group(), found.end()
            depth += (piece == "{") - (piece == "}")
            if depth > _DEEPEST:
                break
            if depth == 0:
                return at
        line = self._text.count("\n", 0, start) + 1
        raise InputError(self._path, "a { of an expression has no }", r"close it, or write \{ for the character", line)

    def _tag_end(self, at: int, shown: list[_Shown]) -> int | None:
        """Behind a tag whose name ends at `at`; None where it is none. Texts that are shown are added to `shown`."""
        found: list[_Shown] = []
        while True:
            attribute = _ATTRIBUTE_START.match(self._text, at)
            closing = re.compile(r"\s*/?>").match(self._text, at)
            if closing:
                shown.extend(found)
                return closing.end()
            if attribute is None or attribute.end() == len(self._text):
                return None
            at = attribute.end()
            if attribute[1] is None:
                at = self._brace_end(at)
            elif attribute[2]:
                end = self._value_end(at)
                if end is None:
                    return None
                kind, said = _SHOWN.get(attribute[1]), self._text[at + 1 : end - 1]
                if kind and self._text[at] != "{":
                    found.append((at, f"![{escaped(said)}](#)" if kind == "alt" else f'![](# "{escaped(said)}")'))
                at = end

    def _value_end(self, at: int) -> int | None:
        letter = self._text[at]
        if letter == "{":
            return self._brace_end(at)
        end = self._text.find(letter, at + 1, at + _LONGEST_VALUE) if letter in {'"', "'"} else -1
        return end + 1 if end >= 0 else None


_PROGRAM_PIECE: Final = re.compile(
    r"""/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}]""", re.DOTALL
)


def _blank(text: str) -> str:
    """Nothing but the line ends of a text."""
    return "\n" * text.count("\n")


def _rewritten(line: str, shown: list[tuple[int, str]], *, is_tags: bool) -> str:
    """A line, with what its tags show, each with how many line ends stand before it.

    A line of nothing but tags ends the paragraph before it: what it shows are pictures in headings, which make no block of
    their own where they have no text, and end a paragraph as tags do.
    """
    pictures = "".join(picture for _, picture in shown)
    if not is_tags:
        body = line.rstrip("\n")
        # An empty line would end the paragraph that the program stands in.
        filled = _EMPTY_INSIDE.sub(lambda found: f"\n{_NOTHING}" * len(found.group()), body)
        return f"{filled}{pictures}{line[len(body) :]}"
    lines = line.split("\n")
    for number in {number for number, _ in shown}:
        lines[number] = "###### " + "".join(picture for at, picture in shown if at == number)
    return "\n".join(lines)
