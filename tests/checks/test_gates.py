"""Gates let through all that a rule can find: with everything let through, the findings are the same."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import checks
from aligner.checks import chrome, expansions, gates, inverted_marks, leftovers, token_patterns, unpaired_marks
from aligner.checks.language import odds_between
from aligner.checks.roles import may_be_role, roles_in_names
from aligner.checks.subject import Subject, Version
from aligner.model import Block, Document, Sentence

_PIECES = (
    "Presidente", "Padre", "padre", "Señora", "Obama", "Massoud", "Padre’s", "Ex-Presidente", "(NRF)", "EE. UU.", "FNR", "U.S.", "of",
    "the", "The", "National", "Resistance", "Front", "Bank-of", "South-East", "iPhone", "Élite", "É", "e\u0301Padre", "¿Qué?", "No!",
    "«Sí», dijo.", "“Yes", "yes”", "[Leer en español]", "Leer", "más", "Deja", "un", "comentario", "5", "de", "{name}", "www.a.org",
    "Ctrl+C", "v2.1.3", "a@b.org", "--all", "file.csv", "20%", "$HOME", "#tag", "/usr/lib/x", "%s", "&lt;", "O'Neil", "l'Hôpital",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8).map(" ".join)


def page_of(texts: list[str], between: str) -> Document:
    """A page of which each text is a block and a sentence."""
    text = ""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for one in texts:
        start, end = len(text), len(text) + len(one)
        blocks.append(Block(start, end))
        sentences.append(Sentence(start, end, len(sentences)))
        text += one + between
    return Document(text, tuple(blocks), "en", sentences=tuple(sentences))


def all_blocks(version: Version, *_: object) -> frozenset[int]:
    return frozenset(range(len(version.document.blocks)))


def all_sentences(version: Version, *_: object) -> list[int]:
    return list(range(len(version.document.sentences)))


@given(
    st.lists(_TEXTS, max_size=3), st.sampled_from(["\n", "\n\n", " "]), st.sampled_from([("en", "es"), ("es", "en")])
)
@settings(deadline=None, max_examples=60)
def test_gates_hide_nothing(texts: list[str], between: str, languages: tuple[str, str]) -> None:
    page = page_of(texts, between)
    document = Document(page.text, page.blocks, languages[0], sentences=page.sentences)
    gated = checks.check(Subject.alone(document, languages[1]), checks.rules())
    with pytest.MonkeyPatch.context() as patch:
        for module in (unpaired_marks, inverted_marks):
            patch.setattr(module, "blocks_with", all_blocks)
        patch.setattr(expansions, "blocks_with_pair", all_blocks)
        patch.setattr(expansions, "_with_capitals", all_sentences)
        patch.setattr(leftovers, "sentences_with", all_sentences)
        patch.setattr(token_patterns, "_NEEDED", dict.fromkeys(token_patterns._NEEDED, ("",)))
        assert checks.check(Subject.alone(document, languages[1]), checks.rules()) == gated


@given(_TEXTS)
@settings(deadline=None)
def test_names_begin_where_they_would_if_every_word_were_looked_at(text: str) -> None:
    version = Subject.alone(page_of([text], ""), "es").target
    stops, words = expansions.STOP_WORDS["en"], expansions._words(text, 0, len(text))
    found, at = [], 0
    while at < len(words):
        run = expansions._capitalised_run(words, at, stops, text) if words[at].text[0].isupper() else []
        content = [word.text for word in run if word.text.lower() not in stops]
        if len(content) >= 3 and not all(word.isupper() for word in content):
            found.append((run[0].start, run[-1].end))
        at += max(1, len(run))
    assert [(name.start, name.end) for name in expansions.names_of(version)] == found


@given(_TEXTS)
@settings(deadline=None)
def test_a_sentence_with_a_role_word_has_a_word_that_may_be_one(text: str) -> None:
    version = Subject.alone(page_of([text], ""), "es").target
    if list(roles_in_names(text, 0, len(text), "en", "es")):
        words = version.sentence_words.capitalised
        assert gates.sentences_with(version, [word for word in words if may_be_role("en", "es", word)]) == [0]


@given(_TEXTS)
@settings(deadline=None)
def test_a_text_with_a_token_has_a_sign_of_one(text: str) -> None:
    found = token_patterns.tokens_in(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(token_patterns, "_NEEDED", dict.fromkeys(token_patterns._NEEDED, ("",)))
        assert token_patterns.tokens_in(text) == found
    assert not found or list(token_patterns.sign_offsets(text))


@pytest.mark.parametrize("text", ["Leer más", "[Leer más]", "Deja un comentario", "3 comentarios", "comentario 3"])
def test_phrases_are_found_by_their_first_word(text: str) -> None:
    phrases = chrome._phrases("es", "en")
    form = chrome.normal_form(text)
    is_whole = form in phrases.whole
    assert not is_whole or chrome.find_phrase(text, "es", "en") is phrases.whole[form]


def test_every_phrase_is_found() -> None:
    phrases = chrome._phrases("es", "en")
    assert phrases.whole
    assert all(chrome.find_phrase(form.capitalize(), "es", "en") for form in phrases.whole if len(form) < 90)


def test_blocks_may_stand_in_any_order() -> None:
    page = Document("(a) b (c)", (Block(6, 9), Block(4, 5), Block(0, 3)), "en")
    assert gates.blocks_with(Subject.alone(page, "es").target, "()") == {0, 2}


def test_a_check_leaves_the_collector_as_it_was() -> None:
    subject = Subject.alone(page_of(["Padre Massoud left."], ""), "es")
    assert odds_between("en", "es")["padre"] > 0
    for is_enabled in (True, False):
        try:
            (gc.enable if is_enabled else gc.disable)()
            checks.check(subject, checks.rules())
            assert gc.isenabled() is is_enabled
        finally:
            gc.enable()
