"""What is done with an input that is checked: hostile texts, alone and in pairs, with all rules, and told in all formats."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

from lxml import etree

from aligner import checks, embedding, fixing, formats, segmentation
from aligner.contracts import Embedder
from aligner.errors import OptionError
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Bitext, Block, Document, Report, Side
from aligner.pipeline import CheckOptions, PairOptions, align_documents, check_bitext, check_bitext_file, check_document
from aligner.reports import REPORTS, render
from tools.fuzz.reading import decoded

_MOST_ROWS = 400


def rows_of(data: bytes) -> Bitext:
    """A line a pair, with a tab between its sides: an empty side, a line without a tab and odd characters are pairs too."""
    cells = [line.partition("\t") for line in decoded(data).split("\n")[:_MOST_ROWS]]
    rows = [Row(source, target, number) for number, (source, _, target) in enumerate(cells, 1)]
    return pairs_bitext(rows or [Row("a", "b", 1)], "a.tsv", "en", "es")


@cache
def _model() -> Embedder:
    return embedding.load_embedder()


def check_rows(data: bytes) -> None:
    """Check pairs by all rules, in either direction of the languages."""
    _require_told(check_bitext(rows_of(data), checks.rules(), _model()))


def check_alone(data: bytes) -> None:
    """Check a text alone by all rules, in either language."""
    text = decoded(data)
    for language, other in (("es", "en"), ("en", "es")):
        document = segmentation.segment(formats.parse_document(_bytes(text), "a.txt", language, "text"))
        found = checks.check(checks.Subject.alone(document, other), checks.rules())
        _require_told(Report(((Side.TARGET, document),), found, "s"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def align_and_check(data: bytes) -> None:
    """Align the two halves of an input, divided by a line of hyphens, and check what comes of it."""
    source, _, target = decoded(data).partition("\n---\n")
    bitext = align_documents(_segmented(source, "en"), _segmented(target, "es"), PairOptions())
    numbers = [number for bead in bitext.beads for number in bead.source]
    if numbers != list(range(len(bitext.source.sentences))):
        raise ValueError("a sentence is in no bead, or in two")
    _require_told(check_bitext(bitext, checks.rules(), _model()))


def _segmented(text: str, language: str) -> Document:
    blocks, start = [], 0
    for paragraph in text.split("\n"):
        if paragraph:
            blocks.append(Block(start, start + len(paragraph)))
        start += len(paragraph) + 1
    return segmentation.segment(Document(text, tuple(blocks), language, f"{language}.txt"))


def _require_told(report: Report) -> None:
    """Raise when a finding is not where it says, or a report is not in its format."""
    texts = {side: document.text for side, document in report.documents}
    for finding in report.findings:
        for span in finding.spans:
            if texts[span.side][span.start : span.end] != span.text:
                raise ValueError(f"{finding.code} is not at its place")
    for row in REPORTS:
        try:
            pieces = "".join(render(report, row.name, rules=checks.rules()))
        except OptionError:
            continue
        _require_readable(pieces.encode("utf-8", "backslashreplace"), row.name)


def _require_readable(data: bytes, name: str) -> None:
    if name in {"json", "sarif"}:
        json.loads(data)
    elif name == "jsonl":
        for line in data.split(b"\n"):
            json.loads(line or b"{}")
    elif name in {"junit", "xliff"}:
        etree.fromstring(data, etree.XMLParser(huge_tree=True))
    elif name == "csv":
        csv.field_size_limit(10**9)
        list(csv.reader(io.StringIO(data.decode(), newline="")))


def fix_document(data: bytes, folder: Path, suffix: str) -> None:
    """Fix a text in its own file, and fix nothing the second time."""
    path = folder / f"a{suffix}"
    path.write_bytes(data)
    _require_settled(path, lambda options: check_document(str(path), "es", "en", options))


def fix_pairs(data: bytes, folder: Path, suffix: str) -> None:
    """Fix the targets of a file of pairs in it."""
    path = folder / f"a{suffix}"
    path.write_bytes(data)
    _require_settled(path, lambda options: check_bitext_file(str(path), None, options))


def _require_settled(path: Path, check: fixing.Check) -> None:
    options = CheckOptions(select=("PUN", "NAM", "FMT", "ACR", "NUM502"))
    first = fixing.fix(check, options)
    first.write()
    list(first.diff())
    if fixing.fix(check, options).done:
        raise ValueError(f"{path.suffix}: something is left to be fixed")
