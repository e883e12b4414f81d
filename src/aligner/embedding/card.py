"""The model card: what a model was trained on and how well it does, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from aligner.embedding.training import Recipe, Trained
from aligner.provenance import digest
from aligner.version import VERSION


@dataclass(frozen=True, slots=True)
class Provenance:
    """What goes into a card beside the training itself: `licence` of the model, `notes` on the data in Markdown."""

    name: str
    languages: tuple[str, str]
    licence: str
    notes: str


def facts(trained: Trained, recipe: Recipe, files: Sequence[Path], provenance: Provenance) -> dict[str, object]:
    """What `aligner models info` prints, as it stands in the model's aligner.json."""
    return {
        "name": provenance.name,
        "languages": list(provenance.languages),
        "licence": provenance.licence,
        "aligner": VERSION,
        "subwords": trained.tokenizer.get_vocab_size(),
        "dimensions": recipe.dimensions,
        "pairs": trained.pairs,
        "retrieval_held_out": round(trained.precision, 4),
        "recipe": asdict(recipe),
        "data": [{"file": path.name, "sha256_16": digest(path.read_bytes())} for path in files],
    }


def card(known: Mapping[str, object], provenance: Provenance) -> str:
    """The README.md of a model, with the YAML head that model hubs read."""
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
        f"| retrieval of held-out pairs (P@1, both directions) | {known['retrieval_held_out']} |",
        f"| recipe | {', '.join(f'{key} {value}' for key, value in _mapping(known['recipe']).items())} |",
        f"| made with | aligner {known['aligner']} |",
    ]
    return "\n".join([*head, "", *body, "", provenance.notes.strip(), ""])


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
