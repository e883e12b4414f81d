"""`python -m aligner`."""

from aligner.cli import run

run()
