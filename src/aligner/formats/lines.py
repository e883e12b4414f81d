"""Pre-segmented text: each line is one sentence."""

from __future__ import annotations

from aligner.errors import InputError
from aligner.model import Block, Document, Sentence


def lines_document(text: str, path: str, language: str) -> Document:
    r"""A document whose sentence n is line n of `text`, from 0, in a block of its own.

    Lines end at "\n" alone, so that sentence numbers are the line numbers of other tools; blanks at the ends
    of a line (a "\r" too) are not part of its sentence; a blank line is an empty sentence at the line's start.

    >>> document = lines_document("One.\n\nThree.\n", "", "en")
    >>> [document.sentence_text(number) for number in range(3)]
    ['One.', '', 'Three.']
    """
    if not text.strip():
        raise InputError(path, "there is no text in it", "give a file with at least one sentence")
    spans, offset = [], 0
    for line in text.removesuffix("\n").split("\n"):
        content = line.strip()
        start = offset + (len(line) - len(line.lstrip()) if content else 0)
        spans.append((start, start + len(content)))
        offset += len(line) + 1
    blocks = tuple(Block(start, end) for start, end in spans)
    sentences = tuple(Sentence(start, end, number) for number, (start, end) in enumerate(spans))
    return Document(text, blocks, language, path, sentences)
