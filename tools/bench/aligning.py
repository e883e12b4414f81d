"""Quality and speed of alignment: the sets, running text, the novels; aligner and the baselines in turn."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from aligner import formats, pipeline
from aligner.alignment import align_sentences
from aligner.contracts import AdditiveEmbedder
from aligner.embedding import load_embedder
from tools.bench.baselines import Beads, SentenceAligner, VecalignSearch, gale_church
from tools.bench.table import Row
from tools.bench.texts import BENCH, BOOKS, CONDITIONS, SETS, Lines, book, counts, documents, figures, scorer

# Cells of the largest pair a baseline is asked to fill: NLTK does some 200,000 a second.
_PURE_PYTHON_CELLS, _EXHAUSTIVE_CELLS = 1_500_000, 60_000_000


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to align, and the largest document (cells) that it is given."""

    name: str
    align: SentenceAligner
    most_cells: int | None = None


def ours(source: Iterable[str], target: Iterable[str]) -> Beads:
    """Our own beads, with the bundled model."""
    return [(bead.source, bead.target) for bead in align_sentences(list(source), list(target), load_embedder())]


@cache
def tools() -> tuple[Tool, ...]:
    """Ours and the baselines; each has aligned something, so that no time includes what is done once."""
    embedder = cast("AdditiveEmbedder", load_embedder())
    made = (
        Tool("aligner", ours),
        Tool("vecalign's cost, exhaustive", VecalignSearch(embedder), _EXHAUSTIVE_CELLS),
        Tool("Gale-Church (NLTK)", gale_church, _PURE_PYTHON_CELLS),
    )
    for tool in made:
        tool.align(["One.", "Two and three."], ["Uno.", "Dos.", "Y tres."])
    return made


def measured(tool: Tool, texts: Iterable[Lines]) -> dict[str, float | None] | None:
    """F1 over documents together, seconds, and sentences; None where one is too large for the tool."""
    total: Counter[str] = Counter()
    seconds, sentences = 0.0, 0
    for text in texts:
        if tool.most_cells is not None and len(text.source) * len(text.target) > tool.most_cells:
            return None
        began = time.perf_counter()
        beads = tool.align(text.source, text.target)
        seconds += time.perf_counter() - began
        sentences += text.sentences
        total += counts(text, beads)
    return figures(total) | {"seconds": seconds, "sentences": sentences}


def sets(limit: int | None) -> Iterator[Row]:
    """Pre-segmented documents, every set and condition, by every tool."""
    for name in SETS:
        for condition in CONDITIONS:
            texts = list(documents(BENCH / "alignment" / name / condition, limit))
            for tool in tools():
                found = measured(tool, texts)
                if found is not None:
                    yield Row("lines", f"{name} {condition}", tool.name, found)


def running_text(limit: int | None) -> Iterator[Row]:
    """From running text, with aligner's own splitting."""
    load_embedder()
    for name in SETS:
        for condition in CONDITIONS:
            folder = BENCH / "alignment" / name / condition
            total: Counter[str] = Counter()
            seconds, sentences = 0.0, 0
            for gold in sorted(folder.glob("*.gold.json"))[:limit]:
                stem = gold.name.removesuffix(".gold.json")
                began = time.perf_counter()
                source, target = (str(folder / f"{stem}.{language}.txt") for language in ("en", "es"))
                bitext = pipeline.align_files(source, target)
                rows = "".join(formats.render_bitext(bitext, "jsonl")).split("\n")
                seconds += time.perf_counter() - began
                sentences += len(bitext.source.sentences) + len(bitext.target.sentences)
                beads = [json.loads(row) for row in rows if row]
                total.update(scorer().score_beads(json.loads(gold.read_text("utf-8")), beads))
            found = figures(total) | {"seconds": seconds, "sentences": sentences}
            yield Row("running text", f"{name} {condition}", "aligner", found)


def novels(limit: int | None) -> Iterator[Row]:
    """The four novels, by every tool that can; with a limit the shortest so many."""
    for name in BOOKS[:limit]:
        text = book(name)
        for tool in tools():
            found = measured(tool, [text])
            if found is not None:
                yield Row("book", name, tool.name, found)
