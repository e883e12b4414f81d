"""Texts nobody would write, made by Hypothesis: every rule and the splitting into sentences stand them."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner import checks, segmentation
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence
from aligner.pipeline import check_bitext
from tools.fuzz import seeds
from tools.fuzz.mutation import ODD_TEXTS
from tools.fuzz.reading import require_sound

ONCE = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
WORDS = st.sampled_from([word for text in (*seeds.ENGLISH, *seeds.SPANISH) for word in text.split()])
PIECES = st.one_of(WORDS, WORDS, st.sampled_from(ODD_TEXTS), st.text(max_size=6), st.characters())
TEXTS = st.builds(
    lambda pieces, gap: gap.join(pieces),
    st.lists(PIECES, max_size=30),
    st.sampled_from([" ", "", "\u00a0", ", ", ". "]),
)
LONG_WORDS = st.builds(
    lambda piece, count: piece * count,
    st.sampled_from(["a", "A.", "1", "1,", "é", "Aa", "«", "a-", "ñ\u0303", "🏳️‍🌈", "\u202e"]),
    st.integers(20_000, 50_000),
)


def findings_are_sound(bitext: Bitext) -> None:
    report = check_bitext(bitext, checks.rules(), None)
    for finding in report.findings:
        assert finding.spans
        for span in finding.spans:
            assert bitext.document(span.side).text[span.start : span.end] == span.text
        assert finding.bead is None or 0 <= finding.bead < len(bitext.beads)


def side(texts: list[str], roles: list[Role], language: str) -> Document:
    """Sentences, each in a block of its own."""
    blocks, start = [], 0
    for number, text in enumerate(texts):
        blocks.append(Block(start, start + len(text), roles[number % len(roles)]))
        start += len(text) + 1
    sentences = tuple(Sentence(block.start, block.end, number) for number, block in enumerate(blocks))
    return Document("\n".join(texts), tuple(blocks), language, f"{language}.txt", sentences)


def rows(*cells: tuple[str, str]) -> Bitext:
    """Pairs as a program may hold them: no reader lets halves of characters in."""
    beads = tuple(Bead((number,), (number,)) for number in range(len(cells)))
    source, target = ([pair[at] for pair in cells] for at in (0, 1))
    return Bitext(side(source, [Role.PARAGRAPH], "en"), side(target, [Role.PARAGRAPH], "es"), beads, is_pairs=True)


@ONCE
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_pairs(cells: list[tuple[str, str]]) -> None:
    findings_are_sound(rows(*cells))


@settings(ONCE, max_examples=6)
@given(LONG_WORDS, LONG_WORDS)
def test_words_without_end(source: str, target: str) -> None:
    findings_are_sound(rows((source, target), (f"He said {source}.", f"Dijo {source}.")))


@ONCE
@given(
    st.data(),
    st.lists(TEXTS, max_size=6),
    st.lists(TEXTS, max_size=6),
    st.lists(st.sampled_from(list(Role)), min_size=1, max_size=4),
)
def test_documents_whose_beads_make_no_sense(
    data: st.DataObject, source: list[str], target: list[str], roles: list[Role]
) -> None:
    beads, at, to = [], 0, 0
    while at < len(source) or to < len(target):
        size, other = data.draw(st.integers(0, len(source) - at)), data.draw(st.integers(0, len(target) - to))
        if size or other:
            score = data.draw(st.none() | st.floats(0, 1)) if size and other else None
            beads.append(Bead(tuple(range(at, at + size)), tuple(range(to, to + other)), score))
        at, to = at + size, to + other
    findings_are_sound(Bitext(side(source, roles, "en"), side(target, roles, "es"), tuple(beads)))


@settings(ONCE, max_examples=80)
@given(TEXTS, st.sampled_from(["en", "es", "fr", "zh"]))
def test_sentences(text: str, language: str) -> None:
    document = segmentation.segment(Document(text, (Block(0, len(text)),) if text else (), language))
    require_sound(document)
    kept = "".join(document.sentence_text(number) for number in range(len(document.sentences)))
    assert "".join(kept.split()) == "".join(text.split())


@settings(ONCE, max_examples=6)
@given(LONG_WORDS)
def test_sentences_without_end(text: str) -> None:
    document = segmentation.segment(Document(text, (Block(0, len(text)),), "es"))
    require_sound(document)
    assert sum(len(document.sentence_text(number)) for number in range(len(document.sentences))) >= len(
        "".join(text.split())
    ) - len(document.sentences)
