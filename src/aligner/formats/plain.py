"""Plain text: paragraphs as people mark them, by blank lines, one a line, or hard-wrapped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.formats.loading import decode
from aligner.model import Block, Document, Role

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WORD_CHARACTER = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"(?:[-*•·‣▪◦–]|\d{1,3}[.)]|[a-zA-Z]\))[ \t\u00a0]+(?=\S)")
# What may follow the mark that ends a sentence.
_CLOSERS = "\"'”’»›)]}*_"
_END_MARKS = tuple(".!?…:;,")
# The end of a sentence within a line, an abbreviation aside; a heading is one sentence at most.
_SENTENCE_END = re.compile(r"\w{4}[.!?…]\W*\s\W*\w")
_OPENERS = "\"'“‘«‹([{¿¡*_—–- "
_PAGE_END = "\x0c"
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_WIDEST_WRAP = 120  # characters; nobody breaks lines by hand beyond this
_NARROWEST_WRAP = 40
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text, without the blanks around it."""

    start: int
    end: int
    text: str
    is_indented: bool


def read_document(data: bytes, path: str, language: str) -> Document:
    """The paragraphs, list items and headings of a text; its characters stay as they are."""
    return text_document(decode(data, path), path, language)


def text_document(text: str, path: str, language: str) -> Document:
    r"""The document of a decoded text.

    >>> document = text_document("A heading\n\nHard-wrapped text\nin two lines.\n\n- one\n- two\n", "", "en")
    >>> [(block.role.value, document.block_text(block)) for block in document.blocks]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('heading', 'A heading'), ('paragraph', 'Hard-wrapped text\nin two lines.'),
     ('list-item', 'one'), ('list-item', 'two')]
    """
    runs = list(_runs(text))
    width = _wrap_width(runs)
    blocks = tuple(block for run in runs for block in _blocks(run, width))
    return Document(text, blocks, language, path)


def _runs(text: str) -> Iterator[list[_Line]]:
    """Lines with text, divided where a line has none; a rule of dashes or stars is no text."""
    run: list[_Line] = []
    offset = 0
    while offset < len(text):
        found = _LINE_END.search(text, offset)
        end, following = (found.start(), found.end()) if found else (len(text), len(text))
        line = text[offset:end]
        content = line.strip()
        if _WORD_CHARACTER.search(content):
            start = offset + len(line) - len(line.lstrip())
            run.append(_Line(start, start + len(content), content, line[:1] in {" ", "\t"}))
        elif run and not (found and found.group() == _PAGE_END and _goes_on(run[-1], text, following)):
            yield run
            run = []
        offset = following
    if run:
        yield run


def _goes_on(line: _Line, text: str, offset: int) -> bool:
    """Whether a sentence goes on from the last line of a page to the text behind its end."""
    following = text[offset : offset + _WIDEST_WRAP].lstrip()
    return not line.text.rstrip(_CLOSERS).endswith(_END_MARKS[:4]) and _starts_lower(following)


def _wrap_width(runs: list[list[_Line]]) -> int:
    """The column the text is wrapped at, if it is wrapped: that of its longest line that could be a wrapped one."""
    lengths = [len(line.text) for run in runs if len(run) > 1 for line in run if len(line.text) <= _WIDEST_WRAP]
    return max([_NARROWEST_WRAP, *lengths])


def _blocks(run: list[_Line], width: int) -> Iterator[Block]:
    if _is_list(run):
        yield from _list_blocks(run)
        return
    quoted = _QUOTED.match(run[0].text)
    if quoted and all(line.text.startswith(">") for line in run):
        yield Block(run[0].start + quoted.end(), run[-1].end, Role.QUOTATION)
        return
    for paragraph in _by_indents(run):
        yield from _paragraphs(paragraph, width)


def _by_indents(run: list[_Line]) -> Iterator[list[_Line]]:
    """A run divided where a line is indented, as books and typists begin paragraphs, rather than set off a verse."""
    begun = 0
    for number in range(1, len(run)):
        line, before = run[number], run[number - 1]
        ends = before.text.rstrip(_CLOSERS).endswith(_END_MARKS)
        if line.is_indented and not before.is_indented and ends and not _starts_lower(line.text):
            yield run[begun:number]
            begun = number
    yield run[begun:]


def _paragraphs(run: list[_Line], width: int) -> Iterator[Block]:
    while len(run) > 1 and _is_heading(run[0].text) and _is_free_break(run[0], run[1], width):
        yield _block(run[:1])
        run = run[1:]
    if len(run) > 1 and _lines_stand_alone(run, width):
        for line in run:
            yield _block([line])
    else:
        yield _block(run)


def _block(lines: list[_Line]) -> Block:
    role = Role.HEADING if len(lines) == 1 and _is_heading(lines[0].text) else Role.PARAGRAPH
    return Block(lines[0].start, lines[-1].end, role)


def _is_list(run: list[_Line]) -> bool:
    """Whether a run is a list: its first line has a bullet, or two lines that follow one another have."""
    bullets = [bool(_BULLET.match(line.text)) for line in run]
    return bullets[0] or any(first and second for first, second in itertools.pairwise(bullets))


def _list_blocks(run: list[_Line]) -> Iterator[Block]:
    """One block an item, without its bullet; a line without one goes on with the item before it."""
    items: list[list[_Line]] = []
    for line in run:
        if _BULLET.match(line.text) or not items:
            items.append([line])
        else:
            items[-1].append(line)
    for item in items:
        bullet = _BULLET.match(item[0].text)
        if bullet:
            yield Block(item[0].start + bullet.end(), item[-1].end, Role.LIST_ITEM)
        else:
            yield _block(item)


def _is_heading(text: str) -> bool:
    """Whether a line that stands alone is a heading: short, with letters, without a mark at its end."""
    return (
        len(text) <= _LONGEST_HEADING
        and _LETTER.search(text) is not None
        and not text.rstrip(_CLOSERS).endswith(_END_MARKS)
        and not _SENTENCE_END.search(text)
    )


def _is_free_break(line: _Line, following: _Line, width: int) -> bool:
    """Whether the writer broke the line though the next word had room, before a word that can begin a sentence."""
    word = following.text.split(None, 1)[0]
    return len(line.text) + 1 + len(word) <= width and not _starts_lower(following.text)


def _starts_lower(text: str) -> bool:
    return text.lstrip(_OPENERS)[:1].islower()


def _lines_stand_alone(run: list[_Line], width: int) -> bool:
    """Whether the lines of a run are paragraphs of their own rather than one wrapped paragraph.

    In wrapped text most lines begin in lower case, in the middle of a sentence, and are as long as they can be.
    """
    breaks = list(itertools.pairwise(run))
    lower = sum(_starts_lower(following.text) for _, following in breaks)
    if max(len(line.text) for line in run) > _WIDEST_WRAP:
        return 2 * lower <= len(breaks)
    if 5 * lower > len(breaks):
        return False
    free = sum(_is_free_break(line, following, width) for line, following in breaks)
    return 2 * free >= len(breaks)
