"""Texts changed on request: characters written alike, and personal data taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Unicode's quotation marks, apostrophes that are marks, and what keyboards put in their place.
_DOUBLE = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02]")
_SINGLE = re.compile("[\u2018\u2019\u201a\u201b\u2039\u203a\u2032\uff07\u00b4`]")
# White space of any kind and characters without width that only keep lines together or apart.
_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff\u00ad]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")

EMAIL, URL, PHONE = "[EMAIL]", "[URL]", "[PHONE]"
# RFC 5321's addr-spec as it is met in texts, and addresses of the web with or without a scheme.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_URL = re.compile(r"\b(?:(?:https?|ftp)://|www\.)[^\s<>\"'“”«»]{1,2000}", re.IGNORECASE)
_URL_END = re.compile(r"[.,;:!?)\]}…]+$")
# E.164 has at most 15 digits; fewer than 9 are as likely a date, a year range or a price.
_PHONE = re.compile(r"(?<![\w.,/+-])(?:\+|00)?\(?\d{1,4}\)?(?:[ .-]?\(?\d{2,4}\)?){2,6}(?![\w/]|[.,]\d|-\d)")
_LEAST_DIGITS, _MOST_DIGITS = 9, 15
_SAID_PLAINLY = re.compile(r"^(?:\+|00|\()|[ .-]")


def composed(text: str) -> str:
    r"""Letters and their marks as one character where Unicode has one (Normalization Form C, UAX 15).

    >>> composed("e\u0301") == "\xe9"
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def plain_quotes(text: str) -> str:
    r"""Every kind of quotation mark as `"` and `'`.

    >>> plain_quotes("«Sí», dijo, “it’s”")
    '"Sí", dijo, "it\'s"'
    """
    return _SINGLE.sub("'", _DOUBLE.sub('"', text))


def single_spaces(text: str) -> str:
    r"""One space between words, none at the ends; invisible characters are gone.

    >>> single_spaces(" a\u00a0 b\u200bc\n")
    'a bc'
    """
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


NORMALISERS: dict[str, Callable[[str], str]] = {
    "nfc": composed,
    "quotes": plain_quotes,
    "spaces": single_spaces,
}


def without_emails(text: str) -> str:
    """E-mail addresses as `[EMAIL]`.

    >>> without_emails("Write to ana.ruiz@example.org.")
    'Write to [EMAIL].'
    """
    return _EMAIL.sub(EMAIL, text) if "@" in text else text


def without_urls(text: str) -> str:
    """Addresses of the web as `[URL]`.

    >>> without_urls("See https://example.org/a?b=1, or www.example.org.")
    'See [URL], or [URL].'
    """
    return _URL.sub(_url, text) if "://" in text or "www." in text.lower() else text


def _url(found: re.Match[str]) -> str:
    end = _URL_END.search(found.group())
    return URL + (end.group() if end else "")


def without_phones(text: str) -> str:
    """Telephone numbers of 9 to 15 digits, written with a +, brackets or blanks, as `[PHONE]`.

    >>> without_phones("Call +34 600 123 456 or (555) 010-9999 before 2026-01-02.")
    'Call [PHONE] or [PHONE] before 2026-01-02.'
    """
    return _PHONE.sub(_phone, text)


def _phone(found: re.Match[str]) -> str:
    said = found.group()
    digits = sum(letter.isdigit() for letter in said)
    return PHONE if _LEAST_DIGITS <= digits <= _MOST_DIGITS and _SAID_PLAINLY.search(said) else said


ANONYMISERS: dict[str, Callable[[str], str]] = {
    "emails": without_emails,
    "urls": without_urls,
    "phones": without_phones,
}
PLACEHOLDERS = re.compile("|".join(map(re.escape, (EMAIL, URL, PHONE))))


def applied(text: str, changes: tuple[Callable[[str], str], ...]) -> str:
    """A text after one change after another."""
    for change in changes:
        text = change(text)
    return text
