"""NAM401 and NAM403: one name in two spellings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_texts import a_block_each, rows_bitext

from aligner.checks import Subject, check, select
from aligner.checks.spellings import Difference, bare, difference, keys, pairs
from aligner.model import Bead, Bitext, Finding, Severity, Side


def alone(*sentences: str, language: str = "en", rules: str = "NAM401") -> tuple[Finding, ...]:
    other = "es" if language == "en" else "en"
    return check(Subject.alone(a_block_each(sentences, language), other), select([rules]))


def pair(
    *rows: tuple[str, str], rules: str = "NAM401", is_pairs: bool = False, languages: tuple[str, str] = ("es", "en")
) -> tuple[Finding, ...]:
    """Rows with their translations, Spanish ones unless `languages` says otherwise."""
    return check(Subject.pair(rows_bitext(rows, languages, is_pairs=is_pairs)), select([rules]))


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(finding.spans[0].text, finding.suggestion) for finding in findings]


def test_every_mention_of_the_unusual_spelling_and_one_of_the_usual_are_shown() -> None:
    sentences = [
        "Amrullah Saleh fled.",
        "Amrullah Salleh wrote.",
        "Later Saleh spoke.",
        "Friends of Salleh’s wept.",
        "Saleh!",
    ]
    (finding,) = alone(*sentences)
    text = "\n".join(sentences)
    starts = [text.index("Salleh"), text.rindex("Salleh"), text.index("Saleh")]
    assert [(span.start, span.text) for span in finding.spans] == list(
        zip(starts, ["Salleh", "Salleh", "Saleh"], strict=True)
    )
    assert finding.suggestion == "Saleh"
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("language", "sentences", "wrong", "right"),
    [
        # the same first name or title beside both
        ("en", ["Minister Karzai spoke.", "Minister Karzaj left.", "So did Karzai."], "Karzaj", "Karzai"),
        ("es", ["El presidente Volodímir Zelenski habló.", "Volodímir Zelenskiy se fue.", "Zelenski calla."],
         "Zelenskiy", "Zelenski"),
        ("en", ["Colonel Gadafi spoke.", "Colonel Qaddafi left.", "Then Gadafi came."], "Qaddafi", "Gadafi"),
        # a spelling that no list knows beside one that people know
        ("en", ["They met in Lisbon.", "Trains to Libson were late.", "Lisbon slept."], "Libson", "Lisbon"),
        ("es", ["Llegó a Barcelona.", "En Barcellona llovía."], "Barcellona", "Barcelona"),
        ("en", ["The people of Okavanggo waited.", "Rain fell on Okavango."], "Okavanggo", "Okavango"),
        # neither is known, and letters are swapped
        ("en", ["She lives in Brezovnik.", "The mayor of Brezvonik agreed.", "Brezovnik is small."],
         "Brezvonik", "Brezovnik"),
    ],
)  # fmt: skip
def test_one_document_tells(language: str, sentences: list[str], wrong: str, right: str) -> None:
    assert said(alone(*sentences, language=language)) == [(wrong, right)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        # two people
        ("en", ["Kristen and Kristin sang.", "Kristen smiled.", "Kristin wept."]),
        ("en", ["Emma Larssen won.", "Peter Larsen lost.", "Emma Larssen smiled."]),
        ("es", ["Luis Hernández ganó.", "Ana Fernández perdió."]),
        ("es", ["Mario llegó con Ana.", "Después María habló con Juan.", "Y Mario calló; Juana no."]),
        ("en", ["Later Ellen Carter won.", "And Ellen Cartier lost.", "The others, Ann Jansen and Tom Janson, came."]),
        # number, origin, possessive
        ("en", ["In Kabul an Afghan spoke.", "The Afghans left.", "In Africa an African won."]),
        ("en", ["The Taliban came.", "It is the Taliban's town.", "A Talibans’ camp."]),
        ("es", ["La aerolínea Emirates creció.", "Los Emiratos pagaron.", "Los Emiratos Árabes callan."]),
        # words, not names: a capital that opens a sentence, a heading, a lower-case word elsewhere
        ("en", ["There is no form.", "From here it is far.", "Form follows."]),
        ("es", ["Pero no vino.", "Perro ladrador.", "El perro de Pero."]),
        ("en", ["Our Garden Form", "Our Garden Farm"]),
        # one spelling
        ("en", ["Amrullah Saleh spoke.", "Saleh's men left.", "SALEH IS BACK"]),
        # too short, too far
        ("en", ["In Oslo Kim won.", "In Bonn Kin won."]),
        ("en", ["Later Merkel spoke.", "But Märkl did not, nor did Mankell."]),
        # diacritics are another rule's
        ("en", ["Later Hašek spoke.", "But Hasek left."]),
    ],
)
def test_what_stays_quiet(language: str, sentences: list[str]) -> None:
    assert alone(*sentences, language=language) == ()


def test_one_spelling_in_the_source_says_that_two_in_the_target_are_one_name() -> None:
    """Even where both are names that people have."""
    findings = pair(
        ("Ayer cantó Kristen.", "Yesterday Kristen sang."),
        ("Hoy baila Kristen.", "Today Kristin dances."),
        ("Mañana viene Kristen.", "Tomorrow Kristen comes."),
    )
    assert said(findings) == [("Kristin", "Kristen")]
    assert findings[0].bead == 1
    assert findings[0].spans[0].side is Side.TARGET


def test_the_source_knows_which_spelling_is_right_whatever_the_number() -> None:
    findings = pair(
        ("Habla Okafor.", "Here is Okaffor."),
        ("Calla Okafor.", "Silent is Okaffor."),
        ("Ríe Okafor.", "Then laughs Okafor."),
    )
    assert said(findings) == [("Okaffor", "Okafor")]


def test_the_same_two_spellings_in_both_versions_are_two_names() -> None:
    assert not pair(
        ("Habla Kristen.", "Kristen speaks."),
        ("Calla Kristin.", "Now Kristin is silent."),
        ("Ríe Kristen.", "Now Kristen laughs."),
        ("En Larsen nieva.", "In Larsen it snows."),
        ("En Larssen llueve.", "In Larssen it rains."),
    )


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Habló Rajoy.", "Rojay spoke to the press.", []),  # too far
        ("Ayer habló Sarkozy.", "Yesterday Sarkzoy spoke.", [("Sarkzoy", "Sarkozy")]),
        ("Ayer habló Sarkozzy.", "Yesterday Sarkozy spoke.", [("Sarkozzy", "Sarkozy")]),
        # in no list, but in the other order
        ("Ayer habló Xarbovy.", "Yesterday Xarbvoy spoke.", [("Xarbvoy", "Xarbovy")]),
        # each known, and as each language has it
        ("Ayer habló Mario.", "Yesterday Maria spoke.", []),
        ("Ayer habló Gadafi.", "Yesterday Gaddafi spoke.", []),
        ("Ayer habló en Sevilla.", "Yesterday he spoke in Seville.", []),
    ],
)
def test_a_known_name_that_one_version_always_has_wrong(
    source: str, target: str, expected: list[tuple[str, str | None]]
) -> None:
    assert said(pair((source, target))) == expected


@pytest.mark.parametrize(
    ("english", "spanish", "is_slip"),
    [
        (
            "Then President Saleh spoke.",
            "Luego habló el presidente Salleh.",
            True,
        ),  # Spanish doubles no letter by itself
        ("Then Assad spoke.", "Luego habló Asad.", False),
        ("Then Abdullah Qasem spoke.", "Luego habló Abdullah Qassem.", True),
        ("Then Larry Trobant spoke.", "Luego habló Larry Trodant.", True),  # one first name beside both
        ("Then Trobant spoke.", "Luego habló Trodant.", False),
        ("Then Ivan Turgenev spoke.", "Luego habló Iván Turguénev.", False),
        ("Then Hassan Nasrallah spoke.", "Luego habló Hasan Nasrallah.", False),  # better known so in Spanish
        ("At General Metropolitan it rains.", "En General Metropolitano llueve.", False),
    ],
)
def test_names_that_each_version_spells_its_own_way(english: str, spanish: str, is_slip: bool) -> None:
    assert bool(said(pair((english, spanish), languages=("en", "es")))) is is_slip
    assert bool(said(pair((spanish, english)))) is is_slip


def test_each_version_may_transliterate_its_own_way() -> None:
    assert not pair(
        ("Habla Gorbachov.", "Then Gorbachev spoke."),
        ("Calla Gorbachov.", "Then Gorbachev fell silent."),
        ("Gana Zelenski.", "Now Zelensky wins."),
    )


def test_a_country_in_a_company_name_is_not_its_usual_spelling() -> None:
    assert not check(
        Subject.pair(
            Bitext(
                a_block_each(["Japan Airlines lost.", "Here is Japan again.", "Where is Japan?"], "en"),
                a_block_each(["Pierde Japan Airlines.", "Aquí está Japón otra vez.", "¿Dónde está Japón?"], "es"),
                tuple(Bead((number,), (number,), 1.0) for number in range(3)),
            )
        ),
        select(["NAM401"]),
    )


def test_a_third_spelling_opposite_is_one_partner_all_the_same() -> None:
    findings = pair(
        ("Habla Lukashenko.", "Then Lukachenko spoke."),
        ("Calla Lukashenko.", "Then Lukazhenko fell silent."),
        ("Ríe Lukashenko.", "Then Lukachenko laughed."),
    )
    assert said(findings) == [("Lukazhenko", "Lukachenko")]


def test_a_surname_goes_back_to_the_full_name() -> None:
    """As in the founding case: one full name, then the surname alone, spelled another way."""
    findings = alone("His deputy Amrullah Saleh fled.", "Then Salleh wrote a letter.", "Nobody, said Salleh, replied.")
    assert said(findings) == [("Salleh", "Saleh")]


def test_a_sentence_with_both_spellings_says_nothing_about_either() -> None:
    assert not pair(
        ("Los alemanes y Hermann callan.", "The Germann people and Hermann fell silent."),
        ("Ríe Hermann.", "Then Hermann laughed."),
        ("Vuelve Hermann.", "Then Hermann came back."),
    )


def test_texts_far_apart_in_a_bitext_file_are_not_compared() -> None:
    filler = [("Llueve.", "It rains.")] * 50
    first, second = ("Habla Okafor.", "Here is Okafor."), ("Calla Okafor.", "Here is Okaffor.")
    assert said(pair(first, second, is_pairs=True)) == [("Okaffor", "Okafor")]
    assert not pair(first, *filler, second, is_pairs=True)


@pytest.mark.parametrize(
    ("sentences", "wrong", "right"),
    [
        (["Later Hašek spoke.", "But Hašek left.", "Then Hasek won."], "Hasek", "Hašek"),
        (["Later Maria López came.", "Then Maria Lopez left."], "Lopez", "López"),
    ],
)
def test_a_name_with_and_without_its_marks(sentences: list[str], wrong: str, right: str) -> None:
    (finding,) = alone(*sentences, rules="NAM403")
    assert said((finding,)) == [(wrong, right)]
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["She reads El Diario de México.", "She lives in Mexico."]),
        ("en", ["Later Jaime López won.", "Then Jennifer Lopez sang."]),
        ("es", ["¿Cómo está?", "Como dijo Ana.", "Está en casa, y esta no."]),
        ("en", ["Later Hašek spoke.", "HASEK WINS AGAIN", "But Hašek’s team lost."]),
    ],
)
def test_marks_that_may_differ(language: str, sentences: list[str]) -> None:
    assert alone(*sentences, language=language, rules="NAM403") == ()


def test_marks_that_the_source_has() -> None:
    findings = pair(("Habla Pérez.", "Then Pérez spoke."), ("Calla Pérez.", "Then Perez fell silent."), rules="NAM403")
    assert said(findings) == [("Perez", "Pérez")]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Saleh", "Salleh", Difference.DOUBLED),
        ("Bufett", "Buffet", Difference.DOUBLED),
        ("Karel", "Krael", Difference.SWAPPED),
        ("Kerry", "Kerri", Difference.SOUND),
        ("Shaikh", "Schaikh", Difference.SOUND),
        ("Bashar", "Bachar", Difference.SOUND),
        ("Zelensky", "Zelenskiy", Difference.SOUND),
        ("Mahmoud", "Mahmud", Difference.SOUND),
        ("Temecula", "Temekula", Difference.SOUND),
        ("Bloomberg", "Bloombarg", Difference.LETTER),
        ("Hašek", "Hasek’s", Difference.DIACRITICS),
        ("Saleh", "Saleh", None),
        ("Saleh", "Saleh's", None),
        ("Kim", "Kin", None),
        ("Paris", "Parma", None),
        ("Afghan", "Afghans", None),
    ],
)
def test_difference(one: str, other: str, expected: Difference | None) -> None:
    assert difference(one, other) is expected
    assert difference(other, one) is expected


@settings(max_examples=150, deadline=None)
@given(st.text("abcehkoslyíšzqu", min_size=4, max_size=9), st.text("abcehkoslyíšzqu", min_size=4, max_size=9))
def test_related_names_share_a_key(one: str, other: str) -> None:
    if difference(one, other) in (Difference.DOUBLED, Difference.SWAPPED, Difference.DIACRITICS):
        assert set(keys(one)) & set(keys(other))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abšé", min_size=4, max_size=6), max_size=8))
def test_pairs_are_those_of_all_comparisons(names: list[str]) -> None:
    found = {frozenset(pair[:2]) for pair in pairs(names)}
    every = {frozenset((one, other)) for one in names for other in names if one != other}
    assert found <= {pair for pair in every if difference(*sorted(pair))}
    assert found >= {pair for pair in every if bare(min(pair)) == bare(max(pair)) and difference(*sorted(pair))}


def test_a_language_without_a_word_list() -> None:
    source = a_block_each(["Xurlo Zabalegi.", "Xurlo Zabbalegi."], "xx")
    assert said(check(Subject.alone(source, "en"), select(["NAM401"]))) == [("Zabbalegi", "Zabalegi")]


def test_a_well_known_name_that_opens_a_sentence_is_a_name_where_the_text_has_it_otherwise() -> None:
    rows = ("Then Ana Jiménez spoke.", "Habló Ana Jimenez."), ("Jiménez left.", "Jiménez se fue.")
    (finding,) = pair(*rows, languages=("en", "es"), rules="NAM403")
    assert (said((finding,)), finding.bead) == ([("Jimenez", "Jiménez")], 0)
