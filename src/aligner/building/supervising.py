"""A worker process and what watches it: a document that kills it, or takes too long, is given up, and the rest goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Any

from aligner.building.jobs import Done, Job, Readiness, UnitJob, Work
from aligner.building.worker import received, send
from aligner.errors import AlignerError

# A document may have been worked on when its process was lost for another reason: it is tried once more.
TRIES = 2
# A process that is lost while no document is worked on.
_LOSSES = 3
# Workers share the processors already; threads of libraries would only wait for each other.
_ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
) | {"TOKENIZERS_PARALLELISM": "false"}
_WATCHES = 0.25  # seconds between two looks at the clock


class WorkerLost(Exception):
    """A worker ended: how, and of which document, None where it had none."""

    def __init__(self, document: int | None, reason: str) -> None:
        self.document, self.reason = document, reason
        super().__init__(reason)


@dataclass(slots=True)
class Worker:
    """A process of its own that does jobs one after another."""

    work: Work
    seconds: float
    _process: subprocess.Popen[bytes] = field(init=False)
    _document: int | None = None
    _until: float | None = None
    _is_late: bool = False
    _is_over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        # In a session of its own, so that an interruption of the terminal reaches only who decides what to do about it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "aligner.building.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,
        )
        threading.Thread(target=self._watch, daemon=True).start()
        with contextlib.suppress(OSError):  # it is lost already, which reading will tell
            send(self._pipe(self._process.stdin), self.work)

    def do(self, job: Job) -> Done:
        """What becomes of a job; raises `WorkerLost` when the process ends, `AlignerError` for what ends the build."""
        self._document = None
        with contextlib.suppress(OSError):
            send(self._pipe(self._process.stdin), job)
        while True:
            kind, value = self._answer()
            if kind == "at":
                self._document, self._until = value, time.monotonic() + self.seconds
            elif kind == "failed":
                raise AlignerError(value)
            elif kind == "done":
                self._until = None
                done: Done = value
                return done

    def get_ready(self) -> None:
        """Load what later jobs need; raises `WorkerLost` when the process ends."""
        self._document = None
        with contextlib.suppress(OSError):
            send(self._pipe(self._process.stdin), Readiness())
        while self._answer()[0] != "done":
            pass

    def _answer(self) -> tuple[str, Any]:
        try:
            kind, value = received(self._pipe(self._process.stdout))
        except (EOFError, OSError) as error:
            raise WorkerLost(self._document, self._reason()) from error
        return kind, value

    def _reason(self) -> str:
        """Why the process is gone, as one says of a document."""
        status = self._process.wait()
        if self._is_late:
            return f"it takes longer than {self.seconds:g} s"
        if status < 0:
            with contextlib.suppress(ValueError):
                return f"it ends the process that reads it ({signal.Signals(-status).name})"
        return f"it ends the process that reads it (status {status})"

    def _watch(self) -> None:
        while not self._is_over.wait(_WATCHES):
            if self._until is not None and time.monotonic() > self._until:
                self._is_late = True
                self._process.kill()
                return

    def end(self) -> None:
        """End the process, whatever it does."""
        self._is_over.set()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # a frame that nobody reads any more
                self._pipe(pipe).close()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


@dataclass(slots=True)
class Supervisor:
    """Does jobs with a worker, with another when that is lost; a document that `TRIES` of them end at is given up."""

    work: Work
    seconds: float
    _worker: Worker | None = None
    _ended: bool = False
    _changing: threading.Lock = field(default_factory=threading.Lock)

    def do(self, job: Job) -> Done:
        """What becomes of a job; raises `AlignerError` where workers end though no document is to blame."""
        losses: Counter[int | None] = Counter()
        while True:
            try:
                return self._started().do(job)
            except WorkerLost as lost:
                self._drop()
                if self._ended:
                    raise AlignerError("the build was ended") from lost
                losses[lost.document] += 1
                if lost.document is not None and isinstance(job, UnitJob):
                    if losses[lost.document] >= TRIES:
                        job = job.without(lost.document, _problem(job, lost))
                elif losses[None] >= _LOSSES:
                    raise AlignerError(
                        "worker processes end before their time, perhaps for lack of memory; "
                        "use fewer --workers, and --resume"
                    ) from lost
            except BaseException:
                self._drop()
                raise

    def get_ready(self) -> None:
        """Have the worker, where there is one, load what later jobs need; if it is lost, they will have another."""
        worker = self._worker
        if worker is not None:
            try:
                worker.get_ready()
            except WorkerLost:
                self._drop()

    def end(self) -> None:
        """End the worker, even in the middle of a job; there will be no other."""
        with self._changing:
            self._ended = True
        self._drop()

    def _started(self) -> Worker:
        with self._changing:
            if self._ended:
                raise AlignerError("the build was ended")
            self._worker = self._worker or Worker(self.work, self.seconds)
            return self._worker

    def _drop(self) -> None:
        with self._changing:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _problem(job: UnitJob, lost: WorkerLost) -> str:
    pair = dict(job.documents)[lost.document if lost.document is not None else -1]
    return f"{pair.source}: {lost.reason}"
