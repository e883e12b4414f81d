"""Options of `aligner check` about what counts, what is known, and what is written back."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from aligner.baseline import Baseline, read_baseline
from aligner.checks import Choice
from aligner.cli import options
from aligner.configuration import Configuration, find_configuration, read_configuration
from aligner.errors import AlignerError
from aligner.model import Severity
from aligner.pipeline import CheckOptions, PairOptions

FAIL_ON = (*(severity.value for severity in Severity), "never")
_DEFAULT_FAIL_ON = "warning"
_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODES"}


@dataclass(frozen=True, slots=True)
class Manners:
    """What the options say; `fail_on` and `baseline` are None where the settings decide."""

    choice: Choice = Choice()  # noqa: RUF009 - frozen
    config: str | None = None
    no_config: bool = False
    fail_on: str | None = None
    baseline: str | None = None
    write_baseline: str | None = None
    fix: bool = False
    diff: bool = False
    statistics: bool = False
    watch: bool = False
    glossary: tuple[str, ...] = ()
    segmentation_rules: str | None = None

    def configuration(self, path: str) -> Configuration:
        """The settings for a text: those of `--config`, or of the nearest file that has some."""
        return configuration_for(path, self.config, no_config=self.no_config)

    def files(self, path: str) -> tuple[str, ...]:
        """The files that findings depend on beside the text at `path`: settings, known findings, glossaries, rules."""
        found = None if self.no_config else self.config or find_configuration(path)
        given = (found, self.baseline, *self.glossary, self.segmentation_rules)
        try:
            settings = self.configuration(path)
        except AlignerError:  # it is told with the answer
            return tuple(filter(None, given))
        said = (*given, settings.baseline, *settings.glossaries, settings.segmentation_rules)
        return tuple(dict.fromkeys(filter(None, said)))

    def check_options(self, configuration: Configuration) -> CheckOptions:
        """How to check, by the options and the settings."""
        choice = self.choice
        return CheckOptions(
            choice.select,
            choice.ignore,
            choice.extend_select,
            choice.extend_ignore,
            configuration,
            self._known(configuration),
            glossaries=self.glossary,
            segmentation_rules=self.segmentation_rules,
        )

    def _known(self, configuration: Configuration) -> Baseline | None:
        path = self.baseline or configuration.baseline
        # What is about to be written for the first time need not be there.
        if path is None or (self.write_baseline is not None and not Path(path).exists()):
            return None
        return read_baseline(path)

    def old_baseline(self) -> Baseline:
        """What the file to be written knows of other texts."""
        assert self.write_baseline is not None
        there = Path(self.write_baseline).exists()
        return read_baseline(self.write_baseline) if there else Baseline(self.write_baseline)

    def threshold(self, configuration: Configuration) -> str:
        """The severity from which on findings make the exit status 1, or "never"."""
        return self.fail_on or configuration.fail_on or _DEFAULT_FAIL_ON


def configuration_for(path: str, config: str | None, *, no_config: bool) -> Configuration:
    """The settings of the file `config`, or of the nearest to `path` that has some; none with `no_config`."""
    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    found = None if no_config else config or find_configuration(path)
    return read_configuration(found) if found is not None else Configuration()


def in_languages_of(configuration: Configuration, pair: PairOptions) -> PairOptions:
    """How pairs are read, in the languages of the settings where the command line names none."""
    context = click.get_current_context()

    def meant(parameter: str, said: str, of_settings: str | None) -> str:
        is_said = context.get_parameter_source(parameter) is ParameterSource.COMMANDLINE
        return said if is_said or of_settings is None else of_settings

    return replace(
        pair,
        source_language=meant("source_language", pair.source_language, configuration.source_language),
        target_language=meant("target_language", pair.target_language, configuration.target_language),
    )


def config(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--config` and `--no-config`."""
    file = click.option(
        "--config",
        metavar="FILE",
        help="Settings, in place of the nearest aligner.toml or pyproject.toml with [tool.aligner].",
    )
    return file(click.option("--no-config", is_flag=True, help="Read no settings.")(function))


def manners(function: Callable[..., Any]) -> Callable[..., Any]:
    """Which rules run, what counts, what is written back; given as one."""

    @click.option("--select", **_CODES, help="Run only these rules: codes, names or beginnings of codes.")
    @click.option("--ignore", **_CODES, help="Run all but these rules.")
    @click.option("--extend-select", **_CODES, help="Run these rules as well.")
    @click.option("--extend-ignore", **_CODES, help="Leave these rules out as well.")
    @click.option(
        "--glossary",
        multiple=True,
        metavar="FILE",
        help="Terms that the translation must and must not use (csv, tsv, tbx, tmx); may be repeated.",
    )
    @options.segmentation_rules
    @config
    @click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        help=f"Least severity of a finding for which the exit status is 1.  [default: {_DEFAULT_FAIL_ON}]",
    )
    @click.option("--baseline", metavar="FILE", help="Findings that are known, and do not count.")
    @click.option("--write-baseline", metavar="FILE", help="Write what is found to FILE as known, and exit with 0.")
    @click.option(
        "--fix",
        is_flag=True,
        help="Write what is safe to fix into TEXT or TARGET, of a FOLDER into each, then report what is left.",
    )
    @click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
    @click.option("--statistics", is_flag=True, help="Tell how many findings each rule has, in place of the findings.")
    @click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
    @functools.wraps(function)
    def packed(
        *arguments: Any,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        extend_select: tuple[str, ...],
        extend_ignore: tuple[str, ...],
        **others: Any,
    ) -> Any:
        choice = Choice(*(options.codes(codes) for codes in (select, ignore, extend_select, extend_ignore)))
        own = {name: others.pop(name) for name in Manners.__slots__ if name in others}
        return function(*arguments, manners=Manners(choice, **own), **others)

    return packed
