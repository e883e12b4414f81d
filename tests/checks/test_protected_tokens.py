"""FMT801: tokens that must be the same on both sides."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.protected_tokens import protected_token
from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.checks.token_patterns import sign_offsets, tokens_in
from aligner.model import Bead, Bitext, Block, Document, Sentence, Severity


def document(cells: list[str], language: str) -> Document:
    blocks, sentences, start = [], [], 0
    for number, cell in enumerate(cells):
        blocks.append(Block(start, start + len(cell)))
        sentences.append(Sentence(start, start + len(cell), number))
        start += len(cell) + 1
    return Document("\n".join(cells), tuple(blocks), language, sentences=tuple(sentences))


def check(*rows: tuple[str, str]) -> list[Fault]:
    source, target = document([row[0] for row in rows], "en"), document([row[1] for row in rows], "es")
    beads = tuple(Bead((number,), (number,)) for number in range(len(rows)))
    return list(protected_token(Subject.pair(Bitext(source, target, beads))))


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("See https://a.example/x.", "Ver https://a.example/y.", "URL https://a.example/x became https://a.example/y"),
        ("See https://a.example/x.", "Ver https:/a.example/x.", "URL https://a.example/x became https:/a.example/x"),
        ("See https://a.example/x.", "Ver https://a. example/x.", "URL https://a.example/x became https://a"),
        ("See https://a.example/x.", "Ver esto.", "URL https://a.example/x is not in the target"),
        ("Mail an.a@b.example now", "Escribe a an.a@c.example", "e-mail address an.a@b.example became an.a@c.example"),
        (
            "Mail anna@b.example now",
            "Escribe a anna @b.example",
            "e-mail address anna@b.example became anna @b.example",
        ),
        ("Hi {name}", "Hola, {nombre}", "placeholder {name} became {nombre}"),
        ("Hi {{user.id}}.", "Hola {{user.id}.", "template {{user.id}} became {user.id}"),
        ("%s of %d", "%s de %s", "format %d became %s"),
        ("%1$s and %2$s", "%1$s y %1$s", "format %2$s became %1$s"),
        ("To %(host)s", "A %(servidor)s", "format %(host)s became %(servidor)s"),
        ("From $1 to $2.", "De $1 a $3.", "variable $2 became $3"),
        ("<b>Hello</b>", "<b>Hola", "tag </b> is not in the target"),
        ("<p>Hello</p>", "<párrafo>Hola</p>", "tag <p> became <párrafo>"),
        (
            "{n, plural, one {a} other {b}}",
            "{m, plural, one {a} other {b}}",
            "placeholder {n, plural, became {m, plural,",
        ),
        ("[a](docs/setup.md)", "[a](docs/instalar.md)", "link target docs/setup.md became docs/instalar.md"),
        ("Press F5 now", "Pulsa F6 ya", "key F5 became F6"),
        ("Tag #NightOwls now", "Etiqueta #NightOwl ya", "hashtag #NightOwls became #NightOwl"),
        ("Tag #NightOwls now", "Etiqueta NightOwls ya", "hashtag #NightOwls became NightOwls"),
        ("Ask @support now", "Pregunta a @soporte ya", "handle @support became @soporte"),
        ("In C:\\Temp\\a.txt", "En C:\\Tmp\\a.txt", "path C:\\Temp\\a.txt became C:\\Tmp\\a.txt"),
        ("Run x --verbose", "Ejecuta x --verbos", "option --verbose became --verbos"),
        ("v1.2.3 is out", "Ya está v1.2.4", "version v1.2.3 became v1.2.4"),
        ("&larr; Back", "&rarr; Volver", "entity &larr; became &rarr;"),
    ],
)
def test_damage_is_found(source: str, target: str, message: str) -> None:
    assert [fault.message for fault in check((source, target))][:1] == [message]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See https://en.wikipedia.org/wiki/Sun.", "Véase https://es.wikipedia.org/wiki/Sol."),
        ("Go to https://a.example/en/help", "Ve a https://a.example/es/ayuda"),
        ("At https://www.shop.com/books", "En https://www.shop.es/libros"),
        ("At http://a.example/x", "En https://a.example/x/"),
        ("It costs $5 and $7.", "Cuesta 5 y 7 dólares."),
        ("Prices rose 5% of it", "Subieron el 5 % de todo"),
        ("He said --and meant-- it.", "Lo dijo --y en serio."),
        ("Come --Anna, quick!", "¡Ven, Anna!"),
        ("In km/h and and/or 24/7", "En km/h y y/o 24/7"),
        ("<b>Bold</b> text", "Texto en <b>negrita</b>"),
        ('<a href="/en/x" title="Help">?</a>', '<a href="/es/x" title="Ayuda">?</a>'),
        ('<p lang="en">Hi</p>', '<p lang="es">Hola</p>'),
        ("{n, plural, one {# item} other {# items}}", "{n, plural, one {# cosa} other {# cosas}}"),
        ("&ldquo;Caf&eacute;&rdquo;&nbsp;R&amp;D", "«Café» I+D"),
        ("{0} of {1}", "De {1}, {0}"),
        ("Hi { $name }!", "¡Hola, {$name}!"),
        ("[Guide](docs/guide.en.md#start)", "[Guía](docs/guide.es.md#inicio)"),
        ("#MeToo is here", "#YoTambién está aquí"),
        ("Follow @example", "Sigue a @example_es"),
        ("Mail a@b.example, or A@B.example", "Escribe a a@b.example"),
        ("In F1 he won", "En la Fórmula 1 ganó"),
        ("Read it at Booking.com", "Léelo en Booking"),
        ("5 < 6 and 7 > 3", "5 < 6 y 7 > 3"),
    ],
)
def test_what_may_change_stays_quiet(source: str, target: str) -> None:
    assert check((source, target)) == []


def test_a_token_may_move_to_the_next_bead() -> None:
    assert check(("One: https://a.example/x", "Uno."), ("Two.", "Dos: https://a.example/x")) == []


def test_what_the_translation_adds_is_a_warning() -> None:
    [fault] = check(("Text.", "Texto: https://a.example/x"))
    assert fault.severity is Severity.WARNING


def test_a_damaged_token_is_pointed_at_on_both_sides() -> None:
    [fault] = check(("Mail anna@b.example now", "Escribe a anna @b.example ya"))
    assert [span.text for span in fault.spans] == ["anna @b.example", "anna@b.example"]
    assert fault.suggestion == "anna@b.example"


@pytest.mark.parametrize(
    "text", ["{a" + ",b" * 60, "{a" * 2000, "<a " * 2000, "/a" * 2000, "a." * 2000 + "@", "a+" * 2000]
)
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    tokens_in(text)
    assert time.perf_counter() - started < 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["a", " ", "https://x.example/", "{n}", "%s", "<b>", "@me", "#ab", "F5", "/a/b", "{", "&lt;", ")"]
        ),
        max_size=12,
    )
)
def test_tokens_are_pieces_of_the_text_and_have_signs(pieces: list[str]) -> None:
    text = "".join(pieces)
    tokens = tokens_in(text)
    assert [token.text for token in tokens] == [text[token.start : token.end] for token in tokens]
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    assert not tokens or list(sign_offsets(text))
    assert check((text or "a", text or "a")) == []


def test_addresses_of_any_scheme_are_protected() -> None:
    [fault] = check(("Set redis://cache:6379/1 first.", "Ponga antes redis://cache:6397/1."))
    assert fault.message == "URL redis://cache:6379/1 became redis://cache:6397/1"
    assert check(("Set redis://cache:6379/1 first.", "Ponga antes redis://cache:6379/1.")) == []
