"""A pair of the project as a bitext again: what nobody changed is as it was, to the character."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.model import Bitext, Code, CodeKind, Side
from aligner.pipeline import align_files
from aligner.review import Project
from aligner.review.rebuilding import rebuilt

Make = Callable[..., Project]
ARTICLE = Path(__file__).parent.parent.parent / "corpora" / "panjshir-resistance"


@pytest.fixture(scope="module")
def article() -> Bitext:
    return align_files(str(ARTICLE / "article.en.html"), str(ARTICLE / "article.es.html"))


def test_a_page_comes_back_as_it_was(make: Make, article: Bitext) -> None:
    back = make(article).bitext(1)
    assert back.source == replace(article.source, path="en.txt")
    assert back.target == replace(article.target, path="es.txt")
    assert [(one.source, one.target, one.score) for one in back.beads] == [
        (one.source, one.target, one.score) for one in article.beads
    ]
    assert back.signature == article.signature


def test_a_memory_comes_back_with_its_codes_and_details(make: Make) -> None:
    data = (
        '<tmx version="1.4"><header srclang="en"/><body>'
        '<tu tuid="7"><note>Careful</note><tuv xml:lang="en"><seg>Press <bpt i="1">&lt;b&gt;</bpt>OK<ept i="1">&lt;/b&gt;</ept>.</seg></tuv>'
        '<tuv xml:lang="es"><seg>Pulse <bpt i="1">&lt;b&gt;</bpt>Aceptar<ept i="1">&lt;/b&gt;</ept>.</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>Two.</seg></tuv><tuv xml:lang="es"><seg>Dos.</seg></tuv></tu></body></tmx>'
    )
    memory = formats.parse_bitext(data.encode(), "m.tmx", "en", "es", "tmx")
    project = make(memory)
    back = project.bitext(1)
    assert back.details == memory.details
    assert back.target.codes == memory.target.codes
    paths = [replace(memory.document(side), path=back.document(side).path) for side in Side]
    wanted = replace(memory, source=paths[0], target=paths[1])
    assert "".join(formats.render_bitext(back, "tmx")) == "".join(formats.render_bitext(wanted, "tmx"))
    bead = project.page(1)[0]
    project.edit("Ana", bead.target[0].id, "Haga clic en Aceptar ya.", {bead.id: bead.version})
    text = "".join(formats.render_bitext(project.bitext(1), "tmx"))
    assert "Haga clic en " in text
    assert text.count("<bpt") == 2
    inside = project.bitext(1).target
    assert all(inside.sentences[0].start <= code.offset <= inside.sentences[0].end for code in inside.codes)
    assert isinstance(inside.codes[0], Code)
    assert {code.kind for code in inside.codes} == {CodeKind.OPEN, CodeKind.CLOSE}


@given(
    edits=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(Side), st.text("xyz ñ.\n", max_size=12)), max_size=8),
    write=st.lists(st.integers(0, 7), max_size=3),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_edited_texts_have_sound_spans(make: Make, edits: list[tuple[int, Side, str]], write: list[int]) -> None:
    project = make(8, name=f"{_next()}.review")
    for number, side, text in edits:
        bead = project.page(1)[number]
        project.edit("Ana", bead.side(side)[0].id, text, {bead.id: bead.version})
    for number in write:
        bead = project.page(1)[number]
        project.write("Ana", bead.id, Side.TARGET, "Nuevo.", {bead.id: bead.version})
    built = rebuilt(project.connection, 1)
    for side in Side:
        document = built.bitext.document(side)
        wanted = [one.text for bead in project.page(1) for one in bead.side(side) if one.text]
        assert [document.sentence_text(number) for number in range(len(document.sentences))] == wanted
        ends = [0, *(block.end for block in document.blocks)]
        assert all(before <= block.start <= block.end for before, block in zip(ends, document.blocks, strict=False))
        for sentence in document.sentences:
            block = document.blocks[sentence.block]
            assert block.start <= sentence.start <= sentence.end <= block.end
    taken = [number for bead in built.bitext.beads for number in bead.target]
    assert sorted(taken) == list(range(len(built.bitext.target.sentences)))


_COUNT = iter(range(10**9))


def _next() -> int:
    return next(_COUNT)


def test_a_few_beads_by_themselves(make: Make, article: Bitext) -> None:
    project = make(article)
    chosen = project.ids(1)[10:16]
    built = rebuilt(project.connection, 1, chosen)
    assert built.beads == chosen
    wanted = [(bead.side_text(Side.SOURCE), bead.side_text(Side.TARGET)) for bead in project.beads(*chosen)]
    assert list(built.bitext) == wanted
