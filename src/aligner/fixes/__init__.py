"""Changes of texts, written into the files that they were read from, with everything else in these files as it was.

`edits_of` says what a report's findings ask for, `fixed` writes edits into the bytes of a file, and `written_back` does
so with sentences that somebody wrote anew.
"""

from __future__ import annotations

from aligner.fixes.edits import Edit, Fixed, edited
from aligner.fixes.suggestions import Spellings, edits_of
from aligner.fixes.writing import Original, Read, fixed, written_back

__all__ = ["Edit", "Fixed", "Original", "Read", "Spellings", "edited", "edits_of", "fixed", "written_back"]
