"""Glossaries: tables, TBX in both versions, TMX; and what is wrong in them, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError, UnknownFormat
from aligner.formats import read_glossary
from aligner.model import Term

TBX_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="c1">
  <langSet xml:lang="en-GB">
    <tig><term>treaty</term><termNote type="partOfSpeech">noun</termNote></tig>
    <ntig><termGrp><term>pact</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
  </langSet>
  <langSet xml:lang="es">
    <tig><term>tratado</term></tig>
    <tig><term> acuerdo
      internacional</term><termNote type="normativeAuthorization">admittedTerm</termNote></tig>
    <tig><term>pacto</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
  </langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>
</body></text></martif>
"""
TBX_3 = """<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1">
  <langSec xml:lang="en"><termSec><term>treaty</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
  <langSec xml:lang="es"><termSec><term>tratado</term></termSec>
    <termSec><term>pacto</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>
"""
TMX = """<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>treaty</seg></tuv>
<tuv xml:lang="es"><seg>tratado</seg></tuv></tu></body></tmx>
"""


def read(folder: Path, name: str, text: str, source: str = "en", target: str = "es") -> tuple[Term, ...]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_glossary(str(path), source, target)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("g.tsv", "source\ttarget\tforbidden\ntreaty\ttratado\tpacto\nbank\tbanco\t\n", [Term("treaty", ("tratado",), ("pacto",)), Term("bank", ("banco",))]),
        ("g.csv", "Forbidden,Target,Source\npacto | arreglo,tratado|acuerdo,treaty\n", [Term("treaty", ("tratado", "acuerdo"), ("pacto", "arreglo"))]),
        ("g.csv", "en;es;case;pos;note\nNATO;OTAN;yes;noun;the alliance\n", [Term("NATO", ("OTAN",), (), True, "noun", "the alliance")]),
        ("g.csv", "Spanish,English\ntratado,treaty\n", [Term("treaty", ("tratado",))]),
        # without names of columns; a comment, empty rows; a ban
        ("g.csv", "treaty,tratado,pacto\n# later\n\n,,minusválido\n", [Term("treaty", ("tratado",), ("pacto",)), Term("", (), ("minusválido",))]),
        ("g.csv", 'source,target\n"the ""big"", one","el\n«grande»"\n', [Term('the "big", one', ("el\n«grande»",))]),
        ("g.csv", "source,target\ncar|automobile,coche\n", [Term("car", ("coche",)), Term("automobile", ("coche",))]),
        ("g.csv", "source,target,forbidden,count,score,example\ncar,coche,,3,0.9,A car.\n", [Term("car", ("coche",))]),
        ("g.tmx", TMX, [Term("treaty", ("tratado",))]),
        ("g.tbx", TBX_3, [Term("treaty", ("tratado",), ("pacto",), kind="noun")]),
        ("g.tbx", TBX_2, [
            Term("treaty", ("tratado", "acuerdo internacional"), ("pacto",), kind="noun"),
            Term("pact", ("tratado", "acuerdo internacional"), ("pacto",), kind="noun"),
        ]),
    ],
)  # fmt: skip
def test_what_is_read(tmp_path: Path, name: str, text: str, expected: list[Term]) -> None:
    assert list(read(tmp_path, name, text)) == expected


def test_the_other_direction(tmp_path: Path) -> None:
    assert read(tmp_path, "g.csv", "en,es\ntreaty,tratado\n", "es", "en") == (Term("tratado", ("treaty",)),)
    # What is forbidden in Spanish says nothing of English.
    assert read(tmp_path, "g.csv", "en,es,forbidden\ntreaty,tratado,pacto\n", "es", "en") == (
        Term("tratado", ("treaty",)),
    )
    assert read(tmp_path, "g.tbx", TBX_3, "es", "en") == (Term("tratado", ("treaty",)), Term("pacto", ("treaty",)))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "g.csv",
            "source,target\ntreaty,\n",
            r"g\.csv:2: the row has neither a target term nor a forbidden one \(treaty\)",
        ),
        ("g.csv", "source,target\nbank,banco\n,tratado\n", r"g\.csv:3: the row has no source term \(tratado\)"),
        ("g.csv", 'source,target\n"treaty,tratado\n', r"g\.csv:2: it is not a table"),
        ("g.csv", "source,target\n", r"g\.csv: there are no terms in it"),
        ("g.tbx", "<tbx>", r"g\.tbx:1: it is not well-formed XML"),
        ("g.tbx", "<html/>", r"g\.tbx:1: it is not TBX \(its root is <html>\)"),
        ("g.tbx", TBX_2.replace('"es"', '"fr"'), r"there are no terms in es \(languages: en, fr\)"),
        ("g.tbx", '<!DOCTYPE tbx [<!ENTITY a "b">]><tbx/>', r"it declares entities"),
        ("g.tmx", "<tmx/>", r"there are no translation units"),
    ],
)
def test_what_is_wrong(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read(tmp_path, name, text)


def test_other_files(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"suffix \.xlsx; give csv, tsv, tbx or tmx"):
        read(tmp_path, "g.xlsx", "")
    with pytest.raises(InputError, match="no such file"):
        read_glossary(str(tmp_path / "missing.csv"), "en", "es")


def test_no_file_is_opened_for_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    text = f'<!DOCTYPE tbx [<!ENTITY a SYSTEM "{tmp_path}/secret.txt">]><tbx><term>&a;</term></tbx>'
    with pytest.raises(InputError, match="it declares entities"):
        read(tmp_path, "g.tbx", text)


@given(st.text(max_size=60), st.sampled_from(["g.csv", "g.tsv", "g.tbx", "g.tmx"]))
@settings(deadline=None, max_examples=80)
def test_any_text_is_terms_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    path = tmp_path_factory.mktemp("glossary") / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    said = ""
    terms: tuple[Term, ...] = ()
    try:
        terms = read_glossary(str(path), "en", "es")
    except InputError as error:
        said = str(error)
    assert bool(terms) != (str(path) in said)
    assert all(term.source or term.forbidden for term in terms)
