"""One web page with both texts beside each other, to read, to check and to print; it needs nothing else.

Its own style is all that the browser may load (Content Security Policy, by its digest), there is no script, and everything
that comes from the texts is escaped. Control characters are shown as their Unicode pictures.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from aligner.contracts import Heading, Pair
from aligner.formats.beads import document_of, heading_of, pairs_of
from aligner.formats.marked import Piece, direction_of, pieces_of, titles_of
from aligner.formats.pictures import escaped
from aligner.model import Bitext, Side
from aligner.version import VERSION

_DOUBTFUL = 0.5


def write_bitext(bitext: Bitext) -> Iterator[str]:
    """A row a bead, nulls with a place that says so."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """The same of pairs as they come, with their findings marked in the texts and told under them."""
    languages = heading.source_language, heading.target_language
    titles = titles_of(*languages, (heading.source_path, heading.target_path))
    yield from _head(titles)
    yield '<table>\n<thead>\n<tr><th scope="col">#</th>'
    for title, language in zip(titles, languages, strict=True):
        yield f'<th scope="col" dir="{direction_of(language)}">{escaped(title)}</th>'
    yield '<th scope="col">Score</th></tr>\n</thead>\n'
    cells = tuple(_cell_tag(language) for language in languages)
    document: str | None = None
    yield "<tbody>\n"
    count = 0
    for count, pair in enumerate(pairs, start=1):
        if document_of(pair) not in {"", document}:
            document = document_of(pair)
            yield f'</tbody>\n<tbody>\n<tr><th class="document" colspan="4" scope="rowgroup">{escaped(document)}</th></tr>\n'
        yield _row(count, pair, (cells[0], cells[1]))
    yield f"</tbody>\n</table>\n<footer>{count:,} {'pair' if count == 1 else 'pairs'} · aligner {VERSION}"
    yield from (f" · {escaped(told)}" for told in (heading.licence, heading.signature) if told)
    yield "</footer>\n</body>\n</html>\n"


def _head(titles: tuple[str, str]) -> Iterator[str]:
    style = (Path(__file__).parent / "data" / "side_by_side.css").read_text(encoding="utf-8")
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    title = escaped(" and ".join(titles))
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"


def _cell_tag(language: str) -> str:
    """What the texts of a language stand in."""
    return f'<td lang="{escaped(language)}" dir="{direction_of(language)}"'


def _row(number: int, pair: Pair, cells: tuple[str, str]) -> str:
    """One pair; the number is what a reviewer names it by."""
    texts = "".join(_cell(pair, side, tag) for side, tag in zip(Side, cells, strict=True))
    score = "" if pair.score is None else f"{pair.score:.2f}"
    doubtful = ' class="doubtful"' if pair.score is not None and pair.score < _DOUBTFUL else ""
    row = f'<tr id="p{number}"><th scope="row"><a href="#p{number}">{number}</a></th>'
    return f"{row}{texts}<td{doubtful}>{score}</td></tr>\n{_findings(pair)}"


def _cell(pair: Pair, side: Side, tag: str) -> str:
    text = pair.source if side is Side.SOURCE else pair.target
    if not text.strip():
        return '<td class="none">no counterpart</td>'
    return f"{tag}>{''.join(_piece(piece) for piece in pieces_of(pair, side))}</td>"


def _piece(piece: Piece) -> str:
    finding = piece.finding
    if finding is None:
        return escaped(piece.text)
    title = escaped(f"{finding.code} {finding.name}: {finding.message}")
    return f'<mark class="{finding.severity.value}" title="{title}">{escaped(piece.text)}</mark>'


def _findings(pair: Pair) -> str:
    if not pair.findings:
        return ""
    items = "".join(
        f'<li class="{finding.severity.value}"><b>{escaped(finding.code)}</b> {escaped(finding.message)}'
        + (f" → <ins>{escaped(finding.suggestion)}</ins>" if finding.suggestion is not None else "")
        + "</li>"
        for finding in pair.findings
    )
    return f'<tr class="findings"><td></td><td colspan="3"><ul>{items}</ul></td></tr>\n'
