"""A document's blocks split into its sentences."""

from __future__ import annotations

from dataclasses import replace

from aligner.model import Block, Document, Role, Sentence
from aligner.segmentation.house import HouseRules
from aligner.segmentation.splitting import Span, parts, split


def segment(document: Document, rules: HouseRules | None = None) -> Document:
    """The document with its sentences: each lies in one block, without blanks at its ends; empty blocks give none.

    A block goes by its own language where its mark-up declares one. Code is split at empty lines alone. What a reviewer wrote
    beside the text is no part of it, and has no sentences. `rules` are those of an SRX file, in place of our own; they go by
    the document's locale where it has one.

    >>> document = Document("Hi there. Bye!", (Block(0, 14),), "en")
    >>> segment(document).sentences
    (Sentence(start=0, end=9, block=0), Sentence(start=10, end=14, block=0))
    """
    sentences = tuple(
        Sentence(block.start + start, block.start + end, number)
        for number, block in enumerate(document.blocks)
        for start, end in _spans(document, block, rules)
    )
    return replace(document, sentences=sentences)


def _spans(document: Document, block: Block, rules: HouseRules | None) -> list[Span]:
    if block.role is Role.COMMENT:
        return []
    text = document.block_text(block)
    if block.role is Role.CODE:
        return list(parts(text))
    if rules is not None:
        return rules.split(text, block.language or document.locale or document.language)
    return split(text, (block.language or document.language).partition("-")[0].lower())
