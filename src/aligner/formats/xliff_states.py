"""States of a translation: the words of XLIFF 1.2 are ours, those of others are put into them."""

from __future__ import annotations

from aligner.formats.findings import REVIEW

TRANSLATED, UNTRANSLATED = "translated", "needs-translation"
# XLIFF 1.2, `state`, in the four of XLIFF 2 (Mappings from XLIFF 1.2, appendix of XLIFF 2.0).
_CORE = {
    "new": "initial",
    "needs-translation": "initial",
    "needs-adaptation": "translated",
    "needs-l10n": "translated",
    "needs-review-adaptation": "translated",
    "needs-review-l10n": "translated",
    REVIEW: "translated",
    "translated": "translated",
    "signed-off": "reviewed",
    "final": "final",
}
# The one that each of the four is by itself.
_PLAIN = {"initial": "needs-translation", "translated": "translated", "reviewed": "signed-off", "final": "final"}
# Trados (`sdl:seg`, `conf`), memoQ (`mq:status`) and others say it in attributes of their own.
_FOREIGN = {
    "Draft": REVIEW,
    "Translated": "translated",
    "RejectedTranslation": REVIEW,
    "ApprovedTranslation": "signed-off",
    "RejectedSignOff": REVIEW,
    "ApprovedSignOff": "final",
    "NotStarted": "new",
    "Edited": REVIEW,
    "Rejected": REVIEW,
    "PartiallyEdited": REVIEW,
    "Pretranslated": REVIEW,
    "AssembledFromFragments": REVIEW,
    "MachineTranslated": REVIEW,
    "Confirmed": "translated",
    "Reviewer1Confirmed": "signed-off",
    "Proofread": "final",
}


def core_state(state: str) -> tuple[str, str]:
    """State and substate as XLIFF 2 has them; the substate is "" where the state says it all.

    >>> core_state("signed-off"), core_state("needs-review-translation")
    (('reviewed', ''), ('translated', 'aligner:needs-review-translation'))
    """
    core = _CORE.get(state, "translated")
    return core, "" if _PLAIN[core] == state else f"aligner:{state.replace(':', '-')}"


def state_of_core(state: str, substate: str) -> str:
    """The state that XLIFF 2 says, in the words of XLIFF 1.2; "" where it says nothing.

    >>> state_of_core("reviewed", "okp:x"), state_of_core("translated", "aligner:needs-l10n")
    ('signed-off', 'needs-l10n')
    """
    prefix, _, word = substate.partition(":")
    return word if prefix == "aligner" and word else _PLAIN.get(state, "")


def state_of_foreign(word: str) -> str:
    """The state that another program's attribute says; "" for a word nobody knows.

    >>> state_of_foreign("ApprovedTranslation")
    'signed-off'
    """
    return _FOREIGN.get(word, "")
