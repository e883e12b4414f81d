"""NAM401, ACR304 and TRM603 across documents: one spelling of a name, one acronym of a body, one translation of a line.

Two articles are rarely about one person, so that more is asked of the evidence than within a text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from rapidfuzz.distance import OSA

from aligner.checks.mentions import AcronymMentions, Expansion, NameMentions, SegmentMention, VersionMentions
from aligner.checks.registry import Rule
from aligner.checks.spellings import Difference, bare, differs_at_end_only, pairs
from aligner.model import Document, Finding, Side, Span

_UNKNOWN, _KNOWN = 1.5, 2.5  # Zipf, as within a text: below, no list has the word; from here on people know it
_LONG = 6  # letters from which a slip is told without a first name beside it
_LONG_LETTER = 5
_SURE_TEXTS = 3  # texts with the usual spelling from which one text with another is a slip
_SHORTEST_KEY = 3
_LONG_EXPANSION = 3  # words from which an expansion names one body and no office that every country has
_MOST_TOLD = 2
_SLIPS = (Difference.DOUBLED, Difference.SWAPPED)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of many: its documents by side, and what they say of names and acronyms."""

    documents: tuple[tuple[Side, Document], ...]
    versions: tuple[VersionMentions, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A version among all texts: the number of its text, its document, and what it says."""

    text: int
    document: Document
    version: VersionMentions


@dataclass(frozen=True, slots=True)
class _Slip:
    """What a version writes otherwise than most: places of it, the usual form, and the versions that have that.

    `said`: what is told of it, without where the others stand.
    """

    place: _Place
    wrong: str
    places: tuple[tuple[int, int], ...]
    right: str
    others: tuple[_Place, ...]
    times: int
    said: str = ""
    bead: int | None = None


def across(texts: Sequence[Text], rules: Iterable[Rule]) -> dict[int, tuple[Finding, ...]]:
    """Findings by the number of the text they point into, of the chosen rules that compare texts.

    The form that most texts of a language have is the right one; spans stand in the texts that have another, and the
    message names some of those that do not.
    """
    found: dict[int, list[Finding]] = defaultdict(list)
    chosen = {rule.code: rule for rule in rules}
    by_language: dict[str, list[_Place]] = defaultdict(list)
    for number, text in enumerate(texts):
        for version in text.versions:
            document = dict(text.documents)[version.side]
            by_language[version.language].append(_Place(number, document, version))
    for code, compare in _COMPARISONS.items():
        rule = chosen.get(code)
        for language in sorted(by_language) if rule else ():
            for slip in compare(by_language[language], by_language):
                assert rule is not None
                found[slip.place.text].append(_finding(slip, rule))
    return {number: tuple(findings) for number, findings in found.items()}


def _finding(slip: _Slip, rule: Rule) -> Finding:
    side, document = slip.place.version.side, slip.place.document
    spans = tuple(Span(side, start, end, document.text[start:end]) for start, end in slip.places)
    paths = list(dict.fromkeys(place.document.path for place in slip.others))
    told = ", ".join(paths[:_MOST_TOLD]) + (f" and {len(paths) - _MOST_TOLD} more" if len(paths) > _MOST_TOLD else "")
    said = slip.said or f"{slip.wrong} is {slip.right}"
    message = f"{said} in other texts ({slip.times} times in {told})"
    return Finding(rule.code, rule.name, rule.severity, message, spans, slip.bead, slip.right)


# Names


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One spelling over all texts of a language; `is_meant` where some text has it in its other version, too."""

    spelling: str
    found: tuple[tuple[_Place, NameMentions], ...]
    is_meant: bool = False

    @property
    def texts(self) -> set[int]:
        """The texts that have it."""
        return {place.text for place, _ in self.found}

    @property
    def times(self) -> int:
        """How often it stands in all of them."""
        return sum(mentions.times for _, mentions in self.found)

    @property
    def familiarity(self) -> float:
        """How well known it is, as a name or a word, in either language (Zipf)."""
        return self.found[0][1].familiarity

    def beside(self, side: str) -> set[str]:
        """Names that stand before or after it anywhere."""
        return {name for _, mentions in self.found for name in getattr(mentions, side)}

    def without(self, texts: set[int]) -> _Spelling:
        """The same without what some texts say."""
        return replace(self, found=tuple(one for one in self.found if one[0].text not in texts))


def _name_slips(places: Sequence[_Place], by_language: dict[str, list[_Place]]) -> Iterator[_Slip]:
    """Names that one text spells otherwise than most."""
    own = {(place.text, place.version.side) for place in places}
    opposite = {
        (place.text, name.spelling)
        for others in by_language.values()
        for place in others
        if (place.text, place.version.side) not in own
        for name in place.version.names
    }
    gathered: dict[str, list[tuple[_Place, NameMentions]]] = defaultdict(list)
    for place in places:
        for mentions in place.version.names:
            gathered[mentions.spelling].append((place, mentions))
    for one, other, kind in pairs(gathered):
        if kind is Difference.DIACRITICS:  # either may be a house's style, and a text is held to its own
            continue
        first, second = (
            _Spelling(name, tuple(gathered[name]), any((place.text, name) in opposite for place, _ in gathered[name]))
            for name in (one, other)
        )
        # A text with both was judged by itself.
        both = first.texts & second.texts
        first, second = first.without(both), second.without(both)
        if first.found and second.found:
            usual, unusual = sorted((first, second), key=_usualness, reverse=True)
            if _are_one(usual, unusual, kind):
                yield from _slips_of(usual, unusual)


def _usualness(spelling: _Spelling) -> tuple[int, bool, int, float, str]:
    """What makes a spelling the right one: texts that have it, people who know it, mentions."""
    is_known = spelling.familiarity >= _KNOWN
    return len(spelling.texts), is_known, spelling.times, spelling.familiarity, spelling.spelling


def _slips_of(usual: _Spelling, unusual: _Spelling) -> Iterator[_Slip]:
    others = tuple(place for place, _ in usual.found)
    for place, mentions in unusual.found:
        yield _Slip(place, unusual.spelling, mentions.places, usual.spelling, others, usual.times)


def _are_one(usual: _Spelling, unusual: _Spelling, kind: Difference) -> bool:
    """Whether two spellings are one name: one first name beside both, or a slip that no list has in a name that is known."""
    if differs_at_end_only(usual.spelling, unusual.spelling) and kind is not Difference.SOUND:
        return False
    rarer, other = sorted((unusual.familiarity, usual.familiarity))
    if usual.beside("before") & unusual.beside("before"):
        return _is_same_surname(usual, unusual, kind, rarer)
    if usual.beside("after") & unusual.beside("after"):
        # First names vary among people of one surname: only a slip in a known one tells.
        return kind in _SLIPS and rarer < _UNKNOWN and unusual.familiarity < usual.familiarity
    if _has_two_bearers(usual, unusual) or len(unusual.spelling) < _LONG or kind not in _SLIPS:
        return False
    is_rare = unusual.familiarity < _UNKNOWN and len(unusual.texts) == 1 and not unusual.is_meant
    return is_rare and len(usual.texts) >= _SURE_TEXTS and other >= _KNOWN


def _is_same_surname(usual: _Spelling, unusual: _Spelling, kind: Difference, rarer: float) -> bool:
    """Whether surnames after one first name are one: two that people know, one letter apart, are two."""
    if kind in _SLIPS:
        return rarer < _KNOWN or len(usual.texts) >= _SURE_TEXTS
    if kind is Difference.SOUND:
        return rarer < _KNOWN
    long_enough = min(len(bare(usual.spelling)), len(bare(unusual.spelling))) >= _LONG_LETTER
    return long_enough and rarer < _UNKNOWN


def _has_two_bearers(usual: _Spelling, unusual: _Spelling) -> bool:
    return any(usual.beside(side) and unusual.beside(side) for side in ("before", "after"))


# Acronyms


def _acronym_slips(places: Sequence[_Place], by_language: dict[str, list[_Place]]) -> Iterator[_Slip]:
    told: set[tuple[int, Side, str]] = set()
    for slip in (*_second_acronyms(places), *_foreign_acronyms(places, by_language)):
        where = (slip.place.text, slip.place.version.side, slip.wrong)
        if where not in told:
            told.add(where)
            yield slip


def _second_acronyms(places: Sequence[_Place]) -> Iterator[_Slip]:
    """Acronyms that stand beside an expansion which has another in most texts."""
    groups: dict[tuple[str, ...], list[tuple[_Place, Expansion]]] = defaultdict(list)
    for place in places:
        for expansion in place.version.expansions:
            if len(expansion.words) > 1:
                groups[expansion.words].append((place, expansion))
    for group in groups.values():
        texts = {key: {place.text for place, one in group if one.key == key} for key in {one.key for _, one in group}}
        fits = {one.key for _, one in group if one.fits}
        right = max(texts, key=lambda key: (len(texts[key]), key in fits, key))
        for place, expansion in group:
            if (
                expansion.key != right
                and _is_slip_of(expansion, right, fits)
                and len(texts[expansion.key]) <= len(texts[right])
            ):
                # A text that has both beside one expansion was told by itself.
                if place.text in texts[right]:
                    continue
                yield _slip(place, expansion.key, right, [other for other, one in group if one.key == right])


def _is_slip_of(expansion: Expansion, right: str, fits: set[str]) -> bool:
    """Whether an acronym is the right one with its letters changed, or has letters that are not those of many words."""
    if min(len(expansion.key), len(right)) >= _SHORTEST_KEY and (
        sorted(expansion.key) == sorted(right) or OSA.distance(expansion.key, right, score_cutoff=1) == 1
    ):
        return True
    return right in fits and not expansion.fits and len(expansion.words) >= _LONG_EXPANSION


def _foreign_acronyms(places: Sequence[_Place], by_language: dict[str, list[_Place]]) -> Iterator[_Slip]:
    """Acronyms that most texts have in another language only, where this one has the same letters in another order."""
    own, foreign = _standing(places), _together(places, by_language)
    for place in places:
        keys = {one.key for one in place.version.acronyms}
        for mentions in place.version.acronyms:
            if mentions.is_introduced or mentions.key not in foreign:
                continue
            right, times = foreign[mentions.key].most_common(1)[0]
            if right not in keys and times > own[mentions.key] and own[right] > own[mentions.key]:
                others = [other for other in places if any(one.key == right for one in other.version.acronyms)]
                yield _slip(place, mentions.key, right, others)


def _standing(places: Sequence[_Place]) -> Counter[str]:
    """In how many texts of a language each acronym stands."""
    return Counter(one.key for place in places for one in place.version.acronyms)


def _together(places: Sequence[_Place], by_language: dict[str, list[_Place]]) -> dict[str, Counter[str]]:
    """Acronyms of the other versions, and how many texts have which acronym of the same letters for it here."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    here = {place.text: place for place in places}
    for language in by_language:
        for other in by_language[language]:
            place = here.get(other.text)
            if place is None or place.version.side is other.version.side:
                continue
            keys = {one.key for one in place.version.acronyms}
            theirs = {one.key for one in other.version.acronyms}
            for key in theirs - keys:
                for own in keys - theirs:
                    if len(key) >= _SHORTEST_KEY and sorted(key) == sorted(own):
                        found[key][own] += 1
    return found


def _slip(place: _Place, wrong: str, right: str, others: Sequence[_Place]) -> _Slip:
    mentions = next(one for one in place.version.acronyms if one.key == wrong)
    times = sum(_times(other.version.acronyms, right) for other in {other.text: other for other in others}.values())
    return _Slip(place, wrong, mentions.places, right, tuple(others), times)


def _times(acronyms: Iterable[AcronymMentions], key: str) -> int:
    return sum(map(attrgetter("times"), (one for one in acronyms if one.key == key)))


# Translations


def _translation_slips(places: Sequence[_Place], _by_language: dict[str, list[_Place]]) -> Iterator[_Slip]:
    """Segments that one text translates otherwise than most texts with the same source."""
    groups: dict[str, list[tuple[_Place, SegmentMention]]] = defaultdict(list)
    for place in places:
        for segment in place.version.segments:
            groups[segment.source].append((place, segment))
    for group in groups.values():
        ways = _ways(group)
        texts = [{place.text for place, _ in way} for way in ways]
        most = max(map(len, texts))
        right = next(number for number, of_way in enumerate(texts) if len(of_way) == most)
        for way, of_way in zip(ways, texts, strict=True):
            if len(of_way) < most:
                # A text with both ways was told by itself.
                rest = [(place, segment) for place, segment in way if place.text not in texts[right]]
                yield from (_translation_slip(place, segment, ways[right]) for place, segment in rest)


_Translated = tuple[_Place, SegmentMention]


def _ways(group: Sequence[_Translated]) -> list[list[_Translated]]:
    """The translations of one source, those together of which one has all the words of the other."""
    ways: list[tuple[set[str], list[_Translated]]] = []
    for place, segment in group:
        words = set(segment.words)
        same = next((way for known, way in ways if known <= words or words <= known), None)
        if same is None:
            ways.append((words, [(place, segment)]))
        else:
            same.append((place, segment))
    return [way for _, way in ways]


def _translation_slip(place: _Place, segment: SegmentMention, usual: Sequence[_Translated]) -> _Slip:
    (start, end), (first, last) = segment.place, usual[0][1].place
    wrong, right = place.document.text[start:end], usual[0][0].document.text[first:last]
    others = tuple(other for other, _ in usual)
    said = f"“{wrong}” is “{right}”, for the same source,"
    return _Slip(place, wrong, (segment.place,), right, others, len(usual), said, segment.bead)


_COMPARISONS: dict[str, Callable[[Sequence[_Place], dict[str, list[_Place]]], Iterator[_Slip]]] = {
    "ACR304": _acronym_slips,
    "NAM401": _name_slips,
    "TRM603": _translation_slips,
}
COMPARING = frozenset(_COMPARISONS)
