"""Comments that keep findings from counting: which text they are about, and what is said of idle ones."""

from __future__ import annotations

import pytest

from aligner import checks, formats, segmentation
from aligner.errors import OptionError
from aligner.model import Bitext, Document, Finding, Report, Severity, Side, Span
from aligner.suppression import Directive, directive, suppress

TEXT = """# A heading

First alpha here.

{0}
Second alpha and beta here.

Third alpha here. {1}
It goes on with beta.

{2}

- item alpha
- item beta
"""


def document(*comments: str) -> Document:
    filled = [f"<!-- aligner: {comment} -->" if comment else "" for comment in (*comments, "", "", "")[:3]]
    return segmentation.segment(formats.parse_document(TEXT.format(*filled).encode(), "a.md", "en"))


def findings(text: Document, word: str, code: str = "NUM501") -> tuple[Finding, ...]:
    """One finding for each place of a word."""
    found, start = [], text.text.find(word)
    while start >= 0:
        found.append(Finding(code, "x", Severity.WARNING, "x", (Span(Side.TARGET, start, start + len(word), word),)))
        start = text.text.find(word, start + 1)
    return tuple(found)


def left(text: Document, word: str = "alpha", code: str = "NUM501") -> list[int]:
    """Which places of the word still count, from 1."""
    every = findings(text, word, code)
    kept = suppress(Report(((Side.TARGET, text),), every, ""), checks.rules()).findings
    return [number for number, finding in enumerate(every, start=1) if finding in kept]


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        ((), [1, 2, 3, 4]),
        (("ignore NUM501",), [1, 3, 4]),
        (("ignore",), [1, 3, 4]),
        (("ignore number-value",), [1, 3, 4]),
        (("ignore NUM, UNT; a quotation",), [1, 3, 4]),
        (("ignore=NUM501",), [1, 3, 4]),
        (("ignore[NUM501]",), [1, 3, 4]),
        (("ignore UNT",), [1, 2, 3, 4]),
        (("", "ignore NUM501"), [1, 2, 4]),
        (("", "", "ignore NUM501"), [1, 2, 3]),
        (("ignore-file NUM501",), []),
        (("ignore-file UNT",), [1, 2, 3, 4]),
        (("ignore-start NUM501", "", "ignore-end"), [1, 4]),
        (("ignore-start NUM501",), [1]),
        (("ignore-end",), [1, 2, 3, 4]),
    ],
)
def test_what_a_comment_is_about(comments: tuple[str, ...], expected: list[int]) -> None:
    assert left(document(*comments)) == expected


def test_a_finding_of_many_places_goes_when_all_its_places_do() -> None:
    text = document("ignore NUM501", "ignore NUM501", "ignore NUM501")
    places = [finding.spans[0] for finding in findings(text, "alpha")]

    def settled(*spans: Span) -> Report:
        finding = Finding("NUM501", "x", Severity.WARNING, "x", spans)
        return suppress(Report(((Side.TARGET, text),), (finding,), ""), checks.rules())

    assert settled(*places[1:]).findings == ()
    assert settled(*places[1:]).suppressed[0].suppressed == "comment"
    assert settled(*places).findings[0].spans == (places[0],)
    # The spelling that is elsewhere, and right, need not stand in a block that is left alone.
    usual = Span(Side.TARGET, 0, 1, "A")
    assert settled(places[1], usual).findings == ()
    assert settled(usual, places[1]).findings[0].spans == (usual,)


@pytest.mark.parametrize(
    ("comments", "said"),
    [
        (("ignore NUM504",), ["a.md:5: the comment “aligner: ignore NUM504” suppresses nothing"]),
        (("ignore NUM501",), []),
        (("ignore",), []),
        (("ignore ALN103",), []),
        (("ignroe NUM501",), ["a.md:5: the comment “aligner: ignroe NUM501” is not understood: “ignroe NUM501” asks"]),
        (("ignore NUM5O1",), ["did you mean NUM501?"]),
        (("ignore-end",), ["ends what nothing began"]),
        (("ignore-start NUM501",), ["has no ignore-end"]),
    ],
)
def test_idle_comments_are_told(comments: tuple[str, ...], said: list[str]) -> None:
    text = document(*comments)
    rules = [rule for rule in checks.rules() if rule.code != "ALN103"]
    # Checked with its other version, so that every rule can have something to say.
    report = Report(((Side.TARGET, text),), findings(text, "alpha"), "", Bitext(text, text, ()))
    notes = suppress(report, rules).notes
    assert len(notes) == len(said)
    assert all(part in note for part, note in zip(said, notes, strict=True))


def test_rules_that_need_a_pair_are_not_idle_in_one_text() -> None:
    text = document("ignore ALN107")
    assert suppress(Report(((Side.TARGET, text),), (), ""), checks.rules()).notes == ()


PO = """msgid ""
msgstr "Language: es\\n"

# aligner: ignore NUM501
msgid "There were 150 cats."
msgstr "Había 105 gatos."

msgid "There were 150 dogs."
msgstr "Había 105 perros."
"""


def test_a_pair_of_a_file() -> None:
    bitext = formats.parse_bitext(PO.encode(), "a.po", "en", "es", "po")
    chosen = checks.select(["NUM501"])
    found = checks.check(checks.Subject.pair(bitext), chosen)
    assert [finding.bead for finding in found] == [0, 1]
    report = Report(((Side.SOURCE, bitext.source), (Side.TARGET, bitext.target)), found, "", bitext)
    settled = suppress(report, chosen)
    assert [finding.bead for finding in settled.findings] == [1]
    assert settled.notes == ()


@pytest.mark.parametrize("comment", ["# aligner: ignore-file NUM501\n", "# Spanish\n# aligner: ignore-file\n"])
def test_a_whole_file_of_pairs(comment: str) -> None:
    bitext = formats.parse_bitext((comment + PO).encode(), "a.po", "en", "es", "po")
    found = checks.check(checks.Subject.pair(bitext), checks.select(["NUM501"]))
    report = Report(((Side.SOURCE, bitext.source), (Side.TARGET, bitext.target)), found, "", bitext)
    assert suppress(report, checks.rules()).findings == ()


@pytest.mark.parametrize("text", ["", "please", "ignored", "ignore-all NUM501", "NUM501"])
def test_what_is_no_request(text: str) -> None:
    with pytest.raises(OptionError):
        directive(text)


def test_a_request_is_read_whatever_its_capitals() -> None:
    assert directive("IGNORE-FILE pun") == Directive("ignore-file", ("PUN",))
