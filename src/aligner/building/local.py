"""The engine of one machine: processes that share the jobs, and go on from one list of jobs to the next."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from aligner.building.jobs import Done, Job, Readiness, Work
from aligner.building.options import RunOptions
from aligner.building.supervising import Supervisor
from aligner.errors import AlignerError

_LOOKS = 0.2  # seconds after which the main thread hears of an interruption


def require() -> None:
    """Nothing is needed for this engine that is not installed with aligner."""


class Engine:
    """Worker processes, started when there are jobs for them; all of them end when it is left."""

    def __init__(self, work: Work, options: RunOptions) -> None:
        self._work, self._options = work, options
        self._jobs: queue.SimpleQueue[Job | Readiness | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
        self._supervisors: list[Supervisor] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End all processes at once: files are written whole or not at all."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._jobs.get_nowait()
        for _thread in self._threads:
            self._jobs.put(None)
        for supervisor in self._supervisors:
            supervisor.end()
        for thread in self._threads:
            thread.join()

    def results(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """What becomes of every job, in the order in which they are done.

        Raises `AlignerError` for what ends the build. Workers without a job meanwhile load what later ones need.
        """
        for job in jobs:
            self._jobs.put(job)
        while len(self._threads) < min(self._options.workers, len(jobs)):
            self._add_worker()
        for _thread in self._threads:
            self._jobs.put(Readiness())
        for _job in jobs:
            yield self._next()

    def _add_worker(self) -> None:
        supervisor = Supervisor(self._work, self._options.document_seconds)
        thread = threading.Thread(target=self._serve, args=(supervisor,), daemon=True)
        self._supervisors.append(supervisor)
        self._threads.append(thread)
        thread.start()

    def _serve(self, supervisor: Supervisor) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                if isinstance(job, Readiness):
                    supervisor.get_ready()
                else:
                    self._done.put(supervisor.do(job))
        except BaseException as error:  # noqa: BLE001 - the main thread is to raise it
            self._done.put(error)

    def _next(self) -> Done:
        while True:
            try:
                one = self._done.get(timeout=_LOOKS)
            except queue.Empty:
                continue
            if isinstance(one, AlignerError):
                raise one
            if isinstance(one, BaseException):
                raise AlignerError(f"a worker cannot be run ({type(one).__name__}: {one})") from one
            return one
