"""Texts as keys that tell duplicates: what only differs in capitals, blanks, marks of quotation or composition is one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from aligner.exporting.candidates import Candidate
from aligner.exporting.rewriting import composed, plain_quotes, single_spaces


def normal(text: str) -> str:
    """A text without what makes no other text of it.

    >>> normal(" “Sí”,  dijo ANA") == normal('"sí", dijo Ana')
    True
    """
    return single_spaces(plain_quotes(composed(text))).casefold()


def text_key(text: str) -> int:
    """64 bits of a normal text: among a million texts two others have one key with a chance of 1 in 37 million."""
    return _digest(normal(text))


def pair_key(candidate: Candidate) -> int:
    """The same of both sides."""
    return _digest(f"{normal(candidate.source)}\0{normal(candidate.target)}")


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


KEYS: dict[str, Callable[[Candidate], int]] = {
    "pair": pair_key,
    "source": lambda candidate: text_key(candidate.source),
    "target": lambda candidate: text_key(candidate.target),
}
