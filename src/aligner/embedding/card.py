"""The model card: what a model was trained on and how well it does, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aligner.embedding.recipe import Recipe, Trained
from aligner.version import VERSION


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that was trained on: its name, its bytes and their SHA-256, and the pairs it gave."""

    name: str
    size: int
    sha256: str
    pairs: int


@dataclass(frozen=True, slots=True)
class Score:
    """How well the model as it is saved retrieves the `pairs` of a file, none of which was trained on; in [0, 1]."""

    name: str
    pairs: int
    precision: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What goes into a card beside the training itself.

    `licence` of the model, `notes` on the data in Markdown, the `command` that makes the model again, "" for none, and its
    `scores` on other texts.
    """

    name: str
    languages: tuple[str, str]
    licence: str
    notes: str
    command: str = ""
    scores: tuple[Score, ...] = ()


def facts(trained: Trained, recipe: Recipe, files: Sequence[DataFile], provenance: Provenance) -> dict[str, object]:
    """What `aligner models info` prints, as it stands in the model's aligner.json."""
    return {
        "name": provenance.name,
        "languages": list(provenance.languages),
        "licence": provenance.licence,
        "aligner": VERSION,
        "subwords": trained.tokenizer.get_vocab_size(),
        "dimensions": recipe.dimensions,
        "pairs": trained.pairs,
        "pairs_held_out": trained.held_out,
        "retrieval_held_out": round(trained.precision, 4),
        "scores": [
            {"file": score.name, "pairs": score.pairs, "retrieval": round(score.precision, 4)}
            for score in provenance.scores
        ],
        "epoch": trained.epoch,
        "history": [
            {"epoch": epoch.number, "loss": round(epoch.loss, 4), "retrieval_held_out": round(epoch.precision, 4)}
            for epoch in trained.history
        ],
        "recipe": {name: value for name, value in asdict(recipe).items() if value is not None},
        "data": [{"file": file.name, "bytes": file.size, "sha256": file.sha256, "pairs": file.pairs} for file in files],
        "command": provenance.command,
    }


def card(known: Mapping[str, Any], provenance: Provenance) -> str:
    """The README.md of a model, with the YAML head that model hubs read; `known` are its `facts`."""
    first, second = provenance.languages
    head = [
        "---",
        "library_name: sentence-transformers",
        "pipeline_tag: sentence-similarity",
        f"language: [{first}, {second}]",
        f"license: {provenance.licence.lower()}",
        "---",
    ]
    body = [
        f"# {provenance.name}",
        "",
        f"A static bilingual embedding model for {first} and {second}: one vector per subword, a text is the normalised",
        "sum of its subwords' vectors. Made by `aligner models train`; loads in sentence-transformers as it is.",
        "",
        "| | |",
        "|---|---|",
        f"| subwords × dimensions | {known['subwords']:,} × {known['dimensions']}, stored in 8 bits |",
        f"| trained on | {known['pairs']:,} pairs |",
        f"| retrieval of {known['pairs_held_out']:,} held-out pairs (P@1, both directions) | {known['retrieval_held_out']} |",
        f"| recipe | {', '.join(f'{key} {value}' for key, value in known['recipe'].items())} |",
        f"| licence | {provenance.licence} |",
        f"| made with | aligner {known['aligner']} |",
    ]
    notes = [provenance.notes.strip(), ""] if provenance.notes.strip() else []
    return "\n".join([*head, "", *body, "", *_measured(known), *notes, *_made(known)])


def _measured(known: Mapping[str, Any]) -> list[str]:
    """How well the model does on other texts, where it was tried."""
    if not known["scores"]:
        return []
    rows = [(f"{score['file']}, {score['pairs']:,} pairs", score["retrieval"]) for score in known["scores"]]
    return ["## Scores", "", *_table(("retrieval, P@1, both directions averaged", ""), rows), ""]


def _made(known: Mapping[str, Any]) -> list[str]:
    """How the model was made: its files, its epochs, the command."""
    files = [(file["file"], f"{file['bytes']:,}", f"{file['pairs']:,}", file["sha256"]) for file in known["data"]]
    epochs = [
        (
            f"{epoch['epoch']}{' (kept)' * (epoch['epoch'] == known['epoch'])}",
            epoch["loss"],
            epoch["retrieval_held_out"],
        )
        for epoch in known["history"]
    ]
    lines = []
    if files:
        lines += ["## Files", "", *_table(("file", "bytes", "pairs", "SHA-256"), files), ""]
    if epochs:
        lines += ["## Epochs", "", *_table(("epoch", "loss", "held-out P@1"), epochs), ""]
    if known["command"]:
        lines += ["## Command", "", "```text", known["command"], "```", ""]
    return lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    cells = [heads, ["---"] * len(heads), *rows]
    # A bar in the name of a file would be the end of its cell.
    return [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in cells]
