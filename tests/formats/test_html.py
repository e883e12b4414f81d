"""Web pages: which texts become blocks, with which role, language, address and line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.html import read_document
from aligner.model import Document

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<title>Bread for all | The Ribamar Post</title>
<meta name="description" content="The council meets the bakers.">
<meta property="og:title" content="Bread for all">
<meta property="og:description" content="The council  meets the bakers.">
<link rel="alternate" hreflang="es" href="https://post.example/es/pan/">
<link rel="alternate" hreflang="en" href="https://post.example/en/bread">
<script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Bread for all",
 "image": {"caption": "Bakers in the town hall"}, "description": "Forty bakers &amp; one mayor"}
</script>
<style>p { color: red }</style>
</head>
<body class="has-nav footer-sticky">
<a href="#main">Skip to content</a>
<header>
  <a href="/" title="Front page">The Ribamar Post</a>
  <nav aria-label="Sections"><ul><li><a href="/w">World</a></li><li><a lang="es" hreflang="es" href="/es">Español</a></li></ul></nav>
</header>
<main id="main"><article class="post author-jane">
<h1>Bread for&nbsp;all</h1>
<p class="byline">By <a rel="author" href="/a">Elvira Pons</a> · 4 May</p>
<p>The coun<b>cil</b> met on
Tuesday.<br>Nobody   came.<br><br>A second <abbr title="World Bread Office">WBO</abbr> paragraph<sup><a href="#n1">1</a></sup>.</p>
<figure><img src="a.jpg" alt="Forty bakers"><figcaption>Bakers in the hall</figcaption></figure>
<ul><li>Flour<ul><li>Rye</li></ul></li></ul>
<blockquote><p>We are here.</p></blockquote>
<table><caption>Prices</caption><tr><th>Loaf</th><td>2 euros</td></tr></table>
<p>Read it in <a href="/es/pan">Spanish</a></p>
<pre><code>x = 1</code></pre>
<div style="display: none">Cookies <p>Accept</p></div>
<p>Visible <span aria-hidden="true">arrow</span> text.</p>
<div class="author-bio"><h3>The author</h3><p>Writes about bread.</p></div>
</article>
<section id="respond"><h3>Leave a Reply</h3><form>
<label>Name</label><input placeholder="Your name"><textarea></textarea><select><option>Mr</option><option>Ms</option></select>
<input type="submit" value="Send"></form></section>
</main>
<footer><a href="/about">About us</a> | <a href="/legal">Legal notice</a> <small>© The Post</small></footer>
<script>var hidden = "text";</script><noscript>No script</noscript><svg><title>Icon</title></svg>
<template><p>Later</p></template>
</body></html>
"""

EXPECTED = [
    ("title", "Bread for all | The Ribamar Post"),
    ("description", "The council meets the bakers."),
    ("title", "Bread for all"),
    ("description", "Forty bakers & one mayor"),
    ("caption", "Bakers in the town hall"),
    ("navigation", "Skip to content"),
    ("navigation", "The Ribamar Post"),
    ("label", "Front page"),
    ("navigation", "World"),
    ("language-link", "Español"),
    ("label", "Sections"),
    ("heading", "Bread for\u00a0all"),
    ("byline", "By Elvira Pons · 4 May"),
    ("paragraph", "The council met on Tuesday. Nobody came."),
    ("paragraph", "A second WBO paragraph."),
    ("label", "World Bread Office"),
    ("alt-text", "Forty bakers"),
    ("caption", "Bakers in the hall"),
    ("list-item", "Flour"),
    ("list-item", "Rye"),
    ("quotation", "We are here."),
    ("caption", "Prices"),
    ("table-cell", "Loaf"),
    ("table-cell", "2 euros"),
    ("language-link", "Read it in Spanish"),
    ("paragraph", "Cookies"),
    ("paragraph", "Accept"),
    ("paragraph", "Visible text."),
    ("paragraph", "arrow"),
    ("bio", "The author"),
    ("bio", "Writes about bread."),
    ("form", "Leave a Reply"),
    ("form", "Name"),
    ("label", "Your name"),
    ("form", "Mr"),
    ("form", "Ms"),
    ("label", "Send"),
    ("footer", "About us"),
    ("footer", "Legal notice"),
    ("footer", "© The Post"),
    ("paragraph", "No script"),
    ("alt-text", "Icon"),
    ("paragraph", "Later"),
]


def read(page: str) -> Document:
    return read_document(page.encode(), "a.html", "en")


def blocks(page: str) -> list[tuple[str, str]]:
    document = read(page)
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


def test_a_whole_page() -> None:
    assert blocks(PAGE) == EXPECTED


def test_the_text_is_the_blocks_joined_by_blank_lines() -> None:
    document = read(PAGE)
    assert document.text == "\n\n".join(said for _, said in EXPECTED)
    assert document.text == "\n\n".join(document.block_text(block) for block in document.blocks)


def test_hidden_text_is_marked() -> None:
    document = read(PAGE)
    hidden = [document.block_text(block) for block in document.blocks if block.hidden]
    assert hidden == ["Cookies", "Accept", "arrow", "No script", "Later"]


def test_declared_languages() -> None:
    document = read('<html lang="en-GB"><p>One <p lang="es-MX">Dos<p lang="??">Three<p>Say <i lang="es">hola</i></p>')
    assert [block.language for block in document.blocks] == ["en", "es", "en", "en"]
    document = read('<p>One<p xml:lang="es">Dos <p><i lang="fr">Trois</i></p>')
    assert [block.language for block in document.blocks] == [None, "es", "fr"]


def test_addresses_and_lines() -> None:
    document = read(PAGE)
    of = {document.block_text(block): block for block in document.blocks}
    assert of["Bread for\u00a0all"].address == "/html/body/main[1]/article[1]/h1[1]"
    assert of["Forty bakers"].address == "/html/body/main[1]/article[1]/figure[1]/img[1]/@alt"
    assert of["Bread for all"].address == "/html/head/meta[2]/@content"
    lines = PAGE.split("\n")
    places = dict(document.places)
    for said in ("Bread for all", "Bread for\u00a0all", "A second WBO paragraph.", "Rye", "Legal notice", "Your name"):
        word = said.split()[0].split("\u00a0")[0]
        assert word in lines[places[of[said].start] - 1], said
    tuesday = document.text.index("Tuesday")
    assert lines[places[tuesday] - 1].startswith("Tuesday")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<div>One<p>Two</p>three</div>", ["One", "Two", "three"]),
        ("<p>un<wbr>break<b>able</b>\u00ad word&shy;s</p>", ["unbreakable words"]),
        ("<p>a &lt;b&gt; &amp; caf&eacute; &#8212; &hellip;</p>", ["a <b> & café — …"]),
        ("<p>One<br/>\n<br>Two<br>three", ["One", "Two three"]),
        ("<p>un<!-- note -->broken</p>", ["unbroken"]),
        ("<pre>One\ntwo\n\n\nThree</pre>", ["One two", "Three"]),
        ("<p>* * *</p><p>Text</p>", ["Text"]),
        ("Bare text", ["Bare text"]),
        ("<button>Send</button><button>Back</button>", ["Send", "Back"]),
        ('<img alt=""><img alt="IMG_1234.jpg"><img alt="A boat" title="A boat">', ["A boat"]),
        ('<a title="Same">Same</a>', ["Same"]),
        ("<p>Unclosed <b>bold<p>Next</i></div>", ["Unclosed bold", "Next"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<p>x</p><math><mi>y</mi><annotation>\\\\y</annotation></math>", ["x", "y"]),
        ('<?xml version="1.0"?><title/><script src="x"/><div class="a"/><p>Text<br/>more</p>', ["Text more"]),
        ('<map><area alt="Door" href="x"></map>', ["Door"]),
        ('<meta itemprop="headline" content="News"><p>Text</p>', ["News", "Text"]),
    ],
)
def test_runs_of_text(page: str, expected: list[str]) -> None:
    assert [said for _, said in blocks(page)] == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<div class="social"><a href=a>Share</a> <a href=b>Post</a></div>', [("navigation", "Share"), ("navigation", "Post")]),
        ("<p>See <a href=a>this</a> and <a href=b>that</a> too.</p>", [("paragraph", "See this and that too.")]),
        ("<footer>Under a <a href=a>free</a> licence.</footer>", [("footer", "Under a free licence.")]),
        ("<footer>All rights reserved · <a href=a>Legal</a></footer>", [("footer", "All rights reserved ·"), ("footer", "Legal")]),
        ("<p><a href='#x'>To the top</a></p>", [("navigation", "To the top")]),
        ("<p>A long sentence about <a hreflang=fr href=x>Le Monde</a>, which everybody in the town has read.</p>",
         [("paragraph", "A long sentence about Le Monde, which everybody in the town has read.")]),
        ('<div class="lang-switcher"><a href="/es">ES</a><a href="/en">EN</a></div>', [("language-link", "ES"), ("language-link", "EN")]),
        ('<div class="lang-en"><p>An article, with nothing to switch.</p></div>', [("paragraph", "An article, with nothing to switch.")]),
        ('<div class="nav-open"><h1>Title</h1><p>Text</p></div>', [("heading", "Title"), ("paragraph", "Text")]),
        ('<span itemprop="author">A. Ruiz</span>', [("byline", "A. Ruiz")]),
        ('<p>Text by <span class="author">A. Ruiz</span> and many others.</p>', [("paragraph", "Text by A. Ruiz and many others.")]),
        ('<div><h3>Join us</h3><input placeholder="E-mail"><button>Go</button></div>',
         [("form", "Join us"), ("label", "E-mail"), ("form", "Go")]),
        ('<figure><img alt="A"><p>Text below</p></figure>', [("alt-text", "A"), ("caption", "Text below")]),
        ('<figure><blockquote>Said</blockquote></figure>', [("quotation", "Said")]),
        ('<img alt="A" title="B">', [("alt-text", "A"), ("alt-text", "B")]),
        (f'<div class="author">A. Ruiz <p>{"Writes about bread. " * 10}</p></div>',
         [("bio", "A. Ruiz"), ("bio", ("Writes about bread. " * 10).strip())]),
        (f'<div class="post author-ruiz"><h2>Bread</h2><p>{"He writes. " * 30}</p></div>',
         [("heading", "Bread"), ("paragraph", ("He writes. " * 30).strip())]),
        ("<td><p>One</p><p>Two</p></td>", [("paragraph", "One"), ("paragraph", "Two")]),
    ],
)  # fmt: skip
def test_roles(page: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(page) == expected


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>", "cp1252"),
        ("<?xml version='1.0' encoding='iso-8859-15'?>", "iso8859-15"),
        ('<meta charset="utf-16">', "utf-8"),
        ("", "utf-16"),
        ("", "cp1252"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    data = f"{head}<p>El niño cumplió años en España.</p>".encode(encoding)
    assert read_document(data, "a.html", "es").text == "El niño cumplió años en España."


def test_a_page_without_text_has_no_blocks() -> None:
    for page in ("<!-- nothing -->", "<html></html>", " ", "<script>x</script>"):
        assert read(page).blocks == ()


def test_entities_of_a_document_type_are_not_expanded() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "laughs">]><p>Text &x; &y;</p>'
    assert "root:" not in read(page).text
    assert "laughs laughs" not in read(page.replace("&y;", "&y; &y;")).text


def test_a_form_around_the_whole_page_is_no_form() -> None:
    long = "The council met. " * 200
    assert blocks(f"<form><p>{long}</p></form>")[0][0] == "paragraph"
    assert blocks("<form><p>Search the archive</p></form>")[0][0] == "form"


def test_broken_json_ld_is_passed_over() -> None:
    deep = "[" * 100_000
    for script in ("{", deep, '{"headline": 3}', '{"headline": "\\ud800"}', '"headline"'):
        assert blocks(f'<script type="application/ld+json">{script}</script><p>Text</p>') == [("paragraph", "Text")]


@pytest.mark.parametrize("tag", ["div", "span", "b", "ul", "table"])
def test_ten_thousand_levels_end_in_one_line(tag: str) -> None:
    try:
        said = read(f"<{tag}>" * 10_000 + "deep").text
    except InputError as error:
        said = str(error)
    assert "nested too deeply" in said or "deep" in said.split()


def test_a_thousand_levels_are_read() -> None:
    assert read("<div>" * 1000 + "deep" + "</div>" * 1000 + "<p>after</p>").text == "deep\n\nafter"


def test_fifty_megabytes_in_one_line() -> None:
    began = time.monotonic()
    document = read_document(b"<p>" + b"word word word. " * 3_300_000 + b"</p><p>after</p>", "a.html", "en")
    assert document.text.endswith("\n\nafter")
    assert time.monotonic() - began < 60


PARTS = st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<a href=x>", "</a>", "<li>", "<nav>", "</nav>", "<pre>",
    "<img alt='alt text'>", "<span hidden>", "</span>", "<td>", "word ", " ", "\n", "año", "&nbsp;", "\u00ad", "<!--x-->",
    "<footer>", "</footer>", "<button title='t'>", "<script>", "</script>", "<h1 lang=es>", "</h1>",
])  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_blocks_are_ordered_spans_with_places(page: str) -> None:
    document = read(page)
    last = -2
    for block in document.blocks:
        assert block.start == last + 2
        said = document.block_text(block)
        assert said
        assert said == said.strip()
        last = block.end
    assert len(document.text) == max(0, last)
    offsets = [offset for offset, _ in document.places]
    assert offsets == sorted(set(offsets))
    assert {block.start for block in document.blocks} <= set(offsets)
    assert all(1 <= line <= page.count("\n") + 1 for _, line in document.places)


@given(st.lists(st.sampled_from(["word", "año", "x1"]), min_size=1, max_size=12), st.integers(0, 10))
@settings(max_examples=50, deadline=None)
def test_no_word_of_a_paragraph_is_lost(words: list[str], bold: int) -> None:
    marked = [f"<b>{word}</b>" if number == bold else word for number, word in enumerate(words)]
    assert blocks(f"<p>{' '.join(marked)}</p>") == [("paragraph", " ".join(words))]
