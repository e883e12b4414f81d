"""Texts in other languages than English and Spanish are taken at the user's word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
SPANISH = (
    "El ayuntamiento abrió el puente de la ciudad a los vecinos, que fueron a verlo con sus hijos por la tarde. " * 3
)
PORTUGUESE = (
    "A câmara abriu a ponte da cidade aos vizinhos, que foram vê-la com os filhos para o jantar de la Luz. " * 3
)


@pytest.mark.parametrize(("source", "target"), [("es", "pt"), ("pt", "es")])
def test_a_neighbour_of_spanish_is_not_taken_for_it(source: str, target: str, run: Run, tmp_path: Path) -> None:
    for language, text in (("es", SPANISH), ("pt", PORTUGUESE)):
        (tmp_path / f"{language}.txt").write_text(text, encoding="utf-8")
    files = [str(tmp_path / f"{language}.txt") for language in (source, target)]
    outcome = run("align", *files, "--from-lang", source, "--to-lang", target, "--to", "tsv")
    assert outcome.status == 0
    assert outcome.stdout.count("\t") >= 3


def test_regions_are_heard(run: Run) -> None:
    files = ("bridge.en.txt", "bridge.es.txt")
    assert run("align", *files, "--from-lang", "en-GB", "--to-lang", "es_MX") == run("align", *files)
