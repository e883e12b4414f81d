"""A sentence as the search for leftovers reads it: words with their evidence, and the stretches that are right as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from aligner.checks.language import mask_codes, odds_between
from aligner.checks.quotation import quotations, quoted_again
from aligner.checks.roles import roles_in_names
from aligner.checks.subject import Subject, Version
from aligner.checks.word_data import data_lines

_TOKEN = re.compile(r"(?<![\w'’])(?:[^\W\d_][\u0300-\u036f]*)+(?:['’][^\W\d_]+)*(?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `[start, end)` of its sentence: its `form` in lower case, and its odds for the other language."""

    start: int
    end: int
    text: str
    form: str
    odds: float
    is_first: bool

    @property
    def is_lower(self) -> bool:
        """Whether it has no capital."""
        return self.text.islower()


@cache
def loanwords(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Single loanwords of a language, and a pattern of those of several words, Latin included."""
    rows = [line.split("\t") for line in data_lines("loanwords.tsv")]
    entries = {entry.strip() for code, words in rows if code == language for entry in words.split(",")}
    phrases = sorted((entry for entry in {*entries, *data_lines("latin.txt")} if " " in entry or "-" in entry), key=len)
    pattern = r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in reversed(phrases)) + r")(?!\w)"
    singles = frozenset(entry for entry in {*entries, *data_lines("latin.txt")} if " " not in entry)
    return singles, re.compile(pattern, re.IGNORECASE)


@cache
def _expressions(language: str) -> re.Pattern[str] | None:
    """The set expressions of a language (sin embargo, as well as)."""
    rows = [line.split("\t") for line in data_lines("expressions.tsv")]
    entries = [entry.strip() for code, words in rows if code == language for entry in words.split(",")]
    longest_first = sorted(entries, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(longest_first) + r")(?![\w-])") if entries else None


@dataclass(frozen=True)
class Line:
    """Sentence `number` under the search, `text` from `offset` of its document."""

    subject: Subject
    version: Version
    number: int
    text: str
    offset: int
    tokens: tuple[Token, ...]

    @cached_property
    def silent(self) -> tuple[tuple[int, int], ...]:
        """Spans nothing is searched in."""
        version, end = self.version, self.offset + len(self.text)
        roles = roles_in_names(version.prose.text, self.offset, end, version.language, version.other_language)
        return (
            *((role.start - self.offset, role.end - self.offset) for role in roles),
            *(found.span() for found in loanwords(version.language)[1].finditer(self.text)),
            *_foreign_quotations(self.text, self.tokens),
        )

    @cached_property
    def expressions(self) -> tuple[tuple[int, int], ...]:
        """Set expressions of the other language."""
        pattern = _expressions(self.version.other_language)
        return tuple(found.span() for found in pattern.finditer(self.text)) if pattern else ()

    @cached_property
    def counterpart(self) -> frozenset[str] | None:
        """The lower-case words of the sentences on the other side, None where no other side is known."""
        return _counterpart(self.subject, self.version, self.number)

    def is_silent(self, token: Token) -> bool:
        """Whether a token stands where nothing is searched: in a quotation, a loan phrase, a name with a role."""
        return any(start <= token.start and token.end <= end for start, end in self.silent)

    def is_in_expression(self, token: Token) -> bool:
        """Whether a token belongs to a set expression of the other language."""
        return any(start <= token.start and token.end <= end for start, end in self.expressions)


def read_line(subject: Subject, version: Version, number: int) -> Line:
    """A sentence with all that the search for leftovers asks about it."""
    sentence = version.document.sentences[number]
    text = version.prose.text[sentence.start : sentence.end]
    odds = odds_between(version.language, version.other_language)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(mask_codes(text)):
        said = found.group()
        form = said.casefold() if said.isascii() else unicodedata.normalize("NFC", said).casefold()
        tokens.append(Token(*found.span(), said, form, odds[form], not tokens))
    return Line(subject, version, number, text, sentence.start, tuple(tokens))


def _foreign_quotations(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Quotations that are short or in the other language: names, terms, what somebody said as he said it."""
    found = []
    for start, end in (*quotations(text), *quoted_again(text)):
        inside = [token.odds for token in tokens if start <= token.start and token.end <= end]
        if len(inside) <= 2 or sum(inside) > 0:
            found.append((start, end))
    return found


def _counterpart(subject: Subject, version: Version, number: int) -> frozenset[str] | None:
    """The lower-case words of the sentences on the other side, None where no other side is known."""
    opposite = subject.opposite(version) if subject.bitext else None
    if opposite is None:
        return None
    others = subject.opposite_sentences(version.side, number)
    if not others:
        return None
    texts = (opposite.prose.sentence_text(other) for other in others)
    return frozenset(word for text in texts for word in _TOKEN.findall(text) if word.islower())
