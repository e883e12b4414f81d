"""A process that works for a build: `python -m aligner.building.worker`, jobs on its stdin, what became of them on its stdout.

Both are frames: eight bytes of length, then a pickle of one of our own records. Whatever a library prints goes to stderr.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from typing import IO, Any

from aligner.building.jobs import Readiness
from aligner.errors import AlignerError

_LENGTH = 8
# Documents come and go by the thousand objects, and hardly any of them are in cycles.
_COLLECT_AFTER = 100_000


def send(file: IO[bytes], value: object) -> None:
    """Write a frame; raises `OSError` when nobody reads any more."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    file.write(len(data).to_bytes(_LENGTH, "little") + data)
    file.flush()


def received(file: IO[bytes]) -> Any:
    """The next frame, only ever from the process at the other end; raises `EOFError` where there is none."""
    head = file.read(_LENGTH)
    if len(head) < _LENGTH:
        raise EOFError
    data = file.read(int.from_bytes(head, "little"))
    return pickle.loads(data)  # noqa: S301


def main() -> None:
    """Do one job after another until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    jobs = sys.stdin.buffer
    gc.set_threshold(_COLLECT_AFTER)
    try:
        _serve(jobs, answers)
    except (EOFError, BrokenPipeError):  # the build is over, or was ended
        os._exit(0)


def _serve(jobs: IO[bytes], answers: IO[bytes]) -> None:
    work = received(jobs)
    try:
        work.prepare()
        send(answers, ("ready", None))
        while True:
            job = received(jobs)
            if isinstance(job, Readiness):
                work.get_ready()
                send(answers, ("done", None))
                continue
            send(answers, ("done", work.do(job, lambda place: send(answers, ("at", place)))))
    except AlignerError as error:
        send(answers, ("failed", str(error)))


if __name__ == "__main__":
    main()
