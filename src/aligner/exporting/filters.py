"""The steps a pair goes through on its way out, in their order: what each one is called, what it changes or drops."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from aligner.errors import OptionError
from aligner.exporting.candidates import Candidate
from aligner.exporting.keys import KEYS, normal
from aligner.exporting.language import is_in_another, knows
from aligner.exporting.options import FilterOptions
from aligner.exporting.rewriting import ANONYMISERS, NORMALISERS, PLACEHOLDERS, applied, without_emails, without_urls

Judge: TypeAlias = Callable[[Candidate], bool]
Change: TypeAlias = Callable[[Candidate], Candidate]
# What prepares a judge for a run; None where the options do not ask for the step.
Preparation: TypeAlias = Callable[[FilterOptions], Judge | None]
ChangePreparation: TypeAlias = Callable[[FilterOptions], Change | None]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: `prepare` gives what judges a candidate (true drops it) or what changes it, or None where nobody asked.

    Its docstring is what people are told: the first line says what it drops. A step that `remembers` depends on the
    candidates before, and is taken by one process; the others may be taken by many.
    """

    name: str
    prepare: Preparation | ChangePreparation
    changes: bool = False
    remembers: bool = False

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.prepare) or "").partition("\n")[0]


STEPS: list[Step] = []


def _drops(name: str, *, remembers: bool = False) -> Callable[[Preparation], Preparation]:
    """Register what drops pairs, after the steps that are registered already."""

    def register(prepare: Preparation) -> Preparation:
        STEPS.append(Step(name, prepare, remembers=remembers))
        return prepare

    return register


def _changes(name: str) -> Callable[[ChangePreparation], ChangePreparation]:
    """Register what changes the texts of pairs."""

    def register(prepare: ChangePreparation) -> ChangePreparation:
        STEPS.append(Step(name, prepare, changes=True))
        return prepare

    return register


@_changes("normalise")
def normalise(options: FilterOptions) -> Change | None:
    """Writes characters alike: `nfc`, `quotes`, `spaces`.

    >>> change = normalise(FilterOptions(normalise=("quotes", "spaces")))
    >>> change(Candidate("“Yes”,  she said", "«Sí», dijo"))[:2]
    ('"Yes", she said', '"Sí", dijo')
    """
    return _rewriting(options.normalise, NORMALISERS, "--normalise")


@_drops("nulls")
def nulls(options: FilterOptions) -> Judge | None:
    """Pairs with nothing on one side.

    >>> drops = nulls(FilterOptions())
    >>> drops(Candidate("Hello", " ")), drops(Candidate("Hello", "Hola"))
    (True, False)
    """
    if options.keeps_nulls:
        return None
    return lambda pair: not pair.source.strip() or not pair.target.strip()


@_drops("score")
def score(options: FilterOptions) -> Judge | None:
    """Pairs that score less than the least; one that nobody scored stays.

    >>> drops = score(FilterOptions(least_score=0.5))
    >>> [drops(Candidate("a", "b", score=score)) for score in (0.4, 0.5, None)]
    [True, False, False]
    """
    least = options.least_score
    return None if least is None else lambda pair: pair.score is not None and pair.score < least


@_drops("findings")
def findings(options: FilterOptions) -> Judge | None:
    """Pairs in which one of the chosen rules of `aligner check` finds something.

    >>> drops = findings(FilterOptions(excluded_findings=("NUM501",)))
    >>> drops(Candidate("150", "105", findings=("NUM501",))), drops(Candidate("150", "150"))
    (True, False)
    """
    return (lambda pair: bool(pair.findings)) if options.excluded_findings else None


@_drops("too-short")
def too_short(options: FilterOptions) -> Judge | None:
    """Pairs with too few characters or words on a side; an empty side is no matter of length.

    >>> drops = too_short(FilterOptions(least_words=2))
    >>> drops(Candidate("Good morning", "Buenas")), drops(Candidate("Good morning", "Buenos días"))
    (True, False)
    """
    characters, words = options.least_characters, options.least_words
    if characters is None and words is None:
        return None

    def drops(pair: Candidate) -> bool:
        sides = [text for text in (pair.source, pair.target) if text.strip()]
        return any(len(text) < (characters or 0) for text in sides) or (
            words is not None and any(len(text.split()) < words for text in sides)
        )

    return drops


@_drops("too-long")
def too_long(options: FilterOptions) -> Judge | None:
    """Pairs with too many characters or words on a side.

    >>> drops = too_long(FilterOptions(most_characters=10))
    >>> drops(Candidate("a" * 11, "b")), drops(Candidate("a" * 10, "b"))
    (True, False)
    """
    characters, words = options.most_characters, options.most_words
    if characters is None and words is None:
        return None

    def drops(pair: Candidate) -> bool:
        sides = pair.source, pair.target
        return (characters is not None and any(len(text) > characters for text in sides)) or (
            words is not None and any(len(text.split()) > words for text in sides)
        )

    return drops


# A side of a few letters is soon twice as long as the other (Yes, Claro que sí): lengths are compared as if both
# sides had this much more, as smoothing of counts has it.
_SLACK = 10


@_drops("length-ratio")
def length_ratio(options: FilterOptions) -> Judge | None:
    """Pairs one side of which has too many times the characters of the other, ten being added to both.

    >>> drops = length_ratio(FilterOptions(most_ratio=2))
    >>> drops(Candidate("Yes", "Claro que sí")), drops(Candidate("Yes, of course", "Sí" * 30))
    (False, True)
    """
    most = options.most_ratio
    if most is None:
        return None

    def drops(pair: Candidate) -> bool:
        less, more = sorted((len(pair.source), len(pair.target)))
        return less > 0 and more + _SLACK > most * (less + _SLACK)

    return drops


@_drops("identical")
def identical(options: FilterOptions) -> Judge | None:
    """Pairs that say the same on both sides, whatever the capitals, blanks and marks of quotation.

    >>> drops = identical(FilterOptions(drops_identical=True))
    >>> drops(Candidate("New York", "new  york")), drops(Candidate("New York", "Nueva York"))
    (True, False)
    """
    return (lambda pair: normal(pair.source) == normal(pair.target)) if options.drops_identical else None


@_drops("non-text")
def non_text(options: FilterOptions) -> Judge | None:
    """Pairs with a side of which less than this share is letters, addresses left aside: numbers, tables, URLs, code.

    >>> drops = non_text(FilterOptions(least_letters=0.5))
    >>> drops(Candidate("12 – 14 (3.5)", "12 a 14 (3,5)")), drops(Candidate("https://a.example/b", "https://a.example/b"))
    (True, True)
    >>> drops(Candidate("See www.example.org for more", "Más en www.example.org"))
    False
    """
    share = options.least_letters
    if share is None:
        return None

    def drops(pair: Candidate) -> bool:
        return any(text.strip() and _letters(text) < share for text in (pair.source, pair.target))

    return drops


_ADDRESS_SIGNS = ("@", "/", "www.", "[")
_MARKED = re.compile(
    r"[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]"
)  # vowel signs of scripts that are letters to a reader


def _letters(text: str) -> float:
    """The share of letters among characters that are no blanks, addresses and placeholders left aside."""
    if any(sign in text for sign in _ADDRESS_SIGNS):
        text = PLACEHOLDERS.sub("", without_urls(without_emails(text)))
    letters = sum(map(str.isalpha, text))
    if not text.isascii():
        letters += len(_MARKED.findall(text))
    total = len("".join(text.split()))
    return letters / total if total else 0.0


@_drops("language")
def language(options: FilterOptions) -> Judge | None:
    """Pairs with a side that is evidently in another language than it should be; short ones are not judged.

    >>> drops = language(FilterOptions(checks_language=True, languages=("en", "es")))
    >>> drops(Candidate("The bridge was opened on Monday.", "The bridge was opened on Monday."))
    True
    >>> drops(Candidate("The bridge was opened on Monday.", "El puente se abrió al público el lunes."))
    False
    """
    if not options.checks_language:
        return None
    source, target = options.languages
    for one in options.languages:
        if not knows(one):
            raise OptionError(f"--check-language cannot tell texts in {one!r}; leave it out")
    return lambda pair: is_in_another(pair.target, target) or is_in_another(pair.source, source)


@_changes("anonymise")
def anonymise(options: FilterOptions) -> Change | None:
    """Puts placeholders where personal data stand: `emails`, `phones`, `urls`.

    >>> change = anonymise(FilterOptions(anonymise=("emails",)))
    >>> change(Candidate("Ask ana@example.org", "Pregunte a ana@example.org"))[:2]
    ('Ask [EMAIL]', 'Pregunte a [EMAIL]')
    """
    return _rewriting(options.anonymise, ANONYMISERS, "--anonymise")


@_drops("duplicates", remembers=True)
def duplicates(options: FilterOptions) -> Judge | None:
    """Pairs that were there before, in any document, whatever the capitals, blanks and marks of quotation.

    >>> drops = duplicates(FilterOptions(unique="pair"))
    >>> [drops(Candidate(*texts)) for texts in (("Yes", "Sí"), ("YES ", "sí"), ("Yes", "Claro"))]
    [False, True, False]
    """
    if options.unique is None:
        return None
    key_of = KEYS[options.unique]
    seen: set[int] = set()

    def drops(pair: Candidate) -> bool:
        key = key_of(pair)
        if key in seen:
            return True
        seen.add(key)
        return False

    return drops


def _rewriting(names: tuple[str, ...], known: dict[str, Callable[[str], str]], option: str) -> Change | None:
    """What applies the changes of these names, in the order of the table."""
    for name in names:
        if name not in known:
            raise OptionError(f"{option} {name}: give one or several of {', '.join(known)}")
    changes = tuple(change for name, change in known.items() if name in names)
    if not changes:
        return None
    return lambda pair: pair.with_texts(applied(pair.source, changes), applied(pair.target, changes))
