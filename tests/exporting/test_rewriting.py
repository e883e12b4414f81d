"""Characters written alike, and personal data taken out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.exporting.keys import normal
from aligner.exporting.rewriting import composed, single_spaces, without_emails, without_phones, without_urls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 600 123 456 today", "Call [PHONE] today"),
        ("Call +34600123456.", "Call [PHONE]."),
        ("tel. (+34) 91 123 45 67, ext. 8", "tel. [PHONE], ext. 8"),
        ("0034 600-123-456", "[PHONE]"),
        ("555.010.9999", "[PHONE]"),
        ("from 1990-1995 to 2001-2005", "from 1990-1995 to 2001-2005"),
        ("on 2026-01-02 10:30", "on 2026-01-02 10:30"),
        ("it cost 1,250,000,000 euros", "it cost 1,250,000,000 euros"),
        ("it cost 1.250.000.000 euros", "it cost 1.250.000.000 euros"),
        ("it cost 250 000 000 000 000 000 euros", "it cost 250 000 000 000 000 000 euros"),
        ("ISBN 978-84-376-0494-7", "ISBN 978-84-376-0494-7"),
        ("192.168.100.200", "192.168.100.200"),
        ("order 123456789", "order 123456789"),
        ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9"),
    ],
)
def test_phones(text: str, expected: str) -> None:
    assert without_phones(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b+c@mail.example.co.uk, d@e.org", "[EMAIL], [EMAIL]"),
        ("<ñandú@correo.example>", "<[EMAIL]>"),
        ("@ana wrote a@b", "@ana wrote a@b"),
        ("mailto:ana@example.org?subject=x", "mailto:[EMAIL]?subject=x"),
    ],
)
def test_emails(text: str, expected: str) -> None:
    assert without_emails(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(see http://example.org/a_(b)).", "(see [URL])."),
        ("WWW.EXAMPLE.ORG!", "[URL]!"),
        ("awww. no", "awww. no"),
    ],
)
def test_urls(text: str, expected: str) -> None:
    assert without_urls(text) == expected


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_alike_is_what_unicode_says(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)
    assert single_spaces(text) == " ".join(single_spaces(text).split())


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_blanks_make_no_other_text(text: str) -> None:
    assert normal(f"  {text}\u00a0") == normal(text)


@pytest.mark.parametrize("change", [without_phones, without_emails, without_urls])
@pytest.mark.parametrize("filler", ["1", "1 ", "(1)", "a.", "a@", "www.", "+", "-1-"])
def test_hostile_texts_take_no_time(change: object, filler: str) -> None:
    import time

    assert callable(change)
    before = time.process_time()
    change(filler * 50_000)
    assert time.process_time() - before < 2
