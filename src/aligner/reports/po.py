"""The report as a message catalogue of gettext: pairs with findings are fuzzy, and comments say what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib

from aligner.model import Report
from aligner.reports.characters import clean
from aligner.reports.reading import Reading, unshown
from aligner.reports.review import ReviewPair, review_pairs
from aligner.version import VERSION

_SEPARATORS = re.compile("[\u2028\u2029]")


def render(report: Report) -> Iterator[str]:
    """Every pair of a bitext, in order, its number as context; raises `OptionError` for a document alone.

    A text that only the translation has is no message: what was found there stands at the pair before it.
    """
    reading = Reading(report)
    catalogue = polib.POFile(wrapwidth=0)  # a comment stays one line, as it was written
    catalogue.metadata = {
        "Project-Id-Version": f"aligner {VERSION}",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": report.bitext.target.language if report.bitext else "",
    }
    catalogue.header = "\n".join(unshown(report))
    waiting: list[ReviewPair] = []
    for pair in review_pairs(reading):
        if pair.source.strip():
            catalogue.append(_entry(pair))
            for earlier in [*waiting, pair]:
                _add_remarks(catalogue[-1], earlier, reading)
            waiting = []
        elif len(catalogue):
            _add_remarks(catalogue[-1], pair, reading)
        else:
            waiting.append(pair)
    yield f"{catalogue}\n"


def _told(text: str, separator: str = "\n") -> str:
    """Text as a catalogue can have it: readers take every line separator of Unicode for the end of a line."""
    return _SEPARATORS.sub(separator, clean(text))


def _entry(pair: ReviewPair) -> polib.POEntry:
    path, _, line = pair.place.rpartition(":")
    return polib.POEntry(
        msgctxt=str(pair.number),
        msgid=_told(pair.source),
        msgstr=_told(pair.target),
        occurrences=[(clean("".join(path.split()) or "text"), line)] if line else [],
    )


def _add_remarks(entry: polib.POEntry, pair: ReviewPair, reading: Reading) -> None:
    """Put what was found in a pair at an entry, which is fuzzy if it needs a look."""
    remarks = [_told(remark.text(reading), " ") for remark in pair.remarks]
    entry.tcomment = "\n".join(text for text in (entry.tcomment, *remarks) if text)
    if pair.needs_a_look and "fuzzy" not in entry.flags:
        entry.flags.append("fuzzy")
