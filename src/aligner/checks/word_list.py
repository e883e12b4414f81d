"""A list of words by how common they are, looked up in the bytes of its own file.

The lists of wordfreq have a third of a million words. To make objects of them and a dictionary of these takes ten times
as long as to note where each begins, and a text needs a few hundred of them.

The format is wordfreq's `cB`: MessagePack, an array of a heading and of buckets, arrays of words; bucket n has the words
of Zipf frequency 9 - n/100.
"""

from __future__ import annotations

from bisect import bisect_right

import msgpack
import numpy as np
from numpy.typing import NDArray

_HEADING = {"format": "cB", "version": 1}
_HEADING_BYTES = 100  # more than it takes
# So many zeros follow: eight bytes may be read from anywhere in the list, and no length leads beyond them.
_MARGIN = 512
# A number of 64 bits is made of the bytes of a word, eight at a time.
_FACTOR, _SHIFT, _WHOLE = 0x9E3779B97F4A7C15, 29, (1 << 64) - 1
_STEP = 8
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(_STEP + 1)], np.uint64)
# Tables of the words' places, by parts of their numbers (by how many bits they are shifted, and how many are taken); of words
# that meet in one table, one is in it, and the others go on to the next. After the last there are few.
_LEVELS = ((44, 20), (26, 18), (10, 16))
# How MessagePack writes the length of a text or of an array before it.
_SHORT_TEXT, _LONG_TEXT, _SHORT_ARRAY, _LONG_ARRAY = 0xA0, 0xD9, 0x90, 0xDC
# The first bytes of characters that have one, two or three further ones at least; the length of a text may look like a further one.
_FURTHER = (0xC2, 0xE0, 0xF0)
_LENGTH, _LONG_FROM, _LONG_TO = 0x1F, 32, 128
# So many bytes or words are worked on at a time: a processor's cache holds them, and the same memory serves for all.
_AT_ONCE = 1 << 16
_Places = NDArray[np.int64]


class WordList:
    """The words of one list.

    >>> packed = msgpack.packb([_HEADING, [], ["of", "the"], ["café"]])
    >>> words = WordList(packed)
    >>> words.zipf("the"), words.zipf("café"), words.zipf("then")
    (8.99, 8.98, 0.0)
    """

    def __init__(self, packed: bytes) -> None:
        """`packed`: what the file has, decompressed. Raises `ValueError` where it is in another format, or damaged."""
        self._packer = msgpack.Packer(unicode_errors="surrogatepass")
        self._data = packed + bytes(_MARGIN)
        places, self._buckets = _places(self._data)
        self._levels, self._rest = self._tables(places)

    def zipf(self, word: str) -> float:
        """Zipf frequency of a word, written as in the list; 0.0 for one that is not in it."""
        written: bytes = self._packer.pack(word)
        number = 0
        for start in range(0, len(written), _STEP):
            number = ((number ^ int.from_bytes(written[start : start + _STEP], "little")) * _FACTOR) & _WHOLE
            number ^= number >> _SHIFT
        for (shift, bits), table in zip(_LEVELS, self._levels, strict=True):
            place = table[number >> shift & (1 << bits) - 1]
            if not place:
                return 0.0
            if self._data.startswith(written, place):
                return self._frequency(place)
        return self._frequency(self._rest[written]) if written in self._rest else 0.0

    def _frequency(self, place: int) -> float:
        return 9 - (bisect_right(self._buckets, place) - 1) / 100

    def _tables(self, places: _Places) -> tuple[list[memoryview], dict[bytes, int]]:
        """The tables of the levels, int32, 0 where no word is; and the places of the words that are in none of them."""
        lengths = _lengths(self._data, places)
        numbers = _numbers(self._data, places, lengths)
        tables = []
        for shift, bits in _LEVELS:
            slots = (numbers >> np.uint64(shift) & np.uint64((1 << bits) - 1)).astype(np.int64)
            table = np.zeros(1 << bits, np.int32)
            table[slots] = places
            tables.append(table.data)
            others = np.flatnonzero(table[slots] != places)
            places, lengths, numbers = places[others], lengths[others], numbers[others]
        ends = (places + lengths).tolist()
        return tables, {self._data[place:end]: place for place, end in zip(places.tolist(), ends, strict=True)}


def _places(data: bytes) -> tuple[_Places, list[int]]:
    """Where the words begin, the lengths before them; and where the first word of each bucket does or would.

    Raises `ValueError` where the lengths do not lead from one word to the next.
    """
    count, end = _heading(data)
    likely = _likely_places(data)
    seen = likely.data
    buckets: list[int] = []
    parts: list[_Places] = []
    sizes: list[int] = []
    at = 0
    while len(buckets) < count:
        size, end = _bucket(data, end)
        buckets.append(end)
        if size:
            # What stands before a bucket's first word may make it unlikely, or look like a word.
            at = bisect_right(seen, end, at)
            others = likely[at : at + size - 1]
            if len(others) < size - 1:
                raise ValueError("a bucket has fewer words than it should have")
            parts += [np.array([end]), others]
            sizes.append(size)
            last = int(others[-1]) if size > 1 else end
            end = last + (2 + data[last + 1] if data[last] == _LONG_TEXT else 1 + (data[last] & _LENGTH))
    places = np.concatenate([*parts, np.array([end])])
    leads = places[:-1] + _lengths(data, places[:-1]) == places[1:]
    leads[np.cumsum(sizes, dtype=np.int64) - 1] = True  # the next bucket was looked for where the word ends
    if end != len(data) - _MARGIN or not leads.all():
        raise ValueError("the lengths of its words do not lead to its end")
    return places[:-1], buckets


def _heading(data: bytes) -> tuple[int, int]:
    """How many buckets there are, and where the first begins."""
    reader = msgpack.Unpacker()
    reader.feed(data[:_HEADING_BYTES])
    try:
        count, heading = reader.read_array_header(), reader.unpack()
    except (ValueError, msgpack.UnpackException) as error:
        raise ValueError("it has no heading") from error
    if heading != _HEADING:
        raise ValueError(f"its heading is {heading}")
    return count - 1, reader.tell()


def _bucket(data: bytes, place: int) -> tuple[int, int]:
    """How many words a bucket has, and where the first begins."""
    head = data[place]
    if head & 0xF0 == _SHORT_ARRAY:
        return head & 0x0F, place + 1
    if head == _LONG_ARRAY:
        return int.from_bytes(data[place + 1 : place + 3], "big"), place + 3
    raise ValueError(f"there is no bucket at {place}")


def _likely_places(data: bytes) -> _Places:
    """Where words begin, and maybe some more: bytes that may be the length of a text and are within no character of UTF-8."""
    codes = np.frombuffer(data, np.uint8)
    found = np.empty(len(codes), np.bool_)
    for start in range(0, len(codes), _AT_ONCE):
        begun = min(start, len(_FURTHER))
        block = codes[start - begun : start + _AT_ONCE + 1]
        likely = block & ~np.uint8(_LENGTH) == _SHORT_TEXT
        for distance, first in enumerate(_FURTHER, start=1):
            likely[distance:] &= block[:-distance] < first
        likely[:-1] |= (block[:-1] == _LONG_TEXT) & (block[1:] >= _LONG_FROM) & (block[1:] < _LONG_TO)
        found[start : start + _AT_ONCE] = likely[begun : begun + _AT_ONCE]
    return np.flatnonzero(found)


def _lengths(data: bytes, places: _Places) -> _Places:
    """How many bytes the words that begin at some places take, with what tells their lengths."""
    codes = np.frombuffer(data, np.uint8)
    heads = codes[places]
    lengths = (heads & _LENGTH).astype(np.int64) + 1
    long = np.flatnonzero(heads == _LONG_TEXT)
    lengths[long] = codes[places[long] + 1] + np.int64(2)
    return lengths


def _numbers(data: bytes, places: _Places, lengths: _Places) -> NDArray[np.uint64]:
    """The number that is made of each word's bytes, uint64 [words]; see `WordList.zipf`."""
    eights = np.ndarray((len(data) - _STEP + 1,), "<u8", data, strides=(1,))
    numbers = np.zeros(len(places), np.uint64)
    for start in range(0, len(places), _AT_ONCE):
        lasting = np.arange(start, min(start + _AT_ONCE, len(places)))
        done = 0
        while len(lasting):
            left = lengths[lasting] - done
            mixed = eights[places[lasting] + done]
            mixed &= _MASKS[np.minimum(left, _STEP)]
            mixed ^= numbers[lasting]
            mixed *= np.uint64(_FACTOR)
            mixed ^= mixed >> np.uint64(_SHIFT)
            numbers[lasting] = mixed
            done += _STEP
            lasting = lasting[left > _STEP]
    return numbers
