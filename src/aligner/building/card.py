"""What a corpus says of itself: a card that the Hugging Face Hub reads, an account for programs, a list of hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aligner.building.planning import DATA, PART_NAMES
from aligner.exporting.report import ExportReport
from aligner.formats.huggingface import licence_lines, plain, size_category
from aligner.json_text import json_text
from aligner.languages import language_name
from aligner.version import VERSION

_COLUMNS = (
    ("source", "the text in {source}; empty where a sentence has no counterpart"),
    ("target", "the text in {target}; empty where a sentence has no counterpart"),
    ("score", "the probability that the two translate each other, from 0 to 1; null where one is empty"),
    ("bead", "how many sentences of each side it is, such as 1-2"),
    ("document", "what the pair comes from, by its name in the manifest"),
    ("findings", "codes of the rules of `aligner check` that find something in the pair"),
    ("source_sentences, target_sentences", "numbers of the sentences in their documents, from 0"),
)


def card(
    report: ExportReport, counts: Mapping[str, int], documents: int, failures: int, format_name: str
) -> Iterator[str]:
    """The card, `README.md`: a YAML head of what the Hub asks for, then how the corpus was made."""
    source, target = map(language_name, report.languages)
    title = f"{source} and {target} pairs"
    yield f"---\npretty_name: {json.dumps(title)}\nlanguage:\n" + "".join(f'- "{one}"\n' for one in report.languages)
    yield from licence_lines(report.licence)
    yield "task_categories:\n- translation\nmultilinguality:\n- translation\n"
    yield f"size_categories:\n- {size_category(sum(counts.values()))}\ntags:\n- parallel-corpus\n- aligner\n"
    yield "configs:\n- config_name: default\n  data_files:\n"
    for part in counts:
        yield f"  - split: {PART_NAMES[part]}\n    path: {DATA}/{PART_NAMES[part]}-*.{format_name}\n"
    yield f"---\n\n# {title}\n\nPairs of {source} and {target} sentences that translate each other, from {documents:,} documents"
    yield f" ({failures:,} more could not be used).\n\n" if failures else ".\n\n"
    yield "| part | pairs |\n|---|---:|\n"
    yield from (f"| {PART_NAMES[part]} | {count:,} |\n" for part, count in counts.items())
    yield "\n## Columns\n\n"
    yield from (f"* `{name}`: {told.format(source=source, target=target)}\n" for name, told in _COLUMNS)
    yield "\n## What became of the pairs\n\n| step | before | dropped | changed |\n|---|---:|---:|---:|\n"
    yield from (f"| {one.name} | {one.before:,} | {one.dropped:,} | {one.changed:,} |\n" for one in report.steps)
    yield f"\n## How it was made\n\nBy aligner {VERSION}: `{report.signature.replace('`', '')}`\n"
    if report.licence:
        yield f"\nLicence: {plain(report.licence)}\n"
    yield "\n`documents.jsonl` tells of every document, `failures.jsonl` of those that could not be used, `report.html` of what "
    yield "every step did. `aligner corpus verify` checks that nothing is missing or changed.\n"


def as_json(value: Mapping[str, Any]) -> Iterator[str]:
    """One JSON object, and a line end."""
    yield json_text(value, 1) + "\n"


def as_lines(values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    yield from (json_text(value) + "\n" for value in values)


def hash_lines(folder: str, known: Mapping[str, str], others: Iterable[str]) -> Iterator[str]:
    """What `sha256sum --check` reads: the files whose hash is `known`, and others, by name."""
    hashes = dict(known) | {name: sha256_of(Path(folder) / name) for name in others}
    yield from (f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
