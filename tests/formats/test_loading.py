"""From a path to bytes, from bytes to text."""

from __future__ import annotations

import codecs
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.loading import decode, load_bytes

SPANISH = "La señora Muñoz preguntó: ¿cuándo llegó el niño? Él respondió que sí, mañana. Año nuevo, corazón."


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(max_examples=60, deadline=None)
def test_utf_8_is_read_as_it_stands(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_goes(mark: bytes, encoding: str) -> None:
    assert decode(mark + SPANISH.encode(encoding), "a.txt", declared="latin-1") == SPANISH


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt") == "a\r\nb\rc\n"


@pytest.mark.parametrize("text", [SPANISH, "El niño", "Año", "20 m² a 3 °C, ½ €", "“Él” —dijo—… El pingüino"])
def test_windows_1252_is_recognised(text: str) -> None:
    assert decode(text.encode("cp1252"), "a.txt") == text


def test_cyrillic_is_recognised_where_the_statistics_are_sure() -> None:
    text = "Съешь ещё этих мягких французских булок, да выпей чаю. Вчера мы были в городе и видели много людей. " * 3
    assert decode(text.encode("cp1251"), "a.txt") == text


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_what_would_be_garbled_is_refused(encoding: str) -> None:
    with pytest.raises(InputError, match=r"a\.txt:2: byte 9 is not UTF-8.*convert it to UTF-8"):
        decode(b"One\nEl ni" + "ño".encode(encoding), "a.txt")


def test_a_declared_encoding_is_used_as_browsers_do() -> None:
    assert decode("“ñ” €".encode("cp1252"), "a.html", declared="ISO-8859-1") == "“ñ” €"
    assert decode("žluťoučký".encode("cp1250"), "a.html", declared="windows-1250") == "žluťoučký"


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    assert decode(SPANISH.encode(), "a.html", declared="iso-8859-1") == SPANISH


@pytest.mark.parametrize("declared", ["base64", "rot13", "punycode", "utf-16", "no-such-encoding", "unicode_escape"])
def test_a_senseless_declaration_does_no_harm(declared: str) -> None:
    assert decode(SPANISH.encode("cp1252"), "a.html", declared=declared) == SPANISH


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 \xe2\xe3", "a PDF"),
        (b"PK\x03\x04 docx", "zip archive"),
        (b"\x1f\x8b\x08 gz", "gzip"),
        (b"abc\x00def", "byte 3 is NUL"),
        (SPANISH.encode("utf-16-le"), "NUL"),
        (bytes(range(1, 9)) * 10, "control characters"),
        (codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "NUL characters"),
    ],
)
def test_binary_files_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        decode(data, "a.txt")


def test_a_broken_promise_of_a_byte_order_mark_is_an_error() -> None:
    with pytest.raises(InputError, match="byte 2 is not UTF-16-LE"):
        decode(codecs.BOM_UTF16_LE + b"\x00", "a.txt")


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_text_or_one_clear_error(data: bytes) -> None:
    try:
        said = decode(data, "a.txt")
    except InputError as error:
        said = str(error)
        assert said.startswith("a.txt:")
        assert "\n" not in said
    assert "\0" not in said


def test_missing_empty_directory_and_odd_names(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    for path, said in (
        (str(tmp_path / "none.txt"), "there is no such file"),
        (str(tmp_path), "it is a directory"),
        (str(tmp_path / "empty.txt"), "the file is empty"),
        ("a\0b.txt", "cannot be opened|no such file"),
        ("x" * 5000, "cannot be opened|no such file"),
    ):
        with pytest.raises(InputError, match=said):
            load_bytes(path)


def test_a_limit_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 11)
    assert load_bytes(str(path), limit=11) == b"x" * 11
    with pytest.raises(InputError, match="larger than"):
        load_bytes(str(path), limit=10)


def test_a_folder_in_place_of_a_file_name(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_text("text")
    with pytest.raises(InputError):
        load_bytes(str(file / "inside.txt"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"bytes")))
    assert load_bytes("-") == b"bytes"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(InputError, match="-: the file is empty"):
        load_bytes("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="there is no standard input"):
        load_bytes("-")
