"""What `aligner check` says beside the findings, of one text as of many: fixes, known findings, the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from aligner.baseline import write_baseline
from aligner.cli.check_options import Manners
from aligner.cli.terminal import say
from aligner.display import counted
from aligner.fixing import Fixing
from aligner.model import Finding, Report, Severity


def say_fixes(fixing: Fixing, what: str) -> None:
    """Say what was fixed in a file, and what could not be; `what` is "fixed" or "would fix"."""
    say(f"{what} {len(fixing.done)} in {fixing.path}{_codes(fixing.done)}")
    if fixing.left:
        few = len(fixing.left) == 1
        told = "1 suggestion has" if few else f"{len(fixing.left)} suggestions have"
        say(f"note: {told} no exact way back into {fixing.path}, and stay for a person")


def say_all_fixes(fixings: Sequence[Fixing], what: str, texts: int) -> None:
    """The same of each file in which something was fixed or could not be, then how much it is in all."""
    for fixing in fixings:
        if fixing.done or fixing.left:
            say_fixes(fixing, what)
    done = [code for fixing in fixings for code in fixing.done]
    changed = sum(bool(fixing.done) for fixing in fixings)
    say(f"{what} {len(done)} in {changed} of {counted(texts, 'text')}{_codes(done)}")


def _codes(done: Iterable[str]) -> str:
    counts = Counter(done)
    told = ", ".join(f"{code} ×{times}" if times > 1 else code for code, times in sorted(counts.items()))
    return f" ({told})" if told else ""


def keep_as_known(found: Iterable[Report], manners: Manners) -> None:
    """Write what was found to the file of `--write-baseline`, and say so."""
    baseline = manners.old_baseline()
    count = 0
    for report in found:
        baseline = baseline.renewed(report)
        count += sum(finding.suppressed != "comment" for finding in (*report.findings, *report.suppressed))
    write_baseline(baseline)
    say(f"{counted(count, 'finding')} written to {baseline.path} as known")


def status_of(findings: Iterable[Finding], fail_on: str) -> int:
    """1 when a finding is at least as severe as `fail_on`."""
    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank >= Severity(fail_on).rank for finding in findings))
