"""Which modules hold rules: a rule in a module that nobody lists would never run."""

from __future__ import annotations

import re
from pathlib import Path

from aligner import checks
from aligner.checks import RULE_MODULES


def test_every_module_with_a_rule_is_listed_once() -> None:
    folder = Path(checks.__file__).parent
    registering = {
        file.stem
        for file in folder.glob("*.py")
        if re.search(r"^@rule\(", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(RULE_MODULES) == len(set(RULE_MODULES))
    assert set(RULE_MODULES) == registering
