"""`aligner review PROJECT --terminal`: what was flagged, one finding after another, all by keys."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import click
from rich.console import Console

from aligner import checks
from aligner.cli.review_drawing import QUIET, drawn, told
from aligner.cli.review_keys import Keyboard, TerminalKeyboard
from aligner.cli.terminal import say
from aligner.configuration import Configuration
from aligner.display import counted
from aligner.errors import AlignerError, Conflict, OptionError
from aligner.model import Severity, Side
from aligner.pipeline import embedder_for
from aligner.review import Acceptable, Acceptance, Judge, PairView, PipelineJudge, Project, SentenceView
from aligner.review.creating import ProjectOptions, project_options
from aligner.review.walking import Choice, Shown, Walk, drafted, kind_of, marked_text, meant_sentence

INTERRUPTED = 130
_BUNDLED = {"en", "es"}
_KINDS = {"n": Acceptance.NAME, "w": Acceptance.WORD, "t": Acceptance.TERM}
_DONE = {
    "decide": "decision", "withdraw": "withdrawal", "accept": "acceptance everywhere", "fix": "fix", "edit": "edit",
    "write": "added sentence", "comment": "comment", "mark": "mark", "merge": "merge", "split": "split",
    "unlink": "unlinking", "move": "move",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TerminalOptions:
    """Who reviews, what is gone through, and whether changed segments are judged again."""

    author: str
    select: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    include_decided: bool = False
    configuration: Configuration = field(default_factory=Configuration)
    judges: bool = True


def review_in_terminal(path: str, options: TerminalOptions) -> int:
    """Go through the findings of the project at `path`, in the terminal; the exit status.

    Raises `OptionError` where there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise OptionError("--terminal needs a terminal to show texts on and to read keys from")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a character that the terminal does not have is no end of the work
    choice = Choice(rule_codes(options.select, options.configuration), options.severities, options.include_decided)
    with Project.open(path, verify=True) as project, TerminalKeyboard() as keyboard:
        chosen = project_options(dict(project.settings()), options.configuration)
        console = Console(highlight=False, soft_wrap=True)
        judges = Judging(chosen, console) if options.judges else _nobody
        way = Walk(project, options.author, choice, judges)
        return walk(way, console, keyboard, options.configuration.own_rules)


def walk(way: Walk, console: Console, keyboard: Keyboard, own_rules: Sequence[checks.Rule] = ()) -> int:
    """Go a way through findings; 0, or 130 when Ctrl-C ended it. Everything that was done is kept by then."""
    exact = frozenset(rule.code for rule in (*checks.rules(), *own_rules) if rule.fix is not None)
    session = Session(way, console, keyboard, exact)
    status = 0
    try:
        session.run()
    except EOFError:
        pass
    except KeyboardInterrupt:
        status = INTERRUPTED
    left = way.left()
    say(f"{counted(way.decided, 'finding')} decided, {counted(way.edited, 'edit')}, all kept; {left:,} left")
    return status


def rule_codes(names: tuple[str, ...], configuration: Configuration) -> tuple[str, ...]:
    """Codes, names or beginnings of codes as beginnings of codes; raises `OptionError` for what no rule is called."""
    rules = (*checks.rules(), *configuration.own_rules)
    codes = []
    for name in names:
        found = [rule.code for rule in rules if rule.name == name.lower()] or [name.upper()]
        if not any(rule.code.startswith(found[0]) for rule in rules):
            raise OptionError(f"--select {name}: no rule is called so; `aligner rules` lists them")
        codes += found
    return tuple(codes)


def _nobody(_pair: PairView) -> None:
    return None


@dataclass(slots=True)
class Judging:
    """The judge of a project, whose model is loaded when something was changed first."""

    options: ProjectOptions
    console: Console
    _judges: dict[bool, Judge] = field(default_factory=dict)

    def __call__(self, pair: PairView) -> Judge:
        """The judge of a pair: without a model where the bundled one does not know its languages."""
        is_known = self.options.pair.model is not None or set(pair.languages) == _BUNDLED
        if is_known not in self._judges:
            with self.console.status("loading the model …", spinner_style=QUIET):
                embedder = embedder_for(self.options.pair) if is_known else None
            self._judges[is_known] = PipelineJudge(embedder, self.options.check)
        return self._judges[is_known]


@dataclass(slots=True)
class Session:
    """A person on a way: shows where they are, and does what their keys say."""

    way: Walk
    console: Console
    keyboard: Keyboard
    exact: frozenset[str] = frozenset()  # codes of the rules whose suggestions stand for just what they point at
    is_over: bool = False

    def run(self) -> None:
        """Show and obey until the person leaves."""
        if not self.way.spots:
            self._say("nothing that is asked for waits for a decision")
            return
        while not self.is_over:
            self._show()
            self._obey()

    def _show(self) -> None:
        here = self.way.shown()
        self.console.print()
        if here is None:
            self._say(f"that was the last one; {counted(self.way.left(), 'finding')} left")
            self._say("p back, n from the beginning, u undo, q leave", QUIET)
            return
        for line in drawn(here, self.console.width):
            self.console.print(line)
        self._say(_BAR, QUIET)

    def _obey(self) -> None:
        """Do what keys say until something else is to be shown."""
        while True:
            key = self.keyboard.key()
            action = KEYS.get(key)
            if action is None:
                continue
            try:
                action.work(self)
            except Conflict as conflict:
                # What is there now is shown again; nothing was changed.
                self._say(f"not done: {conflict}", "bold")
            except (AlignerError, click.ClickException) as error:
                self._say(f"not done: {error}", "bold")
            return

    def _say(self, text: str, style: str = "") -> None:
        for line in told(text, self.console.width, style):
            self.console.print(line)

    def _here(self) -> Shown:
        here = self.way.shown_last
        if here is None:
            raise OptionError("there is no finding here; p goes back to one")
        return here

    # What keys do

    def accept(self) -> None:
        """Say that it is a fault."""
        self._here()
        self.way.accept()
        self._say("accepted: it is a fault")

    def reject(self) -> None:
        """Say that it is none, and why."""
        self._here()
        reason = self.keyboard.line("why is it none? ")
        if not reason or not reason.strip():
            self._say("not rejected: that needs a reason")
            return
        self.way.reject(reason)
        self._say("rejected")

    def accept_everywhere(self) -> None:
        """Ask as what it is accepted, and accept it."""
        here = self._here()
        usual = kind_of(here.finding)
        self._say(f"fine everywhere, as a (n)ame, a (w)ord or a (t)erm? Enter: {usual.value}")
        key = self.keyboard.key()
        kind = usual if key in {"\r", "\n"} else _KINDS.get(key.lower())
        if kind is None:
            self._say("left as it is")
            return
        source, target = marked_text(here, Side.SOURCE), marked_text(here, Side.TARGET)
        text = self.keyboard.line(f"{kind.value}: ", source if kind is Acceptance.TERM else target or source)
        other = self.keyboard.line("what stands for it: ", target) if text and kind is Acceptance.TERM else ""
        if not text or not text.strip() or other is None:
            self._say("left as it is")
            return
        self.way.accept_everywhere(Acceptable(kind, text, other))
        self._say("fine everywhere from now on")

    def fix(self) -> None:
        """Write what is suggested; what only tells a way is put into a line first, for the person to finish."""
        here = self._here()
        draft = None if here.finding.code in self.exact else drafted(here)
        if draft is None:
            self.way.fix()
            self._say(f"written: {here.finding.suggestion}")
            return
        sentence, text = draft
        changed = self.keyboard.line("as it is to read: ", text)
        if changed is None or changed.strip() == sentence.text:
            self._say("left as it is")
        else:
            self.way.edit(sentence.id, changed)
            self._say("changed")

    def edit(self) -> None:
        """Edit the target in a line."""
        self._edit(Side.TARGET, in_editor=False)

    def edit_source(self) -> None:
        """Edit the source in a line."""
        self._edit(Side.SOURCE, in_editor=False)

    def edit_outside(self) -> None:
        """Edit the target in an editor."""
        self._edit(Side.TARGET, in_editor=True)

    def _edit(self, side: Side, *, in_editor: bool) -> None:
        here = self._here()
        sentence = self._sentence(here, side)
        text = "" if sentence is None else sentence.text
        # A line has no room for line ends.
        if in_editor or "\n" in text or "\r" in text:
            changed = self.keyboard.edit(text)
        else:
            changed = self.keyboard.line(f"{here.pair.languages[list(Side).index(side)]}: ", text)
        if changed is None or changed.strip() == text:
            self._say("left as it is")
        elif sentence is None:
            self.way.write(side, changed)
            self._say("written")
        else:
            self.way.edit(sentence.id, changed)
            self._say("changed" if changed.strip() else "taken out")

    def _sentence(self, here: Shown, side: Side) -> SentenceView | None:
        """The sentence that is meant, asked for where there are several; None where there is none yet."""
        there = here.sentences(side)
        usual = meant_sentence(here, side)
        if usual is None or len(there) == 1:
            return usual
        said = self.keyboard.line(f"which sentence, 1 to {len(there)}? ", str(there.index(usual) + 1))
        if said is None or not said.strip().isdecimal() or not 1 <= int(said) <= len(there):
            raise OptionError("there is no such sentence" if said else "no sentence was named")
        return there[int(said) - 1]

    def next(self) -> None:
        """Go on; behind the last one, begin again with what is left."""
        if self.way.shown_last is None:
            if not self.way.collect():
                self._say("nothing is left")
            return
        self.way.forward()

    def previous(self) -> None:
        """Go back."""
        if not self.way.back():
            self._say("this is the first one")

    def turn_done(self) -> None:
        """Call the segment done, or open it again."""
        self._here()
        event = self.way.turn_done()
        self._say("the segment is done" if event.payload.get("status") == "done" else "the segment is open again")

    def comment(self) -> None:
        """Add a remark."""
        self._here()
        text = self.keyboard.line("comment: ")
        if text and text.strip():
            self.way.comment(text)
            self._say("kept")
        else:
            self._say("no comment")

    def undo(self) -> None:
        """Take the last change back."""
        event = self.way.undo()
        self._say("there is nothing to undo" if event is None else f"undone: {self._kind(event.payload['event'])}")

    def redo(self) -> None:
        """Make it again."""
        event = self.way.redo()
        self._say("there is nothing to redo" if event is None else f"done again: {self._kind(event.payload['event'])}")

    def _kind(self, number: int) -> str:
        events = self.way.project.events_after(number - 1, 1)
        return _DONE.get(events[0].kind, "change") if events else "change"

    def help(self) -> None:
        """Tell what keys do."""
        self.console.print()
        for action in dict.fromkeys(KEYS.values()):
            self._say(f"{', '.join(key if key.strip() else 'space' for key in action.keys):<22} {action.told}")

    def leave(self) -> None:
        """Go."""
        self.is_over = True


@dataclass(frozen=True, slots=True)
class Action:
    """What some keys do, and what is said of it; `short` is how it stands in the line under each finding."""

    keys: tuple[str, ...]
    work: Callable[[Session], None]
    told: str
    short: str = ""


ACTIONS = (
    Action(("a",), Session.accept, "accept: it is a fault", "accept"),
    Action(("r",), Session.reject, "reject: it is none, for a reason", "reject"),
    Action(("A",), Session.accept_everywhere, "fine everywhere: a name, a word or a term of the project", "everywhere"),
    Action(("f",), Session.fix, "fix: write what is suggested, and accept", "fix"),
    Action(("e",), Session.edit, "edit the target; write one where there is none", "edit"),
    Action(("E",), Session.edit_outside, "edit the target in $EDITOR"),
    Action(("s",), Session.edit_source, "edit the source"),
    Action(("n", "down", "right", " "), Session.next, "next finding", "next"),
    Action(("p", "up", "left"), Session.previous, "previous finding", "previous"),
    Action(("d",), Session.turn_done, "done with the segment; open it again where it is done", "done"),
    Action(("c",), Session.comment, "comment on the segment", "comment"),
    Action(("u",), Session.undo, "undo your last change", "undo"),
    Action(("U",), Session.redo, "redo it"),
    Action(("?", "h"), Session.help, "these keys", "keys"),
    Action(("q",), Session.leave, "leave; everything is kept", "leave"),
)
KEYS: Mapping[str, Action] = {key: action for action in ACTIONS for key in action.keys}
# A key and its word stay on one line.
_BAR = " · ".join(f"{action.keys[0]}\u00a0{action.short}" for action in ACTIONS if action.short)
