"""The engine of a cluster: Ray Data, whose actors have a worker process each; lost nodes are made up for by others.

Every node sees the texts and the folder of the corpus under the same paths. What travels is a job and a line of what became of
it; an actor that is started anew does its job again, with the same bytes.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import sys
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from aligner.building.jobs import Done, Job, Work
from aligner.building.options import RunOptions
from aligner.building.supervising import Supervisor
from aligner.errors import AlignerError, MissingExtra

# Blocks that Ray hands out; a block is done anew when its node is lost.
_MOST_BLOCKS = 10_000
_PATIENCE = 10.0  # seconds to reach a cluster
SILENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anybody
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}


class Actor:
    """What a node of the cluster does jobs with."""

    def __init__(self, work: bytes, seconds: float) -> None:
        """`work` is a pickled `Work`."""
        self._supervisor = Supervisor(pickle.loads(work), seconds)  # noqa: S301 - from the process that builds

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Do the jobs of a batch."""
        done: list[bytes] = []
        for job in batch["job"]:
            try:
                done.append(pickle.dumps(self._supervisor.do(pickle.loads(job))))  # noqa: S301
            except AlignerError as error:  # told to the process that builds, for Ray would try again
                done.append(pickle.dumps(str(error)))
        return {"done": done}

    def __del__(self) -> None:
        supervisor = getattr(self, "_supervisor", None)
        if supervisor is not None:
            supervisor.end()


def require() -> None:
    """Raise `MissingExtra` without Ray, before anything is written."""
    _ray()


class Engine:
    """A cluster that is there, or one of this machine alone, which ends when it is left."""

    def __init__(self, work: Work, options: RunOptions) -> None:
        self._work, self._options = work, options
        self._is_ours = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._is_ours:
            _ray().shutdown()

    def results(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """What becomes of every job, in the order in which they are done.

        Raises `MissingExtra` without Ray, `AlignerError` for what ends the build or a cluster that cannot be reached.
        """
        ray, options = _ray(), self._options
        self._is_ours = self._is_ours or not ray.is_initialized()
        _start(ray, options)
        items = [{"job": pickle.dumps(job)} for job in jobs]
        try:
            rows = ray.data.from_items(items, override_num_blocks=min(len(items), _MOST_BLOCKS)).map_batches(
                Actor,
                batch_size=1,
                batch_format="numpy",
                zero_copy_batch=False,
                fn_constructor_args=(pickle.dumps(self._work), options.document_seconds),
                concurrency=(1, min(options.workers, len(items))),
                num_cpus=1,
                **_accelerator(ray, self._work),
            )
            for row in rows.iter_rows():
                done = pickle.loads(row["done"])  # noqa: S301
                if isinstance(done, str):
                    raise AlignerError(done)
                yield done
        except ray.exceptions.RayError as error:
            reason = str(error).strip().partition("\n")[0]
            raise AlignerError(f"the cluster gave up ({reason}); go on with --resume") from error


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtra("--engine ray", "ray") from error
    return ray


def _start(ray: Any, options: RunOptions) -> None:
    """Connect to the cluster, or start one on this machine that nobody else can reach."""
    import logging

    settings: dict[str, Any] = {"log_to_driver": False, "configure_logging": False, "ignore_reinit_error": True}
    if options.ray_address is None:
        settings |= {"num_cpus": options.workers, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    if ray.is_initialized():
        return
    _require_reachable(options.ray_address)
    with environment(SILENT), _unheard():
        try:
            ray.init(address=options.ray_address, logging_level=logging.ERROR, **settings)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            reason = str(error).strip().partition("\n")[0]
            where = options.ray_address or "this machine"
            raise AlignerError(f"Ray cannot be used at {where} ({reason}); check --ray-address") from error
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.execution_options.preserve_order = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Let stderr go nowhere while Ray starts, which talks there below Python's own logging; what goes wrong is raised."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _require_reachable(address: str | None) -> None:
    """Raise where nobody answers: Ray itself would wait for minutes, and then end the process."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if not colon or not port.isdecimal():  # none, or a word such as auto
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise AlignerError(f"Ray cannot be used at {address} ({error}); check --ray-address") from error


@contextlib.contextmanager
def environment(said: dict[str, str]) -> Iterator[None]:
    """What Ray reads from the environment when it starts, and can be told in no other way; put back afterwards."""
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _accelerator(ray: Any, work: Work) -> dict[str, Any]:
    """A graphics card for each actor, where a model runs on one and the cluster has some."""
    wants = work.options.pair.model is not None and work.options.pair.embedder.device != "cpu"
    return {"num_gpus": 1} if wants and ray.cluster_resources().get("GPU", 0) >= 1 else {}
