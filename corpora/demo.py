"""Align and check every sample article, show what is found, and keep the results: python corpora/demo.py FOLDER."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CORPORA = Path(__file__).resolve().parent
FOUND = 1  # exit status of `aligner check` when there are findings


def aligner(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command and say so; stop the demonstration when it fails."""
    print(f"$ aligner {' '.join(arguments)}", flush=True)
    done = subprocess.run([sys.executable, "-m", "aligner", *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, FOUND):
        sys.exit(done.stderr)
    return done


def show(article: Path, results: Path) -> int:
    """Align and check one article, source first; the number of findings comes back."""
    known = json.loads((article / "faults.json").read_text(encoding="utf-8"))
    source, target = known["source_language"], known["target_language"]
    here = Path.cwd()
    pages = [str((article / known["files"]["html"][side]).relative_to(here)) for side in ("source", "target")]
    languages = ["--from-lang", source, "--to-lang", target]
    results.mkdir(parents=True, exist_ok=True)
    print(f"\n── {article.name} ({source} → {target}) " + "─" * max(0, 80 - len(article.name)))
    aligner("align", *pages, *languages, "-o", str(results / "beads.jsonl"))
    aligner("align", *pages, *languages, "-o", str(results / "memory.tmx"))
    aligner("check", *pages, *languages, "--format", "json", "-o", str(results / "findings.json"))
    text = aligner("check", *pages, *languages).stdout
    (results / "findings.txt").write_text(text, encoding="utf-8")
    print(f"\n{text}")
    return sum(json.loads((results / "findings.json").read_text(encoding="utf-8"))["summary"].values())


def main() -> None:
    """Go through the sample articles."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-output")
    articles = sorted(path.parent for path in CORPORA.glob("*/faults.json"))
    counts = {article.name: show(article, folder / article.name) for article in articles}
    print("── what was found " + "─" * 70)
    for name, number in counts.items():
        print(
            f"{number:>4} finding{'' if number == 1 else 's'}  {folder / name}/ beads.jsonl memory.tmx findings.txt findings.json"
        )


if __name__ == "__main__":
    main()
