"""Short ladders, written as they stand in files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.evaluation import Listing, ladder_listing

Read = Callable[..., Listing]


@pytest.fixture
def ladder() -> Read:
    """Beads written one after another, `ladder("0:0 1:1,2 2:")`: the listing of such a file."""

    def read(beads: str, path: str = "test.ladder") -> Listing:
        lines = [":".join(f"[{side}]" for side in bead.split(":")) for bead in beads.split()]
        return ladder_listing("\n".join(lines), path)

    return read
