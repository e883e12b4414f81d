"""TRM605: words that look alike and are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.checks import Subject, select
from aligner.checks.false_friends import false_friends
from aligner.checks.term_search import Token, bead_tokens
from aligner.checks.word_data import data_lines
from aligner.embedding import load_embedder
from aligner.model import Bead, Bitext, Document, Finding, Sentence, Side

CheckPair = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("source", "target", "wrong", "right"),
    [
        ("She actually paid.", "Actualmente pagó.", "Actualmente", "en realidad"),
        ("He put away the carpets.", "Guardó las carpetas.", "carpetas", "alfombra"),
        ("They pretended to sleep.", "Pretendían dormir.", "Pretendían", "fingir"),
        ("Tenants complained.", "Se quejaron los tenientes.", "tenientes", "inquilino"),
        ("I was embarrassed.", "Me sentí embarazada.", "embarazada", "avergonzado"),
    ],
)
def test_english_words_in_spanish(check_pair: CheckPair, source: str, target: str, wrong: str, right: str) -> None:
    (finding,) = check_pair("TRM605", source, target)
    assert (finding.spans[0].text, finding.suggestion) == (wrong, right)
    assert finding.spans[1].side == "source"


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("Compró ropa.", "She bought some rope.", "rope"),
        ("Fue un éxito.", "It was an exit.", "exit"),
        ("Pronto se jubilará; la jubilación llega.", "Jubilation is near.", "Jubilation"),
        ("Es una persona muy sensible.", "She is a very sensible person.", "sensible"),
        ("Asistió a la boda.", "He assisted the wedding.", "assisted"),
    ],
)
def test_spanish_words_in_english(check_pair: CheckPair, source: str, target: str, wrong: str) -> None:
    (finding,) = check_pair("TRM605", source, target, ("es", "en"))
    assert finding.spans[0].text == wrong


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # the Spanish word is right where the English one is what it means
        ("She currently lives here.", "Actualmente vive aquí."),
        ("The folder is empty.", "La carpeta está vacía."),
        ("He intends to sleep.", "Pretende dormir."),
        # both are there, each for its own
        ("She actually lives here now.", "Actualmente vive aquí de verdad."),
        ("The carpet and the folder.", "La alfombra y la carpeta."),
        ("He actually paid, in fact.", "En realidad, pagó actualmente."),
        # names and acronyms
        ("She works for Red Hat.", "Trabaja en Red Hat."),
        ("The PAN won.", "Ganó el PAN."),
        # the words alone, without the other
        ("The library is closed.", "La biblioteca está cerrada."),
        ("It rains.", "Actualmente llueve."),
    ],
)
def test_true_uses(check_pair: CheckPair, source: str, target: str) -> None:
    assert check_pair("TRM605", source, target) == []
    assert check_pair("TRM605", target, source, ("es", "en")) == []


def test_other_languages_have_no_table(check_pair: CheckPair) -> None:
    assert check_pair("TRM605", "She actually paid.", "Actualmente pagou.", ("en", "pt")) == []


def test_a_sentence_that_was_not_translated_has_no_false_friends(check_pair: CheckPair) -> None:
    copied = "Con el mayor respeto a todos los que trabajan en la carpeta de abajo."
    assert check_pair("TRM605", copied, copied, ("es", "en")) == []
    assert check_pair("TRM605", "Mi hermano mayor vive aquí.", "My mayor brother lives here.", ("es", "en")) != []


def test_a_null_bead_has_no_source() -> None:
    source = Document("It rains.", (), "en", sentences=(Sentence(0, 9),))
    target = Document("Actualmente.", (), "es", sentences=(Sentence(0, 12),))
    (rule,) = select(["TRM605"])
    assert rule.findings(Subject.pair(Bitext(source, target, (Bead((0,), ()), Bead((), (0,)))))) == []


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("She wrote a letter to the council.", "Escribió una letra al ayuntamiento.", ["letra"]),
        ("The birds fly in formation.", "Las aves vuelan en formación.", []),
    ],
)
def test_friends_in_some_senses_need_the_model(source: str, target: str, wrong: list[str]) -> None:
    documents = [
        Document(text, (), language, sentences=(Sentence(0, len(text)),))
        for text, language in ((source, "en"), (target, "es"))
    ]
    bitext = Bitext(documents[0], documents[1], (Bead((0,), (0,)),))
    (rule,) = select(["TRM605"])
    assert rule.findings(Subject.pair(bitext)) == []
    assert [finding.spans[0].text for finding in rule.findings(Subject.pair(bitext, load_embedder()))] == wrong


def test_the_table_is_whole() -> None:
    rows = [line.split("\t") for line in data_lines("false_friends.tsv")]
    assert len(rows) > 300
    assert len({(row[0], row[1], row[4]) for row in rows}) == len(rows)
    for english, spanish, in_spanish, in_english, kind, trust in rows:
        there, back = in_spanish.split(", "), in_english.split(", ")
        # A row whose right words have the wrong one would never tell anything.
        assert spanish not in there, (english, spanish)
        assert english not in back, (english, spanish)
        assert len(set(there)) == len(there), (english, spanish)
        assert len(set(back)) == len(back), (english, spanish)
        assert kind in {"n", "a", "v", "x"}
        assert trust in {"sure", "en", "es", "partial"}


def test_trust_has_a_direction() -> None:
    to_english = [
        friend for friend in false_friends("es")["ass"] if (friend.source, friend.wrong) == ("asistir", "assist")
    ]
    to_spanish = [
        friend for friend in false_friends("en")["asi"] if (friend.source, friend.wrong) == ("assist", "asistir")
    ]
    assert [friend.is_sure for friend in (*to_english, *to_spanish)] == [True, False]


def test_a_bead_is_looked_through_once_however_often_it_has_the_word(
    check_pair: CheckPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def counted(subject: Subject, number: int, side: Side) -> list[Token]:
        calls.append(number)
        return bead_tokens(subject, number, side)

    monkeypatch.setattr("aligner.checks.false_friends.bead_tokens", counted)
    found = check_pair("TRM605", "the library and " * 200 + "the end.", "la librería y " * 200 + "el fin.")
    assert len(found) == 200
    assert calls == [0, 0]
    assert sum(len(finding.spans) for finding in found) < 200 * 30
