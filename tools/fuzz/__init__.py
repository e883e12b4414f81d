"""Fuzzing: what readers, rules and the server do with input that nobody meant them to have.

The documents that it starts from are those that tests make, so that the makers of the tests have to be found.
"""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.append(str(REPOSITORY / "tests" / "makers"))
