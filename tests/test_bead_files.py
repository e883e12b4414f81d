"""Locked beads in the formats that aligner writes, as beads of the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.bead_files import form_of, read_locks
from aligner.errors import InputError
from aligner.formats import write_bitext
from aligner.formats.lines import lines_document
from aligner.model import Bead, Bitext

SOURCE = lines_document("One day.\nIt rained.\nIt rained.\nWe left.\nThe end.\n", "en.txt", "en")
TARGET = lines_document("Un día.\nLlovía.\nLlovía.\nY nos fuimos.\n", "es.txt", "es")
BEADS = (Bead((0,), (0,), 1.0), Bead((1,), (1,), 1.0), Bead((2, 3), (2, 3), 0.5), Bead((4,), ()))


@pytest.mark.parametrize("form", ["jsonl", "ladder", "tsv", "csv", "tmx", "po", "xliff", "xliff2"])
def test_what_is_written_is_read(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"beads.{form}"
    write_bitext(Bitext(SOURCE, TARGET, BEADS), str(path))
    expected = [(bead.source, bead.target) for bead in BEADS if form not in {"tmx", "po"} or not bead.is_null]
    assert [(bead.source, bead.target) for bead in read_locks(str(path), SOURCE, TARGET)] == expected


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "a.jsonl",
            '{"source_sentences": [9], "target_sentences": [0]}',
            r"a\.jsonl:1: source sentence 9 is not in en",
        ),
        ("a.ladder", "[0]:[0]\n[1]:[77]:0.1\n", r"a\.ladder:2: target sentence 77 is not in es\.txt, which has 4"),
        ("a.ladder", "[0]:[0]\n[0]:[1]\n", r"a\.ladder:2: source sentence 0 is in line 1 too"),
        ("a.tsv", "One day.\tUn día.\nIt snowed.\tNevaba.\n", r"a\.tsv:2: the source “It snowed\.” is not in en\.txt"),
        ("a.tsv", "One day.\tUn día.\n\tNevaba.\n", r"a\.tsv:2: the target “Nevaba\.” is not in es\.txt"),
        ("a.tsv", "rained.\tUn día.\n", r"a\.tsv:1: the source “rained\.” is not in en\.txt, or no whole sentences"),
        ("a.xces", "<cesAlign/>", r"a\.xces: locked beads cannot be read from xces"),
        ("a.html", "<table>", r"a\.html: no beads can be read from html; give jsonl, ladder, tmx, xliff, po, tsv, csv"),
        ("a.po", 'msgid "It snowed."\nmsgstr "Nevaba."\n', r"a\.po:1: the source “It snowed\.” is not in en\.txt"),
        ("a.jsonl", "", r"a\.jsonl: the file is empty"),
    ],
)
def test_what_cannot_be_locked(name: str, text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_locks(str(path), SOURCE, TARGET)


def test_what_is_not_translated_yet_is_not_locked(tmp_path: Path) -> None:
    unit = "<trans-unit id='{0}'><source>{1}</source>{2}</trans-unit>"
    units = unit.format(1, "One day.", "<target>Un día.</target>") + unit.format(2, "We left.", "")
    path = tmp_path / "a.xlf"
    path.write_text(
        f"<xliff version='1.2'><file source-language='en' target-language='es'><body>{units}</body></file></xliff>",
        encoding="utf-8",
    )
    assert [(bead.source, bead.target) for bead in read_locks(str(path), SOURCE, TARGET)] == [((0,), (0,))]


@pytest.mark.parametrize(
    ("path", "data", "form"),
    [
        ("a.ladder", b"{}", "ladder"),
        ("a.TSV", b"a\tb", "tsv"),
        ("a.sdlxliff", b"[0]:[0]", "xliff"),
        ("a.xlf2", b"", "xliff"),
        ("a.ces", b"", "xces"),
        ("a.txt", b"{}", "jsonl"),
        ("a.gold", b"[0]:[0]", "ladder"),
        ("-", b"<?xml version='1.0'?><tmx>", "tmx"),
    ],
)
def test_the_form_of_a_file_by_its_name_or_else_its_beginning(path: str, data: bytes, form: str) -> None:
    assert form_of(path, data) == form


@pytest.mark.parametrize("beginning", [b"[0]:[0]", b"{}", b"<html>"])
def test_a_format_without_beads_is_refused_whatever_it_begins_with(beginning: bytes) -> None:
    with pytest.raises(InputError, match="no beads can be read from html"):
        form_of("a.html", beginning)
