"""Our own rules as an SRX 2.0 file, as far as its words can say them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from aligner.languages import language_name
from aligner.segmentation.rules import LANGUAGES, Kind, Rules, load_rules
from aligner.segmentation.srx import NAMESPACE

# What SRX cannot say: its rules see the characters around a place, not the sentence that a program has begun.
UNSAID = (
    "a list number or a single letter is known at the beginning of a block or a line alone, not at that of any sentence",
    "two sentences without a blank between them are split before ¿ and ¡ alone",
    "texts without capitals, and words that somebody stammers, are split as other texts are",
)
_STOPS, _CLOSERS = "[.!?…]", "[\"'”’»›)\\]}*_—–]"
_OPENERS = "[—–\\-\"'“‘«‹(\\[{¿¡*_…]"
_WORD_BEGINS = "(?<![\\p{L}\\p{N}])"
_FACES = "[☹☺\\x{1f600}-\\x{1f64f}\\x{1f910}-\\x{1f92f}\\x{1f970}-\\x{1f97a}]\\x{fe0f}?"
_ITEM = "\\s*[•◦▪‣●–—\\-]\\s?\\S"
_LINE = "(?:\\r\\n|\\n|\\r|\\x{85}|\\x{2028})"


@dataclass(frozen=True, slots=True)
class _Said:
    """One rule of the file, and what it is for."""

    meaning: str
    breaks: bool
    before: str
    after: str


def exported_rules() -> str:
    """The text of an SRX file with our rules for every language of ours.

    Read back, it splits ordinary text as `split` does; `UNSAID` says where it does not.
    """
    groups = [(code, language_name(code), list(_rules_of(load_rules(code), code))) for code in LANGUAGES]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- How aligner splits sentences, as far as SRX can say it. What it cannot:",
        *(f"     * {told}" for told in UNSAID),
        "-->",
        f'<srx xmlns="{NAMESPACE}" version="2.0">',
        '  <header segmentsubflows="yes" cascade="no">',
        '    <formathandle type="start" include="no"/>',
        '    <formathandle type="end" include="yes"/>',
        '    <formathandle type="isolated" include="no"/>',
        "  </header>",
        "  <body>",
        "    <languagerules>",
        *(line for _, name, said in groups for line in _group(name, said)),
        "    </languagerules>",
        "    <maprules>",
        *(_language_map(code, name) for code, name, _ in groups),
        "    </maprules>",
        "  </body>",
        "</srx>",
    ]
    return "\n".join(lines) + "\n"


def _group(name: str, said: Iterable[_Said]) -> Iterator[str]:
    yield f"      <languagerule languagerulename={quoteattr(name)}>"
    for rule in said:
        yield f"        <!-- {rule.meaning} -->"
        yield f'        <rule break="{"yes" if rule.breaks else "no"}">'
        yield f"          <beforebreak>{escape(rule.before)}</beforebreak>"
        yield f"          <afterbreak>{escape(rule.after)}</afterbreak>"
        yield "        </rule>"
    yield "      </languagerule>"


def _language_map(code: str, name: str) -> str:
    either = "".join(f"[{letter.upper()}{letter}]" for letter in code)
    return (
        f"      <languagemap languagepattern={quoteattr(either + '(?:[-_].*)?')} languagerulename={quoteattr(name)}/>"
    )


def _rules_of(rules: Rules, code: str) -> Iterator[_Said]:
    """The rules of one language; the first that fits decides."""
    starter = f"(?i:{_any(rules.starters)})(?![\\p{{L}}\\p{{N}}])"
    goes_on = f'\\s++(?!{_OPENERS}*+{starter}|[—–]?\\s?["“«(]?[¿¡])'
    yield _border("an empty line, and the next item of a list", "", f"{_LINE}[^\\S\\n\\r]*(?:{_LINE}|{_ITEM})")
    yield _exception("more to come", f"{_STOPS}+", f"\\s?{_STOPS}")
    yield _exception("the number of a list", f"(?:^|{_LINE})\\s*[\\[({{*_#]*(?:\\d{{1,3}}(?:\\.\\d{{1,3}})*|\\p{{L}}|[ivx]{{1,4}}|[IVX]{{1,4}})\\.", "\\s")  # fmt: skip
    yield _exception("a mark in brackets", f"[(\\[]{_STOPS}+[)\\]]", "\\s")
    yield from _abbreviations(rules, goes_on)
    yield _border("a label", f"(?i:\\b(?:{_any(rules.labels)}))\\s\\p{{Lu}}\\.", "\\s")
    if code == "en":
        yield _border("the pronoun", "\\p{Ll}\\sI\\.", "\\s")
    yield _exception(
        "initials", f"{_WORD_BEGINS}(?:\\p{{L}}{{1,2}}[.\\-]+)*+(?:(?<=[.\\-])\\p{{L}}{{1,2}}|\\p{{Lu}})\\.", goes_on
    )
    consonants = "[B-DF-HJ-NP-TV-XZ](?:([b-df-hj-np-tv-xz])(?!\\1)){1,3}"
    yield _exception("consonants alone are short for something", f"{_WORD_BEGINS}(?:{consonants})\\.", goes_on)
    yield _exception("the name that has a mark", f"(?:{_any(rules.marked)})", goes_on)
    yield _exception("who said it", "[!?][\"”»’]",
                f"\\s++(?:\\p{{Lu}}[\\p{{L}}\\p{{N}}.’'\\-]*+\\s++){{1,4}}(?:{_any(rules.speech)})\\b")  # fmt: skip
    yield _exception(
        "a pause before a number, or the pronoun",
        "(?:…|\\.{2,})",
        "\\s++(?:\\p{N}|I\\b)" if code == "en" else "\\s++\\p{N}",
    )
    yield _border("¿ and ¡ after a full stop", f"(?<!\\.)\\.{_CLOSERS}*", f"\\s++{_OPENERS}*+(?<=[¿¡])")
    yield _exception("small letters go on", f"{_STOPS}+{_CLOSERS}*",
                f"\\s++{_OPENERS}*+\\s?+\\p{{Ll}}(?<!(?:\\s|{_OPENERS})[a-z](?=[A-Z]))")  # fmt: skip
    yield _exception(
        "signs that no sentence begins with",
        f"{_STOPS}+{_CLOSERS}*",
        "\\s++[&%+=/<>|~^,;:·]",
    )
    yield _border("the end of a sentence", f"{_STOPS}+{_CLOSERS}*(?:\\[\\d{{1,3}}\\])*", "\\s")
    yield _border("¿ and ¡ where the blank is missing", "(?<=[\\p{Ll}])[.!?]", "[¿¡]")
    yield _border("a face", _FACES, f"\\s++{_OPENERS}*+\\p{{Lu}}")


def _abbreviations(rules: Rules, goes_on: str) -> Iterator[_Said]:
    """No sentence ends at an abbreviation, but for what its kind says."""
    capital = f"\\s++(?!{_OPENERS}*+\\p{{Lu}})"
    time = f"\\s++(?i:{_any(rules.after_time)})(?![\\p{{L}}\\p{{N}}])"
    after: dict[Kind, tuple[str, ...]] = {
        Kind.NEVER: ("\\s",),
        Kind.BEFORE_STARTER: (goes_on,),
        Kind.BEFORE_CAPITAL: (capital, time),
        Kind.BEFORE_NUMBER: ("\\s++(?:\\p{N}|[IVXLCDM]++(?![\\p{L}\\p{N}])|\\p{L}(?![\\p{L}\\p{N}]))",),
        Kind.BEFORE_DIGIT: ("\\s++\\p{N}",),
    }
    parts = [(f"{piece}.", following) for piece, found in rules.inner.items() for following in found]
    for following in sorted({following for _, following in parts}):
        firsts = _any(first for first, second in parts if second == following)
        yield _exception("the parts of one abbreviation", f"{_WORD_BEGINS}(?:{firsts})",
                    f"\\s{_literal(following)}")  # fmt: skip
    for kind in Kind:
        entries = [f"{piece}." for piece, known in rules.abbreviations.items() if known is kind]
        entries += [
            " ".join((*chain.before, f"{last}."))
            for last, chains in rules.chains.items()
            for chain in chains
            if chain.kind is kind
        ]
        listed, meaning = f"{_WORD_BEGINS}(?:{_any(entries)})", f"abbreviations: {kind.value.replace('-', ' ')}"
        for follows in after[kind]:
            yield _exception(meaning, f"{listed}\\)?" if kind is Kind.NEVER else listed, follows)
        if kind is Kind.BEFORE_CAPITAL:
            yield _border("they end a sentence before any other capital", listed, f"\\s++{_OPENERS}*+\\p{{Lu}}")


def _border(meaning: str, before: str, after: str) -> _Said:
    return _Said(meaning, breaks=True, before=before, after=after)


def _exception(meaning: str, before: str, after: str) -> _Said:
    return _Said(meaning, breaks=False, before=before, after=after)


def _any(texts: Iterable[str]) -> str:
    """An expression that fits each of the texts, the longest first."""
    return "|".join(map(_literal, sorted(set(texts), key=lambda text: (-len(text), text))))


def _literal(text: str) -> str:
    return re.sub(r"([.^$*+?()\[\]{}|\\/-])", r"\\\1", text).replace(" ", "\\s")
