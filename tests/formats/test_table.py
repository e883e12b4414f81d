"""The table of formats and the public functions over it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from aligner import formats
from aligner.errors import InputError, UnknownFormat
from aligner.formats import FORMATS, is_bitext, read_bitext, read_document, render_bitext, write_bitext
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.table import Ability, Output

PAIRS = pairs_bitext([Row("One.", "Uno.", 1), Row("Two.", "", 2)], "", "en", "es")


def test_every_row_has_what_it_says() -> None:
    for row in FORMATS:
        module = row.load()
        for ability, function in (
            ("reads_document", "read_document"),
            ("reads_bitext", "read_bitext"),
            ("writes_bitext", "write_bitext"),
        ):
            assert getattr(row, ability) == callable(getattr(module, function, None)), (row.name, ability)
        assert row.reads_bitext == callable(getattr(module, "read_rows", None)), row.name
        if row.output is not Output.TEXT:
            assert row.writes_bitext, row.name
            writer = "write_files" if row.output is Output.FILES else "write_pairs"
            assert callable(getattr(module, writer, None)), row.name
        assert row.reads_document or row.reads_bitext or row.writes_bitext
        assert module.__doc__


def test_names_and_suffixes_are_unique() -> None:
    names = [row.name for row in FORMATS]
    assert len(set(names)) == len(names)
    abilities: tuple[Ability, ...] = ("reads_document", "reads_bitext", "writes_bitext")
    for ability in abilities:
        suffixes = [suffix for row in FORMATS if row.can(ability) for suffix in row.suffixes]
        assert len(set(suffixes)) == len(suffixes)
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


def test_importing_formats_loads_no_parser() -> None:
    code = "import sys, aligner.formats; print([m for m in ('lxml', 'markdown_it', 'charset_normalizer', 'polib', 'pypdf') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names() -> None:
    for name in formats.__all__:
        assert getattr(formats, name).__doc__ or name == "FORMATS"


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("a.tsv", None, True),
        ("a.TMX", None, True),
        ("a.jsonl", None, True),
        ("a.po", None, True),
        ("a.csv", None, True),
        ("a.txt", None, False),
        ("a.ladder", None, False),
        ("a", None, False),
        ("-", None, False),
        ("a.txt", "tsv", True),
        ("a.tsv", "text", False),
    ],
)
def test_is_bitext(path: str, name: str | None, expected: bool) -> None:
    assert is_bitext(path, name) is expected


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        ("a.xyz", None, r"no format goes with the suffix \.xyz.*name the format, one of text, markdown, mdx, html"),
        ("a.htmk", None, r"near ones: \.html?"),
        ("a", None, "no suffix"),
        ("a.txt", "markdwon", "there is no format 'markdwon'; did you mean markdown"),
        ("a.txt", "qqq", "there is no format 'qqq'; name one of"),
        ("a.tmx", None, "tmx cannot be read as one text; the formats that can: text, markdown, mdx, html"),
    ],
)
def test_unknown_formats_say_what_to_do(tmp_path: Path, path: str, name: str | None, said: str) -> None:
    (tmp_path / path).write_text("text")
    with pytest.raises(UnknownFormat, match=said):
        read_document(str(tmp_path / path), "en", name)


def test_a_missing_file_is_missing_whatever_its_suffix(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(str(tmp_path / "none.xyz"), "en")


def test_suffix_without_dot_names_a_format(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("<p>Text</p>")
    assert read_document(str(tmp_path / "page"), "en", "htm").text == "Text"


def test_standard_input_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>Text</p>\n")))
    document = read_document("-", "en")
    assert (document.text, document.path) == ("<p>Text</p>\n", "-")


def test_standard_input_of_pairs_must_be_named() -> None:
    with pytest.raises(UnknownFormat, match="text cannot be read as pairs"):
        read_bitext("-", "en", "es")


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.tsv"
    write_bitext(PAIRS, str(path))
    assert path.read_bytes() == b"One.\tUno.\nTwo.\t\n"
    assert "".join(render_bitext(PAIRS, "tsv")) == path.read_text()
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.tsv"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    path.write_text("old")
    bad = pairs_bitext([Row("One.", "Uno.", 1), Row("T\x01wo.", "Dos.", 2)], "in.tsv", "en", "es")
    with pytest.raises(InputError, match=r"in\.tsv: the source of pair 1 has the control character U\+0001"):
        write_bitext(bad, str(path))
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.tmx"]


def test_a_written_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.tsv"
    path.write_text("old")
    path.chmod(0o640)
    write_bitext(PAIRS, str(path))
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.tsv").write_text("old")
    (tmp_path / "link.tsv").symlink_to(tmp_path / "real.tsv")
    write_bitext(PAIRS, str(tmp_path / "link.tsv"))
    assert (tmp_path / "link.tsv").is_symlink()
    assert (tmp_path / "real.tsv").read_text().startswith("One.")


def test_writing_where_it_cannot_be(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "folder.tsv", tmp_path):
        with pytest.raises(InputError, match=r"cannot be written|it is a directory"):
            write_bitext(PAIRS, str(path), "tsv")


def test_a_device_is_written_directly() -> None:
    write_bitext(PAIRS, "/dev/null", "tsv")
    assert Path("/dev/null").is_char_device()


def test_text_cannot_be_written() -> None:
    with pytest.raises(UnknownFormat, match="text cannot be written; the formats that can: jsonl, tsv, tmx, "):
        render_bitext(PAIRS, "text")
