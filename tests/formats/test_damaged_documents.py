"""Damaged files of every packed format, whatever the damage: a document with sound spans, or one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from handmade import docx_parts, epub_parts, odt_parts, packed, paragraph, pdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats import parse_document
from aligner.formats.archives import parse_xml

SAID = "The town hall opened the bridge."
PARTS: dict[str, Callable[[], dict[str, str | bytes]]] = {
    "docx": lambda: docx_parts(
        f"{paragraph(SAID)}<w:tbl><w:tr><w:tc>{paragraph(SAID)}</w:tc></w:tr></w:tbl>",
        footnotes=f"<w:footnotes ><w:footnote>{paragraph(SAID)}</w:footnote></w:footnotes>",
        styles="<w:styles ><w:style w:styleId='A'><w:name w:val='heading 1'/></w:style></w:styles>",
    ),
    "odt": lambda: odt_parts(f"<text:p>{SAID}<text:s text:c='2'/></text:p>", masters="<style:master-page/>"),
    "epub": lambda: epub_parts({"a.xhtml": f"<p>{SAID}</p>"}),
}
_EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.binary(max_size=8)), min_size=1, max_size=5)
Edits = list[tuple[float, int, bytes]]


def damaged(data: bytes, edits: Edits) -> bytes:
    """The bytes with some left out and others put in."""
    for place, left_out, put_in in edits:
        at = int(place * len(data))
        data = data[:at] + put_in + data[at + left_out :]
    return data


def require_sound(data: bytes, suffix: str) -> None:
    try:
        document = parse_document(data, f"a.{suffix}", "en")
    except InputError as error:
        assert str(error).startswith("a.")  # noqa: PT017
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        return
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end


@pytest.mark.parametrize("suffix", PARTS)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(st.integers(0, 20), _EDITS)
def test_a_damaged_part(suffix: str, number: int, edits: Edits) -> None:
    parts = PARTS[suffix]()
    name = list(parts)[number % len(parts)]
    content = parts[name]
    require_sound(
        packed({**parts, name: damaged(content.encode() if isinstance(content, str) else content, edits)}), suffix
    )


@pytest.mark.parametrize("suffix", PARTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(_EDITS)
def test_a_damaged_archive(suffix: str, edits: Edits) -> None:
    require_sound(damaged(packed(PARTS[suffix]()), edits), suffix)


@settings(max_examples=80, deadline=None)
@given(_EDITS)
def test_a_damaged_pdf(edits: Edits) -> None:
    require_sound(damaged(pdf([[SAID], [SAID]]), edits), "pdf")


def test_what_is_told_of_a_damaged_part_is_one_line() -> None:
    with pytest.raises(InputError) as caught:
        parse_xml(b"<a>one\x00two</a>", "a.docx", "word/document.xml")
    assert len(str(caught.value).splitlines()) == 1
