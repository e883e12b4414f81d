"""Writes what is safe to fix into many texts, and checks those again that changed, until nothing is left to write.

| what is written | where |
|---|---|
| what a text shows by itself | the target of a pair, a text alone, the targets of a file of pairs |
| one spelling over all texts | the same, where several texts have it, this one alone has another, and its source has not |

A majority is one of all texts of the language: what a text spells most, and the others do not, is left for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aligner import fixes, formats
from aligner.corpus.checking import Checked, ManyOptions, Result, checked_alone, compared
from aligner.corpus.pairing import Task
from aligner.errors import InputError, OptionError
from aligner.fixes import Spellings
from aligner.fixing import ROUNDS, Fixing, rewritten
from aligner.model import Document, Report, Reports, Side


@dataclass(frozen=True, slots=True)
class ManyFixed:
    """What fixing came to: what the texts still have, what became of each task, and the files that fixes were found for.

    Nothing is written yet: `Fixing.write` writes one file.
    """

    reports: Reports
    checked: tuple[Checked, ...]
    fixings: tuple[Fixing, ...]


@dataclass(slots=True)
class _File:
    """A file on its way: its bytes at first and now, codes of what was fixed, what was tried last and could not be."""

    before: bytes
    after: bytes
    done: list[str] = field(default_factory=list)
    tried: tuple[fixes.Edit, ...] = ()
    left: tuple[fixes.Edit, ...] = ()


def fix_many(
    tasks: Sequence[Task], options: ManyOptions | None = None, report: Callable[[Checked], None] | None = None
) -> ManyFixed:
    """Check every task, fix what is safe in its target, and compare all texts; `report` is called as by `check_many`.

    Only texts that were changed are checked again. A text that cannot be read is a problem of its task. Raises what
    `check_many` does, and `OptionError` for published pages, which are no files.
    """
    options = options or ManyOptions()
    _refuse_pages(tasks)
    found: list[Result] = []
    for result in checked_alone(tasks, options):
        found.append(result)
        if report:
            report(result.checked)
    work = _Work(found, options)
    for _ in range(ROUNDS):
        changed = work.write_edits()
        if not changed:
            break
        work.check_again(changed)
    return ManyFixed(Reports(work.reports), tuple(result.checked for result in found), tuple(work.fixings()))


def _refuse_pages(tasks: Sequence[Task]) -> None:
    for task in tasks:
        if "://" in task.target:
            raise OptionError(
                f"{task.target} is a published page: fixes are written into files, such as that it is made of"
            )


@dataclass(slots=True)
class _Work:
    """Results of all tasks as the files would be now, their reports when they are compared, and the files by path."""

    found: list[Result]
    options: ManyOptions
    reports: tuple[Report, ...] = field(init=False)
    files: dict[str, _File] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.reports = compared(self.found, self.options)

    def write_edits(self) -> list[int]:
        """Write what the reports ask for into the bytes of their targets; the numbers of the tasks that changed."""
        spellings = _spellings(self.reports)
        return [number for number, report in self._targets() if self._is_changed(report, spellings)]

    def check_again(self, numbers: Sequence[int]) -> None:
        """Check some tasks as their files would be now, and compare all."""
        check = self.options.check
        contents = {path: file.after for path, file in self.files.items() if file.after != file.before}
        options = replace(self.options, check=replace(check, contents={**check.contents, **contents}))
        results = checked_alone([self.found[number].checked.task for number in numbers], options)
        for number, result in zip(numbers, results, strict=True):
            self.found[number] = replace(result, checked=replace(result.checked, is_kept=False))
        self.reports = compared(self.found, self.options)

    def fixings(self) -> Iterator[Fixing]:
        """What became of each file, in the order of the tasks."""
        for _, report in self._targets():
            path = _target(report).path
            if path in self.files:
                file = self.files[path]
                yield Fixing(path, file.before, file.after, report, tuple(file.done), file.left)

    def _targets(self) -> Iterator[tuple[int, Report]]:
        """Reports of targets, with the numbers of their tasks; of two texts that were not aligned, that of the second."""
        reports = iter(self.reports)
        for number, result in enumerate(self.found):
            for report in [next(reports) for _ in result.checked.reports]:
                if _target(report).path == result.checked.task.target:
                    yield number, report

    def _is_changed(self, report: Report, spellings: Mapping[str, Spellings]) -> bool:
        document = _target(report)
        of_language = spellings.get(document.language)
        edits = fixes.edits_of(report, self.options.check.rules, spellings=of_language)
        file = self.files.get(document.path)
        if not edits or (file is not None and file.tried == edits):
            if file is not None and not edits:
                file.left = ()
            return False
        if file is None:
            try:
                data = self.options.check.contents.get(document.path) or formats.load_bytes(document.path)
            except InputError:  # it went meanwhile
                return False
            file = self.files[document.path] = _File(data, data)
        fixed = rewritten(report, file.after, edits)
        file.left, file.tried = fixed.left, () if fixed.done else edits
        file.after = fixed.data
        file.done += [edit.code for edit in fixed.done]
        return bool(fixed.done)


def _target(report: Report) -> Document:
    return dict(report.documents)[Side.TARGET]


def _spellings(reports: Sequence[Report]) -> dict[str, Spellings]:
    """The texts of each language, as spellings are counted in them."""
    texts: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        for _, document in report.documents:
            texts[document.language].append(document.text)
    return {language: Spellings(tuple(some)) for language, some in texts.items()}
