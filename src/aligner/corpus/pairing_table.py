"""Folders and crawls in, a manifest out: which text is the translation of which, why, and how sure that is."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import numpy as np

from aligner import pipeline
from aligner.corpus.declared import declared_pairs, linked_pairs
from aligner.corpus.files import Listing, Skipped, listed
from aligner.corpus.manifest import unique_names
from aligner.corpus.neighbours import Neighbours, both_ways
from aligner.corpus.pairing import Languages, Pairing, paired, two_languages
from aligner.corpus.pairing_addresses import Addresses, address_key, address_readings, plain_keys
from aligner.corpus.pairing_archives import ArchiveLimits, extract, is_archive
from aligner.corpus.pairing_content import NEIGHBOURS, Match, Texts, centred, judged, matched
from aligner.corpus.pairing_profiles import Profile, ProfileJob, background, profile
from aligner.corpus.pairing_sitemaps import is_sitemap, sitemap_pairs
from aligner.corpus.workers import results
from aligner.errors import InputError, OptionError
from aligner.formats import is_bitext
from aligner.languages import language_name

CONTENT = "content"
_COLUMNS = ("source", "target", "name", "score", "reason")
_ADDRESS_COLUMNS = ("source_address", "target_address")

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class PairingOptions:
    """How texts are paired.

    `uses_content`: read the texts, pair those that no name and no declaration tells, and judge all pairs; `min_score`: the
    least score of what is paired by content. `pages_folder` is where pages of archives go. `workers` processes share the
    reading; the result does not depend on it.
    """

    pair: pipeline.PairOptions = field(default_factory=pipeline.PairOptions)
    uses_content: bool = True
    min_score: float = 0.5
    pages_folder: str | None = None
    limits: ArchiveLimits = field(default_factory=ArchiveLimits)
    workers: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.min_score <= 1:
            raise OptionError(f"--min-score {self.min_score:g}: give a number from 0 to 1")
        if self.workers < 1:
            raise OptionError(f"--workers {self.workers}: give a number from 1")


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """Two texts that are versions of one: how that is known, and how likely it is by their content, None if not looked at."""

    source: str
    target: str
    reason: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A text without a partner: the language it is in, "" where nobody looked, why it has none, and what came nearest."""

    path: str
    language: str
    reason: str
    nearest: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class PairedTexts:
    """The pairs, in order of their sources; texts without one; what was left out; addresses of pages of archives."""

    pairs: tuple[DocumentPair, ...]
    unpaired: tuple[Unpaired, ...]
    skipped: tuple[Skipped, ...]
    addresses: Mapping[str, str]

    @property
    def reasons(self) -> dict[str, int]:
        """How many pairs were found in which way, the commonest first."""
        return dict(Counter(pair.reason for pair in self.pairs).most_common())


def pair_texts(
    paths: Iterable[str], options: PairingOptions | None = None, progress: Progress | None = None
) -> PairedTexts:
    """The texts in folders, and the pages in archives among them, as pairs of language versions.

    Raises `InputError` for a path that is not there or when there is nothing to pair, `OptionError` for archives without a
    folder for their pages and for languages that are one, `MissingExtra` where archives cannot be read.
    """
    options = options or PairingOptions()
    languages = two_languages(options.pair.source_language, options.pair.target_language)
    listing, sitemaps, addresses = _listed(paths, options)
    if not listing.files:
        raise InputError(
            listing.folders[0] if listing.folders else "-", "there are no texts in it", "give a folder of texts"
        )
    by_convention = _by_convention(listing, sitemaps, addresses, languages)
    if options.uses_content:
        return _by_content(by_convention, addresses, languages, options, progress)
    alone = [task.target for task in by_convention.tasks if task.source is None and not task.is_bitext]
    pairs = [
        DocumentPair(task.source, task.target, task.reason) for task in by_convention.tasks if task.source is not None
    ]
    unpaired = [Unpaired(path, "", "no name and no declaration tells its other version") for path in alone]
    return PairedTexts(tuple(pairs), tuple(unpaired), by_convention.skipped, addresses)


def _listed(paths: Iterable[str], options: PairingOptions) -> tuple[Listing, list[str], dict[str, str]]:
    """Texts and sitemaps, with the pages of archives taken out, and the addresses of these."""
    listing = listed(paths)
    no_texts = [one.path for one in listing.skipped if one.reason.startswith("no text (")]
    archives = [path for path in (*listing.files, *no_texts) if is_archive(path)]
    sitemaps = [path for path in (*listing.files, *no_texts) if is_sitemap(path)]
    if archives and options.pages_folder is None:
        raise OptionError("the pages of archives need a folder; give one with --pages, or write the manifest with -o")
    used = {*archives, *sitemaps}
    bitexts = [path for path in listing.files if is_bitext(path)]
    no_documents = {*used, *bitexts}
    texts = [path for path in listing.files if path not in no_documents]
    skipped = [one for one in listing.skipped if one.path not in used]
    skipped += [Skipped(path, "a file of pairs") for path in bitexts]
    if not archives:
        return Listing(tuple(texts), tuple(skipped), listing.folders), sitemaps, {}
    assert options.pages_folder is not None
    pages = Path(options.pages_folder).absolute()
    # Pages of an earlier run may lie in a folder that is looked through.
    texts = [path for path in texts if not Path(path).absolute().is_relative_to(pages)]
    found = extract(archives, options.pages_folder, options.limits)
    files = (*texts, *sorted(found.addresses))
    folders = tuple(dict.fromkeys((*listing.folders, options.pages_folder)))
    return Listing(files, (*skipped, *found.skipped), folders), sitemaps, found.addresses


def _by_convention(
    listing: Listing, sitemaps: Sequence[str], addresses: Mapping[str, str], languages: Languages
) -> Pairing:
    """What declarations, sitemaps, links, addresses and names tell, an earlier of these going before a later one."""
    known = [(*pair, "declared") for pair in declared_pairs(listing.files, listing.folders, languages, addresses)]
    skipped = []
    places = Addresses(listing.files, listing.folders, addresses)
    for sitemap in sitemaps:
        try:
            known += [(*pair, "sitemap") for pair in sitemap_pairs(sitemap, places, languages)]
        except InputError as error:
            skipped.append(Skipped(sitemap, error.problem))
    taken = {path for source, target, _ in known for path in (source, target)}
    rest = [path for path in listing.files if path not in taken]
    known += [(*pair, "link") for pair in linked_pairs(rest, listing.files, listing.folders, languages, addresses)]
    known += [(*pair, "address") for pair in _by_address(addresses, languages)]
    made = paired(listing, *languages, known)
    return Pairing(made.tasks, (*made.skipped, *skipped))


def _by_address(addresses: Mapping[str, str], languages: Languages) -> Iterator[tuple[str, str]]:
    """Pages whose addresses differ in nothing but the language they name, or in that one of them names none."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    plain = {address_key(address): path for path, address in addresses.items()}
    marked = [
        (path, language, key)
        for path, address in addresses.items()
        for language, key in address_readings(address, languages)
    ]
    for path, language, key in marked:
        groups[key].setdefault(language, path)
    for group in groups.values():
        if len(group) == 2 and group[languages[0]] != group[languages[1]]:
            yield group[languages[0]], group[languages[1]]
    for path, language, key in marked:
        other = plain.get(plain_keys(key))
        if other is not None and other != path:
            yield (path, other) if language == languages[0] else (other, path)


def _by_content(
    convention: Pairing,
    addresses: Mapping[str, str],
    languages: Languages,
    options: PairingOptions,
    progress: Progress | None,
) -> PairedTexts:
    """The pairs of names and declarations judged by content, and the rest paired by it."""
    paths = [path for task in convention.tasks if not task.is_bitext for path in task.paths]
    profiles = _profiles(paths, languages, options, progress)
    sure, doubtful = [], set()
    for task in convention.tasks:
        if task.source is not None:
            found = (profiles[task.source], profiles[task.target])
            if any(one.problem for one in found) or (found[0].language, found[1].language) != languages:
                doubtful |= set(task.paths)
            else:
                sure.append((task.source, task.target, task.reason))
    sides = _sides(profiles, languages, options)
    at = [{one.path: number for number, one in enumerate(side.profiles)} for side in sides]
    scores = _scores(sides, [(at[0][source], at[1][target]) for source, target, _ in sure], languages)
    taken = {path for source, target, _ in sure for path in (source, target)}
    left = [_without(side, taken) for side in sides]
    unique, copies = zip(*map(_without_copies, left), strict=True)
    told = None if progress is None else lambda done, total: progress(done, total, "texts compared")
    matches = matched(unique[0], unique[1], languages, told)
    pairs = [DocumentPair(*pair, score) for pair, score in zip(sure, scores, strict=True)]
    pairs += [
        DocumentPair(unique[0].profiles[one.source].path, unique[1].profiles[one.target].path, CONTENT, one.score)
        for one in matches
        if one.score >= options.min_score
    ]
    order = {path: number for number, path in enumerate(paths)}
    pairs.sort(key=lambda pair: order[pair.source])
    unpaired = _unpaired(profiles, pairs, unique, matches, {**copies[0], **copies[1]}, languages, doubtful)
    skipped = [Skipped(path, str(one.problem)) for path, one in profiles.items() if one.problem]
    return PairedTexts(
        tuple(pairs),
        tuple(sorted(unpaired, key=lambda one: order[one.path])),
        (*convention.skipped, *skipped),
        addresses,
    )


def _profiles(
    paths: Sequence[str], languages: Languages, options: PairingOptions, progress: Progress | None
) -> dict[str, Profile]:
    if options.workers == 1:
        pipeline.embedder_for(options.pair)
    jobs = [ProfileJob(path, languages, options.pair) for path in paths]
    found = {}
    for done, one in enumerate(results(profile, jobs, options.workers), start=1):
        found[one.path] = one
        if progress is not None:
            progress(done, len(jobs), "texts read")
    return found


def _sides(profiles: Mapping[str, Profile], languages: Languages, options: PairingOptions) -> tuple[Texts, Texts]:
    """The texts of either language, their vectors centred."""
    embedder = pipeline.embedder_for(options.pair)
    made = []
    for language in languages:
        some = [one for one in profiles.values() if one.problem is None and one.language == language]
        vectors = np.stack([one.vector for one in some]) if some else np.zeros((0, embedder.dimensions), np.float32)
        made.append(Texts(some, centred(vectors, background(language, embedder))))
    return made[0], made[1]


def _scores(sides: tuple[Texts, Texts], pairs: Sequence[tuple[int, int]], languages: Languages) -> list[float]:
    """How likely pairs are by their content, in their order."""
    if not pairs:
        return []
    # Neighbours only of the texts in question, among all of the other language.
    sources, targets = ([pair[side] for pair in pairs] for side in (0, 1))
    forward, _ = both_ways(sides[0].vectors[sources], sides[1].vectors, NEIGHBOURS, "exact")
    backward, _ = both_ways(sides[1].vectors[targets], sides[0].vectors, NEIGHBOURS, "exact")
    found = judged(*sides, pairs, languages, _spread(forward, sources, sides[0]), _spread(backward, targets, sides[1]))
    scores = {(one.source, one.target): one.score for one in found}
    return [scores[pair] for pair in pairs]


def _spread(neighbours: Neighbours, rows: list[int], side: Texts) -> Neighbours:
    """Neighbours of some texts at the places of these among all."""
    numbers = np.zeros((len(side.profiles), neighbours.numbers.shape[1]), np.int64)
    similarities = np.zeros(numbers.shape, np.float32)
    numbers[rows], similarities[rows] = neighbours.numbers, neighbours.similarities
    return Neighbours(numbers, similarities)


def _without(side: Texts, taken: set[str]) -> Texts:
    kept = [number for number, one in enumerate(side.profiles) if one.path not in taken]
    return Texts([side.profiles[number] for number in kept], side.vectors[kept])


def _without_copies(side: Texts) -> tuple[Texts, dict[str, str]]:
    """The texts that say something new, and which text each of the others is a copy of."""
    first: dict[str, str] = {}
    copies: dict[str, str] = {}
    kept = []
    for number, one in enumerate(side.profiles):
        if first.setdefault(one.digest, one.path) == one.path:
            kept.append(number)
        else:
            copies[one.path] = first[one.digest]
    return Texts([side.profiles[number] for number in kept], side.vectors[kept]), copies


def _unpaired(
    profiles: Mapping[str, Profile],
    pairs: Sequence[DocumentPair],
    sides: tuple[Texts, Texts],
    matches: Sequence[Match],
    copies: Mapping[str, str],
    languages: Languages,
    doubtful: set[str],
) -> list[Unpaired]:
    """Every text without a partner, and why."""
    taken = {path for pair in pairs for path in (pair.source, pair.target)}
    nearest: dict[str, tuple[str, float]] = {}
    for match in matches:
        source, target = sides[0].profiles[match.source].path, sides[1].profiles[match.target].path
        nearest[source], nearest[target] = (target, match.score), (source, match.score)
    unpaired = []
    for path, one in profiles.items():
        if path in taken or one.problem is not None:
            continue
        if one.language not in languages:
            unpaired.append(Unpaired(path, one.language, f"in another language ({language_name(one.language)})"))
        elif path in copies:
            unpaired.append(Unpaired(path, one.language, f"a copy of {copies[path]}"))
        else:
            near = nearest.get(path)
            reason = (
                "its other version, by its name, is not in the other language"
                if path in doubtful
                else "nothing like it"
            )
            if near is not None and path not in doubtful:
                reason = "what comes nearest is not like it enough"
            unpaired.append(Unpaired(path, one.language, reason, *(near or (None, None))))
    return unpaired


def manifest_lines(found: PairedTexts, output: str = "-") -> Iterator[str]:
    """The pairs as a manifest, whose paths start from the folder of `output`; see `aligner.corpus.manifest`.

    Raises `InputError` for a path that no manifest can hold.
    """
    has_addresses = bool(found.addresses)
    yield "\t".join((*_COLUMNS, *(_ADDRESS_COLUMNS if has_addresses else ()))) + "\n"
    folder = None if output == "-" else str(Path(output).parent)
    written = [(_written(pair.source, folder), _written(pair.target, folder)) for pair in found.pairs]
    for pair, paths, name in zip(found.pairs, written, unique_names([source for source, _ in written]), strict=True):
        score = "" if pair.score is None else f"{pair.score:.4f}"
        addresses = [found.addresses.get(path, "") for path in (pair.source, pair.target)] if has_addresses else []
        yield "\t".join((*paths, name, score, pair.reason, *addresses)) + "\n"


def unpaired_lines(found: PairedTexts) -> Iterator[str]:
    """The texts without a partner as a table: path, language, why, what came nearest and how likely it is the partner."""
    yield "path\tlanguage\treason\tnearest\tscore\n"
    for one in found.unpaired:
        score = "" if one.score is None else f"{one.score:.4f}"
        yield "\t".join((one.path, one.language, one.reason, one.nearest or "", score)) + "\n"


def _written(path: str, folder: str | None) -> str:
    """A path as a manifest has it."""
    if any(sign in path for sign in "\t\n\r") or path != path.strip():
        raise InputError(path, "a manifest has no place for its name", "give it a name without tabs and line ends")
    if folder is not None and not PurePath(path).is_absolute():
        path = os.path.relpath(path, folder or ".")
    return f"./{path}" if path.startswith("#") or path == "-" else path
