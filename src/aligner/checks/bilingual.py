"""Blocks that say the same in both languages, one after the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from aligner.checks.language import Leaning, lean, odds_between, words_in
from aligner.checks.subject import Version
from aligner.checks.word_data import data_words
from aligner.model import Role

# The halves of a bilingual block are about as long as each other.
_RATIO = 2.6
# Without a sign between the halves or the role of a bio, this share of their words must have a cognate in the other;
# a dash, a bracket or a new line stands between other things too.
_MIRROR, _MIRROR_AT_WEAK_SIGN = 0.45, 0.15
_WEAK_SIGN = re.compile(r"[—–\-\[(\n]")
# Blanks before a sign are bounded: thousands of them would be gone through from each on.
_SEPARATOR = re.compile(
    r"\s{1,50}(?:/{1,2}|\|{1,2}|[—–-]|[*•·~])\s+|\s{0,50}\n\s*|\s{0,50}[\[(](?=[^()\[\]]{12})|(?<=[^\s()\[\]])[\])]\s*"
)
_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.!?][”\"’»)]?(?= [¿¡«“\"‘(]?[A-ZÁÉÍÓÚÑ])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a block between signs and sentence ends: `after_sign` when a sign stands before it."""

    start: int
    end: int
    leaning: Leaning
    after_sign: bool
    is_name: bool

    @property
    def label(self) -> str:
        if self.is_name:
            return ""
        if self.leaning.is_own(1.2):
            return "own"
        strong = self.leaning.other - self.leaning.own >= 1.2 and self.leaning.other >= 3 * self.leaning.own
        return "other" if strong else ""


def bilingual_span(version: Version, block: int, sentences: Sequence[int]) -> tuple[int, int] | None:
    """The half of a block that is in the other language, None for a block that is not bilingual.

    A bilingual block has two halves of similar length, each in one language, and a sign between them (a slash, a bar,
    a dash, a bracket, a new line), or is a bio, or its halves share cognates and names.
    """
    runs = _runs(list(_pieces(version, sentences)))
    if len(runs) != 2 or {label for label, _ in runs} != {"own", "other"}:
        return None
    other = next(pieces for label, pieces in runs if label == "other")
    own = next(pieces for label, pieces in runs if label == "own")
    text = version.prose.text
    here, there = text[own[0].start : own[-1].end], text[other[0].start : other[-1].end]
    if not 1 / _RATIO <= len(here) / len(there) <= _RATIO or there[0] in "“«\"‘'":
        return None
    if sum(piece.leaning.other for piece in other) < 2:
        return None
    if version.document.blocks[block].role is not Role.BIO:
        first, second = runs[0][1][-1], runs[1][1][0]
        least = _least_mirror(text[first.end : second.start]) if second.after_sign else _MIRROR
        if mirror(here, there) < least:
            return None
    return other[0].start, other[-1].end


def _least_mirror(sign: str) -> float:
    return _MIRROR_AT_WEAK_SIGN if _WEAK_SIGN.search(sign) else 0.0


def _pieces(version: Version, sentences: Sequence[int]) -> Iterator[_Piece]:
    document, odds = version.prose, odds_between(version.language, version.other_language)
    first, last = document.sentences[sentences[0]].start, document.sentences[sentences[-1]].end
    signs = [found.span() for found in _SEPARATOR.finditer(document.text, first, last)]
    ends = [(document.sentences[number].end,) * 2 for number in sentences]
    # A row of a file of pairs may have several sentences.
    ends += [(found.end(),) * 2 for found in _SENTENCE_END.finditer(document.text, first, last)]
    position, after_sign = first, False
    for start, end in sorted([*signs, *ends]):
        stretch = document.text[position:start]
        if any(character.isalpha() for character in stretch):
            begin = position + len(stretch) - len(stretch.lstrip())
            finish = position + len(stretch.rstrip())
            is_name = all(word[0].isupper() or word in data_words("name_particles.txt") for word in words_in(stretch))
            yield _Piece(begin, finish, lean(stretch, odds, first=1.0), after_sign, is_name)
            after_sign = False
        position = max(position, end)
        after_sign = after_sign or end > start


def _runs(pieces: list[_Piece]) -> list[tuple[str, list[_Piece]]]:
    """Pieces of one language in a row; a piece that says nothing goes with its neighbour on the same side of a sign."""
    runs: list[tuple[str, list[_Piece]]] = []
    for piece in pieces:
        if runs and (piece.label == runs[-1][0] or (not piece.label and not piece.after_sign)):
            runs[-1][1].append(piece)
        elif runs and not runs[-1][0]:
            runs[-1] = (piece.label, [*runs[-1][1], piece])
        else:
            runs.append((piece.label, [piece]))
    return runs


def mirror(one: str, another: str) -> float:
    """How far two stretches say the same in related languages: the share of their long words with a cognate, 0 to 1.

    >>> mirror("She studied music in Madrid.", "Estudió música en Madrid.")
    1.0
    >>> mirror("She lives by the river.", "Enseña derecho en Quito.")
    0.0
    """
    here, there = _long_words(one), _long_words(another)
    if not here or not there:
        return 0.0
    alike = sum(any(_are_cognates(word, other) for other in there) for word in here)
    alike += sum(any(_are_cognates(word, other) for other in here) for word in there)
    return alike / (len(here) + len(there))


def _long_words(text: str) -> set[str]:
    return {_folded(word) for word in words_in(text) if len(word) >= 5}


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _are_cognates(one: str, another: str) -> bool:
    return one[:4] == another[:4] or bool(Indel.normalized_similarity(one, another) >= 0.65)
