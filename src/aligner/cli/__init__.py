"""The command line: one module per command; each parses, calls one library function and prints."""

from aligner.cli.program import main

__all__ = ["main"]
