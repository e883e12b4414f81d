"""Texts of a few sentences, and pairs of them, made without a reader or a splitter."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.model import Bead, Bitext, Block, Document, Role, Sentence


def in_one_block(lines: Sequence[str], language: str, path: str = "") -> Document:
    """A document of one block, each line of which is a sentence."""
    starts = _starts(lines)
    sentences = tuple(Sentence(start, start + len(line)) for start, line in zip(starts, lines, strict=True))
    text = "\n".join(lines)
    return Document(text, (Block(0, len(text)),), language, path, sentences)


def a_block_each(lines: Sequence[str], language: str, role: Role = Role.PARAGRAPH) -> Document:
    """A document of lines, each a sentence and a block of its own."""
    spans = [(start, start + len(line)) for start, line in zip(_starts(lines), lines, strict=True)]
    blocks = tuple(Block(start, end, role) for start, end in spans)
    sentences = tuple(Sentence(start, end, number) for number, (start, end) in enumerate(spans))
    return Document("\n".join(lines), blocks, language, sentences=sentences)


def rows_bitext(rows: Sequence[tuple[str, str]], languages: tuple[str, str], *, is_pairs: bool = False) -> Bitext:
    """Rows with their translations, each a bead; every sentence is a block of its own."""
    source, target = (a_block_each([row[side] for row in rows], languages[side]) for side in (0, 1))
    beads = tuple(Bead((number,), (number,), 1.0) for number in range(len(rows)))
    return Bitext(source, target, beads, is_pairs=is_pairs)


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts[: len(lines)]
