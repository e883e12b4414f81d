"""NUM501: values of numbers."""

from __future__ import annotations

import pytest

from aligner.checks.numbers import number_value
from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Block, Document, Sentence, Side


def document(cells: list[str], language: str) -> Document:
    text, sentences = "\n".join(cells), []
    start = 0
    for cell in cells:
        sentences.append(Sentence(start, start + len(cell)))
        start += len(cell) + 1
    return Document(text, (Block(0, len(text)),), language, sentences=tuple(sentences))


def check(source: str | list[str], target: str | list[str], languages: tuple[str, str] = ("en", "es")) -> list[Fault]:
    sources, targets = ([text] if isinstance(text, str) else text for text in (source, target))
    beads = tuple(Bead((number,), (number,)) for number in range(len(sources)))
    bitext = Bitext(document(sources, languages[0]), document(targets, languages[1]), beads)
    return list(number_value(Subject.pair(bitext)))


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("It has 826 rooms.", "Tiene 226 habitaciones.", "826 in the source, 226 in the target"),
        ("Some 62 came.", "Vinieron unos 26.", "62 in the source, 26 in the target"),
        ("It weighs 3 tons.", "Pesa 30 toneladas.", "3 in the source, 30 in the target"),
        ("It grew by 18%.", "Creció en 18.", "18% in the source, 18 in the target"),
        ("At half-past ten.", "A las once y media.", "half-past ten in the source, once y media in the target"),
        ("Ten to one against it.", "Ocho a uno en contra.", "Ten in the source, Ocho in the target"),
        ("He won 3-1.", "Ganó por 3 a 2.", "1 in the source, 2 in the target"),
        ("A 1-year bond.", "Un bono a diez años.", "1 in the source, diez in the target"),
        ("Some 14 days ago.", "Hace 15 días.", "14 in the source, 15 in the target"),
        ("They won 1:0.", "Ganaron por 1:7.", "0 in the source, 7 in the target"),
        ("Since the late 1930s.", "Desde la década de 1730.", "1930s in the source, década de 1730 in the target"),
        (
            "SARS-CoV-2 binds to ACE2.",
            "El SARS-CoV-8 se une a la ACE2.",
            "CoV-2 in the source, CoV-8 in the target",
        ),
        ("We saw five bears.", "Vimos seis osos.", "five in the source, seis in the target"),
        ("The second floor.", "La tercera planta.", "second in the source, tercera in the target"),
        ("Jazz of the 1920s.", "Jazz de los años treinta.", "1920s in the source, años treinta in the target"),
        ("A 19th century inn.", "Una posada del siglo XVIII.", "19th in the source, XVIII in the target"),
        ("Under Louis XIV.", "Bajo Luis XVI.", "XIV in the source, XVI in the target"),
        ("World War II ended.", "Acabó la Primera y la III Guerra Mundial.", "II in the source, III in the target"),
        ("It has 3 floors.", "Tiene 4 pisos.", "3 in the source, 4 in the target"),
        ("Two thirds agree.", "Un tercio está de acuerdo.", "Two thirds in the source, Un tercio in the target"),
        ("Cases of H5N1 rose.", "Subieron los casos de H5N5.", "H5N1 in the source, H5N5 in the target"),
        ("Both saw two bears.", "Ambos vieron tres osos.", "two in the source, tres in the target"),
        ("She bought 350 books.", "Compró libros.", "350 in the source has no counterpart in the target"),
    ],
)
def test_a_changed_value_is_found(source: str, target: str, message: str) -> None:
    assert [fault.message for fault in check(source, target)] == [message]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It cost 6,000 euros.", "Costó 6.000 euros."),
        ("It cost 6,000 euros.", "Costó seis mil euros."),
        ("It cost 6,000 euros.", "Costó 6 000 euros."),
        ("About 1.5 million people.", "Un millón y medio de personas."),
        ("It is worth $14.3bn.", "Vale 14.300 millones."),
        ("A 19th-century house.", "Una casa del siglo XIX."),
        ("In the '60s.", "En los sesenta."),
        ("World War II.", "La Segunda Guerra Mundial."),
        ("Both sisters and the pair of shoes.", "Las dos hermanas y los dos zapatos."),
        ("Between 10% and 20%.", "Entre el 10 y el 20 %."),
        ("One tenth of them.", "El 10 % de ellos."),
        ("At 3 p.m. sharp.", "A las 15.00 en punto."),
        ("The train leaves at 8:45 p.m.", "El tren sale a las 20:45."),
        ("At quarter to six.", "A las seis menos cuarto."),
        ("At half-past eleven.", "A las once y media."),
        ("At a quarter before nine.", "A las ocho y cuarenta y cinco."),
        ("At twenty minutes to nine.", "A las ocho y cuarenta minutos."),
        ("At five past six, at ten to one.", "A las seis y cinco, a la una menos diez."),
        ("At 7.20 a.m. sharp.", "A las siete y veinte de la mañana."),
        ("Thirteen minutes to one.", "Las doce y cuarenta y siete."),
        ("Three-quarters of an hour.", "Tres cuartos de hora."),
        ("It took three-quarters of an hour.", "Tardó 45 minutos."),
        ("A quarter of an hour later.", "Quince minutos después."),
        ("Fourteen hundred thousand square miles.", "Un millón cuatrocientas mil millas cuadradas."),
        ("It weighs 2.2 lb.", "Pesa 1 kg."),
        ("He stands 5 feet 10 inches tall.", "Mide 1,78 metros."),
        ("It took 2 hours and 30 minutes.", "Tardó dos horas y media."),
        ("Two weeks ago.", "Hace quince días."),
        ("Article 14(2) applies.", "Se aplica el artículo 14.2."),
        ("Article 14(2) applies.", "Se aplica el apartado 2 del artículo 14."),
        ("On the night of 31 December.", "En Nochevieja."),
        ("It lost 1 of the games.", "Perdió uno de los partidos."),
        ("He worked for 30 years.", "Trabajó durante tres décadas."),
        ("Clean for eighteen months.", "Limpio desde hace un año y medio."),
        ("The bridge is 300 feet long.", "El puente mide 300 pies (91 metros)."),
        ("It weighs 11 pounds (5 kg).", "Pesa 5 kilos."),
        ("About 500 pounds of it.", "Unos 227 kg."),
        ("See 3/4/2012.", "Véase el 4 de marzo de 2012."),
        ("It happened last year.", "Ocurrió en 2010."),
        ("After the great crisis.", "Tras la gran crisis del 29."),
        ("Thousands of people.", "Miles de personas."),
        ("COVID-19 and the G20.", "La covid y el Grupo de los 20."),
        ("An F-16 and omega-3.", "Un F16 y omega 3."),
        ("A dozen eggs, one of them bad.", "Una docena de huevos, uno de ellos malo."),
        ("One in five.", "Una de cada 5."),
        ("175 million families.", "175 los millones de familias."),
    ],
)
def test_equal_values_and_free_wordings_are_quiet(source: str, target: str) -> None:
    assert check(source, target) == []
    assert check(target, source, ("es", "en")) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It cost $2 billion.", "Costó 2 billones."),  # NUM503
        ("On March 3.", "El 4 de marzo."),  # NUM504
        ("Some 5.000 people came.", "Vinieron 5.000 personas."),  # NUM502
        ("It took 5 hours.", "Tardó 5 días."),  # NUM505
    ],
)
def test_differences_of_other_sorts_are_left_to_their_rules(source: str, target: str) -> None:
    assert check(source, target) == []


def test_spans_lie_on_both_sides() -> None:
    (fault,) = check(["Nothing here.", "They were 150."], ["Nada aquí.", "Eran 105."])
    assert [(span.side, span.start, span.end, span.text) for span in fault.spans] == [
        (Side.SOURCE, 24, 27, "150"),
        (Side.TARGET, 16, 19, "105"),
    ]
    assert fault.bead == 1


def test_a_number_beyond_the_border_of_a_bead_is_no_fault() -> None:
    assert check(["It rose to 350.", "In May it fell."], ["Subió.", "En mayo, tras llegar a 350, bajó."]) == []


def test_each_repetition_needs_its_own() -> None:
    assert len(check("From 25 to 25 in line.", "De 25 a 35 en fila.")) == 1


def test_a_document_alone_has_nothing_to_compare() -> None:
    from aligner.checks.registry import select

    (rule,) = select(["NUM501"])
    assert rule.findings(Subject.alone(document(["Eran 105."], "es"), "en")) == []


def test_a_thousand_and_some_as_mexican_newspapers_write_it() -> None:
    assert check("It cost 1,780 pesos.", "Costó mil 780 pesos.") == []
    [fault] = check("It cost 1,780 pesos.", "Costó mil 870 pesos.")
    assert fault.message == "1,780 in the source, mil 870 in the target"
