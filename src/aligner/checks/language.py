"""Which of two languages a stretch of text is in, word by word: log-odds of word frequencies.

The evidence of one word is the difference of its Zipf frequencies (Speer 2022), which is the decimal logarithm of its
likelihood ratio; a stretch adds up its words (naive Bayes, as in Lui & Baldwin 2012, but over the two languages of the
text only, so that three words decide). Names, numbers and words common in both languages say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from aligner.checks.lexicon import zipf
from aligner.checks.word_data import data_words

# One word may not decide alone: noise in the lists (Spanish words on English web pages) caps what a difference tells.
CLIP = 2.5
# Smaller differences are chance.
BAND = 0.7
# Words of this Zipf frequency count as known in a language.
KNOWN = 3.0
# Words of this one hold sentences together and are in no name (how, with, your; para, una, como).
FUNCTION = 6.3

TOKEN = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:['’\u0300-\u036f]+[^\W\d_]+)*")
# URLs, e-mail addresses, hashtags, handles, placeholders, tags, paths and file names are in no language. What may begin
# anywhere in a word is bounded: a word of a hundred thousand letters, such as a picture written out, would take minutes.
# Each kind of code by what it has for certain, any of it: the kinds that a text cannot have are not looked for.
_CODES = (
    (("http",), r"https?://\S+"),
    (("www.",), r"www\.\S+"),
    (("@",), r"(?<!\S)\S+@[^\s@]+\.\S+"),
    (("#", "@"), r"[#@]\w+"),
    (("<",), r"<[^<>]{1,200}>"),
    # Patterns of messages (ICU), but for the words that they choose among.
    (("{",), r"\{\s*\w+\s*,\s*(?:number|date|time|duration|ordinal|spellout)\b[^{}]{0,80}\}"),
    (
        ("{",),
        r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,(?:\s*offset:\d+)?(?:\s*[=\w]+(?=\s*\{))?|(?<=\})\s+[=\w]+(?=\s*\{)",
    ),
    (("{",), r"\{[^{}\s]*\}"),
    (("%(",), r"%\(\w+\)\w"),
    (("`",), r"`[^`]*`"),
    (("[[",), r"\[\[[^\[\]]*\]\]"),
    (("/", "\\"), r"\S{0,200}[/\\]\S+[/\\]\S*"),  # paths
    ((".",), r"(?<!\w)\.[a-z]{2,5}\b|\b[\w-]{1,200}(?:\.[a-z_][\w-]+)+\b"),  # endings of files, dotted names
    (("_",), r"\b\w*_\w+"),
    (("()",), r"\b\w+\(\)"),
    (("",), r"\b[a-z]+[A-Z]\w*"),  # names in programs
    (("+", "="), r"\w{1,200}[+=]\w+"),
    (("-",), r"(?<!\w)--?[a-z][\w-]*"),  # options
)
# What every code has: most sentences have none and are not searched further. It begins with one set of characters, to
# which `re` goes straight; what may follow which of them is told by looking back.
CODE_MARK = re.compile(
    r"[-.@/\\_+=#<{%`(\[]"
    r"(?:(?<=[.@/\\_+=])(?=[\w/\\])|(?<=[#<{%`@])(?=\S)|(?<=\()(?=\))|(?<=\[)(?=\[)|(?<=(?<!\S)-)(?=[\w-]))"
)
_ENDINGS = {
    "es": re.compile(
        r"(?:ción|ciones|mente|aban?|ábamos|íamos|ían|aron|ieron|ándose|iéndose|iendo|ando|dades|ísim[oa]s?|ería|ñ[oa]s?|eño|[aei]rl[oea]s?|arse|erse|irse|ismos?|istas?|amos|emos|imos|ados?|adas?|idos?|idas?|osas?|osos?|ivas?|ivos?|uras?)$"
    ),
    "en": re.compile(
        r"(?:ings?|tions?|ness|ly|ships?|ful|less|ght|ghts|wards?|hood|isms?|ied|[^aeiou]ed|['’]s|n['’]t)$"
    ),
}
_LETTERS = {"es": re.compile(r"[ñáéíóú]"), "en": re.compile(r"w|k|sh|th|ght|oo|ee|ck|ph")}


class Odds(dict[str, float]):
    """Evidence of words, lower case, that a stretch is in `other` and not in `language`: Zipf difference, clipped.

    A mapping that fills itself; 0.0 for what says nothing. Raises `LookupError` for a language without a word list.
    """

    __slots__ = ("language", "other")

    def __init__(self, language: str, other: str) -> None:
        super().__init__()
        self.language, self.other = language, other

    def __missing__(self, word: str) -> float:
        value = self[word] = _word_odds(unicodedata.normalize("NFC", word).replace("’", "'"), self.language, self.other)
        return value


def _word_odds(word: str, language: str, other: str) -> float:
    here, there = zipf(word, language), zipf(word, other)
    if max(here, there) < KNOWN and word.endswith("'s") and "en" in (language, other):
        return CLIP / 2 if other == "en" else -CLIP / 2
    if max(here, there) < 1.5:
        return form_odds(word, other) - form_odds(word, language)
    difference = there - here
    return 0.0 if abs(difference) < BAND else max(-CLIP, min(CLIP, difference))


def form_odds(word: str, language: str) -> float:
    """What ending and letters of a word no list knows tell."""
    ending, letters = _ENDINGS.get(language), _LETTERS.get(language)
    return 1.2 * bool(ending and ending.search(word)) + 0.6 * bool(letters and letters.search(word))


@cache
def odds_between(language: str, other: str) -> Odds:
    """The odds of words between two languages, filled as words are met.

    >>> odds = odds_between("en", "es")
    >>> odds["también"], odds["also"], odds["software"]
    (2.5, -2.5, 0.0)
    """
    return Odds(language, other)


def has_lists(language: str, other: str) -> bool:
    """Whether both languages have a word list, and differ."""
    if language == other:
        return False
    try:
        zipf("a", language), zipf("a", other)
    except LookupError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Leaning:
    """How the words of a stretch speak: sums of odds for the `other` language and for its `own`.

    `votes` is how many words spoke for the other language, `words` how many there are, `strongest` the largest
    odds of a lower-case word.
    """

    other: float = 0.0
    own: float = 0.0
    votes: int = 0
    words: int = 0
    strongest: float = 0.0

    def is_other(self, least: float = 4.0) -> bool:
        """Whether the stretch is in the other language: a sum of at least `least`, and little against it."""
        return self.other - self.own >= least and self.other >= 3 * self.own and self.votes >= 2

    def is_own(self, least: float = 2.0) -> bool:
        """Whether the stretch is in its own language."""
        return self.own - self.other >= least and self.own >= 3 * self.other


NOTHING = Leaning()


def words_in(text: str) -> list[str]:
    """The words of a stretch without codes and addresses.

    >>> words_in("See www.example.org or isn’t it?")
    ['See', 'or', 'isn’t', 'it']
    """
    return TOKEN.findall(mask_codes(text))


def mask_codes(text: str) -> str:
    """The text with blanks where URLs, tags, placeholders and the like stand; offsets stay.

    >>> mask_codes("Write to a@b.org now")
    'Write to         now'
    """
    if not CODE_MARK.search(text):
        return text
    kinds = tuple(any(sign in text for sign in signs) for signs, _ in _CODES)
    return _codes_of(kinds).sub(lambda found: " " * len(found.group()), text)


@lru_cache(maxsize=256)
def _codes_of(kinds: tuple[bool, ...]) -> re.Pattern[str]:
    """Finds the codes of some kinds of the table."""
    return re.compile("|".join(pattern for (_, pattern), is_there in zip(_CODES, kinds, strict=True) if is_there))


def lean(text: str, odds: Odds, first: float = 0.5) -> Leaning:
    """How a stretch leans between the two languages of `odds`.

    Capitalised words are names and say nothing, except the first one (at the weight `first`), and where nearly all are
    capitalised, as in a title.

    >>> odds = odds_between("en", "es")
    >>> lean("un perro rescatado del río", odds).is_other(), lean("El País and Los Angeles Times", odds).is_other()
    (True, False)
    """
    words = words_in(text)
    values = [odds[word] for word in words if word.islower()]
    lower = len(values)
    other = own = strongest = 0.0
    votes = 0
    for value in values:
        if value > 0:
            other += value
            votes += 1
            strongest = max(strongest, value)
        else:
            own -= value
    if words and not words[0].islower() and (lower or len(words) > 1):
        value = first_odds(words[0].lower(), odds, first)
        other, own, votes = (other + value, own, votes + 1) if value > 0 else (other, own - value, votes)
    if lower * 2 < len(words):
        return _title_leaning(words, odds, Leaning(other, own, votes, len(words), strongest))
    return Leaning(other, own, votes, len(words), strongest)


def first_odds(word: str, odds: Odds, weight: float) -> float:
    """The odds of a capitalised first word: it may be a name, unless it is one of the words that make sentences."""
    value = odds[word]
    if word in data_words("name_particles.txt"):
        return value * weight
    return value if value > 2 and zipf(word.replace("’", "'"), odds.other) >= FUNCTION else value * weight


def _title_leaning(words: Sequence[str], odds: Odds, plain: Leaning) -> Leaning:
    """The leaning when most words are capitalised: title case counts, at half weight, only with small words beside it."""
    values = [odds[word.lower()] / 2 for word in words[1:] if not word.islower()]
    more, less = sum(value for value in values if value > 0), -sum(value for value in values if value < 0)
    votes = plain.votes + sum(value > 0 for value in values)
    return Leaning(plain.other + more, plain.own + less, votes, plain.words, plain.strongest)


def is_name(text: str, odds: Odds) -> bool:
    """Whether a stretch reads like a name: capitalised words, two or more, with nothing but particles between.

    >>> odds = odds_between("es", "en")
    >>> is_name("The Bank of England", odds), is_name("Views from the tower", odds), is_name("How You Can Help", odds)
    (True, False, False)
    """
    words = words_in(text)
    if any(_makes_sentences(word.casefold(), odds) for word in words):
        return False
    capitalised = sum(word[0].isupper() for word in words)
    return 2 <= capitalised <= len(words) <= 6 and all(
        word[0].isupper() or word in data_words("name_particles.txt") for word in words
    )


def _makes_sentences(word: str, odds: Odds) -> bool:
    if word in data_words("name_particles.txt"):
        return False
    return odds[word] >= 2 and zipf(word.replace("’", "'"), odds.other) >= 6.5


def known_share(text: str, language: str) -> float:
    """Share of the lower-case words of a stretch that are common in a language, 0 to 1: a third language has few."""
    words = [word.replace("’", "'") for word in words_in(text) if word.islower()]
    return sum(zipf(word, language) >= KNOWN for word in words) / len(words) if words else 0.0
