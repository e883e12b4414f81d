"""What is done with an input that is read: documents, pairs, and the small files beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aligner import checks, evaluation, formats, segmentation
from aligner.baseline import read_baseline, write_baseline
from aligner.configuration import read_configuration
from aligner.corpus import read_manifest
from aligner.corpus.pairing_addresses import Addresses
from aligner.corpus.pairing_sitemaps import sitemap_pairs
from aligner.errors import InputError
from aligner.formats.table import FORMATS, Output
from aligner.locks import json_locks, locked_beads
from aligner.model import Bitext, Block, Document
from aligner.review import Project
from aligner.suppression import directive
from tools.fuzz import seeds

_WRITTEN = tuple(row.name for row in FORMATS if row.writes_bitext and row.output is not Output.FILES)


def decoded(data: bytes) -> str:
    """A text, with halves of character pairs where the bytes have some."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def require_sound(document: Document) -> None:
    """Raise `ValueError` when blocks or sentences are not where they have to be."""
    end = 0
    for block in document.blocks:
        if not end <= block.start <= block.end <= len(document.text):
            raise ValueError(f"{block} after {end}")
        end = block.end
    end = 0
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        if not max(end, block.start) <= sentence.start <= sentence.end <= block.end:
            raise ValueError(f"{sentence} in {block}")
        end = sentence.end
    if list(document.places) != sorted(document.places):
        raise ValueError("places are in no order")


def read_document(data: bytes, name: str) -> Document:
    """Read a document and split it into sentences."""
    document = segmentation.segment(formats.parse_document(data, f"a.{name}", "es", name))
    require_sound(document)
    return document


def read_pairs(data: bytes, name: str) -> Bitext:
    """Read a file of pairs."""
    bitext = formats.parse_bitext(data, f"a.{name}", "en", "es", name)
    require_sound(bitext.source)
    require_sound(bitext.target)
    if list(bitext) != list(zip(*(_cells(bitext, side) for side in (0, 1)), strict=True)):
        raise ValueError("the pairs are not those of the documents")
    return bitext


def _cells(bitext: Bitext, side: int) -> list[str]:
    document = (bitext.source, bitext.target)[side]
    numbers = [(bead.source, bead.target)[side] for bead in bitext.beads]
    return [" ".join(document.sentence_text(number) for number in some) for some in numbers]


def write_pairs(data: bytes) -> None:
    """Read pairs, and write them in every format that is one file; each refuses what it cannot carry, or writes it."""
    bitext = formats.parse_bitext(data, "a.jsonl", "en", "es", "jsonl")
    for name in _WRITTEN:
        try:
            pieces = [piece.encode() if isinstance(piece, str) else piece for piece in formats.pieces_of(bitext, name)]
        except InputError:
            continue
        if name in {"jsonl", "tsv", "csv", "tmx", "xliff", "xliff2", "po"}:
            read = formats.parse_bitext(b"".join(pieces), "b", "en", "es", name)
            if name == "jsonl" and list(read) != list(bitext):
                raise ValueError("jsonl reads back as something else")


def json_value(data: bytes) -> object:
    """What an input says that is JSON for our own sake; raises `InputError` for one that is none."""
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError("a", "no JSON", "spoil it otherwise") from error
    return value


def read_several(data: bytes, folder: Path, name: str) -> None:
    """Read pairs that lie in several files, all of them in a JSON object by name; the first is opened."""
    said = json_value(data)
    parts: Mapping[str, object] = said if isinstance(said, dict) else {}
    known = list(seeds.several(name))
    for file in known:
        content = parts.get(file, "")
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else b"?")
    opened = next((file for file in known if name in file), known[0])
    read = formats.read_bitext(str(folder / opened), "en", "es", name)
    require_sound(read.source)


def packed_several(name: str) -> bytes:
    """The files of a format that is several, as `read_several` takes them."""
    return json.dumps({file: content.decode() for file, content in seeds.several(name).items()}).encode()


def read_glossary(data: bytes, folder: Path, suffix: str) -> None:
    """Read a glossary, and look for its terms."""
    path = folder / f"a{suffix}"
    path.write_bytes(data)
    terms = formats.read_glossary(str(path), "en", "es")
    bitext = formats.parse_bitext(seeds.lines_of_pairs(), "a.tsv", "en", "es", "tsv")
    checks.check(checks.Subject.pair(bitext, terms=terms), checks.select(["TRM"]))


def read_settings(data: bytes, folder: Path) -> None:
    """Read settings, and check pairs by them."""
    path = folder / "aligner.toml"
    path.write_bytes(data)
    configuration = read_configuration(str(path))
    chosen = checks.choose([configuration.choice], configuration.own_rules)
    own = tuple(rule for rule in chosen if rule.code.startswith("USR"))
    checks.check(checks.Subject.pair(formats.parse_bitext(seeds.lines_of_pairs(), "a.tsv", "en", "es", "tsv")), own)


def read_known(data: bytes, folder: Path) -> None:
    """Read a baseline, and write it."""
    path = folder / "a.json"
    path.write_bytes(data)
    write_baseline(read_baseline(str(path)))
    read_baseline(str(path))


def read_table_of_pairs(data: bytes, folder: Path) -> None:
    """Read a manifest."""
    (folder / "a.tsv").write_bytes(data)
    read_manifest(str(folder / "a.tsv"))


def read_sitemap(data: bytes, folder: Path) -> None:
    """Read a sitemap."""
    (folder / "sitemap.xml").write_bytes(data)
    known = {"a": "https://example.org/en/a", "b": "https://example.org/es/a"}
    list(sitemap_pairs(str(folder / "sitemap.xml"), Addresses(["a", "b"], [""], known), ("en", "es")))


def read_project(data: bytes, folder: Path) -> None:
    """Open a review project, and look at all of it."""
    (folder / "p.review").write_bytes(data)
    with Project.open(str(folder / "p.review"), verify=True) as project:
        project.settings()
        for pair in project.pairs():
            project.page(pair.id)
            project.bitext(pair.id)


def read_ladder(data: bytes) -> None:
    """Judge a ladder against another."""
    gold = evaluation.ladder_listing(seeds.LADDER.decode(), "gold")
    evaluation.matched(gold, evaluation.ladder_listing(formats.decode(data, "a"), "a"))


def read_beads(data: bytes) -> None:
    """Judge beads in JSON lines against a ladder."""
    gold = evaluation.ladder_listing(seeds.LADDER.decode(), "gold")
    evaluation.matched(gold, evaluation.jsonl_listing(formats.decode(data, "a"), "a"))


def read_links(data: bytes) -> None:
    """Judge links of XCES against themselves."""
    for listing in evaluation.xces_listings(data, "a"):
        evaluation.matched(listing, listing)


def read_neutral(data: bytes) -> None:
    """Read which sentences do not count."""
    evaluation.parse_neutral(formats.decode(data, "a"), "a")


@cache
def _two_texts() -> tuple[Document, Document]:
    english, spanish = (" ".join(texts) for texts in (seeds.ENGLISH, seeds.SPANISH))
    return (
        segmentation.segment(Document(english, (Block(0, len(english)),), "en")),
        segmentation.segment(Document(spanish, (Block(0, len(spanish)),), "es")),
    )


def read_locked(data: bytes) -> None:
    """Read beads that are to be kept, and look for them in two texts."""
    locked_beads(json_locks(formats.decode(data, "a"), "a"), *_two_texts(), "a")


def read_remark(data: bytes) -> None:
    """Read what a comment says to aligner."""
    directive(data.decode("utf-8", "replace"))


def split_by_rules(data: bytes) -> None:
    """Read segmentation rules, and split a text by them."""
    rules = segmentation.read_rules(data, "a.srx")
    text = " ".join(seeds.SPANISH)
    require_sound(segmentation.segment(Document(text, (Block(0, len(text)),), "es"), rules))


def split(data: bytes) -> None:
    """Split a text into sentences, in both languages."""
    text = decoded(data).replace("\r", "")
    for language in ("en", "es", "fr"):
        require_sound(segmentation.segment(Document(text, (Block(0, len(text)),), language)))
