"""Checks texts, writes what is safe to write into the target, and checks again until nothing is left to write."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from aligner import fixes, formats
from aligner.errors import InputError, OptionError
from aligner.formats.strings import can_write_back, declared_encoding
from aligner.formats.writing import write_whole_bytes
from aligner.model import Bitext, Report, Side
from aligner.pipeline import CheckOptions

Check = Callable[[CheckOptions], Report]
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
ROUNDS = 20  # what a fix brings out is fixed in the next round; more than a few rounds do not happen


@dataclass(frozen=True, slots=True)
class Fixing:
    """What fixing came to: the target file before and after, codes of what was fixed, and what the texts still have.

    `left` are edits that have no exact way back into the file.
    """

    path: str
    before: bytes
    after: bytes
    report: Report
    done: tuple[str, ...] = ()
    left: tuple[fixes.Edit, ...] = field(default=())

    def write(self) -> None:
        """Write the file, whole or not at all, if anything changed.

        Raises `InputError` when it cannot be written, and when somebody else has written it in the meantime.
        """
        if self.after == self.before:
            return
        if formats.load_bytes(self.path) != self.before:
            raise InputError(self.path, "it was changed while it was checked", "run --fix again")
        write_whole_bytes(self.path, self.after)

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff of the file, none where nothing changed.

        Written as UTF-8 it can be applied to files in UTF-8, a byte order mark being part of their first line.
        """
        return difference(self.path, self.before, self.after)


def difference(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """The lines of a unified diff of a file, none where nothing changed; see `Fixing.diff`."""
    if after == before:
        return  # it may be no text at all
    texts = [_marked(formats.decode(data, path, declared_encoding(data)), data) for data in (before, after)]
    if texts[0] == texts[1]:
        return
    old, new = (_LINE.findall(text) for text in texts)
    for line in difflib.unified_diff(old, new, path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _marked(text: str, data: bytes) -> str:
    return "\ufeff" + text if data.startswith(codecs.BOM_UTF8) else text


def fix(check: Check, options: CheckOptions, format_name: str | None = None) -> Fixing:
    """Fix the target of a check; nothing is written yet.

    `check` gives the report for options, such as `lambda options: check_document(path, options=options)`; `format_name`
    is the format that it reads the target in. The source of a pair is its author's, and stays. Raises `OptionError` for
    what cannot be written back: standard input, and files of pairs in formats that have no text to change in place.
    """
    report = check(options)
    path = dict(report.documents)[Side.TARGET].path
    if path in {"", "-"}:
        raise OptionError("fixes are written into files; give a file in place of standard input")
    _require_way_back(report, format_name)
    before = after = options.contents.get(path) or formats.load_bytes(path)
    done: list[str] = []
    left: tuple[fixes.Edit, ...] = ()
    for _ in range(ROUNDS):
        result = rewritten(report, after, fixes.edits_of(report, options.rules), format_name)
        left = result.left
        if not result.done:
            break
        after = result.data
        done += [edit.code for edit in result.done]
        report = check(replace(options, contents={**options.contents, path: after}))
    return Fixing(path, before, after, report, tuple(done), left)


def rewritten(
    report: Report, data: bytes, edits: tuple[fixes.Edit, ...], format_name: str | None = None
) -> fixes.Fixed:
    """The bytes of a report's target after edits of it, as `aligner.fixes.fixed` gives them; `data` are those that were checked."""
    original = _original(report)
    return fixes.fixed(original, data, edits, partial(_read, original, format_name), format_name=format_name)


def _require_way_back(report: Report, format_name: str | None = None) -> None:
    """Raise `OptionError` for a report of a file of pairs in a format that has no text to change in place."""
    if report.bitext is None or not report.bitext.is_pairs:
        return
    path = report.bitext.target.path
    found = formats.format_for(path, format_name, "reads_bitext")
    if not can_write_back(found.name):
        raise OptionError(f"{path} is {found.name}, into which fixes cannot be written; export it as tsv, tmx or xliff")


def _original(report: Report) -> fixes.Original:
    """What was read from the target's file: a document, or a file of pairs."""
    if report.bitext is not None and report.bitext.is_pairs:
        return report.bitext
    return dict(report.documents)[Side.TARGET]


def _read(original: fixes.Original, format_name: str | None, data: bytes) -> fixes.Original:
    """Changed bytes as the original was read."""
    if isinstance(original, Bitext):
        source, target = original.source, original.target
        found = formats.format_for(target.path, format_name, "reads_bitext")
        return formats.parse_bitext(data, target.path, source.language, target.language, found.name)
    return formats.parse_document(data, original.path, original.language, format_name)
