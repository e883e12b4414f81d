"""Align and check every sample article, show what is found, and keep the results: python corpora/demo.py FOLDER."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CORPORA = Path(__file__).resolve().parent
FOUND = 1  # exit status of `aligner check` when there are findings
RULE = "─" * 100


@dataclass(frozen=True)
class Article:
    """One sample article: its pages, source first, and how many faults were planted in the target's page."""

    name: str
    pages: tuple[str, str]
    languages: tuple[str, str]
    planted: int

    @classmethod
    def read(cls, folder: Path) -> Article:
        """The article that a `faults.json` describes."""
        known = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
        source, target = ((folder / known["files"]["html"][side]) for side in ("source", "target"))
        planted = sum(fault["html"] is not None for fault in known["faults"])
        languages = known["source_language"], known["target_language"]
        return cls(folder.name, (_short(source), _short(target)), languages, planted)

    def call(self, command: str, *options: str) -> str:
        """Run a command on the two pages; what it prints comes back, and its failure ends the demonstration."""
        source, target = self.languages
        arguments = [command, *self.pages, "--from-lang", source, "--to-lang", target, *options]
        done = subprocess.run(
            [sys.executable, "-m", "aligner", *arguments], capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode not in (0, FOUND):
            sys.exit(done.stderr)
        return done.stdout


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def show(article: Article, results: Path) -> str:
    """Align and check one article, print what a person reads, and write everything down; a line of summary."""
    results.mkdir(parents=True, exist_ok=True)
    source, target = article.pages
    print(f"{RULE}\n$ aligner check {source} {target}\n", flush=True)
    for name in ("beads.jsonl", "memory.tmx"):
        article.call("align", "-o", str(results / name))
    article.call("check", "--format", "json", "-o", str(results / "findings.json"))
    text = article.call("check")
    (results / "findings.txt").write_text(text, encoding="utf-8")
    print(text)
    counts = json.loads((results / "findings.json").read_text(encoding="utf-8"))["summary"]
    told = ", ".join(f"{number} {severity}" for severity, number in counts.items() if number) or "nothing"
    return f"{article.name:<24}{article.planted:>3} planted   found: {told}"


def main() -> None:
    """Go through the sample articles."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-output")
    articles = [Article.read(file.parent) for file in sorted(CORPORA.glob("*/faults.json"))]
    summary = [show(article, folder / article.name) for article in articles]
    print(
        "\n".join([RULE, *summary, "", f"Results: {folder}/ARTICLE/ beads.jsonl memory.tmx findings.txt findings.json"])
    )


if __name__ == "__main__":
    main()
