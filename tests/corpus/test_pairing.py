"""Which files of folders belong together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.corpus import Pairing, listed, paired
from aligner.errors import InputError


def made(folder: Path, names: Iterable[str], text: str = "A text.") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(folder: Path, *names: str, languages: tuple[str, str] = ("en", "es")) -> dict[str, str]:
    """Pairs and texts alone, as the folder sees them, each with the reason."""
    made(folder, names)
    return told(folder, paired(listed([str(folder)]), *languages))


def told(folder: Path, pairing: Pairing) -> dict[str, str]:
    return {
        " + ".join(Path(path).relative_to(folder).as_posix() for path in task.paths): task.reason or "alone"
        for task in pairing.tasks
    }


@pytest.mark.parametrize(
    ("english", "spanish", "reason"),
    [
        ("x.en.html", "x.es.html", "file name"),
        ("x_en.md", "x_es.md", "file name"),
        ("x-en.txt", "x-es.txt", "file name"),
        ("x.en-GB.txt", "x.es-419.txt", "file name"),
        ("x.en.htm", "x.es.html", "file name"),
        ("en.txt", "es.txt", "file name"),
        ("EN_story.txt", "ES_story.txt", "file name"),
        ("en/x.html", "es/x.html", "folder"),
        ("site/en/2020/x.html", "site/es/2020/x.html", "folder"),
        ("docs/en-US/x.md", "docs/es-ES/x.md", "folder"),
        ("English/x.txt", "Spanish/x.txt", "folder"),
        ("en/x.en.txt", "es/x.es.txt", "folder"),
        ("a/en/b/en/x.txt", "a/es/b/es/x.txt", "folder"),
        ("x.html", "x.es.html", "default language"),
        ("x.html", "es/x.html", "default language"),
        ("about/x.md", "about/es/x.md", "default language"),
    ],
)
def test_conventions(english: str, spanish: str, reason: str, tmp_path: Path) -> None:
    assert found(tmp_path, english, spanish, "other.txt") == {f"{english} + {spanish}": reason, "other.txt": "alone"}


def test_the_default_language_is_the_other_one(tmp_path: Path) -> None:
    assert found(tmp_path, "x.en.txt", "x.txt") == {"x.en.txt + x.txt": "default language"}
    pairing = paired(listed([str(tmp_path)]), "es", "en")
    assert told(tmp_path, pairing) == {"x.txt + x.en.txt": "default language"}


def test_near_misses_stay_alone(tmp_path: Path) -> None:
    names = ("lens.txt", "les.txt", "open.txt", "ensayo.txt", "estates/x.txt", "english.txt", "a.en.md", "a.es.txt")
    assert set(found(tmp_path, *names).values()) == {"alone"}


def test_each_file_is_in_one_pair(tmp_path: Path) -> None:
    pairs = found(tmp_path, "x.en.txt", "x.es.txt", "x.es-MX.txt", "y.txt", "es/y.txt")
    assert pairs == {
        "x.en.txt + x.es.txt": "file name",
        "y.txt + es/y.txt": "default language",
        "x.es-MX.txt": "alone",
    }


def test_a_marked_text_alone_is_in_the_language_it_is_marked_with(tmp_path: Path) -> None:
    made(tmp_path, ("x.es.txt", "en/y.txt", "z.txt"))
    pairing = paired(listed([str(tmp_path)]), "en", "es")
    languages = {Path(task.target).name: task.languages for task in pairing.tasks}
    assert languages == {"x.es.txt": ("es", "en"), "y.txt": ("en", "es"), "z.txt": None}


def test_folders_above_what_was_named_say_nothing(tmp_path: Path) -> None:
    made(tmp_path / "es", ("a.txt",))
    (task,) = paired(listed([str(tmp_path / "es" / "a.txt")]), "en", "es").tasks
    assert task.languages is None
    inner = tmp_path / "es" / "site"
    made(inner, ("a.txt",))
    (task,) = paired(listed([str(inner)]), "en", "es").tasks
    assert task.languages is None


def test_two_folders_named_together_are_one_site(tmp_path: Path) -> None:
    made(tmp_path, ("en/a.txt", "es/a.txt"))
    pairing = paired(listed([str(tmp_path / "en"), str(tmp_path / "es")]), "en", "es")
    assert told(tmp_path, pairing) == {"en/a.txt + es/a.txt": "folder"}


def test_other_languages_are_left_out_and_told(tmp_path: Path) -> None:
    made(tmp_path, ("x.en.txt", "x.es.txt", "x.fr.txt", "en/y.txt", "es/y.txt", "de/y.txt", "my.it.txt"))
    pairing = paired(listed([str(tmp_path)]), "en", "es")
    left = {Path(one.path).relative_to(tmp_path).as_posix(): one.reason for one in pairing.skipped}
    assert left == {"x.fr.txt": "in another language (fr)", "de/y.txt": "in another language (de)"}
    assert "my.it.txt" in told(tmp_path, pairing)


def test_other_pairs_of_languages(tmp_path: Path) -> None:
    assert found(tmp_path, "x.de.txt", "x.fr.txt", languages=("de", "fr")) == {"x.de.txt + x.fr.txt": "file name"}


def test_declared_versions_go_first(tmp_path: Path) -> None:
    page = '<html lang="{0}"><link rel="alternate" hreflang="{1}" href="{2}"><p>A text.'
    made(tmp_path, ["news/one.html"], page.format("en", "es", "/noticias/uno.html"))
    made(tmp_path, ["noticias/uno.html"], page.format("es", "en", "../news/one.html"))
    made(tmp_path, ["news/two.html"], page.format("en", "es", "../noticias/dos/"))
    made(tmp_path, ["noticias/dos/index.html", "one.es.html"])
    made(tmp_path, ["three.html"], page.format("en", "es", "https://elsewhere.example/nowhere"))
    pairing = paired(listed([str(tmp_path)]), "en", "es")
    assert told(tmp_path, pairing) == {
        "news/one.html + noticias/uno.html": "declared",
        "news/two.html + noticias/dos/index.html": "declared",
        "one.es.html": "alone",
        "three.html": "alone",
    }


def test_declared_by_canonical_addresses(tmp_path: Path) -> None:
    head = '<html lang={0}><link rel=canonical href="https://a.example/{1}">'
    english = head.format("en", "17") + '<link rel=alternate hreflang=es-MX href="https://a.example/es/18/">'
    made(tmp_path, ["p17.html"], english)
    made(tmp_path, ["q.html"], head.format("es", "es/18") + '<link rel=alternate hreflang=de href="/de">')
    assert told(tmp_path, paired(listed([str(tmp_path)]), "en", "es")) == {"p17.html + q.html": "declared"}


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    made(tmp_path, ("a.txt", ".git/b.txt", "node_modules/c.txt", ".hidden.txt", "d.png", "Makefile", "data.csv"))
    made(tmp_path, ("memory.tmx", "empty.txt"), "")
    (tmp_path / "memory.tmx").write_text("<tmx/>", encoding="utf-8")
    listing = listed([str(tmp_path)])
    assert [Path(path).name for path in listing.files] == ["a.txt", "memory.tmx"]
    assert {Path(one.path).name: one.reason for one in listing.skipped} == {
        ".git": "hidden",
        "node_modules": "a tool's own",
        ".hidden.txt": "hidden",
        "d.png": "no text (.png)",
        "Makefile": "no text (no suffix)",
        "data.csv": "no text (.csv)",
        "empty.txt": "empty",
    }
    assert [task.is_bitext for task in paired(listing, "en", "es").tasks] == [False, True]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_are_not_followed(tmp_path: Path) -> None:
    made(tmp_path / "out", ("secret.txt",))
    made(tmp_path / "in", ("a.txt",))
    (tmp_path / "in" / "way").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "out" / "secret.txt")
    listing = listed([str(tmp_path / "in")])
    assert [Path(path).name for path in listing.files] == ["a.txt"]
    assert sorted(Path(one.path).name for one in listing.skipped) == ["b.txt", "loop", "way"]
    # What is named itself is followed.
    assert len(listed([str(tmp_path / "in" / "b.txt")]).files) == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes are files here only")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert listed([str(tmp_path)]).skipped[0].reason == "no ordinary file"


def test_a_file_named_twice_is_looked_at_once(tmp_path: Path) -> None:
    made(tmp_path, ("a.txt", "b.txt"))
    listing = listed(
        [str(tmp_path / "a.txt"), str(tmp_path), str(tmp_path / "x" / ".." / "a.txt").replace("x/../", "")]
    )
    assert len(listing.files) == 2


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        listed([str(tmp_path / "nothing")])


NAMES = st.lists(
    st.sampled_from(["en", "es", "a", "b.en", "b.es", "b", "en-US", "es_MX", "c_en", "c.fr", "fr"]),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.builds("/".join, NAMES), max_size=12))
def test_every_file_is_in_exactly_one_place(names: set[str]) -> None:
    from aligner.corpus.files import Listing

    files = tuple(sorted(f"r/{name}.txt" for name in names))
    pairing = paired(Listing(files, (), ("r",)), "en", "es")
    places = [path for task in pairing.tasks for path in task.paths] + [one.path for one in pairing.skipped]
    assert sorted(places) == sorted(files)
