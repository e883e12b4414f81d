"""Rules of a user's own: what makes them fire, what they say, and that no pattern takes a check with it."""

from __future__ import annotations

import time

import pytest

from aligner.checks import CustomRule, Subject, check
from aligner.errors import OptionError
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side


def document(language: str, *sentences: str) -> Document:
    text, found = "", []
    for number, sentence in enumerate(sentences):
        found.append(Sentence(len(text), len(text) + len(sentence), number))
        text += sentence + "\n"
    return Document(text, tuple(Block(one.start, one.end) for one in found), language, sentences=tuple(found))


def pair(*rows: tuple[str, str]) -> Subject:
    source, target = (
        document(language, *column) for language, column in zip(("en", "es"), zip(*rows, strict=True), strict=True)
    )
    beads = tuple(Bead((number,), (number,), 0.9) for number in range(len(rows)))
    return Subject.pair(Bitext(source, target, beads))


def found(subject: Subject, **fields: object) -> tuple[Finding, ...]:
    given = {"code": "USR901", "message": "“{source}” and “{target}”", **fields}
    return check(subject, [CustomRule(**given).rule()])  # type: ignore[arg-type]


LIBRARY = pair(
    ("The library is open.", "La librería está abierta."),
    ("The library and the bookshop.", "La librería y la biblioteca."),
    ("The bookshop is open.", "La librería está abierta."),
)


def test_a_rule_of_both_sides() -> None:
    fired = found(LIBRARY, source=r"\blibrary\b", target=r"\blibrería(s?)\b", suggestion=r"biblioteca\1")
    assert [finding.bead for finding in fired] == [0, 1]
    assert fired[0].message == "“library” and “librería”"
    assert [(span.side, span.text) for span in fired[0].spans] == [(Side.TARGET, "librería"), (Side.SOURCE, "library")]
    assert fired[0].suggestion == "biblioteca"


def test_what_must_not_be_there() -> None:
    fired = found(LIBRARY, source=r"\blibrary\b", without_target=r"\bbiblioteca\b")
    assert [(finding.bead, finding.spans[0].text) for finding in fired] == [(0, "library")]
    fired = found(LIBRARY, target=r"librería", without_source=r"bookshop")
    assert [finding.bead for finding in fired] == [0]


def test_one_text_alone() -> None:
    alone = Subject.alone(document("es", "El portavoz habló.", "Nada."), "en")
    fired = found(alone, target=r"portavoz", severity=Severity.INFO, message="{target}!")
    assert [(finding.message, finding.severity, finding.spans[0].start) for finding in fired] == [
        ("portavoz!", Severity.INFO, 3)
    ]
    assert found(alone, source="portavoz") == ()
    assert found(alone, target="portavoz", without_source="spokesman") == ()


def test_every_match_is_a_finding_and_an_empty_one_is_none() -> None:
    alone = Subject.alone(document("es", "uno dos uno"), "en")
    assert [finding.spans[0].start for finding in found(alone, target="uno|x*")] == [0, 8]
    assert [finding.spans[0].text for finding in found(alone, target="^uno")] == ["uno"]


def test_a_null_bead_has_no_other_side() -> None:
    source, target = document("en", "The library."), document("es", "Otra cosa.")
    subject = Subject.pair(Bitext(source, target, (Bead((0,), ()), Bead((), (0,)))))
    assert found(subject, source="library", without_target="biblioteca") == ()
    assert len(found(subject, source="library")) == 1


def test_a_pattern_that_goes_back_for_ever_is_stopped() -> None:
    subject = Subject.alone(document("es", "a" * 5000 + "!"), "en")
    started = time.monotonic()
    with pytest.raises(OptionError, match=r"USR901.*takes longer than 2 s"):
        found(subject, target=r"(?:a|a|ab?)+(?:b|c)+$")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "needs a pattern"),
        ({"without_target": "x"}, "needs a pattern"),
        ({"target": "("}, "no regular expression"),
        ({"target": "(a)", "suggestion": r"\2"}, "no replacement"),
        ({"target": "(a)", "suggestion": r"\g<name>"}, "no replacement"),
        ({"target": "(a)", "suggestion": "a\\"}, "no replacement"),
    ],
)
def test_what_is_no_rule_is_refused(fields: dict[str, str], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        CustomRule("USR901", "x", **fields).rule()  # type: ignore[arg-type]


def test_the_page_of_a_rule() -> None:
    rule = CustomRule("USR901", "No spokesmen.", target="portavoz", suggestion="vocero", fix=True).rule()
    assert rule.summary == "No spokesmen."
    assert "`portavoz`" in rule.documentation
    assert rule.fix is not None
    assert CustomRule("USR901", "x", target="a", fix=True).rule().fix is None
