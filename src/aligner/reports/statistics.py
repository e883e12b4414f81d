"""How many findings each rule has, for a person or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from aligner.model import Report, Reports


class _Rule(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def fix(self) -> str | None: ...


def statistics(report: Report | Reports, rules: Iterable[_Rule], name: str = "text") -> Iterator[str]:
    """Pieces of a table: number of findings, code, name, and whether `--fix` can mend them; most first.

    With the `name` of a JSON report it is a list of objects. Findings that do not count are counted apart.
    """
    fixable = {rule.code for rule in rules if rule.fix is not None}
    counts = Counter((finding.code, finding.name, finding.severity.value) for finding in report.findings)
    can_fix = {
        finding.code for finding in report.findings if finding.code in fixable and finding.suggestion is not None
    }
    suppressed = Counter(finding.code for finding in report.suppressed)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if name.startswith("json"):
        told = [
            {"code": code, "name": rule, "severity": severity, "count": count, "fixable": code in can_fix}
            for (code, rule, severity), count in rows
        ]
        yield json.dumps({"rules": told, "suppressed": dict(sorted(suppressed.items()))}, indent=1) + "\n"
        return
    wide = max((len(rule) for _, rule, _ in counts), default=0)
    for (code, rule, severity), count in rows:
        mark = "  --fix" if code in can_fix else ""
        yield f"{count:>5}  {code}  {rule:<{wide}}  {severity:<7}{mark}".rstrip() + "\n"
    number = counts.total()
    yield f"{number:>5}  {'finding' if number == 1 else 'findings'}\n"
    if suppressed:
        yield f"{suppressed.total():>5}  known or left alone by comments\n"
