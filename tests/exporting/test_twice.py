"""What was exported is exported again as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.exporting import ExportOptions, FilterOptions, export

WORDS = ("faro", "lamp", "keeper", "el", "the", "“sea”", "1890", "ana@example.org", "É", "\u00a0", "\u202e", "😀")
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(
    alphabet=st.characters(codec="utf-8"), max_size=12
)
FILTERS = FilterOptions(
    most_ratio=3,
    most_words=10,
    drops_identical=True,
    least_letters=0.3,
    normalise=("nfc", "quotes", "spaces"),
    anonymise=("emails", "urls"),
    unique="pair",
    near=0.8,
)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=15))
@settings(max_examples=40, deadline=None)
def test_twice_is_once(pairs: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [f"{a.translate(_ON_ONE_LINE)}\t{b.translate(_ON_ONE_LINE)}\n" for a, b in pairs]
        (folder / "0.tsv").write_text("".join(lines), encoding="utf-8", newline="")
        options = ExportOptions(filters=FILTERS)
        try:
            once = export([str(folder / "0.tsv")], str(folder / "1.jsonl"), options)
        except InputError:
            assert not (folder / "1.jsonl").exists()
            return
        again = export([str(folder / "1.jsonl")], str(folder / "2.jsonl"), options)
        assert once.read == again.read + sum(step.dropped for step in once.steps)
        assert (again.written, [step.changed for step in again.steps if step.changed]) == (once.written, [])
        written = [(folder / f"{number}.jsonl").read_text(encoding="utf-8") for number in (1, 2)]
        assert written[0] == written[1]


_ON_ONE_LINE = dict.fromkeys((0, *map(ord, "\t\n\r")), " ")
