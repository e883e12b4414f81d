"""Files that state sentence numbers: what they say, and what is wrong with them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.evaluation.listing import ListedBead, Naming
from aligner.evaluation.reading import form_of, jsonl_listing, ladder_listing, xces_listings

NUMBERS = st.lists(st.integers(0, 10**11), max_size=5)


def test_a_ladder() -> None:
    listing = ladder_listing("[0]:[0]:0.12\r\n\n [1, 2] : [1] \n[3]:[]:nan\n[]:[2, 3]:-1e-05\n", "a.gold")
    assert listing.beads == (
        ListedBead((0,), (0,), line=1),
        ListedBead((1, 2), (1,), line=3),
        ListedBead((3,), (), line=4),
        ListedBead((), (2, 3), line=5),
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.floats(allow_nan=False, allow_infinity=False)), min_size=1))
def test_every_ladder_that_python_writes(rows: list[tuple[list[int], list[int], float]]) -> None:
    rows.append(([0], [0], 0.0))
    listing = ladder_listing("\n".join(f"{source}:{target}:{cost}" for source, target, cost in rows), "a")
    kept = [(tuple(source), tuple(target)) for source, target, _ in rows if source or target]
    assert [(bead.source, bead.target) for bead in listing.beads] == kept


@pytest.mark.parametrize(
    "line",
    [
        "hello", "[0]", "[0]:[0", "[0]:0", "[a]:[0]", "[0]:[-1]", "[0]:[1.5]", "[0 1]:[0]", "[0]:[0]:x", "[0]:[0]:1:2",
        "[²]:[0]", "__import__('os')", "[0]:[" + "9" * 5000 + "]", "[[0]]:[0]",
    ],
)  # fmt: skip
def test_a_malformed_ladder_line_is_named(line: str) -> None:
    with pytest.raises(InputError) as caught:
        ladder_listing(f"[0]:[0]\n{line}\n", "a.ladder")
    assert str(caught.value).startswith("a.ladder:2: ")
    assert "is not a bead; write one bead a line" in str(caught.value)
    assert len(str(caught.value)) < 200


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_a_ladder_or_an_input_error(text: str) -> None:
    try:
        beads = ladder_listing(text, "a").beads
    except InputError:
        return
    assert all(bead.source or bead.target for bead in beads)


@pytest.mark.parametrize("text", ["", "\n\n", "[]:[]\n"])
def test_a_file_without_beads(text: str) -> None:
    with pytest.raises(InputError, match="there are no beads in it"):
        ladder_listing(text, "a.ladder")


def test_json_lines() -> None:
    rows = [
        {"source": "A", "target": "B", "source_sentences": [0], "target_sentences": [0, 1], "score": 0.5},
        {"source_sentences": [1], "target_sentences": []},
    ]
    listing = jsonl_listing("\n".join(json.dumps(row) for row in rows) + "\n", "a.jsonl")
    assert listing.beads == (ListedBead((0,), (0, 1), ("A", "B"), 1), ListedBead((1,), (), None, 2))
    assert not listing.has_texts


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('{"source": "A", "target": "B"}', "'source_sentences' is missing"),
        ('{"source_sentences": 0, "target_sentences": [0]}', "not a list of numbers"),
        ('{"source_sentences": [0], "target_sentences": [true]}', "not a list of numbers"),
        ('{"source_sentences": [0], "target_sentences": [-1]}', "not a list of numbers"),
        ('{"source_sentences": [0.0], "target_sentences": [0]}', "not a list of numbers"),
    ],
)
def test_a_malformed_json_line_is_named(line: str, problem: str) -> None:
    with pytest.raises(InputError, match=f"^a.jsonl:1: .*{problem}"):
        jsonl_listing(line, "a.jsonl")


XCES = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
<cesAlign version="1.0">
<linkGrp targType="s" fromDoc="en/a.xml" toDoc="es/a.xml">
<link id="SL1" xtargets="s1;s1 s2" certainty="0.9" />
<link xtargets="s2;" /><link xtargets=" ;s3" />
</linkGrp>
<linkGrp fromDoc="en/b.xml" toDoc="es/b.xml"><link xtargets="1;1"/></linkGrp>
</cesAlign>"""


def test_xces_has_a_document_for_each_group_of_links() -> None:
    first, second = xces_listings(XCES.encode(), "a.xml")
    assert first.naming is Naming.IDENTIFIERS
    assert (first.name, second.name) == ("en/a.xml es/a.xml", "en/b.xml es/b.xml")
    assert [(bead.source, bead.target) for bead in first.beads] == [
        (("s1",), ("s1", "s2")),
        (("s2",), ()),
        ((), ("s3",)),
    ]
    assert [bead.line for bead in first.beads] == [5, 6, 6]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<cesAlign><linkGrp>", "not well-formed XML"),
        ("<html/>", "it is not XCES"),
        ("<cesAlign/>", "there are no links"),
        ('<cesAlign><linkGrp fromDoc="a"/></cesAlign>', "there are no links in it for a"),
        ('<cesAlign><link xtargets="s1"/></cesAlign>', "has not two sides"),
        ('<cesAlign><link xtargets="s1;s2;s3"/></cesAlign>', "has not two sides"),
        ("<cesAlign><link/></cesAlign>", "has not two sides"),
        (XCES.replace("/b.xml", "/a.xml"), "two groups of links for en/a.xml es/a.xml"),
    ],
)
def test_malformed_xces(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        xces_listings(text.encode(), "a.xml")


def test_xces_does_not_reach_for_other_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("xces") / "secret"
    secret.write_text("s1;s1", encoding="utf-8")
    text = f'<!DOCTYPE cesAlign [<!ENTITY x SYSTEM "file://{secret}">]><cesAlign><link xtargets="s1;s1"/>&x;</cesAlign>'
    assert len(xces_listings(text.encode(), "a.xml")[0].beads) == 1
    bomb = '<!DOCTYPE cesAlign [<!ENTITY x "s1;s1">]><cesAlign><link xtargets="&x;&x;&x;"/></cesAlign>'
    with pytest.raises(InputError):
        xces_listings(bomb.encode(), "a.xml")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"[0]:[0]", "ladder"),
        (b"\xef\xbb\xbf\n{}", "jsonl"),
        (XCES.encode(), "xces"),
        (b"<?xml version='1.0'?><tmx>", "tmx"),
        ("<?xml version='1.0'?><tmx>".encode("utf-16"), "tmx"),
        (b"<?xml version='1.0'?>\n<xliff version='1.2'>", "xliff"),
        (b"hello", "ladder"),
    ],
)
def test_the_form_of_a_file_by_its_beginning(data: bytes, form: str) -> None:
    assert form_of(data) == form
