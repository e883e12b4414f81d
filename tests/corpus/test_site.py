"""Published pages and their other language versions, on a server on this machine."""

from __future__ import annotations

from typing import Any

import pytest

from aligner.corpus import ManyOptions, check_many
from aligner.corpus.site import conventional, fetched_pages, fetched_pair
from aligner.errors import InputError
from aligner.fetching import FetchOptions
from aligner.pipeline import CheckOptions

LANGUAGES = ("en", "es")
LOCAL = FetchOptions(allow_private=True)
ENGLISH = (
    "<p>The wall of the harbour was built by hand, and nobody knows who paid for it in the year that it was begun.</p>"
)
SPANISH = (
    "<p>El muro del puerto se construyó a mano, y nadie sabe quién lo pagó en el año en que se empezó la obra.</p>"
)


def english(site: Any, path: str, head: str = "", body: str = "", declared: str = ' lang="en"') -> str:
    address: str = site.page(
        path, f"<html{declared}><head><meta charset=utf-8>{head}</head><body>{ENGLISH}{body}</body>"
    )
    return address


def spanish(site: Any, path: str, head: str = "", body: str = "", declared: str = ' lang="es"') -> str:
    address: str = site.page(
        path, f"<html{declared}><head><meta charset=utf-8>{head}</head><body>{SPANISH}{body}</body>"
    )
    return address


def found(address: str, languages: tuple[str, str] = LANGUAGES) -> tuple[str | None, str, str]:
    """Paths of source and target, and how they were found to belong together."""
    site = fetched_pages([address], languages, LOCAL)
    (task,) = site.tasks
    assert set(task.paths) == set(site.contents)
    assert bool(site.remarks) is (task.source is None)
    start = len(address.split("/", 3)[0]) + 2 + len(address.split("/", 3)[2])
    source = None if task.source is None else task.source[start:]
    return source, task.target[start:], task.reason


def test_hreflang(site: Any) -> None:
    spanish(site, "/noticias/muro")
    links = '<link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" hreflang="es-MX" href="/noticias/muro">'
    address = english(site, "/news/wall", links)
    assert found(address) == ("/news/wall", "/noticias/muro", "hreflang")


def test_hreflang_of_the_translation_leads_to_the_source(site: Any) -> None:
    english(site, "/news/wall")
    address = spanish(site, "/noticias/muro", f'<link rel="alternate" hreflang="en" href="{site.address}/news/wall">')
    assert found(address) == ("/news/wall", "/noticias/muro", "hreflang")


def test_hreflang_from_a_base(site: Any) -> None:
    spanish(site, "/es/muro")
    assert found(english(site, "/x", '<base href="/es/"><link rel=alternate hreflang=es href=muro>'))[1] == "/es/muro"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/muro">Leer en español</a>',
        '<a href="/muro" hreflang="es">Otra versión</a>',
        '<a href="/muro" lang="es">Español</a>',
        '<a href="/muro"><img alt="flag"> Español </a>',
        '<a href="/muro">Read this story in Spanish</a>',
        '<a href="/muro" title="Ver en español"></a>',
    ],
)
def test_links_in_the_page(link: str, site: Any) -> None:
    spanish(site, "/muro")
    assert found(english(site, "/wall", body=link)) == ("/wall", "/muro", "link")


def test_a_link_to_a_text_about_the_language_is_no_version(site: Any) -> None:
    spanish(site, "/curso")
    address = english(
        site, "/wall", body='<p>She wrote <a href="/curso">a history of the Spanish language in Peru</a>.</p>'
    )
    assert found(address) == (None, "/wall", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [("/en/wall", "/es/wall"), ("/en-us/wall", "/es/wall"), ("/a/en/wall", "/a/es/wall"), ("/wall.en.html", "/wall.es.html"),
     ("/wall?lang=en&id=3", "/wall?lang=es&id=3"), ("/wall", "/es/wall")],
)  # fmt: skip
def test_addresses_by_convention(one: str, other: str, site: Any) -> None:
    spanish(site, other)
    assert found(english(site, one)) == (one, other, "address")


def test_the_default_language_has_no_step_of_its_own(site: Any) -> None:
    english(site, "/wall")
    assert found(spanish(site, "/es/wall")) == ("/wall", "/es/wall", "address")


def test_hosts_by_convention() -> None:
    assert "https://es.example.org/a" in conventional("https://en.example.org/a", "en", "es")
    assert "https://es.example.org/a" in conventional("https://www.example.org/a", "en", "es")


def test_none(site: Any) -> None:
    address = english(site, "/en/wall")
    site_found = fetched_pages([address], LANGUAGES, LOCAL)
    assert [task.languages for task in site_found.tasks] == [("en", "es")]
    assert site_found.remarks == (f"{address}: no Spanish version of it was found; it is checked by itself",)


def test_a_guess_that_is_in_the_wrong_language_is_none(site: Any) -> None:
    english(site, "/es/wall", declared=' lang="es"')
    assert found(english(site, "/en/wall"))[0] is None


def test_a_guess_that_leads_to_the_front_page_is_none(site: Any) -> None:
    spanish(site, "/es/")
    site.redirect("/es/wall", "/es/")
    assert found(english(site, "/en/wall"))[0] is None


def test_a_link_to_the_front_page_is_none(site: Any) -> None:
    spanish(site, "/es/")
    assert found(english(site, "/news/wall", body='<a href="/es/">Español</a>'))[0] is None
    assert found(english(site, "/en/", body='<a href="/es/">Español</a>')) == ("/en/", "/es/", "link")


def test_a_version_that_is_declared_and_not_there_does_not_stop_the_search(site: Any) -> None:
    spanish(site, "/es/wall")
    assert found(english(site, "/en/wall", '<link rel=alternate hreflang=es href="/gone">'))[2] == "address"


def test_few_guesses_are_tried(site: Any) -> None:
    links = "".join(f'<a hreflang="es" href="/{number}">es</a>' for number in range(50))
    assert found(english(site, "/en/wall", body=links))[0] is None
    assert len(site.asked) <= 7


def test_links_to_other_sites_are_not_followed(site: Any) -> None:
    address = english(site, "/en/wall", body='<a href="http://elsewhere.invalid/">Leer en español</a>')
    assert found(address)[0] is None


def test_a_page_that_declares_nothing_shows_its_language(site: Any) -> None:
    spanish(site, "/es/wall", declared="")
    assert found(english(site, "/en/wall", declared="")) == ("/en/wall", "/es/wall", "address")


def test_a_page_in_neither_language(site: Any) -> None:
    address = site.page("/a", "<html><body><p>Lorem ipsum dolor sit amet.</p></body>")
    assert fetched_pages([address], LANGUAGES, LOCAL).remarks[0].startswith(f"{address}: it is not evident")


def test_both_versions_named_are_one_pair(site: Any) -> None:
    addresses = [english(site, "/en/wall"), spanish(site, "/es/wall"), english(site, "/en/other", declared="")]
    tasks = fetched_pages(addresses, LANGUAGES, LOCAL).tasks
    assert [len(task.paths) for task in tasks] == [2, 1]


def test_source_and_target_as_given(site: Any) -> None:
    pair = fetched_pair(english(site, "/a"), spanish(site, "/b"), LOCAL)
    assert pair.tasks[0].paths == (f"{site.address}/a", f"{site.address}/b")
    with pytest.raises(InputError, match="the same page"):
        fetched_pair(f"{site.address}/a", site.redirect("/c", "/a"), LOCAL)


def test_the_places_of_findings_are_addresses(site: Any) -> None:
    spanish(site, "/es/wall", body="\n<p>Tiene 30 torres en el puerto.</p>")
    made = fetched_pages(
        [english(site, "/en/wall", body="\n<p>It has 20 towers in the harbour.</p>")], LANGUAGES, LOCAL
    )
    options = ManyOptions(check=CheckOptions(select=("NUM501",), contents=made.contents))
    reports, _ = check_many(made.tasks, options)
    assert [finding.code for finding in reports.findings] == ["NUM501"]
    assert [one.path for _, one in reports.reports[0].documents] == [
        f"{site.address}/en/wall",
        f"{site.address}/es/wall",
    ]
