"""The work of a build, the same whoever does it: a unit of documents, or a shard of the corpus."""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np

from aligner import pipeline
from aligner.building.options import BuildOptions
from aligner.building.units import Record, UnitContent, UnitDocument, UnitFile, origin_of, record_of, write_unit
from aligner.checks import Rule
from aligner.contracts import Heading, Pair
from aligner.corpus.manifest import ManifestPair
from aligner.errors import AlignerError, InputError, MissingExtra, ModelError, OptionError
from aligner.exporting.candidates import Candidate
from aligner.exporting.collecting import Ready, judged, prepared
from aligner.exporting.keys import KEYS
from aligner.exporting.near import shingled, signatures
from aligner.exporting.reading import faults, input_file
from aligner.exporting.report import Tally
from aligner.formats import load_bytes
from aligner.formats.table import named_format
from aligner.formats.writing import write_whole
from aligner.model import Bitext, Document, Side

_Found = TypeVar("_Found")

# Path, bytes and SHA-256 of the files of a pair.
Files: TypeAlias = tuple[tuple[str, int, str], ...]
_SUFFIX = ".unit"
_SHORT = 200  # sentences of a text that is aligned together with others
_SHOWN = 300  # characters of an error that nobody foresaw
# Told before each document, so that whoever watches knows which one a process died of; its number in the manifest.
At: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class UnitJob:
    """Documents to read, align, check and filter into the file of unit `number`.

    `documents` are numbers in the manifest and what it says there. `given_up` are numbers of documents that are not touched
    again, and why.
    """

    number: int
    documents: tuple[tuple[int, ManifestPair], ...]
    given_up: tuple[tuple[int, str], ...] = ()

    def without(self, document: int, reason: str) -> UnitJob:
        """The same job, a document given up."""
        return replace(self, given_up=(*self.given_up, (document, reason)))


@dataclass(frozen=True, slots=True)
class UnitDone:
    """A unit whose file is there: its SHA-256, and how many pairs and sentences were read, documents failed.

    `stamps` are size and time of change of its texts (nanoseconds) as they were before they were read, (-1, -1) of one that is
    not there.
    """

    number: int
    sha256: str
    pairs: int
    kept: int
    sentences: int
    failures: int
    stamps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ShardJob:
    """A file of the corpus, `name` in its folder: of each unit the places of pairs that go into it, in order."""

    name: str
    part: str
    places: tuple[tuple[int, bytes], ...]  # int64, as bytes
    heading: Heading


@dataclass(frozen=True, slots=True)
class ShardDone:
    """A file of the corpus that is there: pairs, bytes, SHA-256, and in how many pairs each rule found something."""

    name: str
    part: str
    pairs: int
    size: int
    sha256: str
    findings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """No job, but time to load what later ones need."""


Job: TypeAlias = UnitJob | ShardJob
Done: TypeAlias = UnitDone | ShardDone


def unit_path(folder: str, number: int) -> str:
    """Where the file of a unit lies in the folder of work; a thousand in one folder."""
    return str(Path(folder) / "units" / f"{number // 1000:03}" / f"{number:06}{_SUFFIX}")


@dataclass(slots=True)
class Work:
    """The work of one build, in one process: `folder` is that of the corpus, `work_folder` of what is only needed meanwhile.

    `names` are those of the documents, by their number, where shards are written.
    """

    options: BuildOptions
    folder: str
    work_folder: str
    names_path: str = ""
    _steps: list[Ready] = field(default_factory=list)
    _rules: tuple[Rule, ...] = ()
    _names: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Load what all documents need; raises `ModelError`, `MissingExtra` or `OptionError`."""
        self._steps = [(step, ready) for step, ready in prepared(self.options.export) if not step.remembers]
        self._rules = () if self.options.check is None else self.options.check.rules
        pipeline.embedder_for(self.options.pair)
        # Nothing made so far goes again, so that no later round has to look at it.
        gc.freeze()

    def get_ready(self) -> None:
        """Load what files of the corpus need; what is wrong with that shows when one is written."""
        with contextlib.suppress(AlignerError):
            for _ in named_format(self.options.format_name).load().write_pairs((), Heading("en", "es")):
                pass

    def do(self, job: Job, at: At) -> Done:
        """Do a job; `at` is told of every document before it is touched."""
        return self._unit(job, at) if isinstance(job, UnitJob) else self._shard(job)

    def _unit(self, job: UnitJob, at: At) -> UnitDone:
        tallies = {step.name: Tally(self.options.samples) for step, _ in self._steps}
        documents: list[UnitDocument] = []
        stamps = stamps_of(pair for _, pair in job.documents)
        kept: list[Candidate] = []
        records: list[bytes] = []
        for number, pair, files, read in self._aligned(job, at):
            document, candidates, of_document = self._document(number, pair, files, read, tallies)
            documents.append(document)
            kept += candidates
            records += of_document
        filters = self.options.filters
        keys = near = None
        if filters.unique is not None:
            key_of = KEYS[filters.unique]
            keys = np.array(list(map(key_of, kept)), dtype=np.uint64)
        if filters.near is not None or self.options.split is not None:
            near = signatures([shingled(candidate.source, candidate.target) for candidate in kept])
        content = UnitContent(
            tuple(documents),
            {name: tally.plain() for name, tally in tallies.items()},
            records,
            keys,
            near,
        )
        sha256 = write_unit(unit_path(self.work_folder, job.number), content)
        return UnitDone(
            job.number, sha256, sum(one.read for one in documents), len(kept), sum(one.sentences for one in documents),
            sum(one.problem is not None for one in documents), stamps,
        )  # fmt: skip

    def _aligned(self, job: UnitJob, at: At) -> Iterator[tuple[int, ManifestPair, Files, Bitext | str]]:
        """The documents of a job, their files, and each aligned, or the reason why it cannot be used.

        All are read first, as short ones are aligned together in less time; what is found of one depends on no other.
        """
        read: dict[int, tuple[Document, Document] | str] = dict(job.given_up)
        files: dict[int, Files] = {}
        for number, pair in job.documents:
            if number not in read:
                at(number)
                contents = contents_of(pair)
                files[number] = files_of(contents)
                read[number] = _tried(
                    pair, partial(pipeline.read_pair, pair.source, pair.target, self.options.pair, contents)
                )
        short = {number: found for number, found in read.items() if not isinstance(found, str) and _are_short(found)}
        together: dict[int, Bitext] = {}
        if short:
            at(next(iter(short)))
            with contextlib.suppress(InputError, ArithmeticError, LookupError, ValueError):  # each tells its own below
                together = dict(zip(short, pipeline.align_many(list(short.values()), self.options.pair), strict=True))
        for number, pair in job.documents:
            found = read.pop(number)
            of_pair = files.pop(number) if number in files else files_of(contents_of(pair))
            if isinstance(found, str):
                yield number, pair, of_pair, found
                continue
            at(number)
            aligned: Bitext | str | None = together.pop(number, None)
            if aligned is None:
                aligned = _tried(pair, partial(pipeline.align_documents, *found, self.options.pair))
            yield number, pair, of_pair, aligned

    def _document(
        self, number: int, pair: ManifestPair, files: Files, bitext: Bitext | str, tallies: dict[str, Tally]
    ) -> tuple[UnitDocument, list[Candidate], list[bytes]]:
        """What becomes of two texts: their pairs and these as records, or the reason why there are none."""
        if isinstance(bitext, str):
            return UnitDocument(number, files, problem=bitext), [], []
        codes = _tried(pair, partial(self._codes, bitext))
        if isinstance(codes, str):
            return UnitDocument(number, files, problem=codes), [], []
        candidates = list(self._candidates(number, bitext, codes))
        chunk = judged(candidates, self._steps, self.options.samples)
        for (step, _), tally in zip(self._steps, chunk.tallies, strict=True):
            tallies[step.name].add(tally)
        spans = _spans(bitext.source), _spans(bitext.target)
        records = []
        for candidate in chunk.kept:
            first = candidates[candidate.row]
            is_changed = (first.source, first.target) != (candidate.source, candidate.target)
            before = (first.source, first.target) if is_changed else None
            origin = origin_of(bitext.beads[candidate.row], spans, before)
            records.append(record_of(candidate, codes.get(candidate.row, ()), origin))
        sentences = len(bitext.source.sentences) + len(bitext.target.sentences)
        return UnitDocument(number, files, chunk.read, len(chunk.kept), sentences), chunk.kept, records

    def _candidates(
        self, number: int, bitext: Bitext, codes: dict[int, list[tuple[str, str, str]]]
    ) -> Iterator[Candidate]:
        """The beads of a document, in order."""
        wanted = self.options.filters.excluded_findings
        for row, bead in enumerate(bitext.beads):
            dropping = tuple(code for code, _, _ in codes.get(row, ()) if code.startswith(wanted)) if wanted else ()
            source, target = bitext.side_text(bead, Side.SOURCE), bitext.side_text(bead, Side.TARGET)
            yield Candidate(source, target, number, row, None if bead.is_null else bead.score, dropping)

    def _codes(self, bitext: Bitext) -> dict[int, list[tuple[str, str, str]]]:
        """Code, name and severity of the rules that find something in a bead."""
        if self.options.check is None:
            return {}
        rules = {rule.code: (rule.code, rule.name, rule.severity.value) for rule in self._rules}
        found = faults(bitext, self.options.pair, self.options.check)
        return {bead: [rules[code] for code in sorted(codes)] for bead, codes in found.items()}

    def _shard(self, job: ShardJob) -> ShardDone:
        if not self._names and self.names_path:
            self._names = Path(self.names_path).read_text(encoding="utf-8").split("\n")
        counts: Counter[str] = Counter()
        digest, size = hashlib.sha256(), 0

        def counted(pieces: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                data = piece.encode() if isinstance(piece, str) else piece
                digest.update(data)
                size += len(data)
                yield data

        module = named_format(self.options.format_name).load()
        if hasattr(module, "write_columns"):
            written = module.write_columns(self._columns(job, counts, module.ROWS_AT_A_TIME), job.heading)
        else:
            written = module.write_pairs(self._pairs(job, counts), job.heading)
        path = str(Path(self.folder) / job.name)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, counted(written))
        pairs = sum(len(places) // 8 for _, places in job.places)
        return ShardDone(job.name, job.part, pairs, size, digest.hexdigest(), tuple(sorted(counts.items())))

    def _pairs(self, job: ShardJob, counts: Counter[str]) -> Iterator[Pair]:
        for record in self._records(job):
            if record.codes:
                counts.update(record.finding_codes)
            yield record.pair(self._names[record.document], job.part)

    def _columns(self, job: ShardJob, counts: Counter[str], size: int) -> Iterator[dict[str, Sequence[Any]]]:
        """The same as columns, so many pairs at a time, which takes a fourth of the time."""
        records = self._records(job)
        while some := list(islice(records, size)):
            sources, targets, documents, _, scores, _, _, origins = zip(*some, strict=True)
            sentences = [origin[:2] if origin else ((), ()) for origin in origins]
            findings = [record.finding_codes if record.codes else [] for record in some]
            counts.update(chain.from_iterable(findings))
            yield {
                "source": sources,
                "target": targets,
                "score": scores,
                "bead": [f"{len(of_source)}-{len(of_target)}" for of_source, of_target in sentences],
                "document": list(map(self._names.__getitem__, documents)),
                "split": [job.part] * len(some),
                "source_sentences": [of_source for of_source, _ in sentences],
                "target_sentences": [of_target for _, of_target in sentences],
                "findings": findings,
            }

    def _records(self, job: ShardJob) -> Iterator[Record]:
        for unit, places in job.places:
            yield from UnitFile(unit_path(self.work_folder, unit)).records(
                np.frombuffer(places, dtype=np.int64).tolist()
            )


def _tried(pair: ManifestPair, work: Callable[[], _Found]) -> _Found | str:
    """What some work on two texts gives, or the reason why it cannot be done."""
    try:
        return work()
    except (ModelError, MissingExtra, OptionError):
        raise  # no other document would fare better
    except MemoryError:
        raise  # in a new process there may be more of it
    except AlignerError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - one document in a million must not end the build
        problem = f"{pair.source}: it cannot be worked on ({type(error).__name__}: {error})"
        return " ".join(problem.split())[:_SHOWN]


def _are_short(documents: tuple[Document, Document]) -> bool:
    """Whether aligning two texts takes so little time that it need not be watched alone."""
    return max(len(document.sentences) for document in documents) <= _SHORT


def stamps_of(pairs: Iterable[ManifestPair]) -> tuple[tuple[int, int], ...]:
    """Size and time of change of the texts, source and target in turn."""
    return tuple(_stamp(path) for pair in pairs for path in (pair.source, pair.target))


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return -1, -1
    return status.st_size, status.st_mtime_ns


def contents_of(pair: ManifestPair) -> dict[str, bytes]:
    """The bytes of those files of a pair that can be read, by path."""
    found = {}
    for path in (pair.source, pair.target):
        with contextlib.suppress(InputError):
            found[path] = load_bytes(path)
    return found


def files_of(contents: Mapping[str, bytes]) -> Files:
    """Path, bytes and SHA-256 of files."""
    files = (input_file(path, data) for path, data in contents.items())
    return tuple((file.path, file.size, file.sha256) for file in files)


def _spans(document: Document) -> list[tuple[int, int]]:
    return [(sentence.start, sentence.end) for sentence in document.sentences]
