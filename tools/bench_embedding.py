"""How fast the bundled model is: texts a second beside the same weights in sentence-transformers, and time to load.

python tools/bench_embedding.py [--rounds 7] [FILE…]

The texts are the distinct lines of the files, without any those of newstest in ../shared/bench. All ways take turns in
one run, so that a busy machine slows all of them; figures are medians. "First time" has forgotten every word.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from aligner import embedding
from aligner.embedding import StaticModel

REPOSITORY = Path(__file__).resolve().parent.parent
BENCH = REPOSITORY.parent / "shared" / "bench" / "alignment"
MODEL = Path(embedding.__file__).parent / "models" / embedding.BUNDLED
BATCH_SIZES = (32, 256, 1024, 4096)


def lines_of(paths: list[Path]) -> list[str]:
    """The distinct lines of the files that have text on them, in order."""
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(line for line in lines if line.strip()))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured(texts: list[str], rounds: int) -> dict[str, float]:
    """Median seconds of each way to encode the texts, and of loading the model."""
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformer(str(MODEL), device="cpu")
    model = StaticModel.load(MODEL)

    def first_time() -> None:
        model.forget()
        model.encode(texts)

    ways: dict[str, Callable[[], object]] = {
        "load": lambda: StaticModel.load(MODEL),
        "first time": first_time,
        "again": lambda: model.encode(texts),
    }
    for size in BATCH_SIZES:
        ways[f"sentence-transformers, batches of {size}"] = lambda size=size: other.encode(  # type: ignore[misc]
            texts, batch_size=size, normalize_embeddings=True, show_progress_bar=False
        )
    model.encode(texts)
    other.encode(texts[:1000], show_progress_bar=False)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(seconds(way))
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Measure, and write one JSON object to stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    texts = lines_of(arguments.files or sorted(BENCH.glob("newstest*/clean/*.lines")))
    if not texts:
        sys.exit("no texts to encode; give files")
    taken = measured(texts, arguments.rounds)
    load = taken.pop("load")
    rates = {name: round(len(texts) / time_taken) for name, time_taken in taken.items()}
    best = max(rate for name, rate in rates.items() if name.startswith("sentence-transformers"))
    result = {
        "texts": len(texts),
        "characters_per_text": round(sum(map(len, texts)) / len(texts)),
        "load_ms": round(1000 * load, 1),
        "texts_per_second": rates,
        "times_sentence_transformers": {name: round(rates[name] / best, 2) for name in ("first time", "again")},
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
