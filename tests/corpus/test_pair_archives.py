"""Pages of crawls: which are taken out of an archive, under which names, and what pairs them."""

from __future__ import annotations

import builtins
import gzip
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.corpus.pairing_archives import ArchiveLimits, extract
from aligner.corpus.pairing_table import PairingOptions, pair_texts
from aligner.errors import MissingExtra, OptionError

ENGLISH = "<html lang=en><p>The bridge over the river was opened to the public on Monday, and many people came."
SPANISH = "<html lang=es><p>El puente sobre el río se abrió al público el lunes, y vino mucha gente."
Answer = tuple[str, str | bytes, Mapping[str, str]]


def page(address: str, body: str | bytes, **headers: str) -> Answer:
    return address, body, headers


def warc(answers: Sequence[Answer], status: str = "200 OK", kind: str = "response") -> bytes:
    """A WARC file as the standard has it, each record packed by itself."""
    records = []
    for number, (address, body, headers) in enumerate(answers):
        data = body.encode() if isinstance(body, str) else body
        told = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + data
        fields = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:{number:032}>",
            "WARC-Date": "2026-01-01T00:00:00Z",
            "WARC-Target-URI": address,
            "Content-Type": "application/http; msgtype=response",
            "Content-Length": str(len(block)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        records.append(gzip.compress(f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"))
    return b"".join(records)


def crawl(folder: Path, *answers: Answer, name: str = "crawl.warc.gz") -> str:
    path = folder / name
    path.write_bytes(warc(answers))
    return str(path)


def names(folder: Path, archive: str, limits: ArchiveLimits | None = None) -> dict[str, str]:
    found = extract([archive], str(folder), limits)
    return {Path(path).relative_to(folder).as_posix(): address for path, address in found.addresses.items()}


def test_pages_are_named_by_their_addresses(tmp_path: Path) -> None:
    addresses = [
        "https://a.example/",
        "https://a.example/en/x.html?id=1",
        "http://a.example:80/en/x/",
        "https://a.example/X.htm",
    ]
    archive = crawl(tmp_path, *(page(address, ENGLISH) for address in addresses))
    assert list(names(tmp_path / "out", archive)) == [
        "a.example/index.html",
        "a.example/en/x@id=1.html",
        "a.example_80/en/x/index.html",
        "a.example/X.html",
    ]


def test_only_pages_that_were_found_are_taken_each_once(tmp_path: Path) -> None:
    archive = crawl(
        tmp_path,
        page("https://a.example/a", ENGLISH),
        page("https://a.example/a/", "<p>again"),
        page("https://a.example/b.png", b"\x89PNG", Content_Type="image/png"),
        page("https://a.example/empty", " "),
        page("urn:x", ENGLISH),
    )
    found = extract([archive], str(tmp_path / "out"))
    assert list(found.addresses.values()) == ["https://a.example/a"]
    assert [one.reason for one in found.skipped] == ["empty"]
    (tmp_path / "gone.warc.gz").write_bytes(warc([page("https://a.example/gone", ENGLISH)], "404 Not Found"))
    (tmp_path / "asked.warc.gz").write_bytes(warc([page("https://a.example/asked", ENGLISH)], kind="resource"))
    others = [str(tmp_path / "gone.warc.gz"), str(tmp_path / "asked.warc.gz")]
    assert not extract(others, str(tmp_path / "out")).addresses


def test_encodings_of_answers_are_kept_and_packed_ones_unpacked(tmp_path: Path) -> None:
    archive = crawl(
        tmp_path,
        page("https://a.example/1", "<p>año".encode("latin-1"), Content_Type="text/html; charset=ISO-8859-1"),
        page("https://a.example/2", gzip.compress("<p>niño".encode()), Content_Encoding="gzip"),
        page("https://a.example/3", b"\x0b\x02\x80abc", Content_Encoding="br"),
    )
    found = extract([archive], str(tmp_path / "out"))
    assert [Path(path).read_text("utf-8-sig") for path in found.addresses] == ["<p>año", "<p>niño"]
    assert [one.reason for one in found.skipped] == ["packed in a way that is not read"]


def test_limits_are_kept_and_told(tmp_path: Path) -> None:
    big = page("https://a.example/big", "x" * 200_000)
    many = [page(f"https://a.example/{number}", ENGLISH) for number in range(5)]
    found = extract([crawl(tmp_path, big, *many)], str(tmp_path / "out"), ArchiveLimits(page_bytes=100_000, pages=3))
    assert len(found.addresses) == 3
    assert [one.reason for one in found.skipped] == [
        "larger than 0.1 MB",
        "not read further: the limit of 3 pages is reached",
    ]
    with pytest.raises(OptionError, match="--max-pages 0"):
        ArchiveLimits(pages=0)


def test_a_damaged_archive_gives_what_comes_before(tmp_path: Path) -> None:
    pages = [page(f"https://a.example/{number}", f"{ENGLISH} {number}") for number in range(40)]
    whole = warc(pages)
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "no.warc").write_bytes(b"nothing of the sort\n" * 10)
    found = extract([str(tmp_path / "cut.warc.gz"), str(tmp_path / "no.warc")], str(tmp_path / "out"))
    assert 10 < len(found.addresses) < 40
    assert [one.reason.partition(" (")[0] for one in found.skipped][-1] == "damaged after 0 pages"


def test_nothing_of_a_package_leads_out_of_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "site.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "../../archive/evil.warc.gz", warc([page("https://a.example/%2e%2e/%2e%2e/..%2fetc", ENGLISH)])
        )
        package.writestr("../outside.txt", "no")
    found = names(tmp_path / "out", str(path))
    assert list(found) == ["a.example/_/_/_/etc.html"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out", "site.wacz"]
    (tmp_path / "bad.wacz").write_bytes(b"PK\x03\x04 nothing")
    assert "damaged" in extract([str(tmp_path / "bad.wacz")], str(tmp_path / "o2")).skipped[0].reason


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, max_size=6, unique=True))
def test_names_stay_inside_and_are_no_two_alike(paths: list[str]) -> None:
    from aligner.corpus.pairing_archives import _name

    taken: set[str] = set()
    made = [_name(f"https://a.example/{path}", taken) for path in paths]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert not Path(name).is_absolute()
        assert ".." not in Path(name).parts
        assert all(len(part) < 200 for part in Path(name).parts)


ADDRESSES = [
    ("https://a.example/en/bridge", "https://a.example/es/bridge"),
    ("https://en.a.example/bridge", "https://es.a.example/bridge"),
    ("https://www.a.example/bridge?lang=en&x=1", "https://a.example/bridge?x=1&lang=es"),
    ("https://a.example/bridge", "https://a.example/es/bridge"),
    ("https://a.example/bridge", "https://es.a.example/bridge"),
    ("https://a.example/bridge_en.html", "https://a.example/bridge_es.html"),
]


@pytest.mark.parametrize(("english", "spanish"), ADDRESSES)
def test_addresses_tell_pairs(english: str, spanish: str, tmp_path: Path) -> None:
    archive = crawl(
        tmp_path, page(spanish, SPANISH), page(english, ENGLISH), page("https://a.example/en/other", ENGLISH)
    )
    options = PairingOptions(pages_folder=str(tmp_path / "pages"), uses_content=False)
    (pair,) = pair_texts([archive], options).pairs
    assert pair.reason == "address"
    assert [Path(path).read_text() for path in (pair.source, pair.target)] == [ENGLISH, SPANISH]


def test_declarations_of_a_crawl_go_before_addresses(tmp_path: Path) -> None:
    head = '<html lang=en><link rel=alternate hreflang=es href="/noticias/puente">'
    archive = crawl(
        tmp_path,
        page("https://a.example/en/bridge", head + ENGLISH),
        page("https://a.example/es/bridge", SPANISH),
        page("https://a.example/noticias/puente", SPANISH),
    )
    options = PairingOptions(pages_folder=str(tmp_path / "pages"), uses_content=False)
    found = pair_texts([archive], options)
    assert [(pair.reason, found.addresses[pair.target]) for pair in found.pairs] == [
        ("declared", "https://a.example/noticias/puente")
    ]


def test_links_in_the_text_tell_pairs(tmp_path: Path) -> None:
    link = '<html lang=en><a href="/noticias/puente">Leer en español</a>'
    archive = crawl(
        tmp_path, page("https://a.example/b", link + ENGLISH), page("https://a.example/noticias/puente", SPANISH)
    )
    options = PairingOptions(pages_folder=str(tmp_path / "pages"), uses_content=False)
    assert [pair.reason for pair in pair_texts([archive], options).pairs] == ["link"]


def test_sitemaps_tell_pairs(tmp_path: Path) -> None:
    (tmp_path / "bridge.html").write_text(ENGLISH)
    (tmp_path / "puente.html").write_text(SPANISH)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="https://a.example/{name}.html"/>'
        for code, name in (("en-GB", "bridge"), ("es", "puente"), ("x-default", "bridge"))
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    sitemap = f"<urlset {space}><url><loc>https://a.example/bridge.html</loc>{links}</url></urlset>"
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(sitemap.encode()))
    (tmp_path / "sitemap-bad.xml").write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset>&a;')
    found = pair_texts([str(tmp_path)], PairingOptions(uses_content=False))
    assert [(Path(one.source).name, Path(one.target).name, one.reason) for one in found.pairs] == [
        ("bridge.html", "puente.html", "sitemap")
    ]
    assert ["it is no sitemap" in one.reason for one in found.skipped] == [True]


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = crawl(tmp_path, page("https://a.example/a", ENGLISH))
    imported = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.startswith("warcio"):
            raise ImportError(name)
        return imported(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r'pip install "aligner\[crawl\]"'):
        extract([archive], str(tmp_path / "out"))
    with pytest.raises(OptionError, match="--pages"):
        pair_texts([archive])
