"""What became of an input: it was used, it was refused in one line, or something is wrong with the program."""

from __future__ import annotations

import contextlib
import re
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType

from aligner.errors import AlignerError

SECONDS = 5.0  # of processor time
MEGABYTES = 512  # that one input may add to what the process takes
_NUMBERS = re.compile(r"\d+")
_PACKAGE = f"{Path('src') / 'aligner'}"


class Fate(StrEnum):
    """How it ended."""

    USED = "used"
    REFUSED = "refused"
    CRASHED = "crashed"
    SLOW = "slow"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it ended, and where or why: two failures with the same `why` are one fault."""

    fate: Fate
    why: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether the program is at fault."""
        return self.fate not in {Fate.USED, Fate.REFUSED}


class _TooLong(BaseException):
    """Raised in whatever takes too long; nothing may take it for an error of its own."""


def judged(run: Callable[[bytes], object], data: bytes, seconds: float = SECONDS) -> Verdict:
    """Run on an input, in the main thread, for so many seconds of processor time."""
    before = _megabytes()
    try:
        with _time_limit(seconds), warnings.catch_warnings():
            warnings.simplefilter("error")
            run(data)
    except AlignerError as error:
        verdict = Verdict(Fate.REFUSED, _NUMBERS.sub("#", str(error))[:80])
    except _TooLong as error:
        return Verdict(Fate.SLOW, _place(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        return Verdict(Fate.CRASHED, f"{type(error).__name__} {_place(error)}")
    else:
        verdict = Verdict(Fate.USED)
    return Verdict(Fate.LARGE, "memory") if _megabytes() - before > MEGABYTES else verdict


def _place(error: BaseException) -> str:
    """The last line of ours that was reached."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _PACKAGE in frame.filename] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}"


def _megabytes() -> float:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def late(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
