"""Compressed files: whatever is packed comes out, and nothing that is damaged or boundless does."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.unpacking import unpack

PACKERS: dict[str, Callable[[bytes], bytes]] = {".xz": lzma.compress, ".gz": gzip.compress, ".bz2": bz2.compress}
SUFFIXES = pytest.mark.parametrize("suffix", PACKERS)
TEXT = "Α bridge\tUn puente\n".encode() * 200


@SUFFIXES
@given(parts=st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_what_was_packed_comes_out(suffix: str, parts: list[bytes]) -> None:
    packed = b"".join(PACKERS[suffix](part) for part in parts)
    assert unpack(packed, f"a{suffix}", 1000) == b"".join(parts)


def test_other_files_stay_as_they_are() -> None:
    assert unpack(b"\x00", "a.tsv", 0) == b"\x00"
    assert unpack(gzip.compress(TEXT), "a.GZ", len(TEXT)) == TEXT


@SUFFIXES
def test_a_damaged_file(suffix: str) -> None:
    packed = PACKERS[suffix](TEXT)
    middle = len(packed) // 2
    flipped = packed[:middle] + bytes(255 - byte for byte in packed[middle : middle + 8]) + packed[middle + 8 :]
    for damaged in (packed[:middle], packed[:-1], flipped, TEXT, b"\x00"):
        with pytest.raises(InputError, match=rf"^a\{suffix}: it cannot be unpacked \(.+\); copy or download it again$"):
            unpack(damaged, f"a{suffix}", 1 << 20)


@SUFFIXES
def test_a_small_file_of_much(suffix: str) -> None:
    bomb = PACKERS[suffix](b"\0" * (20 << 20))
    assert len(bomb) < 1 << 16
    with pytest.raises(InputError, match="unpacked it is larger than 3 MB; divide it"):
        unpack(bomb, f"a{suffix}", 3 << 20)


@SUFFIXES
def test_nothing_in_it(suffix: str) -> None:
    with pytest.raises(InputError, match="the file is empty"):
        unpack(PACKERS[suffix](b""), f"a{suffix}", 10)
