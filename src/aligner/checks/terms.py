"""Rules about terminology: what a glossary says that a translation must and must not say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.checks.term_evidence import derived_word, standing_word
from aligner.checks.term_search import Pattern, Place, TermFinder, TermWord, bead_tokens, is_verb, term_words, tokens_of
from aligner.checks.term_uses import is_term
from aligner.model import Severity, Side, Span, Term

_MOST_SPANS = 40


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is asked of one source term: all target terms that any row of the glossary has for it."""

    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...]
    is_conjugated: bool
    is_case_sensitive: bool

    def words(self, term: str, language: str, *, any_gender: bool = False) -> tuple[TermWord, ...]:
        """The words of one of its terms, as they are looked for."""
        return term_words(
            term,
            language,
            is_verb=self.is_conjugated,
            any_gender=any_gender,
            case_sensitive=self.is_case_sensitive,
        )


class _Lookup:
    """A glossary made ready for a pair of languages."""

    def __init__(self, subject: Subject) -> None:
        target_language = subject.target.language
        source_language = subject.source.language if subject.source else ""
        rows: dict[tuple[str, bool], list[Term]] = defaultdict(list)
        for term in subject.terms:
            rows[term.source if term.is_case_sensitive else term.source.casefold(), term.is_case_sensitive].append(term)
        self.entries = [_merged(same, source_language, target_language) for same in rows.values()]
        self._language = target_language
        self._targets: dict[int, TermFinder] = {}
        sources, forbidden = [], []
        for key, entry in enumerate(self.entries):
            if entry.source and source_language:
                sources.append(Pattern(key, entry.words(entry.source, source_language)))
            forbidden += [Pattern(key, entry.words(term, target_language)) for term in entry.forbidden]
        self.source_finder = TermFinder(sources, source_language)
        self.forbidden_finder = TermFinder(forbidden, target_language)

    def targets(self, key: int) -> TermFinder:
        """What finds the target terms of an entry; made when the source first has the term."""
        if key not in self._targets:
            entry = self.entries[key]
            # What stands in the target may be a form that the glossary's maker did not think of: all genders count.
            words = [entry.words(target, self._language, any_gender=True) for target in entry.targets]
            self._targets[key] = TermFinder([Pattern(key, one) for one in words], self._language)
        return self._targets[key]


def _merged(rows: list[Term], source_language: str, target_language: str) -> _Entry:
    targets = tuple(dict.fromkeys(target for row in rows for target in row.targets))
    banned = dict.fromkeys(term for row in rows for term in row.forbidden)
    return _Entry(
        rows[0].source,
        targets,
        tuple(term for term in banned if term not in targets),
        _is_conjugated(rows, source_language, target_language),
        rows[0].is_case_sensitive,
    )


def _is_conjugated(rows: list[Term], source_language: str, target_language: str) -> bool:
    """Whether a term is a verb: the glossary says so, or its form or that of its translations."""
    kinds = {row.kind.lower() for row in rows if row.kind}
    if kinds:
        return any(kind.startswith("v") for kind in kinds)
    targets = [target for row in rows for target in row.targets] or [one for row in rows for one in row.forbidden]
    if source_language == "en":
        return is_verb(rows[0].source, "en") or all(is_verb(target, target_language) for target in targets)
    return is_verb(rows[0].source, source_language)


@dataclass(frozen=True, slots=True)
class _Use:
    """A source term in a bead: where it stands, and where its target terms and the forbidden ones do."""

    entry: _Entry
    bead: int
    places: tuple[Place, ...]
    right: int
    banned: tuple[Place, ...]
    lookup_key: int


def _lookup(subject: Subject) -> _Lookup:
    return _Lookup(subject)


def _uses(subject: Subject) -> tuple[_Use, ...]:
    """Every entry in every bead whose source has it."""
    lookup, found = subject.once(_lookup), []
    language = subject.source.language if subject.source else ""
    for number, _ in subject.pairs:
        by_entry: dict[int, list[Place]] = defaultdict(list)
        words = bead_tokens(subject, number, Side.SOURCE)
        for place in lookup.source_finder.find(words):
            entry = lookup.entries[place.key]
            if entry.is_conjugated or is_term(words, place, entry.source, language):
                by_entry[place.key].append(place)
        if not by_entry:
            continue
        tokens = bead_tokens(subject, number, Side.TARGET)
        banned: dict[int, list[Place]] = defaultdict(list)
        for place in lookup.forbidden_finder.find(tokens, overlapping=True):
            banned[place.key].append(place)
        for key, places in by_entry.items():
            right = lookup.targets(key).find(tokens)
            covered = {at for place in right for at in range(place.first, place.last + 1)}
            wrong = [place for place in banned[key] if place.first not in covered]
            found.append(_Use(lookup.entries[key], number, tuple(places), len(right), tuple(wrong), key))
    return tuple(found)


@rule("TRM601", "term-missing", Severity.WARNING, needs_pair=True)
def term_missing(subject: Subject) -> Iterator[Fault]:
    r"""The source has a term of the glossary, and the target has none of the terms that should stand for it.

    A reader who meets two words for one thing looks for two things, and a client who sends a glossary wants it used.
    Terms are found in all their forms, whatever stands between their words (cuenta corriente bancaria); a word
    made from the term (bancario for banco) counts as the term. Needs `--glossary`.

    >>> from aligner.model import Bead, Bitext, Document, Sentence, Term
    >>> source = Document("The treaty was signed.", (), "en", sentences=(Sentence(0, 22),))
    >>> target = Document("Se firmó el acuerdo.", (), "es", sentences=(Sentence(0, 20),))
    >>> subject = Subject.pair(Bitext(source, target, (Bead((0,), (0,)),)), terms=(Term("treaty", ("tratado",)),))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in term_missing(subject)]
    [('treaty', 'tratado')]
    """
    if not subject.terms or subject.source is None:
        return
    lookup = subject.once(_lookup)
    for use in subject.once(_uses):
        if use.right or use.banned or not use.entry.targets:
            continue
        tokens = bead_tokens(subject, use.bead, Side.TARGET)
        if any(
            derived_word(token.plain, target, subject.target.language)
            for token in tokens
            for target in use.entry.targets
        ):
            continue
        spans = [subject.source.span(place.start, place.end) for place in use.places]
        covered = {at for place in use.places for at in range(place.start, place.end)}
        rest = [token for token in bead_tokens(subject, use.bead, Side.SOURCE) if token.start not in covered]
        instead = standing_word(subject, rest, tokens, use.entry.source, use.entry.targets[0])
        # The neighbour may have the term, unless another word here plainly stands for it.
        if instead is None and _is_near(subject, lookup, use):
            continue
        if instead is not None:
            spans.insert(0, subject.target.span(instead.start, instead.end))
        wanted = " or ".join(f"“{target}”" for target in use.entry.targets[:3])
        message = f"the glossary has {wanted} for “{use.entry.source}”"
        yield Fault(message, tuple(spans), use.bead, use.entry.targets[0])


def _is_near(subject: Subject, lookup: _Lookup, use: _Use) -> bool:
    """Whether a neighbour of the bead has the target term more often than its own source asks for.

    The rows of a file of pairs stand for themselves.
    """
    if subject.bitext is None or subject.bitext.is_pairs:
        return False
    for number in (use.bead - 1, use.bead + 1):
        if 0 <= number < len(subject.beads):
            targets = len(lookup.targets(use.lookup_key).find(bead_tokens(subject, number, Side.TARGET)))
            sources = lookup.source_finder.find(bead_tokens(subject, number, Side.SOURCE)) if targets else []
            if targets > sum(place.key == use.lookup_key for place in sources):
                return True
    return False


@rule("TRM602", "term-forbidden", Severity.ERROR)
def term_forbidden(subject: Subject) -> Iterator[Fault]:
    r"""The target uses a term that the glossary forbids.

    Somebody decided against the word: it is a competitor's, it offends, or it means something else in the field. A row
    with a source term forbids the word where the source has that term; a row without one forbids it anywhere, in a text
    checked by itself too. Needs `--glossary`.

    >>> from aligner.model import Bead, Bitext, Document, Sentence, Term
    >>> source = Document("The treaty was signed.", (), "en", sentences=(Sentence(0, 22),))
    >>> target = Document("Se firmaron los pactos.", (), "es", sentences=(Sentence(0, 23),))
    >>> terms = (Term("treaty", ("tratado",), ("pacto",)),)
    >>> subject = Subject.pair(Bitext(source, target, (Bead((0,), (0,)),)), terms=terms)
    >>> [(fault.spans[0].text, fault.suggestion) for fault in term_forbidden(subject)]
    [('pactos', 'tratado')]
    """
    if not subject.terms:
        return
    if subject.source is not None:
        for use in subject.once(_uses):
            if use.banned and use.right < len(use.places):
                yield _forbidden(subject, use)
    yield from _banned_anywhere(subject, subject.once(_lookup))


def _forbidden(subject: Subject, use: _Use) -> Fault:
    assert subject.source is not None
    wrong = tuple(subject.target.span(place.start, place.end) for place in use.banned)
    asked = tuple(subject.source.span(place.start, place.end) for place in use.places)
    suggestion = use.entry.targets[0] if use.entry.targets else None
    instead = f"; write “{suggestion}”" if suggestion else ""
    message = f"the glossary forbids “{wrong[0].text}” for “{use.entry.source}”{instead}"
    return Fault(message, (*wrong, *asked), use.bead, suggestion)


def _banned_anywhere(subject: Subject, lookup: _Lookup) -> Iterator[Fault]:
    """One fault a term that is forbidden whatever the source says, with all its places."""
    everywhere = {key for key, entry in enumerate(lookup.entries) if not entry.source}
    if not everywhere:
        return
    found: dict[tuple[int, str], list[Span]] = defaultdict(list)
    first: dict[tuple[int, str], int] = {}
    for number in range(len(subject.target.document.sentences)):
        tokens = tokens_of(subject.target, (number,))
        for place in lookup.forbidden_finder.find(tokens, overlapping=True):
            if place.key in everywhere:
                span = subject.target.span(place.start, place.end)
                found[place.key, span.text.casefold()].append(span)
                first.setdefault((place.key, span.text.casefold()), number)
    for (key, _), spans in found.items():
        suggestion = next(iter(lookup.entries[key].targets), None)
        instead = f"; write “{suggestion}”" if suggestion else ""
        bead = subject.bead_of(Side.TARGET, first[key, spans[0].text.casefold()])
        yield Fault(f"the glossary forbids “{spans[0].text}”{instead}", tuple(spans[:_MOST_SPANS]), bead, suggestion)
