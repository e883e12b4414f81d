"""Documents, books, PDFs and subtitles from the command line: aligned, checked, findings with their places."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from handmade import docx, epub, odt, page, paragraph, pdf

Run = Callable[..., Any]

TEXTS = {
    "en": [
        "The town hall opened the bridge to the public on Monday.",
        "It was the work of 150 hands.",
        "Nobody knows what the next one will cost the people of the valley.",
    ],
    "es": [
        "El ayuntamiento abrió el puente al público el lunes.",
        "Fue la obra de 105 manos.",
        "Nadie sabe lo que costará el siguiente a los vecinos del valle.",
    ],
}


def subtitles(texts: list[str], point: str) -> str:
    """A cue for each, two seconds long."""
    cues = [f"00:00:{2 * n:02}{point}000 --> 00:00:{2 * n + 2:02}{point}000\n{text}\n" for n, text in enumerate(texts)]
    return "\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, start=1))


MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    "docx": lambda texts: docx("".join(map(paragraph, texts))),
    "odt": lambda texts: odt("".join(f"<text:p>{text}</text:p>" for text in texts)),
    "epub": lambda texts: epub({"a.xhtml": "".join(f"<p>{text}</p>" for text in texts)}, title="Puente"),
    "pdf": lambda texts: pdf([texts]),
    "srt": lambda texts: subtitles(texts, ",").encode(),
    "vtt": lambda texts: b"WEBVTT\n\n" + subtitles(texts, ".").encode(),
    "mdx": lambda texts: ("import A from 'a'\n\n<A>\n" + "\n\n".join(texts) + "\n</A>\n").encode(),
    "xhtml": lambda texts: page("".join(f"<p>{text}</p>" for text in texts)).encode(),
}
# Where the finding about 105 is said to be.
PLACES = {
    "docx": "word/document.xml#/document/body/p[2]",
    "odt": "content.xml#/document-content/body/text/p[2]",
    "epub": "OEBPS/a.xhtml#/html/body/p[2]",
    "pdf": "page[1]",
    "srt": "cue[2] 00:00:02,000 --> 00:00:04,000",
    "vtt": "cue[2] 00:00:02.000 --> 00:00:04.000",
}
LINES = {"srt": 7, "vtt": 9, "mdx": 6}
COLUMNS = {"srt": 16, "vtt": 16}


@pytest.fixture
def folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    for language, texts in TEXTS.items():
        for suffix, maker in MAKERS.items():
            (tmp_path / f"a.{language}.{suffix}").write_bytes(maker(texts))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("suffix", MAKERS)
def test_two_documents_are_aligned(suffix: str, run: Run, folder: Path) -> None:
    outcome = run("align", f"a.en.{suffix}", f"a.es.{suffix}", "--to", "tsv")
    assert outcome.status == 0
    rows = [row.split("\t") for row in outcome.stdout.splitlines()]
    assert [row for row in rows if row[0] in TEXTS["en"]] == [list(pair) for pair in zip(*TEXTS.values(), strict=True)]


@pytest.mark.parametrize("suffix", PLACES)
def test_findings_say_where(suffix: str, run: Run, folder: Path) -> None:
    arguments = ("check", f"a.en.{suffix}", f"a.es.{suffix}", "--select", "NUM501")
    (finding,) = json.loads(run(*arguments, "--format", "json").stdout)["findings"]
    (target,) = [span for span in finding["spans"] if span["side"] == "target"]
    assert target["text"] == "105"
    assert target["address"] == PLACES[suffix]
    assert target.get("line") == LINES.get(suffix)
    outcome = run(*arguments)
    assert outcome.status == 1
    place = ":".join(str(part) for part in (LINES.get(suffix, PLACES[suffix]), COLUMNS.get(suffix)) if part)
    assert f"a.es.{suffix}:{place}: NUM501" in outcome.stdout


@pytest.mark.parametrize("report", ["github", "sarif", "csv", "junit", "html", "xliff", "po", "jsonl"])
def test_every_report_can_tell_of_a_document(report: str, run: Run, folder: Path) -> None:
    outcome = run("check", "a.en.docx", "a.es.docx", "--select", "NUM501", "--format", report)
    assert outcome.status == 1
    assert "105" in outcome.stdout
    assert "line=" not in outcome.stdout.partition("\n")[0]


def test_formats_may_differ(run: Run, folder: Path) -> None:
    assert run("check", "a.en.docx", "a.es.srt", "--select", "NUM501").status == 1


def test_what_may_be_wrong_with_a_pdf_is_said_on_stderr(run: Run, folder: Path) -> None:
    told = "aligner: note: a.{}.pdf: the text of a PDF comes as its pages draw it"
    for command in (("check", "--select", "ALN"), ("align",)):
        outcome = run(command[0], "a.en.pdf", "a.es.pdf", *command[1:])
        assert [line for line in outcome.stderr.splitlines() if line.startswith(told.format("en"))]
        assert [line for line in outcome.stderr.splitlines() if line.startswith(told.format("es"))]
        assert "draw it" not in outcome.stdout


def test_comments_of_reviewers_are_neither_aligned_nor_checked(run: Run, folder: Path) -> None:
    said = 'Is this this the (right number? Que es, "XQZ"? Leer en español. Leave a Reply. They said that it was more.'
    comment = f"<w:comments ><w:comment>{paragraph(said)}</w:comment></w:comments>"
    (folder / "b.es.docx").write_bytes(docx("".join(map(paragraph, TEXTS["es"])), comments=comment))
    assert run("check", "a.en.docx", "b.es.docx", "--ignore", "NUM501").status == 0
    assert run("check", "b.es.docx", "--lang", "es").status == 0


def test_fixes_leave_documents_alone(run: Run, folder: Path) -> None:
    (folder / "c.es.docx").write_bytes(before := docx(paragraph("El puente de la la ciudad.")))
    assert run("check", "c.es.docx", "--lang", "es", "--fix", "--fail-on", "never").status == 0
    outcome = run("check", "c.es.docx", "--lang", "es", "--diff")
    assert (outcome.status, outcome.stdout) == (0, "")
    assert (folder / "c.es.docx").read_bytes() == before


def test_subtitles_are_fixed_in_place(run: Run, folder: Path) -> None:
    file = folder / "c.es.srt"
    file.write_text(subtitles(["<i>El puente de</i>", "la la ciudad."], ","), encoding="utf-8")
    run("check", "c.es.srt", "--lang", "es", "--fix", "--select", "PUN704", "--fail-on", "never")
    assert file.read_text(encoding="utf-8") == subtitles(["<i>El puente de</i>", "la ciudad."], ",")


def test_a_folder_of_documents_is_paired(run: Run, folder: Path) -> None:
    outcome = run("check", ".", "--select", "NUM501")
    assert outcome.status == 1
    for suffix in ("docx", "odt", "epub", "srt"):
        assert f"a.es.{suffix}:" in outcome.stdout


def test_documents_from_standard_input_and_under_other_names(run: Run, folder: Path) -> None:
    data = (folder / "a.es.docx").read_bytes()
    (folder / "named.txt").write_bytes(data)
    outcome = run("check", "named.txt")
    assert outcome.status == 2
    assert "name its format with --from" in outcome.stderr
    assert run("check", "named.txt", "--from", "docx", "--select", "NUM").status == 0
    assert run("check", "-", "--from", "docx", "--select", "NUM", stdin=data).status == 0
