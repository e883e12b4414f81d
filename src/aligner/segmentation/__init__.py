"""Segmentation: the blocks of a document split into sentences."""

from aligner.segmentation.blocks import segment
from aligner.segmentation.splitting import split

__all__ = ["segment", "split"]
