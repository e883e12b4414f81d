"""Word documents (Office Open XML, ECMA-376 part 1): read as one text.

Read are body, tables, text boxes, diagrams, page headers and footers, foot- and endnotes, alternative texts and comments. Tracked changes
are read as if they had been accepted.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from aligner.errors import InputError
from aligner.formats.archives import Archive, joined
from aligner.formats.docx_styles import Styles
from aligner.formats.docx_walker import Walker
from aligner.formats.trees import Collection, Place, value
from aligner.formats.xml import local_name
from aligner.model import Document, Role

_KIND: Final = "docx"
# The parts beside the body, by the last word of their relationship's type, in the order in which they are read.
_PARTS: Final[dict[str, Role]] = {
    "diagramData": Role.LABEL,
    "chart": Role.LABEL,
    "header": Role.HEADER,
    "footer": Role.FOOTER,
    "footnotes": Role.FOOTNOTE,
    "endnotes": Role.FOOTNOTE,
    "comments": Role.COMMENT,
}


def read_document(data: bytes, path: str, language: str) -> Document:
    """The blocks of a document: the body, then texts of diagrams and charts, headers, footers, notes and comments.

    The text is the blocks joined by a blank line; `address` of a block is its part and the path of its paragraph in it. Raises
    `InputError` for what is no docx, protected with a password, damaged, or larger than any document.
    """
    archive = Archive(data, path, _KIND)
    main = next((target for kind, target in _relationships(archive, "") if kind == "officeDocument"), None)
    if main is None:
        problem = f"it is a zip archive, but no {_KIND} (it does not say where its text is)"
        raise InputError(path, problem, f"save it as {_KIND}")
    related = list(_relationships(archive, main))
    root = archive.xml(main)
    if local_name(root) != "document":
        problem = f"it is no {_KIND} (its text is a <{local_name(root)}>)"
        raise InputError(path, problem, f"save it as {_KIND}")
    styles = next((target for kind, target in related if kind == "styles"), None)
    collection = Collection()
    walker = Walker(collection, Styles(archive.xml(styles) if styles else None))
    walker.walk(root, Place(path, f"{main}#/document"))
    for kind, role in _PARTS.items():
        for name in dict.fromkeys(target for its_kind, target in related if its_kind == kind):
            part = archive.xml(name)
            walker.walk(part, Place(path, f"{name}#/{local_name(part)}", role))
    return collection.document(path, language)


def _relationships(archive: Archive, name: str) -> Iterator[tuple[str, str]]:
    """What a part, or "" the package, refers to inside the archive: the kind and the name of each part that is there."""
    folder, base = posixpath.split(name)
    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    if listed not in archive:
        return
    for relationship in archive.xml(listed):
        target = joined(folder, value(relationship, "Target"))
        if local_name(relationship) == "Relationship" and value(relationship, "TargetMode") != "External":
            kind = value(relationship, "Type").rpartition("/")[2]
            if target is not None and target in archive:
                yield kind, target
