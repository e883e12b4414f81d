"""PUN704: words and spaces that stand twice."""

from __future__ import annotations

import pytest

from aligner.checks.doubled import doubled
from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence, Severity


def document(text: str, language: str, role: Role = Role.PARAGRAPH) -> Document:
    return Document(text, (Block(0, len(text), role),), language, sentences=(Sentence(0, len(text)),))


def check(text: str, language: str = "en", role: Role = Role.PARAGRAPH) -> list[Fault]:
    other = "es" if language == "en" else "en"
    return list(doubled(Subject.alone(document(text, language, role), other)))


@pytest.mark.parametrize(
    ("text", "language", "said", "suggestion"),
    [
        ("Paris in the the spring.", "en", "the the", "the"),
        ("The the spring.", "en", "The the", "The"),
        ("She went to to\nParis.", "en", "to to", "to"),
        ("She went to\nto Paris.", "en", "to\nto", "to"),
        ("Ha comprado una casa casa grande.", "es", "casa casa", "casa"),
        ("Dijo que que venía.", "es", "que que", "que"),
        ("«La la casa».", "es", "La la", "La"),
        ("Two  spaces here.", "en", "  ", " "),
    ],
)
def test_what_stands_twice_is_found(text: str, language: str, said: str, suggestion: str) -> None:
    [fault] = check(text, language)
    assert (fault.spans[0].text, fault.suggestion) == (said, suggestion)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I know that that is wrong, and he had had enough.", "en"),
        ("It gave her her name.", "en"),
        ("The beaches of Bora Bora and the songs of Duran Duran.", "en"),
        ("No, no, never. It was very very cold.", "en"),
        ("They danced the cha cha cha. La la la!", "en"),
        ("A tuk tuk took us there.", "en"),
        ("Call 22 22 33.", "en"),
        ("A well-known known-good part.", "en"),
        ("See the file.The file is here.", "en"),
        ("Es muy muy tarde, casi casi las dos. Ja ja ja.", "es"),
        ("Prefiere que llueva que que nieve.", "es"),
        ("Lo hizo poco a poco, paso a paso.", "es"),
        ("A sentence.  Another one.  And a third.", "en"),
        ("name    age    town", "en"),
        ("a  | b  | c", "en"),
    ],
)
def test_what_is_doubled_rightly_stays_quiet(text: str, language: str) -> None:
    assert check(text, language) == []


def test_programs_are_no_text() -> None:
    assert check("if if  then", role=Role.CODE) == []


def pair(source: str, target: str) -> list[Fault]:
    bitext = Bitext(document(source, "en"), document(target, "es"), (Bead((0,), (0,)),))
    return list(doubled(Subject.pair(bitext)))


def test_what_both_versions_double_stays_quiet() -> None:
    assert pair("It went round round the house.", "Daba vueltas vueltas por la casa.") == []


def test_words_of_two_sentences_are_no_pair() -> None:
    text = "Where is that\nthat is here"
    sentences = (Sentence(0, 13, 0), Sentence(14, 26, 1))
    blocks = (Block(0, 13), Block(14, 26))
    assert list(doubled(Subject.alone(Document(text, blocks, "en", sentences=sentences), "es"))) == []
    rows = "She likes tea\ntea is hot"
    sentences = (Sentence(0, 13, 0), Sentence(14, 24, 1))
    assert (
        list(doubled(Subject.alone(Document(rows, (Block(0, 13), Block(14, 24)), "en", sentences=sentences), "es")))
        == []
    )


def test_a_language_without_a_list_is_worth_a_hint() -> None:
    [fault] = check("xyz xyz", "xx")
    assert (fault.spans[0].text, fault.severity) == ("xyz xyz", Severity.INFO)


def test_french_doubles_its_pronouns() -> None:
    assert check("Nous nous sommes levés; vous vous levez.", "fr") == []
    assert [fault.spans[0].text for fault in check("Il est dans dans la maison.", "fr")] == ["dans dans"]


def test_a_common_word_with_a_capital_is_no_name() -> None:
    assert [fault.spans[0].text for fault in check("Then It It rained all night.")] == ["It It"]
    assert [fault.spans[0].text for fault in check("Lo dijo el Gobierno Gobierno ayer.", "es")] == ["Gobierno Gobierno"]
    assert check("They heard The The in Pago Pago and Baden Baden.") == []
