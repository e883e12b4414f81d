"""One corpus, one spelling of a name, one acronym of a body; and two people who are named alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aligner.checks import Subject, rules
from aligner.checks.across import Text, across
from aligner.checks.mentions import mentions_of
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Side


def document(text: str, language: str, path: str) -> Document:
    """Each line a block and a sentence."""
    blocks, sentences, start = [], [], 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block(start, start + len(line)))
        sentences.append(Sentence(start, start + len(line), number))
        start += len(line) + 1
    return Document(text, tuple(blocks), language, path, tuple(sentences))


def alone(text: str, number: int, language: str = "en") -> Text:
    made = document(text, language, f"{number}.txt")
    return Text(((Side.TARGET, made),), mentions_of(Subject.alone(made, "es" if language == "en" else "en")))


def pair(source: str, target: str, number: int) -> Text:
    bitext = Bitext(
        document(source, "en", f"{number}.en.txt"),
        document(target, "es", f"{number}.es.txt"),
        tuple(Bead((line,), (line,), 0.9) for line in range(source.count("\n") + 1)),
    )
    documents = ((Side.SOURCE, bitext.source), (Side.TARGET, bitext.target))
    return Text(documents, mentions_of(Subject.pair(bitext)))


def found(texts: Sequence[str], code: str = "NAM401") -> dict[int, list[Finding]]:
    made = [alone(text, number) for number, text in enumerate(texts)]
    return told(made, code)


def told(texts: Sequence[Text], code: str) -> dict[int, list[Finding]]:
    every = across(texts, [rule for rule in rules() if rule.code == code])
    return {number: list(findings) for number, findings in every.items()}


RIGHT = "The vice president, Amrullah Saleh, spoke in Kabul."


def test_another_spelling_after_one_first_name() -> None:
    texts = [RIGHT, "Later Amrullah Saleh left the town.", "A letter by Amrullah Salleh was read. Salleh wrote it."]
    ((number, (finding,)),) = found(texts).items()
    assert number == 2
    assert finding.suggestion == "Saleh"
    assert [span.text for span in finding.spans] == ["Salleh", "Salleh"]
    assert all(texts[2][span.start : span.end] == span.text for span in finding.spans)
    assert finding.message == "Salleh is Saleh in other texts (2 times in 0.txt, 1.txt)"


def test_spans_stand_in_every_text_that_has_the_rarer_spelling() -> None:
    texts = [RIGHT] * 4 + ["A letter by Amrullah Salleh was read."] * 2
    assert sorted(found(texts)) == [4, 5]


def test_many_texts_are_named_by_a_few() -> None:
    finding = found([RIGHT] * 5 + ["A letter by Amrullah Salleh was read."])[5][0]
    assert finding.message.endswith("(5 times in 0.txt, 1.txt and 3 more)")


@pytest.mark.parametrize(
    "texts",
    [
        # Two people: other first names.
        ["The painter Karl Meyer lives here.", "The doctor Anna Meier was away.", "Karl Meyer paints."],
        # Two surnames that people know, one letter apart, even after one first name.
        ["The singer John Martin came.", "The baker John Marlin left.", "Then John Martin sang."],
        # A brother and a sister.
        ["The guide Mario Ferrer came.", "The nurse Maria Ferrer left.", "Then Mario Ferrer spoke."],
        # No first name, and nothing else that says they are one.
        ["We met Rahmani there.", "They know Rahmany well."],
        # A text with both is judged by itself.
        [RIGHT, "Amrullah Saleh and Amrullah Salleh met.", "Then Amrullah Saleh spoke."],
        # One name in two languages' spellings stands in neither's list of slips.
        ["In Seville it rained.", "In Sevilla it rained."],
        # Diacritics are a house's style.
        ["The poet Jiří Hašek won.", "The poet Jiri Hasek won.", "The poet Jiří Hašek left."],
    ],
)
def test_names_that_may_be_two(texts: list[str]) -> None:
    assert found(texts) == {}


def test_a_slip_in_a_known_name_needs_no_first_name() -> None:
    texts = [f"On day {number} they went to Washington again." for number in range(3)]
    assert [one.suggestion for one in found([*texts, "The train to Washignton was late."])[3]] == ["Washington"]
    # Both versions have it: somebody means it.
    both = pair("The house of Washignton stands.", "La casa de Washignton sigue en pie.", 3)
    made = [pair(text, "Fueron de nuevo a Washington.", number) for number, text in enumerate(texts)]
    assert told([*made, both], "NAM401") == {}


def test_languages_are_held_apart() -> None:
    made = [
        alone(RIGHT, 0),
        alone(RIGHT, 1),
        alone("El vicepresidente, Amrullah Salé, habló. Amrullah Salleh.", 2, "es"),
    ]
    assert told(made, "NAM401") == {}


def test_an_acronym_with_its_letters_changed() -> None:
    defined = "The Federal Land Registry ({}) has moved."
    texts = [defined.format("FLR"), defined.format("FLR"), defined.format("FRL") + "\nThe FRL is open."]
    ((number, (finding,)),) = found(texts, "ACR304").items()
    assert number == 2
    assert [span.text for span in finding.spans] == ["FRL", "FRL"]
    assert finding.suggestion == "FLR"


@pytest.mark.parametrize(
    "texts",
    [
        # Offices that every country has, with acronyms of their own.
        [
            "The Ministry of Health (MOH) said so.",
            "The Ministry of Health (MINSA) said so.",
            "The Ministry of Health (MOH).",
        ],
        # Two bodies.
        ["The Federal Land Registry (FLR) moved.", "The Federal Land Service (FLS) moved."],
        ["The Federal Land Registry (FLR) moved.", "The Federal Land Registry moved."],
    ],
)
def test_acronyms_that_may_be_two(texts: list[str]) -> None:
    assert found(texts, "ACR304") == {}


ENGLISH, SPANISH = "The National Resistance Front ({}) met.", "El Frente Nacional de Resistencia ({}) se reunió."


def test_an_acronym_of_the_other_language_in_a_text_that_does_not_introduce_it() -> None:
    made = [pair(ENGLISH.format("NRF"), SPANISH.format("FNR"), number) for number in range(3)]
    made.append(pair("Fighters of the FNR came.\nThe FNR left.", "Llegaron hombres del FNR.\nEl FNR se fue.", 3))
    ((number, (finding,)),) = told(made, "ACR304").items()
    assert number == 3
    assert [(span.side, span.text) for span in finding.spans] == [(Side.SOURCE, "FNR")] * 2
    assert finding.suggestion == "NRF"
    assert "0.en.txt" in finding.message


def test_an_acronym_that_the_text_introduces_is_its_own() -> None:
    made = [pair(ENGLISH.format("NRF"), SPANISH.format("FNR"), number) for number in range(3)]
    made.append(pair("The Friends of the Northern River (FNR) came.", "Vinieron los Amigos del Río (FNR).", 3))
    assert told(made, "ACR304") == {}


def test_another_translation_of_the_same() -> None:
    made = [pair("Read the whole story.", "Lea la historia entera.", number) for number in range(2)]
    made.append(pair("It is late.\nRead the whole story.", "Es tarde.\nSiga leyendo el artículo.", 2))
    ((number, (finding,)),) = told(made, "TRM603").items()
    assert (number, finding.bead, finding.suggestion) == (2, 1, "Lea la historia entera.")
    assert [(span.side, span.text) for span in finding.spans] == [(Side.TARGET, "Siga leyendo el artículo.")]
    assert finding.message.startswith(
        "“Siga leyendo el artículo.” is “Lea la historia entera.”, for the same source, in"
    )


@pytest.mark.parametrize(
    "last",
    [
        ("Read the whole story.", "lea la historia entera"),  # marks and capitals
        ("Read the whole book.", "Siga leyendo el libro."),  # another source
        ("Read the whole story.\nRead the whole story.", "Lea la historia entera.\nSiga leyendo."),  # told by itself
        ("Story.", "Relato."),  # a single word
    ],
)
def test_translations_that_are_no_slip(last: tuple[str, str]) -> None:
    made = [pair("Read the whole story.\nStory.", "Lea la historia entera.\nHistoria.", number) for number in range(2)]
    assert told([*made, pair(*last, 2)], "TRM603") == {}


def test_two_ways_in_as_many_texts_are_nobodys_fault() -> None:
    made = [pair("Read the whole story.", target, 0) for target in ("Lea la historia entera.", "Siga leyendo.")]
    assert told(made, "TRM603") == {}


def test_nothing_runs_that_was_not_chosen() -> None:
    texts = [alone(RIGHT, 0), alone("A letter by Amrullah Salleh was read.", 1), alone(RIGHT, 2)]
    assert across(texts, ()) == {}
    assert set(across(texts, rules())) == {1}
