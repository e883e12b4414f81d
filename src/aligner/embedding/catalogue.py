"""Which models there are on this machine, what is known of one, and a copy of the bundled one."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aligner.embedding import BUNDLED
from aligner.embedding.hub import Origin, downloaded_origin, folder_origin
from aligner.embedding.prompts import model_name
from aligner.embedding.static import StaticModel, is_static
from aligner.errors import ModelError, OptionError

BUNDLED_FOLDER = Path(__file__).parent / "models" / BUNDLED
_FACTS, _CARD, _MODULES = "aligner.json", "README.md", "modules.json"
# Where modules of sentence-transformers and configurations of transformers tell the length of a vector.
_DIMENSIONS = ("out_features", "embedding_dimension", "word_embedding_dimension", "hidden_size", "dim", "d_model")
_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"[\s:|-]+")


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that is on this machine: the name for `--model`, "bundled" or "downloaded", its folder, its bytes."""

    name: str
    origin: str
    folder: Path
    size: int


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model's files tell of it; None and empty for what they do not.

    `size` is in bytes. `scores`: what was measured, and the figure. `data`: rows on what it was trained on, by the
    headings of their table. `recipe`: the settings of its training.
    """

    name: str
    kind: str
    signature: str
    folder: Path
    size: int
    languages: tuple[str, ...] = ()
    licence: str | None = None
    dimensions: int | None = None
    subwords: int | None = None
    pairs: int | None = None
    scores: Mapping[str, str] = field(default_factory=dict)
    data: tuple[Mapping[str, str], ...] = ()
    recipe: Mapping[str, object] = field(default_factory=dict)


def known_models() -> tuple[KnownModel, ...]:
    """The bundled model, then those of sentence-transformers that were downloaded before, by name. Asks no network."""
    bundled = KnownModel(BUNDLED, "bundled", BUNDLED_FOLDER, _size(BUNDLED_FOLDER))
    return (bundled, *_downloaded())


def _downloaded() -> Iterator[KnownModel]:
    from huggingface_hub.constants import HF_HUB_CACHE

    for repository in sorted(Path(HF_HUB_CACHE).glob("models--*")):
        name = repository.name.removeprefix("models--").replace("--", "/")
        origin = downloaded_origin(name)
        if origin is not None and (Path(origin.place) / _MODULES).is_file():
            yield KnownModel(name, "downloaded", Path(origin.place), _size(Path(origin.place)))


def model_facts(name: str | None = None) -> ModelFacts:
    """What is known of a model: None or "en-es" is the bundled one, else a folder, or a name that was downloaded before.

    Raises `ModelError` when there is no such model here, or it is broken.
    """
    if name is not None and not name.strip():
        raise ModelError("the name of the model is empty; give a folder, or a sentence-transformers name")
    folder = BUNDLED_FOLDER if name in (None, BUNDLED) else Path(str(name))
    if folder.is_dir():
        if is_static(folder):
            return _static_facts(folder)
        if not any((folder / file).is_file() for file in (_MODULES, "config.json")):
            raise ModelError(f"{name}: no model in this folder; give the folder of a sentence-transformers model")
        return _other_facts(model_name(str(folder)), folder_origin(folder, "torch"))
    origin = None if folder.exists() or str(name).startswith((".", "/")) else downloaded_origin(str(name))
    if origin is None:
        raise ModelError(f"{name}: no such model on this machine; `aligner models list` tells those there are")
    return _other_facts(str(name), origin)


def _static_facts(folder: Path) -> ModelFacts:
    model = StaticModel.load(folder)
    told, card = _json_of(folder / _FACTS), _card_of(folder)
    scores = {}
    if isinstance(told.get("retrieval_held_out"), float):
        scores["held-out pairs"] = str(told["retrieval_held_out"])
    for row in card.tables.get("scores", ()):
        what, *figures = row.items()
        scores |= {
            ", ".join(filter(None, (what[1], heading * (len(figures) > 1)))): value for heading, value in figures
        }
    languages, licence, recipe = told.get("languages"), told.get("licence"), told.get("recipe")
    return ModelFacts(
        name=model.signature.rpartition("@")[0],
        kind="static",
        signature=model.signature,
        folder=folder,
        size=_size(folder),
        languages=tuple(map(str, languages)) if isinstance(languages, list) else card.languages,
        licence=str(licence) if licence else card.licence,
        dimensions=model.dimensions,
        subwords=model.subwords,
        pairs=_number(told.get("pairs")),
        scores=scores,
        data=card.tables.get("data", ()) or _files(told.get("data")),
        recipe=recipe if isinstance(recipe, dict) else {},
    )


def _other_facts(name: str, origin: Origin) -> ModelFacts:
    folder = Path(origin.place)
    card = _card_of(folder)
    signature = f"{name}@{origin.version}"
    return ModelFacts(
        name,
        "sentence-transformers",
        signature,
        folder,
        _size(folder),
        card.languages,
        card.licence,
        _other_dimensions(folder),
        _number(_json_of(folder / "config.json").get("vocab_size")),
    )


def _other_dimensions(folder: Path) -> int | None:
    """Length of a vector as the last module that tells it has it."""
    paths = [folder / "config.json"]
    try:
        modules = json.loads((folder / _MODULES).read_text("utf-8"))
        paths += [folder / str(module["path"]) / "config.json" for module in modules]
    except (OSError, ValueError, TypeError, KeyError):
        pass  # a transformers model without modules
    found = None
    for path in paths:
        told = _json_of(path)
        found = next((number for name in _DIMENSIONS if (number := _number(told.get(name)))), found)
    return found


@dataclass(frozen=True, slots=True)
class _Card:
    """A model's README: what its YAML head says, and the tables under its headings in lower case."""

    languages: tuple[str, ...]
    licence: str | None
    tables: Mapping[str, tuple[Mapping[str, str], ...]]


def _card_of(folder: Path) -> _Card:
    try:
        text = (folder / _CARD).read_text("utf-8", errors="replace")
    except OSError:
        return _Card((), None, {})
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    head = parts[1] if len(parts) == 3 and not parts[0].strip() else ""
    sections = re.split(r"^#+\s+(.*?)\s*$", text, flags=re.MULTILINE)[1:]
    tables = {title.lower(): _table(body) for title, body in zip(sections[::2], sections[1::2], strict=True)}
    licence = re.search(r"^license:\s*(\S+)\s*$", head, re.MULTILINE)
    return _Card(_head_list(head, "language"), licence[1] if licence else None, tables)


def _head_list(head: str, key: str) -> tuple[str, ...]:
    """The values of a key in the simple YAML of model cards: one value, [a, b], or lines that begin with dashes."""
    found = re.search(rf"^{key}:[ \t]*(.*)\n((?:[ \t]*-.*\n)*)", head, re.MULTILINE)
    if found is None:
        return ()
    values = found[1].strip("[] ").split(",") if found[1].strip() else found[2].replace("-", " ").split("\n")
    return tuple(value.strip(" \"'") for value in values if value.strip(" \"'"))


def _table(body: str) -> tuple[Mapping[str, str], ...]:
    """The rows of the first Markdown table of a section, by its headings."""
    rows: list[list[str]] = []
    for line in body.splitlines():
        row = _ROW.fullmatch(line)
        if row is None:
            if rows:
                break
        elif not _RULE.fullmatch(line):
            rows.append([cell.strip().strip("`*") for cell in row[1].split("|")])
    return tuple(dict(zip(rows[0], row, strict=False)) for row in rows[1:]) if rows else ()


def _files(data: object) -> tuple[Mapping[str, str], ...]:
    rows = data if isinstance(data, list) else []
    return tuple({str(key): str(value) for key, value in row.items()} for row in rows if isinstance(row, dict))


def export_model(folder: Path) -> None:
    """Copy the bundled model into a folder, whole or not at all; sentence-transformers loads it from there.

    An earlier copy is replaced. Raises `OptionError` when anything else is there, or the folder cannot be made.
    """
    if folder.exists() and not _is_free(folder):
        raise OptionError(f"{folder}: exists and holds something else; give a new folder")
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as room:
            made = Path(room) / "new"
            shutil.copytree(BUNDLED_FOLDER, made, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            if folder.exists():
                folder.rename(Path(room) / "old")
            made.rename(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(f"{folder}: cannot be written ({reason}); give a folder elsewhere") from error


def _is_free(folder: Path) -> bool:
    """Whether it is an empty folder, or an earlier copy with nothing else in it."""
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    ours = {path.name for path in BUNDLED_FOLDER.iterdir()}
    return not names or (names <= ours and _json_of(folder / _FACTS).get("name") == BUNDLED)


def _json_of(path: Path) -> dict[str, object]:
    """The object in a JSON file; empty when there is none."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
