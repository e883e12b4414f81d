"""Aligning and checking what a program holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import aligner
from aligner import Side

ENGLISH = "The bridge was closed on Monday. It carried 150 lorries a day. Nobody was hurt."
SPANISH = "El puente se cerró el lunes. Pasaban por él 105 camiones al día. No hubo heridos."
ENGLISH_LINES = ENGLISH.replace(". ", ".\n").split("\n")
SPANISH_LINES = SPANISH.replace(". ", ".\n").split("\n")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "en.txt", tmp_path / "es.txt"
    source.write_text(ENGLISH, encoding="utf-8")
    target.write_text(SPANISH, encoding="utf-8")
    return source, target


def test_every_kind_of_text_is_paired_alike(files: tuple[Path, Path]) -> None:
    source, target = files
    as_texts = aligner.parse_text(ENGLISH, "en"), aligner.parse_text(SPANISH, "es")
    read = aligner.read_document(str(source), "en"), aligner.read_document(str(target), "es")
    made = [
        aligner.align(source, target),
        aligner.align(str(source), str(target)),
        aligner.align(*as_texts),
        aligner.align(*read),
        aligner.align(source, as_texts[1]),
        aligner.align(ENGLISH_LINES, SPANISH_LINES),
        aligner.align(tuple(ENGLISH_LINES), target),
    ]
    expected = list(zip(ENGLISH_LINES, SPANISH_LINES, strict=True))
    assert [list(bitext) for bitext in made] == [expected] * len(made)
    assert made[0] == aligner.align_files(str(source), str(target))


def test_every_kind_of_text_is_checked_alike(files: tuple[Path, Path]) -> None:
    source, target = files
    bitext = aligner.align(source, target)
    made = [
        aligner.check(source, target),
        aligner.check(str(source), aligner.parse_text(SPANISH, "es")),
        aligner.check(ENGLISH_LINES, SPANISH_LINES),
        aligner.check(bitext),
    ]
    assert [[finding.code for finding in report.findings] for report in made] == [["NUM501"]] * len(made)
    assert made[0] == aligner.check_pair(str(source), str(target))


def test_a_file_of_pairs_is_checked_row_by_row(files: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "pairs.tmx"
    aligner.write_bitext(aligner.align(*files), str(path))
    report = aligner.check(path)
    assert report == aligner.check_bitext_file(str(path))
    assert [(finding.code, finding.bead) for finding in report.findings] == [("NUM501", 1)]


def test_a_text_alone_is_the_target(tmp_path: Path) -> None:
    faulty = "El acuerdo se firmó en marzo. Dijo que el el plazo era corto."
    path = tmp_path / "es.txt"
    path.write_text(faulty, encoding="utf-8")
    made = [
        aligner.check(path),
        aligner.check(aligner.parse_text(faulty, "es")),
        aligner.check([faulty], target_language="es"),
        aligner.check(path, target_language="es", source_language="en"),
    ]
    assert [[finding.code for finding in report.findings] for report in made] == [["PUN704"]] * len(made)
    assert made[0].documents[0][0] is Side.TARGET


def test_options_choose_the_rules() -> None:
    chosen = aligner.CheckOptions(ignore=("NUM",))
    assert aligner.check(ENGLISH_LINES, SPANISH_LINES, options=chosen).findings == ()
    pairs = aligner.align(ENGLISH_LINES, SPANISH_LINES)
    assert aligner.check(pairs, options=chosen).findings == ()


def test_languages_go_the_other_way_round() -> None:
    bitext = aligner.align(SPANISH_LINES, ENGLISH_LINES, "es", "en-GB")
    assert (bitext.source.language, bitext.target.language, bitext.target.locale) == ("es", "en", "en-GB")
    assert len(bitext) == 3


def test_a_page_is_read_as_one() -> None:
    page = aligner.parse_text("<p>The <b>bridge</b> is closed.</p><script>let x</script>", "en", "html")
    assert [page.sentence_text(number) for number in range(len(page.sentences))] == ["The bridge is closed."]


def test_sentences_stay_as_they_were_split() -> None:
    read = aligner.parse_sentences([" One. Two. ", "", "Three,\nfour."], "en")
    assert [read.sentence_text(number) for number in range(3)] == ["One. Two.", "", "Three,\nfour."]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: aligner.align("nowhere.txt", "x.txt"), "nowhere.txt: there is no such file"),
        (lambda: aligner.align(ENGLISH, SPANISH), "it looks like a text, and a path is meant; give aligner.parse_text"),
        (lambda: aligner.check("One line.\nAnother."), "it looks like a text"),
        (lambda: aligner.align(["One."], ["Two."], "en", "en"), "both said to be English"),
        (lambda: aligner.align([], ["Dos."]), "there is no text in it"),
        (lambda: aligner.align([" "], ["Dos."]), "there is no text in it"),
        (lambda: aligner.align(["One.", 2], ["Dos."]), "sentence 1 is no text but int"),  # type: ignore[list-item]
        (lambda: aligner.check(["One."]), "does not say its language"),
        (lambda: aligner.parse_text("  \n", "en"), "there is no text in it"),
        (lambda: aligner.parse_text("One.", "no language"), "language"),
        (lambda: aligner.parse_text("One.", "en", "nonsense"), "nonsense"),
        (lambda: aligner.check(aligner.align(["One."], ["Uno."]), ["Uno."]), "a bitext has both texts already"),
        (lambda: aligner.align(b"bytes.txt", "x.txt"), "it is no path"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(aligner.AlignerError) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
