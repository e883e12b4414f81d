"""The package as somebody gets it: built, and installed where nothing is but what it says it needs."""

from __future__ import annotations

import email
import importlib.metadata
import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Built:
    """What a build makes."""

    sdist: Path
    wheel: Path
    unpacked: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An sdist of the repository, and a wheel of that sdist: what the sdist lacks, the wheel lacks too."""
    folder = tmp_path_factory.mktemp("built")
    _build("sdist", REPOSITORY, folder)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / sdist.name.removesuffix(".tar.gz")
    _build("wheel", unpacked, folder)
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel, unpacked)


def _build(target: str, root: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=300)


def needed(lines: list[str]) -> Iterator[importlib.metadata.Distribution]:
    """The distributions that these requirements name, and those which they need, without extras nobody asked for."""
    waiting = [(Requirement(line), frozenset({""})) for line in lines]
    seen = set[tuple[str, frozenset[str]]]()
    while waiting:
        requirement, wanted = waiting.pop()
        marker, key = requirement.marker, (requirement.name, frozenset(requirement.extras))
        if key in seen or not (marker is None or any(marker.evaluate({"extra": extra}) for extra in wanted)):
            continue
        seen.add(key)
        distribution = importlib.metadata.distribution(requirement.name)
        yield distribution
        extras = frozenset(requirement.extras or {""})
        waiting += [(Requirement(line), extras) for line in distribution.requires or []]


@pytest.fixture(scope="session")
def bare(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and links to what it needs to run, and nothing more: not even pip."""
    folder = tmp_path_factory.mktemp("bare") / "environment"
    venv.create(folder, with_pip=False, symlinks=True)
    install = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install"]
    options = ["--no-deps", "--no-index", "--no-compile", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *options, str(built.wheel)], check=True, capture_output=True, timeout=120)
    (packages,) = folder.glob("lib/python*/site-packages")
    # Of the wheel, for what is installed here may say what it needed once.
    (metadata,) = packages.glob("aligner-*.dist-info/METADATA")
    said = email.message_from_string(metadata.read_text(encoding="utf-8"))
    for distribution in needed(said.get_all("Requires-Dist", [])):
        for top in {file.parts[0] for file in distribution.files or () if file.parts[0] not in {"..", "__pycache__"}}:
            link = packages / top
            if not link.exists():
                link.symlink_to(Path(str(distribution.locate_file(top))).resolve())
    return folder


@dataclass(frozen=True)
class Done:
    """How a program ended, and what it wrote."""

    status: int
    stdout: str
    stderr: str


@pytest.fixture
def bare_run(bare: Path, tmp_path: Path) -> Callable[..., Done]:
    """Run a program of the bare environment, from a folder that is not the repository."""

    def call(program: str, *arguments: str) -> Done:
        kept = {name: os.environ[name] for name in ("ALIGNER_CACHE",) if name in os.environ}
        environment = {**kept, "PATH": f"{bare / 'bin'}:/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        environment |= {"PYTHONDONTWRITEBYTECODE": "1", "HF_HUB_OFFLINE": "1"}
        command = [str(bare / "bin" / program), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
        return Done(done.returncode, done.stdout, done.stderr)

    return call
