"""Where a model's files are: a folder, the hub's folder of what was downloaded before, or the hub itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from aligner.errors import ModelError

_SECONDS = 5.0
_REVISION_SHOWN = 8
_ORGANISATION = "sentence-transformers"
# Any model has one of these.
_KNOWN_BY = ("modules.json", "config.json")
# What changes no vector: documents, and weights in the forms of other frameworks.
_DOCUMENTS = frozenset({".md", ".png", ".jpg", ".pdf"})
_OTHER_FRAMEWORKS = frozenset({".h5", ".msgpack", ".ot", ".tflite", ".mlmodel", ".gguf"})
_OTHER_BACKENDS = frozenset({"onnx", "openvino"})


@dataclass(frozen=True, slots=True)
class Origin:
    """A model's files: `place` is a folder, or when `is_remote` a name of the hub at the full `revision`.

    `version` are the first digits of the revision or of the digest of the files.
    """

    place: str
    version: str
    revision: str | None = None
    is_remote: bool = False


def folder_origin(folder: Path, backend: str) -> Origin:
    """A local folder, its version the digest of every file that has a say in the vectors."""
    try:
        return Origin(str(folder), _digest(folder, backend))
    except OSError as error:
        raise ModelError(f"{folder}: cannot be read ({error.strerror}); check the folder's permissions") from error


def downloaded_origin(name: str) -> Origin | None:
    """A model of the hub as it was downloaded before; None when it was not. Asks no network."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for repository in _repositories(name):
        for file in _KNOWN_BY:
            try:
                found = try_to_load_from_cache(repository, file)
            except HFValidationError:  # a name that no model can have
                return None
            if isinstance(found, str):
                folder = Path(found).parent
                return Origin(str(folder), folder.name[:_REVISION_SHOWN], folder.name)
    return None


def hub_origin(name: str) -> Origin:
    """A model on the hub, at its present revision; raises `ModelError` within seconds when there is none, or no network.

    The hub's own client tries again and again for more than a minute; here it is asked once.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import GatedRepoError, HFValidationError, RepositoryNotFoundError

    remedy = "or download the model elsewhere and give its folder: --model PATH/TO/FOLDER"
    for repository in _repositories(name):
        try:
            revision = HfApi().model_info(repository, timeout=_SECONDS).sha
        except GatedRepoError as error:
            raise ModelError(
                f"{name}: the hub gives this model to those only who asked; log in there, {remedy}"
            ) from error
        except RepositoryNotFoundError:
            continue
        except HFValidationError as error:  # a name that no model can have
            raise ModelError(f"{name}: neither a folder nor a name of the hub; check it, {remedy}") from error
        except Exception as error:  # whatever client the hub's library has this year
            reason = str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
            raise ModelError(
                f"{name}: no folder of this name here, and the hub cannot be reached ({reason}); check the network, {remedy}"
            ) from error
        return Origin(repository, (revision or "")[:_REVISION_SHOWN], revision, is_remote=True)
    raise ModelError(f"{name}: neither a folder here nor a model on the hub; check the name, {remedy}")


def _repositories(name: str) -> tuple[str, ...]:
    """The repositories a name may stand for; without an owner it is most often sentence-transformers' own."""
    return (name,) if "/" in name else (f"{_ORGANISATION}/{name}", name)


def _digest(folder: Path, backend: str) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder)
        if _matters(inside, backend):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{inside.as_posix()}\0{content}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()[:_REVISION_SHOWN]


def _matters(inside: Path, backend: str) -> bool:
    if any(part.startswith(".") for part in inside.parts) or inside.suffix.lower() in _DOCUMENTS | _OTHER_FRAMEWORKS:
        return False
    # A model is exported from its torch weights where the form asked for is missing, so that these always matter.
    other = _OTHER_BACKENDS - {backend}
    return inside.parts[0] not in other and inside.suffix.lower().lstrip(".") not in other
