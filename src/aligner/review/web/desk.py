"""What the server knows: the project, who is there, the model that judges, and who waits for news.

SQLite and models block, so that all work on them is done in a few threads, each with the project open for itself; the loop that
answers never waits for a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from aligner.contracts import AdditiveEmbedder, Embedder
from aligner.errors import AlignerError
from aligner.pipeline import embedder_for
from aligner.review.creating import ProjectOptions
from aligner.review.judging import AROUND, PipelineJudge, Question
from aligner.review.project import Project
from aligner.review.rebuilding import rebuilt
from aligner.review.records import PairView

THREADS = 8
_AT_A_TIME = 8  # beads that are judged together of those that were left
_NEWS_SECONDS = 0.25  # how often somebody asks the file whether another program has changed it
_BUNDLED = {"en", "es"}

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Desk:
    """A project that is open in a server, until `close`."""

    path: str
    options: ProjectOptions
    _pool: ThreadPoolExecutor = field(init=False)
    _own: threading.local = field(init=False, default_factory=threading.local)
    _opened: list[Project] = field(init=False, default_factory=list)
    _opening: threading.Lock = field(init=False, default_factory=threading.Lock)
    _judging: threading.Lock = field(init=False, default_factory=threading.Lock)
    _loading: threading.Lock = field(init=False, default_factory=threading.Lock)
    _embedder: Embedder | None = field(init=False, default=None)
    _news: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    is_closing: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="review")

    async def run(self, work: Callable[[Project], Answer]) -> Answer:
        """What `work` gives for the project, done in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._work, work)

    def _work(self, work: Callable[[Project], Answer]) -> Answer:
        project: Project | None = getattr(self._own, "project", None)
        if project is None:
            project = self._own.project = Project.open(self.path)
            with self._opening:
                self._opened.append(project)
        return work(project)

    def close(self) -> None:
        """Let work that has begun come to its end, and close the file."""
        self.is_closing = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        for project in self._opened:
            project.close()
        self._opened.clear()

    # News

    def tell(self) -> None:
        """Say that something has changed; called in the loop."""
        self._news.set()
        self._news = asyncio.Event()

    def stop_waiting(self) -> None:
        """Let everybody who waits for news go, since the server ends; called in the loop."""
        self.is_closing = True
        self.tell()

    async def wait(self, after: int, seconds: float) -> None:
        """Wait until there is an event after this one, or so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.is_closing:
                    news = self._news
                    if await self.run(Project.last_event) > after:
                        return
                    # A change here is told; one that another program makes has to be looked for.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_NEWS_SECONDS):
                            await news.wait()

    # Judging

    def embedder(self, pair: PairView) -> Embedder | None:
        """The model of the project; None where the bundled one does not know the languages of a pair."""
        if self.options.pair.model is None and set(pair.languages) != _BUNDLED:
            return None
        with self._loading:
            if self._embedder is None:
                self._embedder = embedder_for(self.options.pair)
            return self._embedder

    def word_embedder(self, pair: PairView) -> AdditiveEmbedder | None:
        """The model whose word vectors tell which words have a counterpart: the project's, else the bundled one."""
        embedder = self.embedder(pair)
        if embedder is not None and not isinstance(embedder, AdditiveEmbedder) and set(pair.languages) == _BUNDLED:
            from aligner.embedding import load_embedder

            embedder = load_embedder()
        return embedder if isinstance(embedder, AdditiveEmbedder) else None

    def judge(self, project: Project, pair: PairView, beads: tuple[int, ...]) -> tuple[int, ...]:
        """Judge beads of a pair, one call at a time: they share the processor, and the later one sees what the earlier kept."""
        judge = PipelineJudge(self.embedder(pair), self.options.check)
        with self._judging:
            return project.judge(pair.id, beads, judge)

    def warm_up(self, project: Project) -> None:
        """Load what judging needs by judging some beads for nothing, then judge what was changed and never judged."""
        with contextlib.suppress(AlignerError):  # who judges is told
            pairs = project.pairs()
            for pair in pairs[:1]:
                beads = [bead.id for bead in project.page(pair.id, 0, 2 * AROUND + 1)]
                built = rebuilt(project.connection, pair.id, beads)
                PipelineJudge(self.embedder(pair), self.options.check)(
                    Question(built.bitext, tuple(range(len(built.beads))), is_whole=True)
                )
            for pair, some in _groups(project, pairs):
                if self.is_closing:
                    return
                self.judge(project, pair, some)


def _groups(project: Project, pairs: tuple[PairView, ...]) -> Iterator[tuple[PairView, tuple[int, ...]]]:
    for pair in pairs:
        waiting = iter(project.unjudged(pair.id))
        while some := tuple(itertools.islice(waiting, _AT_A_TIME)):
            yield pair, some
