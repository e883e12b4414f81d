"""What a user may choose about an alignment."""

from __future__ import annotations

from dataclasses import dataclass

from aligner.errors import OptionError

LARGEST_BEAD = 12


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """`max_size`: the most sentences on one side of a bead, 1 to 12.

    Raises `OptionError` for a size outside that.
    """

    max_size: int = 8

    def __post_init__(self) -> None:
        if not 1 <= self.max_size <= LARGEST_BEAD:
            raise OptionError(f"--max-size {self.max_size}: give a number from 1 to {LARGEST_BEAD}")

    def as_parts(self) -> dict[str, object]:
        """The options as they stand in a signature."""
        return {"max_size": self.max_size}
