"""How a corpus is built: what decides its bytes, and what only decides how they come about."""

from __future__ import annotations

from dataclasses import dataclass, field

from aligner.errors import OptionError
from aligner.exporting.options import ExportOptions, FilterOptions, Split
from aligner.pipeline import CheckOptions, PairOptions

ENGINES = ("local", "ray")
FORMATS = ("parquet", "jsonl")
SHARD_SIZE = 100_000
DOCUMENT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What decides the bytes of a corpus.

    `pair` says how documents are read and aligned, `filters` what is dropped and changed, `check` which rules look at every
    pair, None for none. `shard_size` is the most pairs of a file. `split` divides by documents or pairs, drawn by `seed`.
    `licence` is what the corpus says of itself; `samples` how many dropped pairs of each step its report shows.
    """

    pair: PairOptions = field(default_factory=PairOptions)
    filters: FilterOptions = field(default_factory=FilterOptions)
    check: CheckOptions | None = field(default_factory=CheckOptions)
    format_name: str = "parquet"
    shard_size: int = SHARD_SIZE
    split: Split | None = None
    seed: int = 0
    licence: str = ""
    samples: int = 5

    def __post_init__(self) -> None:
        if self.format_name not in FORMATS:
            raise OptionError(f"--to {self.format_name}: give one of {', '.join(FORMATS)}")
        if self.shard_size < 1:
            raise OptionError(f"--shard-size {self.shard_size}: give a number from 1")
        if self.filters.excluded_findings and self.check is None:
            raise OptionError("--exclude-findings needs --check")

    @property
    def export(self) -> ExportOptions:
        """The same as the steps of an export take it."""
        return ExportOptions(
            self.pair, self.filters, format_name=self.format_name, seed=self.seed, split=self.split,
            licence=self.licence, samples=self.samples,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What changes no byte of a corpus: where the work is done, and when it is given up.

    `document_seconds` is how long a document may take; one that takes longer, twice, is a failure. More failures than
    `most_failures` end the build, None for any number. `resumes` goes on with what a build before left. `ray_address` is that
    of a cluster, None to start Ray on this machine.
    """

    engine: str = "local"
    workers: int = 1
    document_seconds: float = DOCUMENT_SECONDS
    most_failures: int | None = None
    resumes: bool = False
    ray_address: str | None = None

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise OptionError(f"--engine {self.engine}: give one of {', '.join(ENGINES)}")
        if self.workers < 1:
            raise OptionError(f"--workers {self.workers}: give a number from 1")
        if not self.document_seconds > 0:
            raise OptionError(f"--document-seconds {self.document_seconds:g}: give a number above 0")
        if self.most_failures is not None and self.most_failures < 0:
            raise OptionError(f"--max-failures {self.most_failures}: give a number from 0")
        if self.ray_address is not None and self.engine != "ray":
            raise OptionError("--ray-address goes with --engine ray")
