"""The engine of one machine: processes that share the jobs."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Sequence

from aligner.building.jobs import Done, Job, Work
from aligner.building.options import RunOptions
from aligner.building.supervising import Supervisor
from aligner.errors import AlignerError

_LOOKS = 0.2  # seconds after which the main thread hears of an interruption


def require() -> None:
    """Nothing is needed for this engine that is not installed with aligner."""


def results(work: Work, jobs: Sequence[Job], options: RunOptions) -> Generator[Done, None, None]:
    """What becomes of every job, in the order in which they are done.

    Raises `AlignerError` for what ends the build. When the iterator is closed, all processes end at once: files are
    written whole or not at all.
    """
    coming = iter(jobs)
    taking = threading.Lock()
    done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
    supervisors = [Supervisor(work, options.document_seconds) for _ in range(min(options.workers, len(jobs)))]
    is_over = threading.Event()

    def serve(supervisor: Supervisor) -> None:
        try:
            while not is_over.is_set():
                with taking:
                    job = next(coming, None)
                if job is None:
                    return
                done.put(supervisor.do(job))
        except BaseException as error:  # noqa: BLE001 - the main thread is to raise it
            done.put(error)

    threads = [threading.Thread(target=serve, args=(supervisor,), daemon=True) for supervisor in supervisors]
    for thread in threads:
        thread.start()
    try:
        for _ in jobs:
            yield _next(done)
    finally:
        is_over.set()
        for supervisor in supervisors:
            supervisor.end()
        for thread in threads:
            thread.join()


def _next(done: queue.SimpleQueue[Done | BaseException]) -> Done:
    while True:
        try:
            one = done.get(timeout=_LOOKS)
        except queue.Empty:
            continue
        if isinstance(one, AlignerError):
            raise one
        if isinstance(one, BaseException):
            raise AlignerError(f"a worker cannot be run ({type(one).__name__}: {one})") from one
        return one
