"""What the console script calls: the program as the only thing its process does."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys

from aligner.cli.program import main

# A command makes few cycles and many long-lived tables: looking for cycles takes a twentieth of it as often as is usual, and
# would still come once at the end of a check of two articles where it came as often as after a hundred thousand objects.
_COLLECT = (500_000, 50, 100)


def run() -> None:
    """Run the program and end the process.

    Word lists are half a million objects, whose freeing one by one takes a tenth of a second at the end of a process that
    gives its memory back anyway: once everything is written and closed, it leaves at once.
    """
    gc.set_threshold(*_COLLECT)
    status = 1
    atexit.register(lambda: _leave(status))  # the first one registered, and so the last one called
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        raise


def _leave(status: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # None where the process was started without it
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(status)
