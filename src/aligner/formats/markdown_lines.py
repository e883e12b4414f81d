"""Lines of Markdown that CommonMark does not know, as lines that it does: notes, definitions, boxes, tasks, codes of generators.

Every line stays one line, so that line numbers hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aligner.model import Role

# Lines that belong to a site generator (Liquid tags, kramdown attributes, shortcodes of Hugo), not to the text.
_GENERATOR_LINE: Final = re.compile(r"^[ \t]*(?:\{%.*%\}|\{:.*\}|\{\{.*\}\})[ \t]*$")
_SHOWN: Final = re.compile(r"""\b(alt|title|caption|summary)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)')""")
_FENCE: Final = re.compile(r"^[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})")
_NOTE: Final = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*", re.MULTILINE)
_HEADING_NAME: Final = re.compile(r"^( {0,3}#{1,6}[ \t].*?)[ \t]*\{[#.:][^{}]*\}[ \t]*$")
# The beginning or the end of a box (remark-directive, Pandoc; Docusaurus writes a title without brackets too).
DIRECTIVE: Final = re.compile(
    r"[ \t]*:{3,}(?:[ \t]*\w[\w-]*(?:\[(.*?)\])?(?:\{.*\})?(?:[ \t]+(\S.*?))?|[ \t]*\{.*\})?[ \t]*:*[ \t]*"
)
# A box or a tab of Python-Markdown, whose text is indented by four blanks.
_BOX: Final = re.compile(r"""(?:(?:!!!|\?\?\?\+?)[ \t]+[\w -]+?|===!?\+?)[ \t]*(?:"(.*)")?[ \t]*""")
_BOX_MARK: Final = re.compile(r"^[ \t]*(?:!!!|\?\?\?|===)", re.MULTILINE)
_DEFINITION: Final = re.compile(r"^( {0,3}):[ \t]+(?=\S)")
_ALERT: Final = re.compile(r"^([ \t]*(?:>[ \t]*)+)\[!\w+\][-+]?")
_TASK: Final = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\][ \t]+")
_INDENT: Final = 4


@dataclass(slots=True)
class Body:
    """The lines that CommonMark is to read, and what the text in some of them is: lines (from 1) and roles."""

    lines: list[str]
    roles: dict[int, Role]


def body_of(lines: list[str], header: int) -> Body:
    """The text without its first `header` lines, which stay as empty ones.

    >>> body_of(["Text.[^a]", "", "[^a]: A note.", "", "Term", ": What it means."], 0)
    Body(lines=['Text.', '', '- A note.', '', 'Term', '- What it means.'], roles={3: <Role.FOOTNOTE: 'footnote'>})
    """
    body = Body([""] * header, {})
    names = {re.escape(name) for name in _NOTE.findall("\n".join(lines))}
    reference = re.compile(rf"\[\^(?:{'|'.join(sorted(names))})\]") if names else None
    fence, in_note, before = "", False, ""
    for number, line in enumerate(_unboxed(lines, header), start=header + 1):
        found = _FENCE.match(line)
        if found and (not fence or found.group(1).startswith(fence)):
            fence = "" if fence else found.group(1)
        if fence or found:
            body.lines.append(line)
            continue
        note = _NOTE.match(line)
        in_note = note is not None or (in_note and (not line.strip() or line[:1] in " \t" or bool(before.strip())))
        if in_note and line.strip():
            body.roles[number] = Role.FOOTNOTE
        elif before.lstrip().startswith("|") and _DEFINITION.match(line):
            body.roles[number] = Role.CAPTION
        body.lines.append(_line(line, note, reference, before))
        if line.strip() or in_note:
            before = line
    return body


def _line(line: str, note: re.Match[str] | None, reference: re.Pattern[str] | None, before: str) -> str:
    """One line that is no code, where `before` is the last one with text."""
    if _GENERATOR_LINE.match(line):
        return shown_beside([(found[1], found[2] or found[3] or "") for found in _SHOWN.finditer(line)])
    if (box := DIRECTIVE.fullmatch(line)) is not None:
        return shown_beside([("title", box[1] or box[2] or "")])
    if note:
        line = f"- {line[note.end() :]}"
    elif before.strip() and not before.lstrip().startswith("|"):
        line = _DEFINITION.sub(r"\1- ", line)
    elif before.strip():
        line = _DEFINITION.sub(r"\1", line)
    if reference:
        line = reference.sub("", line)
    return _HEADING_NAME.sub(r"\1", _TASK.sub(r"\1", _ALERT.sub(r"\1", line)))


def shown_beside(texts: list[tuple[str, str]]) -> str:
    """A line for texts that are shown beside what is written: pictures in a heading, which makes no block of its own.

    >>> shown_beside([("alt", "A boat"), ("caption", "")])
    '###### ![A boat](#)'
    """
    pictures = "".join(
        f"![{escaped(said)}](#)" if name == "alt" else f'![](# "{escaped(said)}")' for name, said in texts if said
    )
    return f"###### {pictures}" if pictures else ""


def escaped(text: str) -> str:
    """A text as Markdown that means nothing but it."""
    return re.sub(r'([\\\[\]"*_`<&])', r"\\\1", " ".join(text.split()))


def _unboxed(lines: list[str], header: int) -> Iterator[str]:
    """The lines, those in boxes of Python-Markdown as if they stood outside, where four blanks would make them code."""
    rest = lines[header:]
    if not _BOX_MARK.search("\n".join(rest)):
        yield from rest
        return
    open_boxes: list[int] = []  # where the mark of each stands
    fence = ""
    for line in rest:
        expanded = line.expandtabs(_INDENT)
        column = len(expanded) - len(expanded.lstrip())
        while expanded.strip() and open_boxes and column < open_boxes[-1] + _INDENT:
            open_boxes.pop()
        found = _FENCE.match(expanded)
        if found and (not fence or found.group(1).startswith(fence)):
            fence = "" if fence else found.group(1)
        box = _BOX.fullmatch(expanded.strip()) if not fence and column <= _INDENT * 10 else None
        begins = box is not None and (box[1] is not None or not expanded.strip().startswith("==="))
        outside = expanded[_INDENT * len(open_boxes) :] if open_boxes else line
        if box is not None and begins:
            yield shown_beside([("title", box[1] or "")])
            open_boxes.append(column)
        else:
            yield outside
