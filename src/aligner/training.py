"""From files of pairs to the folder of a model: reading, training and saving meet here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from aligner.embedding.card import DataFile, Provenance, Score, card, facts
from aligner.embedding.checkpoint import checkpoint_path, refuse_place
from aligner.embedding.recipe import Progress, Recipe, Trained
from aligner.embedding.retrieval import retrieval
from aligner.embedding.saving import as_saved, refuse_foreign, save_model
from aligner.embedding.static import StaticModel
from aligner.embedding.training import train, training_device
from aligner.errors import InputError, OptionError
from aligner.formats import decode, load_bytes
from aligner.formats.parallel import read_parallel
from aligner.languages import language_name, parse_language


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How a model is trained, and what its card says.

    `device`: auto, cpu or cuda. `tests`: files of pairs that the model is tried on at the end, and never trained on.
    `licence` of the model; `notes`: a file of Markdown on the data. `resume`: go on from the checkpoint of a training that
    was interrupted. `command`: what makes the model again, for its card.
    """

    source_language: str = "en"
    target_language: str = "es"
    recipe: Recipe = field(default_factory=Recipe)
    device: str = "auto"
    tests: tuple[str, ...] = ()
    licence: str = "other"
    notes: str | None = None
    resume: bool = False
    command: str = ""


def train_model(
    paths: Sequence[str],
    folder: str,
    options: TrainingOptions | None = None,
    report: Callable[[Progress], None] = lambda _: None,
) -> Trained:
    """Train a static bilingual model on files of pairs, and save it in a folder that sentence-transformers loads.

    `paths`: see `aligner.formats.parallel.read_parallel`. While it lasts there is a checkpoint beside the folder, which is
    left when it is interrupted. `report` is told after every step. Raises `InputError` for a file that cannot be used,
    `OptionError` for what makes no sense, `MissingExtra` without torch.
    """
    options = options or TrainingOptions()
    goal = Path(folder)
    source, target = parse_language(options.source_language), parse_language(options.target_language)
    if source == target:
        raise OptionError(f"source and target are both said to be {language_name(source)}")
    refuse_foreign(goal)
    refuse_place(goal)
    checkpoint = checkpoint_path(goal)
    _require_checkpoint(checkpoint, resume=options.resume)
    training_device(options.device)
    notes = decode(load_bytes(options.notes), options.notes) if options.notes else ""
    tests = [(PurePath(path).name, read_parallel([path], source, target).pairs) for path in options.tests]
    text = read_parallel(paths, source, target)
    kept = {pair for _, of_test in tests for pair in of_test}
    pairs = [pair for pair in text.pairs if pair not in kept]
    trained = train(pairs, options.recipe, report, options.device, checkpoint, resume=options.resume)
    files = [DataFile(PurePath(file.path).name, file.size, file.sha256, file.pairs) for file in text.files]
    scores = _scores(trained, tests)
    provenance = Provenance(goal.resolve().name, (source, target), options.licence, notes, options.command, scores)
    known = facts(trained, options.recipe, files, provenance)
    try:
        save_model(goal, trained.tokenizer, trained.vectors, card(known, provenance), known)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(folder, f"the model cannot be written ({reason})", "make room, go on with --resume") from error
    checkpoint.unlink(missing_ok=True)
    return trained


def _scores(trained: Trained, tests: Sequence[tuple[str, list[tuple[str, str]]]]) -> tuple[Score, ...]:
    """How well the model as it will be read finds the pairs of each file."""
    model = StaticModel(trained.tokenizer, as_saved(trained.vectors), "")
    return tuple(Score(name, len(pairs), retrieval(model, pairs)) for name, pairs in tests)


def _require_checkpoint(path: Path, *, resume: bool) -> None:
    """Raise when there is nothing to go on from, or something that would be lost."""
    if resume and not path.is_file():
        raise InputError(str(path), "there is no checkpoint to go on from", "train without --resume")
    if not resume and path.exists():
        raise InputError(
            str(path), "it is the checkpoint of a training that was interrupted", "go on with --resume, or remove it"
        )
