"""Many jobs shared by processes: what they give comes in the order of the jobs, whatever the number of workers."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from aligner.errors import AlignerError

Job = TypeVar("Job")
Result = TypeVar("Result")
_WAITING_PER_WORKER = 4


def results(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """What `work`, a function of a module, makes of every job, in order; in this process with one worker.

    Jobs under way end before an interruption does. Raises `AlignerError` when a process dies.
    """
    workers = min(workers, len(jobs))
    if workers <= 1:
        yield from map(work, jobs)
        return
    # Started afresh rather than forked: libraries with threads of their own do not survive a fork.
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _ignore_interrupts)
    coming = iter(jobs)
    waiting: deque[Future[Result]] = deque()
    try:
        waiting.extend(_submitted(pool, work, islice(coming, workers * _WAITING_PER_WORKER)))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(_submitted(pool, work, islice(coming, 1)))
    except BrokenProcessPool as error:
        raise AlignerError(
            "a worker process ended before its time, perhaps for lack of memory; use fewer --workers"
        ) from error
    finally:
        # Jobs under way end first, so that an interruption leaves whole files only.
        pool.shutdown(wait=True, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, work: Callable[[Job], Result], jobs: Iterable[Job]) -> list[Future[Result]]:
    """The jobs under way; that may start workers, which must not be interrupted while they import."""
    with _interrupts_held():
        return [pool.submit(_interruptible, work, job) for job in jobs]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let an interruption wait until the end; processes that are started inherit that (`_ignore_interrupts` ends it)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _interruptible(work: Callable[[Job], Result], job: Job) -> Result:
    """The work in a worker: an interruption (which a terminal sends to every process) ends a job, not the worker."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return work(job)
    finally:
        _ignore_interrupts()
