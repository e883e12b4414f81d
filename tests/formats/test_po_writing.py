"""Message catalogues as we write them: gettext takes them, and others read what we meant."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import pypo

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import pairs_of
from aligner.formats.po import read_bitext, write_bitext, write_pairs
from aligner.model import Bead, Bitext, Block, Details, Document, Finding, Sentence, Severity, Side, Span

HEADING = Heading("en", "es", "en.txt", "es.txt", 'aligner:1|model:"m"', "CC-BY-4.0")
MSGFMT = shutil.which("msgfmt")
needs_gettext = pytest.mark.skipif(MSGFMT is None, reason="msgfmt of GNU gettext is not installed")
FINDING = Finding("NUM501", "number-value", Severity.ERROR, "5 and 6\u2028differ", (Span(Side.TARGET, 0, 1, "6"),), 0)
PAIRS = [
    Pair("Open", "Abrir", 0.5, document="a.html"),
    Pair("Open", "Abierto", document="a document.html"),
    Pair('C:\\new "x"\t\v%d', "C:\\new «x»\t\v%d"),
    Pair("5 pears", "6 peras", findings=(FINDING,)),
    Pair("One\ntwo\n", "Uno\ndos\n"),
    Pair("Not yet", ""),
    Pair("", "Nada"),
    Pair("End\n", "Fin"),
    Pair("😀 שלום\u2028\x85", "😀 سلام\u2029"),
    Pair(
        "Close", "Cerrar",
        details=Details(
            context="menu", references=("menu.c:12", "b.c"), notes=("Short.\nPlease.",),
            properties=(("x-po-flag", "c-format"), ("x-po-comment", "Shown\nalways"), ("kind", "a=b")),
        ),
    ),
]  # fmt: skip


def written(pairs: Iterable[Pair] = PAIRS) -> str:
    return "".join(write_pairs(pairs, HEADING))


def read(text: str) -> list[Pair]:
    return list(pairs_of(read_bitext(text.encode(), "in.po", "en", "es")))


def checked(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "out.po"
    path.write_text(text, "utf-8")
    assert MSGFMT
    command = [MSGFMT, "--check", "--verbose", "--output-file=/dev/null", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_is_translated_is_read_back() -> None:
    kept = [
        pair
        for pair in PAIRS
        if pair.source
        and pair.target
        and not pair.findings
        and pair.source.endswith("\n") == pair.target.endswith("\n")
    ]
    found = read(written())
    assert [(pair.source, pair.target, pair.score) for pair in found] == [
        (pair.source, pair.target, pair.score) for pair in kept
    ]
    assert found[0].details.document == "a.html"
    assert found[1].details.context == "#1"
    last = found[-1].details
    assert (last.context, last.references, last.notes) == ("menu", ("menu.c:12", "b.c"), ("Short.\nPlease.",))
    assert set(last.properties) == set(PAIRS[-1].details.properties)
    assert written(found) == written(read(written(found)))


def test_findings_are_comments_and_make_a_pair_fuzzy() -> None:
    text = written([PAIRS[3]])
    assert (
        '# NUM501 number-value (error): 5 and 6 differ\n#. state: needs-review-translation\n#, fuzzy\nmsgid "5 ' in text
    )


def test_the_head_has_languages_signature_and_licence() -> None:
    head = written([]).split("\n")
    assert '"Language: es\\n"' in head
    assert '"X-Source-Language: en\\n"' in head
    assert '"X-Signature: aligner:1|model:\\"m\\"\\n"' in head
    assert '"X-Licence: CC-BY-4.0\\n"' in head


@needs_gettext
def test_gettext_takes_it_without_a_word(tmp_path: Path) -> None:
    done = checked(written(), tmp_path)
    assert (done.returncode, done.stderr) == (
        0, "6 translated messages, 2 fuzzy translations, 1 untranslated message.\n",
    )  # fmt: skip


@needs_gettext
@pytest.mark.parametrize("seed", range(3))
def test_gettext_takes_any_texts(seed: int, tmp_path: Path) -> None:
    letters = [chr(code) for code in (*range(0x20, 0x250), *range(8, 13), 0x2028, 0x1F600, 0x5D0, 0xFFFD)]
    texts = ["".join(letters[(seed + at * 7 + step * 13) % len(letters)] for step in range(at)) for at in range(1, 90)]
    pairs = [Pair(text, text[::-1]) for text in texts]
    done = checked(written(pairs), tmp_path)
    assert done.returncode == 0
    assert "error" not in done.stderr


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(32)]), max_size=20
)


@given(
    pairs=st.lists(st.tuples(TEXTS, TEXTS), max_size=5), inner=st.text(st.sampled_from('\n\t\r\v\b\f\\"n%'), max_size=8)
)
@settings(max_examples=100, deadline=None)
def test_every_text_with_both_sides_is_read_back(pairs: list[tuple[str, str]], inner: str) -> None:
    given_pairs = [(f"a{inner}b", f"c{inner}d"), ("blank", " "), *pairs]
    found = read(written(Pair(*pair) for pair in given_pairs))
    assert [(pair.source, pair.target) for pair in found] == [
        pair for pair in given_pairs if pair[0].strip() and pair[1].strip()
    ]


def test_translate_toolkit_agrees() -> None:
    library: Any = pypo.pofile
    store = library.parsestring(written().encode())
    units = [unit for unit in store.units if not unit.isheader()]
    told = [(str(unit.source), str(unit.target), unit.isfuzzy()) for unit in units]
    expected = [
        (pair.source, pair.target, bool(pair.findings) or pair.source == "End\n") for pair in PAIRS if pair.source
    ]
    # It reads no \v, and takes other characters for line ends.
    assert [told[at] for at in (0, 1, 3, 4, 5, 6, 8)] == [expected[at] for at in (0, 1, 3, 4, 5, 6, 8)]
    assert units[-1].getcontext() == "menu"
    assert units[-1].getlocations() == ["menu.c:12", "b.c"]


@pytest.mark.parametrize("bad", ["\0", "\x01", "\x07", "\x1b"])
def test_control_characters_without_an_escape_are_refused(bad: str) -> None:
    with pytest.raises(InputError, match=r"es\.txt: the target of pair 0 has the control character U\+00"):
        written([Pair("a", f"b{bad}")])


def test_messages_of_one_text_differ_by_their_contexts() -> None:
    text = written(Pair("Same", f"Igual {number}") for number in range(300))
    contexts = [line for line in text.split("\n") if line.startswith("msgctxt")]
    assert len(set(contexts)) == 299


def test_messages_of_a_plain_text_tell_the_line_of_their_source() -> None:
    source = Document("One.\n\nTwo.", (Block(0, 4), Block(6, 10)), "en", "a.txt", (Sentence(0, 4), Sentence(6, 10, 1)))
    target = Document("Uno. Dos.", (Block(0, 9),), "es", "b.txt", (Sentence(0, 4), Sentence(5, 9)))
    bitext = Bitext(source, target, (Bead((0,), (0,)), Bead((1,), (1,))))
    assert [line for line in "".join(write_bitext(bitext)).split("\n") if line.startswith("#:")] == [
        "#: a.txt:1",
        "#: a.txt:3",
    ]
    marked_up = replace(bitext, source=replace(source, blocks=(Block(0, 10, address="/p[1]"),)))
    assert "#:" not in "".join(write_bitext(marked_up))
