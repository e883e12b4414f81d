"""What programs say of beads that a reviewer changed: how probable they are, and what the checks find in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from aligner import alignment
from aligner.contracts import Embedder
from aligner.model import Bead, Bitext, Finding, NullEvidence, Report, Side, Term
from aligner.pipeline import CheckOptions, check_bitext, settled
from aligner.review.database import writing
from aligner.review.decisions import accepted, glossary
from aligner.review.events import Recorder, next_event, now, write_event
from aligner.review.findings import PlacedFinding, findings_of_beads, forget_changed, placed, store_findings
from aligner.review.importing import evidence_json
from aligner.review.rebuilding import Rebuilt, rebuilt

# Beads of a pair that is judged as a whole, and how many beside a changed one are looked at in a longer pair.
WHOLE, AROUND = 400, 8
PROGRAM = "aligner"  # the author of judgements
# What can be told of a few beads by themselves. Other rules compare places all over a text.
LOCAL = (
    "ALN101", "ALN102", "ALN104", "ALN107", "UNT201", "UNT203", "UNT204", "UNT205", "NAM402", "NUM", "TRM601", "TRM602",
    "TRM605", "PUN", "FMT", "USR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Some beads of a bitext to be judged, `judged` by their numbers, with what the project accepts.

    `is_whole` tells that the bitext is all of its pair, so that rules may compare places all over it.
    """

    bitext: Bitext
    judged: tuple[int, ...]
    is_whole: bool
    accepted: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What an aligner says of a bead: its probability, or why it is a null."""

    score: float | None
    evidence: NullEvidence | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer: scores of judged beads, and findings of the rules whose codes begin with one of `codes` (None: of all)."""

    scores: Mapping[int, Score] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    codes: tuple[str, ...] | None = None


class Judge(Protocol):
    """Judges beads of a bitext."""

    def __call__(self, question: Question) -> Judgement:
        """The scores and findings of the beads asked for; others may be told too, and are left alone."""
        ...


@dataclass(frozen=True, slots=True)
class PipelineJudge:
    """Judges by aligning the sentences anew among locked neighbours, and by the rules of `aligner check`."""

    embedder: Embedder | None
    options: CheckOptions = field(default_factory=CheckOptions)

    def __call__(self, question: Question) -> Judgement:
        """Scores by the aligner, findings by the rules that can tell."""
        rules = self.options.rules
        if not question.is_whole:
            rules = tuple(rule for rule in rules if rule.code.startswith(LOCAL))
        configuration = self.options.configuration
        options = replace(
            self.options, configuration=replace(configuration, accept=(*configuration.accept, *question.accepted))
        )
        bitext = question.bitext
        terms = (*options.terms(bitext.source.language, bitext.target.language), *question.terms)
        report: Report = settled(check_bitext(bitext, rules, self.embedder, terms), rules, options)
        codes = None if question.is_whole else tuple(rule.code for rule in rules)
        return Judgement(scores_of(bitext, question.judged, self.embedder), report.findings, codes)


def scores_of(bitext: Bitext, judged: Sequence[int], embedder: Embedder | None) -> dict[int, Score]:
    """What the aligner says of beads, all others being locked: nothing without a model.

    A bead that it finds itself has the score it gives. Of any other it is known that it is at most as probable as what
    the beads it finds in its place leave over.
    """
    if embedder is None or not judged:
        return {}
    chosen = set(judged)
    locks = [bead for number, bead in enumerate(bitext.beads) if number not in chosen]
    found = alignment.align(bitext.source, bitext.target, embedder, locks=locks)
    of_sentence: dict[tuple[Side, int], Bead] = {}
    for bead in found:
        of_sentence.update({(Side.SOURCE, number): bead for number in bead.source})
        of_sentence.update({(Side.TARGET, number): bead for number in bead.target})
    return {number: _score(bitext.beads[number], of_sentence) for number in judged}


def _score(bead: Bead, of_sentence: Mapping[tuple[Side, int], Bead]) -> Score:
    places = [(Side.SOURCE, number) for number in bead.source] + [(Side.TARGET, number) for number in bead.target]
    there = [of_sentence[place] for place in places]
    if bead.is_null:
        evidence = there[0].evidence
        return Score(None, None if evidence is None else replace(evidence, nearest=None))
    if all((one.source, one.target) == (bead.source, bead.target) for one in there):
        return Score(there[0].score)
    return Score(max(0.0, min(1.0 - _probability(one) for one in there)))


def _probability(bead: Bead) -> float:
    if bead.score is not None:
        return bead.score
    return bead.evidence.probability if bead.evidence is not None else 0.0


def unjudged(connection: sqlite3.Connection, pair: int) -> tuple[int, ...]:
    """The beads of a pair that were changed and not judged again, in order."""
    rows = connection.execute("SELECT id FROM beads WHERE pair = ? AND judged = 0 ORDER BY place", (pair,))
    return tuple(row[0] for row in rows.fetchall())


def judge_beads(connection: sqlite3.Connection, pair: int, beads: Sequence[int], judge: Judge) -> tuple[int, ...]:
    """Judge beads of a pair and keep what is said; the beads that were kept.

    The work is done outside of any transaction. What somebody changes meanwhile is not judged, and stays to be judged.
    """
    total = connection.execute("SELECT count(*) FROM beads WHERE pair = ?", (pair,)).fetchone()[0]
    is_whole = total <= WHOLE
    chosen = None if is_whole else _with_neighbours(connection, pair, beads)
    connection.execute("BEGIN")
    try:
        built = rebuilt(connection, pair, chosen)
        versions = _versions(connection, built.beads)
        question = Question(
            built.bitext,
            tuple(number for number, bead in enumerate(built.beads) if bead in set(beads)),
            is_whole,
            accepted(connection),
            glossary(connection),
        )
    finally:
        connection.execute("COMMIT")
    said = judge(question) if built.beads else Judgement()
    return store_judgement(connection, pair, built, question, said, versions)


def _with_neighbours(connection: sqlite3.Connection, pair: int, beads: Iterable[int]) -> list[int]:
    found: set[int] = set()
    for bead in beads:
        for sign, order, most in ((">=", "ASC", AROUND + 1), ("<", "DESC", AROUND)):
            rows = connection.execute(
                f"SELECT id FROM beads WHERE pair = ? AND place {sign} (SELECT place FROM beads WHERE id = ?)"  # noqa: S608
                f" ORDER BY place {order} LIMIT ?",
                (pair, bead, most),
            )
            found.update(row[0] for row in rows.fetchall())
    return sorted(found)


def _versions(connection: sqlite3.Connection, beads: Sequence[int]) -> dict[int, int]:
    wanted = set(beads)
    if len(wanted) > 1000:
        rows = connection.execute("SELECT id, version FROM beads")
        return {row[0]: row[1] for row in rows.fetchall() if row[0] in wanted}
    marks = ", ".join("?" * len(wanted))
    rows = connection.execute(f"SELECT id, version FROM beads WHERE id IN ({marks})", tuple(wanted))  # noqa: S608
    return {row[0]: row[1] for row in rows.fetchall()}


def store_judgement(
    connection: sqlite3.Connection, pair: int, built: Rebuilt, question: Question, said: Judgement,
    versions: Mapping[int, int],
) -> tuple[int, ...]:  # fmt: skip
    """Keep scores and findings of the beads that are still of these versions; those beads."""
    with writing(connection):
        current = _versions(connection, built.beads)
        same = {bead for bead in built.beads if current.get(bead) == versions[bead]}
        judged = [built.beads[number] for number in question.judged if built.beads[number] in same]
        scope = same if question.is_whole else set(judged)
        before = _shown(connection, same)
        found = [one for one in placed(said.findings, built.places) if _bead_of(connection, one) in scope]
        replaced = _of_codes(connection, findings_of_beads(connection, scope), said.codes)
        store_findings(connection, pair, found, replaced)
        forget_changed(connection, judged)
        for number in question.judged:
            score = said.scores.get(number)
            if built.beads[number] in same:
                told = (None, None) if score is None else (score.score, evidence_json(score.evidence))
                connection.execute(
                    "UPDATE beads SET score = ?, evidence = ?, cost = NULL, judged = 1 WHERE id = ?",
                    (*told, built.beads[number]),
                )
        after = _shown(connection, same)
        # Findings come and go in beads that nobody changed, too; who shows them has to know.
        others = {bead for bead in same if before.get(bead) != after.get(bead)}
        recorder = Recorder(connection, next_event(connection), now(), PROGRAM, touched={*judged, *others})
        write_event(recorder, "judge", {"beads": len(judged), "whole": question.is_whole})
    return tuple(judged)


def _shown(connection: sqlite3.Connection, beads: Iterable[int]) -> dict[int, list[tuple[object, ...]]]:
    """What is told of findings at each of these beads."""
    rows = connection.execute(
        "SELECT sentences.bead, findings.id, marks.number, marks.sentence, marks.start, marks.end, message, suggestion,"
        " severity FROM sentences JOIN marks ON marks.sentence = sentences.id"
        " JOIN findings ON findings.id = marks.finding AND gone = 0"
        " WHERE sentences.bead IN (SELECT value FROM json_each(?)) ORDER BY findings.id, marks.number",
        (json.dumps(sorted(beads)),),
    )
    shown: dict[int, list[tuple[object, ...]]] = {}
    for row in rows.fetchall():
        shown.setdefault(row[0], []).append(tuple(row)[1:])
    return shown


def _bead_of(connection: sqlite3.Connection, one: PlacedFinding) -> int | None:
    """The bead where a finding begins."""
    row = connection.execute("SELECT bead FROM sentences WHERE id = ?", (one.marks[0][0],)).fetchone()
    return None if row is None else int(row[0])


def _of_codes(connection: sqlite3.Connection, findings: list[int], codes: tuple[str, ...] | None) -> list[int]:
    if codes is None:
        return findings
    kept = []
    for number in findings:
        code = connection.execute("SELECT code FROM findings WHERE id = ?", (number,)).fetchone()[0]
        if code.startswith(codes):
            kept.append(number)
    return kept


__all__ = [
    "Judge", "Judgement", "PipelineJudge", "Question", "Score", "judge_beads", "scores_of", "store_judgement", "unjudged",
]  # fmt: skip
