"""Whether a stop ends its sentence, in English and Spanish."""

from __future__ import annotations

import re

from aligner.segmentation.marks import QUOTES, SMILEY
from aligner.segmentation.rules import Chain, Kind, Rules

_LOOK_BACK = 32
_PIECE = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_INITIALS = re.compile(r"[^\W\d_]{1,2}(?:[.-]+[^\W\d_]{1,2})+|[A-ZÀ-Þ]")
_NUMBER_LIKE = re.compile(r"\d|[IVXLCDM]+\b|[^\W\d_](?![^\W_])")
_SMALL_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]|www\.|https?:")
_LIST_NUMBER = re.compile(r"[\[({*_#]*(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivx]{1,4}|[IVX]{1,4})$")
_DATE = re.compile(r"(?:[^\W\d_]{3,10}) \d{4}\b")
_NAME_AND_VERB = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s+){1,4}([^\W\d_]+)")
_CONSONANTS = re.compile(r"(?!.*(.)\1)[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,3}")
_CLOSING = "\"'”’»›)]}*_—–"
_GOES_ON = frozenset("&%+=/<>|~^,;:·")
_PRONOUN = re.compile(r"I(?:['’](?:m|ve|ll|d))?")
_SMALL_PRONOUN = re.compile(r"i(?:['’]?(?:m|ve|ll|d))?\s")  # English alone has a word like it
_BRACKETED_NUMBER = re.compile(r"[(\[]\d{1,3}")
_FIRST_WORD = re.compile(r"[\W\d_]{0,20}+([^\W\d_])\S{0,40}\s+\S")
# What a dotted word without a blank ends in when it is an address or a file, not two sentences.
_SUFFIXES = frozenset(
    re.findall(
        r"\w+",
        "com org net edu gov mil int info biz io ai app dev tv me co es mx ar cl pe uk us eu fr de js ts py rb go rs cpp"
        " php html htm xml json yaml csv txt md pdf doc docx xls xlsx jpg jpeg png gif svg zip mp exe",
    )
)
_CODE_SIGNS = ("`", "()", "_", "{", "=", "::", "->", "\\")


def ends_sentence(text: str, found: re.Match[str], start: int, rules: Rules) -> bool:
    """Whether a match of what `marks.stops` gives in the sentence that began at `start` ends it."""
    close, gap, opening, first = found.group("close", "gap", "open", "first")
    if gap is None:
        if found["wide_gap"] is not None:
            return True
        return SMILEY.match(text, found.start()) is not None or _word_starts(found["face_word"], rules)
    at, following = found.start(), found.end() + len(opening)
    stop = text[at : found.start("close")]
    if first.islower() and not _starts_small(text, following, opening, stop):
        plain = bool(gap) and not close and not opening and len(stop) == 1
        return plain and _is_careless(text, start, at, following, rules)
    if _is_inside(text, found, start, following) or (not gap and not _is_missing_blank(text, found, rules)):
        return False
    if stop == ".":
        return _period_ends(text, at, start, found, rules)
    if "!" in stop or "?" in stop:
        return _mark_ends(text, at, following, close, opening, rules)
    return bool(close or opening) or not _goes_on_after_pause(text, start, at, following)


def ends_plainly(text: str, at: int, start: int, rules: Rules) -> bool:
    """Whether a full stop at `at`, with one blank after it, follows a word in small letters that is no abbreviation.

    The word is not the only one of the sentence that began at `start`. True is final; False says nothing.
    """
    word = text[max(start, at - _LOOK_BACK) : at].replace("\n", " ").rpartition(" ")[2]
    return (
        text[at] == "."
        and word.isalpha()
        and word.islower()
        and 1 < len(word) < at - start
        and word not in rules.pieces
        and text[at + 1] in " \n"
    )


def _starts_small(text: str, following: int, opening: str, stop: str) -> bool:
    """Whether a word in small letters starts a sentence: iPhone, an address, or ¿ and ¡ after a full stop."""
    if stop == "." and ("¿" in opening or "¡" in opening):
        return True
    return _SMALL_CAMEL.match(text, following) is not None


def _goes_on_after_pause(text: str, start: int, at: int, following: int) -> bool:
    """Whether what follows "…" says nothing: a number, the English I, or a word stammered ("Yo… Yo no sé")."""
    word = _WORD.match(text, following)
    if word is None:
        return False
    return (
        word.group()[0].isdigit()
        or _PRONOUN.fullmatch(word.group()) is not None
        or (at - start < _LOOK_BACK and text[start:at].strip('—“«"¿¡ ') == word.group())
    )


def _is_inside(text: str, found: re.Match[str], start: int, following: int) -> bool:
    """Whether no sentence can end here: nothing said yet, "(!)", more dots to come, or a sign that no sentence starts with."""
    at, opening = found.start(), found["open"]
    if at - start < 8 and not any(map(str.isalnum, text[start:at])):
        return True
    if text[at - 1] in "([" and found["close"][:1] in (")", "]"):
        return True
    if found["first"]:
        return opening.startswith(". ")
    symbol = text[following : min(following + 1, found.endpos)]
    if opening.rstrip(" ").endswith((".", "…")):
        return symbol not in (")", "]")
    return symbol in _GOES_ON or following == found.endpos


def _is_careless(text: str, start: int, at: int, following: int, rules: Rules) -> bool:
    """Whether a stop before a small letter ends a sentence of a writer who does without capitals, here or in the next one."""
    if at == start or text[at - 1].isspace():
        return False
    word = text[max(start, at - _LOOK_BACK) : at].split()[-1]
    if not word.isalpha() or len(word) < 2 or word in rules.abbreviations:
        return False
    found = _FIRST_WORD.match(text, start, at)
    if found is not None and found.group(1).islower():
        return True
    if _SMALL_PRONOUN.match(text, following):
        return True
    # After a sentence that began as it should: a word that is short for nothing, and one that often starts sentences.
    if text[at] != "." or len(word) < 4 or not word.islower() or word in rules.small:
        return False
    word = _word(text, following)
    return word in rules.starters and word not in rules.particles


def _mark_ends(text: str, at: int, following: int, close: str, opening: str, rules: Rules) -> bool:
    """Whether ? or ! before a capital ends a sentence: not in "Stop!" Smith said, nor after a name such as Yahoo! itself."""
    if text[at] == "!" and not close:
        token = text[max(0, at - _LOOK_BACK) : at + 1].split()[-1]
        if token in rules.marked:
            return _word_starts(_word(text, following), rules)
    if ")" in close or "]" in close:
        return bool(opening) or _word_starts(_word(text, following), rules) or text[at - 1] in _CLOSING
    if not opening and any(mark in close for mark in QUOTES):
        attribution = _NAME_AND_VERB.match(text, following)
        if attribution and attribution.group(1) in rules.speech:
            return _word_starts(_word(text, following), rules)
    return True


def _period_ends(text: str, at: int, start: int, found: re.Match[str], rules: Rules) -> bool:
    """Whether a single full stop before a capital, a digit or a symbol ends a sentence."""
    before = text[max(start, at - _LOOK_BACK) : at]
    tokens = before.split()
    if not tokens or before[-1].isspace():
        return True
    token = tokens[-1]
    if token[-1] in _CLOSING or "://" in token or "@" in token:
        return True
    following = found.end() + len(found["open"])
    if len(token) == at - start or token[-1].isdigit():
        ends = _number_ends(text, token, at - start, following)
        if ends is not None:
            return ends
    piece = token
    if not token.isalpha():
        match = _PIECE.search(token)
        if match is None:
            return True
        piece = match.group()
    kind = _kind(text, tokens, piece, following, rules)
    if kind is None:
        return True
    if found["close"] and found["close"][0] in ")]" and kind not in (Kind.BEFORE_NUMBER, Kind.BEFORE_DIGIT):
        return False
    if _abbreviation_ends(text, kind, piece, following, found["open"], rules):
        return True
    is_initial = len(piece) == 1 and _chain(tokens, piece, rules) is None
    return kind is Kind.BEFORE_STARTER and not is_initial and _is_verb(_word(text, following), rules)


def _number_ends(text: str, token: str, offset: int, following: int) -> bool | None:
    """Whether the stop of a number ends a sentence; not in "1. First", not in "15. August 1914"; None: no number."""
    if len(token) == offset and _LIST_NUMBER.match(token):
        return False
    if _BRACKETED_NUMBER.fullmatch(token) or (token.isdigit() and len(token) < 3 and _DATE.match(text, following)):
        return False
    return None


def _kind(text: str, tokens: list[str], piece: str, following: int, rules: Rules) -> Kind | None:
    """What kind of abbreviation the piece before the stop is, None for an ordinary word."""
    chain = _chain(tokens, piece, rules)
    if chain is not None:
        return chain.kind
    for inner in rules.inner.get(piece, ()):
        if text.startswith(inner, following):
            return Kind.NEVER
    if len(piece) == 1 and _is_label_letter(tokens, piece, rules):
        return None
    kind = rules.abbreviations.get(piece)
    if kind is not None:
        return kind
    if _INITIALS.fullmatch(piece) or _CONSONANTS.fullmatch(piece):
        return Kind.BEFORE_STARTER
    if "." in piece or "-" in piece:
        return rules.abbreviations.get(re.split("[.-]", piece)[-1])
    return None


def _chain(tokens: list[str], piece: str, rules: Rules) -> Chain | None:
    """The abbreviation of several pieces that ends in this one, None where there is none."""
    for chain in rules.chains.get(piece, ()):
        pieces = tokens[-len(chain.before) - 1 : -1]
        if len(pieces) == len(chain.before) and all(map(str.endswith, pieces, chain.before)):
            return chain
    return None


def _is_label_letter(tokens: list[str], piece: str, rules: Rules) -> bool:
    """Whether a single letter is a label (plan B) or the English pronoun (so do I) rather than an initial."""
    if len(tokens) < 2 or len(tokens[-1]) > 1 or not piece.isupper():
        return False
    before = tokens[-2].strip("\"'“”‘’«»()¿¡—–")
    return before.lower() in rules.labels or (piece == "I" and before.islower() and "they" in rules.starters)


def _abbreviation_ends(text: str, kind: Kind, piece: str, following: int, opening: str, rules: Rules) -> bool:
    """Whether a sentence ends at an abbreviation, by what follows it."""
    if kind is Kind.NEVER:
        return False
    if kind is Kind.BEFORE_NUMBER:
        return not _NUMBER_LIKE.match(text, following)
    if kind is Kind.BEFORE_DIGIT:
        return not text[following : following + 1].isdigit()
    if opening[:1] in ("—", "–", "-"):
        return False
    if "¿" in opening or "¡" in opening:
        return True
    word = _word(text, following)
    if kind is Kind.BEFORE_CAPITAL:
        return bool(word) and not word[0].isdigit() and word.lower() not in rules.after_time
    if len(piece) == 1 and word.lower() in rules.particles:
        return False
    return _word_starts(word, rules)


def _word(text: str, at: int) -> str:
    """The word at `at`, "" where none stands, and for a single letter with a full stop (an initial)."""
    found = _WORD.match(text, at)
    if found is None or (len(found.group()) <= 2 and text[found.end() : found.end() + 1] == "."):
        return ""
    return found.group()


def _is_verb(word: str, rules: Rules) -> bool:
    """Whether a word has an ending that verbs at the beginning of a sentence have, and names hardly ever."""
    return any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in rules.endings)


def _word_starts(word: str | None, rules: Rules) -> bool:
    """Whether a word often starts sentences; "" (after ¿ or ¡) does."""
    return word is not None and word.lower() in rules.starters


def _is_missing_blank(text: str, found: re.Match[str], rules: Rules) -> bool:
    """Whether "word.Next" are two sentences without their blank, not an address, a file or an identifier."""
    if found["open"][:1] in ("¿", "¡") or found["close"]:
        return True
    at = found.start()
    left = text[max(0, at - _LOOK_BACK) : at].split()[-1].lstrip("\"'“‘«(¿¡—")
    right = _WORD.match(text, found.end() + len(found["open"]))
    if right is None or len(left) < 2 or not left.isalpha() or left in rules.abbreviations:
        return False
    word, after = right.group(), text[right.end() : right.end() + 1]
    if after and not (after.isspace() or after in ",;:!?"):
        return False
    if word.lower() in rules.starters:
        return True
    near = text[max(0, at - 60) : at + 60]
    is_name = word.lower() in _SUFFIXES or any(sign in near for sign in _CODE_SIGNS)
    return left.islower() and len(left) > 2 and len(word) > 2 and word[1:].islower() and not is_name
