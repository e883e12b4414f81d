"""Windows of one process and others beside it read and write one file, and see what each wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from aligner.review import Project

_WRITER = """
import sys
from aligner.review import Project
windows = [Project.open(sys.argv[1])]
windows[0].pairs()
windows.append(Project.open(sys.argv[1]))
for line in sys.stdin:
    bead = windows[0].beads(1)[0]
    windows[0].edit("Ana", bead.target[0].id, line.strip(), {1: bead.version})
    print("written", flush=True)
"""


def test_a_window_that_closes_takes_nothing_from_others(make: Callable[..., Project]) -> None:
    """POSIX drops all locks of a process on a file when it closes any descriptor of it; then others take it for unused."""
    project = make()
    project.close()
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, project.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        for text in ("One.", "Two.", "Three."):
            writer.stdin.write(text + "\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "written\n"
            with Project.open(project.path) as reader:
                assert reader.beads(1)[0].target[0].text == text
        writer.stdin.close()
