"""A build: from a manifest to a corpus, by whichever engine, with the same bytes however often it is interrupted."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from aligner import pipeline
from aligner.building import card, journal
from aligner.building.jobs import (
    Done,
    Job,
    ShardDone,
    ShardJob,
    UnitDone,
    UnitJob,
    Work,
    contents_of,
    files_of,
    stamps_of,
    unit_path,
)
from aligner.building.journal import Journal
from aligner.building.kept import Kept
from aligner.building.options import BuildOptions, RunOptions
from aligner.building.planning import DATA, Plan, plan_key, planned
from aligner.building.units import UnitDocument, UnitFile
from aligner.contracts import Heading
from aligner.corpus.keys import key_of
from aligner.corpus.manifest import Manifest
from aligner.errors import AlignerError, InputError
from aligner.exporting.collecting import prepared
from aligner.exporting.page import as_page
from aligner.exporting.report import ExportReport, InputCount, OutputCount, as_object
from aligner.exporting.running import told_options
from aligner.formats.writing import write_whole
from aligner.languages import parse_language
from aligner.provenance import digest, signature, source_date
from aligner.version import VERSION

# Documents that are done and kept together: so many are done anew after an interruption, and a journal has a line for them.
DOCUMENTS = 32
# What a change of the form of units makes unreadable.
_FORM = 1
_ENGINES = {"local": "aligner.building.local", "ray": "aligner.building.cluster"}
CORPUS = "corpus.json"


class Progress(Protocol):
    """Told again and again while a corpus is built."""

    def __call__(self, pairs: int, expected: int, message: str, /) -> None:
        """So many pairs of about so many have been read; how things stand."""
        ...


class _Engine(Protocol):
    """Whatever does the jobs of a build, from one list of them to the next; what it has begun ends when it is left."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None: ...
    def results(self, jobs: Sequence[Job], /) -> Iterator[Done]:
        """What becomes of every job, in the order in which they are done."""
        ...


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: documents, how many of them failed, sentences and pairs read, pairs written; the report.

    `is_new` is false where the corpus was there already.
    """

    documents: int
    failures: int
    sentences: int
    read: int
    written: int
    is_new: bool = True
    report: ExportReport | None = None


def build(
    manifest: Manifest,
    folder: str,
    options: BuildOptions | None = None,
    run: RunOptions | None = None,
    progress: Progress | None = None,
) -> Built:
    """Align, check and filter every pair of a manifest, and write what is left into `folder` in files of many pairs.

    A document that cannot be used is told of in `failures.jsonl`, and the rest go on. The bytes depend on the manifest,
    the texts and the `options` alone. When it is interrupted, `run.resumes` goes on; units whose texts have changed since
    are done anew. Raises `InputError` for a folder that cannot be used, `OptionError`, `ModelError`, `MissingExtra`, and
    `AlignerError` where more documents fail than may.
    """
    options, run = options or BuildOptions(), run or RunOptions()
    steps = prepared(options.export)
    key = _key(manifest, options)
    folder = str(Path(folder).absolute())
    if journal.is_complete(folder):
        return _there_already(folder, key, manifest)
    module = importlib.import_module(_ENGINES[run.engine])
    module.require()
    with journal.opened(folder, key, resumes=run.resumes) as kept_journal, ExitStack() as stack:
        engine: _Engine = stack.enter_context(module.Engine(_work(folder, options), run))
        state = _Build(manifest, folder, options, run, key, kept_journal, engine)
        state.do_units(progress)
        with Kept(state.work.work_folder, state.units) as kept:
            plan = planned(kept, [pair.name for pair in manifest.pairs], steps, options, state.heading())
            if not plan.pairs:
                told = ", ".join(f"{step.name} {step.dropped:,}" for step in plan.steps if step.dropped)
                reason = f"no pair is left of {sum(one.read for one in plan.documents):,}{f' ({told})' if told else ''}"
                raise InputError(manifest.path, reason, f"see {folder}/failures.jsonl, or filter less")
            shards = state.do_shards(plan, progress)
            stack.close()
            built = state.finish(plan, shards)
    journal.forget(folder)
    return built


def _key(manifest: Manifest, options: BuildOptions) -> str:
    """What a corpus depends on beside the texts."""
    rules = () if options.check is None else options.check.rules
    told = [f"{rule.code} {rule.documentation}" for rule in rules]
    glossaries = () if options.check is None else options.check.glossaries
    contents = [digest(Path(path).read_bytes()) for path in glossaries if Path(path).is_file()]
    model = pipeline.embedder_for(options.pair).signature
    pairs = [(pair.source, pair.target, pair.name) for pair in manifest.pairs]
    date = source_date()
    return key_of(VERSION, _FORM, model, options, told, contents, pairs, DOCUMENTS, date.isoformat() if date else None)


def _there_already(folder: str, key: str, manifest: Manifest) -> Built:
    """The corpus that is there, when it is the one that is asked for; raises `InputError` when it is another."""
    from aligner.building.verifying import read_corpus, read_documents

    said = read_corpus(folder)
    if said.get("key") != key:
        problem = "it has a corpus of another manifest, other options or another version"
        raise InputError(folder, problem, "give another folder")
    journal.forget(folder)
    for pair, files in zip(manifest.pairs, read_documents(folder), strict=True):
        if files != files_of(contents_of(pair)):
            problem = f"its corpus is of another {pair.source} or {pair.target} than there is now"
            raise InputError(folder, problem, "give another folder, or remove it")
    return Built(
        said["documents"], said["failures"], said["sentences"], said["read"], said["written"], is_new=False
    )  # fmt: skip


def _work(folder: str, options: BuildOptions) -> Work:
    """What workers are told."""
    inner = Path(folder) / journal.WORK
    return Work(options, folder, str(inner), str(inner / "names.txt"))


@dataclass(slots=True)
class _Build:
    """A build under way."""

    manifest: Manifest
    folder: str
    options: BuildOptions
    run: RunOptions
    key: str
    journal: Journal
    engine: _Engine

    @property
    def work(self) -> Work:
        """What workers are told."""
        return _work(self.folder, self.options)

    @property
    def units(self) -> list[UnitDone]:
        """The units in their order."""
        return [self.journal.units[number] for number in sorted(self.journal.units)]

    def do_units(self, progress: Progress | None) -> None:
        """Have every unit done that is not."""
        work = self.work
        numbered = tuple(enumerate(self.manifest.pairs))
        firsts = range(0, len(numbered), DOCUMENTS)
        every = [UnitJob(number, numbered[first : first + DOCUMENTS]) for number, first in enumerate(firsts)]
        jobs = [job for job in every if not self._is_done(job)]
        for number in {job.number // 1000 for job in jobs}:
            Path(unit_path(work.work_folder, number * 1000)).parent.mkdir(parents=True, exist_ok=True)
        write_whole(work.names_path, ["\n".join(pair.name for pair in self.manifest.pairs)])
        count = len(self.manifest.pairs)
        before = {job.number for job in jobs}
        done = [unit for unit in self.units if unit.number not in before]
        documents = sum(len(job.documents) for job in every if job.number not in before)
        pairs, failures = sum(unit.pairs for unit in done), sum(unit.failures for unit in done)
        self._refuse_failures(failures)
        for one in self.engine.results(jobs) if jobs else ():
            assert isinstance(one, UnitDone)
            self.journal.add_unit(one)
            documents += len(every[one.number].documents)
            pairs += one.pairs
            failures += one.failures
            self._refuse_failures(failures)
            if progress is not None:
                failed = f", {failures:,} failed" if failures else ""
                progress(pairs, round(pairs * count / documents), f"{documents:,} of {count:,} documents{failed}")

    def _is_done(self, job: UnitJob) -> bool:
        """Whether a unit is finished, its file whole, and its texts what they were."""
        done = self.journal.units.get(job.number)
        if done is None:
            return False
        path = Path(unit_path(self.work.work_folder, job.number))
        try:
            if card.sha256_of(path) != done.sha256:
                return False
        except OSError:
            return False
        if done.stamps == stamps_of(pair for _, pair in job.documents):
            return True
        # Another time of change need not be another text.
        files = [one.files for one in UnitFile(str(path)).documents]
        return files == [files_of(contents_of(pair)) for _, pair in job.documents]

    def _refuse_failures(self, failures: int) -> None:
        most = self.run.most_failures
        if most is None or failures <= most:
            return
        self._write("failures.jsonl", card.as_lines(self._failures(self._documents_done())))
        raise AlignerError(
            f"{failures:,} of the documents could not be used, more than --max-failures {most:,}; see {self.folder}/failures.jsonl, "
            "mend them or allow more, and go on with --resume"
        )

    def _documents_done(self) -> Iterator[UnitDocument]:
        for unit in self.units:
            yield from UnitFile(unit_path(self.work.work_folder, unit.number)).documents

    def do_shards(self, plan: Plan, progress: Progress | None) -> list[ShardDone]:
        """Have every file of the corpus written that is not."""
        of_plan = plan_key(self.key, self.units)
        jobs = [job for job in plan.shards if not self._is_written(of_plan, job)]
        written = sum(done.pairs for (key, _), done in self.journal.shards.items() if key == of_plan)
        for one in self.engine.results(jobs) if jobs else ():
            assert isinstance(one, ShardDone)
            self.journal.add_shard(of_plan, one)
            written += one.pairs
            if progress is not None:
                progress(written, plan.pairs, "written")
        return [self.journal.shards[of_plan, job.name] for job in plan.shards]

    def _is_written(self, of_plan: str, job: ShardJob) -> bool:
        done = self.journal.shards.get((of_plan, job.name))
        path = Path(self.folder) / job.name
        return done is not None and path.is_file() and card.sha256_of(path) == done.sha256

    def heading(self) -> Heading:
        """What every file of the corpus says of itself."""
        pair = self.options.pair
        languages = parse_language(pair.source_language), parse_language(pair.target_language)
        return Heading(*languages, signature=self._signature(), licence=self.options.licence, date=source_date())

    def _signature(self) -> str:
        options = self.options
        parts = told_options(options.export)
        hashes = (sha256 for document in self._documents_done() for _, _, sha256 in document.files)
        parts["inputs"] = digest(" ".join(hashes).encode())
        parts["model"] = pipeline.embedder_for(options.pair).signature
        parts |= options.pair.alignment.as_parts()
        if options.check is not None:
            parts["rules"] = digest(",".join(rule.code for rule in options.check.rules).encode())
        if options.licence:
            parts["licence"] = options.licence.replace("|", "/")
        return signature(parts)

    def finish(self, plan: Plan, shards: Sequence[ShardDone]) -> Built:
        """Write what tells of the corpus, the hashes last: a corpus that has them is whole."""
        heading = self.heading()
        failures = [document for document in plan.documents if document.problem is not None]
        read = sum(one.read for one in plan.documents)
        sentences = sum(one.sentences for one in plan.documents)
        outputs = tuple(OutputCount(one.name, one.part, one.pairs) for one in shards)
        languages = heading.source_language, heading.target_language
        told = tuple(told_options(self.options.export).items())
        whole = (InputCount(Path(self.manifest.path).name, (), read, plan.pairs),)
        report = ExportReport(heading.signature, told, languages, self.options.licence, whole, plan.steps, outputs)
        counts: dict[str, int] = {}
        for one in shards:
            counts[one.part] = counts.get(one.part, 0) + one.pairs
        documents = len(plan.documents) - len(failures)
        about = _about(report, shards, counts) | {
            "key": self.key, "documents": documents, "failures": len(failures), "sentences": sentences,
            "format": self.options.format_name,
        }  # fmt: skip
        written = {
            "documents.jsonl": card.as_lines(self._told_documents(plan)),
            "failures.jsonl": card.as_lines(self._failures(failures)),
            "report.json": card.as_json(as_object(report)),
            "report.html": as_page(report, "aligner corpus build"),
            "README.md": card.card(report, counts, documents, len(failures), self.options.format_name),
            CORPUS: card.as_json(about),
        }
        for name, pieces in written.items():
            self._write(name, pieces)
        self._remove_others({one.name for one in shards})
        known = {one.name: one.sha256 for one in shards}
        self._write(journal.COMPLETE, card.hash_lines(self.folder, known, written))
        return Built(documents, len(failures), sentences, read, plan.pairs, report=report)

    def _remove_others(self, names: set[str]) -> None:
        """Take away files of a plan that is no longer followed, because texts changed."""
        for path in (Path(self.folder) / DATA).iterdir():
            if f"{DATA}/{path.name}" not in names:
                path.unlink()

    def _write(self, name: str, pieces: Iterable[str]) -> None:
        write_whole(str(Path(self.folder) / name), pieces)

    def _told_documents(self, plan: Plan) -> Iterator[dict[str, object]]:
        for document, written in zip(plan.documents, plan.written, strict=True):
            yield {
                "name": self.manifest.pairs[document.number].name,
                "files": [{"path": path, "bytes": size, "sha256": sha256} for path, size, sha256 in document.files],
                "sentences": document.sentences,
                "pairs": document.read,
                "written": written,
            }

    def _failures(self, documents: Iterable[UnitDocument]) -> Iterator[dict[str, object]]:
        for document in documents:
            if document.problem is not None:
                pair = self.manifest.pairs[document.number]
                yield {
                    "name": pair.name, "line": pair.line, "source": pair.source, "target": pair.target,
                    "reason": document.problem,
                }  # fmt: skip


def _about(report: ExportReport, shards: Sequence[ShardDone], counts: dict[str, int]) -> dict[str, object]:
    findings: dict[str, int] = {}
    for shard in shards:
        for code, count in shard.findings:
            findings[code] = findings.get(code, 0) + count
    return {
        "tool": "aligner",
        "version": VERSION,
        "signature": report.signature,
        "languages": {"source": report.languages[0], "target": report.languages[1]},
        "licence": report.licence or None,
        "read": report.read,
        "written": report.written,
        "parts": {name or "all": count for name, count in counts.items()},
        "findings": dict(sorted(findings.items())),
        "shards": [{"path": one.name, "pairs": one.pairs, "bytes": one.size, "sha256": one.sha256} for one in shards],
    }
