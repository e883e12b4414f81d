"""UNT201: what is the same on both sides and should not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.checks.identical_segment import identical_segment
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Block, Document, Finding, Role, Sentence, Severity

CheckPair = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Boletín en línea", ("es", "en")),
        ("Precio (kg)", ("es", "en")),
        ("Fecha: 12.10.2011", ("es", "en")),
        ("peso", ("es", "en")),
        ("Anna Whitfield, mayor of Whitby", ("en", "es")),
        ("Weight", ("en", "es")),
        ("Para: todo el personal de Harbour Foundation", ("es", "en")),
        ("Opening hours", ("en", "es")),
    ],
)
def test_a_copied_segment_is_told_by_one_rule_and_by_one_only(
    text: str, languages: tuple[str, str], check_pair: CheckPair
) -> None:
    others = [finding for code in ("UNT202", "UNT203", "UNT207") for finding in check_pair(code, text, text, languages)]
    own = check_pair("UNT201", text, text, languages)
    assert bool(own) != bool(others)


def test_a_short_segment_with_one_clear_word(check_pair: CheckPair) -> None:
    (finding,) = check_pair("UNT201", "Capítulo 4", "Capítulo 4", ("es", "en"))
    assert (finding.severity, finding.bead) == (Severity.WARNING, 0)
    assert [span.text for span in finding.spans] == ["Capítulo 4"]
    assert finding.message == "the translation is the Spanish text as it stands"


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz",
        "Anna Whitfield - Rosa Paredes 6-4, 6-4",
        "Oslo, 12.10.2011",
        "USB-C",
        "The Lord of the Harbour",
        "Hotel Central",
        "Austria",
        "Mr Brown",
        "Hill",
        "Total",
        "Game of Kings",
        "“Opening hours”",
        "in vitro",
        "12 % (n = 40)",
    ],
)
def test_names_numbers_codes_and_shared_words_are_rightly_the_same(text: str, check_pair: CheckPair) -> None:
    assert check_pair("UNT201", text, text) == []


def test_a_segment_that_differs_is_translated(check_pair: CheckPair) -> None:
    assert check_pair("UNT201", "Capítulo 4", "Capítulo 5", ("es", "en")) == []
    assert len(check_pair("UNT201", "Capítulo 4", "CAPÍTULO  4", ("es", "en"))) == 1


@pytest.mark.parametrize(("role", "declared"), [(Role.CODE, None), (Role.LABEL, None), (Role.PARAGRAPH, "es")])
def test_code_interface_text_and_declared_text_are_others_business(role: Role, declared: str | None) -> None:
    text = "Capítulo 4"
    source = Document(text, (Block(0, 10),), "es", sentences=(Sentence(0, 10),))
    target = Document(text, (Block(0, 10, role, declared),), "en", sentences=(Sentence(0, 10),))
    assert list(identical_segment(Subject.pair(Bitext(source, target, (Bead((0,), (0,)),))))) == []


def test_languages_without_lists_and_one_text_alone_have_nothing_to_compare(check_pair: CheckPair) -> None:
    assert check_pair("UNT201", "abc def", "abc def", ("xx", "yy")) == []
    alone = Document("Opening hours", (Block(0, 13),), "es", sentences=(Sentence(0, 13),))
    assert list(identical_segment(Subject.alone(alone, "en"))) == []
