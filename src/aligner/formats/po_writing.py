"""Pairs as a message catalogue of GNU gettext (manual of gettext, "The Format of PO Files")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats.findings import bead_of, finding_notes, state_of
from aligner.version import VERSION

# What stands behind `#.` in a catalogue of ours.
SCORE, BEAD, DOCUMENT, STATE, PROPERTY = "score: ", "bead: ", "document: ", "state: ", "property: "
COMMENT, FLAG = "x-po-comment", "x-po-flag"  # properties that are comments and flags of another catalogue
_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r", "\n": "\\n", "\v": "\\v", "\b": "\\b", "\f": "\\f",
}  # fmt: skip
_SPECIAL = re.compile('["\\\\\\x08-\\x0d]')
_CONTROL = re.compile("[\x00-\x07\x0e-\x1f\ud800-\udfff]")
# What readers take for the end of a line; a comment has no escapes for it.
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


@dataclass(slots=True)
class _Contexts:
    """Contexts that tell messages of one text apart; only the hash of each is kept, for there may be millions."""

    seen: set[int] = field(default_factory=set)

    def context(self, wanted: str, message: str, number: int) -> str:
        """The wanted context, with the number of the pair where that message has come before."""
        key = hash((wanted, message))
        if key in self.seen:
            wanted = f"{wanted}#{number}"
            key = hash((wanted, message))
        self.seen.add(key)
        return wanted


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One message a pair, fuzzy where its translation needs review; a pair without source text is left out.

    Findings and notes are comments. A message that has come before gets a context with the number of its pair. So that
    `msgfmt --check` takes the file, a pair of which only one text begins or ends with a line end is fuzzy. Raises
    `InputError` for a control character that has no escape.
    """
    yield _head(heading)
    contexts = _Contexts()
    for number, pair in enumerate(pairs):
        if pair.source.strip():
            yield _message(pair, number, contexts, heading)


def _head(heading: Heading) -> str:
    date = heading.date.strftime("%Y-%m-%d %H:%M+0000") if heading.date else ""
    fields = (
        ("Project-Id-Version", f"aligner {VERSION}"),
        ("PO-Revision-Date", date),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", heading.target_language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Generator", f"aligner {VERSION}"),
        ("X-Source-Language", heading.source_language),
        *(("X-Signature", value) for value in (heading.signature,) if value),
        *(("X-Licence", value) for value in (heading.licence,) if value),
    )
    lines = "".join(f"{_quoted(_one_line(f'{name}: {value}') + chr(10))}\n" for name, value in fields)
    return f'msgid ""\nmsgstr ""\n{lines}'


def _message(pair: Pair, number: int, contexts: _Contexts, heading: Heading) -> str:
    state, target = state_of(pair), pair.target if pair.target.strip() else ""
    is_doubtful = state.startswith("needs-") or state == "new" or _ends_differ(pair.source, target)
    flags = [value for name, value in pair.details.properties if name == FLAG]
    if target and is_doubtful:
        flags.insert(0, "fuzzy")
    context = contexts.context(pair.details.context, pair.source, number)
    lines = ["", *_comments(pair, state)]
    if flags:
        lines.append(f"#, {', '.join(dict.fromkeys(flags))}")
    where = heading.source_path, heading.target_path, number
    if context:
        lines.append(f"msgctxt {_text(context, where, 'context')}")
    lines.append(f"msgid {_text(pair.source, where, 'source')}")
    lines.append(f"msgstr {_text(target, where, 'target')}")
    return "\n".join(lines) + "\n"


def _comments(pair: Pair, state: str) -> Iterator[str]:
    details = pair.details
    notes = [*details.notes, *(note for _, note in finding_notes(pair))]
    yield from (f"# {_one_line(line)}".rstrip() for note in notes for line in note.split("\n"))
    document = pair.document or details.document
    ours = (
        (SCORE, "" if pair.score is None else repr(float(pair.score))),
        (BEAD, bead_of(pair)),
        (DOCUMENT, document),
        (STATE, "" if state in {"", "translated"} else state),
    )
    yield from (f"#. {name}{_one_line(value)}" for name, value in ours if value)
    for name, value in details.properties:
        if name == COMMENT:
            yield from (f"#. {_one_line(line)}".rstrip() for line in value.split("\n"))
        elif name != FLAG:
            yield f"#. {PROPERTY}{_one_line(name)}={_one_line(value)}"
    places = [
        place for place in dict.fromkeys((*details.references, document)) if place and not re.search(r"\s", place)
    ]
    if places:
        yield f"#: {' '.join(map(_one_line, places))}"


def _ends_differ(source: str, target: str) -> bool:
    """Whether gettext would refuse the pair, because of line ends at the beginning or the end."""
    return source.startswith("\n") != target.startswith("\n") or source.endswith("\n") != target.endswith("\n")


def _one_line(text: str) -> str:
    """Text as a comment can have it."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", _LINE_ENDS.sub(" ", text))


def _text(text: str, where: tuple[str, str, int], side: str) -> str:
    """A string of a catalogue, a line of the file for each of its lines."""
    if not text.isprintable():
        bad = _CONTROL.search(text)
        if bad:
            problem = f"the {side} of pair {where[2]} has the control character U+{ord(bad.group()):04X}"
            path = where[side == "target"] or "-"
            raise InputError(str(path), f"{problem}, which PO cannot carry", "remove it, or write jsonl or tsv")
        lines = text.split("\n")
        if len(lines) > 1 and (len(lines) > 2 or lines[1]):
            pieces = [f"{line}\n" for line in lines[:-1]] + [lines[-1]] * bool(lines[-1])
            return '""\n' + "\n".join(map(_quoted, pieces))
    return _quoted(text)


def _quoted(text: str) -> str:
    return f'"{_SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)}"'
