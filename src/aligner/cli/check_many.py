"""`aligner check` of many texts: folders, lists of files, addresses of the web."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from aligner import pipeline, reports
from aligner.cli.check_options import Manners, in_languages_of
from aligner.cli.check_telling import keep_as_known, say_all_fixes, status_of
from aligner.cli.terminal import appearance, busy, counted, say, write
from aligner.cli.watching import Answer
from aligner.configuration import OWN_SETTINGS
from aligner.errors import AlignerError, InputError
from aligner.fixing import Fixing
from aligner.model import Reports
from aligner.reports.statistics import statistics

if TYPE_CHECKING:
    from aligner.corpus import Checked, Listing, Task

FAILED = 2
MANY_ONLY = {"workers": "--workers", "verbose": "--verbose", "allow_private": "--allow-private"}
_FILES_ONLY = {"fix": "--fix", "diff": "--diff", "watch": "--watch"}


@dataclass(frozen=True, slots=True)
class Many:
    """What the options say of many texts."""

    workers: int = 1
    verbose: bool = False
    allow_private: bool = False


def many(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--workers`, `--verbose`, `--allow-private`; given as one."""

    @click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="Processes that share the texts of folders; the report is the same with any number.",
    )
    @click.option(
        "-v", "--verbose", is_flag=True, help="Say on stderr which files of folders were paired, and what was left out."
    )
    @click.option(
        "--allow-private", is_flag=True, help="Fetch pages from machines that are not on the public internet."
    )
    @functools.wraps(function)
    def packed(*arguments: Any, workers: int, verbose: bool, allow_private: bool, **others: Any) -> Any:
        return function(*arguments, many=Many(workers, verbose, allow_private), **others)

    return packed


def is_many(texts: Sequence[str]) -> bool:
    """Whether what is to be checked is more than a text, a pair or a file of pairs: more files, a folder, an address."""
    return len(texts) > 2 or any("://" in text or _is_folder(text) for text in texts)


def _is_folder(text: str) -> bool:
    try:
        return Path(text).is_dir()
    except (OSError, ValueError):  # no name that a folder could have: what reads it will tell
        return False


@dataclass(frozen=True, slots=True)
class ManyRequest:
    """Many texts, how they are read, and what is to be done with what is found."""

    texts: tuple[str, ...]
    pair: pipeline.PairOptions
    report_name: str
    output: str | None
    manners: Manners
    many: Many
    _kept: list[Any] = field(default_factory=list, init=False)  # the cache of an answer, for the next

    def __post_init__(self) -> None:
        # Raises `UsageError` for options that make no sense with these texts.
        if any("://" in text for text in self.texts):
            for name, option in _FILES_ONLY.items():
                if getattr(self.manners, name):
                    raise click.UsageError(
                        f"{option} goes with files, and a published page is none; give the file it is made of"
                    )
        if "-" in self.texts:
            raise click.UsageError("standard input is one text; give it alone, or with one other")
        if self.pair.source_format is not None:
            raise click.UsageError("--from goes with one text or two; among many each has the format of its suffix")

    def files(self) -> tuple[str, ...]:
        """The files that the answer depends on, those that are new in folders among them."""
        from aligner.corpus import folder_of, listed

        known = self.manners.files(folder_of(self.texts))
        try:
            return (*_without(listed(self.texts), self.output).files, *known)
        except AlignerError:  # it is told with the answer
            return (*self.texts, *known)

    def answer(self) -> Answer:
        """Check, tell, write; the exit status is that of the worst text, and 2 when one could not be read."""
        # Imported here, since a check of one text needs none of it.
        from aligner.corpus import ManyOptions, check_many, fix_many, folder_of

        settings = self.manners.configuration(folder_of(self.texts))
        pair = in_languages_of(settings, self.pair)
        chosen = self.manners.check_options(settings)
        tasks, contents = self._tasks(pair, settings.path)
        options = ManyOptions(pair, replace(chosen, contents=contents), self.many.workers, self._cache())
        outcomes = _Outcomes(len(tasks))
        fixings: tuple[Fixing, ...] = ()
        with counted("checking", len(tasks)) as advance:

            def told(checked: Checked) -> None:
                advance(outcomes.tell(checked))

            if self.manners.fix or self.manners.diff:
                fixed = fix_many(tasks, options, told)
                found, fixings = fixed.reports, fixed.fixings
            else:
                found, _ = check_many(tasks, options, told)
        outcomes.tell_all()
        if self.manners.diff:
            return Answer(self._tell_diff(fixings, len(tasks), outcomes))
        written = self._write_fixes(fixings, len(tasks), outcomes) if self.manners.fix else ()
        self._write(found, chosen)
        status = 0 if self.manners.write_baseline else status_of(found.findings, self.manners.threshold(settings))
        return Answer(FAILED if outcomes.problems else status, written)

    def _cache(self) -> Any:
        """Where results are kept: on the disk, or while files are watched at least in memory."""
        from aligner.corpus import CheckCache, MemoryCache, default_check_folder

        if not self._kept:
            in_memory = MemoryCache() if self.manners.watch else None
            self._kept.append(CheckCache(default_check_folder()) if self.pair.embedder.cache else in_memory)
        return self._kept[0]

    def _tasks(self, pair: pipeline.PairOptions, settings: str) -> tuple[Sequence[Task], Mapping[str, bytes]]:
        """What there is to check, said on stderr."""
        if not any("://" in text for text in self.texts):
            return self._files(pair, settings), {}
        from aligner.corpus.site import fetched_pages, fetched_pair
        from aligner.fetching import FetchOptions, is_address

        if not all(is_address(text) for text in self.texts):
            raise click.UsageError("addresses and files do not go together; save the pages, or publish the files")
        options = FetchOptions(allow_private=self.many.allow_private)
        languages = pair.source_language, pair.target_language
        with busy("fetching"):
            site = (
                fetched_pair(self.texts[0], self.texts[1], options)
                if len(self.texts) == 2
                else fetched_pages(self.texts, languages, options)
            )
        for remark in site.remarks:
            say(f"note: {remark}")
        for task in site.tasks:
            if task.source is not None:
                say(f"{task.source} + {task.target} ({task.reason})")
        return site.tasks, site.contents

    def _files(self, pair: pipeline.PairOptions, settings: str) -> Sequence[Task]:
        from aligner.corpus import listed, paired

        listing = _without(listed(self.texts), self.output)
        pairing = paired(listing, pair.source_language, pair.target_language)
        if self.many.verbose:
            for task in pairing.tasks:
                say(" + ".join(task.paths) + (f" ({task.reason})" if task.reason else " alone"))
            for left in pairing.skipped:
                say(f"{left.path} left out: {left.reason}")
        told = _numbers(pairing.tasks, [left.reason for left in pairing.skipped])
        if not pairing.tasks:
            raise InputError(self.texts[0], f"it is a folder with {told}", "give files, or a folder with some")
        say(told)
        self._tell_unread_settings(listing, settings)
        return pairing.tasks

    def _tell_unread_settings(self, listing: Listing, settings: str) -> None:
        """Say which settings in the folders hold for nothing."""
        those = (
            f"all texts of a call have the settings of {settings}"
            if settings
            else "settings are those beside the texts that were named, or above them"
        )
        for left in listing.skipped:
            is_settings = PurePath(left.path).name == OWN_SETTINGS and not self.manners.no_config
            if is_settings and not _is_same(left.path, settings):
                say(f"note: {left.path} is not read: {those}")

    def _tell_diff(self, fixings: Sequence[Fixing], texts: int, outcomes: _Outcomes) -> int:
        lines = [line for fixing in fixings for line in fixing.diff()]
        write(lines, self.output)
        say_all_fixes(fixings, "would fix", texts)
        return FAILED if outcomes.problems else int(bool(lines))

    def _write_fixes(self, fixings: Sequence[Fixing], texts: int, outcomes: _Outcomes) -> tuple[str, ...]:
        """Write every file by itself, whole or not at all; those that were written."""
        written: list[Fixing] = []
        for fixing in fixings:
            try:
                fixing.write()
            except InputError as error:
                outcomes.problems += 1
                say(f"error: {error}")
            else:
                written.append(fixing)
        say_all_fixes(written, "fixed", texts)
        return tuple(fixing.path for fixing in written if fixing.done)

    def _write(self, found: Reports, chosen: pipeline.CheckOptions) -> None:
        for report in found:
            for note in report.notes:
                say(f"note: {note}")
        if self.manners.write_baseline is not None:
            keep_as_known(found, self.manners)
        elif self.manners.statistics:
            write(statistics(found, chosen.rules, self.report_name), self.output)
        else:
            pieces = reports.render_many(found, self.report_name, appearance(self.output), chosen.rules)
            write(pieces, self.output)


@dataclass(slots=True)
class _Outcomes:
    """What became of the texts, told as it happens."""

    total: int
    done: int = 0
    problems: int = 0
    kept: int = 0
    started: float = field(default_factory=time.monotonic)

    def tell(self, checked: Checked) -> str:
        """Say what went wrong with a text; how fast it goes."""
        self.done += 1
        self.problems += bool(checked.problems)
        self.kept += checked.is_kept
        for problem in checked.problems:
            say(f"error: {problem}")
        if checked.remark:
            say(f"note: {checked.remark}; each was checked by itself")
        return f"{self.done / max(time.monotonic() - self.started, 1e-9):,.1f} texts/s"

    def tell_all(self) -> None:
        """Say how many texts were as they had been, and how many could not be checked."""
        if self.kept:
            say(f"{self.kept} of {self.total} as they were: taken from the cache")
        if self.problems:
            say(f"error: {self.problems} of {self.total} could not be checked")


def _without(listing: Listing, output: str | None) -> Listing:
    """A listing without the file that the report goes to, which may be a page in a folder of pages."""
    from aligner.corpus import Skipped

    if output is None or not any(_is_same(path, output) for path in listing.files):
        return listing
    files = tuple(path for path in listing.files if not _is_same(path, output))
    return replace(listing, files=files, skipped=(*listing.skipped, Skipped(output, "the report itself")))


def _is_same(path: str, other: str) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _numbers(tasks: Sequence[Any], left_out: Sequence[str]) -> str:
    """How many texts there are of each kind, and why others were left out."""
    pairs = sum(task.source is not None for task in tasks)
    bitexts = sum(task.is_bitext for task in tasks)
    alone = len(tasks) - pairs - bitexts
    kinds = (
        (pairs, "pair", "pairs"),
        (bitexts, "file of pairs", "files of pairs"),
        (alone, "text alone", "texts alone"),
    )
    told = ", ".join(f"{number} {one if number == 1 else more}" for number, one, more in kinds if number) or "no texts"
    reasons = Counter(reason.partition(" (")[0] for reason in left_out)
    why = ", ".join(f"{number} {reason}" for reason, number in reasons.most_common())
    return f"{told}; {len(left_out)} left out ({why})" if left_out else told
