"""Options and hashes of small corpora, for tests of building."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from aligner.building import BuildOptions
from aligner.exporting import FilterOptions
from aligner.pipeline import CheckOptions


def quick(**others: object) -> BuildOptions:
    """Options without most rules, as JSON lines."""
    chosen: dict[str, object] = {
        "filters": FilterOptions(unique="pair"),
        "check": CheckOptions(select=("NUM501",)),
        "format_name": "jsonl",
        "shard_size": 40,
    }
    return BuildOptions(**(chosen | others))  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
