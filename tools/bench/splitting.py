"""Sentence splitting beside four peers: ends of sentences that are right, and megabytes a second of processor time.

Every tool gets the same blocks, one after another, and is set up before it is timed. The hard cases are our own, of
tests/segmentation; the treebanks are nobody's who is compared here. Speed is that on running news, in large pieces.
"""

from __future__ import annotations

import importlib.util
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from aligner import segmentation
from tools.bench.table import Row
from tools.bench.texts import BENCH

TREEBANKS = {"en": "en_ewt_dev", "es": "es_gsd_dev"}
MAKERS = Path(__file__).parent.parent.parent / "tests" / "makers"
_GAP = re.compile(r"\n\s*\n")
_TIMED = 1_000_000  # characters of a text that is timed
_SLOW = 100_000  # what is enough of it for a tool that needs a second for less
Ends = Callable[[str], list[int]]
Case = tuple[str, set[int]]


def splitting() -> Iterator[Row]:
    """F1 of the ends of sentences, white space aside, all texts of a set together; and the speed on news."""
    sets = {name: (language, _treebank(name)) for language, name in TREEBANKS.items()}
    sets |= {f"our hard cases, {language}": (language, _hard_cases(language)) for language in TREEBANKS}
    for name, (language, cases) in sets.items():
        for tool, ends in _tools(language).items():
            yield Row("splitting", name, tool, _quality(cases, ends))
    for language in TREEBANKS:
        news = _news(language)
        for tool, ends in _tools(language).items():
            yield Row("splitting", f"news, {language}", tool, {"MB/s": _speed(news, ends)})


def _quality(cases: Sequence[Case], ends: Ends) -> dict[str, float | None]:
    hits = found = wanted = 0
    for text, gold in cases:
        told: set[int] = set()
        start = 0
        for border in [*(gap.end() for gap in _GAP.finditer(text)), len(text)]:
            block = text[start:border].rstrip()
            told |= {start + len(block[:end].rstrip()) for end in ends(block)} if block.strip() else set()
            start = border
        hits, found, wanted = hits + len(gold & told), found + len(told), wanted + len(gold)
    return {"F1": 2 * hits / (found + wanted), "precision": hits / found, "recall": hits / wanted}


def _speed(text: str, ends: Ends) -> float:
    """Megabytes of UTF-8 a second; the best of three rounds."""
    best, measured = float("inf"), text
    for _ in range(3):
        began = time.process_time()
        ends(measured[:_SLOW])
        if (spent := time.process_time() - began) < _SLOW / _TIMED:
            began = time.process_time()
            ends(measured)
            best = min(best, (time.process_time() - began) / len(measured.encode()))
        else:
            best = min(best, spent / len(measured[:_SLOW].encode()))
    return 1e-6 / best


def _tools(language: str) -> dict[str, Ends]:
    """What splits texts of a language here: ours, and the peers that are installed."""
    tools: dict[str, Ends] = {"aligner": lambda text: [end for _, end in segmentation.split(text, language)]}
    for name, maker in {"sentencex": _sentencex, "pysbd": _pysbd, "syntok": _syntok, "nupunkt": _nupunkt}.items():
        if importlib.util.find_spec(name) is not None:
            tools[name] = maker(language)
    return tools


def _sentencex(language: str) -> Ends:
    from sentencex import get_sentence_boundaries

    return lambda text: [boundary["end_index"] for boundary in get_sentence_boundaries(language, text)]


def _pysbd(language: str) -> Ends:
    import pysbd

    segmenter: Any = pysbd.Segmenter(language=language, clean=False, char_span=True)
    return lambda text: [span.end for span in segmenter.segment(text)]


def _syntok(_language: str) -> Ends:
    from syntok import segmenter

    return lambda text: [
        sentence[-1].offset + len(sentence[-1].value) for paragraph in segmenter.analyze(text) for sentence in paragraph
    ]


def _nupunkt(_language: str) -> Ends:
    from nupunkt import sent_spans

    return lambda text: [end for _, end in sent_spans(text)]


def _treebank(name: str) -> list[Case]:
    texts: list[dict[str, Any]] = json.loads((BENCH / "segmentation" / f"{name}.json").read_text("utf-8"))
    return [(one["text"], {len(one["text"][:end].rstrip()) for _, end in one["spans"]}) for one in texts]


def _hard_cases(language: str) -> list[Case]:
    """Our own cases, read as their test reads them."""
    spec = importlib.util.spec_from_file_location("hard_cases", MAKERS / "hard_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cases: list[Case] = module.read_cases(language)
    return cases


def _news(language: str) -> str:
    """A megabyte of news, one article after another."""
    files = sorted((BENCH / "alignment").glob(f"newstest20*/clean/*.{language}.txt"))
    text = "\n\n".join(file.read_text("utf-8") for file in files)
    return (text * (1 + _TIMED // max(1, len(text))))[:_TIMED]
