"""NUM504: dates."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.quantities_dates import dates_of, month_names
from aligner.model import Finding

CheckPair = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("source", "target", "texts"),
    [
        ("On March 3.", "El 4 de marzo.", ["March 3", "4 de marzo"]),
        ("It opens on May 3, 2010.", "Abre el 3 de mayo de 2011.", ["May 3, 2010", "3 de mayo de 2011"]),
        ("It opens on 3 May.", "Abre el 3 de junio.", ["3 May", "3 de junio"]),
        ("In January 2020 they left.", "En marzo de 2020 se fueron.", ["January 2020", "marzo de 2020"]),
        ("It closed in April.", "Cerró en mayo.", ["April", "mayo"]),
        ("She came on Tuesday.", "Vino el miércoles.", ["Tuesday", "miércoles"]),
        ("Open on Mondays and Fridays.", "Abre los lunes y los jueves.", ["Fridays", "jueves"]),
        ("See 03/05/2010.", "Véase el 4 de mayo de 2010.", ["03/05/2010", "4 de mayo de 2010"]),
        ("From March 3 to April 4.", "Del 4 de marzo al 3 de abril.", ["March 3", "4 de marzo", "April 4", "3 de abril"]),
        ("Between 3 and 5 May.", "Entre el 13 y el 15 de mayo.", ["3 and 5 May", "13 y el 15 de mayo"]),
        ("On the 3rd of May.", "El 2 de mayo.", ["3rd of May", "2 de mayo"]),
        ("It ends on 2010-05-03.", "Termina el 3/6/2010.", ["2010-05-03", "3/6/2010"]),
    ],
)  # fmt: skip
def test_another_date_is_found(source: str, target: str, texts: list[str], check_pair: CheckPair) -> None:
    findings = check_pair("NUM504", source, target)
    assert [span.text for finding in findings for span in finding.spans] == texts
    back = check_pair("NUM504", target, source, ("es", "en"))
    assert {span.text for finding in back for span in finding.spans} == set(texts)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("On May 3, 2010.", "El 3 de mayo de 2010."),
        ("On May 3rd, 2010.", "El 3 de mayo del 2010."),
        ("On the 1st of May.", "El 1.º de mayo."),
        ("On 3 May 2010.", "El 03/05/2010."),
        ("On 5/3/2010.", "El 3 de mayo de 2010."),
        ("On 2010-05-03.", "El 3/5/2010."),
        ("On May 3.", "El 3 de mayo de 2010."),
        ("From May 3 to 5.", "Del 3 al 5 de mayo."),
        ("Between May 3-5, 2010.", "Entre el 3 y el 5 de mayo de 2010."),
        ("From January to March.", "De enero a marzo."),
        ("Last Tuesday it rained.", "Ayer llovió."),
        ("It rained yesterday.", "El martes llovió."),
        ("On Tuesday, March 3.", "El martes 3 de marzo."),
        ("It may rain on the march.", "Puede llover en la marcha de abril."),
        ("Theresa May came in June.", "Theresa May vino en junio."),
        ("Julio came in May.", "En mayo vino Julio."),
        ("Placido came on Friday.", "Plácido Domingo vino el viernes."),
        ("In May it rained, and in May it poured.", "En mayo llovió y diluvió."),
        ("Dec. 5 and Jan. 2 were cold.", "El 5 de diciembre y el 2 de enero hizo frío."),
        ("The 5-year plan was made in May.", "El plan de 5 años se hizo en mayo."),
        ("On the Fourth of July.", "El 4 de julio."),
        ("On Good Friday and Easter Sunday.", "El Viernes Santo y el Domingo de Pascua."),
    ],
)
def test_the_same_day_and_free_wordings_are_quiet(source: str, target: str, check_pair: CheckPair) -> None:
    assert check_pair("NUM504", source, target) == []
    assert check_pair("NUM504", target, source, ("es", "en")) == []


def test_a_date_beyond_the_border_of_a_bead_is_no_fault(check_pair: CheckPair) -> None:
    source = ["It began in June.", "In May it fell."]
    assert check_pair("NUM504", source, ["En mayo cayó.", "Empezó en junio."]) == []


def test_a_date_is_told_once(check_pair: CheckPair) -> None:
    assert len(check_pair("NUM504", "On May 3, 2010.", "El 4 de junio de 2011.")) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 31), st.integers(1, 12), st.integers(1000, 2100), st.sampled_from(["en", "es"]))
def test_dates_are_read_as_they_are_written(day: int, month: int, year: int, language: str) -> None:
    from babel import Locale

    name = Locale.parse(language).months["format"]["wide"][month]
    text = f"Say: {name} {day}, {year}." if language == "en" else f"Dijo: {day} de {name} de {year}."
    (date,) = dates_of(text, language, {name.lower()})
    assert (date.readings, date.year) == (((frozenset({day}), month),), year)
    assert text[date.start : date.end] == date.text


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789/-., mayoMarchdel", max_size=40), st.sampled_from(["en", "es", "de"]))
def test_spans_lie_in_the_text(text: str, language: str) -> None:
    for date in dates_of(text, language, set(month_names(language))):
        assert text[date.start : date.end] == date.text
