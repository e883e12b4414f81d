"""Markdown (CommonMark 0.31 with tables and strikethrough), front matter and in-line HTML included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from aligner.errors import InputError
from aligner.formats import front_matter
from aligner.formats.extraction import Extraction, Piece
from aligner.formats.html import add_fragment
from aligner.formats.loading import decode
from aligner.formats.markdown_lines import body_of
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
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HTML_CODE = re.compile(r"<(/?)(?:code|kbd|samp|var|tt)\b[^<>]*>", re.IGNORECASE)
_HTML_TEXT = re.compile(r"""\s(alt|title|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DEEPEST = 100
_MOST_OPEN = 2000  # brackets that nothing closes; no text of a person has so many
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
    body = body_of(lines, header)
    tokens = _tokens("\n".join(body.lines))
    deep = next((token for token in tokens if token.level >= _DEEPEST - 1), None)
    if deep is not None:
        problem = f"lists or quotations are nested {_DEEPEST} deep"
        raise InputError(path, problem, "make them shallower", deep.map[0] + 1 if deep.map else None)
    _add_tokens(extraction, tokens, path, body.roles)
    return replace(extraction.document(path, language), remarks=tuple(_remarks(tokens)))


def _tokens(text: str) -> Sequence[Token]:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    if text.count("[") - text.count("]") > _MOST_OPEN:
        parser.disable(["link", "image"])  # the parser goes to the end of the paragraph from each of them
    return parser.parse(text)


def _add_tokens(extraction: Extraction, tokens: Sequence[Token], path: str, roles: Mapping[int, Role]) -> None:
    """Add the blocks; `roles` are those of lines that CommonMark does not tell from others."""
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
            _add_inline(extraction, token.children or [], roles.get(line, open_roles[-1]), line)


def _add_inline(extraction: Extraction, tokens: Sequence[Token], role: Role, line: int) -> None:
    """A block of running text, then the texts of its images and the titles of its links."""
    pieces: list[Piece] = []
    codes: list[int] = []
    coded = _in_html_code(tokens)
    beside: list[tuple[str, Role, int]] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            if token.type == "code_inline" or id(token) in coded:
                codes.append(len(pieces))
            pieces.append((token.content, line))
        elif token.type in {"softbreak", "hardbreak"}:
            line += 1
            pieces.append((" ", line))
        elif token.type == "html_inline" and _HTML_BREAK.fullmatch(token.content):
            pieces.append((" ", line))
        elif token.type == "html_inline":
            texts = {
                name.lower(): unescape(double or single) for name, double, single in _HTML_TEXT.findall(token.content)
            }
            beside.extend((said, Role.ALT_TEXT if name == "alt" else Role.LABEL, line) for name, said in texts.items())
        elif token.type == "image":
            beside.append((_plain(token.children or []), Role.ALT_TEXT, line))
        title = token.attrGet("title") if token.type in {"image", "link_open"} else None
        if title:
            beside.append((str(title), Role.LABEL, line))
    extraction.add(pieces, role, codes=codes)
    for text, own_role, its_line in beside:
        extraction.add([(text, its_line)], own_role)


def _in_html_code(tokens: Sequence[Token]) -> set[int]:
    """The tokens inside elements of HTML for code and keys, by identity."""
    found: set[int] = set()
    depth = 0
    for token in tokens:
        mark = _HTML_CODE.fullmatch(token.content) if token.type == "html_inline" else None
        if mark is not None:
            depth = max(0, depth - 1) if mark[1] else depth + 1
        elif depth:
            found.add(id(token))
    return found


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
