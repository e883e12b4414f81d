"""What a translator reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from aligner.errors import OptionError
from aligner.model import Bead, Bitext, Block, Document, Finding, Report, Severity, Side, Span
from aligner.reports import REPORTS, Appearance, render
from aligner.reports.excerpt import columns

OneText = Callable[..., Report]
Making = Callable[[str, str, str], Document]
Spanning = Callable[..., tuple[Span, ...]]


def text_of(report: Report, width: int = 100, colour: bool = False) -> str:
    return "".join(render(report, "text", Appearance(width, colour)))


def test_golden(pair_report: Report) -> None:
    assert text_of(pair_report) == (
        "es.txt:3:21: NUM501 number-value (warning)\n"
        "  150 in the source, 105 in the target\n"
        "  en 3 │ The governor counted 150 men of the NRF.\n"
        "       │                      ^^^\n"
        "  es 3 │ El gobernador contó 105 hombres de la FNR.\n"
        "       │                     ^^^\n"
        "\n"
        "es.txt:3:39: ACR301 acronym-wrong-language (error)\n"
        "  FNR for NRF\n"
        "  en 3 │ The governor counted 150 men of the NRF.\n"
        "       │                                     ^^^\n"
        "  es 3 │ El gobernador contó 105 hombres de la FNR.\n"
        "       │                                       ^^^  ×3, lines 3, 4\n"
        "  suggestion: NRF\n"
        "\n"
        "en.txt:4:1: ALN101 missing-target (error)\n"
        "  no counterpart\n"
        "  en 4 │ His father stayed.\n"
        "       │ ^^^^^^^^^^^^^^^^^^\n"
        "  es 3 │ El gobernador contó 105 hombres de la FNR.\n"
        "       │                                           ^ here\n"
        "\n"
        "es.txt:4:35: UNT203 leftover-word (info)\n"
        "  “padre” is Spanish\n"
        "  es 4 │ La FNR y otra vez la FNR: 語 cafe\u0301 padre.\n"
        "       │                                   ^^^^^\n"
        "\n"
        "2 errors, 1 warning, 1 info in en.txt and es.txt (4 pairs)\n"
        "aligner explain ACR301 tells what a rule looks for, and why\n"
    )


def test_the_other_side_is_shown(one_text: OneText, document_of: Making) -> None:
    """A translator compares: the source of a sentence stands above it, and in a file of pairs no neighbour does."""
    text = "El padre vino.\nSe fue."
    alone = one_text(text, "padre")
    target, source = alone.documents[0][1], document_of("His father came.\nHe left.", "en", "en.txt")
    pair = Bitext(source, target, (Bead((0, 1), (0,)), Bead((), (1,))))
    documents = ((Side.SOURCE, source), (Side.TARGET, target))
    assert "en 1 │ His father came. He left.\n  es 1 │ El padre" in text_of(
        replace(alone, bitext=pair, documents=documents)
    )
    added = replace(one_text(text, r"Se fue\."), bitext=pair, documents=documents)
    assert "en 2 │ He left.\n       │         ^ here\n  es 2 │ Se fue." in text_of(added)
    assert "en " not in text_of(replace(added, bitext=replace(pair, is_pairs=True)))


def test_the_spelling_to_change_is_where_the_finding_stands(document_of: Making, spans_of: Spanning) -> None:
    """Of two spellings the faulty one comes first in the finding, wherever it stands in the text."""
    text = "Saleh vino.\nSalleh dijo."
    spans = (*spans_of(text, "Salleh"), *spans_of(text, "Saleh"))
    finding = Finding("NAM401", "name-drift", Severity.WARNING, "drift", spans)
    report = Report(((Side.TARGET, document_of(text, "es", "es.txt")),), (finding,), "")
    assert text_of(report).startswith("es.txt:2:1: NAM401")


def test_a_blank_suggestion_is_seen(document_of: Making, spans_of: Spanning) -> None:
    finding = Finding("PUN704", "doubled", Severity.WARNING, "two spaces", spans_of("a  b", "  "), None, " ")
    report = Report(((Side.TARGET, document_of("a  b", "es", "es.txt")),), (finding,), "")
    assert "  suggestion: “ ”\n" in text_of(report)


def test_marks_of_direction_stay_inside(one_text: OneText) -> None:
    """An override that the excerpt begins would turn everything after it on the terminal."""
    assert "\u202e" not in text_of(one_text("uno \u202edos confirmed", "confirmed"))


def test_findings_stand_in_the_order_of_the_target(pair_report: Report) -> None:
    """The sentence missing between two target sentences stands between them."""
    codes = re.findall(r": ([A-Z]{3}\d{3}) ", text_of(pair_report))
    assert codes == ["NUM501", "ACR301", "ALN101", "UNT203"]


@pytest.mark.parametrize("width", [50, 64, 100])
def test_no_line_of_text_is_wider_than_the_page(one_text: OneText, width: int) -> None:
    text = "palabra " * 60 + "confirmed" + " palabra" * 60
    excerpts = [line for line in text_of(one_text(text, "confirmed"), width).splitlines() if "│" in line]
    assert max(map(columns, excerpts)) <= width
    line, carets = excerpts
    assert line.count("…") == 2
    assert line[carets.index("^") : carets.rindex("^") + 1] == "confirmed"


def test_spellings_are_shown_once_each(one_text: OneText) -> None:
    text = "Saleh vino.\nSalleh dijo.\nSaleh fue.\nSalleh vio.\nSaleh calló."
    report = text_of(one_text(text, "Sall?eh"))
    assert report.count("^") == len("Saleh") + len("Salleh")
    assert "×3, lines 1, 3, 5" in report
    assert "×2, lines 2, 4" in report


def test_many_places_are_listed(one_text: OneText) -> None:
    text = "\n".join(f"palabra{letter}" for letter in "abcdefg")
    report = text_of(one_text(text, r"palabra\w"))
    assert report.count("│") == 8
    assert "and 3 more, lines 5, 6, 7" in report


def test_nothing_found(one_text: OneText) -> None:
    assert text_of(one_text("Todo bien.\nSí.", "xyz")) == "nothing found in es.txt (2 sentences)\n"


def test_colours_change_nothing_else(pair_report: Report) -> None:
    coloured = text_of(pair_report, colour=True)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text_of(pair_report)


def test_control_characters_do_not_reach_the_terminal(one_text: OneText) -> None:
    text = "uno\tdos \x1b[31mtres\x07 confirmed"
    report = text_of(one_text(text, "confirmed"))
    assert "\x1b" not in report
    assert "\x07" not in report
    line, carets = (line for line in report.splitlines() if "│" in line)
    assert line.index("confirmed") == carets.index("^")


def test_places_in_mark_up_are_lines_of_the_file(one_text: OneText) -> None:
    text = "Título\n\nEl padre."
    page = Document(text, (Block(0, 6), Block(8, 17)), "es", "es.html", (), ((0, 12), (8, 57)))
    assert text_of(one_text(text, "padre", page)).startswith("es.html:57: UNT203")


def test_unknown_report_format(pair_report: Report) -> None:
    with pytest.raises(OptionError, match="'xml' is not a report format; write one of text, json"):
        render(pair_report, "xml")


def test_formats_are_named_once() -> None:
    assert len({row.name for row in REPORTS}) == len(REPORTS)
