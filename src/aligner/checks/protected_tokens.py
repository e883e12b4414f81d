"""The rule about tokens that must be the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from aligner.checks.localised import is_localised
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.checks.token_patterns import Token, sign_offsets, tokens_in
from aligner.model import Bead, Severity, Side, Span

# Tokens that a text may mention once or twice, as it likes; of the others the number counts too.
_MENTIONED = frozenset(
    {"URL", "e-mail address", "hashtag", "handle", "path", "file name", "version", "link target", "key"}
)
# Tokens that look like other things (prices, dashes, formula F1), and count only where the other side has nearly the same.
_DOUBTFUL = frozenset({"option", "version", "key", "variable", "file name", "path", "identifier"})
# So alike are a token and what became of it (0 to 100).
_ALIKE = 60
_TRACE = 80
# Shorter ones leave traces everywhere.
_SHORTEST, _SHORTEST_TAG = 4, 8


@dataclass(slots=True)
class _Left:
    """The tokens of a bead that the other side does not have."""

    source: list[Token] = field(default_factory=list)
    target: list[Token] = field(default_factory=list)


@rule("FMT801", "protected-token", Severity.ERROR, needs_pair=True)
def protected_token(subject: Subject) -> Iterator[Fault]:
    """An address, a tag, a placeholder or a path was lost or changed.

    A damaged link leads nowhere, and a placeholder that is not the program's breaks it. The two sides of a bead
    must have the same URLs, e-mail addresses, tags, placeholders (printf, Python, ICU, Fluent), Markdown link targets,
    hashtags, handles, paths, file names, options and keys. What belongs to the language may change: `/en/` and
    `/es/`, `en.` and `es.wikipedia.org` with the page's own title there, `lang="es"`.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source = Document("Write to ana@example.org.", (Block(0, 25),), "en", sentences=(Sentence(0, 25),))
    >>> target = Document("Escribe a aan@example.org.", (Block(0, 26),), "es", sentences=(Sentence(0, 26),))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)),))
    >>> [fault.message for fault in protected_token(Subject.pair(bitext))]
    ['e-mail address ana@example.org became aan@example.org']
    """
    assert subject.source is not None
    source, target = subject.source, subject.target
    left: dict[int, _Left] = {}
    signed = {version.side: _signed(version) for version in subject.versions}
    for number, bead in subject.pairs:
        if signed[Side.SOURCE].isdisjoint(bead.source) and signed[Side.TARGET].isdisjoint(bead.target):
            continue
        if _is_for_names(source, bead):
            continue
        ones, others = _tokens(source, bead.source), _tokens(target, bead.target)
        if ones or others:
            entry = _unmatched(ones, others, (source.language, target.language))
            if entry.source or entry.target:
                left[number] = entry
    for number in left:
        for neighbour in (number - 1, number + 1):
            if neighbour in left:
                _cross_out(left[number].source, left[neighbour].target)
                _cross_out(left[neighbour].source, left[number].target)
    for number, entry in left.items():
        yield from _faults(subject, source, target, number, entry)


# What catalogues of GNOME and KDE have where translators put in their names and addresses.
_FOR_NAMES = frozenset({"translator-credits", "translator_credits", "your names", "your emails"})


def _is_for_names(source: Version, bead: Bead) -> bool:
    """Whether a bead is a place for the names of the translators."""
    return len(bead.source) == 1 and source.document.sentence_text(bead.source[0]).strip().lower() in _FOR_NAMES


def _signed(version: Version) -> set[int]:
    """The sentences that may have tokens."""
    numbers = (version.sentence_at(offset) for offset in sign_offsets(version.document.text))
    return {number for number in numbers if number is not None}


def _tokens(version: Version, sentences: tuple[int, ...]) -> list[Token]:
    document = version.document
    found: list[Token] = []
    for number in sentences:
        sentence = document.sentences[number]
        found.extend(tokens_in(document.text[sentence.start : sentence.end], sentence.start))
    return found


def _unmatched(ones: list[Token], others: list[Token], languages: tuple[str, str]) -> _Left:
    """What remains when equal tokens, and then those that differ by their language, are crossed out."""
    left = _Left(list(ones), list(others))
    _cross_out(left.source, left.target)
    for one in list(left.source):
        other = next((other for other in left.target if is_localised(one, other, languages)), None)
        if other is not None:
            left.source.remove(one)
            left.target.remove(other)
    keys = {token.key for token in ones}, {token.key for token in others}
    left.source = [one for one in left.source if one.kind not in _MENTIONED or one.key not in keys[1]]
    left.target = [other for other in left.target if other.kind not in _MENTIONED or other.key not in keys[0]]
    return left


def _cross_out(ones: list[Token], others: list[Token]) -> None:
    for one in list(ones):
        other = next((other for other in others if other.key == one.key), None)
        if other is not None:
            ones.remove(one)
            others.remove(other)


def _faults(subject: Subject, source: Version, target: Version, number: int, left: _Left) -> Iterator[Fault]:
    """The faults of one bead: changed tokens first, then what was lost, then what was added."""
    bead = subject.beads[number]
    for one in left.source:
        other = _nearest(one, left.target)
        if other is not None:
            left.target.remove(other)
            yield _fault(target, source, other, one, number)
            continue
        trace = _trace(one, target, bead.target)
        if trace is not None:
            left.target = [token for token in left.target if token.end <= trace.start or token.start >= trace.end]
            yield Fault(
                f"{one.kind} {one.text} became {trace.text}", (trace, source.span(one.start, one.end)), number, one.text
            )
        elif one.kind not in _DOUBTFUL:
            place = _place(target, bead)
            yield Fault(
                f"{one.kind} {one.text} is not in the target", (source.span(one.start, one.end), *place), number
            )
    for other in left.target:
        trace = _trace(other, source, bead.source)
        if other.kind not in _DOUBTFUL or trace is not None:
            severity = Severity.WARNING if other.kind in _MENTIONED else None
            span = target.span(other.start, other.end)
            yield Fault(f"{other.kind} {other.text} is not in the source", (span,), number, severity=severity)


def _fault(target: Version, source: Version, other: Token, one: Token, number: int) -> Fault:
    spans = target.span(other.start, other.end), source.span(one.start, one.end)
    return Fault(f"{one.kind} {one.text} became {other.text}", spans, number, one.text)


def _nearest(one: Token, others: list[Token]) -> Token | None:
    """What a token became: the most alike of the other side's, or the only one of its kind."""
    if one.kind == "key":
        return next((other for other in others if other.kind == "key"), None)
    alike = [
        (fuzz.ratio(one.text, other.text), other)
        for other in others
        if other.kind == one.kind or one.kind not in _DOUBTFUL
    ]
    best = max(alike, key=lambda pair: pair[0], default=None)
    if best is None:
        return None
    needed = 0 if best[1].kind == one.kind and one.kind in _PROGRAM else _ALIKE
    return best[1] if best[0] >= needed else None


# Tokens of programs: where one stands for another of the kind, it took its place.
_PROGRAM = frozenset({"format", "placeholder", "template", "tag", "variable", "URL", "e-mail address", "handle"})


def _trace(one: Token, version: Version, sentences: tuple[int, ...]) -> Span | None:
    """What is left of a damaged token on the other side: the stretch of words most like it."""
    if len(one.text) < (_SHORTEST_TAG if one.kind == "tag" else _SHORTEST):
        return None
    document = version.document
    for number in sentences:
        sentence = document.sentences[number]
        text = document.text[sentence.start : sentence.end]
        if one.key in text and one.kind not in _DOUBTFUL:
            continue
        match = fuzz.partial_ratio_alignment(one.text, text, score_cutoff=_TRACE)
        if match is not None and match.dest_end > match.dest_start:
            start, end = match.dest_start, match.dest_end
            while text[start].isspace():
                start += 1
            while text[end - 1].isspace():
                end -= 1
            while start and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            return version.span(sentence.start + start, sentence.start + end)
    return None


def _place(target: Version, bead: Bead) -> tuple[Span, ...]:
    """Where the translation should have the token: its sentences."""
    sentences = [target.document.sentences[number] for number in bead.target]
    return tuple(target.span(sentence.start, sentence.end) for sentence in sentences)
