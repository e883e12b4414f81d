r"""Subtitles: SubRip (.srt) and WebVTT (.vtt, W3C). A sentence that goes over several cues is one block.

>>> cues = b"1\n00:00:01,000 --> 00:00:02,500\n<i>The bridge was</i>\n\n2\n00:00:02,500 --> 00:00:04,000\nnever finished.\n"
>>> document = read_document(cues, "film.srt", "en")
>>> document.text, document.blocks[0].address, document.places
('The bridge was never finished.', 'cue[1] 00:00:01,000 --> cue[2] 00:00:04,000', ((0, 3), (15, 7)))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from aligner.errors import InputError
from aligner.formats.extraction import Extraction, Piece, has_words
from aligner.formats.loading import decode
from aligner.formats.remarks import said
from aligner.model import Document, Remark, Role

_TIME: Final = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[,.:]\d{1,3}"
_TIMES: Final = re.compile(rf"^\ufeff?\s*({_TIME})\s*-{{1,2}}>\s*({_TIME})(?:\s.*)?$")
_LINE_END: Final = re.compile("\r\n|\r|\n")
_NOT_TEXT: Final = re.compile(r"^(?:NOTE|STYLE|REGION)(?:[ \t].*)?$")
# Tags of both formats, and the codes of Advanced SubStation that players of SubRip know too.
_TAG: Final = re.compile(r"</?(?:[a-zA-Z][^<>\n]*|\d\d:[\d:.]+)?>|\{\\[^{}\n]*\}|\{[a-zA-Z]:[^{}\n]*\}")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]+)>")
_TITLE_AT_END: Final = re.compile(
    r"\b(?:Mrs?|Ms|Drs?|Dra|Sra?|Srta|St|Sto|Sta|Prof|Gen|Lt|Sgt|Capt|Col|D|Dña|Uds?|Vds?|vs)\.$"
)
_BREAK: Final = re.compile(r"<br ?/?>|\\[Nnh]", re.IGNORECASE)
_UNSEEN: Final = re.compile("[\u200e\u200f]")  # marks of direction
_SPEAKER: Final = re.compile(r"^\s*(?:[-–—‐]\s*|>>\s*)(?=\S)")
_SENTENCE_END: Final = re.compile(r"[.!?…♪♫:][\"'”’»)\]*]*$|^\s*[\[(♪♫].*[\])♪♫]$")
_GOES_ON: Final = re.compile(r"^\W*[a-zà-öø-ÿ]|^(?:\.\.\.|…)")
_TRAILS_OFF: Final = ("...", "…")
_LONGEST_GAP: Final = 4.0  # seconds of silence after which something new is said
_LONGEST_BLOCK: Final = 600  # characters; captions that nobody punctuated would be one sentence to the end


@dataclass(frozen=True, slots=True)
class _Cue:
    """A text on the screen: its lines without tags, each with its line in the file, and when it is shown."""

    number: int
    start: str
    end: str
    lines: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Speech:
    """What one speaker says in one cue."""

    cue: _Cue
    lines: tuple[Piece, ...]
    begins: bool  # with a dash, so that it does not go on with what was said

    @property
    def text(self) -> str:
        return " ".join(text.strip() for text, _ in self.lines)


def read_document(data: bytes, path: str, language: str) -> Document:
    """What is said, a block for the cues that one sentence goes over, or that share one.

    `address` of a block has the numbers and time codes of its first and last cue, `places` are lines of the file; formatting
    tags, names of voices and positions are no text. Comments of WebVTT (`NOTE aligner: ignore`) are remarks. Raises
    `InputError` for a file without a cue.
    """
    lines = _LINE_END.split(decode(data, path))
    cues = list(_cues(lines, is_web_vtt=lines[0].lstrip("\ufeff").startswith("WEBVTT")))
    if not cues:
        problem = "there is no cue in it (a line such as 00:00:01,000 --> 00:00:02,500)"
        raise InputError(path, problem, "give subtitles as srt or vtt")
    extraction = Extraction()
    for run in _runs(speech for cue in cues for speech in _speeches(cue)):
        pieces = [(f"{text.strip()} ", line) for speech in run for text, line in speech.lines]
        extraction.add(pieces, Role.PARAGRAPH, address=_address(run[0].cue, run[-1].cue))
    return replace(extraction.document(path, language), remarks=tuple(_remarks(lines)))


def _cues(lines: list[str], *, is_web_vtt: bool) -> Iterator[_Cue]:
    """A cue goes from its time codes to an empty line, or, where that was forgotten, to the next ones.

    SubRip has nothing but cues, so that what stands behind an empty line is still said.
    """
    timed = [(number, found) for number, line in enumerate(lines) if "->" in line and (found := _TIMES.match(line))]
    voice = ""
    for count, (number, found) in enumerate(timed, start=1):
        following = timed[count][0] if count < len(timed) else len(lines)
        end = following
        if is_web_vtt:
            end = next((at for at in range(number + 1, following) if not lines[at].strip()), following)
        if end == following < len(lines) and lines[end - 1].strip().isdecimal() and end - 1 > number:
            end -= 1  # the number of the next cue
        elif not is_web_vtt:
            last = next((at for at in range(end - 1, number, -1) if lines[at].strip()), number)
            end = last if lines[last].strip() == str(count + 1) and following < len(lines) else end
        texts: list[Piece] = []
        for at in range(number + 1, end):
            speaker = _VOICE.match(lines[at].lstrip())
            changes = speaker is not None and voice not in {"", speaker[1].strip()}
            voice = speaker[1].strip() if speaker else voice
            plain = _plain(lines[at])
            if has_words(plain):
                texts.append((f">> {plain}" if changes else plain, at + 1))
        yield _Cue(count, found[1], found[2], tuple(texts))


def _plain(line: str) -> str:
    """A line without tags and with its characters for their names."""
    return _UNSEEN.sub("", unescape(_TAG.sub("", _BREAK.sub(" ", line))))


def _speeches(cue: _Cue) -> Iterator[_Speech]:
    """What each speaker says: two of them in one cue have dashes before their lines."""
    groups: list[list[Piece]] = []
    begins: list[bool] = []
    for text, line in cue.lines:
        bare = _SPEAKER.sub("", text)
        if bare != text or not groups:
            groups.append([])
            begins.append(bare != text)
        groups[-1].append((bare, line))
    for pieces, is_new in zip(groups, begins, strict=True):
        yield _Speech(cue, tuple(pieces), is_new)


def _runs(speeches: Iterator[_Speech]) -> Iterator[list[_Speech]]:
    """Speeches that belong to one block."""
    run: list[_Speech] = []
    length = 0
    for speech in speeches:
        if run and not _reads_on(run[-1], speech, length):
            yield run
            run, length = [], 0
        run.append(speech)
        length += len(speech.text) + 1
    if run:
        yield run


def _reads_on(before: _Speech, after: _Speech, length: int) -> bool:
    """Whether a sentence goes on from one speech to the next."""
    if after.begins or length > _LONGEST_BLOCK:
        return False
    if _seconds(after.cue.start) - _seconds(before.cue.end) > _LONGEST_GAP:
        return False
    said_before = before.text
    goes_on = bool(_GOES_ON.match(after.text))
    if said_before.endswith(_TRAILS_OFF):
        return goes_on
    ends = _SENTENCE_END.search(said_before) and not _TITLE_AT_END.search(said_before)
    return not ends or (goes_on and said_before.endswith(":"))


def _seconds(time: str) -> float:
    """Seconds since the beginning of the film."""
    *whole, milliseconds = re.split(r"[:,.]", time)
    total = 0
    for part in whole:
        total = 60 * total + int(part)
    return total + int(milliseconds) / 1000


def _address(first: _Cue, last: _Cue) -> str:
    if first is last:
        return f"cue[{first.number}] {first.start} --> {first.end}"
    return f"cue[{first.number}] {first.start} --> cue[{last.number}] {last.end}"


def _remarks(lines: list[str]) -> Iterator[Remark]:
    """What comments of WebVTT say to aligner: a block that begins with NOTE, in one line."""
    for number, line in enumerate(lines, start=1):
        if line.startswith("NOTE") and _NOT_TEXT.match(line) and (meant := said(line[4:])):
            yield Remark(number, meant)
