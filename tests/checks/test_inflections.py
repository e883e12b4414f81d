"""Forms of words, made by rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.inflections import Kind, forms, has_rules, is_form

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzáéíóúñü", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("word", "language", "kind", "expected"),
    [
        ("box", "en", Kind.NOUN, "boxes"),
        ("party", "en", Kind.NOUN, "parties"),
        ("boy", "en", Kind.NOUN, "boys"),
        ("child", "en", Kind.NOUN, "children"),
        ("spokeswoman", "en", Kind.NOUN, "spokeswomen"),
        ("crisis", "en", Kind.NOUN, "crises"),
        ("plan", "en", Kind.VERB, "planning"),
        ("lie", "en", Kind.VERB, "lying"),
        ("agree", "en", Kind.VERB, "agreed"),
        ("overtake", "en", Kind.VERB, "overtook"),
        ("rewrite", "en", Kind.VERB, "rewritten"),
        ("early", "en", Kind.ADJECTIVE, "earliest"),
        ("big", "en", Kind.ADJECTIVE, "bigger"),
        ("luz", "es", Kind.NOUN, "luces"),
        ("ley", "es", Kind.NOUN, "leyes"),
        ("tesis", "es", Kind.NOUN, "tesis"),
        ("canción", "es", Kind.NOUN, "canciones"),
        ("examen", "es", Kind.NOUN, "exámenes"),
        ("club", "es", Kind.NOUN, "clubs"),
        ("portugués", "es", Kind.ADJECTIVE, "portuguesas"),
        ("rápido", "es", Kind.ADJECTIVE, "rápidas"),
        ("traductor", "es", Kind.ADJECTIVE, "traductoras"),
        ("pensar", "es", Kind.VERB, "piensan"),
        ("pedir", "es", Kind.VERB, "pidieron"),
        ("buscar", "es", Kind.VERB, "busquen"),
        ("coger", "es", Kind.VERB, "cojamos"),
        ("conocer", "es", Kind.VERB, "conozca"),
        ("proseguir", "es", Kind.VERB, "prosiguió"),
        ("leer", "es", Kind.VERB, "leyó"),
        ("construir", "es", Kind.VERB, "construyen"),
        ("prohibir", "es", Kind.VERB, "prohíbe"),
        ("avergonzar", "es", Kind.VERB, "avergüenza"),
        ("reducir", "es", Kind.VERB, "redujeron"),
        ("mantener", "es", Kind.VERB, "mantendrá"),
        ("componer", "es", Kind.VERB, "compuesta"),
        ("envolver", "es", Kind.VERB, "envueltos"),
        ("vender", "es", Kind.VERB, "vendiéndolas"),
        ("quejarse", "es", Kind.VERB, "quejándose"),
    ],
)
def test_forms(word: str, language: str, kind: Kind, expected: str) -> None:
    assert expected in forms(word, language, kind)


@pytest.mark.parametrize(
    ("text", "word", "language", "kind"),
    [
        ("wind", "window", "en", Kind.NOUN),
        ("planes", "plan", "en", Kind.NOUN),
        ("led", "lead", "en", Kind.NOUN),
        ("banquero", "banco", "es", Kind.NOUN),
        ("banca", "banco", "es", Kind.NOUN),
        ("contador", "contar", "es", Kind.VERB),
        ("atiéndola", "atender", "es", Kind.VERB),
    ],
)
def test_other_words_are_no_forms(text: str, word: str, language: str, kind: Kind) -> None:
    assert not is_form(text, word, language, kind)


def test_languages_without_rules_compare_beginnings() -> None:
    assert not has_rules("de")
    assert forms("Vertrag", "de") == {"vertrag"}
    assert is_form("Verträge", "Vertrag", "de")
    assert not is_form("Ver", "Vertrag", "de")


@given(LETTERS, st.sampled_from(["en", "es", "xx"]), st.sampled_from(list(Kind)))
@settings(deadline=None, max_examples=150)
def test_every_word_is_a_form_of_itself(word: str, language: str, kind: Kind) -> None:
    made = forms(word, language, kind)
    assert word in made
    assert len(made) < 1500
    assert is_form(word.upper(), word, language, kind)
