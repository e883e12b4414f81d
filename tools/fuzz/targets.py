"""The table of what is fuzzed: a row each, with what it starts from and the words of its format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.fuzz import checking, reading, seeds, serving
from tools.fuzz.mutation import odd_bytes

Seeds = Callable[[], tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes input: `run` is given it, and a folder where it may write; `quick` is how many a test tries."""

    name: str
    run: Callable[[bytes, Path], object]
    seeds: Seeds
    tokens: tuple[bytes, ...] = ()
    quick: int = 20


def _alone(run: Callable[[bytes], object]) -> Callable[[bytes, Path], object]:
    return lambda data, _folder: run(data)


def _these(*contents: bytes) -> Seeds:
    return lambda: contents


def _several(name: str) -> Seeds:
    return lambda: (reading.packed_several(name),)


_TEXT = tuple(
    odd_bytes(word)
    for word in ("\ud800", "\udfff",
        *seeds.ENGLISH, *seeds.SPANISH, *seeds.REMARKS, "«", "»", "(", ")", "¿", "¡", "…", " – ", "1.5 million", "mil millones", "two thousand and six",
        "trescientos", "XIV", "3/4/2021", "enero", "12:30", "€ 3,5", "km²", "50 %", "1990s", "los 90", "NATO", "OTAN", "(OTAN)", "Sr.", "Mr.", "Dr. J. R. R.", "S.A.",
        "O'Neil", "García-Márquez", "Foto: EFE", "Leave a Reply", "%(name)s", "<b>", "</b>", "&nbsp;", "{{x}}", "$1", "https://a.b/c", "a@b.c", "\t", "\n", "\n\n",
    )
)  # fmt: skip
_XML = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&amp;", b"<?xml version='1.0' encoding='utf-16'?>", b"<?a b?>", b"<![CDATA[ ]]>", b"<!-- -->", b"xml:lang='es'",
    b"xml:space='preserve'", b"xmlns='x'", b"id='1'", b"<a:b xmlns:a='x'/>", b"/>", b">", b"<",
)  # fmt: skip
_TOKENS: dict[str, tuple[bytes, ...]] = {
    "markdown": (b"#", b"* ", b"> ", b"```", b"    ", b"|---|", b"[a]: b", b"![", b"](", b"<div>", b"---\n", b"$$", b"[^1]", b":::", b"{% a %}", b"<!--", b"\\"),
    "mdx": (b"{", b"}", b"<A>", b"</A>", b"<A b='", b"export const a = `", b"import", b"/* */", b"<>", b"</>"),
    "html": (b"<p>", b"<table><tr><td>", b"<svg>", b"<math>", b"<template>", b"<script>", b"<style>", b"<pre>", b"<select><option>", b"<frameset>", b"<base href='//['>",
             b"hidden", b"lang='", b"srcset='a 1x, b'", b"itemprop='author'", b"<meta charset='utf-7'>", b"<plaintext>", b"<ruby>", b"<title>", b"</body>", b"&#x80;"),
    "docx": (b"<w:p>", b"</w:p>", b"<w:r>", b"<w:t>", b"<w:tab/>", b"<w:ins>", b"<w:del>", b"<w:fldSimple w:instr='x'>", b"<mc:AlternateContent>", b"<m:oMath>",
             b"<w:numPr><w:ilvl w:val='99'/><w:numId w:val='-1'/></w:numPr>", b"<w:sdt>", b"w:val=''"),
    "odt": (b"<text:p>", b"<text:s text:c='99999999'/>", b"<text:span>", b"<text:list>", b"<draw:frame>", b"<text:h text:outline-level='x'>", b"<text:section>",
            b"table:number-columns-repeated='99999999'", b"<text:tracked-changes>"),
    "pdf": (b"endobj", b"stream", b"/Kids [2 0 R]", b"/Parent 2 0 R", b"/Count -1", b"/Filter /FlateDecode", b"/Filter [/ASCIIHexDecode /LZWDecode]", b"/Encrypt 1 0 R",
            b"BT", b"ET", b"Tj", b"'", b"Tm", b"0 0 0 0 0 0 cm", b"/ToUnicode 4 0 R", b"<<", b">>", b"xref", b"%%EOF", b"/Length 99999999", b"/Prev 9", b"/Rotate 90"),
    "srt": (b"-->", b"00:00:00,000 --> 99:99:99,999", b"\n\n", b"<i>", b"{\\an8}", b"- ", b"ANA:"),
    "vtt": (b"WEBVTT", b"NOTE", b"STYLE", b"REGION", b"<v Ana>", b"<c.a>", b"</v>", b"-->", b"align:start", b"\n\n"),
    "po": (b"msgid", b"msgstr", b"msgstr[9]", b"msgstr[-1]", b"msgctxt", b"msgid_plural", b"#~", b"#|", b"#,", b"fuzzy", b"\\ud800", b"\\x", b"\\777", b"\\", b'"', b"\n\n",
           b"charset=utf-16", b"charset=CHARSET", b"nplurals=99999999"),
    "csv": (b'"', b'""', b",", b";", b"\t", b"\n", b"source", b"target", b"en", b"forbidden"),
    "toml": (b"[", b"]", b"[[rule]]", b"=", b'"""', b"1979-05-27T07:32:00Z", b"nan", b"0x", b"[severity]", b"(?P<a>", b"{source}", b"(a|aa)+$", b"inf"),
    "ladder": (b"[", b"]", b":", b",", b"[1]", b"0.1", b"-1"),
    "srx": (b"(a+)+b", b"(?<!a*)", b"\\p{Foo}", b"[[:alpha:]]", b"(?", b"\\Q", b"[a&&b]", b"break='no'", b"cascade='no'", b"\\u{110000}", b"\\x{0}", b"a{99999}", b".*"),
    "requests": (b'"', b"{", b"}", b"\\u0000", b"\\ud800", b"%00", b"../", b"/static/../app.py", b"9999999999999999999", b"api", b"(a+)+b", b"--", b"kind"),
}  # fmt: skip
_IN_XML = ("html", "docx", "odt", "epub", "tmx", "xliff", "xliff2", "xces", "tbx", "srx", "sitemap")


def _tokens(name: str) -> tuple[bytes, ...]:
    return _TOKENS.get(name, ()) + (_XML if name in _IN_XML else ())


def _written(*names: str) -> list[Target]:
    return [
        Target(
            f"pairs-{name}",
            _alone(partial(reading.read_pairs, name=name)),
            partial(seeds.written, name),
            _tokens(name),
            40,
        )
        for name in names
    ]


TARGETS: tuple[Target, ...] = (
    *(
        Target(f"document-{name}", _alone(partial(reading.read_document, name=name)), made, _tokens(name))
        for name, made in seeds.DOCUMENTS.items()
    ),
    *_written("jsonl", "tsv", "tmx", "csv", "xliff", "xliff2", "parquet"),
    Target("pairs-po", _alone(partial(reading.read_pairs, name="po")), lambda: (seeds.PO, *seeds.written("po")), _tokens("po"), 40),
    Target("pairs-moses", partial(reading.read_several, name="moses"), _several("moses")),
    Target("pairs-xces", partial(reading.read_several, name="xces"), _several("xces"), _tokens("xces")),
    Target("pairs-written", _alone(reading.write_pairs), partial(seeds.written, "jsonl")),
    Target("glossary-csv", partial(reading.read_glossary, suffix=".csv"), _these(b"source,target,forbidden,case\nharbour,puerto|muelle,x,yes\na,b\n"), _tokens("csv")),
    Target("glossary-tbx", partial(reading.read_glossary, suffix=".tbx"), _these(seeds.TBX), _tokens("tbx")),
    Target("settings", reading.read_settings, _these(seeds.TOML), _tokens("toml")),
    Target("baseline", reading.read_known, _these(seeds.BASELINE), (b"texts", b"places"), 40),
    Target("manifest", reading.read_table_of_pairs, _these(seeds.MANIFEST), (b"\t", b"source", b"name", b"../", b"/", b"-"), 40),
    Target("sitemap", reading.read_sitemap, _these(seeds.SITEMAP), (*_XML, b"href='//['", b"http://[", b"hreflang='x-default'", b":99999"), 40),
    Target("project", reading.read_project, lambda: (serving.project().read_bytes(),)),
    Target("ladder", _alone(reading.read_ladder), _these(seeds.LADDER), _tokens("ladder"), 40),
    Target("beads", _alone(reading.read_beads), _these(seeds.BEADS), (), 40),
    Target("links", _alone(reading.read_links), lambda: tuple(one for name, one in seeds.several("xces").items() if "/" not in name), _tokens("xces"), 40),
    Target("neutral", _alone(reading.read_neutral), _these(seeds.NEUTRAL), (), 40),
    Target("locks", _alone(reading.read_locked), _these(seeds.BEADS), (), 40),
    Target("remark", _alone(reading.read_remark), _these(*(one.partition(": ")[2].encode() for one in seeds.REMARKS)), (b"ignore", b",", b"NUM", b":"), 40),
    Target("rules-srx", _alone(reading.split_by_rules), _these(seeds.SRX), _tokens("srx")),
    Target("sentences", _alone(reading.split), lambda: (seeds.article("es", "txt")[:3000], "\n".join(seeds.ENGLISH).encode()), _TEXT),
    Target("check-pairs", _alone(checking.check_rows), lambda: (seeds.lines_of_pairs(),), _TEXT, 6),
    Target("check-alone", _alone(checking.check_alone), lambda: ("\n".join(seeds.SPANISH).encode(), seeds.article("es", "txt")[:2000]), _TEXT, 6),
    Target("align", _alone(checking.align_and_check), lambda: ("\n---\n".join(map("\n".join, (seeds.ENGLISH, seeds.SPANISH))).encode(),), (*_TEXT, b"\n---\n"), 5),
    *(
        Target(f"fix-{name}", partial(checking.fix_document, suffix=suffix), seeds.DOCUMENTS[name], (*_tokens(name), *_TEXT), 3)
        for name, suffix in (("text", ".txt"), ("markdown", ".md"), ("html", ".html"), ("srt", ".srt"))
    ),
    *(
        Target(f"fix-{name}", partial(checking.fix_pairs, suffix=f".{name}"), partial(seeds.written, name), (*_tokens(name), *_TEXT), 3)
        for name in ("tsv", "csv", "po", "tmx", "xliff")
    ),
    Target("server-looks", serving.serve, _these(seeds.REQUESTS), _tokens("requests"), 4),
    Target("server-changes", serving.serve, _these(seeds.CHANGES), _tokens("requests"), 4),
)  # fmt: skip
