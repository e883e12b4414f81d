"""`aligner check` of many texts: folders, lists of files, addresses of the web."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from aligner import pipeline, reports
from aligner.baseline import write_baseline
from aligner.cli.check_options import Manners
from aligner.cli.terminal import appearance, busy, counted, write
from aligner.errors import InputError
from aligner.model import Reports, Severity
from aligner.reports.statistics import statistics

FAILED = 2
MANY_ONLY = {"workers": "--workers", "verbose": "--verbose", "allow_private": "--allow-private"}
_ONE_ONLY = {"fix": "--fix", "diff": "--diff", "watch": "--watch"}


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

    def answer(self) -> int:
        """Check, tell, write; the exit status is that of the worst text, and 2 when one could not be read."""
        # Imported here, since a check of one text needs none of it.
        from aligner.corpus import CheckCache, ManyOptions, check_many, default_check_folder, folder_of

        self._refuse()
        settings = self.manners.configuration(folder_of(self.texts))
        pair = replace(
            self.pair,
            source_language=self._language("source_language", settings.source_language),
            target_language=self._language("target_language", settings.target_language),
        )
        chosen = self.manners.check_options(settings)
        tasks, contents = self._tasks(pair)
        cache = CheckCache(default_check_folder()) if pair.embedder.cache else None
        options = ManyOptions(pair, replace(chosen, contents=contents), self.many.workers, cache)
        started, done, problems, kept = time.monotonic(), 0, 0, 0
        with counted("checking", len(tasks)) as advance:

            def told(checked: Any) -> None:
                nonlocal done, problems, kept
                done += 1
                problems += bool(checked.problems)
                kept += checked.is_kept
                for problem in checked.problems:
                    _say(f"error: {problem}")
                if checked.remark:
                    _say(f"note: {checked.remark}; each was checked by itself")
                advance(f"{done / max(time.monotonic() - started, 1e-9):,.1f} texts/s")

            found, _ = check_many(tasks, options, told)
        if kept:
            _say(f"{kept} of {len(tasks)} as they were: taken from the cache")
        if problems:
            _say(f"error: {problems} of {len(tasks)} could not be checked")
        self._write(found, chosen, told_notes=[note for report in found for note in report.notes])
        status = _status(found, self.manners.threshold(settings))
        return FAILED if problems else 0 if self.manners.write_baseline else status

    def _language(self, side: str, of_settings: str | None) -> str:
        """The language of one side: the command line's, or else that of the settings, or else the usual one."""
        said: str = getattr(self.pair, side)
        source = click.get_current_context().get_parameter_source(side)
        return said if source is ParameterSource.COMMANDLINE or not of_settings else of_settings

    def _refuse(self) -> None:
        for name, option in _ONE_ONLY.items():
            if getattr(self.manners, name):
                raise click.UsageError(f"{option} goes with one text or two, not with many, nor with addresses")
        if "-" in self.texts:
            raise click.UsageError("standard input is one text; give it alone, or with one other")
        if self.pair.source_format is not None:
            raise click.UsageError("--from goes with one text or two; among many each has the format of its suffix")

    def _tasks(self, pair: pipeline.PairOptions) -> tuple[Sequence[Any], Mapping[str, bytes]]:
        """What there is to check, said on stderr."""
        if not any("://" in text for text in self.texts):
            return self._files(pair), {}
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
            _say(f"note: {remark}")
        for task in site.tasks:
            if task.source is not None:
                _say(f"{task.source} + {task.target} ({task.reason})")
        return site.tasks, site.contents

    def _files(self, pair: pipeline.PairOptions) -> Sequence[Any]:
        from aligner.corpus import listed, paired

        listing = listed(self.texts)
        pairing = paired(listing, pair.source_language, pair.target_language)
        if self.many.verbose:
            for task in pairing.tasks:
                _say(" + ".join(task.paths) + (f" ({task.reason})" if task.reason else " alone"))
            for left in pairing.skipped:
                _say(f"{left.path} left out: {left.reason}")
        told = _numbers(pairing.tasks, [left.reason for left in pairing.skipped])
        if not pairing.tasks:
            raise InputError(self.texts[0], f"it is a folder with {told}", "give files, or a folder with some")
        _say(told)
        return pairing.tasks

    def _write(self, found: Reports, chosen: pipeline.CheckOptions, told_notes: Iterable[str]) -> None:
        for note in told_notes:
            _say(f"note: {note}")
        if self.manners.write_baseline is not None:
            baseline = self.manners.old_baseline()
            for report in found:
                baseline = baseline.renewed(report)
            write_baseline(baseline)
            count = len(found.findings) + sum(finding.suppressed != "comment" for finding in found.suppressed)
            _say(f"{count} finding{'' if count == 1 else 's'} written to {baseline.path} as known")
        elif self.manners.statistics:
            write(statistics(found, chosen.rules, self.report_name), self.output)
        else:
            pieces = reports.render_many(found, self.report_name, appearance(self.output), chosen.rules)
            write(pieces, self.output)


def _say(line: str) -> None:
    click.echo(f"aligner: {' '.join(line.split())}", err=True)


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


def _status(found: Reports, fail_on: str) -> int:
    """1 when a finding is at least as severe as `fail_on`."""
    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank >= Severity(fail_on).rank for finding in found.findings))
