"""The signature every output carries: which version, model and options made it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from aligner.errors import OptionError
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


def source_date(environment: Mapping[str, str] | None = None) -> datetime | None:
    """The date that outputs are to carry, by `SOURCE_DATE_EPOCH` (reproducible-builds.org); None where it is not set.

    No clock is asked, so that the same inputs give the same bytes. Raises `OptionError` when it is no number of seconds.

    >>> source_date({"SOURCE_DATE_EPOCH": "86400"})
    datetime.datetime(1970, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)
    """
    said = (os.environ if environment is None else environment).get("SOURCE_DATE_EPOCH", "").strip()
    if not said:
        return None
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise OptionError(f"SOURCE_DATE_EPOCH is {said!r}; it has to be a number of seconds since 1970") from error
