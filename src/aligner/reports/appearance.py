"""How a report for a person looks: its width and its colours."""

from __future__ import annotations

from dataclasses import dataclass

from aligner.model import Severity

# SGR parameters (ECMA-48) of what stands out; the rest is plain.
_STYLES: dict[str, str] = {
    "place": "1",
    "quiet": "2",
    "suggestion": "32",
    Severity.ERROR: "1;31",
    Severity.WARNING: "33",
    Severity.INFO: "36",
}


@dataclass(frozen=True, slots=True)
class Appearance:
    """`width`: columns a line may take; `colour`: whether the reader is a terminal that shows colours."""

    width: int = 100
    colour: bool = False

    def paint(self, text: str, style: str) -> str:
        r"""`text` in the style of that name, unchanged without colour.

        >>> Appearance().paint("error", "error"), Appearance(colour=True).paint("a:1", "place")
        ('error', '\x1b[1ma:1\x1b[0m')
        """
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text else text
