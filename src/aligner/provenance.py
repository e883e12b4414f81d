"""The signature every output carries: which version, model and options made it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from aligner.version import VERSION


def signature(parts: Mapping[str, object]) -> str:
    """One line that says how an output was made, in the manner of sacreBLEU (Post 2018).

    Parts are sorted by name, so that the same inputs give the same line.

    >>> signature({"model": "en-es", "max_size": 8}).split("|", 1)[1]
    'max_size:8|model:en-es'
    """
    return "|".join([f"aligner:{VERSION}", *(f"{name}:{value}" for name, value in sorted(parts.items()))])


def digest(data: bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()[:16]
