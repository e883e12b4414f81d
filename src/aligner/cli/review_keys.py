"""The keyboard of a terminal: one key at a time, a line with what stands in it already, a text in the person's editor."""

from __future__ import annotations

import contextlib
import os
import select
import sys
from types import TracebackType
from typing import Any, Protocol

import click

_ARROWS = {"[A": "up", "OA": "up", "[B": "down", "OB": "down", "[C": "right", "OC": "right", "[D": "left", "OD": "left"}
_ESCAPE_SECONDS = 0.05  # within which the rest of an arrow comes
_END = "\x04"  # Ctrl-D
_STOP = "\x03"  # Ctrl-C, where the terminal does not make a signal of it


class Keyboard(Protocol):
    """Where keys and lines come from."""

    def key(self) -> str:
        """The next key: a character, or the name of an arrow; "" for one without a meaning.

        Raises `EOFError` where no more come, `KeyboardInterrupt` for Ctrl-C.
        """
        ...

    def line(self, prompt: str, text: str = "") -> str | None:
        """A line to be edited, which begins as `text`; None where the person leaves it."""
        ...

    def edit(self, text: str) -> str | None:
        """A text after the person's editor was open for it; None where it was not written."""
        ...


class TerminalKeyboard:
    """The keyboard of the terminal that standard input is. What is typed ahead waits; no mode of the terminal stays changed."""

    def __enter__(self) -> TerminalKeyboard:
        self._usual = _mode_of(sys.stdin.fileno())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()

    def _restore(self) -> None:
        _set_mode(sys.stdin.fileno(), self._usual)

    def _listen(self) -> None:
        """Have every key at once, and show none: what is typed while something is worked out is read afterwards."""
        if sys.platform == "win32":
            return
        import termios

        mode = _mode_of(sys.stdin.fileno())
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        _set_mode(sys.stdin.fileno(), mode)

    def key(self) -> str:
        """The next key."""
        sys.stdout.flush()
        if sys.platform == "win32":
            import msvcrt

            return _meaning(msvcrt.getwch())
        self._listen()
        return _meaning(_typed())

    def line(self, prompt: str, text: str = "") -> str | None:
        """A line, edited as the shell edits its lines where the computer can."""
        self._restore()
        try:
            import readline
        except ImportError:
            readline = None  # type: ignore[assignment]
        if readline is not None:
            readline.set_auto_history(False)
            readline.set_startup_hook(lambda: readline.insert_text(text))
        try:
            return input(prompt)
        except (KeyboardInterrupt, EOFError):
            sys.stdout.write("\n")
            return None
        finally:
            if readline is not None:
                readline.set_startup_hook(None)
            self._listen()

    def edit(self, text: str) -> str | None:
        """The text from $VISUAL or $EDITOR; raises `click.ClickException` where that cannot be run."""
        self._restore()
        try:
            changed = click.edit(text, require_save=True, extension=".txt")
        finally:
            self._listen()
        return None if changed is None else changed.strip("\n")


def _mode_of(descriptor: int) -> list[Any]:
    if sys.platform == "win32":
        return []
    import termios

    return termios.tcgetattr(descriptor)


def _set_mode(descriptor: int, mode: list[Any]) -> None:
    """Set the terminal's mode, and keep what was typed ahead."""
    if sys.platform != "win32":
        import termios

        with contextlib.suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(descriptor, termios.TCSADRAIN, mode)


def _typed() -> str:
    """A key as the terminal sends it: a character, or an escape and what follows at once."""
    descriptor = sys.stdin.fileno()
    data = _byte(descriptor)
    if data == b"\x1b":
        while len(data) < 3 and select.select([descriptor], [], [], _ESCAPE_SECONDS)[0]:
            data += _byte(descriptor)
        return data.decode("latin-1")
    rest = {0b110: 1, 0b1110: 2, 0b11110: 3}  # how many bytes follow the first one (UTF-8)
    for mark, count in rest.items():
        if data[0] >> (8 - mark.bit_length()) == mark:
            data += b"".join(_byte(descriptor) for _ in range(count))
    return data.decode("utf-8", "replace")


def _byte(descriptor: int) -> bytes:
    try:
        data = os.read(descriptor, 1)
    except OSError:  # the other end of the terminal has been closed
        data = b""
    if not data:
        raise EOFError
    return data


def _meaning(key: str) -> str:
    if key == _END:
        raise EOFError
    if key == _STOP:
        raise KeyboardInterrupt
    if key.startswith("\x1b"):
        return _ARROWS.get(key[1:], "")
    return key
