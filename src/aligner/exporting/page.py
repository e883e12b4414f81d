"""The report of an export as one web page that needs nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files

from aligner.exporting.report import ExportReport, Sample, StepCount
from aligner.formats.pictures import escaped
from aligner.languages import language_name
from aligner.version import VERSION

_MOST_INPUTS = 1000  # more are in the JSON


def as_page(report: ExportReport, title: str = "aligner export") -> Iterator[str]:
    """The page under its `title`: what was kept and dropped, step by step, with samples; inputs, outputs, options.

    It has no script, its own style is all that a browser may use (Content Security Policy), and everything that comes from
    the texts is escaped.
    """
    yield from document_page(title, _content(report, title))


def document_page(title: str, content: Iterable[str], style: str = "") -> Iterator[str]:
    """A whole page around content that is HTML already; `style` comes after that of all reports."""
    style = files("aligner.exporting").joinpath("data", "page.css").read_text(encoding="utf-8") + style
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield (
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{allowed}'; "
        "base-uri 'none'; form-action 'none'\">\n"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    yield from content
    yield "</body>\n</html>\n"


def _content(report: ExportReport, title: str) -> Iterator[str]:
    languages = " – ".join(escaped(language_name(code)) for code in report.languages)
    yield f"<header>\n<h1>{escaped(title)}</h1>\n<p>{languages}</p>\n"
    share = f", {report.written / report.read:.1%}" if report.read else ""
    yield f"<p><b>{report.written:,}</b> of {report.read:,} pairs written{share}</p>\n</header>\n<main>\n"
    yield from _steps(report)
    for step in report.steps:
        yield from _samples(step, report.languages)
    yield from _files(report)
    yield from _made(report)
    yield f"</main>\n<footer>aligner {VERSION} · {escaped(report.signature)}</footer>\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], numbers: frozenset[int] = frozenset()) -> Iterator[str]:
    """A table of cells that are HTML already; the columns of `numbers` are set to the right."""
    cells_of_head = (
        f"<th{' class=number' if place in numbers else ''}>{head}</th>" for place, head in enumerate(heads)
    )
    yield f"<table>\n<thead><tr>{''.join(cells_of_head)}</tr></thead>\n"
    yield "<tbody>\n"
    for row in rows:
        cells = (f"<td{' class=number' if place in numbers else ''}>{cell}</td>" for place, cell in enumerate(row))
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _steps(report: ExportReport) -> Iterator[str]:
    yield "<section>\n<h2>Steps</h2>\n"
    heads = ("step", "what it is about", "pairs before", "dropped", "changed", "kept", "")
    rows: list[Iterable[str]] = [
        ("read", "pairs that were read", "", "", "", f"{report.read:,}", _bar(report.read, report.read))
    ]
    for step in report.steps:
        name = f'<a href="#{step.name}">{step.name}</a>' if step.samples else step.name
        counts = (f"{number:,}" for number in (step.before, step.dropped, step.changed, step.kept))
        rows.append((name, _summary(step), *counts, _bar(step.kept, report.read)))
    yield from table(heads, rows, frozenset({2, 3, 4, 5}))
    yield "</section>\n"


def _summary(step: StepCount) -> str:
    """What a step is about, names of choices set as code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escaped(step.summary))


def _bar(kept: int, read: int) -> str:
    """A bar of the share that is left."""
    return f'<meter min="0" max="{max(read, 1)}" value="{kept}">{kept / read if read else 0:.0%}</meter>'


def _samples(step: StepCount, languages: tuple[str, str]) -> Iterator[str]:
    if not step.samples:
        return
    what = "changed" if step.changed else "dropped"
    yield f'<section id="{step.name}">\n<h2>{step.name}: {step.dropped or step.changed:,} {what}</h2>\n'
    yield f"<p>{_summary(step)}</p>\n"
    heads = ("source", "target", "score", "why" if step.dropped else "changed to", "where")
    yield from table(heads, (_sample(sample, languages) for sample in step.samples), frozenset({2}))
    yield "</section>\n"


def _sample(sample: Sample, languages: tuple[str, str]) -> Iterator[str]:
    for text, language in zip((sample.source, sample.target), languages, strict=True):
        yield f'<span lang="{escaped(language)}" dir="auto">{escaped(text)}</span>'
    yield "" if sample.score is None else f"{sample.score:.3f}"
    yield f'<span dir="auto">{escaped(sample.reason)}</span>'
    yield f"{escaped(sample.document)}, row {sample.row}"


def _files(report: ExportReport) -> Iterator[str]:
    yield "<section>\n<h2>Outputs</h2>\n"
    yield from table(
        ("file", "part", "pairs"),
        ((escaped(one.path), escaped(one.part), f"{one.pairs:,}") for one in report.outputs),
        frozenset({2}),
    )
    yield "</section>\n<section>\n<h2>Inputs</h2>\n"
    rows = [
        (escaped(path), f"{size:,}", f"<code>{sha256}</code>", f"{one.read:,}", f"{one.written:,}")
        for one in report.inputs[:_MOST_INPUTS]
        for path, size, sha256 in one.files
    ]
    yield from table(("file", "bytes", "SHA-256", "pairs", "written"), rows, frozenset({1, 3, 4}))
    if len(report.inputs) > _MOST_INPUTS:
        yield f"<p>and {len(report.inputs) - _MOST_INPUTS:,} more, which a report in JSON tells</p>\n"
    if report.skipped:
        yield "<h3>Left out</h3>\n"
        skipped = report.skipped[:_MOST_INPUTS]
        yield from table(("file", "why"), ((escaped(path), escaped(reason)) for path, reason in skipped))
    yield "</section>\n"


def _made(report: ExportReport) -> Iterator[str]:
    yield "<section>\n<h2>Options</h2>\n"
    rows = [(escaped(name), escaped(str(value))) for name, value in report.options]
    rows += [("licence", escaped(report.licence))] if report.licence else []
    yield from table(("option", "value"), rows) if rows else ("<p>none</p>\n",)
    yield "</section>\n"
