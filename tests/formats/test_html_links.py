"""What a page says of where its other language versions are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.formats.html_links import LanguageLink, page_links


def links(body: str) -> list[tuple[str, str]]:
    """Languages and addresses of the links in the body."""
    return [(link.language, link.href) for link in page_links(f"<html><body>{body}".encode(), "a.html").links]


def test_the_head() -> None:
    page = b"""<html lang="en-GB"><head><base href="/b/"><link rel="canonical" href="https://a.example/x">
    <meta property="og:url" content="https://a.example/y">
    <link rel="alternate" hreflang="en" href="/x"><link rel="Alternate" hreflang="es-419" href=" /es/x ">
    <link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" hreflang="not a tag" href="/n">
    <link rel="alternate" type="application/rss+xml" href="/feed"><link rel="stylesheet" hreflang="es" href="/s"></head>"""
    found = page_links(page, "a.html")
    assert (found.language, found.canonical, found.base) == ("en", "https://a.example/x", "/b/")
    assert found.alternates == (LanguageLink("en", "/x"), LanguageLink("es", "/es/x"))


def test_open_graph_is_second_choice() -> None:
    assert page_links(b'<meta property="og:url" content="/y"><p>x', "a").canonical == "/y"


@pytest.mark.parametrize(
    "text",
    ["Español", "ES", "Leer en español", "Lee esta historia en español", "En Español »", "Versión en castellano", "Read in Spanish",
     "Read this article in Spanish", "View in Spanish (PDF)", "Spanish version", "Cambiar a español", "(español)"],
)  # fmt: skip
def test_links_that_lead_to_spanish(text: str) -> None:
    assert links(f"<a href='/es'>{text}</a>") == [("es", "/es")]


@pytest.mark.parametrize(
    "text",
    ["Spanish Harlem rises again", "The Spanish civil war", "El español de América", "How English came to India", "Learn Spanish today",
     "An interview with the Spanish minister about fishing", "españoles", "", "esp"],
)  # fmt: skip
def test_links_about_something_else(text: str) -> None:
    assert links(f"<a href='/x'>{text}</a>") == []


@pytest.mark.parametrize("href", ["", "#es", "javascript:go('es')", "mailto:a@b.example", "tel:1"])
def test_links_that_lead_to_no_page(href: str) -> None:
    assert links(f'<a href="{href}" hreflang="es">Español</a>') == []


def test_attributes_come_before_texts_and_each_link_once() -> None:
    body = '<a href="/1">Español</a><a href="/2" hreflang="es-MX">México</a><a href="/3" lang="en">English</a><a href="/1">ES</a>'
    assert links(body) == [("es", "/2"), ("en", "/3"), ("es", "/1")]


def test_labels_of_links_without_text() -> None:
    assert links('<a href="/1" title="Leer en español"><img></a><a href="/2" aria-label="English"></a>') == [
        ("es", "/1"),
        ("en", "/2"),
    ]


def test_an_empty_page() -> None:
    assert page_links(b"<!-- nothing -->", "a.html").links == ()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>a href='/=\"eslang éñ&#;\n", max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = page_links(f"<p>x</p>{text}".encode(), "a.html")
    assert all(link.href.strip() for link in (*found.links, *found.alternates))
