"""Word lists that are looked up in the bytes of their files, beside what MessagePack itself reads."""

from __future__ import annotations

import contextlib
import gzip
from importlib.util import find_spec
from pathlib import Path

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks import lexicon, word_list
from aligner.checks.word_list import WordList

HEADING = {"format": "cB", "version": 1}
# Among them what looks like the length of a text or of a list, and words of all the lengths that are written differently.
LETTERS = st.sampled_from("aeéñ'ابݰ€字😀 \x00\x90\xa0ßￜ")
WORDS = st.one_of(st.text(LETTERS, max_size=9), st.text(st.sampled_from("xé"), min_size=12, max_size=63))


@st.composite
def buckets(draw: st.DrawFn) -> list[list[str]]:
    """Buckets of words, no word twice; some buckets are empty, and some have more than fifteen words."""
    words = draw(st.lists(WORDS, unique=True, max_size=60))
    borders = sorted(draw(st.lists(st.integers(0, len(words)), max_size=9)))
    return [words[start:end] for start, end in zip([0, *borders], [*borders, len(words)], strict=True)]


def packed(lists: list[list[str]]) -> bytes:
    data: bytes = msgpack.packb([HEADING, *lists])
    return data


@settings(max_examples=150, deadline=None)
@given(buckets(), st.lists(WORDS, max_size=5))
def test_every_word_is_found_and_no_other(lists: list[list[str]], others: list[str]) -> None:
    words = WordList(packed(lists))
    expected = {word: 9 - number / 100 for number, bucket in enumerate(lists) for word in bucket}
    assert {word: words.zipf(word) for word in expected} == expected
    assert all(words.zipf(word) == expected.get(word, 0.0) for word in [*others, *(f"{word}x" for word in expected)])


def test_words_that_share_their_places_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_list, "_LEVELS", ((44, 3), (26, 2), (10, 1)))
    lists = [[f"{letter}{number}" for letter in "abcdefgh"] for number in range(40)]
    words = WordList(packed(lists))
    assert all(words.zipf(word) == 9 - number / 100 for number, bucket in enumerate(lists) for word in bucket)
    assert words.zipf("a40") == words.zipf("i1") == 0.0


def test_half_a_character_is_no_word() -> None:
    assert WordList(packed([["a"]])).zipf("\ud800") == 0.0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        msgpack.packb(["of"]),
        msgpack.packb([{"format": "cB", "version": 2}, ["of"]]),
        msgpack.packb([HEADING, "of"]),
        msgpack.packb([HEADING, ["of", 3]]),
        msgpack.packb([HEADING, ["of", "x" * 128]]),
        msgpack.packb([HEADING, ["of", "x" * 300, "to"]]),
        packed([["of", "the"], ["café"]])[:-1],
        packed([["of", "the"], ["café"]])[:-6],
        packed([["of", "the"]]) + b"\xa2",
    ],
)
def test_another_format_and_a_damaged_list_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        WordList(data)


@settings(max_examples=150, deadline=None)
@given(buckets(), st.integers(0, 400), st.binary(max_size=3))
def test_a_spoilt_list_is_refused_or_read_to_its_end(lists: list[list[str]], place: int, spoilt: bytes) -> None:
    data = packed(lists)
    place %= len(data)
    with contextlib.suppress(ValueError):
        WordList(data[:place] + spoilt + data[place + 2 :]).zipf("a")
    with contextlib.suppress(ValueError):
        assert WordList(data[:place]) is None


def test_a_list_in_a_format_of_another_release_is_read_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unknown(data: bytes) -> WordList:
        raise ValueError("its heading is new")

    usual = [lexicon.zipf(word, "es") for word in ("de", "gobernador", "zzzzqq")]
    monkeypatch.setattr(lexicon, "WordList", unknown)
    lookup = lexicon._frequencies.__wrapped__("es")
    assert [lookup(word) for word in ("de", "gobernador", "zzzzqq")] == usual


def test_the_lists_that_are_installed_say_what_their_files_say() -> None:
    package = find_spec("wordfreq")
    assert package
    assert package.origin
    file = Path(package.origin).parent / "data" / "large_es.msgpack.gz"
    lists = msgpack.unpackb(gzip.decompress(file.read_bytes()))[1:]
    some = [(word, number) for number, bucket in enumerate(lists) for word in bucket[::40]]
    assert len(some) > 5_000
    assert [lexicon.zipf(word, "es") for word, _ in some] == [9 - number / 100 for _, number in some]
