"""Characters of the fonts Symbol and Wingdings, which Word writes as numbers (`w:sym`), in Unicode."""

from __future__ import annotations

from typing import Final

# What Symbol has from 0x41 on (Adobe Symbol encoding to Unicode 2.0), a blank where nothing that is read as text stands.
_SYMBOL_LETTERS: Final = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_SIGNS: Final = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"  # from 0xA0 on
_SYMBOL_LOW: Final[dict[int, str]] = {0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅"}
_WINGDINGS: Final[dict[int, str]] = {
    0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character that a font has under a number in hexadecimal, "" where it is none that anybody reads.

    >>> symbol("Symbol", "F061"), symbol("Wingdings", "F0FC"), symbol("Arial", "00A7"), symbol("Webdings", "F021")
    ('α', '✓', '§', '')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0xF000 <= number <= 0xF0FF and font not in {"Symbol", "Wingdings"}:
        is_text = number >= 0x20 and not 0xD800 <= number <= 0xF8FF and number < 0x110000
        return chr(number) if is_text else ""
    place = number & 0xFF
    if font == "Wingdings":
        return _WINGDINGS.get(place, "")
    if font != "Symbol":
        return ""
    if 0x20 <= place <= 0x40:
        return _SYMBOL_LOW.get(place, chr(place))
    for first, characters in ((0x41, _SYMBOL_LETTERS), (0xA0, _SYMBOL_SIGNS)):
        if 0 <= place - first < len(characters):
            return characters[place - first].strip()
    return ""
