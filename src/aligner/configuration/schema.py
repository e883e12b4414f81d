"""The settings: their names, what they take and what they mean; and all of them together, as read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from aligner.checks import Choice, CustomRule, Rule
from aligner.model import Severity


class Kind(StrEnum):
    """What a setting takes, in words for a person."""

    LANGUAGE = "a language code, with a region or without"
    RULES = "a list of rules: codes, names or beginnings of codes"
    WORDS = "a list of texts"
    PATH = "a path, from the folder of this file"
    PATHS = "a list of paths, from the folder of this file"
    SEVERITIES = "a table: rule = severity"
    IGNORES = "a table: pattern of paths = list of rules"
    SEGMENTATION = "a table: rules = a path, from the folder of this file"
    FAIL_ON = "info, warning, error or never"
    OWN_RULES = "tables, one a rule"
    CODE = "a code from USR900 to USR999"
    SEVERITY = "info, warning or error"
    TEXT = "a text"
    PATTERN = "a regular expression"
    TRUTH = "true or false"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the file, what it takes, what it means, and an example in TOML."""

    name: str
    kind: Kind
    meaning: str
    example: str


SETTINGS: tuple[Setting, ...] = (
    Setting("lang", Kind.LANGUAGE, "Language of a text that is checked by itself. A region tells how numbers are written: es-MX, es-ES.", '"es-MX"'),
    Setting("other-lang", Kind.LANGUAGE, "Language that such a text must not be in.", '"en"'),
    Setting("from-lang", Kind.LANGUAGE, "Language of the source, of two texts and of pairs.", '"en"'),
    Setting("to-lang", Kind.LANGUAGE, "Language of the target.", '"es-ES"'),
    Setting("select", Kind.RULES, "Run only these rules.", '["UNT", "ACR", "number-value"]'),
    Setting("ignore", Kind.RULES, "Run all but these rules.", '["NUM502"]'),
    Setting("extend-select", Kind.RULES, "Run these as well, though `ignore` has their family.", '["UNT203"]'),
    Setting("extend-ignore", Kind.RULES, "Leave these out as well.", '["PUN705"]'),
    Setting("severity", Kind.SEVERITIES, "What findings of a rule weigh; the longest code decides.",
            '{ NUM502 = "warning", PUN = "info" }'),
    Setting("per-file-ignores", Kind.IGNORES,
            "Leave out rules in some files. A pattern is held to the path from the folder of this file, and to the name "
            "of the file; `*` matches any characters, and `!` at the beginning means all other files.",
            '{ "archive/*" = ["ACR", "NAM401"], "!*.es.md" = ["PUN702"] }'),
    Setting("accept", Kind.WORDS,
            "Names, words and phrases that are right as they are: what is made of nothing else is no fault.",
            '["Jirga", "Loya Jirga", "RTA"]'),
    Setting("segmentation", Kind.SEGMENTATION,
            "Segmentation rules of your own, an SRX 2.0 file, by which texts are split into sentences.",
            '{ rules = "house.srx" }'),
    Setting("glossaries", Kind.PATHS, "Glossaries whose terms a translation is held to.", '["terms.csv"]'),
    Setting("baseline", Kind.PATH, "File of the findings that are known, as `--write-baseline` writes it.",
            '"known.json"'),
    Setting("fail-on", Kind.FAIL_ON, "Least severity of a finding for which the exit status is 1.", '"error"'),
    Setting("rule", Kind.OWN_RULES, "Rules of your own.", ""),
)  # fmt: skip

RULE_SETTINGS: tuple[Setting, ...] = (
    Setting("code", Kind.CODE, "The rule's code; needed.", '"USR901"'),
    Setting("message", Kind.TEXT,
            "What is told; needed. `{source}` and `{target}` become what was found.", '"{target} is a bookshop"'),
    Setting("name", Kind.TEXT, "A name in small letters, `custom` without one.", '"library-bookshop"'),
    Setting("severity", Kind.SEVERITY, "`warning` without one.", '"error"'),
    Setting("source", Kind.PATTERN, "The source must have this.", "'(?i)\\blibrar(?:y|ies)\\b'"),
    Setting("target", Kind.PATTERN, "The target must have this.", "'(?i)\\blibrería(s?)\\b'"),
    Setting("without-source", Kind.PATTERN, "The source must not have this.", "'(?i)\\bbook ?shops?\\b'"),
    Setting("without-target", Kind.PATTERN, "The target must not have this.", "'(?i)\\bbibliotecas?\\b'"),
    Setting("suggestion", Kind.TEXT,
            "What to write in place of what `target` found (`source`, where there is no `target`); `\\1` is its first "
            "group.", "'biblioteca\\1'"),
    Setting("fix", Kind.TRUTH, "Whether `--fix` may write the suggestion.", "true"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a project, as read; those it does not have are empty or None.

    `path` is the file they were read from, "" for none; `folder` the one that patterns of paths begin at. Rules in
    `severities` and `per_file_ignores` are codes and beginnings of codes; paths are from the working directory.
    """

    path: str = ""
    folder: Path = Path()
    language: str | None = None
    other_language: str | None = None
    source_language: str | None = None
    target_language: str | None = None
    choice: Choice = field(default_factory=Choice)
    severities: tuple[tuple[str, Severity], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    accept: tuple[str, ...] = ()
    glossaries: tuple[str, ...] = ()
    segmentation_rules: str | None = None
    baseline: str | None = None
    fail_on: str | None = None
    custom_rules: tuple[CustomRule, ...] = ()

    @property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules of the project's own, as the registry has rules."""
        return tuple(custom.rule() for custom in self.custom_rules)

    def ignored_in(self, path: str) -> tuple[str, ...]:
        """Codes and beginnings of codes that are left out in a file."""
        return tuple(
            code for pattern, codes in self.per_file_ignores if self._is_meant(pattern, path) for code in codes
        )

    def _is_meant(self, pattern: str, path: str) -> bool:
        if path in {"", "-"}:
            return False
        bare = pattern.removeprefix("!")
        real, folder = Path(path).resolve(), self.folder.resolve()
        inside = real.relative_to(folder).as_posix() if real.is_relative_to(folder) else real.as_posix()
        found = any(fnmatchcase(name, bare) for name in (inside, real.name, real.as_posix()))
        return found is not pattern.startswith("!")
