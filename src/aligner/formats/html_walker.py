"""The walk over a page's elements that cuts it into blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from aligner.formats import html_roles as roles
from aligner.formats.elements import line_of, text_of
from aligner.formats.extraction import Extraction, Piece, collapse, has_words
from aligner.formats.html_metadata import page_address
from aligner.model import Role

# Attributes whose text a reader is shown or read, and the role it has.
_TEXT_ATTRIBUTES: tuple[tuple[str, Role], ...] = (
    ("alt", Role.ALT_TEXT),
    ("title", Role.LABEL),
    ("aria-label", Role.LABEL),
    ("aria-description", Role.LABEL),
    ("aria-roledescription", Role.LABEL),
    ("placeholder", Role.LABEL),
)
# Attributes that are shown of some elements only.
_OWN_ATTRIBUTES: dict[str, str] = {
    "track": "label", "optgroup": "label", "option": "label", "table": "summary", "th": "abbr",
}  # fmt: skip
# What the elements of a drawing say, and its role.
_DRAWN: dict[str, Role] = {"title": Role.ALT_TEXT, "desc": Role.ALT_TEXT, "text": Role.LABEL}
_BUTTON_TYPES = frozenset({"submit", "button", "reset"})
# The name of a file, or the formula that a picture of it is drawn from.
_NO_TEXT = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|avif)|\{\\displaystyle.*", re.IGNORECASE | re.DOTALL)
# Codes that WordPress replaces when it shows a text, in a text that it did not show.
_SHORTCODE = re.compile(r"\[/?(caption|gallery|embed|playlist|vc_\w+|et_pb_\w+|su_\w+|contact-form-7)(?:\s[^\[\]]*)?\]")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_SENTENCE_ENDS = (".", "?", "!", "…")
# Roles whose text is one thing even where it consists of links.
_WHOLE = frozenset({Role.HEADING, Role.LIST_ITEM, Role.CAPTION, Role.BYLINE, Role.BIO, Role.QUOTATION})


@dataclass(slots=True)
class _Frame:
    """An open element: what it hands down to the text inside it."""

    tag: str
    step: str
    role: Role
    landmark: Role | None
    language: str | None
    hidden: bool = False
    link: int = 0  # number of the link it lies in, 0 for none
    is_skipped: bool = False
    is_code: bool = False
    children: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some characters of a run with what their own, perhaps in-line, element says of them."""

    piece: Piece
    landmark: Role | None
    language: str | None
    link: int
    is_code: bool

    @property
    def has_words(self) -> bool:
        return has_words(self.piece[0])


@dataclass(frozen=True, slots=True)
class _Aside:
    """A text that stands beside the run: an attribute's, or a hidden in-line element's; `after` so many chunks."""

    after: int
    pieces: tuple[Piece, ...]
    role: Role
    language: str | None
    hidden: bool
    address: str


class Walker:
    """Walks a tree and adds a block for every run of text between two block boundaries.

    `alternates` are the addresses of the page's other language versions. A fragment in another file has
    `fragment_line`, the line before it, and no addresses.
    """

    def __init__(self, extraction: Extraction, alternates: frozenset[str], fragment_line: int | None = None) -> None:
        self._extraction = extraction
        self._alternates = alternates
        self._line_offset = fragment_line or 0
        self._has_addresses = fragment_line is None
        self._line = 1
        self._frames: list[_Frame] = [_Frame("", "", Role.PARAGRAPH, None, None)]
        self._links = 0
        self._language_links: set[int] = set()
        self._page_links: set[int] = set()  # to a place in the page, or to what else has a tag
        self._breaks = 0  # <br> elements since the last text
        self._chunks: list[_Chunk] = []
        self._has_begun = False  # whether one of them is more than blanks
        self._asides: list[_Aside] = []
        self._container: _Frame = self._frames[0]
        self._address = ""
        self._in_caption = False  # between the two codes that WordPress has around a caption
        self._hidden_depth = 0  # frames open when a hidden in-line element began, 0 outside one
        self._hidden_pieces: list[Piece] = []

    def walk(self, root: etree._Element) -> None:
        """Add the blocks of everything below `root`."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "start":
                if not self._enter(element, tag):
                    walk.skip_subtree()
            else:
                self._leave(element, tag, is_root=element is root)
        self._flush()

    # entering and leaving elements

    def _enter(self, element: etree._Element, tag: str) -> bool:
        """Open a frame; tells whether the content is to be walked."""
        parent = self._frames[-1]
        parent.children[tag] += 1
        self._line = max(self._line, line_of(element) or 0)
        if roles.is_block(tag):
            self._flush()
        if tag == "br":
            self._break()
        frame = self._frame(element, tag, parent)
        self._frames.append(frame)
        stands_apart = (frame.hidden and not parent.hidden) or roles.is_beside(element, tag)
        if stands_apart and not roles.is_block(tag) and not self._hidden_depth:
            self._hidden_depth = len(self._frames)
        frame.is_skipped = roles.is_without_text(element, tag)
        if not frame.is_skipped:
            self._text(element.text, tag)
        return not frame.is_skipped

    def _frame(self, element: etree._Element, tag: str, parent: _Frame) -> _Frame:
        number = parent.children[tag]
        step = tag if tag in {"html", "head", "body"} else f"{tag}[{number}]"
        own = roles.landmark(element, tag)
        role = roles.TAG_ROLES.get(tag, parent.role)
        if role is Role.TABLE_CELL and tag in {"td", "th"} and roles.is_layout_cell(element):
            role = Role.PARAGRAPH
        frame = _Frame(
            tag, step, role, own or parent.landmark, roles.declared_language(element) or parent.language,
            parent.hidden or roles.is_hidden(element, tag), parent.link, is_code=parent.is_code or tag in roles.INLINE_CODE,
        )  # fmt: skip
        if tag == "a":
            self._links += 1
            frame.link = self._links
            if self._leads_to_other_version(element, frame):
                self._language_links.add(frame.link)
            elif (element.get("href") or "").startswith("#") or "tag" in (element.get("rel") or "").split():
                self._page_links.add(frame.link)
        return frame

    def _leads_to_other_version(self, link: etree._Element, frame: _Frame) -> bool:
        return (
            frame.landmark is Role.LANGUAGE_LINK
            or link.get("hreflang") is not None
            or "alternate" in (link.get("rel") or "").lower().split()
            or page_address(link.get("href") or "") in self._alternates
        )

    def _leave(self, element: etree._Element, tag: str, *, is_root: bool) -> None:
        frame = self._frames[-1]
        if tag not in roles.DROPPED:
            self._add_attributes(element, tag, frame)
        if tag == "svg":
            self._add_drawn(element, frame)
        if self._hidden_depth == len(self._frames):
            self._close_hidden(frame)
        if roles.is_block(tag):
            self._flush()
        self._frames.pop()
        if frame.is_skipped:
            self._line += text_of(element).count("\n")
        if tag in roles.REPLACED and (element.tail or "")[:1].isalnum():
            self._append(" ", self._line)  # they keep the words around them apart
        if not is_root:
            self._text(element.tail, self._frames[-1].tag)

    # text

    def _text(self, text: str | None, tag: str) -> None:
        if not text:
            return
        if tag in {"pre", "textarea"} and "\n" in text:
            self._preformatted(text)
            return
        line = self._line
        self._line += text.count("\n")
        start = 0
        for code in _SHORTCODE.finditer(text) if "[" in text else ():
            self._append(text[start : code.start()], line)
            line += text.count("\n", start, code.end())
            start = code.end()
            self._flush()
            self._in_caption = code[1] == "caption" and not code[0].startswith("[/")
        self._append(text[start:], line)

    def _preformatted(self, text: str) -> None:
        """In preformatted text a blank line ends a paragraph."""
        line = self._line
        self._line += text.count("\n")
        start = 0
        for gap in _PARAGRAPH_BREAK.finditer(text):
            self._append(text[start : gap.start()], line)
            self._flush()
            line += text.count("\n", start, gap.end())
            start = gap.end()
        self._append(text[start:], line)

    def _append(self, text: str, line: int) -> None:
        if text.strip():
            self._breaks = 0
        if self._hidden_depth:
            self._hidden_pieces.append((text, line))
            return
        frame = self._frames[-1]
        chunk = _Chunk((text, line), frame.landmark, frame.language, frame.link, frame.is_code)
        if text.strip() and not self._has_begun:
            self._has_begun = True
            self._open_run()
        self._chunks.append(chunk)

    def _open_run(self) -> None:
        """A run belongs to the innermost block element that is open where its text begins."""
        depth = next(
            (depth for depth in range(len(self._frames) - 1, 0, -1) if roles.is_block(self._frames[depth].tag)), 0
        )
        self._container = self._frames[depth]
        self._address = self._path(depth + 1)

    def _path(self, depth: int | None = None) -> str:
        return "/".join(frame.step for frame in self._frames[:depth])

    def _break(self) -> None:
        """One line break is a blank, two end a paragraph."""
        self._breaks += 1
        if self._hidden_depth or self._breaks == 1:
            self._append(" ", self._line)
        else:
            self._flush()

    def _close_hidden(self, frame: _Frame) -> None:
        """Hidden in-line text stands beside the sentence it interrupts, not in it."""
        pieces, self._hidden_pieces, self._hidden_depth = tuple(self._hidden_pieces), [], 0
        role = frame.landmark or frame.role
        self._asides.append(_Aside(len(self._chunks), pieces, role, frame.language, frame.hidden, self._path()))

    def _add_drawn(self, drawing: etree._Element, frame: _Frame) -> None:
        """What a drawing says: its title and description, those of its parts, and the words in it."""
        for part in drawing.iter(*_DRAWN):
            role, line = _DRAWN[str(part.tag)], line_of(part) or self._line
            address = f"{self._path()}/{part.tag}"
            pieces = ((" ".join(text_of(part).split()), line),)
            self._asides.append(_Aside(len(self._chunks), pieces, role, frame.language, frame.hidden, address))

    def _add_attributes(self, element: etree._Element, tag: str, frame: _Frame) -> None:
        if not element.keys():
            return
        # The title of a picture is shown as a second caption, that of anything else as a hint.
        of_picture = {"title": Role.ALT_TEXT} if tag == "img" else {}
        texts = [(name, of_picture.get(name, role), element.get(name)) for name, role in _TEXT_ATTRIBUTES]
        if tag == "input" and (element.get("type") or "").lower() in _BUTTON_TYPES:
            texts.append(("value", Role.LABEL, element.get("value")))
        if tag in _OWN_ATTRIBUTES:
            texts.append((_OWN_ATTRIBUTES[tag], Role.LABEL, element.get(_OWN_ATTRIBUTES[tag])))
        if not any(text for _, _, text in texts) or roles.is_page_number(element):
            return
        line = line_of(element) or self._line
        seen = {" ".join(text_of(element).split())} if not roles.is_longer(element, 500) else set()
        for name, role, text in texts:
            said = " ".join((text or "").split())
            if said and said not in seen and not _NO_TEXT.fullmatch(said):
                seen.add(said)
                address = f"{self._path()}/@{name}"
                self._asides.append(
                    _Aside(len(self._chunks), ((said, line),), role, frame.language, frame.hidden, address)
                )

    # blocks

    def _flush(self) -> None:
        """End the run: add its block or blocks, and what stands beside it."""
        if self._hidden_depth:
            self._hidden_pieces.append((" ", self._line))
            return
        chunks, asides = self._chunks, self._asides
        self._chunks, self._asides, self._breaks, self._has_begun = [], [], 0, False
        position = 0
        for segment, role in self._segments(chunks):
            position += len(segment)
            self._add_run(segment, role)
            while asides and asides[0].after <= position:
                self._add_aside(asides.pop(0))
        for aside in asides:
            self._add_aside(aside)

    def _add_run(self, chunks: list[_Chunk], role: Role) -> None:
        said = {chunk.language for chunk in chunks if chunk.has_words}
        language = said.pop() if len(said) == 1 else self._container.language
        pieces = [(chunk.piece[0], chunk.piece[1] + self._line_offset) for chunk in chunks]
        address = self._address if self._has_addresses else None
        codes = [number for number, chunk in enumerate(chunks) if chunk.is_code]
        self._extraction.add(pieces, role, language, hidden=self._container.hidden, address=address, codes=codes)

    def _add_aside(self, aside: _Aside) -> None:
        pieces = [(text, line + self._line_offset) for text, line in aside.pieces]
        address = aside.address if self._has_addresses else None
        self._extraction.add(pieces, aside.role, aside.language, hidden=aside.hidden, address=address)

    def _segments(self, chunks: list[_Chunk]) -> Iterator[tuple[list[_Chunk], Role]]:
        """A run as one block, or link by link where it is a row of links rather than a sentence."""
        worded = [chunk for chunk in chunks if chunk.has_words]
        if not worded:
            return
        landmarks = {chunk.landmark for chunk in worded}
        role = (landmarks.pop() if len(landmarks) == 1 else self._container.landmark) or self._container.role
        role = Role.CAPTION if self._in_caption else role
        links = {chunk.link for chunk in worded}
        ends = "".join(chunk.piece[0] for chunk in chunks[-2:]).rstrip().endswith(_SENTENCE_ENDS)
        if role is Role.PARAGRAPH and not ends and self._is_way_around(worded, links):
            role = Role.NAVIGATION
        if not self._is_row_of_links(worded, links, role):
            yield chunks, (Role.LANGUAGE_LINK if self._is_language_link(chunks) else role)
            return
        for segment in _by_link(chunks):
            number = segment[0].link
            of_link = Role.NAVIGATION if role is Role.PARAGRAPH else role
            yield segment, (Role.LANGUAGE_LINK if number in self._language_links else of_link)

    def _is_row_of_links(self, worded: list[_Chunk], links: set[int], role: Role) -> bool:
        if len(links) < 2 or role in _WHOLE:
            return False
        if role is Role.NAVIGATION or 0 not in links:
            return True
        if role not in {Role.FOOTER, Role.LANGUAGE_LINK}:
            return False
        neighbours = list(pairwise(worded))
        return any(0 < first.link < second.link for first, second in neighbours) or not any(
            _reads_on(first, second) for first, second in neighbours
        )

    def _is_way_around(self, worded: list[_Chunk], links: set[int]) -> bool:
        """Whether a run is nothing but links to places in the page or to tags, and a word or two before them.

        What goes on behind the last of them is a sentence, such as "See part 3 below".
        """
        links = links - {0}
        return bool(links) and links <= self._page_links and bool(worded[-1].link) and _outside(worded) <= 5

    def _is_language_link(self, chunks: list[_Chunk]) -> bool:
        """Whether a link to the other version makes up the run, or nearly: "Read it in Spanish"."""
        if not any(chunk.link in self._language_links for chunk in chunks):
            return False
        whole, _ = collapse(chunk.piece for chunk in chunks)
        linked, _ = collapse(chunk.piece for chunk in chunks if chunk.link in self._language_links)
        return len(whole.split()) <= 8 or 5 * len(linked) >= 2 * len(whole)


def _outside(chunks: list[_Chunk]) -> int:
    """How many words stand outside links."""
    return sum(len(chunk.piece[0].split()) for chunk in chunks if not chunk.link)


def _reads_on(first: _Chunk, second: _Chunk) -> bool:
    """Whether a sentence goes on from one chunk to the next, into a link or out of it."""
    if first.link and not second.link:
        return second.piece[0].lstrip()[:1].isalnum()
    return bool(second.link) and not first.link and first.piece[0].rstrip()[-1:].isalnum()


def _by_link(chunks: list[_Chunk]) -> Iterator[list[_Chunk]]:
    """Consecutive chunks of one link; each segment begins where the last one ended."""
    segment: list[_Chunk] = []
    for chunk in chunks:
        if segment and chunk.link != segment[-1].link:
            yield segment
            segment = []
        segment.append(chunk)
    if segment:
        yield segment
