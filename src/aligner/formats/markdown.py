"""Markdown (CommonMark 0.31 with tables and strikethrough), front matter and in-line HTML included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from aligner.errors import InputError
from aligner.formats import front_matter
from aligner.formats.extraction import Extraction, Piece
from aligner.formats.html import add_fragment
from aligner.formats.loading import decode
from aligner.formats.remarks import comment_remarks
from aligner.model import Document, Remark, Role

# What the innermost open element makes of the text in it; a paragraph goes by what it stands in.
_CONTAINERS: Final[dict[str, Role]] = {
    "heading_open": Role.HEADING,
    "list_item_open": Role.LIST_ITEM,
    "blockquote_open": Role.QUOTATION,
    "th_open": Role.TABLE_CELL,
    "td_open": Role.TABLE_CELL,
}
# Lines that belong to a site generator (Liquid tags, kramdown attributes), not to the text.
_GENERATOR_LINE = re.compile(r"^[ \t]*(?:\{%.*%\}|\{:.*\}|\{\{.*\}\})[ \t]*$")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*", re.MULTILINE)
_HEADING_NAME = re.compile(r"^( {0,3}#{1,6}[ \t].*?)[ \t]*\{[#.:][^{}]*\}[ \t]*$")
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DEEPEST = 100
_LINE_END = re.compile("\r\n|\r|\n")


def read_document(data: bytes, path: str, language: str) -> Document:
    """The blocks of a Markdown text: front matter, headings, paragraphs, list items, quotations, cells, alt texts.

    The text is the blocks without their mark-up, joined by a blank line; program code is left out. Raises
    `InputError` for what is nested beyond reason.
    """
    return markdown_document(decode(data, path), path, language)


def markdown_document(text: str, path: str, language: str) -> Document:
    """The same of a decoded text."""
    lines = _LINE_END.split(text)
    extraction = Extraction()
    header = front_matter.split(lines)
    for entry in front_matter.entries(lines[:header]):
        extraction.add(entry.pieces, entry.role, address=entry.key)
    body = "\n".join(_body_lines(lines, header))
    tokens = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).parse(body)
    deep = next((token for token in tokens if token.level >= _DEEPEST - 1), None)
    if deep is not None:
        problem = f"lists or quotations are nested {_DEEPEST} deep"
        raise InputError(path, problem, "make them shallower", deep.map[0] + 1 if deep.map else None)
    _add_tokens(extraction, tokens, path)
    return replace(extraction.document(path, language), remarks=tuple(_remarks(tokens)))


def _body_lines(lines: list[str], header: int) -> Iterator[str]:
    """The lines of the text; those that are not text stay as blank lines, so that line numbers hold."""
    notes = {re.escape(name) for name in _NOTE.findall("\n".join(lines))}
    note = re.compile(rf"^ {{0,3}}\[\^(?:{'|'.join(sorted(notes))})\]:[ \t]*|\[\^(?:{'|'.join(sorted(notes))})\]")
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and (not fence or found.group(1).startswith(fence)):
            fence = "" if fence else found.group(1)
        if number < header or (_GENERATOR_LINE.match(line) and not fence):
            yield ""
        else:
            yield line if fence else _HEADING_NAME.sub(r"\1", note.sub("", line) if notes else line)


def _add_tokens(extraction: Extraction, tokens: Sequence[Token], path: str) -> None:
    open_roles: list[Role] = [Role.PARAGRAPH]
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in _CONTAINERS:
            open_roles.append(_CONTAINERS[token.type])
        elif token.type.replace("_close", "_open") in _CONTAINERS:
            open_roles.pop()
        elif token.type == "html_block":
            add_fragment(extraction, token.content, path, line)
        elif token.type == "inline":
            _add_inline(extraction, token.children or [], open_roles[-1], line)


def _add_inline(extraction: Extraction, tokens: Sequence[Token], role: Role, line: int) -> None:
    """A block of running text, then the texts of its images and the titles of its links."""
    pieces: list[Piece] = []
    beside: list[tuple[str, Role, int]] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            pieces.append((token.content, line))
        elif token.type in {"softbreak", "hardbreak"}:
            line += 1
            pieces.append((" ", line))
        elif token.type == "html_inline" and _HTML_BREAK.fullmatch(token.content):
            pieces.append((" ", line))
        elif token.type == "image":
            beside.append((_plain(token.children or []), Role.ALT_TEXT, line))
        title = token.attrGet("title") if token.type in {"image", "link_open"} else None
        if title:
            beside.append((str(title), Role.LABEL, line))
    extraction.add(pieces, role)
    for text, own_role, its_line in beside:
        extraction.add([(text, its_line)], own_role)


def _remarks(tokens: Sequence[Token]) -> Iterator[Remark]:
    """What the comments between blocks, and inside them, say to aligner."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "html_block":
            yield from comment_remarks(token.content, line)
        for child in token.children or []:
            if child.type == "html_inline":
                yield from comment_remarks(child.content, line)
            line += child.type in {"softbreak", "hardbreak"} or child.content.count("\n")


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type.endswith("break") else token.content for token in tokens)
