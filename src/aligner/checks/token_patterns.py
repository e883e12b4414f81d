"""Tokens that a translation keeps as they are: addresses, tags, placeholders, paths, keys."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Token:
    """A protected token at `[start, end)`: `kind` is a name of the table, `key` what must be the same on both sides."""

    kind: str
    start: int
    end: int
    text: str
    key: str


# Alternatives in order; the name of the group is the kind. `{0, plural, one {…} other {…}}` is known by its head.
_KINDS = {
    "link target": r"(?<=\]\()[^()\s]+(?:\([^()\s]*\)[^()\s]*)*(?=\s*\)|\s+[\"'])",
    "tag": r"</?[A-Za-z][\w:.-]*+(?:\s[^<>]{0,500}+)?+/?>|<!--|-->|<!\[CDATA\[",
    "URL": r"\b(?:https?|ftps?|sftp|ssh|git|file|[a-z][a-z0-9+.\-]{1,20}(?=://))://?[^\s<>\"“”«»]+|\bmailto:[^\s<>\"]+|\bwww\.[^\s<>\"“”«»]+",
    "e-mail address": r"(?<![\w.+-])[\w.+-]++(?<=\w)@\w[\w-]*(?:\.[\w-]+)+\b",
    "template": r"\{\{[^{}\n]{1,80}\}\}|\{%[^{}\n]{1,80}%\}|\$\{[^{}\n]{1,60}\}|%\{\w+\}|#\{\w+\}|%\w{2,30}%",
    "placeholder": r"\{\s*+[$\w][\w.\-$]*+\s*+,\s*+(?:plural|select|selectordinal)\s*+,|\{\s*+(?:\$?-?\w[\w.\-\[\]]*+)?+(?:![rsa])?+(?:\s*+,\s*+\w++(?:\s*+,[^{}\n]{0,80}+)?+|:[^{}\s]{1,20}+)?+\s*+\}",
    "format": r"%\([\w.-]+\)[-+0#]*\d*(?:\.\d+)?[a-zA-Z]|(?<![\d%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:hh?|ll?|[jzLqt])?[diouxXeEfFgGcspn@](?![\w%])",
    "entity": r"&(?:[A-Za-z]\w{1,31}|#\d{2,7}|#[xX][\da-fA-F]{2,6});",
    "path": r"(?<![\w/])[A-Za-z]:\\[^\s<>:\"|?*]+|(?<![\w.:/])(?:~|\.{1,2})?/(?:[\w.@-]++/)+[\w.@-]*+(?<=\w)|(?<![\w/\\])\\\\[\w.-]+\\[^\s<>:\"|?*]+",
    "file name": r"(?<![\w/@.-])[\w-]+(?:\.[\w-]+)*\.(?:csv|tsv|pdf|py|txt|html?|json|ya?ml|xml|toml|ini|cfg|conf|docx?|xlsx?|pptx?|odt|ods|png|jpe?g|gif|svg|webp|mp3|mp4|zip|gz|tar|7z|exe|dmg|iso|md|rst|js|ts|css|sh|bat|sql|log|jar|c|cpp|h|java|go|rs|php)\b(?![\w@/-]|\.\w)",
    "hashtag": r"(?<![\w&/#])#(?=\w*[^\W\d_])\w{2,}",
    "handle": r"(?<![\w.@/])@[A-Za-z_]\w{1,}(?:[.-]\w+)*",
    "option": r"(?<![\w-])--[a-z][\w-]+(?:=[\w./-]+)?",
    "version": r"\bv\d+(?:\.\d+)+(?:[-+]?[a-z]+[\w.]*)?\b|\b\d+\.\d+\.\d+-[a-z][\w.]*\b",
    "key": r"\b(?:F(?:[1-9]|1[0-2])|(?:(?:Ctrl|Control|Alt|AltGr|Cmd|Shift|Mayús)[+-]){1,4}[^\W_a-z]\w*)\b(?![-.]\w)",
    "identifier": r"(?<![\w$%{@#/.-])(?:[A-Z][A-Z\d]*(?:_[A-Z\d]+)+|[a-z][a-z\d]*(?:_[a-z\d]+)+)(?![\w@/-]|\.\w)",
    "variable": r"(?<![\w$])\$(?:\d(?![\d]|[.,]\d|\s*(?:m|bn|k|million|billion|trillion|millones|mil|USD)\b)|[A-Za-z_]\w+\b)",
}  # fmt: skip
_NAMES = tuple(_KINDS)
# What each kind has for certain, any of it: the kinds that a text cannot have are not looked for.
_NEEDED = {
    "link target": ("](",), "tag": ("<", "-->"), "URL": (":/", "mailto:", "www."), "e-mail address": ("@",),
    "template": ("{", "%"), "placeholder": ("{",), "format": ("%",), "entity": ("&",), "path": ("/", "\\"), "file name": (".",),
    "hashtag": ("#",), "handle": ("@",), "option": ("--",), "version": (".",), "key": ("F", "+", "-"), "variable": ("$",),
    "identifier": ("_",),
}  # fmt: skip
# Every token has one of these; what it stands beside must look like a token's too.
_SIGNS = re.compile(r"[@#<{%\\&$~/]")
_SIGN = re.compile(
    r"[@{\\]|#\w|<[/\w!]|(?<![\d%])%[\w(1]|%\{|&[#\w]|\$[A-Za-z{]|\$\d(?![\d.,]\d)|~/|(?<=[:/])/|(?<![\w<])/\w|(?<=\w:)/|(?<=\]\()/|(?<=\.)/"
)
_NAMES_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"\.[a-z]\w",
        r"F[1-9]",
        r"v(?<!\wv)\d",
        r"-[a-z]\w*\.\d",
        r"--\w",
        r"www\.",
        r"\]\(",
        r"_\w",
        r"[+-](?:(?<=Ctrl.)|(?<=Alt.)|(?<=Cmd.)|(?<=Shift.))",
    )
)
_PUNCTUATION = ".,;:!?…'’\"”»)]*_`"
# Attributes whose words are for readers, and those that say the language.
_READ = re.compile(
    r"\s(?:lang|xml:lang|hreflang|title|alt|aria-\w+|placeholder|content|label|dir)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\s+")


def tokens_in(text: str, offset: int = 0) -> list[Token]:
    """The protected tokens of a text, in order; `offset` is added to their places.

    >>> [(token.kind, token.text) for token in tokens_in("Write to ana@example.org or see {url}.")]
    [('e-mail address', 'ana@example.org'), ('placeholder', '{url}')]
    """
    return list(_tokens(text, offset))


def sign_offsets(text: str) -> Iterator[int]:
    """Where in a text something stands that only tokens have: cheap to find, and most sentences have none.

    >>> list(sign_offsets("It rose 5%, and/or fell. See #tag."))
    [29]
    """
    for found in _SIGNS.finditer(text):
        if _SIGN.match(text, found.start()):
            yield found.start()
    for sign in _NAMES_SIGNS:
        for found in sign.finditer(text):
            yield found.start()


@lru_cache(maxsize=256)
def _pattern_of(kinds: tuple[bool, ...]) -> re.Pattern[str]:
    """Finds the tokens of some kinds of the table."""
    wanted = ((number, _KINDS[_NAMES[number]]) for number, is_there in enumerate(kinds) if is_there)
    return re.compile("|".join(f"(?P<k{number}>{pattern})" for number, pattern in wanted) or "(?!)")


def _tokens(text: str, offset: int) -> Iterator[Token]:
    kinds = tuple(any(sign in text for sign in _NEEDED[kind]) for kind in _NAMES)
    for found in _pattern_of(kinds).finditer(text):
        assert found.lastgroup is not None
        kind, said = _NAMES[int(found.lastgroup[1:])], found.group()
        if kind in {"URL", "path", "handle"}:
            said = _trimmed(said)
        key = _KEYS.get(kind, str)(said)
        if key:
            yield Token(kind, offset + found.start(), offset + found.start() + len(said), said, key)


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it; a bracket it opened itself stays."""
    while address and address[-1] in _PUNCTUATION:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _tag_key(tag: str) -> str:
    return _HEAD.sub(" ", _READ.sub("", tag)).replace(" />", "/>").replace(" >", ">").replace("'", '"')


def _entity_key(entity: str) -> str:
    """The entity, "" for letters, blanks and typographic marks: those are text."""
    character = html.unescape(entity)
    if len(character) != 1:
        return ""
    return character if unicodedata.category(character) in {"Sm", "So"} and character not in "<>" else ""


def _placeholder_key(placeholder: str) -> str:
    return re.sub(r"\s", "", placeholder) if re.search(r"[\w$]|^\{\}$", placeholder) else ""


# Keys that have another name on Spanish keyboards.
_KEY_NAMES = {
    "control": "ctrl", "mayús": "shift", "intro": "enter", "return": "enter", "supr": "del", "delete": "del",
    "inicio": "home", "fin": "end", "repág": "pageup", "pgup": "pageup", "avpág": "pagedown", "pgdn": "pagedown",
    "retroceso": "backspace", "espacio": "space", "insertar": "insert", "ins": "insert", "escape": "esc",
}  # fmt: skip


def _key_key(keys: str) -> str:
    """The keys as English names them."""
    parts = re.split(r"[+-]", keys.lower())
    return "+".join(_KEY_NAMES.get(part, part) for part in parts)


_KEYS: dict[str, Callable[[str], str]] = {
    "tag": _tag_key,
    "entity": _entity_key,
    "placeholder": _placeholder_key,
    "template": lambda text: re.sub(r"\s", "", text),
    "hashtag": str.lower,
    "e-mail address": str.lower,
    "link target": str,
    "key": _key_key,
}
