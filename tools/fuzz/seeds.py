"""What fuzzing starts from: small files of every format, most of them written by our own writers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from handmade import docx, epub, odt, paragraph, pdf

from aligner import formats
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Bitext, Details
from tools.fuzz import REPOSITORY

ENGLISH = (
    "The National Resistance Front (NRF) said on 3 May 2021 that 1,250 men came back; the FNR denied it.",
    "Mr. Saleh paid $4.5 million, i.e. 12 % of it, for 30 km² in Kabul. Nobody knows why.",
    "“Who is John O'Neil-Saleh?” asked the Minister of Defence (MoD) at a quarter to nine.",
    "See https://example.org/a?b=%s&c={name} or write to a@example.org on Monday, January 2nd.",
    "eventually, the actual library was embarrassed by the the carpet in the 1990s",
)
SPANISH = (
    "El Frente de Resistencia Nacional (FRN) dijo el 3 de mayo de 2012 que volvieron 1.250 hombres; el FNR lo negó.",
    "El Sr. Salleh pagó 4,5 millones de dólares, es decir, el 12 %, por 30 km² en Kabul. Nobody knows why.",
    "«¿Quién es John O'Neil-Saleh?», preguntó el Ministro de Defensa a las nueve menos cuarto",
    "Véase https://example.org/a?b=%d&c={name} o escriba a a@example.org el Lunes 2 de enero.",
    "Eventualmente, la actual librería fue embarazada por la carpeta en los años noventa",
)
_TITLE = "The harbour"
# Comments in texts that say what is to be left alone.
REMARKS = (
    "aligner: ignore NUM501",
    "aligner: ignore-start PUN",
    "aligner: ignore-end",
    "aligner: ignore-file ACR, name-drift",
)


def article(language: str, suffix: str) -> bytes:
    """The article of the founding case."""
    return (REPOSITORY / "corpora" / "panjshir-resistance" / f"article.{language}.{suffix}").read_bytes()


def pairs() -> Bitext:
    """The sentences above as pairs, with details, and one without a translation."""
    rows = [
        Row(source, target, number, 0.75, details=Details(f"id{number}", context="c", notes=("a note",)))
        for number, (source, target) in enumerate(zip(ENGLISH, SPANISH, strict=True), 1)
    ]
    return pairs_bitext([*rows, Row("Nothing.", "", 9)], "a", "en", "es")


def _marked() -> str:
    body = "".join(
        f"<p class='a'>{text.replace('&', '&amp;')}<br/><b>bold</b> <a href='x'>link</a></p>" for text in SPANISH
    )
    around = "<nav><a href='/' hreflang='en'>English</a></nav><figure><img alt='A boat' title='x'/><figcaption>Foto: EFE</figcaption></figure>"
    table = "<table><tr><th>a</th><td>b</td></tr></table><ul><li>one<li>two</ul><pre><code>x = 1</code></pre>"
    script = '<script type="application/ld+json">{"@type": "Article", "author": {"name": "A"}}</script>'
    return (
        f"<!DOCTYPE html><html lang='es'><head><meta charset='utf-8'><title>{_TITLE}</title><meta name='description' content='d'>"
        f"{script}</head><body>{around}<article><h1>{_TITLE}</h1>{body}{table}<!-- {REMARKS[1]} --></article></body></html>"
    )


def _markdown() -> str:
    text = "\n\n".join(SPANISH)
    return (
        f"---\ntitle: {_TITLE}\ntags: [a, b]\n---\n# {_TITLE}\n\n{text}\n\n* one\n* [two](x 'title')\n\n| a | b |\n|---|:-:|\n| c | d |\n\n"
        f"```py\nx = 1\n```\n\n> quoted ![alt](a.png)\n\n<!-- {REMARKS[0]} -->\n\n[^1]: note\n\n:::tip\nsaid $x$\n:::\n\n<div>*a*</div>\n"
    )


def _srt() -> str:
    return "\n".join(
        f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n<i>{text[:40]}</i>\n- {text[40:]}\n"
        for number, text in enumerate(SPANISH, 1)
    )


def _vtt() -> str:
    cues = _srt().replace(",", ".")
    return f"WEBVTT - x\n\nNOTE {REMARKS[0]}\n\nSTYLE\n::cue {{}}\n\n{cues}\n1\n00:00.000 --> 00:09.000 align:start\n<v Ana>Hola.</v>\n"


def _odt() -> bytes:
    text = "".join(f"<text:p>{one.replace('&', '&amp;')}<text:s text:c='2'/><text:tab/></text:p>" for one in SPANISH)
    note = "<text:p>a<text:note text:note-class='footnote'><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>"
    table = "<table:table><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>"
    return odt(f"<text:h text:outline-level='1'>{_TITLE}</text:h>{text}{note}{table}")


def _docx() -> bytes:
    body = "".join(paragraph(text.replace("&", "&amp;")) for text in SPANISH)
    field = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    headed = paragraph("a", '<w:pStyle w:val="A"/>')
    return docx(
        f"{body}{field}<w:tbl><w:tr><w:tc>{headed}</w:tc></w:tr></w:tbl>",
        footnotes=f"<w:footnotes ><w:footnote w:id='2'>{paragraph('note')}</w:footnote></w:footnotes>",
        styles="<w:styles ><w:style w:styleId='A'><w:name w:val='heading 1'/><w:basedOn w:val='A'/></w:style></w:styles>",
    )


DOCUMENTS: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
    "text": lambda: ("\n\n".join(SPANISH).encode(), article("es", "txt"), "\n".join(SPANISH).encode("utf-16")),
    "markdown": lambda: (_markdown().encode(),),
    "mdx": lambda: (b"import A from 'a'\n\n" + _markdown().encode() + b"\n<A b={1}>\n\n*c* {d.e}\n\n</A>\n",),
    "html": lambda: (_marked().encode(), article("es", "html")),
    "docx": lambda: (_docx(),),
    "odt": lambda: (_odt(),),
    "epub": lambda: (epub({"a.xhtml": f"<h1>{_TITLE}</h1><p>{SPANISH[0]}</p>", "b.xhtml": f"<p>{SPANISH[1]}</p>"}),),
    "pdf": lambda: (pdf([[_TITLE, *(text[:60] for text in SPANISH)], [text[60:] for text in SPANISH]], {_TITLE: 20}),),
    "srt": lambda: (_srt().encode(),),
    "vtt": lambda: (_vtt().encode(),),
}


@cache
def written(name: str) -> tuple[bytes, ...]:
    """The pairs above in a format that is one file."""
    pieces = [piece.encode() if isinstance(piece, str) else piece for piece in formats.pieces_of(pairs(), name)]
    return (b"".join(pieces),)


@cache
def several(name: str) -> Mapping[str, bytes]:
    """The pairs above in a format that is several files, by name."""
    with tempfile.TemporaryDirectory() as folder:
        formats.write_bitext(pairs(), str(Path(folder) / "a"), name)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        }


def lines_of_pairs() -> bytes:
    """Pairs as `rows_of` reads them."""
    return "\n".join(f"{source}\t{target}" for source, target in zip(ENGLISH, SPANISH, strict=True)).encode()


PO = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    f'#. {REMARKS[0]}\n#: a.c:1\n#, c-format, fuzzy\n#| msgid "old"\nmsgctxt "c"\nmsgid "one %d\\n"\nmsgid_plural "many\\t\\x41"\n'
    'msgstr[0] "uno"\nmsgstr[1] "\\ud800 \\u00f1 \\351"\n\n#~ msgid "gone"\n#~ msgstr "ido"\n\nmsgid "a"\nmsgstr "b"\n'
).encode()
SRX = b"""<?xml version="1.0"?><srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes">
<formathandle type="end" include="yes"/></header><body><languagerules><languagerule languagerulename="S">
<rule break="no"><beforebreak>\\b(Sr|Dra?)\\.</beforebreak><afterbreak>\\s\\p{Lu}</afterbreak></rule>
<rule break="yes"><beforebreak>[.?!]+</beforebreak><afterbreak>\\s</afterbreak></rule></languagerule></languagerules>
<maprules><languagemap languagepattern="(?i)es.*" languagerulename="S"/><languagemap languagepattern=".*" languagerulename="S"/></maprules></body></srx>"""
TBX = b"""<?xml version="1.0"?><martif type="TBX" xml:lang="en"><text><body><termEntry id="1"><langSet xml:lang="en"><tig><term>harbour</term>
<termNote type="partOfSpeech">noun</termNote></tig></langSet><langSet xml:lang="es"><tig><term>puerto</term></tig><ntig><termGrp><term>muelle</term>
<termNote type="administrativeStatus">deprecatedTerm</termNote></termGrp></ntig></langSet></termEntry></body></text></martif>"""
TOML = b"""lang = "es"\nselect = ["NUM", "name-drift"]\nextend-ignore = ["PUN704"]\nfail-on = "error"\nglossaries = ["g.csv"]\n[severity]\nNUM501 = "info"\n
[per-file-ignores]\n"*.md" = ["ACR302"]\n[[rule]]\ncode = "USR901"\nname = "own"\nmessage = "no {source}"\nsource = "(a+)+$"\ntarget = "b"\n"""
BASELINE = json.dumps(
    {
        "tool": "aligner",
        "baseline": 1,
        "texts": [{"paths": ["a.txt"], "findings": [{"code": "NUM501", "fingerprint": "0", "places": 2}]}],
    }
).encode()
MANIFEST = (
    b"source\ttarget\tname\na.en.txt\ta.es.txt\tone\n# said\nb/en.html\tb/es.html\t\n../c.en.txt\t../c.es.txt\tc/d\n"
)
LADDER = b"[0]:[0]:0.1\n[1, 2]:[1]:0.2\n[]:[2]:0.4\n[3]:[3]\n"
BEADS = b"".join(
    json.dumps({"source_sentences": [at], "target_sentences": [at], "source_spans": [[at, at + 1]], "target_spans": [[at, at + 1]],
                "locked": True, "score": 0.5}).encode() + b"\n"
    for at in range(4)
)  # fmt: skip
NEUTRAL = b'{"source": [1, 2, "a"], "target": []}'
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"><url>
<loc>https://example.org/en/a</loc><xhtml:link rel="alternate" hreflang="es" href="https://example.org/es/a"/><xhtml:link rel="alternate" hreflang="en-GB"
href="https://example.org/en/a"/></url></urlset>"""
REQUESTS = json.dumps(
    [
        {"path": "/api/project"},
        {
            "path": "/api/pairs/1/beads",
            "query": "first=0&count=3&code=NUM501&status=open&text=a.b&pattern=1&flagged=1&severity=error",
        },
        {"path": "/api/pairs/1/ids", "query": "decided=0"},
        {"path": "/api/beads", "query": "ids=1,2,3"},
        {"path": "/api/coverage", "query": "bead=1"},
        {"path": "/api/history", "query": "before=9&count=5&bead=1"},
        {"path": "/api/events", "query": "after=0"},
        {"path": "/api/export", "query": "pair=1&format=tmx"},
        {"path": "/api/report", "query": "format=json"},
        {"path": "/static/page.css"},
        {"path": "/"},
        {"path": "/login", "type": "application/x-www-form-urlencoded", "body": "passphrase=a&author=b"},
        {"path": "/api/author", "body": {"author": "Ana"}},
        {"path": "/api/judge", "body": {"beads": [1, 2]}},
        {"path": "/api/changes", "body": {"kind": "edit", "sentence": 1, "text": "New.", "seen": {"1": 1}}},
    ]
).encode()
_KINDS: dict[str, dict[str, object]] = {
    "merge": {"first": 1, "second": 2},
    "split": {"bead": 1, "source": 1, "target": 1},
    "unlink": {"bead": 3},
    "move": {"sentence": 2, "forward": True},
    "edit": {"sentence": 4, "text": "New."},
    "write": {"bead": 3, "side": "target", "text": "x"},
    "mark": {"bead": 2, "status": "done", "locked": False},
    "comment": {"bead": 2, "text": "why?"},
    "decide": {"finding": 1, "verdict": "rejected", "reason": "r"},
    "withdraw": {"finding": 1},
    "accept": {"finding": 1, "as": "name", "text": "Saleh", "target": "Saleh"},
    "fix": {"finding": 2},
    "undo": {},
    "redo": {},
}
CHANGES = json.dumps(
    [
        {"path": "/api/changes", "body": {"kind": kind, "seen": {"1": 1, "2": 1, "3": 1}, **values}}
        for kind, values in _KINDS.items()
    ]
).encode()
