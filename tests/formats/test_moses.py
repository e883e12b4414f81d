"""Moses files: two of one name, with a line for each pair."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats import read_bitext, write_bitext, write_pairs
from aligner.model import Bead, Bitext, Block, Document, Sentence

HEADING = Heading("en", "es")


@pytest.mark.parametrize("name", ["corpus", "corpus.en", "corpus.es"])
def test_names_of_the_two(tmp_path: Path, name: str) -> None:
    write_pairs([Pair("One.", "Uno."), Pair("Two\tparts.", "")], HEADING, str(tmp_path / name), "moses")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "corpus.en": "One.\nTwo\tparts.\n",
        "corpus.es": "Uno.\n\n",
    }


def test_either_file_is_read_with_the_other(tmp_path: Path) -> None:
    write_pairs([Pair("One.", "Uno.\nDos."), Pair("", "Tres.")], HEADING, str(tmp_path / "corpus"), "moses")
    for name in ("corpus.en", "corpus.es"):
        assert list(read_bitext(str(tmp_path / name), "en", "es", "moses")) == [("One.", "Uno.\nDos."), ("", "Tres.")]
    assert next(iter(read_bitext(str(tmp_path / "corpus.en"), "es", "en", "moses"))) == ("Uno.\nDos.", "One.")


def test_packed_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "corpus.en.gz").write_bytes(gzip.compress(b"One.\n"))
    (tmp_path / "corpus.es.gz").write_bytes(gzip.compress(b"Uno.\n"))
    assert list(read_bitext(str(tmp_path / "corpus.en.gz"), "en", "es", "moses")) == [("One.", "Uno.")]


def test_filled_lines_of_a_document_are_joined(tmp_path: Path) -> None:
    source = Document("One and\n  two.", (Block(0, 14),), "en", "", (Sentence(0, 14),))
    target = Document("Uno.", (Block(0, 4),), "es", "", (Sentence(0, 4),))
    write_bitext(Bitext(source, target, (Bead((0,), (0,)),)), str(tmp_path / "c"), "moses")
    assert (tmp_path / "c.en").read_text() == "One and two.\n"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"a.en": "One.\nTwo.\n", "a.es": "Uno.\n"}, "it has 1 lines, and .*a.en has 2"),
        ({"a.en": "One.\n"}, "there is no .*a.es beside it"),
        ({"a.en": "One.\n", "a.txt": "Uno.\n"}, "there is no .*a.es beside it"),
    ],
)
def test_files_that_do_not_go_together(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=problem):
        read_bitext(str(tmp_path / "a.en"), "en", "es", "moses")


def test_a_name_that_tells_no_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n")
    with pytest.raises(InputError, match=r"its name ends neither in \.en nor in \.es"):
        read_bitext(str(tmp_path / "a.txt"), "en", "es", "moses")


def test_many_pairs_stay_together(tmp_path: Path) -> None:
    write_pairs((Pair(f"s{n}", f"t{n}") for n in range(2500)), HEADING, str(tmp_path / "c"), "moses")
    lines = [(tmp_path / f"c.{language}").read_text().splitlines() for language in ("en", "es")]
    assert lines == [[f"s{n}" for n in range(2500)], [f"t{n}" for n in range(2500)]]
