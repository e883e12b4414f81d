"""PUN702: Spanish questions and exclamations without an opening or a closing mark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_texts import a_block_each

from aligner.checks.inverted_marks import inverted_mark
from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.model import Finding, Role


def check(*paragraphs: str, language: str = "es", role: Role = Role.PARAGRAPH) -> list[Fault]:
    text = a_block_each(paragraphs, language, role)
    return list(inverted_mark(Subject.alone(text, "en" if language == "es" else "es")))


@pytest.mark.parametrize(
    ("text", "message", "suggestion"),
    [
        ("Qué hora es?", "? without ¿", "¿Qué hora es?"),
        ("Vienes, no?", "? without ¿", "¿no?"),
        ("Si llueve, qué haremos?", "? without ¿", "¿qué haremos?"),
        ("Si llueve, por qué salimos?", "? without ¿", "¿por qué salimos?"),
        ("Qué bien!", "! without ¡", "¡Qué bien!"),
        ("No sé: vienes o te quedas?", "? without ¿", "¿vienes o te quedas?"),
        ("Ella dijo: «Ven aquí!».", "! without ¡", "¡Ven aquí!"),
        ("¿Vienes? Te quedas?", "? without ¿", "¿Te quedas?"),
        ("Pedro, vienes?", "? without ¿", None),
        ("¿Qué hora es. Vale.", "¿ without ?", None),
        ("¡Ven. ¡Ya!", "¡ without !", None),
        ('En qué piensa al ver "Casa tomada"?', "? without ¿", '¿En qué piensa al ver "Casa tomada"?'),
        ("Hola! dijo ella.", "! without ¡", "¡Hola!"),
    ],
)
def test_a_lost_mark_is_found(text: str, message: str, suggestion: str | None) -> None:
    [fault] = check(text)
    assert (fault.message, fault.suggestion) == (message, suggestion)


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué hora es? ¡Ya!",
        "—¿Quién eres? —Nadie.",
        "Me pregunto, ¿qué harás?",
        "¡¿Pero qué dices?!",
        "¿¡Cómo!?",
        "¡Qué dices?",
        "Compró Yahoo! por mucho dinero.",
        "Yahoo! creció mucho.",
        "Véase https://example.org/x?id=3&y=2 y ya.",
        "Una afirmación (?) rara y otra (!).",
        "La serie «Who Wants to Be a Millionaire?» acabó.",
        "El operador != es de programas.",
    ],
)
def test_what_is_right_stays_quiet(text: str) -> None:
    assert check(text) == []


def test_a_question_may_end_in_the_next_row() -> None:
    assert check("¿Y si lloviera", "y no hubiera techo?") == []


def test_a_question_that_ends_nowhere_is_found() -> None:
    [fault] = check("¿Y si lloviera.", "Hay techo.", "¿Seguro?")
    assert fault.spans[0].start == 0


def test_other_languages_and_programs_have_no_such_marks() -> None:
    assert check("What time is it?", language="en") == []
    assert check("x ? y : z!", role=Role.CODE) == []


def test_no_mark_is_put_into_an_address(check_alone: Callable[..., list[Finding]]) -> None:
    findings = check_alone("PUN702", "Véase https://example.org/a?b=1&c=quién es Juan?", "es")
    assert all(finding.suggestion is None or "https" not in finding.suggestion for finding in findings)
    (finding,) = check_alone("PUN702", "Véase a https://example.org/a. Quién es Juan?", "es")
    assert finding.suggestion == "¿Quién es Juan?"
