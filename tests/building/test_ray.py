"""A cluster of Ray on this machine: the same bytes, though a node is lost halfway."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_corpora import contents, quick

from aligner.building import RunOptions, build
from aligner.building.cluster import SILENT, environment
from aligner.corpus import read_manifest
from aligner.errors import AlignerError, MissingExtra

pytest.importorskip("ray")
# Ray leaves files and processes to the end of the interpreter.
pytestmark = [pytest.mark.filterwarnings("ignore")]
Corpus = Callable[..., Path]


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A head without processors, and two nodes with one each."""
    with environment(SILENT):
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
        try:
            yield made
        finally:
            import ray

            ray.shutdown()
            made.shutdown()  # type: ignore[no-untyped-call]


def test_a_node_that_is_lost_changes_nothing(tmp_path: Path, corpus: Corpus, cluster: Any) -> None:
    manifest = read_manifest(str(corpus(256)))
    build(manifest, str(tmp_path / "whole"), quick(), RunOptions(workers=2))
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    cluster.wait_for_nodes()
    lost: list[int] = []

    def progress(_pairs: int, _expected: int, message: str) -> None:
        done = int(message.split(" ")[0]) if message.endswith("documents") else 256
        if not lost and done >= 64:
            lost.append(done)
            threading.Thread(target=cluster.remove_node, args=(nodes[1],), kwargs={"allow_graceful": False}).start()
            time.sleep(0.1)

    run = RunOptions("ray", workers=2, ray_address=cluster.address)
    built = build(manifest, str(tmp_path / "corpus"), quick(), run, progress)
    assert (built.documents, built.failures) == (256, 0)
    assert lost
    assert lost[0] < 200
    assert contents(tmp_path / "corpus") == contents(tmp_path / "whole")


def test_no_cluster_at_an_address(tmp_path: Path, corpus: Corpus) -> None:
    run = RunOptions("ray", ray_address="127.0.0.1:1")
    with pytest.raises(AlignerError, match=r"Ray cannot be used at 127\.0\.0\.1:1 .*check --ray-address"):
        build(read_manifest(str(corpus(1))), str(tmp_path / "corpus"), quick(), run)


def test_without_ray_it_says_what_to_install(tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r'--engine ray need an extra: pip install "aligner\[ray\]"'):
        build(read_manifest(str(corpus(1))), str(tmp_path / "corpus"), quick(), RunOptions("ray"))
