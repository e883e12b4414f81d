"""The marks that end, close and open sentences, and the expressions that find them."""

from __future__ import annotations

import re

# Faces, hearts and hands: they end a sentence. Other pictures (a red dot, a pin) open one. Hearts and hands also stand
# for a word of it ("I ❤ Lima"); faces do not.
_SMILEYS = "\u263a\u2639\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a"
_FACES = f"{_SMILEYS}\u2764\u2665\U0001f44b-\U0001f44f\U0001f493-\U0001f49f\U0001f4aa\U0001f525\U0001f389\U0001f38a"
SMILEY = re.compile(f"[{_SMILEYS}]")
_MODIFIERS = "\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff"
QUOTES = "\"'“”‘’«»‹›„‟"
_CLOSERS = "\"'”’»›)\\]}*_—–"
_CAPITALS = "A-ZÀ-ÖØ-Þ"

# What may stand between the stop and the gap: quotes, brackets, reference marks, smileys.
_CLOSE = rf"(?:[{_CLOSERS}\u00b9\u00b2\u00b3\u2070-\u2079]|\[\d{{1,3}}\]|\s?[{_FACES}][{_MODIFIERS}]*+|\s[:;]-?[)(DP](?=\s))*+"
# What may stand between the gap and the first letter; short, so that a long run of dots costs no more than its length.
_OPEN = rf"(?:[—–-]\s?)?[{QUOTES}(\[{{¿¡*_…. —–]{{0,8}}"
# A gap without a blank: before ¿ and ¡, in "word.Next", and after a closing quote that cannot be an opening one.
_NO_BLANK = rf"(?=[¿¡])|(?<=[^\W\d_A-Z][.!?])(?=[{QUOTES}]?[{_CAPITALS}])|(?<=[!?.…][”»])(?=[{_CAPITALS}])"

# A run of stops, what closes after it, the gap, and (only looked at) what opens and the first character after it.
# A run is matched once, from its beginning, and nothing is gone back to, so that time is linear in the text.
_LATIN = rf"(?<![.!?…]{{2}})[.!?…]*+(?P<close>{_CLOSE})(?P<gap>\s++|{_NO_BLANK})(?=(?P<open>{_OPEN})(?P<first>[^\W_]?))"
_WIDE = r"[。！？]*+[」』”’»）]*+(?P<wide_gap>\s*+)"
_FACE = (
    rf"(?<![{_MODIFIERS}{_FACES}][{_FACES}])[{_MODIFIERS}{_FACES}]*+(?P<face_gap>\s++)"
    rf"(?=[¿¡“«\"]*(?P<face_word>[{_CAPITALS}]\w*|(?<=[¿¡])))"
)
# Each starts with one set of characters, which the engine looks for at full speed: three times as fast without pictures.
_STOP = re.compile(rf"[.!?…](?:{_LATIN}(?P<wide_gap>)??(?P<face_word>)??)")
_STOP_OR_PICTURE = re.compile(
    rf"[.!?…。！？{_FACES}](?:(?<=[.!?…]){_LATIN}|(?<=[。！？]){_WIDE}|(?<=[{_FACES}]){_FACE})"
)
_PICTURE = re.compile("[^\0-\u2638]")  # which compiles faster than what follows those


def stops(text: str, start: int, end: int) -> re.Pattern[str]:
    """What finds the stops in a stretch of a text: the groups are named alike, whichever of the two expressions it is."""
    return _STOP_OR_PICTURE if _PICTURE.search(text, start, end) else _STOP


# Where a sentence ends whatever stands before: an empty line, the next item of a list, the next turn of a dialogue.
_NEWLINE = "\\n\\r\u2028\u0085"
BREAK = re.compile(
    rf"[{_NEWLINE}\u2029\f\v•◦▪‣●](?:"
    rf"(?<=[•◦▪‣●])(?<=\s.)(?=\s++\S)"
    rf"|(?<=[{_NEWLINE}])(?:(?<=\r)\n)?+[^\S{_NEWLINE}]*+(?:(?P<empty_line>[{_NEWLINE}]\s*+)|(?=[•◦▪‣●–—-] ?\S|(?:\*|\d{{1,3}}[.)])[^\S{_NEWLINE}]++\S))"
    rf"|(?<=[\u2029\f\v]))"
)
# Bullets that may also be a dash or a number of a hard-wrapped sentence.
DOUBTFUL_BULLET = re.compile(r"[–—*-] ?|\d{1,3}[.)]\s")
