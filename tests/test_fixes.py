"""Suggestions written back: which, where in the file, and what is left as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import checks, formats
from aligner.fixes import Edit, Fixed, edited, edits_of, fixed
from aligner.formats.encodings import encoding_of
from aligner.model import Document, Finding, Report, Severity, Side, Span


def read(data: bytes, name: str) -> Document:
    return formats.parse_document(data, f"a.{name}", "es")


def fix_all(data: bytes, name: str, found: str, replacement: str) -> Fixed:
    """The file with every place of some words edited."""
    document = read(data, name)
    edits = tuple(
        Edit(match.start(), match.end(), replacement, "X") for match in re.finditer(re.escape(found), document.text)
    )
    return fixed(document, data, edits, lambda changed: read(changed, name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_everything_else_stays(encoding: str, end: str) -> None:
    text = f"Señor, llegó la la paz.{end}{end}\tAsí fue,  señor: la la guerra.{end}"
    result = fix_all(text.encode(encoding), "txt", "la la", "la")
    assert result.data == text.replace("la la", "la").encode(encoding)
    assert (len(result.done), result.left) == (2, ())


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("md", "# Uno\n\nY *la la* paz\ncon la\nla guerra.\n", "# Uno\n\nY *la* paz\ncon la guerra.\n"),
        ("md", "---\ntitle: la la paz\n---\n\nSí.\n", "---\ntitle: la paz\n---\n\nSí.\n"),
        ("md", "| la la | b |\n|---|---|\n| c | la la |\n", "| la | b |\n|---|---|\n| c | la |\n"),
        ("md", "Uno.\r\n\r\n- la la paz\r\n- dos\r\n", "Uno.\r\n\r\n- la paz\r\n- dos\r\n"),
        ("html", "<p>Y <b>la la</b> paz&nbsp;&eacute;l</p>\n", "<p>Y <b>la</b> paz&nbsp;&eacute;l</p>\n"),
        ("html", "<p>la la</p><script>'x'</script>", "<p>la</p><script>'x'</script>"),
    ],
)
def test_the_place_in_mark_up_is_found(name: str, text: str, expected: str) -> None:
    result = fix_all(text.encode(), name, "la la", "la")
    assert result.data.decode() == expected
    assert result.left == ()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("md", "Y *la* la paz.\n", "Y *la* paz.\n"),
        ("md", "Y la *la* paz.\n", "Y *la* paz.\n"),
        ("md", "> Con la\n> la guerra `la la` x.\n", "> Con\n> la guerra `la` x.\n"),
        ("md", '[la la](<la la> "la la") `x`\n', '[la](<la la> "la") `x`\n'),
        ("md", "- la\n  la paz\n", "- la paz\n"),
        ("mdx", "import a from './la la'\n\n<Tip title=\"la la\">\nla **la** paz. {/* la la */}\n</Tip>\n",
                "import a from './la la'\n\n<Tip title=\"la\">\n**la** paz. {/* la la */}\n</Tip>\n"),
        ("html", "<p>Y l&#97; la paz.</p>", "<p>Y l&#97; paz.</p>"),
        ("html", "<p>Y <b>la</b> la paz.</p>", "<p>Y <b>la</b> paz.</p>"),
        ("html", "<p title='la la'>Y la <i>la</i> paz.</p>", "<p title='la'>Y <i>la</i> paz.</p>"),
        ("html", "<p>la la</p><p>la la</p><p>a<script>la la</script> la\n  la</p>",
                 "<p>la</p><p>la</p><p>a<script>la la</script> la</p>"),
        ("srt", "1\n00:00:01,000 --> 00:00:02,500\n<i>la la</i>\n- paz\n", "1\n00:00:01,000 --> 00:00:02,500\n<i>la</i>\n- paz\n"),
        ("vtt", "WEBVTT\n\n01:00.000 --> 02:00.000\n<v la la>la&nbsp;paz la la\n", "WEBVTT\n\n01:00.000 --> 02:00.000\n<v la la>la&nbsp;paz la\n"),
    ],
)  # fmt: skip
def test_mark_up_that_an_edit_crosses_stays(name: str, text: str, expected: str) -> None:
    result = fix_all(text.encode(), name, "la la", "la")
    assert result.data.decode() == expected
    assert result.left == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("html", "<p>Y <b>la la</b> paz.</p>"),
        ("html", "<p>Y <b>la</b> <i>la</i> paz.</p>"),
    ],
)
def test_no_element_is_left_empty(name: str, text: str) -> None:
    result = fix_all(text.encode(), name, "la la", "")
    assert (result.data.decode(), len(result.left)) == (text, 1)


def test_one_that_cannot_be_written_does_not_hold_up_the_others() -> None:
    text = "<p>Y <b>la la</b> paz.</p><p>Y la la guerra.</p>"
    result = fix_all(text.encode(), "html", " la la", "")
    assert result.data.decode() == "<p>Y <b>la la</b> paz.</p><p>Y guerra.</p>"
    assert (len(result.done), len(result.left)) == (1, 1)


def test_what_would_become_mark_up_is_written_so_that_it_does_not() -> None:
    assert fix_all(b"Uno dos tres.\n", "md", "dos", "*dos*").data == b"Uno \\*dos\\* tres.\n"
    assert fix_all(b"<p>Uno dos</p>", "html", "dos", "<b>dos & x").data == b"<p>Uno &lt;b&gt;dos &amp; x</p>"


def test_a_letter_that_the_encoding_lacks_is_left() -> None:
    data = "El señor Salleh llegó ayer.".encode("cp1252")
    result = fix_all(data, "txt", "Salleh", "Ṣāliḥ")
    assert (result.data, len(result.left)) == (data, 1)


def finding(code: str, text: str, suggestion: str | None, *words: str) -> Finding:
    """A finding with every place of the words, in their order."""
    spans = tuple(
        Span(Side.TARGET, match.start(), match.end(), match.group())
        for word in words
        for match in re.finditer(rf"\b{re.escape(word)}\b", text)
    )
    return Finding(code, "x", Severity.WARNING, "x", spans, suggestion=suggestion)


def chosen(text: str, *findings: Finding) -> list[tuple[str, str]]:
    """What would be replaced by what."""
    document = Document(text, (), "es", "a.txt")
    edits = edits_of(Report(((Side.TARGET, document),), findings, ""), checks.rules())
    return [(text[edit.start : edit.end], edit.replacement) for edit in edits]


def test_every_place_of_the_first_text_is_edited() -> None:
    text = "FNR y FNR y NRF."
    assert chosen(text, finding("ACR301", text, "NRF", "FNR")) == [("FNR", "NRF")] * 2


def test_names_go_with_the_majority_and_keep_their_capitals() -> None:
    text = "Saleh, Saleh, Saleh, Salleh, SALLEH."
    spelled = finding("NAM401", text, "Saleh", "Salleh", "SALLEH", "Saleh")
    assert chosen(text, spelled) == [("Salleh", "Saleh"), ("SALLEH", "SALEH")]
    text = "Saleh, Salleh."
    assert chosen(text, finding("NAM401", text, "Saleh", "Salleh", "Saleh")) == []


def test_a_majority_takes_no_marks_away_and_spoils_no_known_name() -> None:
    text = "Gaudi, Gaudi, Gaudi, Gaudí."
    assert chosen(text, finding("NAM403", text, "Gaudi", "Gaudí", "Gaudi")) == []
    text = "Gaudí, Gaudí, Gaudi."
    assert chosen(text, finding("NAM403", text, "Gaudí", "Gaudi", "Gaudí")) == [("Gaudi", "Gaudí")]
    text = "Obamma, Obamma, Obama."
    assert chosen(text, finding("NAM401", text, "Obamma", "Obama", "Obamma")) == []


def test_what_is_not_safe_is_not_written() -> None:
    text = "Había 105."
    assert chosen(text, finding("NUM501", text, "150", "105")) == []
    assert chosen(text, finding("ACR301", text, None, "105")) == []


def test_of_overlapping_edits_the_first_is_taken_and_none_twice() -> None:
    text = "la la la"
    same = finding("PUN704", text, "la", "la la")
    longer = finding("PUN704", text, "la", "la la la")
    assert chosen(text, same, same) == [("la la", "la")]
    assert len(chosen(text, same, longer)) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["la la", "Señor", "*uno*", "[dos](x)", "&amp;", "`c`", "\n\n", "\n", "# ", "- "]), max_size=12),
    st.sampled_from(["md", "txt", "html"]),
    st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_the_changed_file_has_the_changed_text(pieces: list[str], name: str, end: str) -> None:
    text = " ".join(["Hola", *pieces, "fin."]).replace("\n", end)
    data = text.encode()
    document = read(data, name)
    result = fix_all(data, name, "la la", "la")
    assert read(result.data, name).text == edited(document.text, result.done)
    assert re.sub(r"\s", "", result.data.decode()).replace("la", "") == re.sub(r"\s", "", text).replace("la", "")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "cp1252"]))
def test_an_encoding_is_exact_or_none(text: str, name: str) -> None:
    try:
        data = text.encode(name)
    except UnicodeEncodeError:
        return
    found = encoding_of(data, text)
    assert found is None or found.encode(text) == data
    assert found is not None or name == "utf-16-le"
