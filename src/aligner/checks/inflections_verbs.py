"""The forms of English and Spanish verbs, made by rule; more are made than there are, where rules compete."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from aligner.checks.word_data import data_lines


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_VOWELS = "aeiou"
_CLITICS = _each("me te se nos os lo la los las le les melo mela telo tela selo sela selos selas noslo")
# Endings by conjugation: of the plain stem, and of the infinitive.
_ENDINGS = {
    "ar": _each(
        "o as a amos áis an é aste ó amos asteis aron aba abas ábamos abais aban e es emos éis en ara aras áramos arais "
        "aran ase ases ásemos aseis asen ad ado ada ados adas ando"
    ),
    "er": _each(
        "o es e emos éis en í iste ió imos isteis ieron ía ías íamos íais ían a as amos áis an iera ieras iéramos ierais "
        "ieran iese ieses iésemos ieseis iesen ed ido ida idos idas iendo"
    ),
    "ir": _each(
        "o es e imos ís en í iste ió isteis ieron ía ías íamos íais ían a as amos áis an iera ieras iéramos ierais "
        "ieran iese ieses iésemos ieseis iesen id ido ida idos idas iendo"
    ),
}
_FUTURE = _each("é ás á emos éis án ía ías íamos íais ían")
_STRONG_PAST = _each(
    "e iste o imos isteis ieron eron iera ieras iéramos ierais ieran era eras éramos eran iese iesen ese esen"
)
_SUBJUNCTIVE = _each("o a as amos áis an")
# Stem vowels that change, with what they change to.
_CHANGES = (("e", ("ie", "i", "í")), ("o", ("ue", "u")), ("u", ("ue", "ú")), ("i", ("ie", "í")))
_STRESSED = str.maketrans("aeo", "áéó")
_IMPERATIVES = ("ten", "pon", "haz")
_FRONT = "eéií"
# What a stem ends in, and how it is spelled before e and i (-ar verbs), or before a and o (the others).
_BEFORE_FRONT = (("gu", "gü"), ("c", "qu"), ("g", "gu"), ("z", "c"))
_BEFORE_BACK = (("gu", ("g",)), ("qu", ("c",)), ("g", ("j",)), ("c", ("z", "zc")))
_OTHER = {
    "ser": "soy eres es somos sois son era eras éramos erais eran fui fuiste fue fuimos fuisteis fueron fuera fueran "
    "fuese fuesen sea seas seamos sean sido siendo",
    "ir": "voy vas va vamos vais van iba ibas íbamos ibais iban fui fuiste fue fuimos fuisteis fueron fuera fueran "
    "fuese fuesen vaya vayas vayamos vayan ido yendo ve",
    "estar": "estoy está están estás esté estén",
    "dar": "doy da dan dio dieron di diste dimos diera dieran dé den",
    "ver": "veo veía veían veíamos vio vieron",
    "haber": "he has ha hemos han haya hayan",
    "saber": "sé",
    "hacer": "hizo haz",
    "satisfacer": "satisfizo",
    "decir": "di",
    "poner": "pon",
    "tener": "ten",
}


def english_verb_forms(word: str) -> set[str]:
    """Third person, past and -ing of a verb, with the last consonant once and twice (travelled, traveled).

    >>> sorted(english_verb_forms("plan"))
    ['planed', 'planing', 'planned', 'planning', 'plans']
    """
    if word.endswith("e"):
        stem = word[:-2] + "y" if word.endswith("ie") else word if word.endswith("ee") else word[:-1]
        return {word + "s", word + "d", stem + "ing"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    third = word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    made = {third, word + "ed", word + "ing"}
    if word[-1:] not in _VOWELS + "wxy" and word[-2:-1] in tuple(_VOWELS) and word[-3:-2] not in tuple(_VOWELS):
        made |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return made


@dataclass(frozen=True, slots=True)
class _Strong:
    """What stands for the stem of a strong verb, "" where the rule holds."""

    past: str
    future: str
    first: str
    participle: str


@cache
def _strong_verbs() -> tuple[tuple[str, _Strong], ...]:
    rows = (line.split("\t") for line in data_lines("irregular.es.tsv"))
    known = [(word, _Strong(*("" if cell == "-" else cell for cell in cells))) for word, *cells in rows]
    return tuple(sorted(known, key=lambda row: -len(row[0])))


def spanish_verb_forms(infinitive: str) -> set[str]:
    """Forms of a Spanish infinitive, reflexive or not, pronouns hung on it included.

    >>> {"pidió", "pidiéndolo", "pidan"} <= spanish_verb_forms("pedir"), "mantuvieron" in spanish_verb_forms("mantener")
    (True, True)
    """
    word = infinitive.removesuffix("se") if infinitive.endswith(("arse", "erse", "irse", "írse")) else infinitive
    conjugation = word[-2:].replace("í", "i")
    if conjugation not in _ENDINGS:
        return {infinitive}
    stem = word[:-2]
    made: set[str] = set()
    for changed in _stems(stem):
        for ending in _ENDINGS[conjugation]:
            for form in _spelled(changed, ending, conjugation):
                made |= _variants(form, conjugation)
    future = stem + conjugation
    made |= {future + ending for ending in _FUTURE} | _strong_forms(word) | set(_OTHER.get(word, "").split())
    end = "ando" if conjugation == "ar" else "endo"
    gerunds = {form for form in made if form.endswith(end) and form[:-1] + "a" not in made}
    made |= {gerund[:-4] + gerund[-4].translate(_STRESSED) + gerund[-3:] + clitic
             for gerund in gerunds for clitic in _CLITICS}  # fmt: skip
    return made | {future + clitic for clitic in _CLITICS} | {word}


def _stems(stem: str) -> set[str]:
    """A stem, and what becomes of its last vowel under stress: pensar, piensa; pedir, pide; contar, cuenta."""
    made = {stem}
    for vowel, others in _CHANGES:
        # The u of gu and qu at the end of a stem is not heard: proseguir, prosigue.
        heard = stem[:-1] if stem.endswith(("gu", "qu")) else stem
        place = max((at for at, letter in enumerate(heard) if letter in _VOWELS), default=-1)
        if place >= 0 and stem[place] == vowel:
            made |= {stem[:place] + other + stem[place + 1 :] for other in others}
            if stem[place - 1] == "g" and vowel == "o":
                made.add(stem[:place] + "üe" + stem[place + 1 :])
    return made


def _spelled(stem: str, ending: str, conjugation: str) -> tuple[str, ...]:
    """A stem with its ending, as the sounds are spelled: buscar, busqué; coger, coja; conocer, conozca."""
    is_front = ending[0] in _FRONT
    if conjugation == "ar" and is_front:
        for plain, written in _BEFORE_FRONT:
            if stem.endswith(plain):
                return (stem[: -len(plain)] + written + ending,)
    if conjugation != "ar" and not is_front:
        for plain, several in _BEFORE_BACK:
            if stem.endswith(plain):
                return tuple(stem[: -len(plain)] + written + ending for written in several)
    return (stem + ending,)


def _variants(form: str, conjugation: str) -> set[str]:
    """A form, and what comes of i between vowels (leyó, construyen), or after ñ and ll (tiñó)."""
    made = {form}
    if conjugation != "ar":
        for vowel in "aeou":
            for after in "aeoó":
                if f"{vowel}i{after}" in form:
                    made.add(form.replace(f"{vowel}i{after}", f"{vowel}y{after}"))
                if vowel == "u" and form.rfind(f"u{after}") > 0:
                    made.add(form.replace(f"u{after}", f"uy{after}"))
        for vowel in "aeo":
            made.add(form.replace(f"{vowel}ido", f"{vowel}ído").replace(f"{vowel}ida", f"{vowel}ída"))
    for end in ("ña", "ñi", "lli"):
        made.add(form.replace(end, end.removesuffix("i")))
    return made


def _strong_forms(word: str) -> set[str]:
    found = next(((end, strong) for end, strong in _strong_verbs() if word.endswith(end)), None)
    if found is None:
        return set()
    end, strong = found
    prefix = word[: -len(end)]
    made = {prefix + strong.past + ending for ending in _STRONG_PAST} if strong.past else set()
    made |= {prefix + strong.future + ending for ending in _FUTURE} if strong.future else set()
    made |= {prefix + strong.first + ending for ending in _SUBJUNCTIVE} if strong.first else set()
    if strong.participle:
        made |= {prefix + strong.participle[:-1] + ending for ending in ("o", "a", "os", "as")}
    # A verb made from another has the accent that the short one does without: mantén, compón.
    short = _OTHER.get(end, "").split()
    made |= {prefix + (form[:-2] + form[-2].translate(_STRESSED) + form[-1] if prefix and form in _IMPERATIVES else form)
             for form in short}  # fmt: skip
    return made
