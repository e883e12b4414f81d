"""Finds the file of settings that goes with a text, and reads it."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from aligner.checks import Choice, CustomRule, Rule, prefix_of, rules
from aligner.checks.custom import CODE
from aligner.configuration.keys import KeyPath, error_line, line_of, spelled
from aligner.configuration.schema import RULE_SETTINGS, SETTINGS, Configuration, Kind, Setting
from aligner.errors import InputError, OptionError
from aligner.formats import decode, load_bytes
from aligner.formats.loading import require_file
from aligner.languages import parse_language
from aligner.model import Severity

OWN_SETTINGS, _SHARED = "aligner.toml", "pyproject.toml"
_TABLE = ("tool", "aligner")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def find_configuration(path: str) -> str | None:
    """The settings for a text: the nearest `aligner.toml`, or `pyproject.toml` with `[tool.aligner]`, upwards from it.

    For standard input the search begins in the working directory. None where there is none.
    """
    start = Path.cwd() if path in {"", "-"} else Path(path).resolve().parent
    for folder in (start, *start.parents):
        for name in (OWN_SETTINGS, _SHARED):
            file = folder / name
            if file.is_file() and (name == OWN_SETTINGS or _has_table(file)):
                return _shown(file)
    return None


def _has_table(file: Path) -> bool:
    """Whether a `pyproject.toml` has settings of ours; one that is broken is taken up where it names them."""
    try:
        data = file.read_bytes()
    except OSError:
        return False
    if b"aligner" not in data:
        return False
    import tomllib  # few texts have settings beside them

    try:
        return "aligner" in tomllib.loads(data.decode("utf-8", "replace")).get("tool", {})
    except (ValueError, RecursionError):
        return b"[tool.aligner" in data


def _shown(file: Path) -> str:
    """A path as short as the working directory lets it be."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)


def read_configuration(path: str) -> Configuration:
    """The settings of a file: `[tool.aligner]` of a `pyproject.toml`, the whole of any other.

    Raises `InputError` with the line for what is no TOML, for unknown settings, and for values that are no good.
    """
    require_file(path)
    text = decode(load_bytes(path), path) if Path(path).stat().st_size else ""
    import tomllib

    try:
        data: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tables without end, numbers of thousands of digits
        problem = f"it is no TOML ({error})"
        raise InputError(path, problem, "mend the line", error_line(error)) from error
    table: tuple[str, ...] = ()
    if Path(path).name == _SHARED:
        table = _TABLE
        for name in table:
            data = data.get(name, {}) if isinstance(data, dict) else {}
    return _Reader(path, text, table).read(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes the values out of one file, and says where one is no good."""

    path: str
    text: str
    table: tuple[str, ...]

    def fail(self, key: KeyPath, problem: str, remedy: str) -> NoReturn:
        whole = [*self.table, *key]
        raise InputError(self.path, f"{spelled(whole)}: {problem}", remedy, line_of(self.text, whole))

    def read(self, data: Any) -> Configuration:
        if not isinstance(data, dict):
            self.fail([], "it is no table", "write [tool.aligner] and settings under it")
        self._require_known(data, SETTINGS, [])
        own = self._own_rules(data.get("rule", []))
        read = _Values(self, (*rules(), *(rule.rule() for rule in own)))
        values = {
            setting.name: read.value(setting, data[setting.name], [setting.name])
            for setting in SETTINGS
            if setting.name in data and setting.kind is not Kind.OWN_RULES
        }
        chosen = {
            name.replace("-", "_"): values.get(name, ())
            for name in ("select", "ignore", "extend-select", "extend-ignore")
        }
        return Configuration(
            path=self.path,
            folder=Path(self.path).resolve().parent,
            language=values.get("lang"),
            other_language=values.get("other-lang"),
            source_language=values.get("from-lang"),
            target_language=values.get("to-lang"),
            choice=Choice(**chosen),
            severities=values.get("severity", ()),
            per_file_ignores=values.get("per-file-ignores", ()),
            accept=values.get("accept", ()),
            glossaries=values.get("glossaries", ()),
            segmentation_rules=values.get("segmentation"),
            baseline=values.get("baseline"),
            fail_on=values.get("fail-on"),
            custom_rules=own,
        )

    def _require_known(self, data: Mapping[str, Any], settings: Iterable[Setting], key: KeyPath) -> None:
        names = [setting.name for setting in settings]
        for name in data:
            if name not in names:
                if name == "tool" and not key and not self.table:
                    remedy = f"write settings without [tool.aligner] here; that is for {_SHARED}"
                    self.fail([name], "there is no such setting", remedy)
                near = difflib.get_close_matches(name.replace("_", "-"), names, 1, 0.5)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
                self.fail([*key, name], "there is no such setting", hint)

    def _own_rules(self, data: Any) -> tuple[CustomRule, ...]:
        if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
            self.fail(
                ["rule"], "it is no list of tables", f"write [[{spelled([*self.table, 'rule'])}]] above each rule"
            )
        found: list[CustomRule] = []
        for number, row in enumerate(data):
            key: KeyPath = ["rule", number]
            self._require_known(row, RULE_SETTINGS, key)
            for needed in ("code", "message"):
                if needed not in row:
                    self.fail(key, f"it has no {needed}", f"give the rule a {needed}")
            read = _Values(self, ())
            values = {
                setting.name.replace("-", "_"): read.value(setting, row[setting.name], [*key, setting.name])
                for setting in RULE_SETTINGS
                if setting.name in row
            }
            custom = CustomRule(**values)
            if custom.code in {other.code for other in found}:
                self.fail([*key, "code"], f"there are two rules {custom.code}", "give each its own code")
            self._require_name(custom, found, key)
            try:
                custom.rule()
            except OptionError as error:
                self.fail(key, str(error), "mend the rule")
            found.append(custom)
        return tuple(found)

    def _require_name(self, custom: CustomRule, earlier: list[CustomRule], key: KeyPath) -> None:
        if not _NAME.fullmatch(custom.name):
            self.fail([*key, "name"], f"{custom.name!r} is no name of a rule", "write small letters and hyphens")
        taken = {rule.name for rule in rules()} | {other.name for other in earlier if other.name != "custom"}
        if custom.name in taken:
            self.fail([*key, "name"], f"there is a rule {custom.name} already", "give it another name")


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of the kinds that settings take."""

    reader: _Reader
    known: tuple[Rule, ...]

    def value(self, setting: Setting, value: Any, key: KeyPath) -> Any:
        return _PARSERS[setting.kind](self, value, key)

    def text(self, value: Any, key: KeyPath) -> str:
        if not isinstance(value, str) or not value.strip():
            self.reader.fail(key, f"{_toml(value)} is no text", "write it between quotation marks")
        return value

    def texts(self, value: Any, key: KeyPath) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.reader.fail(key, f"{_toml(value)} is no list", 'write it as ["…", "…"]')
        return tuple(self.text(item, key) for item in value)

    def truth(self, value: Any, key: KeyPath) -> bool:
        if not isinstance(value, bool):
            self.reader.fail(key, f"{_toml(value)} is neither true nor false", "write true or false")
        return value

    def language(self, value: Any, key: KeyPath) -> str:
        try:
            parse_language(self.text(value, key))
            return str(value)  # with its region, which tells how numbers are written
        except OptionError:
            self.reader.fail(key, f"{value!r} is not a language code", "write one such as en, es or pt-BR")

    def code(self, value: Any, key: KeyPath) -> str:
        if not CODE.fullmatch(self.text(value, key)):
            self.reader.fail(key, f"{value!r} is no code for a rule of your own", "write one from USR900 to USR999")
        return str(value)

    def rule(self, value: Any, key: KeyPath) -> str:
        try:
            return prefix_of(self.text(value, key), self.known)
        except OptionError as error:
            problem, _, remedy = str(error).partition("; ")
            self.reader.fail(key, problem, remedy)

    def rules(self, value: Any, key: KeyPath) -> tuple[str, ...]:
        return tuple(self.rule(name, key) for name in self.texts(value, key))

    def one_of(self, names: Iterable[str], value: Any, key: KeyPath) -> str:
        names = list(names)
        if value not in names:
            near = difflib.get_close_matches(str(value).lower(), names, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(names)}"
            self.reader.fail(key, f"{_toml(value)} is no value of it", hint)
        return str(value)

    def severity(self, value: Any, key: KeyPath) -> Severity:
        return Severity(self.one_of(list(Severity), value, key))

    def fail_on(self, value: Any, key: KeyPath) -> str:
        return self.one_of([*Severity, "never"], value, key)

    def path(self, value: Any, key: KeyPath) -> str:
        return _shown(Path(os.path.normpath(Path(self.reader.path).resolve().parent / self.text(value, key))))

    def paths(self, value: Any, key: KeyPath) -> tuple[str, ...]:
        return tuple(self.path(item, key) for item in self.texts(value, key))

    def segmentation(self, value: Any, key: KeyPath) -> str | None:
        rows = dict(self.rows(value, key))
        for name in rows.keys() - {"rules"}:
            self.reader.fail([*key, name], "there is no such setting", "there is rules")
        return self.path(rows["rules"], [*key, "rules"]) if "rules" in rows else None

    def rows(self, value: Any, key: KeyPath) -> Iterable[tuple[str, Any]]:
        if not isinstance(value, dict):
            self.reader.fail(key, f"{_toml(value)} is no table", "write it as { key = value }")
        return value.items()

    def severities(self, value: Any, key: KeyPath) -> tuple[tuple[str, Severity], ...]:
        return tuple(
            (self.rule(name, [*key, name]), self.severity(told, [*key, name])) for name, told in self.rows(value, key)
        )

    def ignores(self, value: Any, key: KeyPath) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((pattern, self.rules(told, [*key, pattern])) for pattern, told in self.rows(value, key))


_PARSERS: dict[Kind, Callable[[_Values, Any, KeyPath], Any]] = {
    Kind.LANGUAGE: _Values.language,
    Kind.RULES: _Values.rules,
    Kind.WORDS: _Values.texts,
    Kind.PATH: _Values.path,
    Kind.PATHS: _Values.paths,
    Kind.SEVERITIES: _Values.severities,
    Kind.IGNORES: _Values.ignores,
    Kind.SEGMENTATION: _Values.segmentation,
    Kind.FAIL_ON: _Values.fail_on,
    Kind.CODE: _Values.code,
    Kind.SEVERITY: _Values.severity,
    Kind.TEXT: _Values.text,
    Kind.PATTERN: _Values.text,
    Kind.TRUTH: _Values.truth,
}


def _toml(value: Any) -> str:
    """A value as a message shows it."""
    said = str(value).lower() if isinstance(value, bool) else repr(value)
    return said if len(said) <= 40 else f"{said[:39]}…"
