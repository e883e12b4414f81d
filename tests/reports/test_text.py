"""What a translator reads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from aligner.errors import OptionError
from aligner.model import Block, Document, Report
from aligner.reports import REPORTS, Appearance, render
from aligner.reports.excerpt import columns

OneText = Callable[..., Report]


def text_of(report: Report, width: int = 100, colour: bool = False) -> str:
    return "".join(render(report, "text", Appearance(width, colour)))


def test_golden(pair_report: Report) -> None:
    assert text_of(pair_report) == (
        "es.txt:3: NUM501 number-value (warning)\n"
        "  150 in the source, 105 in the target\n"
        "  en 3 │ The governor counted 150 men of the NRF.\n"
        "       │                      ^^^\n"
        "  es 3 │ El gobernador contó 105 hombres de la FNR.\n"
        "       │                     ^^^\n"
        "\n"
        "es.txt:3: ACR301 acronym-wrong-language (error)\n"
        "  FNR for NRF\n"
        "  en 3 │ The governor counted 150 men of the NRF.\n"
        "       │                                     ^^^\n"
        "  es 3 │ El gobernador contó 105 hombres de la FNR.\n"
        "       │                                       ^^^  ×3, lines 3, 4\n"
        "  suggestion: NRF\n"
        "\n"
        "en.txt:4: ALN101 missing-target (error)\n"
        "  no counterpart\n"
        "  en 4 │ His father stayed.\n"
        "       │ ^^^^^^^^^^^^^^^^^^\n"
        "\n"
        "es.txt:4: UNT203 leftover-word (info)\n"
        "  “padre” is Spanish\n"
        "  es 4 │ La FNR y otra vez la FNR: 語 cafe\u0301 padre.\n"
        "       │                                   ^^^^^\n"
        "\n"
        "2 errors, 1 warning, 1 info in en.txt and es.txt (4 pairs)\n"
        "aligner explain ACR301 tells what a rule looks for, and why\n"
    )


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
