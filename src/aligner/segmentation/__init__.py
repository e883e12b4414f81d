"""Segmentation: the blocks of a document split into sentences, by our rules or those of an SRX file."""

from aligner.segmentation.blocks import segment
from aligner.segmentation.house import HouseRules
from aligner.segmentation.listing import FORMS, listed
from aligner.segmentation.splitting import split
from aligner.segmentation.srx import read_rules

__all__ = ["FORMS", "HouseRules", "listed", "read_rules", "segment", "split"]
