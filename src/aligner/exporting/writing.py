"""The outputs of an export: one file, or one for each part of a corpus, and the report, together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeAlias, cast

from aligner.contracts import FilePiece, Heading, Pair
from aligner.errors import InputError, OptionError
from aligner.exporting.options import ExportOptions
from aligner.exporting.page import as_page
from aligner.exporting.report import ExportReport, as_json
from aligner.exporting.selecting import Numbers
from aligner.exporting.spool import Spool
from aligner.formats import Format, Output
from aligner.formats.beads import bitext_of
from aligner.formats.table import format_for
from aligner.formats.tsv import one_line
from aligner.formats.writing import output_name, write_files, write_whole
from aligner.languages import parse_language
from aligner.provenance import source_date

Pieces: TypeAlias = Iterable[str] | Iterable[bytes]
_REPORTS = {".json": as_json, ".html": as_page, ".htm": as_page}
# Formats whose files tell of every pair which part of the corpus it is in: all parts are one output.
_WHOLE_CORPUS = frozenset({"huggingface"})
_LINES = frozenset({"tsv", "moses"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the corpus, "" for all of it: the numbers of its pairs in the spool, in the order of the output."""

    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the parts, `names` of the documents, `paths` of the source and the target where there are no others."""

    spool: Spool
    parts: tuple[Part, ...]
    names: list[str]
    paths: tuple[str, str]
    options: ExportOptions
    signature: str

    @property
    def heading(self) -> Heading:
        """What a file of these pairs says of itself."""
        pair = self.options.pair
        return Heading(
            parse_language(pair.source_language),
            parse_language(pair.target_language),
            *self.paths,
            self.signature,
            self.options.licence,
            date=source_date(),
        )

    def pairs(self, part: Part, found: Format) -> Iterator[Pair]:
        """The pairs of a part in the way of a format, read from the disk one after another."""
        fills_lines = found.name in _LINES
        for candidate in self.spool.read(part.numbers):
            pair = candidate.pair(self.names[candidate.document], part.name)
            # Line breaks of a document only show how its lines were filled.
            yield one_line(pair) if fills_lines and pair.bead is not None else pair

    def format(self, output: str) -> Format:
        """The format of the output."""
        return output_format(output, self.options)

    def path(self, output: str, part: Part) -> str:
        """Where a part goes: `corpus.tsv` to `corpus.train.tsv`, unless the format keeps parts apart itself."""
        if not part.name or self.format(output).name in _WHOLE_CORPUS:
            return output
        place = PurePath(output)
        suffix = place.suffix if place.suffix in self.format(output).suffixes else ""
        return str(place.with_name(f"{place.name.removesuffix(suffix)}.{part.name}{suffix}"))

    def pieces(self, output: str = "-") -> Pieces:
        """What one file of all pairs consists of, for standard output.

        Raises `OptionError` where there is more than one file.
        """
        found = self.format(output)
        if found.output is Output.FILES or len(self.parts) > 1 or self.parts[0].name:
            raise OptionError(
                f"{found.name if len(self.parts) == 1 else '--split'} makes several files; name them with -o"
            )
        return self._one_file(found, self.parts[0])

    def files(self, output: str) -> Iterator[FilePiece]:
        """The same of several files, by name beside `output`."""
        found = self.format(output)
        if found.name in _WHOLE_CORPUS:
            every = (pair for part in self.parts for pair in self.pairs(part, found))
            yield from found.load().write_files(every, self.heading, output_name(output))
            return
        for part in self.parts:
            name = PurePath(self.path(output, part)).name
            if found.output is Output.FILES:
                yield from found.load().write_files(self.pairs(part, found), self.heading, name)
            else:
                yield from ((name, piece) for piece in self._one_file(found, part))

    def _one_file(self, found: Format, part: Part) -> Pieces:
        module = found.load()
        if hasattr(module, "write_pairs"):
            return cast("Pieces", module.write_pairs(self.pairs(part, found), self.heading))
        return cast("Pieces", module.write_bitext(bitext_of(self.pairs(part, found), self.heading)))


def output_format(output: str, options: ExportOptions) -> Format:
    """The format of an output; raises `UnknownFormat` when none goes with it."""
    name = options.format_name or ("jsonl" if output == "-" else None)
    return format_for(output, name, "writes_bitext")


def refuse_overwriting(output: str, report: str | None, options: ExportOptions, inputs: Iterable[str]) -> None:
    """Raise when the output has no format, or it or the report would take the place of what is read, or of each other."""
    output_format(output, options)
    written = [Path(path).resolve() for path in (output, report) if path not in (None, "-")]
    if len(set(written)) < len(written):
        raise OptionError(f"--report {report}: it is the output too; give another name")
    for path in inputs:
        if path != "-" and Path(path).resolve() in written:
            raise InputError(path, "it is read, and would be overwritten", "give another name for what is written")


def require_report(report: str | None) -> None:
    """Raise `OptionError` for a report that is neither JSON nor a page."""
    if report is not None and PurePath(report).suffix.lower() not in _REPORTS:
        raise OptionError(f"--report {report}: give a name that ends in .json or .html")


def write_outputs(content: Content, output: str, made: ExportReport, report: str | None) -> None:
    """Write all files, which appear together when the last is whole, or none of them."""

    def write() -> None:
        found = content.format(output)
        if found.output is not Output.FILES and len(content.parts) == 1 and not content.parts[0].name:
            write_whole(output, content.pieces(output))
        else:
            write_files(output, content.files(output))

    if report is None:
        write()
    else:
        # The report is whole, and waits under another name, when the others get theirs.
        write_whole(report, _followed(_REPORTS[PurePath(report).suffix.lower()](made), write))


def _followed(pieces: Iterable[str], act: Callable[[], None]) -> Iterator[str]:
    yield from pieces
    act()


def write_report(made: ExportReport, report: str) -> None:
    """Write the report alone, for an output that is no file."""
    write_whole(report, _REPORTS[PurePath(report).suffix.lower()](made))
