"""How neighbouring number pieces make one number: "dos mil millones", "twenty-five", "3 mil 500", "a million and a half"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from aligner.checks.quantities_digits import Value
from aligner.checks.quantities_tokens import Role, Token

_STARTERS = frozenset(
    {Role.DIGITS, Role.UNIT, Role.TEEN, Role.TEN, Role.HUNDREDS, Role.HUNDRED, Role.SCALE, Role.DOZEN, Role.HALF,
     Role.FRACTION, Role.ORDINAL}
)  # fmt: skip
_JOINTS = {"": "", "-": "", "‑": "", "and": "and", "y": "and", "and a": "and", "-and-a-": "and", "a": "of", "of a": "of",
           "de": "of", "menos": "less"}  # fmt: skip
_LONGEST_GAP = 9
_TENS = frozenset({Role.TEN, Role.TEEN})
_THOUSAND, _MILLION = 1000, 10**6
_CENTURIES = range(11, 21)
_PARTS = " partes"
_PARTS_OF = " de "  # tres cuartos de hora; dos cuartos de baño are rooms
_ROOMS = " de baño"


@dataclass(slots=True)
class Run:
    """A number under way: for every reading of its first piece the addends so far, largest first."""

    stacks: list[list[Value]]
    tokens: list[Token] = field(default_factory=list)

    @property
    def values(self) -> tuple[Value, ...]:
        """The value under each reading, without repetition."""
        if len(self.stacks) == 1 and len(self.stacks[0]) == 1:
            return (_plain(self.stacks[0][0]),)
        return tuple(dict.fromkeys(_plain(sum(stack)) for stack in self.stacks))

    @property
    def last(self) -> Role:
        """The role of the piece that joined last."""
        return self.tokens[-1].role


def _plain(value: Value) -> Value:
    """An integer where the value is one."""
    return value if isinstance(value, int) or value.denominator != 1 else value.numerator


def run_from(tokens: list[Token], index: int, text: str, language: str, first: tuple[Value, ...]) -> Run:
    """The longest number that starts with `tokens[index]`, whose own readings are `first`."""
    run = Run([[value] for value in first], [tokens[index]])
    if run.last not in _STARTERS or tokens[index].suffix:
        return run
    for token in tokens[index + 1 :]:
        start = run.tokens[-1].end
        if token.start - start > _LONGEST_GAP or (token.start == start and token.role is not Role.FRACTION):
            break
        gap = text[start : token.start].lower()
        joint = _JOINTS.get(gap if gap == "-and-a-" else gap.strip())
        if joint is None:
            break
        if gap == "-" or text.startswith(_PARTS, token.end) or _is_three_quarters(run, token, text):
            token = _as_fraction(run, token)
        if not _join(run, token, joint, language):
            break
        run.tokens.append(token)
    return run


def _is_three_quarters(run: Run, token: Token, text: str) -> bool:
    if token.role is not Role.ORDINAL or token.values[0] != 4 or run.stacks != [[3]]:
        return False
    return text.startswith(_PARTS_OF, token.end) and not text.startswith(_ROOMS, token.end)


def _as_fraction(run: Run, token: Token) -> Token:
    """The thirds of "two-third majority", "dos terceras partes"."""
    if token.role is Role.ORDINAL and token.values[0] > 2 and run.last in {Role.UNIT, Role.DIGITS}:
        return replace(token, role=Role.FRACTION)
    return token


def _join(run: Run, token: Token, joint: str, language: str) -> bool:
    """Add one piece to the run, or say that it does not belong to it."""
    if token.role in {Role.SCALE, Role.SCALES, Role.DOZEN, Role.DOZENS}:
        return _multiply(run, token, joint)
    if token.role in {Role.HALF, Role.FRACTION} or (
        token.role is Role.ORDINAL and token.values == (4,) and joint != ""
    ):
        return _join_fraction(run, token, joint)
    if token.role is Role.DIGITS:
        return _join_digits(run, token, joint, language)
    if token.role is Role.HUNDRED:
        return joint == "" and _replace_last(run, lambda last: last * 100 if 0 < last < 100 else None)
    if token.role in {Role.UNIT, Role.TEEN, Role.TEN, Role.HUNDREDS, Role.ORDINAL}:
        return _join_word(run, token, joint, language)
    return False


def _multiply(run: Run, token: Token, joint: str) -> bool:
    """A scale multiplies all addends below it; a half or quarter may stand at some distance (half a million)."""
    scale = token.values[0]
    # half a million, miles de millones
    apart = run.last in {Role.HALF, Role.FRACTION, Role.SCALES}
    if joint not in ({"", "of"} if apart else {""}) or run.last is Role.ORDINAL:
        return False
    if token.role in {Role.DOZEN, Role.DOZENS} and run.last not in {Role.UNIT, Role.DIGITS, Role.HALF}:
        return False
    for stack in run.stacks:
        low: list[Value] = []
        while stack and (stack[-1] < scale or run.last is Role.HUNDRED):  # fourteen hundred thousand
            low.append(stack.pop())
        if not low:
            return False
        stack.append(sum(low) * scale)
    return True


def _join_fraction(run: Run, token: Token, joint: str) -> bool:
    """Two thirds, 2½, two and a half, un millón y medio, seis menos cuarto."""
    part = token.values[0]
    share = part if isinstance(part, Fraction) else Fraction(1, part)
    if joint == "" and token.role is Role.FRACTION and isinstance(part, int):
        whole = run.last in {Role.UNIT, Role.TEEN, Role.DIGITS} and len(run.tokens) == 1
        return whole and _replace_last(run, lambda last: last * share)
    if joint == "" and isinstance(part, Fraction):
        return run.last is Role.DIGITS and _push(run, share)
    if joint == "less":
        return run.last in {Role.UNIT, Role.TEEN} and _push(run, -share)
    if joint == "and" and run.last in {Role.SCALE, Role.SCALES, Role.DOZEN}:
        return _push(run, share * run.tokens[-1].values[0])
    return joint == "and" and run.last in {Role.UNIT, Role.TEEN, Role.DIGITS, Role.TEN} and _push(run, share)


def _join_digits(run: Run, token: Token, joint: str, language: str) -> bool:
    """3 mil 500 and mil 500, as Mexican newspapers write."""
    is_bare = language == "es" and len(run.tokens) == 1 and run.tokens[0].values == (_THOUSAND,)
    if joint or run.last not in {Role.SCALE, Role.SCALES} or not (is_bare or run.tokens[0].role is Role.DIGITS):
        return False
    if not token.text.isdigit() or token.suffix or not 100 <= int(token.text) < 1000:
        return False
    # English has it only before "thousand": 1 million 200 thousand.
    return (language == "es" or run.tokens[-1].values[0] >= _MILLION) and _push(run, int(token.text))


def _join_word(run: Run, token: Token, joint: str, language: str) -> bool:
    """A word of the ones, tens or hundreds after a larger one."""
    value = token.values[0]
    if run.tokens[0].role is Role.DIGITS or joint not in {"", "and"}:
        return False
    if token.role is Role.ORDINAL and value >= (10 if run.last in {Role.TEN, Role.ORDINAL} else 100):
        return False
    if (
        joint == ""
        and language == "en"
        and len(run.tokens) == 1
        and run.stacks[0][0] in _CENTURIES
        and token.role in _TENS
    ):
        # nineteen eighty
        return _replace_last(run, lambda last: last * 100) and _push(run, value)
    if run.last is Role.TEN:
        joined = joint == ("and" if language == "es" else "")
        return token.role in {Role.UNIT, Role.ORDINAL} and 0 < value < 10 and joined and _push(run, value)
    if run.last is Role.ORDINAL:
        tens = run.tokens[-1].values[0]
        return token.role is Role.ORDINAL and joint == "" and tens >= 10 and tens % 10 == 0 and _push(run, value)
    if joint == "and" and language == "es":
        return False
    if run.last in {Role.HUNDRED, Role.HUNDREDS} and value < 100:
        return _push(run, value)
    return run.last in {Role.SCALE, Role.SCALES} and value < run.tokens[-1].values[0] and _push(run, value)


def _push(run: Run, value: Value) -> bool:
    for stack in run.stacks:
        stack.append(value)
    return True


def _replace_last(run: Run, change: Callable[[Value], Value | None]) -> bool:
    changed = [change(stack[-1]) for stack in run.stacks]
    if any(value is None for value in changed):
        return False
    for stack, value in zip(run.stacks, changed, strict=True):
        assert value is not None
        stack[-1] = value
    return True
