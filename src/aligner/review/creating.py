"""New projects: texts aligned and checked, then written as one file, whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aligner import formats
from aligner.configuration import Configuration
from aligner.corpus import Checked, ManyOptions, Task, check_many, listed, paired, read_manifest
from aligner.errors import InputError, OptionError
from aligner.model import Finding, Report, Side
from aligner.pipeline import CheckOptions, PairOptions
from aligner.provenance import digest
from aligner.review import database
from aligner.review.events import Recorder, now, write_event
from aligner.review.files import stored_path
from aligner.review.findings import Place, placed, store_findings
from aligner.review.importing import Origin, add_pair
from aligner.review.judging import PROGRAM


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """How the texts of a project are read, aligned and checked."""

    pair: PairOptions = field(default_factory=PairOptions)
    check: CheckOptions = field(default_factory=CheckOptions)
    workers: int = 1

    def settings(self) -> dict[str, object]:
        """What a project remembers of it; settings of the folder are read again each time.

        The path of segmentation rules is written as those of texts are, from the folder of the project.
        """
        pair, check = self.pair, self.check
        return {
            "source_language": pair.source_language,
            "target_language": pair.target_language,
            "model": pair.model,
            "pre_segmented": pair.pre_segmented,
            "segmentation_rules": pair.segmentation_rules,
            "select": list(check.select),
            "ignore": list(check.ignore),
            "extend_select": list(check.extend_select),
            "extend_ignore": list(check.extend_ignore),
        }


def project_options(settings: dict[str, object], configuration: Configuration) -> ProjectOptions:
    """The options that a project remembers, in a folder with these settings; raises `OptionError` for what is none."""
    name = (str, type(None))
    kinds = {
        "source_language": str,
        "target_language": str,
        "model": name,
        "pre_segmented": bool,
        "segmentation_rules": name,
    }
    lists = ("select", "ignore", "extend_select", "extend_ignore")
    known = {**ProjectOptions().settings(), **settings}
    is_right = all(isinstance(known[name], kind) for name, kind in kinds.items())  # type: ignore[arg-type]
    chosen = {name: known[name] for name in lists}
    if not is_right or not all(
        isinstance(some, list) and all(isinstance(one, str) for one in some) for some in chosen.values()
    ):
        raise OptionError("the settings of the project were not written by aligner; make it anew")
    pair = PairOptions(
        str(known["source_language"]),
        str(known["target_language"]),
        model=None if known["model"] is None else str(known["model"]),
        pre_segmented=bool(known["pre_segmented"]),
        segmentation_rules=None if known["segmentation_rules"] is None else str(known["segmentation_rules"]),
    )
    select, ignore, more, less = (tuple(some) for some in chosen.values() if isinstance(some, list))
    return ProjectOptions(pair, CheckOptions(select, ignore, more, less, configuration))


@dataclass(frozen=True, slots=True)
class Created:
    """What became of a new project: how many pairs, beads and findings it has, and lines about what was left out."""

    pairs: int
    beads: int
    findings: int
    left_out: tuple[str, ...] = ()


def tasks_of(paths: Sequence[str], pair: PairOptions, manifest: str | None = None) -> tuple[list[Task], list[str]]:
    """What is reviewed together, and what is left out and why.

    Two files are source and target, one is a file of pairs; in folders, and among more files, pairs are found by their
    names. A `manifest` is a table of pairs. Raises `InputError` and `OptionError` for what cannot be reviewed.
    """
    if manifest is not None:
        if paths:
            raise OptionError("give a manifest or texts, not both")
        return [Task(one.target, one.source) for one in read_manifest(manifest).pairs], []
    if "-" in paths:
        raise OptionError("a project needs files, and standard input is none")
    folders = any(Path(path).is_dir() for path in paths)
    if len(paths) == 2 and not folders and not any(formats.is_bitext(path) for path in paths):
        return [Task(paths[1], paths[0], format_name=pair.source_format)], []
    if len(paths) == 1 and not folders:
        if not formats.is_bitext(paths[0], pair.source_format):
            raise InputError(paths[0], "it is one text", "give its other language version too, or a file of pairs")
        return [Task(paths[0], is_bitext=True, format_name=pair.source_format)], []
    pairing = paired(listed(paths), pair.source_language, pair.target_language)
    tasks = [task for task in pairing.tasks if task.source is not None or task.is_bitext]
    left = [f"{task.target}: it has no other language version" for task in pairing.tasks if task not in tasks]
    left += [f"{one.path}: {one.reason}" for one in pairing.skipped]
    if not tasks:
        raise InputError(
            paths[0], "there are no two versions of a text in it", "name them x.en.txt and x.es.txt, or give two files"
        )
    return tasks, left


def new_project(
    path: str,
    tasks: Sequence[Task],
    options: ProjectOptions | None = None,
    report: Callable[[Checked], None] | None = None,
    left_out: Sequence[str] = (),
) -> Created:
    """Align and check the texts of `tasks` and write them as a project; `report` is told of each when it is done.

    Raises `InputError` when there is such a file already, when it cannot be written, and when no text can be used.
    """
    options = options or ProjectOptions()
    if os.path.lexists(path):
        raise InputError(
            path, "there is such a file already", "give another name, or bring it up to date with `review update`"
        )
    digests = {text: _digest(text) for task in tasks for text in task.paths}
    many = ManyOptions(options.pair, options.check, options.workers)
    found, checked = check_many(tasks, many, report)
    ready: list[tuple[Task, Report, Report]] = []
    left = list(left_out)
    at = 0
    for one in checked:
        reports = found.reports[at : at + len(one.reports)]
        at += len(one.reports)
        both = zip(one.reports, reports, strict=True)
        ready += [(one.task, alone, made) for alone, made in both if made.bitext is not None]
        left += [problem for problem in (*one.problems, one.remark) if problem]
    if not ready:
        raise InputError(path, left[0] if left else "there is nothing to review", "mend it, or give other texts")
    with _new_file(path) as temporary:
        return _write(temporary, path, ready, options, digests, tuple(left))


def _digest(path: str) -> str | None:
    """The digest of a file; None for one that cannot be read, which is told when it is checked."""
    try:
        return digest(formats.load_bytes(path))
    except InputError:
        return None


@contextlib.contextmanager
def _new_file(path: str) -> Iterator[str]:
    """A name beside `path` for a file that gets this name when all went well, and goes when it did not."""
    real = Path(path)
    temporary = real.with_name(f".{real.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        yield str(temporary)
        try:
            os.link(temporary, real)
        except FileExistsError as error:
            raise InputError(path, "somebody else has made it meanwhile", "give another name") from error
        except OSError:  # a file system without links
            temporary.rename(real)
    finally:
        for ending in ("", "-wal", "-shm"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _write(
    temporary: str,
    path: str,
    ready: Sequence[tuple[Task, Report, Report]],
    options: ProjectOptions,
    digests: dict[str, str | None],
    left: tuple[str, ...],
) -> Created:
    beads = findings = 0
    with contextlib.closing(database.create(temporary)) as connection, database.writing(connection):
        settings = options.settings()
        if options.pair.segmentation_rules is not None:
            settings["segmentation_rules"] = stored_path(path, options.pair.segmentation_rules)
        rows = [(name, json.dumps(value)) for name, value in settings.items()]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
        for task, alone, made in ready:
            assert made.bitext is not None
            bitext = made.bitext
            source, target = (
                Origin(stored_path(path, text), digests[text] or "", task.format_name)
                for text in (task.paths if len(task.paths) == 2 else task.paths * 2)
            )
            name = source.path if bitext.is_pairs else f"{source.path} + {target.path}"
            pair = add_pair(connection, name, bitext, (source, target), 1)
            findings += add_findings(connection, pair, alone.findings)
            known = set(alone.findings)
            compared = [finding for finding in made.findings if finding not in known]
            findings += add_findings(connection, pair, compared, across=True)
            beads += len(bitext.beads)
        recorder = Recorder(connection, 1, now(), PROGRAM)
        write_event(recorder, "new", {"pairs": len(ready)})
    return Created(len(ready), beads, findings, left)


def add_findings(
    connection: sqlite3.Connection, pair: int, findings: Sequence[Finding], *, across: bool = False
) -> int:
    """Put the findings of a pair that was just added or read again in their places; how many have one."""
    places = {}
    for side in Side:
        rows = connection.execute(
            "SELECT sentences.id, start, end FROM sentences JOIN documents ON documents.id = sentences.document"
            " WHERE documents.pair = ? AND documents.side = ? AND start IS NOT NULL ORDER BY place",
            (pair, side.value),
        ).fetchall()
        places[side] = tuple(Place(*row) for row in rows)
    found = placed(findings, places)
    present = connection.execute("SELECT id FROM findings WHERE pair = ? AND gone = 0", (pair,)).fetchall()
    store_findings(connection, pair, found, [row[0] for row in present], across=across)
    return len(found)


__all__ = ["Created", "ProjectOptions", "add_findings", "new_project", "project_options", "tasks_of"]
