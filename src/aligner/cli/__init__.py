"""The command line: one module per command; each parses, calls one library function and prints."""

import os

from aligner.cli.entry import run
from aligner.cli.program import main

__all__ = ["main", "run"]

# The matrices of sentences are small: threads for them cost more than they give. Commands load numpy later.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
