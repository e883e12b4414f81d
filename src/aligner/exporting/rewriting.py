"""Texts changed on request: characters written alike, and personal data taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Unicode's quotation marks, apostrophes that are marks, and what keyboards put in their place.
_DOUBLE = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02]")
_SINGLE = re.compile("[\u2018\u2019\u201a\u201b\u2039\u203a\u2032\uff07\u00b4`]")
# Characters without width that only keep lines together or apart.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")

EMAIL, URL, PHONE = "[EMAIL]", "[URL]", "[PHONE]"
# RFC 5321's addr-spec as it is met in texts, and addresses of the web with or without a scheme.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_URL = re.compile(r"\b(?:(?:https?|ftp)://|www\.)[^\s<>\"'“”«»]{1,2000}", re.IGNORECASE)
_URL_END = ".,;:!?)]}…"
# A run of digits as telephone numbers are grouped; whether it is one shows in its groups.
_DIGITS = re.compile(r"(?<![\w.,/:+-])(?:\(?\+|\()?\d[\d ().-]{7,28}\d(?![\w/:]|[.,-]\d)")
_GROUP = re.compile(r"\d+")
_NOT_PHONES = re.compile(
    r"\d{4}-\d\d?-\d\d?\b|\d{1,3}(?:\.\d{3}){2,}(?!\d)"  # dates, numbers with points
    r"|(?:\d{1,3}\.){3}\d{1,3}(?!\d)|97[89][ -]?[\d -]{10,13}"  # IPv4 addresses, ISBNs
)
_INTERNATIONAL = re.compile(r"\(?\+|00\d|\(")
# E.164 has at most 15 digits; fewer than 9 are as likely a date, a range of years or a price.
_LEAST_DIGITS, _MOST_DIGITS = 9, 15


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
    if text.isascii() and "`" not in text:
        return text
    return _SINGLE.sub("'", _DOUBLE.sub('"', text))


def single_spaces(text: str) -> str:
    r"""One space between words, none at the ends; invisible characters are gone.

    >>> single_spaces(" a\u00a0 b\u200bc\n")
    'a bc'
    """
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


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
    address = found.group()
    end = len(address)
    # A bracket that was opened inside belongs to the address (RFC 3986 allows it).
    while address[end - 1] in _URL_END and not (
        address[end - 1] == ")" and address.count("(", 0, end) >= address.count(")", 0, end)
    ):
        end -= 1
    return URL + address[end:]


def without_phones(text: str) -> str:
    """Telephone numbers of 9 to 15 digits, written with a +, brackets or in groups, as `[PHONE]`.

    >>> without_phones("Call +34 600 123 456 or (555) 010-9999 before 2026-01-02; it costs 250 000 000.")
    'Call [PHONE] or [PHONE] before 2026-01-02; it costs 250 000 000.'
    """
    return _DIGITS.sub(_phone, text)


def _phone(found: re.Match[str]) -> str:
    said = found.group()
    groups = _GROUP.findall(said)
    is_long_enough = _LEAST_DIGITS <= sum(map(len, groups)) <= _MOST_DIGITS
    if is_long_enough and not _NOT_PHONES.match(said) and (_INTERNATIONAL.match(said) or _is_grouped(said, groups)):
        return PHONE
    return said


def _is_grouped(said: str, groups: list[str]) -> bool:
    """Whether digits are grouped as in national telephone numbers, and not as thousands are."""
    separators = set(said) - set("0123456789")
    if len(separators) != 1 or min(map(len, groups)) < 2 or max(map(len, groups)) > 4:
        return False
    is_thousands = separators == {" "} and all(len(group) == 3 for group in groups[1:])
    # Three groups of three are a number of nine digits or a telephone: those of Spain begin with 6 to 9.
    return not is_thousands or (len(groups) == 3 and said[0] in "6789" and groups[-1] != "000")


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
