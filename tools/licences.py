"""What aligner needs to run, libraries of libraries included, and under which licences; none may bind those who use it.

python tools/licences.py prints a table, and fails on a licence that is not allowed, or not told. `make docs` writes the page.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
# As on the oldest Python that is supported, so that the page is the same wherever it is written.
_MACHINE = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_machine": "x86_64",
}
# Licences that let anybody use, change and sell a program of which the library is a part. MPL asks for changes of its own files alone.
_ALLOWED = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "CNRI-Python",
        "ISC",
        "MIT",
        "MPL-2.0",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    ]
)
# What libraries call their licences: SPDX identifiers, lines of their own, classifiers.
_NAMES = (
    (r"apache", "Apache-2.0"),
    (r"mpl|mozilla public", "MPL-2.0"),
    (r"\bbsd[- ]3|3[- ]clause|new bsd|modified bsd", "BSD-3-Clause"),
    (r"\bbsd[- ]2|2[- ]clause", "BSD-2-Clause"),
    (r"\bbsd\b", "BSD"),
    (r"python software foundation|\bpsf\b|python-2\.0", "PSF-2.0"),
    (r"\bisc\b", "ISC"),
    (r"\bmit\b|\bexpat\b", "MIT"),
    (r"0bsd", "0BSD"),
    (r"unlicense", "Unlicense"),
    (r"zlib", "Zlib"),
)
# A sentence that only the text of a licence has.
_SENTENCES = (
    ("Permission is hereby granted, free of charge, to any person obtaining a copy of this software", "MIT"),
    ("Apache License Version 2.0", "Apache-2.0"),
)
_BINDING = re.compile(r"\bA?L?GPL|general public|affero|non-?commercial|\bNC\b|SSPL|BUSL|commons clause", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Library:
    """A library that is installed here; `least` is the oldest release that will do, "" for what others bring."""

    name: str
    version: str
    licence: str
    least: str = ""
    needed_by: tuple[str, ...] = field(default=())

    @property
    def is_allowed(self) -> bool:
        """Whether everybody may use what it is a part of; of licences divided by OR one that may is enough."""
        choices = [re.split(r"\s+AND\s+", choice) for choice in re.split(r"\s+OR\s+", self.licence)]
        return any(all(part.strip("() ") in _ALLOWED for part in choice) for choice in choices)


def direct() -> list[Requirement]:
    """What the project says it needs."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def libraries(requirements: Iterable[Requirement] | None = None) -> list[Library]:
    """Everything that runs with aligner, in the order of names.

    Raises `PackageNotFoundError` for what is not installed here.
    """
    asked = list(direct() if requirements is None else requirements)
    least: dict[str, str] = {canonicalize_name(one.name): _least(one) for one in asked}
    found: dict[str, Distribution] = {}
    needed_by: dict[str, set[str]] = {}
    waiting = [("", one) for one in asked]
    seen = set[tuple[str, str]]()
    while waiting:
        by, requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if by:
            needed_by.setdefault(name, set()).add(by)
        for extra in requirement.extras or {""}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                found[name] = distribution(name)
                waiting += [(name, one) for one in _needs(found[name], extra)]
    return [
        Library(
            name, found[name].version, licence(found[name]), least.get(name, ""), tuple(sorted(needed_by.get(name, ())))
        )
        for name in sorted(found)
    ]


def _needs(found: Distribution, extra: str) -> Iterator[Requirement]:
    for line in found.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({**_MACHINE, "extra": extra}):
            yield requirement


def _least(requirement: Requirement) -> str:
    """The oldest release that a requirement lets in, "" where it names none."""
    return next((one.version for one in requirement.specifier if one.operator in {">=", "=="}), "")


def licence(found: Distribution) -> str:
    """The licence of a library, as SPDX calls it; "binding: …" or "unknown: …" where it is no free one, or cannot be told."""
    metadata = found.metadata
    expression = str(metadata["License-Expression"] or "") if "License-Expression" in metadata else ""
    if expression and not _BINDING.search(expression):
        return expression
    classifiers = [
        line.rpartition(":: ")[2] for line in metadata.get_all("Classifier") or () if line.startswith("License ::")
    ]
    line = str(metadata["License"] or "") if "License" in metadata else ""
    told = [text for text in (expression, *classifiers, line.strip().split("\n")[0]) if text]
    if any(_BINDING.search(text) for text in told):
        return f"binding: {', '.join(told)}"
    named = list(dict.fromkeys(name for text in told for name in _named(text))) or _by_text(found)
    precise = [name for name in named if not (name == "BSD" and any(other.startswith("BSD-") for other in named))]
    return " AND ".join(precise) or f"unknown: {', '.join(told) or 'nothing is told'}"


def _by_text(found: Distribution) -> list[str]:
    """The licence whose text the library brings, where it says no name that is one."""
    files = [file for file in found.files or () if re.match(r"(?i)(licen[cs]e|copying)", file.name)]
    texts = [" ".join(file.read_text(encoding="utf-8").split()) for file in files]
    return [name for sentence, name in _SENTENCES for text in texts if sentence in text]


def _named(line: str) -> list[str]:
    """The licences that a line names."""
    found = [name for pattern, name in _NAMES if re.search(pattern, line, re.IGNORECASE)]
    return [name for name in found if not (name == "BSD" and len(found) > 1)]


def dependencies_page() -> str:
    """The page of the reference. Releases are left out: they differ from one machine to the next."""
    rows = libraries()
    lines = ["# What is installed with it\n", _INTRO, "| library | at least | licence | for |", "|---|---|---|---|"]
    lines += [f"| {row.name} | {row.least} | {row.licence} | {', '.join(row.needed_by)} |" for row in rows]
    return "\n".join(lines) + "\n"


_INTRO = """`pip install aligner` brings these libraries, and no others. All of them may be used, changed and sold by anybody;
`python tools/licences.py` prints which releases are here, and fails where a licence is not of that kind. The word lists
within wordfreq are CC BY-SA 4.0. Extras, such as `aligner[transformers]`, bring what they are named for. `aligner models info`
prints the licence and the data of the bundled model.
"""


def main() -> int:
    """Print what is installed here; 1 where a licence is not allowed."""
    rows = libraries()
    wide = max(len(row.name) for row in rows)
    for row in rows:
        sys.stdout.write(
            f"{row.name:<{wide}}  {row.version:<12}  {row.licence}{'' if row.is_allowed else '  NOT ALLOWED'}\n"
        )
    return int(not all(row.is_allowed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
