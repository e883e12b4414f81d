"""Language codes as users write them, and the names people read."""

from __future__ import annotations

import re

from aligner.errors import UnknownLanguage

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)
_NAMES = {"en": "English", "es": "Spanish"}


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
