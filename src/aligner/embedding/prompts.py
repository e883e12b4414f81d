"""What stands before every text, for models that were trained with something there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

# Names under which models keep the prompt of our task, the nearest first: MTEB's task types (Muennighoff et al. 2023),
# and the names that model families use for likeness of two texts.
_TASKS = ("BitextMining", "bitext_mining", "text-matching", "STS", "sts", "sentence-similarity", "similarity")
_PASSAGES = ("passage", "document", "corpus")
# Wang et al. 2024, Multilingual E5: "query: " before both texts of symmetric tasks; the instruction is their own for
# mining parallel text.
_E5 = "query: "
_E5_INSTRUCT = "Instruct: Retrieve parallel sentences.\nQuery: "
_E5_NAME = re.compile(r"(?:^|[-_.])e5(?:[-_.]|$)", re.IGNORECASE)


def prompt_for(name: str, prompts: Mapping[str, str | None], default_name: str | None = None) -> str:
    """The prompt of both sides of a pair, "" for none.

    `prompts` and `default_name` are the model's own configuration. Its default comes first, then the prompt of a task
    like ours. The prompt of queries is taken where passages have one too: such a model has never seen a bare text.
    Where nothing is configured, e5 models are known by their `name`.

    >>> prompt_for("a-model", {"query": "query: ", "passage": "passage: "})
    'query: '
    >>> prompt_for("a-model", {"query": "Represent this for searching passages: ", "document": ""})
    ''
    >>> prompt_for("intfloat/multilingual-e5-small", {})
    'query: '
    """
    known = {key: text for key, text in prompts.items() if text is not None}
    if default_name is not None and default_name in known:
        return known[default_name]
    for task in _TASKS:
        if task in known:
            return known[task]
    if any(known.get(passage) for passage in _PASSAGES):
        return known.get("query", "")
    if any(known.values()):
        return ""
    last = model_name(name)
    if not _E5_NAME.search(last):
        return ""
    return _E5_INSTRUCT if "instruct" in last.lower() else _E5


def model_name(name: str) -> str:
    """The last part of a hub name or of a folder; of a hub's download, the model's rather than the revision's.

    >>> model_name("hub/models--intfloat--multilingual-e5-small/snapshots/0123abcd")
    'multilingual-e5-small'
    """
    path = Path(name)
    if path.is_dir():
        path = path.resolve()
    if path.parent.name == "snapshots":
        return path.parent.parent.name.rpartition("--")[2]
    return path.name
