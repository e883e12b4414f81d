"""Small corpora, and workers that meet with misfortune."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

_PAIRS = [
    ("The bridge was closed on Monday.", "El puente se cerró el lunes."),
    ("Nobody was hurt.", "Nadie resultó herido."),
    (
        "The mayor wants to build a new school next year.",
        "El alcalde quiere construir una escuela nueva el próximo año.",
    ),
    ("It will cost 150 million euros.", "Costará 105 millones de euros."),
    ("The library is open every day.", "La biblioteca abre todos los días."),
    ("We saw two white horses near the river.", "Vimos dos caballos blancos cerca del río."),
    ("Bread and milk are dearer than a year ago.", "El pan y la leche son más caros que hace un año."),
    ("The children sang until it was dark.", "Los niños cantaron hasta que oscureció."),
    ("Her brother lives in a small village.", "Su hermano vive en un pueblo pequeño."),
    ("The train left at eight in the morning.", "El tren salió a las ocho de la mañana."),
]

# What workers load before anything else, see `misfortune`.
_SITE = """
import os, signal, sys, time
if sys.orig_argv[1:3] == ["-m", "aligner.building.worker"]:
    from aligner import pipeline
    whole = pipeline.read_pair
    def read_pair(source, *others):
        for what, act in {acts!r}.items():
            if what in os.path.basename(source):
                exec(act)
        return whole(source, *others)
    pipeline.read_pair = read_pair
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    """Makes texts of some documents and their manifest; `names` take the place of the first documents' own."""

    def make(documents: int, *names: str, seed: int = 1) -> Path:
        draw = random.Random(seed)
        rows = []
        for number in range(documents):
            name = names[number] if number < len(names) else f"d{number:03}"
            some = draw.sample(_PAIRS, 5)
            for side, language in enumerate(("en", "es")):
                text = " ".join(pair[side] for pair in some)
                path = tmp_path / "texts" / f"{name}.{language}.txt"
                path.parent.mkdir(exist_ok=True)
                path.write_text(f"{text} {number}.\n", encoding="utf-8")
            rows.append(f"texts/{name}.en.txt\ttexts/{name}.es.txt\n")
        manifest = tmp_path / "manifest.tsv"
        manifest.write_text("".join(rows), encoding="utf-8")
        return manifest

    return make


@pytest.fixture
def misfortune(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], None]:
    """Lets workers do something when they come to a document with a word in its name."""

    def plan(acts: Mapping[str, str]) -> None:
        folder = tmp_path / "site"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(_SITE.format(acts=dict(acts)), encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(folder))

    return plan
