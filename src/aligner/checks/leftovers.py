"""UNT203, UNT204: words of the other language inside a sentence, and beside a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from aligner.checks.chrome import INTERFACE_ROLES, checked, interface_spans
from aligner.checks.language import form_odds, has_lists, mask_codes, odds_between
from aligner.checks.lexicon import zipf
from aligner.checks.quotation import quotations
from aligner.checks.registry import Fault, rule
from aligner.checks.roles import roles_in_names
from aligner.checks.subject import Subject, Version
from aligner.checks.word_data import data_lines, data_words
from aligner.checks.wrong_language import wrong_stretches
from aligner.languages import language_name
from aligner.model import Severity, Span

_TOKEN = re.compile(r"(?<![\w'’])(?:[^\W\d_][\u0300-\u036f]*)+(?:['’][^\W\d_]+)*(?!\w)")
# Words this frequent hold sentences together; they stand in names too (Castilla y León).
_FUNCTION = 6.3
# A word that stands this often in one text has been borrowed on purpose, unless it is an everyday word (Zipf frequency).
_BORROWED, _EVERYDAY = 4, 5.3
_CUE = re.compile(
    r"(?:\b(?:llamad[oa]s?|denominad[oa]s?|conocid[oa]s? como|apodad[oa]|titulad[oa]|término|palabra|vocablo|expresión|lema|significa|en inglés|en español"
    r"|called|known as|named|dubbed|titled|entitled|nicknamed|the word|the term|the expression|the phrase|motto|means?|in Spanish|in English|Spanish for|English for|o sea)\W{0,3})$",
    re.IGNORECASE,
)
_GLOSS = re.compile(
    r"^\s*(?:\(|,? (?:que significa|which means|meaning|es decir|that is|en inglés|en español|in Spanish|in English)\b)|^\s*(?:means?|meant|signific\w+|quiere decir|stands for)\b|^\s*[:=]"
)
_CONJUNCTIONS = frozenset({"and", "or", "y", "e", "o"})
_ONE_LETTER_WORDS = frozenset("aeoy")
_FOREIGN_LETTERS = re.compile(r"[àâäåãæçèêëìîïòôöõøœùûýßłšžčřěğışø]")


@dataclass(frozen=True, slots=True)
class _Thresholds:
    """What a word must show: `difference` of Zipf frequencies, frequency `there` at least, frequency `here` at most.

    `sure` is a difference from which `here` no longer matters.
    """

    difference: float
    there: float
    here: float
    sure: float


# The very word stands in the sentence it was translated from; no other side is known; another side has other words.
_COPIED = _Thresholds(difference=1.2, there=2.4, here=3.6, sure=1.5)
_ALONE = _Thresholds(difference=1.4, there=3.9, here=3.1, sure=1.75)
_ABSENT = _Thresholds(difference=2.5, there=4.0, here=3.2, sure=2.7)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    form: str
    odds: float
    is_first: bool

    @property
    def is_lower(self) -> bool:
        return self.text.islower()


@cache
def _loanwords(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Single loanwords of a language, and a pattern of those of several words, Latin included."""
    rows = [line.split("\t") for line in data_lines("loanwords.tsv")]
    entries = {entry.strip() for code, words in rows if code == language for entry in words.split(",")}
    phrases = sorted((entry for entry in {*entries, *data_lines("latin.txt")} if " " in entry or "-" in entry), key=len)
    pattern = r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in reversed(phrases)) + r")(?!\w)"
    singles = frozenset(entry for entry in {*entries, *data_lines("latin.txt")} if " " not in entry)
    return singles, re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence under the search: its tokens, the spans nothing is searched in, and the words of its counterpart."""

    version: Version
    text: str
    offset: int
    tokens: tuple[_Token, ...]
    silent: tuple[tuple[int, int], ...]
    counterpart: frozenset[str] | None

    def is_silent(self, token: _Token) -> bool:
        return any(start <= token.start and token.end <= end for start, end in self.silent)


def leftover_spans(subject: Subject, version: Version, number: int) -> list[tuple[int, int]]:
    """Where a sentence has words or phrases of the other language: spans in the document."""
    line = _line(subject, version, number)
    marked = [_is_leftover(line, position) for position in range(len(line.tokens))]
    return [
        (line.offset + line.tokens[first].start, line.offset + line.tokens[last].end)
        for first, last in _phrases(line, marked)
        if _stands(line, first, last)
    ]


def _line(subject: Subject, version: Version, number: int) -> _Line:
    sentence = version.document.sentences[number]
    text = version.document.text[sentence.start : sentence.end]
    odds = odds_between(version.language, version.other_language)
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(mask_codes(text)):
        form = unicodedata.normalize("NFC", found.group()).casefold()
        tokens.append(_Token(found.start(), found.end(), found.group(), form, odds[form], not tokens))
    roles = roles_in_names(
        version.document.text, sentence.start, sentence.end, version.language, version.other_language
    )
    silent = [(role.start - sentence.start, role.end - sentence.start) for role in roles]
    silent += [found.span() for found in _loanwords(version.language)[1].finditer(text)]
    silent += _foreign_quotations(text, tokens)
    return _Line(version, text, sentence.start, tuple(tokens), tuple(silent), _counterpart(subject, version, number))


def _foreign_quotations(text: str, tokens: list[_Token]) -> list[tuple[int, int]]:
    """Quotations that are short or in the other language: names, terms, what somebody said as he said it."""
    found = []
    for start, end in quotations(text):
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
    texts = (opposite.document.sentence_text(other) for other in others)
    return frozenset(word for text in texts for word in _TOKEN.findall(text) if word.islower())


def _is_leftover(line: _Line, position: int) -> bool:
    token = line.tokens[position]
    if token.odds < 1.2 or line.is_silent(token) or _is_loanword(line, token):
        return False
    if _is_fragment(line.text, token):
        return False
    here, there = zipf(token.form, line.version.language), zipf(token.form, line.version.other_language)
    if token.is_lower:
        return _passes(line, token, here, there)
    if not token.is_first or token.text.isupper():
        return False
    follows = line.tokens[position + 1] if position + 1 < len(line.tokens) else None
    alone = follows is None or follows.is_lower
    return alone and there >= 4.5 and there - here >= 2.3 and here <= 3.3 and _is_copied(line, token) is not False


def _is_loanword(line: _Line, token: _Token) -> bool:
    singles = _loanwords(line.version.language)[0]
    if token.form in singles:
        return True
    is_plural = token.form.endswith("s") and token.form[:-1] in singles
    return is_plural and zipf(token.form, line.version.other_language) < 5


def _is_fragment(text: str, token: _Token) -> bool:
    """Whether it is an initial (y. pestis) or an ending after a slash (veteranos/as)."""
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    if len(token.text) == 1:
        return token.text not in _ONE_LETTER_WORDS or after in (".", ")") or before == "."
    return len(token.text) <= 3 and "/" in (before, after)


def _is_copied(line: _Line, token: _Token) -> bool | None:
    """Whether the counterpart has the very word; None where there is no counterpart."""
    return None if line.counterpart is None else token.form in line.counterpart


def _thresholds(line: _Line, token: _Token) -> _Thresholds:
    return {True: _COPIED, None: _ALONE, False: _ABSENT}[_is_copied(line, token)]


def _passes(line: _Line, token: _Token, here: float, there: float) -> bool:
    least = _thresholds(line, token)
    if max(here, there) < 1.5:  # no list knows it: form alone, and only where the counterpart has it too
        return least is _COPIED and token.odds >= 1.8
    shape = form_odds(token.form, line.version.other_language) - form_odds(token.form, line.version.language)
    difference = there - here
    if there < least.there:
        if least is _COPIED:
            return here < 0.5 and shape > 0 and there >= 1.5
        return least is _ALONE and there >= (2.4 if here < 0.8 else 3.1) and difference >= 1.9
    if here >= 2.5 and difference < 2.6 and _is_verb_form(token.form, line.version.language):
        return False
    return difference >= least.difference and (
        here <= least.here + (0.3 if shape > 0 else 0) or difference >= least.sure
    )


def _is_verb_form(form: str, language: str) -> bool:
    """Whether a word that looks English is a subjunctive of a common Spanish verb (complete, capture, figure)."""
    stem = form.removesuffix("s").removesuffix("e")
    if language != "es" or not form.endswith(("e", "es")):
        return False
    return max(zipf(stem + "ar", "es"), zipf(stem[:-1] + "zar", "es") if stem.endswith("c") else 0) >= 3.5


def _phrases(line: _Line, marked: list[bool]) -> Iterator[tuple[int, int]]:
    """Marked tokens in a row, first and last; up to two tokens that could be either language may stand between."""
    position, count = 0, len(marked)
    while position < count:
        if not marked[position]:
            position += 1
            continue
        last = probe = position
        while probe + 1 < count and probe + 1 - last <= 3 and _continues(line, probe, marked):
            probe += 1
            last = probe if marked[probe] else last
        yield position, last
        position = last + 1


def _continues(line: _Line, position: int, marked: list[bool]) -> bool:
    """Whether the next token can belong to the same phrase."""
    here, following = line.tokens[position], line.tokens[position + 1]
    between = line.text[here.end : following.start]
    return between in (" ", "-") and (marked[position + 1] or (following.odds >= 0 and following.is_lower))


def _stands(line: _Line, first: int, last: int) -> bool:
    """Whether the words around leave it a leftover: not a name, a title, a gloss, or a third language."""
    start, end = line.tokens[first].start, line.tokens[last].end
    if _CUE.search(line.text, max(0, start - 40), start) or _is_gloss(line, start, end):
        return False
    left = _neighbour(line, first, -1)
    right = _neighbour(line, last, 1)
    if any(_begins_title(line, token) for token in (left, right)) or _is_compound(line, first, last):
        return False
    if any(token and _is_foreign(line, token) for token in (left, right)):
        return False
    tokens = line.tokens[first : last + 1]
    if all(_is_function(line, token) for token in tokens):
        return not _joins_a_name(line, tokens, left, right)
    between_names = all(token and not token.is_lower and not token.is_first for token in (left, right))
    return not (between_names and all(zipf(token.form, line.version.other_language) >= 5 for token in tokens))


def _is_compound(line: _Line, first: int, last: int) -> bool:
    """Whether it is part of a hyphenated word that is a loanword as a whole (drive-thru) or starts with a prefix."""
    for here, other in ((first, first - 1), (last, last + 1)):
        if 0 <= other < len(line.tokens):
            low, high = min(here, other), max(here, other)
            joined = line.text[line.tokens[low].end : line.tokens[high].start] == "-"
            if joined and (line.tokens[other].odds >= 0 or len(line.tokens[here].text) < 4):
                return True
    return False


def _joins_a_name(line: _Line, tokens: Sequence[_Token], left: _Token | None, right: _Token | None) -> bool:
    """Whether function words stand in a name (Castilla y León, el Prado), in a formula (x y z), or in a third language."""
    sides = [token for token in (left, right) if token]
    if any(len(token.text) == 1 and token.form not in _ONE_LETTER_WORDS for token in sides):
        return True
    if any(token.is_lower and token.odds >= 0 and zipf(token.form, line.version.language) < 2.5 for token in sides):
        return True
    # Two adjectives are joined by a leftover (Italian y Spanish), two names by their own.
    least = -1.0 if all(token.form in _CONJUNCTIONS for token in tokens) else -9.0
    names = [token for token in sides if _is_name(token) and token.odds > least]
    if len(names) == 2:
        return True
    if names and names[0] is right:
        return all(token.form in data_words("name_particles.txt") for token in tokens)
    return bool(names) and (right is None or right.odds >= 0)


def _is_name(token: _Token) -> bool:
    """Whether it is capitalised inside the sentence, and no acronym."""
    return not token.is_lower and not token.is_first and not (len(token.text) > 1 and token.text.isupper())


def _is_gloss(line: _Line, start: int, end: int) -> bool:
    """Whether it stands alone in brackets, or its explanation follows."""
    before, after = line.text[:start].rstrip(), line.text[end:].lstrip()
    opening, closing = before.rfind("("), after.find(")")
    if opening > before.rfind(")") and closing >= 0 and "(" not in after[:closing]:
        inside = before[opening + 1 :] + line.text[start:end] + after[:closing]
        if len(inside.split()) <= 3 and opening > 0:
            return True
    return bool(_GLOSS.search(line.text[end : end + 40])) and not after.startswith(("(http", "(20", "(19"))


def _neighbour(line: _Line, position: int, step: int) -> _Token | None:
    """The next token on one side, if only a blank, a hyphen or an apostrophe stands between."""
    other = position + step
    if not 0 <= other < len(line.tokens):
        return None
    here, there = line.tokens[min(position, other)], line.tokens[max(position, other)]
    return line.tokens[other] if line.text[here.end : there.start] in (" ", "-", "’", "'", " & ") else None


def _begins_title(line: _Line, token: _Token | None) -> bool:
    """A capitalised common word of the other language inside the sentence: part of a name or a title (Mar adentro)."""
    if token is None or token.is_lower or token.text.isupper() or token.is_first or token.odds < 1.3:
        return False
    return zipf(token.form, line.version.other_language) >= 4.2


def _is_foreign(line: _Line, token: _Token) -> bool:
    """A lower-case neighbour that neither language knows: the stretch is in a third one."""
    if not token.is_lower or len(token.text) < 3:
        return False
    if _FOREIGN_LETTERS.search(token.text):
        return True
    return max(zipf(token.form, line.version.language), zipf(token.form, line.version.other_language)) < 1.5


def _is_function(line: _Line, token: _Token) -> bool:
    return zipf(token.form, line.version.other_language) >= _FUNCTION or token.form in data_words("name_particles.txt")


def _searched(subject: Subject, version: Version) -> Iterator[int]:
    """Numbers of the sentences that no other rule about the language has reported, and that have a word to look at."""
    taken = {number for stretch in wrong_stretches(subject, version) for number in stretch.sentences}
    for number, leaning in enumerate(version.leanings):
        if leaning.other < 1.2 and leaning.own > 0 and leaning.strongest == 0:
            continue
        if leaning.other <= 0 or number in taken:
            continue
        block = version.document.sentences[number].block
        found = version.document.blocks[block]
        if checked(version, found) and found.role not in INTERFACE_ROLES and not interface_spans(version, block):
            yield number


@rule("UNT203", "leftover-word", Severity.WARNING)
def leftover_word(subject: Subject) -> Iterator[Fault]:
    """A word or phrase of the other language stands inside a sentence.

    Translators overlook single words, most of all short ones. Reported is what is common in the other language and
    rare in this one; names, titles, quotations, loanwords and Latin are right. That the very word stands in the
    sentence it was translated from is strong evidence, and that another stands there speaks against it.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The council también agreed to close the bridge."
    >>> page = Document(text, (Block(0, 47),), "en", sentences=(Sentence(0, 47),))
    >>> [fault.spans[0].text for fault in leftover_word(Subject.alone(page, "es"))]
    ['también']
    """
    for version in subject.versions:
        if not has_lists(version.language, version.other_language):
            continue
        found = [
            (number, version.span(*place))
            for number in _searched(subject, version)
            for place in leftover_spans(subject, version, number)
        ]
        yield from _grouped(subject, version, found)


def _grouped(subject: Subject, version: Version, found: list[tuple[int, Span]]) -> Iterator[Fault]:
    """One fault for each leftover; what a text says again and again it has borrowed: one fault for all, information."""
    other = language_name(version.other_language)
    places: dict[str, list[tuple[int, Span]]] = {}
    for number, span in found:
        places.setdefault(span.text.casefold(), []).append((number, span))
    for said, group in places.items():
        borrowed = len(group) >= _BORROWED and zipf(said, version.other_language) < _EVERYDAY
        for part in [group] if borrowed else [[place] for place in group]:
            spans = tuple(span for _, span in part)
            bead = subject.bead_of(version.side, part[0][0])
            message = f"“{spans[0].text}” is {other}" + (", used as a term throughout" if borrowed else "")
            yield Fault(message, spans, bead, severity=Severity.INFO if borrowed else None)


@rule("UNT204", "leftover-in-name", Severity.WARNING)
def leftover_in_name(subject: Subject) -> Iterator[Fault]:
    """A kin or role word beside a name is in the other language (Massoud Padre, Presidente Obama).

    The word looks like part of the name, so it is left as it is; readers take it for a surname. Places and
    institutions that are called after somebody (Padre Island), and fixed names (King Kong), are right.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> text = "It was Ferreira Padre who met Gobernadora Ruiz."
    >>> page = Document(text, (Block(0, 47),), "en", sentences=(Sentence(0, 47),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in leftover_in_name(Subject.alone(page, "es"))]
    [('Ferreira Padre', 'Sr.'), ('Gobernadora Ruiz', 'Governor')]
    """
    for version in subject.versions:
        if not has_lists(version.language, version.other_language):
            continue
        other, text = language_name(version.other_language), version.document.text
        taken = {number for stretch in wrong_stretches(subject, version) for number in stretch.sentences}
        for number, sentence in enumerate(version.document.sentences):
            if number in taken or not checked(version, version.block_of(number)):
                continue
            for role in roles_in_names(text, sentence.start, sentence.end, version.language, version.other_language):
                span = version.span(role.start, role.end)
                message = f"“{role.word}” in “{span.text}” is {other}"
                yield Fault(message, (span,), subject.bead_of(version.side, number), role.suggestion)
