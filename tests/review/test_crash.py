"""Nothing that was acknowledged is ever lost: not when the process is killed, not when several write at once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from aligner.model import Side
from aligner.review import Project

Make = Callable[..., Project]
_PLACES = 12

# Edits, merges and undoes at random, and says on stdout what is on the disk, each time when its call has returned.
_KILLED = """
import random, sys
from aligner.review import Project
path, seed = sys.argv[1], int(sys.argv[2])
draw = random.Random(seed)
with Project.open(path) as project:
    for number in range(100_000):
        bead = draw.choice(project.page(1))
        text = f"{seed}/{number}"
        event = project.edit("Ana", bead.target[0].id, text, {bead.id: bead.version})
        print(event.id, bead.target[0].id, text, flush=True)
        if draw.random() < 0.2:
            project.comment("Eva", bead.id, text)
"""

# Adds one to the number in a segment, again and again, looking again whenever somebody else was faster.
_COUNTING = """
import sys
from aligner.review import Project, StaleBead
path, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
done = refused = 0
with Project.open(path) as project:
    while done < times:
        bead = project.page(1)[0]
        number = int(bead.target[0].text)
        try:
            project.edit(name, bead.target[0].id, str(number + 1), {bead.id: bead.version})
        except StaleBead as stale:
            assert stale.current is not None and stale.seen is not None
            assert stale.seen.target[0].text == str(number)
            refused += 1
        else:
            done += 1
print(refused)
"""


def test_a_killed_process_loses_nothing_it_acknowledged(make: Make, tmp_path: Path) -> None:
    make(_PLACES)
    path = str(tmp_path / "p.review")
    draw = random.Random(7)
    acknowledged = 0
    for seed in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, path, str(seed)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert child.stdout is not None
        said = [child.stdout.readline()]  # it has begun
        time.sleep(draw.uniform(0.0, 0.15))
        child.kill()
        said += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        lines = [line.split() for line in said if line.endswith("\n")]
        acknowledged += len(lines)
        last = {int(sentence): text for _, sentence, text in lines}
        with Project.open(path, verify=True) as project:
            assert len(project.page(1)) == _PLACES
            texts = {bead.target[0].id: bead.target[0].text for bead in project.page(1)}
            logged = {event.id for event in project.events_after(0, 1_000_000)}
            assert {int(event) for event, _, _ in lines} <= logged
            # The last edit may be there without having been acknowledged; nothing else may differ.
            assert sum(texts[sentence] != text for sentence, text in last.items()) <= 1
            assert project.undo("Ana") is not None
            assert project.redo("Ana") is not None
    assert acknowledged > 50


def test_several_writers_lose_no_change(make: Make, tmp_path: Path) -> None:
    project = make(1)
    bead = project.page(1)[0]
    project.edit("Ana", bead.target[0].id, "0", {bead.id: bead.version})
    path = str(tmp_path / "p.review")
    children = [
        subprocess.Popen([sys.executable, "-c", _COUNTING, path, name, "60"], stdout=subprocess.PIPE, text=True)
        for name in ("Ana", "Eva", "Iva")
    ]
    for child in children:
        child.communicate(timeout=120)
        assert child.returncode == 0
    assert project.page(1)[0].side_text(Side.TARGET) == "180"
    kinds = [event.kind for event in project.events_after(0, 1000)]
    assert kinds.count("edit") == 181
