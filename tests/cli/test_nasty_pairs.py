"""Texts and files of pairs that are broken, hostile or odd: each is read right, or told in one clear line.

They are made here, so that everybody sees what is in them. Memory and time are held to limits in a process of its own.
"""

from __future__ import annotations

import codecs
import re
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from aligner import formats

SOURCE = "The town hall opened the bridge to the public on Monday."
TARGET = "El ayuntamiento abrió el puente al público el lunes, señor Núñez."
MEGABYTE = 1024 * 1024
LETTERS = "abcdefghij"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(LETTERS))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'
Maker = Callable[[], bytes]


def tmx(source: str = SOURCE, target: str = TARGET, before: str = "", tuv: str = "") -> str:
    return (
        f'{before}<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="es"{tuv}><seg>{target}</seg></tuv></tu></body></tmx>'
    )


def xliff(source: str = SOURCE, target: str = TARGET, before: str = "") -> str:
    return (
        f'{before}<xliff version="1.2"><file source-language="en" target-language="es"><body>'
        f'<trans-unit id="1"><source>{source}</source><target>{target}</target></trans-unit></body></file></xliff>'
    )


def xliff2(source: str = SOURCE, target: str = TARGET, before: str = "") -> str:
    return (
        f'{before}<xliff version="2.1" srcLang="en" trgLang="es"><file id="f"><unit id="1"><segment>'
        f"<source>{source}</source><target>{target}</target></segment></unit></file></xliff>"
    )


def po(target: str = TARGET, charset: str = "UTF-8") -> str:
    return f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\nmsgid "{SOURCE}"\nmsgstr "{target}"\n'


def nested(name: str, count: int) -> str:
    return f"<{name} i='1'>" * count + TARGET + f"</{name}>" * count


def jsonl(target: str = TARGET) -> str:
    return f'{{"source": "{SOURCE}", "target": "{target}"}}\n'


TSV = f"{SOURCE}\t{TARGET}\n"
CSV = f'{SOURCE},"{TARGET}"\n'

# What cannot be used, and words that the line must have.
REFUSED: dict[str, tuple[Maker, str]] = {
    "laughs.tmx": (lambda: tmx("&j;", before=LAUGHS).encode(), "declares entities"),
    "outside.tmx": (lambda: tmx("&a;", before=OUTSIDE).encode(), "declares entities"),
    "parameter.tmx": (lambda: tmx(before=PARAMETER).encode(), "declares entities|not well-formed"),
    "unknown.tmx": (lambda: tmx(target="se&ntilde;or").encode(), "entity|not well-formed"),
    "open.tmx": (lambda: tmx()[:-20].encode(), "not well-formed"),
    "crossed.tmx": (lambda: tmx(target="<hi>a<ph></hi></ph>").encode(), "not well-formed"),
    "control.tmx": (lambda: tmx(target="a\x07b").encode(), "not well-formed"),
    "nul.tmx": (lambda: tmx(target="a\0b").encode(), "not well-formed|NUL"),
    "wrong encoding.tmx": (lambda: tmx(before='<?xml version="1.0" encoding="UTF-8"?>').encode("latin-1"), "not well-formed"),
    "no such encoding.tmx": (lambda: tmx(before='<?xml version="1.0" encoding="klingon"?>').encode(), "not well-formed|encoding"),
    "deep.tmx": (lambda: tmx(target=nested("hi", 100_000)).encode(), "not well-formed|nested"),
    "page.tmx": (lambda: b"<html><body>x</body></html>", "its root is <html>"),
    "language.tmx": (lambda: tmx().replace('"es"', '"fr"').encode(), "no text in es"),
    "binary.tmx": (lambda: bytes(range(256)) * 20, "not well-formed"),
    "laughs.xlf": (lambda: xliff("&j;", before=LAUGHS).encode(), "declares entities"),
    "outside.xlf": (lambda: xliff("&a;", before=OUTSIDE).encode(), "declares entities"),
    "laughs.xliff2": (lambda: xliff2("&j;", before=LAUGHS).encode(), "declares entities"),
    "version.xlf": (lambda: xliff().replace("1.2", "9.9").encode(), "version that is not known"),
    "language.xlf": (lambda: xliff().replace('"es"', '"fr"').encode(), "English and French"),
    "deep.xlf": (lambda: xliff(target="<g id='1'>" * 50_000 + "a" + "</g>" * 50_000).encode(), "not well-formed|nested"),
    "empty.xlf": (lambda: b'<xliff version="1.2"/>', "no units"),
    "escape.po": (lambda: po("a\\qb").replace('"\n\nmsgid', '\\"\n\nmsgid').encode(), "no message catalogue"),
    "open.po": (lambda: b'msgid "a"\nmsgstr "b\n', "no message catalogue"),
    "text.po": (lambda: SOURCE.encode(), "no message catalogue|no "),
    "keyword.po": (lambda: b'msgid "a"\nmsgstrr "b"\n', "no message catalogue"),
    "fuzzy.po": (lambda: f'#, fuzzy\nmsgid "{SOURCE}"\nmsgstr "{TARGET}"\n'.encode(), "is translated"),
    "nul.po": (lambda: po("a\0b").encode(), "NUL"),
    "open.csv": (lambda: f'{SOURCE},"{TARGET}\n'.encode(), "not CSV"),
    "behind.csv": (lambda: f'{SOURCE},"{TARGET}" x\n'.encode(), "not CSV"),
    "one.csv": (lambda: b"a\nb\n", "one column"),
    "one.tsv": (lambda: b"a\nb\n", "no line has a tab"),
    "half.tsv": (lambda: f"{SOURCE}\t".encode(), "no target text"),
    "packed.tsv": (lambda: b"\x1f\x8b\x08" + bytes(50), "gzip"),
    "half.jsonl": (lambda: jsonl("a\\ud800b").encode(), "half of a character pair"),
    "deep.jsonl": (lambda: b'{"source": ' + b"[" * 100_000, "not JSON"),
    "infinite.jsonl": (lambda: b'{"source": "a", "target": "b", "score": NaN}\n', "not JSON"),
    "huge number.jsonl": (lambda: b'{"source": "a", "target": "b", "score": ' + b"9" * 10_000 + b"}\n", "number"),
    "list.jsonl": (lambda: b'["a", "b"]\n', "not a JSON object"),
    "cut.jsonl": (lambda: jsonl().encode()[:-10], "not JSON"),
    "cut.parquet": (lambda: b"PAR1" + bytes(100) + b"PAR1", "arquet"),
    "utf-16.txt": (lambda: TARGET.encode("utf-16")[:-1], "UTF-16"),
    "surrogate.txt": (lambda: TARGET.encode() + b"\xed\xa0\x80", "UTF-8|encoding"),
    "no mark.txt": (lambda: TARGET.encode("utf-16-le"), "NUL"),
    "utf-32.txt": (lambda: TARGET.encode("utf-32")[:-2], "UTF-32"),
    "nul.txt": (lambda: TARGET.encode() + b"\0", "NUL"),
    "database.txt": (lambda: b"SQLite format 3\0" + bytes(range(256)) * 30, "binary"),
    "deep.html": (lambda: ("<div>" * 100_000 + TARGET).encode(), "nested too deeply"),
    "tables.html": (lambda: ("<table><tr><td>" * 10_000 + TARGET).encode(), "nested too deeply"),
    "deep.md": (lambda: (">" * 5_000 + " " + TARGET).encode(), "nested"),
    "lists.md": (lambda: "".join(f"{'  ' * depth}- {TARGET}\n" for depth in range(400)).encode(), "nested"),
}  # fmt: skip
# What can: all have the sentence in the target.
READ: dict[str, Maker] = {
    "mark.tmx": lambda: codecs.BOM_UTF8 + tmx().encode(),
    "utf-16.tmx": lambda: tmx(before='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
    "latin.tmx": lambda: tmx(before='<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1"),
    "windows.tmx": lambda: tmx(before='<?xml version="1.0" encoding="windows-1252"?>').replace("><", ">\r\n<").encode("cp1252"),
    "system.tmx": lambda: tmx(before='<!DOCTYPE tmx SYSTEM "http://localhost:9/tmx14.dtd">').encode(),
    "references.tmx": lambda: tmx(target=TARGET.replace("ñ", "&#xF1;")).encode(),
    "sections.tmx": lambda: tmx(target=f"<![CDATA[{TARGET}]]>").encode(),
    "prefix.tmx": lambda: tmx(tuv=' xmlns:x="urn:x" x:a="b"').encode(),
    "mark.xlf": lambda: codecs.BOM_UTF8 + xliff().encode(),
    "unknown elements.xlf": lambda: xliff(target=f"<x:new xmlns:x='urn:x'>{TARGET}</x:new>").encode(),
    "utf-16.xliff2": lambda: xliff2(before='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
    "latin.po": lambda: po(charset="ISO-8859-1").encode("latin-1"),
    "mark.po": lambda: codecs.BOM_UTF8 + po().encode(),
    "windows.po": lambda: po().replace("\n", "\r\n").encode(),
    "no head.po": lambda: f'msgid "{SOURCE}"\nmsgstr "{TARGET}"'.encode(),
    "mark.tsv": lambda: codecs.BOM_UTF8 + TSV.encode(),
    "utf-16.tsv": lambda: TSV.replace("\n", "\r\n").encode("utf-16"),
    "latin.tsv": lambda: TSV.encode("cp1252"),
    "quotes.tsv": lambda: f'"\t"\n{TSV}"\tx\n'.encode(),
    "utf-16.csv": lambda: CSV.replace("\n", "\r\n").encode("utf-16"),
    "semicolons.csv": lambda: CSV.replace(f"{SOURCE},", f"{SOURCE};").encode("cp1252"),
    "mark.jsonl": lambda: codecs.BOM_UTF8 + jsonl().encode(),
    "escaped.jsonl": lambda: jsonl(TARGET.replace("ñ", "\\u00f1")).encode(),
    "blank lines.jsonl": lambda: f"\r\n\r\n{jsonl()}\r\n".encode(),
    "utf-32.txt": lambda: TARGET.encode("utf-32"),
    "utf-16 big.txt": lambda: codecs.BOM_UTF16_BE + TARGET.encode("utf-16-be"),
    "returns.txt": lambda: f"{TARGET}\r{TARGET}\r".encode(),
    "windows.txt": lambda: f"{TARGET}\r\n".encode("cp1252"),
    "tags.html": lambda: f"<p>{TARGET}<b></i></p></div><p <a href=x>y<!-- ".encode(),
    "no encoding.html": lambda: f'<meta charset="klingon"><p>{TARGET}</p>'.encode(),
    "wrong encoding.html": lambda: f'<meta charset="iso-8859-1"><p>{TARGET}</p>'.encode(),
    "tables.html": lambda: ("<table><tr><td>" * 200 + TARGET).encode(),
    "marks.md": lambda: (TARGET + "\n\n" + "*" * 20_000 + "\n\n" + "[" * 20_000 + "\n").encode(),
}  # fmt: skip
# Read right or told in one line, in little memory and time.
HEAVY: dict[str, Maker] = {
    "line.txt": lambda: b"palabra " * (100 * MEGABYTE // 8),
    "line.tsv": lambda: b"word " * (5 * MEGABYTE) + b"\t" + b"palabra " * (3 * MEGABYTE) + b"\n",
    "line.jsonl": lambda: jsonl("palabra " * (4 * MEGABYTE)).encode(),
    "cell.csv": lambda: f'a,"{"palabra " * (3 * MEGABYTE)}"\n'.encode(),
    "quotes.csv": lambda: b'a,b\n"' + b'""' * (4 * MEGABYTE),
    "text.tmx": lambda: tmx(target="palabra " * (2 * MEGABYTE)).encode(),
    "attributes.tmx": lambda: tmx(tuv=f' x="{"a" * 12 * MEGABYTE}"').encode(),
    "units.xlf": lambda: xliff("a", "b</target></trans-unit>" + "<trans-unit id='2'><source>a</source><target>b</target></trans-unit>" * 60_000 + "<trans-unit id='3'><source>a</source><target>b").encode(),
    "unclosed.html": lambda: b"<a href=\"" * (MEGABYTE // 4),
    "comments.html": lambda: b"<!--<p>" * (MEGABYTE // 4),
    "entities.html": lambda: b"<p>" + b"&amp;" * MEGABYTE,
}  # fmt: skip


def test_there_are_many() -> None:
    assert len(REFUSED) + len(READ) + len(HEAVY) >= 90


@pytest.mark.parametrize("name", REFUSED)
def test_one_clear_line(name: str, run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker, words = REFUSED[name]
    (tmp_path / name).write_bytes(maker())
    monkeypatch.chdir(tmp_path)
    started = time.monotonic()
    outcome = run("check", name)
    assert time.monotonic() - started < 20
    assert (outcome.status, outcome.stdout) == (2, ""), outcome
    assert re.fullmatch(r"aligner: error: [^\n]{1,400}\n", outcome.stderr)
    assert name in outcome.stderr
    assert re.search(words, outcome.stderr), outcome.stderr


@pytest.mark.parametrize("name", READ)
def test_read_right(name: str, run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_bytes(READ[name]())
    monkeypatch.chdir(tmp_path)
    if formats.is_bitext(name):
        assert TARGET in formats.read_bitext(name, "en", "es").target.text
    else:
        assert TARGET in formats.read_document(name, "es").text
    assert run("check", name, "--select", "NUM", "--fail-on", "never").status == 0


PROGRAM = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (5 << 29, 5 << 29))
from aligner import formats
from aligner.errors import InputError
for name in sys.argv[1:]:
    started = time.monotonic()
    try:
        formats.read_bitext(name, "en", "es") if formats.is_bitext(name) else formats.read_document(name, "es")
        said = "read"
    except InputError as error:
        said = str(error)
    assert len(said) < 400 and chr(10) not in said, name
    print(name, round(time.monotonic() - started, 1), said, sep="|")
"""


def test_heavy_files_in_little_memory_and_time(tmp_path: Path) -> None:
    """One after another, in a process that may have no more than 2.5 GB, each in some seconds."""
    pytest.importorskip("resource")
    for name, maker in HEAVY.items():
        (tmp_path / name).write_bytes(maker())
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *HEAVY], cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.split("|") for line in done.stdout.splitlines()]
    assert [name for name, _, _ in told] == list(HEAVY)
    assert not [line for line in told if float(line[1]) > 20]
