"""Checks many texts: each pair or text by itself, what did not change from the cache, then all against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aligner import formats, pipeline
from aligner.checks import Subject, across, mentions
from aligner.corpus.kept import CheckCache, MemoryCache
from aligner.corpus.keys import options_key, texts_key
from aligner.corpus.pairing import Task
from aligner.corpus.regions import in_regions, tag_of
from aligner.corpus.stored import plain, restored
from aligner.corpus.workers import results
from aligner.errors import AlignerError, InputError, OptionError
from aligner.languages import EVIDENT_LANGUAGES, evident_language, parse_language, parse_locale
from aligner.model import Report, Reports, Side
from aligner.reading import read_segmentation_rules


@dataclass(frozen=True, slots=True)
class ManyOptions:
    """How many texts are checked: `workers` processes share them, and what is found does not depend on that.

    `cache` is None to check every text anew.
    """

    pair: pipeline.PairOptions = field(default_factory=pipeline.PairOptions)
    check: pipeline.CheckOptions = field(default_factory=pipeline.CheckOptions)
    workers: int = 1
    cache: CheckCache | MemoryCache | None = None

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise OptionError(f"--workers {self.workers}: give a number from 1")


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a task: its reports, and the `problems` of files that could not be read.

    There are two reports where two texts could not be aligned, and `remark` says why; none where nothing could be read.
    """

    task: Task
    reports: tuple[Report, ...] = ()
    problems: tuple[str, ...] = ()
    remark: str | None = None
    is_kept: bool = False


# What is kept of a task.
_Kept = tuple[tuple[Report, ...], tuple[tuple[mentions.VersionMentions, ...], ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Job:
    task: Task
    options: ManyOptions
    compares: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in a task by itself, and the names and acronyms that comparing needs, of each of its reports."""

    checked: Checked
    mentions: tuple[tuple[mentions.VersionMentions, ...], ...] = ()


def check_many(
    tasks: Sequence[Task], options: ManyOptions | None = None, report: Callable[[Checked], None] | None = None
) -> tuple[Reports, tuple[Checked, ...]]:
    """Check every task, then compare all texts; `report` is called with each outcome, in the order of the tasks.

    A text that cannot be read is a problem of its task, and the rest go on. Before any work is done it raises
    `OptionError` for rules that are not there, `InputError` for a glossary or segmentation rules that cannot be read, `ModelError` or `MissingExtra` for a model that cannot be used.
    """
    options = options or ManyOptions()
    found: list[Result] = []
    for result in checked_alone(tasks, options):
        found.append(result)
        if report:
            report(result.checked)
    return Reports(compared(found, options)), tuple(result.checked for result in found)


def checked_alone(tasks: Sequence[Task], options: ManyOptions) -> Iterator[Result]:
    """The result of every task by itself, in order; what is known is not told apart yet. Raises what `check_many` does."""
    compares = any(rule.code in across.COMPARING for rule in options.check.rules)
    # What all texts need is told once, and not for each of them.
    options.check.terms(*map(parse_language, (options.pair.source_language, options.pair.target_language)))
    read_segmentation_rules(options.pair.segmentation_rules or options.check.splitting_rules)
    # What is known is told of a text's findings together, when the texts have been compared.
    alone = replace(options, check=replace(options.check, baseline=None))
    if options.pair.model is not None:
        pipeline.embedder_for(options.pair)
    yield from _results([_Job(task, _with_own_contents(alone, task), compares) for task in tasks], alone)
    if options.cache is not None:
        options.cache.make_room()


def _with_own_contents(options: ManyOptions, task: Task) -> ManyOptions:
    """The options with the bytes of one task's files alone, for they may go to another process."""
    contents = options.check.contents
    if not contents:
        return options
    own = {path: contents[path] for path in task.paths if path in contents}
    return replace(options, check=replace(options.check, contents=own))


def _results(jobs: list[_Job], options: ManyOptions) -> Iterator[Result]:
    """The result of every job in order, from the cache where it has it."""
    cache = options.cache
    if cache is None:
        yield from results(_result, jobs, options.workers)
        return
    base = options_key(options.pair, replace(options.check, contents={}))
    keys = [_key(base, job) for job in jobs]
    known = [_found(cache, key, job) for key, job in zip(keys, jobs, strict=True)]
    fresh = results(_result, [job for job, there in zip(jobs, known, strict=True) if there is None], options.workers)
    for key, there in zip(keys, known, strict=True):
        if there is not None:
            yield there
            continue
        result = next(fresh)
        if key is not None and not result.checked.problems:
            checked = result.checked
            remarks = () if checked.remark is None else (checked.remark,)
            cache.keep(key, plain((checked.reports, result.mentions, remarks)))
        yield result


def _key(base: str, job: _Job) -> str | None:
    """What the result of a job is kept under, None where a file cannot be read."""
    contents = job.options.check.contents
    try:
        texts = [(path, contents.get(path) or formats.load_bytes(path)) for path in job.task.paths]
    except InputError:
        return None
    return texts_key(base, texts, (job.task, job.compares))


def _found(cache: CheckCache | MemoryCache, key: str | None, job: _Job) -> Result | None:
    data: Any = None if key is None else cache.find(key)
    if data is None:
        return None
    try:
        reports, said, remarks = restored(_Kept, data)
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    return Result(Checked(job.task, reports, remark=remarks[0] if remarks else None, is_kept=True), said)


def _result(job: _Job) -> Result:
    """Check one task in this process."""
    checked = _checked(job.task, job.options)
    said = [mentions.mentions_of(_subject(report)) if job.compares else () for report in checked.reports]
    return Result(checked, tuple(said))


def _subject(report: Report) -> Subject:
    """What rules look at, without a model."""
    if report.bitext is not None:
        return Subject.pair(report.bitext)
    document = dict(report.documents)[Side.TARGET]
    return Subject.alone(document, "es" if document.language == "en" else "en")


def _checked(task: Task, options: ManyOptions) -> Checked:
    try:
        return Checked(task, (_report(task, options),))
    except InputError as error:
        if task.source is None:
            return Checked(task, problems=(str(error),))
        return _apart(task, options, str(error))
    except AlignerError as error:
        return Checked(task, problems=(str(error),))


def _report(task: Task, options: ManyOptions) -> Report:
    form = task.format_name
    pair = replace(options.pair, source_format=form, target_format=form) if form else options.pair
    if task.is_bitext:
        return pipeline.check_bitext_file(task.target, pair, options.check)
    if task.source is not None:
        both = in_regions(pair, task.source, task.target)
        return pipeline.check_pair(task.source, task.target, both, options.check)
    languages = task.languages or (_shown_language(task, pair, options.check), None)
    language, other = (code and tag_of(task.target, code, pair, options.check) for code in languages)
    return pipeline.check_document(task.target, language, other, options.check, pair.target_format)


def _shown_language(task: Task, pair: pipeline.PairOptions, check: pipeline.CheckOptions) -> str | None:
    """The language that the words of a text show, where that matters here: when a region goes with it."""
    tags = [tag_of(task.target, code, pair, check) for code in sorted(EVIDENT_LANGUAGES)]
    if not any(parse_locale(tag) for tag in tags):
        return None
    data = check.contents.get(task.target) or formats.load_bytes(task.target)
    text = formats.parse_document(data, task.target, "en", pair.target_format).text
    return evident_language(text, least=1, share=0.5)


def _apart(task: Task, options: ManyOptions, problem: str) -> Checked:
    """The two texts of a pair that cannot be aligned, each checked in the language it should have."""
    assert task.source is not None
    languages = options.pair.source_language, options.pair.target_language
    reports: list[Report] = []
    problems: list[str] = []
    for path, own, other in ((task.source, *languages), (task.target, *reversed(languages))):
        alone = _checked(Task(path, languages=(own, other), format_name=task.format_name), options)
        reports += alone.reports
        problems += alone.problems
    return Checked(task, tuple(reports), tuple(problems), None if problems else problem)


def compared(found: Sequence[Result], options: ManyOptions) -> tuple[Report, ...]:
    """The reports of all tasks, with what comparing the texts finds."""
    reports = [report for result in found for report in result.checked.reports]
    said = [versions for result in found for versions in result.mentions]
    texts = [across.Text(report.documents, versions) for report, versions in zip(reports, said, strict=True)]
    rules, baseline = options.check.rules, options.check.baseline
    unknown = replace(options.check, baseline=None)
    for number, findings in across.across(texts, rules).items():
        report = reports[number]
        # What the text shows by itself is not told again.
        told = {(one.code, span) for one in (*report.findings, *report.suppressed) for span in one.spans}
        findings = tuple(one for one in findings if not told.issuperset((one.code, span) for span in one.spans))
        of_many = pipeline.reported(replace(report, findings=findings, suppressed=(), notes=()), rules, unknown)
        reports[number] = replace(
            report,
            findings=(*report.findings, *of_many.findings),
            suppressed=(*report.suppressed, *of_many.suppressed),
            # A comment that leaves alone what comparing finds is of use.
            notes=tuple(note for note in report.notes if note in of_many.notes or not of_many.suppressed),
        )
    return tuple(reports) if baseline is None else baseline.applied_to_all(reports, rules)
