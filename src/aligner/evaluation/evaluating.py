"""One evaluation: documents counted, summed, and told as figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.errors import InputError
from aligner.evaluation.counts import DocumentCounts, KindCounts, count
from aligner.evaluation.figures import Bootstrap, Difference, Measure, differences, measures, units_of
from aligner.evaluation.listing import Listing
from aligner.evaluation.numbering import Matched, Neutral, matched


@dataclass(frozen=True, slots=True)
class Judged:
    """One document, matched with its gold once for each test."""

    name: str
    tests: tuple[Matched, ...]


def judged_documents(
    name: str, gold: Sequence[Listing], tests: Sequence[Sequence[Listing]], neutral: Neutral | None = None
) -> list[Judged]:
    """The documents of a gold file with those of the test files: the only one of each, or those of the same name.

    Raises `InputError` when they do not have the same documents, or are not of the same text.
    """
    if all(len(listings) == 1 for listings in (gold, *tests)):
        return [Judged(name, tuple(matched(gold[0], test[0], neutral) for test in tests))]
    if neutral:
        raise InputError(neutral.path, f"{gold[0].path} has several documents", "leave it out, or divide the files")
    judged = []
    for test in tests:
        _refuse_other_names(gold, test)
    for listing in gold:
        of_tests = [next(one for one in test if one.name == listing.name) for test in tests]
        judged.append(Judged(f"{name}: {listing.name}", tuple(matched(listing, one) for one in of_tests)))
    return judged


def _refuse_other_names(gold: Sequence[Listing], test: Sequence[Listing]) -> None:
    for here, there in ((test, gold), (gold, test)):
        missing = {listing.name for listing in there} - {listing.name for listing in here}
        if missing:
            problem = f"{len(here)} documents, {len(there)} in {there[0].path}; no {min(missing) or 'document'} in it"
            raise InputError(here[0].path, problem, "give files with the same documents")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second test: its own measures, and how its F1 differ from the first's."""

    path: str
    measures: dict[str, Measure]
    differences: dict[str, Difference]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `aligner evaluate` tells.

    `measures`: strict, lax, null, micro-averaged over documents. `kinds`: counts by bead type, in order of the gold's
    numbers. `each`: the measures of every document, without intervals. `resampled`: what was drawn, "documents"
    or "beads". `counts_sentences`: false where texts were compared.
    """

    gold: str
    test: str
    signature: str
    measures: dict[str, Measure]
    kinds: dict[str, KindCounts]
    each: dict[str, dict[str, Measure]]
    bootstrap: Bootstrap
    resampled: str
    counts_sentences: bool = True
    comparison: Comparison | None = None


def evaluation(documents: Sequence[Judged], paths: Sequence[str], signature: str, bootstrap: Bootstrap) -> Evaluation:
    """Judge documents, each with one test or two; `paths` are those of the gold and of the tests.

    Units of the bootstrap are documents, or, where there is only one, groups of its beads (see `counts.count`).
    """
    counted = [count(document.tests) for document in documents]
    units = [units_of([of_tests[number] for of_tests in counted]) for number in range(len(paths) - 1)]
    comparison = None
    if len(units) > 1:
        comparison = Comparison(paths[2], measures(units[1], bootstrap), differences(units[0], units[1], bootstrap))
    return Evaluation(
        paths[0],
        paths[1],
        signature,
        measures(units[0], bootstrap),
        _kinds([of_tests[0] for of_tests in counted]),
        {
            document.name: measures(of_tests[0].total[None, :], bootstrap)
            for document, of_tests in zip(documents, counted, strict=True)
        },
        bootstrap,
        "documents" if len(documents) > 1 else "beads",
        all(test.counts_sentences for document in documents for test in document.tests),
        comparison,
    )


def _kinds(documents: Sequence[DocumentCounts]) -> dict[str, KindCounts]:
    """Counts by type over all documents, the commonest of the gold first."""
    total: dict[str, KindCounts] = {}
    for document in documents:
        for kind, counts in document.kinds.items():
            total[kind] = total.get(kind, KindCounts()) + counts
    return dict(sorted(total.items(), key=lambda entry: (-entry[1].gold, -entry[1].test, entry[0])))
