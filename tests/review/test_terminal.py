"""Going through findings by keys: on a console of the test's own, and once on a terminal as a translator would."""

from __future__ import annotations

import io
import os
import select
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.console import Console
from small_texts import in_one_block

from aligner.cli.review_drawing import drawn
from aligner.cli.review_terminal import TerminalOptions, review_in_terminal, rule_codes, walk
from aligner.configuration import Configuration
from aligner.errors import OptionError
from aligner.model import Bead, Bitext, Document, Finding, Severity, Side, Span
from aligner.review import Acceptance, Judge, Judgement, PairView, Project, Question, Status, Verdict
from aligner.review.results_collection import collected
from aligner.review.walking import Choice, Walk

Make = Callable[..., Project]
ENGLISH = ("One red house.", "Two dogs came.", "Three cats went away.", "Nobody laughed at them.")
SPANISH = ("Una casa roja.", "Vinieron dos peros.", "Tres gatos se fueron.", "Nadie se rio de ellos.")


def sides(texts: Sequence[str], language: str) -> Document:
    return in_one_block(texts, language, f"{language}.txt")


def texts(spanish: Sequence[str] = SPANISH) -> Bitext:
    return Bitext(sides(ENGLISH, "en"), sides(spanish, "es"), tuple(Bead((at,), (at,), 0.9) for at in range(4)))


def found(number: int, word: str, suggestion: str | None = None, code: str = "UNT203") -> Finding:
    text = texts()
    start = text.target.sentences[number].start + SPANISH[number].index(word)
    span = Span(Side.TARGET, start, start + len(word), word)
    return Finding(code, "a-rule", Severity.WARNING, f"{word} is odd", (span,), number, suggestion)


FOUND = (
    found(0, "casa"),
    found(1, "peros", "perros", "PUN704"),
    found(1, "dos", None, "NUM501"),
    found(2, "gatos", "gatas"),
    found(3, "Nadie"),
)


class Keys:
    """Keys and lines that were thought of before; where a line is asked for, the next one is what is typed."""

    def __init__(self, *keys: str | tuple[str | None]) -> None:
        self.keys = list(keys)
        self.asked: list[tuple[str, str]] = []

    def key(self) -> str:
        if not self.keys:
            raise EOFError
        key = self.keys.pop(0)
        assert isinstance(key, str), "a key was asked for, and a line was to come"
        if key == "^C":
            raise KeyboardInterrupt
        return key

    def line(self, prompt: str, text: str = "") -> str | None:
        self.asked.append((prompt, text))
        line = self.keys.pop(0)
        assert isinstance(line, tuple), f"{prompt!r} was asked, and a key was to come"
        return line[0]

    def edit(self, text: str) -> str | None:
        return self.line("editor", text)


def nobody(_pair: PairView) -> Judge | None:
    return None


def go(project: Project, keys: Keys, choice: Choice | None = None, width: int = 80) -> str:
    """What a person sees who presses these keys."""
    shown = io.StringIO()
    console = Console(file=shown, width=width, color_system=None, highlight=False, soft_wrap=True)
    way = Walk(project, "Ana", choice or Choice(), nobody)
    walk(way, console, keys)
    return shown.getvalue()


@pytest.fixture
def project(make: Make) -> Project:
    return make(texts(), FOUND)


def decisions(project: Project) -> dict[str, tuple[Verdict, str]]:
    """Verdicts and reasons by what the finding points at."""
    return {
        finding.marks[0].text: (finding.decision.verdict, finding.decision.reason)
        for bead in project.page(1)
        for finding in bead.findings
        if finding.decision is not None
    }


def target(project: Project, number: int) -> str:
    return project.page(1)[number].side_text(Side.TARGET)


def test_a_finding_is_shown_with_both_texts_and_carets(project: Project) -> None:
    seen = go(project, Keys("q"))
    assert seen.splitlines() == [
        "",
        "1 of 5 · en.txt + es.txt · segment 1 of 4",
        "en  One red house.",
        "es  Una casa roja.",
        "        ^^^^",
        "",
        "UNT203 a-rule (warning)",
        "casa is odd",
        "a\u00a0accept · r\u00a0reject · A\u00a0everywhere · f\u00a0fix · e\u00a0edit · n\u00a0next · p\u00a0previous ·",
        "d\u00a0done · c\u00a0comment · u\u00a0undo · ?\u00a0keys · q\u00a0leave",
    ]


def test_accepting_and_rejecting_goes_on_to_the_next(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    seen = go(project, Keys("a", "a", "r", ("two it is",), "r", ("",), "r", (None,), "q"))
    assert decisions(project) == {
        "casa": (Verdict.ACCEPTED, ""),
        "peros": (Verdict.ACCEPTED, ""),
        "dos": (Verdict.REJECTED, "two it is"),
    }
    assert seen.count("not rejected: that needs a reason") == 2
    assert "also here: NUM501" in seen
    assert capsys.readouterr().err == "aligner: 3 findings decided, 0 edits, all kept; 2 left\n"


def test_what_is_suggested_is_written_at_once_or_put_into_a_line(project: Project) -> None:
    keys = Keys("n", "f", "n", "f", ("Tres gatas se fueron.",), "q")
    seen = go(project, keys)
    assert target(project, 1) == "Vinieron dos perros."
    assert decisions(project)["peros"] == (Verdict.ACCEPTED, "")
    # The suggestion of a rule that has no fix of its own is the person's to finish.
    assert keys.asked == [("as it is to read: ", "Tres gatas se fueron.")]
    assert target(project, 2) == "Tres gatas se fueron."
    assert "written: perros" in seen
    assert "not done: nothing is suggested" in go(project, Keys("f", "q"))


def test_editing_writing_and_taking_out(project: Project, make: Make) -> None:
    keys = Keys("e", ("Una casita roja.",), "s", ("A red house.",), "E", (None,), "E", ("Una\ncasa",), "e", ("",), "q")
    go(project, keys)
    assert keys.asked == [
        ("es: ", "Una casa roja."),
        ("en: ", "One red house."),
        ("editor", "Una casita roja."),
        ("editor", "Una casita roja."),
        ("editor", "Una\ncasa"),  # a line has no room for a line end
    ]
    assert project.page(1)[0].side_text(Side.SOURCE) == "A red house."
    assert target(project, 0) == ""
    source = Finding("ALN101", "missing-target", Severity.ERROR, "gone", (Span(Side.SOURCE, 0, 3, "One"),), 0)
    bare = Bitext(sides(ENGLISH, "en"), sides(SPANISH[1:], "es"), (Bead((0,), ()),))
    other = make(
        Bitext(sides(ENGLISH[:1], "en"), bare.target, (Bead((0,), ()), Bead((), (0, 1, 2)))), [source], "q.review"
    )
    keys = Keys("e", ("Una casa.",), "q")
    assert "es  –" in go(other, keys)
    assert keys.asked == [("es: ", "")]
    assert target(other, 0) == "Una casa."


def test_of_several_sentences_one_is_asked_for(project: Project) -> None:
    first, second = project.page(1)[:2]
    project.merge("Eva", first.id, second.id, {first.id: first.version, second.id: second.version})
    keys = Keys("e", ("2",), ("Llegaron dos perros.",), "e", ("3",), "e", (None,), "q")
    seen = go(project, keys)
    assert keys.asked[0] == ("which sentence, 1 to 2? ", "1")
    assert target(project, 0) == "Una casa roja. Llegaron dos perros."
    assert "not done: there is no such sentence" in seen
    assert "not done: no sentence was named" in seen


def test_what_is_fine_everywhere(project: Project) -> None:
    keys = Keys("A", "\r", ("casa",), "A", "x", "A", "t", ("two",), ("dos",), "A", "n", (None,), "q")
    seen = go(project, keys)
    assert project.accepted() == ("casa",)
    assert [(term.source, term.targets) for term in project.glossary()] == [("two", ("dos",))]
    assert decisions(project)["casa"][0] is Verdict.EVERYWHERE
    assert seen.count("left as it is") == 2
    assert keys.asked[0] == (f"{Acceptance.WORD.value}: ", "casa")


def test_done_comment_undo_and_redo(project: Project) -> None:
    seen = go(project, Keys("c", ("Which house?",), "c", ("",), "n", "d", "u", "U", "u", "u", "u", "U", "q"))
    assert "Ana: Which house?" in seen
    assert "no comment" in seen
    assert seen.count("undone: mark") == 2
    assert "done again: mark" in seen
    assert "undone: comment" in seen
    assert "there is nothing to undo" in seen
    (bead, *_) = project.page(1)
    assert [comment.text for comment in bead.comments] == ["Which house?"]
    assert "done again: comment" in seen
    # Done is done: the other finding of the segment is passed by, and the segment is not shown again.
    assert "segment 3 of 4" in go(project, Keys("n", "d", "q"))
    assert project.page(1)[1].status is Status.DONE
    assert "segment 2 of 4" not in go(project, Keys("n", "n", "n", "q"))


def test_forward_and_back_to_the_end_and_again(project: Project) -> None:
    seen = go(project, Keys("p", "down", "up", "n", "n", "n", "n", "n", "a", "n", "p", "", "z", "q"))
    assert "this is the first one" in seen
    assert "that was the last one; 5 findings left" in seen
    assert "not done: there is no finding here; p goes back to one" in seen
    assert seen.rstrip().splitlines()[-1].endswith("leave")
    for _ in range(5):
        go(project, Keys("a", "q"))
    assert go(project, Keys("q")) == "nothing that is asked for waits for a decision\n"
    assert "accepted by Ana" in go(project, Keys("q"), Choice(include_decided=True))


def test_filters(project: Project) -> None:
    assert "1 of 1 ·" in go(project, Keys("q"), Choice(codes=("NUM",)))
    assert go(project, Keys("q"), Choice(severities=(Severity.ERROR,))) != ""
    assert rule_codes(("num", "number-value"), Configuration()) == ("NUM", "NUM501")
    with pytest.raises(OptionError, match="--select XYZ: no rule is called so"):
        rule_codes(("XYZ",), Configuration())


def test_somebody_elses_change_is_told_and_shown(project: Project) -> None:
    class Meanwhile(Keys):
        def key(self) -> str:
            if len(self.keys) == 3:
                with Project.open(project.path) as other:
                    bead = other.page(1)[0]
                    other.edit("Eva", bead.target[0].id, "Una casa azul.", {bead.id: bead.version})
            return super().key()

    seen = go(project, Meanwhile("a", "a", "q"))
    assert "not done: the segment was changed in the meantime by Eva; look at it again" in seen
    assert seen.count("1 of 5") == 2
    assert "es  Una casa azul." in seen
    assert decisions(project) == {"casa": (Verdict.ACCEPTED, "")}


def test_a_segment_that_is_gone_is_passed_over(project: Project) -> None:
    way = Walk(project, "Ana", Choice(), nobody)
    first, second = project.page(1)[:2]
    project.merge("Eva", second.id, project.page(1)[2].id, {one.id: one.version for one in project.page(1)})
    shown = way.shown()
    assert shown is not None
    assert shown.view.id == first.id
    way.forward()
    way.forward()
    way.forward()
    shown = way.shown()
    assert shown is not None
    assert shown.finding.marks[0].text == "Nadie"


def test_what_is_found_after_an_edit_is_shown(project: Project) -> None:
    def judge(question: Question) -> Judgement:
        text = question.bitext.target.text
        at = text.find("azul")
        spans = (Span(Side.TARGET, at, at + 4, "azul"),)
        flags = (Finding("UNT203", "a-rule", Severity.ERROR, "azul is odder", spans, 0),) if at >= 0 else ()
        return Judgement({}, flags)

    shown = io.StringIO()
    way = Walk(project, "Ana", Choice(), lambda _pair: judge)
    walk(way, Console(file=shown, width=80), Keys("e", ("Una casa azul.",), "a", "q"))
    assert "azul is odder" in shown.getvalue()
    assert decisions(project) == {"azul": (Verdict.ACCEPTED, "")}


def test_interrupted_work_is_kept(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    way = Walk(project, "Ana", Choice(), nobody)
    assert walk(way, Console(file=io.StringIO()), Keys("a", "^C")) == 130
    assert decisions(project) == {"casa": (Verdict.ACCEPTED, "")}
    way = Walk(project, "Ana", Choice(), nobody)
    assert walk(way, Console(file=io.StringIO()), Keys("a")) == 0
    assert "1 finding decided" in capsys.readouterr().err


@pytest.mark.parametrize("width", [1, 20, 33, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_no_control_reaches_it(width: int, make: Make) -> None:
    hostile = "Una \x1b[31mcasa\x07 roja \u202e語語語語語語語語語語語 " + "x" * 50 + "."
    text = texts((hostile, *SPANISH[1:]))
    at = text.target.text.index("casa")
    flag = Finding(
        "UNT203", "a-rule", Severity.WARNING, hostile, (Span(Side.TARGET, at, at + 4, "casa"),), 0, "\x1b[2J"
    )
    way = Walk(make(text, (flag,)), "Ana", Choice(), nobody)
    shown = way.shown()
    assert shown is not None
    lines = list(drawn(shown, width))
    for line in lines:
        assert line.plain.replace("\u00a0", " ").isprintable()
        trimmed = line.copy()
        trimmed.rstrip()
        assert trimmed.cell_len <= max(20, width)
    carets = next(at for at, line in enumerate(lines) if "^" in line.plain)
    place = lines[carets].plain.index("^")
    assert lines[carets - 1].plain[place : place + 4] == "casa"


def test_without_a_terminal_it_is_refused(project: Project) -> None:
    with pytest.raises(OptionError, match="needs a terminal"):
        review_in_terminal(project.path, TerminalOptions("Ana"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
class TestOnATerminal:
    """The command itself, on a pseudo-terminal."""

    @pytest.fixture
    def path(self, project: Project) -> str:
        project.close()
        return project.path

    def drive(self, path: str, keys: Sequence[str], **environment: str) -> tuple[str, int]:
        """What a translator sees, and the exit status; each keystroke waits for the terminal to be still."""
        import pty

        child, terminal = pty.fork()
        if child == 0:
            os.environ.update({"TERM": "xterm", "COLUMNS": "60", **environment})
            command = ["-m", "aligner", "review", path, "--terminal", "--author", "Ana", "--no-config"]
            os.execv(sys.executable, [sys.executable, *command])
        seen, place = "", 0
        for key in ("→leave", *keys):
            text, _, wanted = key.partition("→")
            os.write(terminal, text.encode())
            end = time.monotonic() + 60
            while wanted not in seen[place:]:
                assert time.monotonic() < end, f"{wanted!r} did not come after {text!r}: {seen}"
                if select.select([terminal], [], [], 0.2)[0]:
                    seen += self.some(terminal) or ""
            place += seen[place:].index(wanted) + len(wanted)
        while (more := self.some(terminal)) is not None:
            seen += more
        return seen, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def some(self, terminal: int) -> str | None:
        try:
            return os.read(terminal, 65536).decode("utf-8", "replace") or None
        except OSError:  # the other end has gone
            return None

    def test_a_translator_works(self, path: str) -> None:
        # Two keys typed ahead at once, a line edited with Ctrl-A and Backspace, then Ctrl-C.
        seen, status = self.drive(
            path,
            [
                "an→NUM501",
                "r→why is it none? ",
                "nada\x7f\x7fope\r→rejected",
                "e→gatos",
                "\x01Y \r→last one",
                "\x1b[B→nothing is left",
                "\x03→",
            ],
            NO_COLOR="1",
        )
        assert status == 130
        assert "1 edit, all kept" in seen
        assert "\x1b[31m" not in seen
        assert "\x1b[1;33m" not in seen
        with Project.open(path) as project:
            # The rules of this aligner find nothing there: what was decided on is gone, and kept in the report.
            (pair,) = collected(project).pairs
            told = {one.text: one.decision.reason for one in pair.findings if one.decision and one.is_gone}
            assert told == {"casa": "", "dos": "naope"}
            assert target(project, 2) == "Y Tres gatos se fueron."

    def test_the_end_of_input_leaves_everything_kept(self, path: str, tmp_path: Path) -> None:
        editor = tmp_path / "editor"
        editor.write_text('#!/bin/sh\nprintf "Una casa azul.\\n" > "$1"\n')
        editor.chmod(0o755)
        seen, status = self.drive(path, ["E→last one", "\x04→"], VISUAL=str(editor), FORCE_COLOR="1")
        assert status == 0
        assert "\x1b[1;33m" in seen
        with Project.open(path) as project:
            assert target(project, 0) == "Una casa azul."
