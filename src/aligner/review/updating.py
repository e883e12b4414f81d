"""Texts that changed since the project was made: read and aligned again, and what people did carried over.

| what people did | it is carried over |
|---|---|
| locked a segment, or marked it done | where all its sentences are still there: it is not aligned anew |
| edited a sentence | where the file has the sentence as it was, or as it was edited |
| wrote a sentence | where the file has it now, or else a sentence of its segment is still there |
| commented | with the first sentence of the segment that is still there |
| decided on a finding | where it is found again, by fingerprint |

Everything else is told. A text that was read again cannot be undone to what it was: earlier changes of it stay in the log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aligner import formats
from aligner.contracts import Embedder
from aligner.errors import InputError
from aligner.languages import parse_language
from aligner.model import Bitext, Document, Side, Term
from aligner.pipeline import align_documents, check_bitext, embedder_for, settled
from aligner.provenance import digest
from aligner.reading import read_segmented
from aligner.review.carrying import (
    Before,
    Matched,
    as_bead,
    before_update,
    is_kept,
    lost_decisions,
    matched_sentences,
    nulls_apart,
    replace_pair,
    was_touched,
)
from aligner.review.creating import ProjectOptions, add_findings
from aligner.review.database import reading, writing
from aligner.review.decisions import accepted, glossary
from aligner.review.events import Recorder, next_event, now, write_event
from aligner.review.files import opened_path
from aligner.review.findings import forget_changed, store_findings
from aligner.review.importing import Origin
from aligner.review.judging import PROGRAM, PipelineJudge
from aligner.review.project import Project


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a pair: whether it had changed, what was carried over, and lines about what could not be.

    `problem` says why it could not be read again; it is as it was then.
    """

    pair: int
    name: str
    is_changed: bool = False
    kept: int = 0
    lost: tuple[str, ...] = ()
    problem: str | None = None


def update(
    project: Project,
    options: ProjectOptions,
    allowed: Sequence[str] = (),
    report: Callable[[Updated], None] | None = None,
) -> tuple[Updated, ...]:
    """Read every text again that changed, align and check it, and carry over what people did; what became of each pair.

    Texts are read inside the project's folder and the folders in `allowed`. A pair that cannot be read stays as it is, and
    the others go on. `report` is told of each pair when it is done.
    """
    options = _with_rules(project, options, allowed)
    done = []
    for row in project.connection.execute("SELECT id, name, is_pairs FROM pairs ORDER BY id").fetchall():
        try:
            one = _update_pair(project, row, options, allowed)
        except InputError as error:
            one = Updated(row["id"], row["name"], problem=str(error))
        done.append(one)
        if report is not None:
            report(one)
    return tuple(done)


def _with_rules(project: Project, options: ProjectOptions, allowed: Sequence[str]) -> ProjectOptions:
    """The options with the segmentation rules that the project remembers, or else those of the settings, if any."""
    stored = options.pair.segmentation_rules
    path = options.check.splitting_rules if stored is None else opened_path(project.path, stored, allowed)
    return replace(options, pair=replace(options.pair, segmentation_rules=path))


def _update_pair(project: Project, row: sqlite3.Row, options: ProjectOptions, allowed: Sequence[str]) -> Updated:
    connection, pair = project.connection, int(row["id"])
    documents = connection.execute(
        "SELECT side, path, format, digest FROM documents WHERE pair = ? ORDER BY side", (pair,)
    ).fetchall()
    paths = [opened_path(project.path, document["path"], allowed) for document in documents]
    digests = [digest(formats.load_bytes(path)) for path in paths]
    if digests == [document["digest"] for document in documents]:
        return Updated(pair, row["name"])
    with reading(connection):
        before, seen = before_update(connection, pair), next_event(connection)
    forms = (documents[0]["format"], documents[1]["format"])
    read = _read_pairs(paths[0], forms[0], options) if row["is_pairs"] else _read(paths, forms, options)
    texts = zip(Side, _texts(read), strict=True)
    matched = {side: matched_sentences(before.sentences[side], of_side) for side, of_side in texts}
    bitext = read if isinstance(read, Bitext) else _aligned(read, before, matched, options)
    findings = _findings(bitext, options, accepted(connection), glossary(connection))
    origins = tuple(
        Origin(document["path"], told, document["format"]) for document, told in zip(documents, digests, strict=True)
    )
    with writing(connection):
        if was_touched(connection, before, seen):
            raise InputError(row["name"], "somebody changed it while it was read again", "run `review update` again")
        after = replace_pair(connection, pair, bitext, (origins[0], origins[1]), before, matched)
        gone = _gone(connection)
        add_findings(connection, pair, findings)
        store_findings(connection, pair, (), (), across=True)
        forget_changed(connection, after.beads)
        after.lost += lost_decisions(connection, pair, gone)
        recorder = Recorder(connection, next_event(connection), now(), PROGRAM, touched=set(after.beads))
        write_event(recorder, "update", {"pair": pair, "kept": after.kept, "lost": after.lost})
    waiting = project.unjudged(pair)
    if waiting:
        project.judge(pair, waiting, PipelineJudge(_embedder(bitext, options), options.check))
    return Updated(pair, row["name"], is_changed=True, kept=after.kept, lost=tuple(after.lost))


def _aligned(read: tuple[Document, Document], before: Before, matched: Matched, options: ProjectOptions) -> Bitext:
    """The texts aligned, with the beads kept that people are done with or have locked."""
    marked = (bead for bead in before.beads if bead.status == "done" or bead.is_locked)
    locks = [as_bead(bead, before, matched) for bead in marked if is_kept(bead, before, matched)]
    return align_documents(*read, options.pair, locks=nulls_apart(locks))


def _gone(connection: sqlite3.Connection) -> set[int]:
    return {row[0] for row in connection.execute("SELECT id FROM findings WHERE gone = 1").fetchall()}


def _read(
    paths: Sequence[str], forms: tuple[str | None, str | None], options: ProjectOptions
) -> tuple[Document, Document]:
    pair = options.pair
    languages = pair.source_language, pair.target_language
    source, target = (
        read_segmented(
            path, language, form, segmentation_rules=pair.segmentation_rules, pre_segmented=pair.pre_segmented
        )
        for path, language, form in zip(paths, languages, forms, strict=True)
    )
    return source, target


def _read_pairs(path: str, form: str | None, options: ProjectOptions) -> Bitext:
    languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
    return formats.read_bitext(path, *languages, form)


def _texts(read: Bitext | tuple[Document, Document]) -> tuple[list[str], list[str]]:
    source, target = (read.source, read.target) if isinstance(read, Bitext) else read
    return tuple([one.sentence_text(number) for number in range(len(one.sentences))] for one in (source, target))  # type: ignore[return-value]


def _findings(bitext: Bitext, options: ProjectOptions, words: tuple[str, ...], terms: tuple[Term, ...]) -> Any:
    configuration = options.check.configuration
    check = replace(options.check, configuration=replace(configuration, accept=(*configuration.accept, *words)))
    rules = check.rules
    of_files = check.terms(bitext.source.language, bitext.target.language)
    embedder = _embedder(bitext, options)
    return settled(check_bitext(bitext, rules, embedder, (*of_files, *terms)), rules, check).findings


def _embedder(bitext: Bitext, options: ProjectOptions) -> Embedder | None:
    """The model of the project, None where the bundled one does not know the languages."""
    is_known = options.pair.model is not None or {bitext.source.language, bitext.target.language} == {"en", "es"}
    return embedder_for(options.pair) if is_known else None
