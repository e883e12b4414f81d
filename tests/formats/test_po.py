"""Message catalogues: what is translated is a pair, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.po import read_bitext, read_rows
from aligner.model import Bitext, Side

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n\n'
MESSAGES = (
    HEAD
    + r"""# A comment.
#: menu.c:12
msgctxt "menu"
msgid "Open"
msgstr "Abrir"

#, fuzzy, c-format
msgid "Close %s"
msgstr "Abrir %s"

msgid "Not yet"
msgstr ""

#, c-format
msgid "one bridge"
msgid_plural "%d bridges"
msgstr[0] "un puente"
msgstr[1] "%d puentes"

msgid ""
"A long \"message\"\n"
"on two\tlines"
msgstr ""
"Un «mensaje» largo\n"
"en dos\tlíneas"

#~ msgid "Gone"
#~ msgstr "Ido"
"""
)


def read(text: str | bytes, source: str = "en", target: str = "es") -> Bitext:
    return read_bitext(text if isinstance(text, bytes) else text.encode(), "in.po", source, target)


def test_translated_messages_are_pairs() -> None:
    found = read(MESSAGES)
    assert list(found) == [
        ("Open", "Abrir"),
        ("one bridge", "un puente"),
        ("%d bridges", "%d puentes"),
        ('A long "message"\non two\tlines', "Un «mensaje» largo\nen dos\tlíneas"),
    ]
    assert found.is_pairs
    lines = [line for _, line in found.document(Side.SOURCE).places]
    assert lines == sorted(lines)
    assert 'msgctxt "menu"' in MESSAGES.splitlines()[lines[0] - 1 :][:4]


@pytest.mark.parametrize(
    ("forms", "pairs"),
    [
        (["もの"], [("things", "もの")]),
        (["cosa", "cosas"], [("thing", "cosa"), ("things", "cosas")]),
        (["cosa", "cosas", "de cosas"], [("thing", "cosa"), ("things", "cosas"), ("things", "de cosas")]),
        (["cosa", ""], [("thing", "cosa")]),
    ],
)
def test_plurals_are_paired_in_order(forms: list[str], pairs: list[tuple[str, str]]) -> None:
    entry = 'msgid "thing"\nmsgid_plural "things"\n'
    entry += "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    assert list(read(entry)) == pairs


def test_the_head_says_which_side_is_which() -> None:
    assert next(iter(read(MESSAGES, "es", "en"))) == ("Abrir", "Open")
    assert next(iter(read(MESSAGES.replace("Language: es", "Language: es_MX")))) == ("Open", "Abrir")
    # Nothing said, or nothing that is a language: the translations are the target.
    assert next(iter(read(MESSAGES.replace("Language: es", "Language: "), "es", "en"))) == ("Open", "Abrir")
    with pytest.raises(InputError, match=r"in\.po: its translations are in Spanish, by its head; say with --from-lang"):
        read(MESSAGES, "en", "fr")


def test_the_head_says_the_encoding() -> None:
    text = MESSAGES.replace("UTF-8", "ISO-8859-1").replace("«mensaje» ", "")
    assert list(read(text.encode("latin-1")))[-1][1] == "Un largo\nen dos\tlíneas"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("<p>A page</p>\n", 1, "it is no message catalogue"),
        (HEAD + 'msgid "a"\nmsgstr "un "puente" viejo"\n', 7, "unescaped double quote found"),
        (HEAD + 'msgid "a"\nmsgid_plural "b"\nmsgstr[x] "c"\n', 8, "it is no message catalogue"),
        (
            HEAD + '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n',
            None,
            "none of its 2 messages is translated",
        ),
        (HEAD, None, "there is no source text"),
    ],
)
def test_what_is_no_catalogue(text: str, place: int | None, words: str) -> None:
    with pytest.raises(InputError, match=words) as raised:
        read(text)
    assert raised.value.place == place
    assert "\n" not in str(raised.value)


def test_a_text_that_is_the_name_of_a_file_opens_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.po").write_text(MESSAGES, "utf-8")
    with pytest.raises(InputError, match="no message catalogue"):
        read("other.po")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip()
)


@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5, unique_by=lambda pair: pair[0]))
@settings(max_examples=40, deadline=None)
def test_what_polib_writes_is_read(pairs: list[tuple[str, str]]) -> None:
    catalogue = polib.POFile(wrapwidth=-1)
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for source, target in pairs:
        catalogue.append(polib.POEntry(msgid=source, msgstr=target))
    # Other readers' line ends are blanks here.
    blank = str.maketrans({"\u2028": " ", "\u2029": " "})
    assert list(read(str(catalogue))) == [
        (source.translate(blank), target.translate(blank)) for source, target in pairs
    ]


PIECES = st.sampled_from(
    [
        "msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr[0]", "msgstr[9]", "msgstr[", " ", "\n", '"', '"a"', '""',
        "\\", '"\\n"', "#,", "#, fuzzy", "#~", "#~|", "#|", "# ", "#:", "#.", '"Language: fr\\n"', "é", "\x0c",
    ]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_pieces_of_a_catalogue_give_pairs_or_one_clear_error(pieces: list[str]) -> None:
    try:
        rows = list(read_rows("".join(pieces).encode(), "in.po", "en", "es"))
    except InputError as error:
        message = str(error)
        assert "\n" not in message
    else:
        assert all(row.source and row.target for row in rows)
