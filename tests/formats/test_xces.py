"""XCES as OPUS has it: its rules restated, files from elsewhere, and what is wrong with them."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.evaluation import xces_listings
from aligner.formats import read_bitext, write_bitext, write_pairs
from aligner.model import Bead, Bitext, Block, Document, Sentence

HEADING = Heading("en", "es", signature="aligner:1|model:m", licence="CC-BY-4.0")


def documents() -> Bitext:
    source = Document(
        "One. Two.\n\nThree & <four>.", (Block(0, 9), Block(11, 26)), "en", "in/a b.en.txt",
        (Sentence(0, 4, 0), Sentence(5, 9, 0), Sentence(11, 26, 1)),
    )  # fmt: skip
    target = Document("Uno y dos. Tres.", (Block(0, 16),), "es", "a.es.txt", (Sentence(0, 10), Sentence(11, 16)))
    return Bitext(source, target, (Bead((0, 1), (0,), 0.75), Bead((2,), ()), Bead((), (1,))), "aligner:1")


def sentences_by_opus_rules(path: Path) -> dict[str, str]:
    """A document of OPUS: `s` elements with identifiers that no other has, in the order of the text."""
    sentences = {}
    for element in etree.parse(path).iter("s"):
        identifier = element.get("id")
        assert identifier
        assert identifier not in sentences
        sentences[identifier] = "".join(map(str, element.itertext()))
    return sentences


def pairs_by_opus_rules(path: Path) -> list[tuple[str, str]]:
    """What OPUS tools do: `fromDoc` and `toDoc` of a group, two sides between a semicolon, numbers between blanks."""
    root = etree.parse(path).getroot()
    assert (root.tag, root.get("version")) == ("cesAlign", "1.0")
    pairs = []
    for group in root.iter("linkGrp"):
        assert group.get("targType") == "s"
        texts = [sentences_by_opus_rules(path.parent / (group.get(name) or "")) for name in ("fromDoc", "toDoc")]
        assert len({link.get("id") for link in group}) == len(group)
        for link in group:
            sides = (link.get("xtargets") or "").split(";")
            first, second = (
                " ".join(of_side[number] for number in side.split()) for side, of_side in zip(sides, texts, strict=True)
            )
            pairs.append((first, second))
    return pairs


def test_documents_stand_whole_in_files_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "corpus.xces"
    write_bitext(documents(), str(path))
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.xml")) == [
        "corpus-documents/en/a-b.en.xml", "corpus-documents/es/a.es.xml",
    ]  # fmt: skip
    assert pairs_by_opus_rules(path) == [("One. Two.", "Uno y dos."), ("Three & <four>.", ""), ("", "Tres.")]
    source = etree.parse(tmp_path / "corpus-documents" / "en" / "a-b.en.xml")
    assert [[one.get("id") for one in paragraph] for paragraph in source.iter("p")] == [["1", "2"], ["3"]]
    read = read_bitext(str(path), "en", "es")
    assert list(read) == list(documents())
    assert [bead.score for bead in read.beads] == [0.75, None, None]


def test_the_evaluation_reads_the_same_links(tmp_path: Path) -> None:
    path = tmp_path / "corpus.xces"
    write_bitext(documents(), str(path))
    (listing,) = xces_listings(path.read_bytes(), str(path))
    assert [(bead.source, bead.target) for bead in listing.beads] == [(("1", "2"), ("1",)), (("3",), ()), ((), ("2",))]


def test_documents_come_one_after_another(tmp_path: Path) -> None:
    pairs = [
        Pair("One. Two.", "Uno.", 0.5, None, ((0, 4), (5, 9)), ((0, 4),), "news/a.txt"),
        Pair("Three.", "", None, None, (), (), "news/a.txt"),
        Pair("Four.", "Cuatro.", document="guides/a.txt"),
        Pair("Five.", "Cinco.", document="../..//etc/"),
        Pair("Six.", "Seis."),
    ]
    path = tmp_path / "corpus.xces"
    write_pairs(pairs, HEADING, str(path))
    assert pairs_by_opus_rules(path) == [(pair.source, pair.target) for pair in pairs]
    assert sorted(file.name for file in (tmp_path / "corpus-documents" / "en").iterdir()) == [
        "a-2.xml", "a.xml", "document.xml", "etc.xml",
    ]  # fmt: skip
    links = [link.get("xtargets") for link in etree.parse(path).iter("link")]
    assert links == ["1 2;1", "3;", "1;1", "1;1", "1;1"]
    assert list(read_bitext(str(path), "en", "es")) == [(pair.source, pair.target) for pair in pairs]
    head = etree.parse(path).getroot()[0]
    assert "CC-BY-4.0" in "".join(map(str, head.itertext()))
    assert "aligner:1|model:m" in "".join(map(str, head.itertext()))


def test_ten_thousand_pairs_are_linked_as_they_came(tmp_path: Path) -> None:
    path = tmp_path / "c.xces"
    write_pairs(
        (Pair(f"Text {n}.", f"Texto {n}.", document=f"d{n // 4000}") for n in range(10_000)), HEADING, str(path)
    )
    assert pairs_by_opus_rules(path) == [(f"Text {n}.", f"Texto {n}.") for n in range(10_000)]


def opus(folder: Path, links: str = '<link xtargets="1;1 2" certainty="1.87"/>') -> Path:
    """A download from OPUS: Spanish first, packed documents in `xml`, words and time stamps inside sentences."""
    (folder / "xml" / "es").mkdir(parents=True)
    (folder / "xml" / "en").mkdir()
    spanish = (
        '<?xml version="1.0"?><document><s id="1">\n <time id="T1S" value="00:01"/>\n Hola a todos.\n</s></document>'
    )
    english = (
        '<!-- from <elsewhere> --><text><body><p><s id="1"><w id="1.1">Hello</w><w id="1.2">,</w></s>'
        '<s id="2"><chunk><w>everyone</w></chunk></s></p></body></text>'
    )
    (folder / "xml" / "es" / "a.xml.gz").write_bytes(gzip.compress(spanish.encode()))
    (folder / "xml" / "en" / "a.xml").write_bytes(english.encode())
    path = folder / "en-es.xces"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
        '<cesAlign version="1.0">\n<linkGrp targType="s" fromDoc="es/a.xml.gz" toDoc="en/a.xml.gz">\n'
        f"{links}\n</linkGrp></cesAlign>\n"
    )
    return path


def test_a_download_from_opus(tmp_path: Path) -> None:
    read = read_bitext(str(opus(tmp_path)), "en", "es")
    assert list(read) == [("Hello , everyone", "Hola a todos.")]
    assert [bead.score for bead in read.beads] == [None]  # hunalign's certainty is no probability


@pytest.mark.parametrize(
    ("links", "problem"),
    [
        ('<link xtargets="1;3"/>', r"en-es\.xces:5: en/a\.xml\.gz has no sentence 3"),
        ('<link xtargets="1"/>', r":5: xtargets='1' has not two sides"),
        ("", "there are no links in it"),
        ("<link", "it is not well-formed XML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, links: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_bitext(str(opus(tmp_path, links)), "en", "es")


def test_a_file_reaches_for_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text('<text><s id="1">secret</s></text>')
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in ("../secret.xml", str(tmp_path / "secret.xml")):
        (inner / "a.xces").write_text(
            f'<cesAlign><linkGrp fromDoc="{name}" toDoc="{name}"><link xtargets="1;1"/></linkGrp></cesAlign>'
        )
        with pytest.raises(InputError, match=r"lies outside of its folder"):
            read_bitext(str(inner / "a.xces"), "en", "es")
    (inner / "a.xces").write_text(
        '<cesAlign><linkGrp fromDoc="b" toDoc="b"><link xtargets="1;1"/></linkGrp></cesAlign>'
    )
    with pytest.raises(InputError, match="the document b is not there"):
        read_bitext(str(inner / "a.xces"), "en", "es")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = opus(tmp_path)
    (tmp_path / "xml" / "en" / "a.xml").write_text(
        '<!DOCTYPE text [<!ENTITY e SYSTEM "file:///etc/passwd">]><text><s id="1">&e;</s><s id="2">b</s></text>'
    )
    with pytest.raises(InputError, match="entit"):
        read_bitext(str(path), "en", "es")


def test_control_characters_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"sentence 1 has the control character U\+0007, which XCES cannot carry"):
        write_pairs([Pair("a\x07", "b")], HEADING, str(tmp_path / "c.xces"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("opus_read") is None, reason="OpusTools is not here")
def test_opus_tools_agree(tmp_path: Path) -> None:
    pairs = [
        Pair("One. Two & <three>.", "Uno.", 0.5, None, ((0, 4), (5, 19)), ((0, 4),), "news/a.txt"),
        Pair("Four. 😀", "Cuatro «y» medio.", document="b.txt"),
    ]
    write_pairs(pairs, HEADING, str(tmp_path / "corpus.xces"))
    outputs = [tmp_path / "out.en", tmp_path / "out.es"]
    subprocess.run(
        ["opus_read", "-d", "corpus", "-s", "en", "-t", "es", "-p", "raw", "-rd", str(tmp_path), "-af", "corpus.xces",
         "-wm", "moses", "-w", *map(str, outputs)],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = [file.read_text(encoding="utf-8").splitlines() for file in outputs]
    assert list(zip(*read, strict=True)) == [(pair.source, pair.target) for pair in pairs]
