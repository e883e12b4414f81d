"""What has no counterpart on the other side of a bead: words, and clauses left out."""

from __future__ import annotations

from functools import cache
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import coverage, uncovered
from aligner.alignment.coverage import _WEIGHTS, is_long, usual_log_ratio
from aligner.alignment.pairing import _NORMS, _ODDS, Pairings, pairings_of
from aligner.alignment.stretches import LEAST_WORDS, MEASURES, candidates, measures
from aligner.alignment.words import Texts, Vocabulary
from aligner.contracts import AdditiveEmbedder, Stretch
from aligner.embedding import load_embedder
from aligner.model import Bead, Bitext, Block, Document, Sentence, Side

PAIRS = [
    ("The council approved the budget for the new library on Monday.", "El ayuntamiento aprobó el lunes el presupuesto de la nueva biblioteca."),
    ("Nobody was hurt in the fire, the police said.", "Nadie resultó herido en el incendio, según la policía."),
    ("The river rose by two metres after three days of rain.", "El río creció dos metros después de tres días de lluvia."),
    ("Farmers in the north have lost most of their harvest.", "Los agricultores del norte han perdido la mayor parte de su cosecha."),
    ("She studied medicine in Madrid and later worked in Chile.", "Estudió medicina en Madrid y más tarde trabajó en Chile."),
    ("The museum opens every day except Tuesday.", "El museo abre todos los días excepto los martes."),
]  # fmt: skip
# A clause, a bracket and an end that the other side lacks, and what of the other side goes with the rest.
LEFT_OUT = [
    (
        "The old bridge, which the engineers had declared unsafe last winter, will be closed next week.",
        "El viejo puente se cerrará la próxima semana.",
        "which the engineers had declared unsafe last winter",
    ),
    (
        "The minister (who had travelled to the border with her family) refused to answer questions.",
        "La ministra se negó a responder preguntas.",
        "who had travelled to the border with her family",
    ),
    (
        "The company sold its factories, because the price of oil had fallen to its lowest level.",
        "La empresa vendió sus fábricas.",
        "because the price of oil had fallen to its lowest level",
    ),
]


@cache
def model() -> AdditiveEmbedder:
    embedder = load_embedder()
    assert isinstance(embedder, AdditiveEmbedder)
    return embedder


def bitext(*pairs: tuple[str, str]) -> Bitext:
    """Pairs as a file of them: a row's cells are one sentence each."""
    documents = []
    for side, language in enumerate(("en", "es")):
        spans, offset = [], 0
        for number, pair in enumerate(pairs):
            spans.append(Sentence(offset, offset + len(pair[side]), number))
            offset += len(pair[side]) + 1
        text = "\n".join(pair[side] for pair in pairs)
        blocks = tuple(Block(span.start, span.end) for span in spans)
        documents.append(Document(text, blocks, language, sentences=tuple(spans)))
    source, target = documents
    return Bitext(source, target, tuple(Bead((n,), (n,)) for n in range(len(pairs))), is_pairs=True)


def said(text: Bitext, stretch: Stretch) -> str:
    return text.document(stretch.side).text[stretch.start : stretch.end]


@pytest.mark.parametrize(("source", "target", "clause"), LEFT_OUT)
@pytest.mark.parametrize("side", Side)
def test_a_clause_left_out_is_found_where_it_stands(source: str, target: str, clause: str, side: Side) -> None:
    pair = (source, target) if side is Side.SOURCE else (target, source)
    rows = [*PAIRS, (source, target)] if side is Side.SOURCE else [*(row[::-1] for row in PAIRS), pair]
    text = bitext(*rows)
    (found,) = uncovered(text, model())
    assert (found.bead, found.side) == (len(PAIRS), side)
    words = said(text, found)
    assert words in source
    assert clause.split()[2] in words
    assert len(words) > 0.6 * len(clause)


def test_sound_pairs_lack_nothing() -> None:
    assert uncovered(bitext(*PAIRS), model()) == ()


def test_the_same_words_put_longer_are_no_stretch() -> None:
    longer = ("He died on Friday.", "Dejó de existir el pasado viernes.")
    assert [stretch for stretch in uncovered(bitext(*PAIRS, longer), model()) if stretch.probability > 0.9] == []


def test_a_stretch_is_found_in_a_bead_of_several_sentences() -> None:
    source, target = "It rains today. The council will meet again on Thursday in the old theatre.", "Hoy llueve."
    documents = (
        Document(source, (Block(0, len(source)),), "en", sentences=(Sentence(0, 15), Sentence(16, len(source)))),
        Document(target, (Block(0, len(target)),), "es", sentences=(Sentence(0, len(target)),)),
    )
    text = Bitext(*documents, (Bead((0, 1), (0,)),))
    (found,) = uncovered(text, model())
    assert "The council will meet again on Thursday" in said(text, found)


def test_very_long_and_wordless_beads_are_left_alone() -> None:
    long = " ".join(f"word{number}" for number in range(2_000))
    assert uncovered(bitext(*PAIRS, (long, "Una frase corta."), ("...", "¡!"), (".", "Hola a todos.")), model()) == ()


def test_words_have_their_places_weights_and_chances() -> None:
    source, target, _ = LEFT_OUT[0]
    (covered,) = coverage([(source, target)], model())
    words = {source[word.start : word.end]: word for word in covered.source}
    assert list(words) == source.replace(",", "").rstrip(".").split()
    assert words["engineers"].missing > 0.7 > 0.3 > words["bridge"].missing
    assert words["engineers"].weight > words["the"].weight
    assert max(word.missing for word in covered.target if word.end - word.start > 5) < 0.5


def test_a_side_without_words_covers_nothing() -> None:
    one, other = coverage([("", "Hola, mundo."), ("...", "Hola")], model())
    assert one.source == other.source[:0] == ()
    assert [word.missing for word in one.target] == [1.0, 1.0]
    assert coverage([], model()) == []


def test_the_usual_ratio_is_the_median_and_cautious() -> None:
    assert usual_log_ratio([]) == usual_log_ratio([("", "a")]) == 0.0
    many = [("a" * 100, "b" * 200)] * 50
    outlier = ("a" * 1000, "b")
    assert -0.66 < usual_log_ratio(many) < -0.55
    assert usual_log_ratio([*many, outlier]) == pytest.approx(usual_log_ratio(many), abs=0.02)
    assert abs(usual_log_ratio([outlier])) < 1.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), min_size=1, max_size=3))
def test_any_text_gives_spans_inside_its_bead(pairs: list[tuple[str, str]]) -> None:
    flat = [(source.replace("\n", " "), target.replace("\n", " ")) for source, target in pairs]
    text = bitext(*flat)
    for stretch in uncovered(text, model()):
        sentence = text.document(stretch.side).sentences[stretch.bead]
        assert sentence.start <= stretch.start < stretch.end <= sentence.end
        assert 0.0 <= stretch.probability <= 1.0
    for (source, target), covered in zip(flat, coverage(flat, model()), strict=True):
        for words, side in ((covered.source, source), (covered.target, target)):
            assert all(0 <= word.start < word.end <= len(side) for word in words)


def paired(*pairs: tuple[str, str]) -> Pairings:
    """Some pairs of texts side by side, lengths taken as they are."""
    vocabulary = Vocabulary(model(), (text for pair in pairs for text in pair))
    here, there = (Texts.of(vocabulary, [vocabulary.words(pair[side]) for pair in pairs]) for side in (0, 1))
    return pairings_of(here, there, np.zeros(len(pairs)))


def test_every_stretch_begins_and_ends_with_words_and_is_measured_whole() -> None:
    source, target, _ = LEFT_OUT[1]
    pairings = paired((source, target))
    stretches = candidates(pairings.here)
    firsts, ends = stretches.firsts, stretches.ends
    table = measures(pairings, stretches)
    assert table.shape == (len(firsts), len(MEASURES))
    assert np.isfinite(table).all()
    is_word = pairings.here.is_word[0]
    brute = [
        (first, end)
        for first in range(len(is_word))
        for end in range(first + LEAST_WORDS, len(is_word) + 1)
        if is_word[first] and is_word[end - 1] and is_word[first:end].sum() >= LEAST_WORDS
    ]
    assert list(zip(firsts.tolist(), ends.tolist(), strict=True)) == brute
    # The similarities by sums of products are those of the vectors.
    here, there = pairings.here.vectors[0], pairings.there.vectors[0]
    for place in (0, len(firsts) // 2, len(firsts) - 1):
        inside = here[firsts[place] : ends[place]].sum(axis=0)
        other = there.sum(axis=0)
        expected = float(inside @ other / np.linalg.norm(inside) / np.linalg.norm(other))
        assert table[place, MEASURES.index("similarity of stretch")] == pytest.approx(expected, abs=1e-4)


def test_a_word_is_near_to_the_nearest_word_or_to_two_or_three_together() -> None:
    pairings = paired(("Farmers lost the whole harvest.", "El campo perdió toda la cosecha."))
    here, there = pairings.here.vectors[0], pairings.there.vectors[0]
    together = [there[at : at + width].sum(axis=0) for width in (1, 2, 3) for at in range(len(there) - width + 1)]
    others = np.array([vector / np.linalg.norm(vector) for vector in together])
    nearest = (here / np.linalg.norm(here, axis=1, keepdims=True) @ others.T).max(axis=1)
    rows = np.searchsorted(_NORMS, np.linalg.norm(here, axis=1), "right")
    expected = _ODDS[rows, np.clip(nearest * 10, 0, 9).astype(int)]
    assert pairings.odds[0].tolist() == expected.tolist()


def test_texts_beside_each_other_are_measured_as_alone() -> None:
    pairs = [(source, target) for source, target, _ in LEFT_OUT] + [PAIRS[4], ("One, two.", "Uno (1) y dos, tres.")]
    side_by_side = paired(*pairs)
    stretches = candidates(side_by_side.here)
    table = measures(side_by_side, stretches)
    for number, pair in enumerate(pairs):
        alone = paired(pair)
        assert side_by_side.promise[number] == pytest.approx(alone.promise[0], abs=1e-4)
        mine = stretches.texts == number
        assert table[mine] == pytest.approx(measures(alone, candidates(alone.here)), abs=1e-4)


def test_every_measure_has_its_weight() -> None:
    assert set(_WEIGHTS) == set(MEASURES)
    assert len(MEASURES) == len(set(MEASURES))


def test_a_number_that_only_one_side_has_counts() -> None:
    source, target = "In the year 1984 he sold 3,500 cars.", "Vendió 3.500 coches."
    pairings = paired((source, target))
    stretches = candidates(pairings.here)
    lacking = measures(pairings, stretches)[:, MEASURES.index("numbers lacking")]
    texts = [source[start:end] for start, end in zip(pairings.here.starts[0], pairings.here.ends[0], strict=True)]
    spans = zip(stretches.firsts, stretches.ends, strict=True)
    assert lacking.tolist() == [texts[first:end].count("1984") for first, end in spans]


def test_a_bracket_counts_where_the_other_side_has_fewer() -> None:
    source = "A toothbrush ($10, for ages 5 and up) is new."
    for target, expected in (("Es nuevo un cepillo.", True), ("Es nuevo (muy nuevo) un cepillo.", False)):
        pairings = paired((source, target))
        stretches = candidates(pairings.here)
        table = measures(pairings, stretches)[:, MEASURES.index("bracketed")]
        starts, ends = pairings.here.starts[0, stretches.firsts], pairings.here.ends[0, stretches.ends - 1]
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        bracketed = [source[start:end] for (start, end), is_so in zip(spans, table, strict=True) if is_so]
        assert bracketed == (["10, for ages 5 and up"] if expected else [])


def test_a_whole_sentence_needs_no_length() -> None:
    """An added sentence in a bead whose other sentence is put shorter: the lengths say nothing."""
    source = "The committee for public buildings met again on Thursday evening in the old town hall."
    first, second = "El comité de edificios públicos se reunió el jueves.", "Los expertos piden calma."
    target = f"{first} {second}"
    documents = (
        Document(source, (Block(0, len(source)),), "en", sentences=(Sentence(0, len(source)),)),
        Document(
            target,
            (Block(0, len(target)),),
            "es",
            sentences=(Sentence(0, len(first)), Sentence(len(first) + 1, len(target))),
        ),
    )
    text = Bitext(documents[0], documents[1], (Bead((0,), (0, 1)),))
    assert not is_long(target, source, 0.0)
    (found,) = uncovered(text, model())
    assert said(text, found) == second.rstrip(".")


def test_the_other_text_is_given_away_once() -> None:
    source, target, _ = LEFT_OUT[2]
    here, there = paired((source, target)), paired((target, source))
    assert here.received.sum() == pytest.approx(cast("float", there.due.sum()))
    assert there.received.sum() == pytest.approx(cast("float", here.due.sum()))
