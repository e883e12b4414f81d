"""XCES as OPUS has it: links between sentence numbers in one file, the sentences of each document in files beside it.

`corpus.xces` is a `cesAlign` document (Ide, Bonhomme and Romary 2000) with a `linkGrp` for each pair of documents, whose
`fromDoc` and `toDoc` name XML files with an `s` element a sentence (Tiedemann 2012). What is written lies in the folders
`en` and `es` of `corpus-documents`; what is read may be compressed, and lie in a folder `xml` or `raw`, as in downloads from OPUS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from lxml import etree

from aligner.contracts import FilePiece, Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import details_of, document_of, heading_of, sentences_of
from aligner.formats.elements import text_of
from aligner.formats.loading import LIMIT, load_bytes
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.unpacking import unpack
from aligner.formats.xml import attributes, escape, release, require_no_entity, require_xml, stream
from aligner.model import Bitext, Document, Side
from aligner.version import VERSION

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_DOCUMENT_HEAD = f"{_DECLARATION}<text>\n<body>\n"
_DOCUMENT_FOOT = "</body>\n</text>\n"
_PAIRS_AT_A_TIME = 1000
_UNSAFE = re.compile(r"[^\w.-]+")
# Where the documents of a download from OPUS lie, seen from the file of the links.
_FOLDERS = ("", "xml", "raw", "parsed")
_PACKED = ("", ".gz", ".xz", ".bz2")
_REMEDY = "give the cesAlign file together with the documents it names"


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is link n; a document is found by its name from the folder of `path`, and lies in that folder.

    Scores are the certainties where all of them are from 0 to 1. Raises `InputError` for what is no XCES, a document that is
    not there, and a link to a sentence that is not in it.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another."""
    groups = _groups(data, path)
    has_probabilities = all(link.is_probability for group in groups for link in group.links)
    for group in groups:
        names = group.names
        is_turned = _is_turned(names, source_language, target_language)
        texts = [_sentences(name, path) for name in names]
        document = _stem(names[0])
        for link in group.links:
            cells = [
                _cell(numbers, of_side, name, path, link.line)
                for numbers, of_side, name in zip(link.sides, texts, names, strict=True)
            ]
            source, target = reversed(cells) if is_turned else cells
            score = link.certainty if has_probabilities else None
            yield Row(source, target, link.line, score, details=details_of(document, link.kind))


@dataclass(frozen=True, slots=True)
class _Link:
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    line: int
    certainty: float | None

    @property
    def kind(self) -> str:
        """The type of the bead, as it is linked."""
        return f"{len(self.sides[0])}-{len(self.sides[1])}"

    @property
    def is_probability(self) -> bool:
        return self.certainty is None or 0 <= self.certainty <= 1


@dataclass(frozen=True, slots=True)
class _Group:
    names: tuple[str, str]
    links: list[_Link] = field(default_factory=list)


def _groups(data: bytes, path: str) -> list[_Group]:
    groups: list[_Group] = []
    for event, element, line in stream(data, path, ("cesAlign", "linkGrp", "link"), "XCES"):
        if event == "start" and element.tag == "linkGrp":
            names = element.get("fromDoc"), element.get("toDoc")
            if not names[0] or not names[1]:
                raise InputError(path, "a linkGrp without fromDoc or toDoc", _REMEDY, line)
            groups.append(_Group((names[0], names[1])))
        elif event == "end" and element.tag == "link":
            if not groups:
                raise InputError(path, "a link outside of any linkGrp", _REMEDY, line)
            groups[-1].links.append(_link(element, path, line))
            release(element)
    if not any(group.links for group in groups):
        raise InputError(path, "there are no links in it", _REMEDY)
    return groups


def _link(element: etree._Element, path: str, line: int) -> _Link:
    said = element.get("xtargets") or ""
    sides = said.split(";")
    if len(sides) != 2:
        raise InputError(path, f"xtargets={said!r} has not two sides", 'write such as xtargets="3;3 4"', line)
    try:
        certainty = float(element.get("certainty") or "")
    except ValueError:
        return _Link((tuple(sides[0].split()), tuple(sides[1].split())), line, None)
    return _Link((tuple(sides[0].split()), tuple(sides[1].split())), line, certainty)


def _is_turned(names: tuple[str, str], source_language: str, target_language: str) -> bool:
    """Whether the names say that `fromDoc` is in the target's language: OPUS goes by the alphabet."""
    first, second = (set(re.split(r"[/\\._-]", name)) for name in names)
    is_straight = source_language in first and target_language in second
    return not is_straight and target_language in first and source_language in second


def _sentences(name: str, path: str) -> dict[str, str]:
    """The sentences of a document by their numbers."""
    file = _document_path(name, path)
    data = unpack(load_bytes(str(file)), str(file), LIMIT)
    sentences: dict[str, str] = {}
    for event, element, _line in _elements(data, str(file)):
        if event == "end" and element.tag == "s":
            require_no_entity(element, str(file))
            sentences[element.get("id") or ""] = _text(element)
            release(element)
    return sentences


def _elements(data: bytes, path: str) -> Iterator[tuple[str, etree._Element, int]]:
    found = re.search(rb"<([A-Za-z_][\w.-]*)", re.sub(rb"<!--.*?-->", b"", data[:4096], flags=re.DOTALL))
    return stream(data, path, (found.group(1).decode() if found else "text", "s"), "an OPUS document")


def _text(element: etree._Element) -> str:
    """The text of a sentence as it stands; where it is in words, or has time stamps in it, with single blanks."""
    if len(element) == 0:
        return element.text or ""
    words = [text_of(word) for word in element.iter("w")]
    return " ".join(" ".join(words).split() if words else text_of(element).split())


def _document_path(name: str, path: str) -> Path:
    folder = Path(path).resolve().parent
    for inner in _FOLDERS:
        for suffix in _PACKED:
            file = (folder / inner / f"{name}{suffix}").resolve()
            # A file from elsewhere must not reach for others of this machine.
            if not file.is_relative_to(folder):
                raise InputError(path, f"{name} lies outside of its folder", _REMEDY)
            if file.is_file():
                return file
    for packed in _PACKED[1:]:
        if name.endswith(packed):
            return _document_path(name.removesuffix(packed), path)
    raise InputError(path, f"the document {name} is not there", _REMEDY)


def _cell(numbers: Sequence[str], sentences: dict[str, str], name: str, path: str, line: int) -> str:
    for number in numbers:
        if number not in sentences:
            raise InputError(path, f"{name} has no sentence {number}", _REMEDY, line)
    return " ".join(sentences[number] for number in numbers)


def write_bitext(bitext: Bitext, name: str) -> Iterator[FilePiece]:
    """The documents with all their sentences by paragraphs, and a link for each bead, nulls with an empty side."""
    heading = heading_of(bitext)
    places = _Places.of(name, heading)
    yield name, _head(heading)
    sources, targets = places.pair(_stem(heading.source_path), _stem(heading.target_path))
    yield name, _group(sources, targets)
    for number, bead in enumerate(bitext.beads, start=1):
        score = None if bead.is_null else bead.score
        source, target = ([sentence + 1 for sentence in numbers] for numbers in (bead.source, bead.target))
        yield name, _link_line(number, source, target, score)
    yield name, " </linkGrp>\n</cesAlign>\n"
    for side, file in ((Side.SOURCE, sources), (Side.TARGET, targets)):
        yield from ((file, piece) for piece in _document(bitext.document(side), has_paragraphs=not bitext.is_pairs))


def _document(document: Document, *, has_paragraphs: bool) -> Iterator[str]:
    yield _DOCUMENT_HEAD
    block: int | None = None
    for number, sentence in enumerate(document.sentences, start=1):
        if has_paragraphs and sentence.block != block:
            yield "" if block is None else "</p>\n"
            yield f'<p id="{sentence.block + 1}">\n'
            block = sentence.block
        yield _sentence(number, document.text[sentence.start : sentence.end], document.path)
    yield ("</p>\n" if block is not None else "") + _DOCUMENT_FOOT


def write_files(pairs: Iterable[Pair], heading: Heading, name: str) -> Iterator[FilePiece]:
    """The same of pairs as they come: each run of pairs of one document is a `linkGrp` and two files of its sentences.

    Raises `InputError` for a control character, which XML cannot carry.
    """
    places = _Places.of(name, heading)
    yield name, _head(heading)
    document: str | None = None
    writer: _Run | None = None
    for pair in pairs:
        if writer is None or document_of(pair) != document:
            if writer is not None:
                yield from writer.end()
            document = document_of(pair)
            stem = _stem(document or heading.source_path), _stem(document or heading.target_path)
            writer = _Run(heading, name, *places.pair(*stem))
        yield from writer.add(pair)
    if writer is not None:
        yield from writer.end()
    yield name, "</cesAlign>\n"


@dataclass(slots=True)
class _Places:
    """The names of documents, none of them given twice."""

    folders: tuple[str, str]
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, name: str, heading: Heading) -> _Places:
        stem = PurePath(name).stem if PurePath(name).suffix.lower() in {".xces", ".ces", ".xml"} else name
        folder = f"{stem}-documents"
        return cls((f"{folder}/{heading.source_language}", f"{folder}/{heading.target_language}"))

    def pair(self, source: str, target: str) -> tuple[str, str]:
        """The files of two documents, with a number where one of the names is taken."""
        count, ending = 1, ""
        while self.used & {f"{source}{ending}/1".lower(), f"{target}{ending}/2".lower()}:
            count += 1
            ending = f"-{count}"
        self.used |= {f"{source}{ending}/1".lower(), f"{target}{ending}/2".lower()}
        return f"{self.folders[0]}/{source}{ending}.xml", f"{self.folders[1]}/{target}{ending}.xml"


@dataclass(slots=True)
class _Run:
    """The pairs of one document on their way to three files."""

    heading: Heading
    name: str
    source_file: str
    target_file: str
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    links: list[str] = field(default_factory=list)
    texts: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))

    def __post_init__(self) -> None:
        self.links.append(_group(self.source_file, self.target_file))
        for text in self.texts:
            text.append(_DOCUMENT_HEAD)

    def add(self, pair: Pair) -> Iterator[FilePiece]:
        """The pair; what has gathered is handed on from time to time."""
        self.counts[2] += 1
        sides = (pair.source, pair.source_spans), (pair.target, pair.target_spans)
        numbers = [self._sentences(side, text, spans) for side, (text, spans) in enumerate(sides)]
        self.links.append(_link_line(self.counts[2], numbers[0], numbers[1], pair.score))
        if len(self.links) >= _PAIRS_AT_A_TIME:
            yield from self._gathered()

    def _sentences(self, side: int, text: str, spans: Sequence[tuple[int, int]]) -> range:
        sentences = sentences_of(text, spans)
        first = self.counts[side] + 1
        self.counts[side] += len(sentences)
        path = (self.heading.source_path, self.heading.target_path)[side]
        self.texts[side].extend(_sentence(first + at, one, path) for at, one in enumerate(sentences))
        return range(first, first + len(sentences))

    def end(self) -> Iterator[FilePiece]:
        """The rest of the three."""
        self.links.append(" </linkGrp>\n")
        for text in self.texts:
            text.append(_DOCUMENT_FOOT)
        yield from self._gathered()

    def _gathered(self) -> Iterator[FilePiece]:
        files = (self.name, self.links), (self.source_file, self.texts[0]), (self.target_file, self.texts[1])
        for file, pieces in files:
            yield file, "".join(pieces)
            pieces.clear()


def _head(heading: Heading) -> str:
    """The declaration and the header (Corpus Encoding Standard, part 2): what it is, its licence, how it was made."""
    title = " and ".join(path for path in (heading.source_path, heading.target_path) if path)
    title = title or f"{heading.source_language} and {heading.target_language}"
    for text in (title, heading.licence, heading.signature):
        require_xml(text, "the head", heading.source_path, "XCES")
    licence = f"<publicationStmt><availability>{escape(heading.licence)}</availability></publicationStmt>"
    project = f"  <encodingDesc><projectDesc>{escape(heading.signature)}</projectDesc></encodingDesc>\n"
    return (
        f'{_DECLARATION}<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n<cesAlign version="1.0">\n'
        f' <cesHeader version="1.0" creator="aligner {VERSION}">\n'
        f"  <fileDesc><titleStmt><h.title>{escape(title)}</h.title></titleStmt>{licence if heading.licence else ''}"
        f"</fileDesc>\n{project if heading.signature else ''} </cesHeader>\n"
    )


def _group(source: str, target: str) -> str:
    return f" <linkGrp{attributes(('targType', 's'), ('fromDoc', source), ('toDoc', target))}>\n"


def _link_line(number: int, source: Sequence[int], target: Sequence[int], score: float | None) -> str:
    targets = f"{' '.join(map(str, source))};{' '.join(map(str, target))}"
    certainty = "" if score is None else f' certainty="{float(score)!r}"'
    return f'  <link id="SL{number}" xtargets="{targets}"{certainty}/>\n'


def _sentence(number: int, text: str, path: str) -> str:
    require_xml(text, f"sentence {number}", path, "XCES")
    return f'<s id="{number}">{escape(text)}</s>\n'


def _stem(path: str) -> str:
    """The name of a document, as any file system takes it."""
    stem = PurePosixPath(path.replace("\\", "/")).stem
    return _UNSAFE.sub("-", stem).strip(".-")[:100] or "document"
