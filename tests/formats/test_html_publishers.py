"""Pages as publishing systems write them: what is text, what stands around it, and what is no word of either."""

from __future__ import annotations

import time

import pytest

from aligner.formats.html import read_document
from aligner.model import Block, Document


def read(page: str) -> Document:
    return read_document(page.encode(), "a.html", "en")


def blocks(page: str) -> list[tuple[str, str]]:
    document = read(page)
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


def block_of(document: Document, said: str) -> Block:
    return next(block for block in document.blocks if document.block_text(block) == said)


WORDPRESS = """<article class="post-7 post hentry"><header class="entry-header"><h1 class="entry-title">The mill</h1>
<div class="entry-meta"><span class="posted-on">Posted on <a href="/p"><time>4 May</time></a></span></div></header>
<div class="entry-content">
<figure class="wp-block-image"><picture><source srcset="a.webp"><img src="a.jpg" alt="A wheel"></picture>
<figcaption class="wp-element-caption">The wheel in 1900</figcaption></figure>
<div class="wp-caption"><img src="b.jpg" alt=""><p class="wp-caption-text">Its other side</p></div>
<p>[caption id="attachment_6" align="left" width="300"]<img src="c.jpg" alt="">Never shown[/caption] It still turns.</p>
<div class="sharedaddy"><h3>Share this:</h3><ul><li class="share-x"><a href="?share=x">Share on X</a></li></ul></div>
<div id="jp-relatedposts"><h3><em>Related</em></h3></div></div></article>
<div id="comments"><h2>One thought</h2><div class="comment-content"><p>I liked it.</p></div></div>"""


def test_wordpress() -> None:
    assert blocks(WORDPRESS) == [
        ("heading", "The mill"),
        ("byline", "Posted on 4 May"),
        ("alt-text", "A wheel"),
        ("caption", "The wheel in 1900"),
        ("caption", "Its other side"),
        ("caption", "Never shown"),
        ("paragraph", "It still turns."),
        ("navigation", "Share this:"),
        ("navigation", "Share on X"),
        ("navigation", "Related"),
        ("form", "One thought"),
        ("form", "I liked it."),
    ]


MEDIAWIKI = """<div id="content"><h1>Mill</h1><div class="hatnote" role="note">See also <a href="/r">River</a>.</div>
<table class="infobox"><tr><th>Built</th><td>1900<sup class="reference"><a href="#cite_note-1">[1]</a></sup></td></tr></table>
<p>Its power <span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;"><math><mi>P</mi><mo>=</mo><mn>2</mn>
<annotation>{\\displaystyle P=2}</annotation></math></span><img alt="{\\displaystyle P=2}" src="p.svg">
</span> is small.</p>
<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#H"><span>1</span> History</a></li></ul></div>
<h2>History<span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>
<div class="reflist"><ol><li><span class="mw-cite-backlink">^ <a href="#r1"><sup>a</sup></a></span> Smith 1990.</li>
<li><a href="#r2">↑</a> Jones.</li></ol></div>
<div id="catlinks"><a href="/c">Categories</a>: <a href="/m">Mills</a></div></div>"""


def test_mediawiki() -> None:
    assert blocks(MEDIAWIKI) == [
        ("heading", "Mill"),
        ("paragraph", "See also River."),
        ("table-cell", "Built"),
        ("table-cell", "1900"),
        ("paragraph", "Its power P=2 is small."),
        ("navigation", "Contents"),
        ("navigation", "1 History"),
        ("heading", "History"),
        ("navigation", "[edit]"),
        ("footnote", "Smith 1990."),
        ("footnote", "Jones."),
        ("navigation", "Categories"),
        ("navigation", "Mills"),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        # the raised numbers of notes, and the ways back
        ('<p>Said<a class="footnote-anchor" href="#footnote-1">1</a>.</p>', ["Said."]),
        ('<p>Said<a href="#fn2"><sup>2</sup></a> so.</p>', ["Said so."]),
        ('<p>Said<a href="notes.html#n1"><sup>*</sup></a>.</p>', ["Said."]),
        ("<p>Five m<sup>2</sup></p>", ["Five m2"]),
        ('<li id="fn1">A note. <a href="#fnref1">↩</a></li>', ["A note."]),
        ('<h2 id="a">Part<a class="headerlink" href="#a">¶</a></h2>', ["Part"]),
        ('<p>See <a href="#3">3</a> below.</p>', ["See 3 below."]),
        ('<p>See <a href="#3">figure 3</a>.</p>', ["See figure 3."]),
        ('<p>Tags: <a rel="tag" href="/a">Mills</a>, <a rel="tag" href="/b">Rivers</a></p>', ["Tags:", "Mills", "Rivers"]),
        ('<p>One<span epub:type="pagebreak">12</span> word</p>', ["One word"]),
        # what programs show instead of something, or say of it
        ("<p>Watch <video><source src='a'><track label='In English'>No video here.</video> it</p>",
         ["Watch it", "In English", "No video here."]),
        ("<p>Before<iframe src='a' title='A map'></iframe>after</p>", ["Before after", "A map"]),
        ("<noscript><img src='a' alt='Twice'></noscript><p>Text</p>", ["Text"]),
        ("<svg><title>Rain</title><desc>It fell in May.</desc><g><text>Millimetres</text></g></svg>",
         ["Rain", "It fell in May.", "Millimetres"]),
        ("<optgroup label='Wheat'><option label='Rye'>r</option></optgroup>", ["r", "Rye", "Wheat"]),
        ("<ruby>go<rp>(</rp><rt>ho</rt><rp>)</rp></ruby>", ["go"]),
        # code that a highlighter cut into pieces
        ("<div class='highlight'><pre><span>def</span> f(): pass</pre></div><p>Text</p>", ["Text"]),
        ("<div class='codehilite'><table><td class='linenos'><pre>1</pre></td></table></div>", []),
        ("<span class='katex'><span class='katex-mathml'><math><mi>x</mi></math></span><span class='katex-html'>x</span></span>",
         ["x"]),
        # codes of WordPress that were never replaced; other words in brackets are text
        ("<p>[gallery ids='1,2'] See [1] and [sic].</p>", ["See [1] and [sic]."]),
    ],
)  # fmt: skip
def test_texts(page: str, expected: list[str]) -> None:
    assert [said for _, said in blocks(page)] == expected


def test_what_is_shown_instead_is_hidden() -> None:
    document = read("<p>Watch <video>No video here.</video></p><noscript><p>No script.</p></noscript>")
    assert block_of(document, "No video here.").hidden
    assert block_of(document, "No script.").hidden
    assert not block_of(document, "Watch").hidden


def test_pages_of_amp() -> None:
    page = """<amp-sidebar><ul><li>Home</li></ul></amp-sidebar><amp-consent>We use cookies.</amp-consent><h1>Title</h1>
<p>Text with <amp-img alt="A boat" src="b.jpg"></amp-img>a picture</p><amp-carousel>One</amp-carousel>Two"""
    assert blocks(page) == [
        ("navigation", "Home"),
        ("navigation", "We use cookies."),
        ("heading", "Title"),
        ("paragraph", "Text with a picture"),
        ("alt-text", "A boat"),
        ("paragraph", "One"),
        ("paragraph", "Two"),
    ]


ARTICLE = '<script type="application/ld+json">{"headline": "News", "articleBody": "The first part.\\n\\nThe second part."}</script>'


def test_an_article_that_only_json_ld_has() -> None:
    document = read(f"{ARTICLE}<h1>News</h1><p>Please subscribe.</p>")
    assert [document.block_text(block) for block in document.blocks if block.hidden] == [
        "The first part.",
        "The second part.",
    ]


def test_an_article_that_the_page_has_too_is_read_once() -> None:
    said = [said for _, said in blocks(f"{ARTICLE}<p>The <b>first</b> part.</p><p>The second part.</p>")]
    assert said == ["News", "The first part.", "The second part."]


def test_elements_without_end_do_not_nest() -> None:
    words = [f"one{number}" for number in range(3000)]
    document = read(f"<p>{'<wbr>'.join(words)}</p><div>{'<source>'.join(words)}</div>")
    assert [len(document.block_text(block)) for block in document.blocks] == [len("".join(words))] * 2


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">[' + ",".join('{"headline": "A title \\u00e9"}' for _ in range(40_000)) + "]</script>",
        "".join(f'<meta name="description" content="Text {number}">' for number in range(20_000)),
        '<div title="hint">' * 250 + "<p>Words and words. </p>" * 20_000,
        "<table>" + "<tr><td>One</td><td>Two</td></tr>" * 20_000 + "</table>",
        "<p>" + "<a href=x>Link</a> " * 40_000 + "</p>",
        "<p>" + "<span hidden>One</span> two " * 20_000 + "</p>",
        "[caption " * 60_000,
        "<p>" + "<wbr " * 100_000,
    ],
    ids=["json-ld", "meta", "nested", "table", "links", "hidden", "codes", "open tags"],
)  # fmt: skip
def test_time_grows_with_the_page(page: str) -> None:
    begun = time.process_time()
    read(page)
    assert time.process_time() - begun < 8
