"""What a shell is offered where a command takes a value: rules, models, languages, files, folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    _resolve_context,
    _resolve_incomplete,
    add_completion_class,
)

from aligner.cli.program import COMPLETION_VARIABLE
from aligner.errors import AlignerError

Items = list[CompletionItem]  # type: ignore[type-arg,unused-ignore]  # generic in newer releases of click


class _Completing(ShellComplete):
    """Completion that knows what a parameter takes where click does not."""

    def get_completions(self, args: list[str], incomplete: str) -> Items:
        """What can stand in the place of the word `incomplete`, behind the words `args`."""
        context = _resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        found, begun = _resolve_incomplete(context, args, incomplete)
        offered = found.shell_complete(context, begun)
        if offered or not isinstance(found, click.Parameter):
            return offered
        try:
            return _values_of(found, begun)
        except AlignerError:  # a command that completes is no place to tell it
            return []


class _Bash(_Completing, BashComplete):
    def source(self) -> str:
        """The script, without asking which release of bash is here: it may be for another machine."""
        return ShellComplete.source(self)


class _Zsh(_Completing, ZshComplete):
    pass


class _Fish(_Completing, FishComplete):
    # A value may have commas of its own, as lists of rules have.
    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def register() -> None:
    """Let click complete by these classes."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)


def script(program: click.Command, shell: str) -> str:
    """The script of a shell.

    >>> "_ALIGNER_COMPLETE=zsh_complete" in script(click.Command("aligner"), "zsh")
    True
    """
    return SHELLS[shell](program, {}, "aligner", COMPLETION_VARIABLE).source()


def _values_of(parameter: click.Parameter, begun: str) -> Items:
    known = _WORDS.get(_told(parameter)) or _WORDS.get(parameter.name or "")
    if known is not None:
        return _fitting(known(begun), begun)
    # A text is a file wherever an argument stands; an option says by its metavar that it takes one.
    kind = _PLACES.get(_told(parameter), "file" if isinstance(parameter, click.Argument) else None)
    return [CompletionItem(begun, type=kind)] if kind else []


def _told(parameter: click.Parameter) -> str:
    return (parameter.metavar or "").split(" ")[0].rstrip(".…")


def _fitting(words: Iterable[tuple[str, str]], begun: str) -> Items:
    return [CompletionItem(word, help=told) for word, told in words if word.startswith(begun)]


def _rules(begun: str) -> Iterator[tuple[str, str]]:
    """Codes of rules; names where one is begun."""
    from aligner import checks

    for rule in checks.rules():
        is_name = begun[:1].islower()
        yield (rule.name, rule.code) if is_name else (rule.code, rule.name)


def _rule_lists(begun: str) -> Iterator[tuple[str, str]]:
    """The rules that a list, divided by commas, may go on with."""
    before, comma, last = begun.rpartition(",")
    return ((before + comma + word, told) for word, told in _rules(last) if word not in before.split(","))


def _models(_begun: str) -> Iterator[tuple[str, str]]:
    from aligner.embedding.catalogue import known_models

    return ((model.name, model.origin) for model in known_models())


def _languages(_begun: str) -> Iterator[tuple[str, str]]:
    from aligner.languages import EVIDENT_LANGUAGES, language_name

    return ((code, language_name(code)) for code in sorted(EVIDENT_LANGUAGES))


# By the metavar of a parameter, or its name.
_WORDS: dict[str, Callable[[str], Iterable[tuple[str, str]]]] = {
    "CODES": _rule_lists,
    "LANG": _languages,
    "code": _rules,
    "model": _models,
    "name": _models,
}
_PLACES = {
    **dict.fromkeys(("BITEXT", "FILE", "MANIFEST", "OTHER", "OUT", "PAIRS"), "file"),
    **dict.fromkeys(("DIR", "FOLDER"), "dir"),
}
