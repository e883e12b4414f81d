"""Subtitles: sentences over several cues, speakers, tags, time codes, and the lines of the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.subtitles import read_document
from aligner.model import Document, Remark
from aligner.segmentation import segment

FILM = """1
00:00:01,000 --> 00:00:02,500
{\\an8}<i>The bridge was</i>

2
00:00:02,500 --> 00:00:04,000
never <font color="#ff0000">finished</font>.
Nobody knew why.

3
00:00:05,000 --> 00:00:06,000
- Did you ask?
- I did,

4
00:00:06,000 --> 00:00:07,000
more than once.

5
00:00:20,000 --> 00:00:21,000
[DOOR CLOSES]
"""


def read(text: str, path: str = "a.srt") -> Document:
    return read_document(text.encode(), path, "en")


def said(text: str) -> list[str]:
    document = read(text)
    return [document.block_text(block) for block in document.blocks]


def test_blocks_are_what_is_said() -> None:
    assert said(FILM) == [
        "The bridge was never finished. Nobody knew why.",
        "Did you ask?",
        "I did, more than once.",
        "[DOOR CLOSES]",
    ]


def test_a_sentence_over_two_cues_is_one_sentence() -> None:
    document = segment(read(FILM))
    assert [document.sentence_text(number) for number in range(2)] == [
        "The bridge was never finished.",
        "Nobody knew why.",
    ]


def test_addresses_have_cues_and_time_codes() -> None:
    assert [block.address for block in read(FILM).blocks] == [
        "cue[1] 00:00:01,000 --> cue[2] 00:00:04,000",
        "cue[3] 00:00:05,000 --> 00:00:06,000",
        "cue[3] 00:00:05,000 --> cue[4] 00:00:07,000",
        "cue[5] 00:00:20,000 --> 00:00:21,000",
    ]


def test_places_are_lines_of_the_file() -> None:
    document = read(FILM)
    lines = FILM.split("\n")
    for start, line in document.places:
        word = document.text[start:].split()[0].strip(".,")
        assert word in lines[line - 1]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings(end: str, encoding: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n¿Qué pasó mañana con el señor Núñez?\n\n2\n00:00:03,000 --> 00:00:04,000\nNada.\n"
    document = read_document(text.replace("\n", end).encode(encoding), "a.srt", "es")
    assert [document.block_text(block) for block in document.blocks] == [
        "¿Qué pasó mañana con el señor Núñez?",
        "Nada.",
    ]


def test_webvtt() -> None:
    text = (
        "WEBVTT - Film\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE aligner: ignore PUN703\n\nintro\n"
        "00:01.000 --> 00:02.000 line:0 align:start\n<v Ana Ruiz>Bread &amp; <c.loud>butter</c>,</v>\n\n"
        "01:00:00.000 --> 01:00:02.000\n<00:00:01.500>twice\n"
    )
    document = read(text, "a.vtt")
    assert [(document.block_text(block), block.address) for block in document.blocks] == [
        ("Bread & butter,", "cue[1] 00:01.000 --> 00:02.000"),
        ("twice", "cue[2] 01:00:00.000 --> 01:00:02.000"),
    ]
    assert document.remarks == (Remark(7, "ignore PUN703"),)


def test_what_trails_off_goes_on_only_in_lower_case() -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nI thought...\n\n2\n00:00:02,000 --> 00:00:03,000\n{}\n"
    assert said(cue.format("...that it was open.")) == ["I thought... ...that it was open."]
    assert said(cue.format("Never mind.")) == ["I thought...", "Never mind."]


def test_silence_ends_a_sentence() -> None:
    assert said("1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:30,000 --> 00:00:31,000\ntwo\n") == ["One", "two"]


def test_a_forgotten_empty_line_between_cues() -> None:
    assert said("1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n") == ["One.", "Two."]


def test_captions_without_marks_do_not_become_one_sentence() -> None:
    cues = [
        f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\nand then we went on\n"
        for n in range(200)
    ]
    assert max(len(text) for text in said("\n".join(cues))) < 700


@pytest.mark.parametrize("text", ["Only text.", "WEBVTT\n", "1\n00:00:01 -> 2\nText"])
def test_no_cue_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"a\.srt: there is no cue in it"):
        read(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="<>{}&"), max_size=40), min_size=1, max_size=8))
def test_any_text_is_read(texts: list[str]) -> None:
    cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n\n" for n, text in enumerate(texts)]
    try:
        document = read("".join(cues))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    for block in document.blocks:
        assert block.start < block.end <= len(document.text)
        assert block.address


def test_breaks_are_blanks() -> None:
    assert said(r"1" + "\n00:00:01,000 --> 00:00:02,000\n" + r"One<br/>two\Nthree" + "\n") == ["One two three"]


def said_in(text: str, path: str = "a.srt") -> list[str]:
    document = read_document(text.encode(), path, "en")
    return [document.block_text(block) for block in document.blocks]


def test_text_behind_an_empty_line_is_still_said() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nThe bridge\n\nis old.\n\n2\n\n00:00:03,000 --> 00:00:04,000\n42\n\n\n00:00:05,000 --> 00:00:06,000\nyears.\n"
    assert said_in(text) == ["The bridge is old.", "42 years."]
    notes = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nThe bridge.\n\nNOTE not said\n\nname\n00:03.000 --> 00:04.000\nIt is old.\n"
    )
    assert said_in(notes, "a.vtt") == ["The bridge.", "It is old."]


def test_another_voice_begins_anew_and_the_same_goes_on() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>The bridge\n\n00:02.000 --> 00:03.000\n<v.loud Ana>was never\n\n00:03.000 --> 00:04.000\n<v Bo>finished\n"
    assert said_in(text, "a.vtt") == ["The bridge was never", "finished"]


def test_a_title_is_no_end_of_a_sentence() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nI saw Dr.\n\n2\n00:00:02,000 --> 00:00:03,000\nVega there.\n"
    assert said_in(text) == ["I saw Dr. Vega there."]
