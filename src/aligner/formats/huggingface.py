"""A folder that `datasets.load_dataset` and the Hugging Face Hub read: a dataset card, and JSON lines for each split.

The card (`README.md`) says in its YAML head what the columns are, which file is which split, the languages and the licence,
and below it how the pairs were made. A row has `translation` with a text by each language code, as translation datasets
have it, `score` and `document`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from aligner.contracts import FilePiece, Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import document_of, heading_of, pairs_of
from aligner.languages import language_name
from aligner.model import Bitext
from aligner.version import VERSION

_PAIRS_AT_A_TIME = 1000
# The Hub's word for what others call the development set.
_SPLITS = {"": "train", "dev": "validation", "valid": "validation", "val": "validation"}
_NOT_IN_SPLIT = re.compile(r"\W+")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"))


def write_bitext(bitext: Bitext, name: str) -> Iterator[FilePiece]:
    """The pairs of a bitext as the split `train`, nulls with an empty side."""
    return write_files(pairs_of(bitext), heading_of(bitext), name)


def write_files(pairs: Iterable[Pair], heading: Heading, name: str) -> Iterator[FilePiece]:
    """`name/README.md` and `name/data/SPLIT.jsonl`, the splits by those of the pairs.

    `dev` is called `validation`, as the Hub has it. Raises `InputError` when both languages are one, which leaves a
    pair nothing to be told apart by.
    """
    if heading.source_language == heading.target_language:
        raise InputError(heading.source_path or "-", "both sides are in one language", "write another format")
    yield f"{name}/README.md", ""
    counts: dict[str, int] = {}
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    pairs = iter(pairs)
    while some := list(islice(pairs, _PAIRS_AT_A_TIME)):
        lines: dict[str, list[str]] = {}
        for pair in some:
            split = _split(pair.split)
            lines.setdefault(split, []).append(encode(_row(pair, heading)))
        for split, of_split in lines.items():
            counts[split] = counts.get(split, 0) + len(of_split)
            yield f"{name}/{_file(split)}", "\n".join([*of_split, ""])
    yield f"{name}/README.md", "".join(_card(heading, name, counts))


def _row(pair: Pair, heading: Heading) -> dict[str, object]:
    texts = {heading.source_language: pair.source, heading.target_language: pair.target}
    return {"translation": texts, "score": pair.score, "document": document_of(pair)}


def _split(name: str) -> str:
    return _SPLITS.get(name) or _NOT_IN_SPLIT.sub("_", name)


def _file(split: str) -> str:
    return f"data/{split}.jsonl"


def _card(heading: Heading, name: str, counts: dict[str, int]) -> Iterator[str]:
    source, target = language_name(heading.source_language), language_name(heading.target_language)
    title = f"{name}: {source} and {target}"
    yield "---\n"
    yield from _head(heading, title, counts)
    yield f"---\n\n# {plain(title)}\n\nPairs of {source} and {target} texts that translate each other.\n\n"
    yield "| split | pairs |\n|---|---:|\n"
    yield from (f"| {split} | {count:,} |\n" for split, count in counts.items())
    yield "\n## Columns\n\n"
    yield f"* `translation`: the text in each language, `{heading.source_language}` and `{heading.target_language}`; "
    yield "empty where a sentence has no counterpart\n"
    yield "* `score`: the probability that the two translate each other, from 0 to 1; null where nobody judged\n"
    yield "* `document`: what the pair comes from; empty where that is one text\n\n"
    yield from _origin(heading)
    yield f"## Use\n\n```python\nfrom datasets import load_dataset\n\ndataset = load_dataset({json.dumps(f'./{name}')})\n```\n"


def _head(heading: Heading, title: str, counts: dict[str, int]) -> Iterator[str]:
    """The YAML head: strings as JSON has them, which YAML 1.2 has too."""
    codes = heading.source_language, heading.target_language
    yield f"pretty_name: {json.dumps(title)}\n"
    yield "language:\n" + "".join(f'- "{code}"\n' for code in codes)
    yield from licence_lines(heading.licence)
    yield "task_categories:\n- translation\nmultilinguality:\n- translation\n"
    yield f"size_categories:\n- {size_category(sum(counts.values()))}\n"
    yield "tags:\n- parallel-corpus\n- aligner\n"
    yield "configs:\n- config_name: default\n  data_files:\n"
    yield from (f"  - split: {split}\n    path: {_file(split)}\n" for split in counts)
    yield "dataset_info:\n  features:\n  - name: translation\n    dtype:\n      translation:\n        languages:\n"
    yield from (f'        - "{code}"\n' for code in codes)
    yield "  - name: score\n    dtype: float64\n  - name: document\n    dtype: string\n"


def licence_lines(licence: str) -> Iterator[str]:
    """What the head of a card says of a licence; nothing of an empty one."""
    if not licence:
        return
    if _SPDX.fullmatch(licence):
        yield f"license: {json.dumps(licence.lower())}\n"
    else:
        yield f"license: other\nlicense_name: {json.dumps(licence)}\n"


def _origin(heading: Heading) -> Iterator[str]:
    yield f"## How it was made\n\nBy aligner {VERSION}"
    yield f": `{heading.signature.replace('`', '')}`\n" if heading.signature else "\n"
    paths = [path for path in (heading.source_path, heading.target_path) if path]
    if paths:
        yield f"\nFrom {plain(' and '.join(dict.fromkeys(paths)))}.\n"
    if heading.licence:
        yield f"\nLicence: {plain(heading.licence)}\n"
    yield "\n"


def plain(text: str) -> str:
    """Text as Markdown text: no mark-up, one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))


def size_category(count: int) -> str:
    """The Hub's word for so many rows."""
    return next((name for limit, name in _SIZES if count < limit), "n>10M")
