"""Which letters an expansion's acronym can have in the other language: Front is Frente, Federal Federal, Land Tierras.

The words come from `data/organisation_words.tsv`; a word that is not there keeps its initial, as names and most
learned words do, with the regular changes of English and Spanish (state/estado, photo/foto).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations

from aligner.checks.expansions import STOP_WORDS, without_marks
from aligner.checks.word_data import data_text

# Adjectives that stand before their noun in Spanish names too (Nueva, Gran, Alto, Primer, San).
_BEFORE_NOUN = frozenset(["new", "great", "grand", "high", "first", "second", "third", "saint", "good", "best", "big"])
_PREPOSITIONS = frozenset(
    ["of", "for", "against", "on", "in", "to", "from", "with", "by", "de", "del", "para", "por", "contra", "sobre", "en",
     "al", "con"]
)  # fmt: skip
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """How well an acronym fits a translated expansion: letters from the table, kept from the word, and guessed."""

    known: int
    kept: int
    guessed: int


@cache
def _initials(language: str) -> dict[str, frozenset[str]]:
    """Initials of the other language's words, by the stem of this language's word."""
    found: dict[str, set[str]] = {}
    lines = data_text("organisation_words.tsv").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        english, _, spanish = line.partition("\t")
        for word in spanish.split(", "):
            here, there = (english, word) if language == "en" else (word, english)
            found.setdefault(_stem(here, language), set()).add(without_marks(there[0]).upper())
    return {stem: frozenset(letters) for stem, letters in found.items()}


def _stem(word: str, language: str) -> str:
    """A word without number, gender and possessive, enough to find it in the table."""
    bare = without_marks(word.lower()).replace("’", "'").removesuffix("'s").removesuffix("'")
    if language == "en":
        if len(bare) > 4 and bare.endswith("ies"):
            return bare[:-3] + "y"
        return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare
    if len(bare) > 4 and bare.endswith("ces"):
        return bare[:-3] + "z"
    if len(bare) > 4 and bare.endswith("es") and bare[-3] in "nrldzsj":
        bare = bare[:-2]
    elif len(bare) > 3 and bare.endswith("s"):
        bare = bare[:-1]
    return bare[:-1] if len(bare) > 3 and bare[-1] in "aoe" else bare


def counterpart_initials(word: str, language: str) -> tuple[frozenset[str], bool]:
    """Letters with which the other language's word may start, and whether the table knows the word.

    >>> counterpart_initials("Front", "en"), counterpart_initials("Zubiri", "en")
    ((frozenset({'F'}), True), (frozenset({'Z'}), False))
    """
    if letters := _initials(language).get(_stem(word, language)):
        return letters, True
    bare = without_marks(word.lower())
    kept = {bare[0].upper()}
    if language == "en" and bare[0] == "s" and bare[1:2] not in ("", *"aeiouy"):
        kept.add("E")
    if language == "es" and bare.startswith("es") and bare[2:3] not in ("", *"aeiou"):
        kept.add("S")
    if bare.startswith("ph" if language == "en" else "f"):
        kept.add("F" if language == "en" else "P")
    return frozenset(kept), False


def read_translated(
    words: Sequence[str], all_words: Sequence[str], letters: str, language: str, guesses: int = 0
) -> Reading | None:
    """The best reading of `letters` as the other language's acronym of an expansion in `language`; None for none.

    `words` are the expansion's content words, one for each letter; `all_words` has the words of grammar too, for the
    order. At most `guesses` words that the table does not know may have any initial.

    >>> read_translated(["Federal", "Land", "Registry"], ["Federal", "Land", "Registry"], "RFT", "en")
    Reading(known=3, kept=0, guessed=0)
    >>> read_translated(["Federal", "Land", "Registry"], ["Federal", "Land", "Registry"], "TVR", "en")
    """
    if len(words) != len(letters) or not 2 <= len(words) <= _LONGEST:
        return None
    return _best_reading(tuple(words), tuple(all_words), letters, language, guesses)


@lru_cache(maxsize=16_384)
def _best_reading(
    words: tuple[str, ...], all_words: tuple[str, ...], letters: str, language: str, guesses: int
) -> Reading | None:
    options = [counterpart_initials(word, language) for word in words]
    missing = sum(not any(letter in initials for initials, _ in options) for letter in letters)
    if missing > guesses:
        return None
    heads, places = _head_positions(words, all_words, language)
    best: Reading | None = None
    for order in permutations(range(len(words))):
        reading = _read(letters, [options[at] for at in order], guesses)
        if reading and _is_head_placed(order, heads, places) and (best is None or _rank(reading) > _rank(best)):
            best = reading
    return best


def _read(letters: str, options: Sequence[tuple[frozenset[str], bool]], guesses: int) -> Reading | None:
    known = kept = guessed = 0
    for letter, (initials, is_known) in zip(letters, options, strict=True):
        if letter in initials:
            known, kept = known + is_known, kept + (not is_known)
        elif is_known or guessed == guesses:
            return None
        else:
            guessed += 1
    return Reading(known, kept, guessed)


def _rank(reading: Reading) -> tuple[int, int]:
    return (-reading.guessed, reading.known)


def _head_positions(
    words: Sequence[str], all_words: Sequence[str], language: str
) -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of the words that may be the name's leading noun, and of the letters it may stand at in translation.

    English has it before the first preposition, Spanish first; in English it may come first ("Bank of the South"),
    last ("National Bank"), or before what a preposition adds ("Single Command for Emergencies").
    """
    stops = STOP_WORDS.get(language, frozenset())
    lowered = [word.lower() for word in all_words]
    first_preposition = next((at for at, word in enumerate(lowered) if word in _PREPOSITIONS and at), len(lowered))
    before = min(max(1, sum(word not in stops for word in lowered[:first_preposition])), len(words))
    if language != "en":  # adjectives between the Spanish noun and its first preposition come before the English noun
        return frozenset([0]), frozenset([before - 1, len(words) - 1])
    leading = {before - 1} | ({0} if words[0].lower() in _BEFORE_NOUN else set())
    return frozenset(leading), frozenset([0])


def _is_head_placed(order: Sequence[int], heads: frozenset[int], places: frozenset[int]) -> bool:
    return any(order[place] in heads for place in places)
