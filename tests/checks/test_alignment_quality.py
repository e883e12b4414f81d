"""ALN103 to ALN107: pairs that do not go together, passages elsewhere, blocks and clauses that lack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks import Subject
from aligner.checks.block_structure import block_structure
from aligner.checks.lengths import length_ratio
from aligner.checks.moved_blocks import _heaviest_increasing, moved_block
from aligner.checks.partial_translation import partial_translation
from aligner.checks.similarity import low_similarity
from aligner.contracts import FloatArray, Stretch
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence, Severity, Side


def document(language: str, texts: Sequence[str], roles: Sequence[Role] = ()) -> Document:
    spans, offset = [], 0
    for number, text in enumerate(texts):
        spans.append(Sentence(offset, offset + len(text), number))
        offset += len(text) + 1
    given = [*roles, *[Role.PARAGRAPH] * (len(texts) - len(roles))]
    blocks = tuple(Block(span.start, span.end, role) for span, role in zip(spans, given, strict=True))
    return Document("\n".join(texts), blocks, language, sentences=tuple(spans))


def one_to_one(source: Sequence[str], target: Sequence[str], *, is_pairs: bool = True) -> Bitext:
    beads = tuple(Bead((number,), (number,)) for number in range(len(source)))
    return Bitext(document("en", source), document("es", target), beads, is_pairs=is_pairs)


class Topics:
    """A text's vector is the topic its first word names; made up, so that likeness is known."""

    signature = "topics"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> FloatArray:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[int(text.split()[0])] = 1.0
        return rows


def topical(*numbers: int) -> list[str]:
    return [f"{number} is what this sentence is about, says it" for number in numbers]


class TestLowSimilarity:
    def test_a_pair_of_strangers(self) -> None:
        target = topical(*range(30))
        target[7] = topical(60)[0]
        subject = Subject.pair(one_to_one(topical(*range(30)), target), Topics())
        # Pairs are alike at 1 but for one, strangers at 0: this one is at 0 too, yet not below.
        assert list(low_similarity(subject)) == []
        target[7] = target[7].replace("60", "61")

        class Apart(Topics):
            def encode(self, texts: Sequence[str]) -> FloatArray:
                rows = super().encode(texts)
                for row, text in zip(rows, texts, strict=True):
                    if text.startswith("61"):
                        row[:] = 0
                        row[7] = -1.0
                return rows

        (fault,) = low_similarity(Subject.pair(one_to_one(topical(*range(30)), target), Apart()))
        assert fault.bead == 7
        assert [span.text for span in fault.spans] == [topical(7)[0], target[7]]

    def test_nothing_is_said_without_a_model_of_few_pairs_or_of_short_texts(self) -> None:
        wrong = one_to_one(topical(*range(30)), topical(*range(1, 31)))
        assert list(low_similarity(Subject.pair(wrong))) == []
        few = one_to_one(topical(*range(5)), topical(0, 1, 2, 3, 60))
        assert list(low_similarity(Subject.pair(few, Topics()))) == []
        short = one_to_one([f"{number} so" for number in range(30)], [f"{number} so" for number in range(30, 60)])
        assert list(low_similarity(Subject.pair(short, Topics()))) == []


SOUND = [("a" * length, "b" * int(length * 1.1)) for length in range(40, 200, 8)]


class TestLengthRatio:
    def faults(self, *pairs: tuple[str, str]) -> list[int | None]:
        rows = [*SOUND, *pairs]
        subject = Subject.pair(one_to_one([row[0] for row in rows], [row[1] for row in rows]))
        return [fault.bead for fault in length_ratio(subject)]

    def test_far_outside_on_either_side(self) -> None:
        assert self.faults(("a" * 120, "b" * 20), ("a" * 30, "b" * 160)) == [len(SOUND), len(SOUND) + 1]

    def test_what_is_usual_or_short_is_quiet(self) -> None:
        assert self.faults(("a" * 100, "b" * 150), ("Yes", "Por supuesto que sí"), ("a" * 10, "b" * 25)) == []

    def test_the_usual_is_the_texts_own(self) -> None:
        doubled = [("a" * length, "b" * length * 3) for length in range(60, 200, 8)]
        subject = Subject.pair(one_to_one([row[0] for row in doubled], [row[1] for row in doubled]))
        assert list(length_ratio(subject)) == []

    def test_nulls_have_no_ratio(self) -> None:
        bitext = Bitext(document("en", ["a" * 90]), document("es", ["b"]), (Bead((0,), ()), Bead((), (0,))))
        assert list(length_ratio(Subject.pair(bitext))) == []


class TestMovedBlock:
    SOURCE = document("en", [f"Source sentence {number}." for number in range(8)])
    TARGET = document("es", [f"Frase {number} del destino." for number in range(8)])

    def moved(self, order: Sequence[int], *, is_pairs: bool = False) -> list[tuple[int | None, list[tuple[Side, str]]]]:
        beads = tuple(Bead((source,), (target,)) for source, target in enumerate(order))
        subject = Subject.pair(Bitext(self.SOURCE, self.TARGET, beads, is_pairs=is_pairs))
        return [(fault.bead, [(span.side, span.text) for span in fault.spans]) for fault in moved_block(subject)]

    def test_one_finding_for_a_passage(self) -> None:
        ((bead, spans),) = self.moved([0, 1, 4, 5, 6, 2, 3, 7])
        assert bead == 5
        assert spans == [
            (Side.SOURCE, "Source sentence 5.\nSource sentence 6."),
            (Side.TARGET, "Frase 2 del destino.\nFrase 3 del destino."),
        ]

    def test_two_passages_are_two_findings(self) -> None:
        assert len(self.moved([1, 0, 2, 3, 5, 4, 6, 7])) == 2

    def test_the_same_order_and_files_of_pairs_are_quiet(self) -> None:
        assert self.moved(range(8)) == []
        assert self.moved([4, 5, 6, 7, 0, 1, 2, 3], is_pairs=True) == []

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9)), max_size=9))
    def test_no_heavier_increasing_run_exists(self, items: list[tuple[int, int]]) -> None:
        values, weights = [value for value, _ in items], [weight for _, weight in items]
        kept = sorted(_heaviest_increasing(values, weights))
        assert all(values[first] < values[second] for first, second in pairwise(kept))
        best = [0] * len(items)
        for place, value in enumerate(values):
            best[place] = weights[place] + max((best[n] for n in range(place) if values[n] < value), default=0)
        assert sum(weights[place] for place in kept) == max(best, default=0)


class TestBlockStructure:
    HEADING, ITEM, PLAIN = Role.HEADING, Role.LIST_ITEM, Role.PARAGRAPH

    def faults(self, source: Sequence[Role], target: Sequence[Role]) -> list[tuple[str, list[tuple[Side, str]]]]:
        texts = ["Aims", "To win.", "To last."], ["Fines", "Ganar.", "Durar."]
        documents = document("en", texts[0], source), document("es", texts[1], target)
        subject = Subject.pair(Bitext(*documents, tuple(Bead((n,), (n,)) for n in range(3))))
        return [(fault.message, [(span.side, span.text) for span in fault.spans]) for fault in block_structure(subject)]

    def test_what_is_more_on_one_side_is_pointed_at(self) -> None:
        assert self.faults([self.HEADING, self.ITEM, self.ITEM], [self.HEADING, self.ITEM, self.PLAIN]) == [
            ("2 list items in the source, 1 in the target", [(Side.SOURCE, "To last.")])
        ]
        assert self.faults([self.PLAIN, self.ITEM], [self.HEADING, self.ITEM]) == [
            ("0 headings in the source, 1 in the target", [(Side.TARGET, "Fines")])
        ]

    def test_equal_numbers_and_plain_text_are_quiet(self) -> None:
        assert self.faults([self.HEADING, self.ITEM], [self.HEADING, self.ITEM]) == []
        assert self.faults([self.HEADING, self.ITEM], []) == []  # a format without blocks says nothing


class TestPartialTranslation:
    def faults(self, *stretches: Stretch) -> list[tuple[Severity | None, int | None, str]]:
        bitext = one_to_one(["The bridge, which nobody had paid for, fell."], ["El puente, que era de hierro, cayó."])
        subject = Subject.pair(bitext, uncovered=lambda _: stretches)
        return [(fault.severity, fault.bead, fault.spans[0].text) for fault in partial_translation(subject)]

    def test_sure_ones_warn_and_likely_ones_inform(self) -> None:
        sure, likely = Stretch(0, Side.SOURCE, 12, 37, 0.99), Stretch(0, Side.TARGET, 11, 28, 0.96)
        assert self.faults(sure, likely) == [
            (None, 0, "which nobody had paid for"),
            (Severity.INFO, 0, "que era de hierro"),
        ]

    @pytest.mark.parametrize("probability", [0.0, 0.5, 0.84])
    def test_doubtful_ones_are_quiet(self, probability: float) -> None:
        assert self.faults(Stretch(0, Side.SOURCE, 12, 37, probability)) == []

    def test_what_a_translation_adds_must_be_surer_than_what_it_leaves_out(self) -> None:
        omitted, added = Stretch(0, Side.SOURCE, 12, 37, 0.9), Stretch(0, Side.TARGET, 11, 28, 0.9)
        assert self.faults(omitted, added) == [(Severity.INFO, 0, "which nobody had paid for")]

    def test_without_a_model_there_is_nothing(self) -> None:
        assert list(partial_translation(Subject.pair(one_to_one(["A."], ["B."])))) == []
