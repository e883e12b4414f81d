"""The formats that a translation program opens, read by the translate toolkit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from translate.storage import pypo
from translate.storage import xliff as toolkit_xliff

from aligner.errors import OptionError
from aligner.model import Bead, Bitext, Finding, Report, Severity, Side
from aligner.reports import render
from aligner.reports.reading import Reading
from aligner.reports.review import review_pairs

Making = Callable[..., Any]


def catalogue_of(report: Report) -> Any:
    parse: Any = pypo.pofile.parsestring
    return parse("".join(render(report, "po")).encode())


def exchange_of(report: Report) -> Any:
    parse: Any = toolkit_xliff.xlifffile.parsestring
    return parse("".join(render(report, "xliff")).encode())


def test_a_catalogue_of_pairs(pair_report: Report) -> None:
    units = [unit for unit in catalogue_of(pair_report).units if not unit.isheader()]
    assert [(str(unit.source), str(unit.target), unit.isfuzzy()) for unit in units] == [
        ("Valley news", "Noticias del valle", False),
        ("The governor counted 150 men of the NRF.", "El gobernador contó 105 hombres de la FNR.", True),
        ("His father stayed.", "", True),
    ]
    notes = units[1].getnotes("translator")
    assert "NUM501 number-value (warning): 150 in the source, 105 in the target" in notes
    assert "suggestion: NRF" in notes
    assert units[1].getlocations() == ["es.txt:3"]


def test_what_only_the_translation_has_is_told_at_the_pair_before(pair_report: Report) -> None:
    notes = catalogue_of(pair_report).units[-1].getnotes("translator")
    assert "UNT203" in notes


def test_what_stands_before_the_first_pair_is_told_at_it(pair_report: Report) -> None:
    bitext = pair_report.bitext
    assert bitext is not None
    turned = Bitext(bitext.source, bitext.target, (Bead((), (2,)), Bead((0,), (0,)), Bead((1, 2), (1,))))
    units = [unit for unit in catalogue_of(replace(pair_report, bitext=turned)).units if not unit.isheader()]
    assert "UNT203" in units[0].getnotes("translator")


def test_equal_messages_stay_apart(pair_report: Report, document_of: Making) -> None:
    text = "Yes.\nYes."
    source, target = document_of(text, "en", "en.txt"), document_of("Sí.\nClaro.", "es", "es.txt")
    report = Report(pair_report.documents, (), "", Bitext(source, target, (Bead((0,), (0,)), Bead((1,), (1,)))))
    assert [str(unit.target) for unit in catalogue_of(report).units[1:]] == ["Sí.", "Claro."]


def test_an_exchange_file_of_pairs(pair_report: Report) -> None:
    file = exchange_of(pair_report)
    assert (file.getsourcelanguage(), file.gettargetlanguage()) == ("en", "es")
    assert [unit.source for unit in file.units][:3] == [
        "Valley news",
        "The governor counted 150 men of the NRF.",
        "His father stayed.",
    ]
    assert [unit.isapproved() for unit in file.units] == [False] * 4
    root = etree.fromstring("".join(render(pair_report, "xliff")).encode())
    states = [target.get("state") for target in root.iter("{*}target")]
    assert states == ["translated", "needs-review-translation", "needs-review-translation"]
    assert {note.get("annotates") for note in root.iter("{*}note")} == {"general", "source", "target"}
    assert "NUM501" in file.units[1].getnotes()


def test_an_info_alone_is_a_note_and_no_doubt(pair_report: Report) -> None:
    """A pair that is fuzzy is not used: only an error or a warning is worth that."""
    finding = replace(pair_report.findings[-1], severity=Severity.INFO)
    unit = catalogue_of(replace(pair_report, findings=(finding,))).units[2]
    assert "NUM501" in unit.getnotes("translator")
    assert not unit.isfuzzy()


def test_a_finding_stands_at_every_pair_to_change(pair_report: Report) -> None:
    found = {
        pair.number: [remark for remark in pair.remarks if remark.finding.code == "ACR301"]
        for pair in review_pairs(Reading(pair_report))
    }
    assert [number for number, remarks in found.items() if remarks] == [1, 3]
    assert found[1][0].others == (3,)
    spans = [span for remarks in found.values() for remark in remarks for span in remark.spans]
    assert len(spans) == len(set(spans)) == 4
    assert set(spans) == set(pair_report.findings[0].spans)


def test_many_pairs_are_not_all_listed(document_of: Making, spans_of: Making) -> None:
    source, target = document_of("the\n" * 30, "en", "en.txt"), document_of("FNR\n" * 30, "es", "es.txt")
    bitext = Bitext(source, target, tuple(Bead((number,), (number,)) for number in range(30)))
    finding = Finding("ACR301", "x", Severity.ERROR, "m", spans_of("FNR\n" * 30, "FNR"), 0)
    report = Report(((Side.SOURCE, bitext.source), (Side.TARGET, bitext.target)), (finding,), "", bitext)
    assert "also in pairs 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 17 more" in "".join(render(report, "po"))


@pytest.mark.parametrize("name", ["po", "xliff"])
def test_one_text_has_no_pairs(name: str, one_report: Report) -> None:
    with pytest.raises(OptionError, match="shows pairs"):
        render(one_report, name)
    with pytest.raises(OptionError, match="no pairs to review"):
        list(review_pairs(Reading(one_report)))
