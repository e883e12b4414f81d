"""Language codes as users write them, and the names people read."""

from __future__ import annotations

import re
from functools import cache
from itertools import filterfalse
from typing import Any

from aligner.errors import UnknownLanguage

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = {"en": "English", "es": "Spanish"}

# The commonest words that the other languages of the table do not have.
_FUNCTION_WORDS = {
    "en": "the of and to in is that for was with it as on by at from are this which be have had his were not they but",
    "es": "de la el que en y los del las una un por con para se su al lo como más pero sus le este entre es fue son",
}
EVIDENT_LANGUAGES = frozenset(_FUNCTION_WORDS)
_WORDS_OF = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_ENOUGH_TEXT = 200_000  # characters that settle the matter


def parse_language(tag: str) -> str:
    """The primary language subtag (ISO 639, lower case) of a BCP 47 tag such as `es`, `en-GB` or `es_MX`.

    Raises `UnknownLanguage` when `tag` does not have the form of a language tag.

    >>> parse_language("es-419"), parse_language("EN_gb")
    ('es', 'en')
    """
    found = _TAG.match(tag.strip())
    if not found:
        raise UnknownLanguage(f"{tag!r} is not a language code; write one such as en, es or pt-BR")
    return found.group(1).lower()


def parse_locale(tag: str) -> str | None:
    """The tag with its region, as CLDR spells it; None where it names none, or one that CLDR does not know.

    >>> parse_locale("es-mx"), parse_locale("es_419"), parse_locale("es"), parse_locale("es-XX")
    ('es-MX', 'es-419', None, None)
    """
    if not re.search(r"[-_]", tag.strip()):
        return None
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
    return f"{locale.language}-{locale.territory}" if locale.territory else None


def language_name(code: str) -> str:
    """The English name of a language, or its code where no name is known.

    >>> language_name("es"), language_name("de"), language_name("xx")
    ('Spanish', 'German', 'xx')
    """
    if code in _NAMES:
        return _NAMES[code]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


@cache
def language_identifier() -> Any:
    """What langid tells languages of texts by (Lui and Baldwin 2012): `classify`, `rank`, `labels`; loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def evident_language(text: str, least: int = 20, share: float = 0.9) -> str | None:
    """English or Spanish, by the commonest function words; None where they do not tell.

    `least`: how many such words there must be; `share`: how large a part of them must be of one language. Meant for
    whole texts (Grefenstette 1995, small-word technique); for sentences the checks weigh every word.

    >>> evident_language("La casa de los pájaros", least=3), evident_language("La casa de los pájaros")
    ('es', None)
    """
    # Most pieces are words as they stand, which need no expression to find them.
    pieces = text[:_ENOUGH_TEXT].lower().split()
    pieces += _WORD.findall(" ".join(filterfalse(str.isalpha, pieces)))
    counts = {language: sum(map(words.__contains__, pieces)) for language, words in _WORDS_OF.items()}
    total, most = sum(counts.values()), max(counts, key=lambda language: counts[language])
    return most if total >= least and counts[most] >= share * total else None
