"""NAM402: names that a translation lacks or exchanges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks import Subject, check, select
from aligner.checks.places import gazetteer
from aligner.checks.resemblance import are_one_given_name, begins_alike, is_formed_from, resembles
from aligner.checks.spellings import bare
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity


def document(sentences: list[str], language: str) -> Document:
    """One sentence a line, one block a sentence."""
    blocks, start = [], 0
    for sentence in sentences:
        blocks.append(Block(start, start + len(sentence)))
        start += len(sentence) + 1
    spans = tuple(Sentence(block.start, block.end, number) for number, block in enumerate(blocks))
    return Document("\n".join(sentences), tuple(blocks), language, sentences=spans)


def pair(*rows: tuple[str, str], languages: tuple[str, str] = ("es", "en")) -> tuple[Finding, ...]:
    source = document([row[0] for row in rows], languages[0])
    target = document([row[1] for row in rows], languages[1])
    beads = tuple(Bead((number,), (number,), 1.0) for number in range(len(rows)))
    return check(Subject.pair(Bitext(source, target, beads)), select(["NAM402"]))


def said(findings: tuple[Finding, ...]) -> list[list[str]]:
    return [[span.text for span in finding.spans] for finding in findings]


def test_the_name_that_stands_there_and_the_one_that_should() -> None:
    (finding,) = pair(("Llueve.", "It rains."), ("Habló Gabino Ferrer.", "It was Gabino Harris who spoke."))
    assert said((finding,)) == [["Harris", "Ferrer"]]
    assert (finding.severity, finding.bead) == (Severity.WARNING, 1)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        # beside the same name, before it or after it
        ("La fiscal Marta Olmedo dimitió.", "The prosecutor Marta Keller resigned.", ["Keller", "Olmedo"]),
        ("Vino el General Olmedo.", "They saw General Keller.", ["Keller", "Olmedo"]),
        ("Juega en el Eintracht Trier.", "He plays for Eintracht Bonn.", ["Bonn", "Trier"]),
        # one place for another
        ("El tren sale de Praga.", "The train leaves Athens.", ["Athens", "Praga"]),
        ("Grecia votó en contra.", "Hungary voted against it.", ["Hungary", "Grecia"]),
        ("El tren llegó ayer a Turquía.", "Yesterday the train reached South Africa.", ["South", "Turquía"]),
        # one name on each side that the other lacks
        ("Lo dijo Urkiza en la reunión.", "That is what Keller said at the meeting.", ["Keller", "Urkiza"]),
        # a full name of which nothing is left
        ("El acusado, Xavi Urkiza, calló.", "The accused kept silent.", ["Xavi Urkiza"]),
    ],
)
def test_names_that_are_missing(source: str, target: str, expected: list[str]) -> None:
    assert said(pair((source, target))) == [expected]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Habló Gabino Ferrer.", "Gabino Ferrer spoke."),
        # pronouns, and surnames alone
        ("Habló Ferrer.", "He spoke."),
        ("Habló Gabino Ferrer.", "Ferrer spoke."),
        # transliterations, other languages' forms of first names, other spellings
        ("Gadafi recibió a Jruschov.", "Qaddafi received Khrushchev."),
        ("El líder de Hizbulá.", "The leader of Hezbollah."),
        ("La reina Isabel abdicó.", "Queen Elizabeth abdicated."),
        ("Enrique Ferrer habló.", "Henry Ferrer spoke."),
        # places, peoples and parts of names that are words
        ("Viajó de Londres a Ginebra.", "She went from London to Geneva."),
        ("Un turco y dos alemanas.", "A Turk and two Germans."),
        ("El embajador alemán habló de Grecia.", "Germany's ambassador spoke of Greek banks."),
        ("El Banco Nacional de Semillas abrió.", "The National Seed Bank opened."),
        ("Habló el Ministerio de Cultura.", "The Department of Culture spoke."),
        ("El Monte Perdido es alto.", "Mount Perdido is high."),
        # days, months, nationalities and titles have capitals in English alone
        ("El lunes llegó un obispo.", "An Italian Bishop arrived on Monday."),
        # a heading has capitals, code has names of its own
        ("Pan y Vino en la Sierra", "Bread and Wine in the Mountains"),
        # the two are one person, as the text says elsewhere
        ("Ferrer lo sabía.", "Gabino knew."),
    ],
)
def test_names_that_may_differ(source: str, target: str) -> None:
    rest = ("Se llama Gabino Ferrer.", "His name is Gabino Ferrer.")
    assert pair((source, target), ("Llueve.", "It rains."), ("Nieva.", "It snows."), rest) == ()


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        # a first name and a surname that are better known in Spanish, opposite others
        (
            "En mayo sustituyó a Ramiro Echavarría.",
            "In May she replaced Leónidas Cifuentes.",
            ["Leónidas", "Ramiro"],
        ),
        (
            "Lo fundieron en Magdeburgo los soldados.",
            "The soldiers melted it down in Wuppertal.",
            ["Wuppertal", "Magdeburgo"],
        ),
    ],
)
def test_a_stranger_opposite_a_name_that_few_know(source: str, target: str, expected: list[str]) -> None:
    assert said(pair((source, target))) == [expected]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # words that have a capital in one language only, and words that are translated
        ("Viajó en marzo por el Macizo Galaico.", "In March he travelled through the Galician Massif."),
        ("Lo leyó el lunes ante el Parlamento.", "On Monday he read it out in the Storting."),
        # a place with two names
        ("Cuida renos en Laponia.", "He keeps reindeer in Sápmi."),
    ],
)
def test_words_with_capitals_are_no_strangers(source: str, target: str) -> None:
    assert pair((source, target)) == ()


def test_a_name_may_move_to_the_next_sentence() -> None:
    moved = [("Lo sabía Xavi Olmedo, el alcalde.", "The mayor knew."), ("Calló.", "Xavi Olmedo kept silent.")]
    assert pair(*moved) == ()


def test_a_name_that_the_translation_keeps_elsewhere_is_one() -> None:
    replaced = ("Lo dijo Olmedo en la reunión.", "That is what Keller said at the meeting.")
    assert pair(replaced) == ()
    rows = [replaced, ("Llueve.", "It rains."), ("Nieva.", "It snows."), ("Calló Olmedo.", "Olmedo kept silent.")]
    assert said(pair(*rows)) == [["Keller", "Olmedo"]]


def test_what_a_translation_calls_its_own_way_throughout_is_not_missing() -> None:
    once = ("Los Xemeres Zubros huyeron.", "The fighters fled.")
    twice = ("Volvieron los Xemeres Zubros.", "The fighters returned.")
    assert said(pair(once)) == [["Xemeres Zubros"]]
    assert pair(once, twice) == ()
    renamed = ("Gabino Unojo calló.", "Gabino Patchet was silent."), ("Gabino Unojo huyó.", "Gabino Patchet fled.")
    assert len(pair(renamed[0])) == 1
    assert pair(*renamed) == ()


def test_a_renamed_character_is_not_replaced_by_whoever_the_translation_names_instead() -> None:
    once = ("Ayer Xaspartu no quiso comer nada.", "Yesterday Vorbek would not eat.")
    again = ("Hoy Xaspartu tiene hambre.", "Today Zurbit is hungry.")
    assert said(pair(once)) == [["Vorbek", "Xaspartu"]]
    assert pair(once, ("Llueve.", "It rains."), ("Nieva.", "It snows."), again) == ()


def test_a_hero_may_be_he() -> None:
    kept = [("Volvió Xurlo Urkiza.", "Xurlo Urkiza came back.")] * 20
    assert (
        pair(
            *kept, ("Llueve.", "It rains."), ("Salió con Xurlo Urkiza.", "She left with him."), ("Nieva.", "It snows.")
        )
        == ()
    )


def test_both_directions() -> None:
    assert said(pair(("Gabino Harris spoke.", "Habló Gabino Ferrer."), languages=("en", "es"))) == [
        ["Ferrer", "Harris"]
    ]


def test_a_document_alone_lacks_nothing() -> None:
    assert check(Subject.alone(document(["Habló Gabino Ferrer."], "es"), "en"), select(["NAM402"])) == ()


def test_languages_without_tables_are_compared_too() -> None:
    rows = [("Gabino Ferrer, ala bera.", "Lo dijo Gabino Harris.")]
    assert said(pair(*rows, languages=("de", "es"))) == [["Harris", "Ferrer"]]
    assert said(pair(*rows, languages=("xx", "es"))) == [["Harris", "Ferrer"]]


@pytest.mark.parametrize("language", ["en", "es"])
def test_places_go_both_ways(language: str) -> None:
    other = "es" if language == "en" else "en"
    here, there = gazetteer(language).counterparts, gazetteer(other).counterparts
    assert all(word in there[counterpart] for word, counterparts in here.items() for counterpart in counterparts)
    assert gazetteer("xx").whole == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("juan", "john", True), ("jindrich", "enrique", True), ("juan", "peter", False), ("xavi", "xavi", False)],
)
def test_first_names_in_two_languages(one: str, other: str, expected: bool) -> None:
    assert are_one_given_name(one, other) is are_one_given_name(other, one) is expected


@given(st.text("abcdefghijklmnopqrstuvwxyzé", min_size=4, max_size=10))
@settings(deadline=None, max_examples=100)
def test_a_name_resembles_itself_and_its_plural(name: str) -> None:
    assert resembles(bare(name), bare(name))
    assert begins_alike(bare(name), bare(name) + "es")


def test_a_land_is_formed_from_its_people() -> None:
    assert is_formed_from("kwazulu-natal", "zululandia")
    assert is_formed_from("zululandia", "kwazulu-natal")
    # the same ending says nothing, nor does a part too short
    assert not is_formed_from("peterson", "anderson")
    assert not is_formed_from("marina", "ina")
