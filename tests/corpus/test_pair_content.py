"""Texts that no name tells the other version of: pairs by what they say, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.contracts import FloatArray
from aligner.corpus import neighbours, read_manifest
from aligner.corpus.neighbours import both_ways, has_faiss
from aligner.corpus.pairing_content import Texts, centred, matched
from aligner.corpus.pairing_profiles import Profile, marks, text_vector
from aligner.corpus.pairing_table import (
    PairedTexts,
    PairingOptions,
    manifest_lines,
    pair_texts,
    unpaired_lines,
)
from aligner.errors import InputError, MissingExtra, OptionError

TEXTS = {
    "bridge": (
        "The new bridge over the river was opened on Monday. It cost 40 million euros and took six years to build.",
        "El nuevo puente sobre el río se inauguró el lunes. Costó 40 millones de euros y se tardó seis años en construirlo.",
    ),
    "goats": (
        "A farmer in the hills keeps three hundred goats. Their milk becomes cheese that is sold in the village market.",
        "Un granjero de las colinas cría trescientas cabras. Con su leche se hace un queso que se vende en el mercado del pueblo.",
    ),
    "library": (
        "The public library will stay open at night during the examinations. Students had asked for more places to read.",
        "La biblioteca pública abrirá de noche durante los exámenes. Los estudiantes habían pedido más sitios para leer.",
    ),
    "storm": (
        "A storm tore roofs from houses along the coast. Nobody was hurt, but the harbour is closed until Friday.",
        "Una tormenta arrancó tejados de casas a lo largo de la costa. No hubo heridos, pero el puerto sigue cerrado hasta el viernes.",
    ),
}
ALONE = "The museum bought a painting of a blue horse. The painter, who died last year, never wanted to sell it."
GERMAN = "Die Bürgermeisterin hat am Dienstag das neue Schwimmbad eröffnet, das lange geschlossen war."


def made(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def shuffled(folder: Path) -> Path:
    """The texts under names that say nothing."""
    for number, (english, spanish) in enumerate(TEXTS.values()):
        made(folder, **{f"a{number}": english, f"b{(number + 2) % 4}": spanish})
    return folder


def names(found: PairedTexts) -> dict[str, str]:
    return {Path(pair.source).stem: Path(pair.target).stem for pair in found.pairs}


def test_texts_are_paired_by_what_they_say(tmp_path: Path) -> None:
    made(shuffled(tmp_path), lone=ALONE, other=GERMAN, nothing="42")
    found = pair_texts([str(tmp_path)])
    assert names(found) == {"a0": "b2", "a1": "b3", "a2": "b0", "a3": "b1"}
    assert {pair.reason for pair in found.pairs} == {"content"}
    assert all(pair.score is not None and pair.score > 0.9 for pair in found.pairs)
    assert {Path(one.path).stem: (one.language, one.reason) for one in found.unpaired} == {
        "lone": ("en", "nothing like it"),
        "other": ("de", "in another language (German)"),
    }
    assert {Path(one.path).stem: one.reason for one in found.skipped} == {"nothing": "there is hardly any text in it"}


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    shuffled(tmp_path)
    one, two = (pair_texts([str(tmp_path)], PairingOptions(workers=workers)) for workers in (1, 2))
    assert list(manifest_lines(one)) == list(manifest_lines(two))


def test_without_content_only_names_tell(tmp_path: Path) -> None:
    made(shuffled(tmp_path), **{"x.en": ALONE, "x.es": GERMAN})
    found = pair_texts([str(tmp_path)], PairingOptions(uses_content=False))
    assert [(pair.reason, pair.score) for pair in found.pairs] == [("file name", None)]
    assert len(found.unpaired) == 8


def test_names_that_are_wrong_are_found_out(tmp_path: Path) -> None:
    """Both of them English: somebody copied the text to be translated."""
    made(tmp_path, **{"x.en": TEXTS["goats"][0], "x.es": TEXTS["goats"][0], "y": TEXTS["goats"][1]})
    made(tmp_path, **{"z.en": ALONE, "z.es": ALONE + " It hangs there now."})
    found = pair_texts([str(tmp_path)])
    assert names(found) == {"x.en": "y"}
    assert {Path(one.path).stem: one.reason.split(str(tmp_path))[0].strip() for one in found.unpaired} == {
        "x.es": "a copy of",
        "z.en": "its other version, by its name, is not in the other language",
        "z.es": "its other version, by its name, is not in the other language",
    }


def test_pairs_by_name_are_judged(tmp_path: Path) -> None:
    for name, (english, spanish) in TEXTS.items():
        made(tmp_path, **{f"{name}.en": english, f"{name}.es": spanish})
    made(
        tmp_path,
        **{"wrong.en": ALONE, "wrong.es": "Las gallinas ponen menos huevos en invierno, cuando los días son cortos."},
    )
    scores = {Path(pair.source).stem: pair.score or 0.0 for pair in pair_texts([str(tmp_path)]).pairs}
    assert min(scores[f"{name}.en"] for name in TEXTS) > 0.9 > 0.2 > scores["wrong.en"]


def test_numbers_tell_near_duplicates_apart(tmp_path: Path) -> None:
    english = (
        "On day {0} the shelter took in {1} dogs and gave away {2} cats. The vet came twice, as on every other day."
    )
    spanish = "El día {0} el refugio acogió {1} perros y entregó {2} gatos. El veterinario vino dos veces, como todos los días."
    days = [(12, 31, 7), (13, 18, 9), (14, 26, 4), (15, 44, 2), (16, 53, 8)]
    shuffled(tmp_path)
    for number, day in enumerate(days):
        made(tmp_path, **{f"m{number}": english.format(*day), f"n{4 - number}": spanish.format(*day)})
    found = names(pair_texts([str(tmp_path)]))
    assert {name: found[name] for name in found if name.startswith("m")} == {
        f"m{number}": f"n{4 - number}" for number in range(5)
    }


def test_the_manifest_can_be_read(tmp_path: Path) -> None:
    shuffled(tmp_path / "texts")
    made(
        tmp_path / "texts",
        **{"a0.en": ALONE, "a0.es": "Un museo compró un cuadro de un caballo azul, que nadie quiso."},
    )
    found = pair_texts([str(tmp_path / "texts")])
    output = tmp_path / "out" / "m.tsv"
    output.parent.mkdir()
    output.write_text("".join(manifest_lines(found, str(output))), encoding="utf-8")
    manifest = read_manifest(str(output))
    assert len({pair.name for pair in manifest.pairs}) == len(manifest) == 5
    assert all(Path(pair.source).exists() and Path(pair.target).exists() for pair in manifest.pairs)
    assert sum(1 for _ in unpaired_lines(found)) == 1 + len(found.unpaired)


def test_names_that_no_manifest_can_hold_are_refused(tmp_path: Path) -> None:
    english, spanish = TEXTS["storm"]
    made(tmp_path, **{"a\tb": english, "c": spanish})
    with pytest.raises(InputError, match="no place for its name"):
        list(manifest_lines(pair_texts([str(tmp_path)])))


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no texts in it"):
        pair_texts([str(tmp_path)])
    with pytest.raises(OptionError, match="--min-score 2"):
        PairingOptions(min_score=2)
    with pytest.raises(OptionError, match="--workers 0"):
        PairingOptions(workers=0)


def test_marks_are_numbers_and_names() -> None:
    assert len(marks("nothing of the kind")) == 0
    shared = set(marks("Pérez met 1,000 people").tolist()) & set(marks("Perez vio a 1.000").tolist())
    assert len(shared) == 2


vectors = st.integers(1, 40).flatmap(lambda rows: st.integers(0, 2**32 - 1).map(lambda seed: (rows, seed)))


@settings(max_examples=40, deadline=None)
@given(vectors, vectors, st.integers(1, 9), st.integers(1, 16))
def test_neighbours_are_those_of_all_similarities(
    source: tuple[int, int], target: tuple[int, int], k: int, tile: int
) -> None:
    """Whatever the tiles; of equals the one with the lower number comes first."""
    one, other = (
        np.random.default_rng(seed).integers(-2, 3, (rows, 3)).astype(np.float32) for rows, seed in (source, target)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "_ROWS", tile)
        patch.setattr(neighbours, "_COLUMNS", tile + 3)
        forward, backward = both_ways(one, other, k, "exact")
    similarities = one @ other.T
    for found, wanted in ((forward, similarities), (backward, similarities.T)):
        order = np.argsort(-wanted, axis=1, kind="stable")[:, :k]
        assert found.numbers.tolist() == order.tolist()
        assert np.array_equal(found.similarities, np.take_along_axis(wanted, order, 1))


def test_neighbours_by_an_index() -> None:
    if not has_faiss():
        pytest.skip("FAISS is not installed")
    drawn = np.random.default_rng(0).normal(size=(3000, 16)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    exact, indexed = (both_ways(drawn[:500], drawn, 4, method)[0] for method in ("exact", "faiss"))
    assert np.mean(exact.numbers[:, 0] == indexed.numbers[:, 0]) > 0.99
    assert np.mean(exact.numbers == indexed.numbers) > 0.6


def test_searches_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    ones = np.ones((2, 2), np.float32)
    with pytest.raises(OptionError, match="no search 'slow'"):
        both_ways(ones, ones, 1, "slow")
    assert both_ways(ones[:0], ones, 1)[0].numbers.shape == (0, 0)

    def missing() -> None:
        raise MissingExtra("searches by an index", "mining")

    monkeypatch.setattr(neighbours, "_faiss", missing)
    with pytest.raises(MissingExtra, match=r"aligner\[mining\]"):
        both_ways(ones, ones, 1, "faiss")
    monkeypatch.setattr(neighbours, "_EXACT_UP_TO", 1)
    assert both_ways(ones, ones, 1)[0].numbers.tolist() == [[0], [0]]


def test_each_text_has_one_partner() -> None:
    drawn = np.random.default_rng(1).normal(size=(30, 8)).astype(np.float32)
    sides = []
    for rows in (drawn, drawn[:20] + 0.1):
        profiles = [Profile(str(number), length=100) for number in range(len(rows))]
        sides.append(Texts(profiles, centred(rows / np.linalg.norm(rows, axis=1, keepdims=True))))
    found = matched(sides[0], sides[1], ("en", "es"))
    assert len({one.source for one in found}) == len({one.target for one in found}) == len(found) <= 20
    assert sum(one.source == one.target for one in found) >= 18


class Reader:
    """A model that reads sentences, and keeps what it was given."""

    signature, dimensions = "reader", 2

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.read += texts
        return np.ones((len(texts), 2), np.float32)


def test_models_that_read_sentences_get_those_of_the_house(tmp_path: Path) -> None:
    rules = tmp_path / "commas.srx"
    rules.write_text(
        '<srx version="2.0"><header segmentsubflows="yes" cascade="no"/><body><languagerules>'
        '<languagerule languagerulename="commas"><rule break="yes"><beforebreak>,</beforebreak>'
        "<afterbreak> </afterbreak></rule></languagerule></languagerules><maprules>"
        '<languagemap languagepattern=".*" languagerulename="commas"/></maprules></body></srx>',
        encoding="utf-8",
    )
    for path, wanted in ((None, ["It rained, alas.", "It snowed."]), (str(rules), ["It rained,", "alas. It snowed."])):
        reader = Reader()
        text_vector("It rained, alas. It snowed.", "en", reader, path)
        assert reader.read == wanted
