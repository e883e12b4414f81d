"""What an element of a web page is: the tables of tags, ARIA roles and class words, and their reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, cast

from lxml import etree

from aligner.errors import UnknownLanguage
from aligner.formats.extraction import has_words
from aligner.languages import parse_language
from aligner.model import Role


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Elements that begin and end a block (HTML Standard, section 15.3: display block, list-item, table parts).
BLOCKS: Final = _names(
    "html body address article aside blockquote button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li main menu "
    "nav noframes noscript ol optgroup option p pre search section select summary table tbody td template textarea tfoot th "
    "thead tr ul"
)
# Their content is not text of the page; the attributes of the second group still are.
DROPPED: Final = _names("script style head title meta link base rp rt rtc param annotation annotation-xml")
# What is typed, or shown by a program.
INLINE_CODE: Final = _names("code kbd samp var tt")
WITHOUT_CONTENT: Final = _names("svg iframe")
# What stands in them is for programs that cannot show them, and for those who cannot see them.
REPLACED: Final = _names("audio video canvas object iframe embed")
_FALLBACKS: Final = _names("audio video canvas object noscript noframes")
# Elements of AMP that stand in a line of text; all others are blocks.
_AMP_INLINE: Final = _names("amp-img amp-anim amp-timeago amp-date-display amp-fit-text amp-pixel amp-bind-macro")

TAG_ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Role.LIST_ITEM),
    **dict.fromkeys(("td", "th"), Role.TABLE_CELL),
    **dict.fromkeys(("label", "legend", "option", "optgroup", "textarea"), Role.FORM),
    "blockquote": Role.QUOTATION,
    "button": Role.LABEL,
}

# A landmark gives its role to everything inside it.
_TAG_LANDMARKS: Final[dict[str, Role]] = {
    "nav": Role.NAVIGATION,
    "footer": Role.FOOTER,
    "form": Role.FORM,
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
}
_ARIA_LANDMARKS: Final[dict[str, Role]] = {
    "navigation": Role.NAVIGATION,
    "banner": Role.NAVIGATION,
    "menu": Role.NAVIGATION,
    "menubar": Role.NAVIGATION,
    "contentinfo": Role.FOOTER,
    "form": Role.FORM,
    "search": Role.FORM,
}
# What DPUB-ARIA 1.1 and the `epub:type` of books call notes, and the raised numbers that lead to them.
_NOTES: Final = _names("footnote endnote rearnote footnotes endnotes rearnotes doc-footnote doc-endnote doc-endnotes")
_NOT_SAID: Final = _names("noteref doc-noteref doc-backlink pagebreak doc-pagebreak")
_PAGE_NUMBERS: Final = _names("pagebreak doc-pagebreak")
_NOTE_WORDS: Final = _names("footnote footnotes footnoteref noteref fnref endnote backref backlink")
_LONGEST_NOTE_NUMBER: Final = 6
_CODE_WORDS: Final = _names("code highlight language src sourcecode codehilite linenodiv linenos")
_PROPERTY_LANDMARKS: Final[dict[str, Role]] = {"author": Role.BYLINE, "caption": Role.CAPTION}
# Words of class and id attributes as news sites and the common publishing systems use them; the first line whose
# words are all there decides.
_CLASS_LANDMARKS: Final[tuple[tuple[str, Role], ...]] = (
    *((words, Role.LANGUAGE_LINK) for words in ("lang", "langs", "language", "languages", "hreflang", "wpml", "translations", "idioma", "idiomas")),
    *((words, Role.BIO) for words in ("bio", "biography", "author box", "author info", "author description", "author about", "author profile", "author card", "author summary", "about author")),
    *((words, Role.CAPTION) for words in ("caption", "figcaption", "photo credit", "image credit", "pie foto")),
    *((words, Role.BYLINE) for words in ("byline", "author", "authors", "credits", "dateline", "entry meta", "post meta", "article meta", "posted on")),
    *((words, Role.FORM) for words in ("comments", "comment form", "respond", "newsletter", "subscribe", "signup")),
    *((words, Role.NAVIGATION) for words in ("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "pagination", "pager", "masthead", "topbar", "share", "sharing", "social", "skip link", "tags", "related", "recommended", "sidebar", "cookie", "cookies", "cookieconsent", "consent", "gdpr", "onetrust", "toc", "editsection", "catlinks", "relatedposts", "sharedaddy")),
    *((words, Role.FOOTNOTE) for words in ("footnotes", "endnotes", "footnote", "endnote", "reflist")),
    *((words, Role.FOOTER) for words in ("footer", "colophon", "copyright")),
)  # fmt: skip
_CLASS_WORDS: Final = tuple((frozenset(words.split()), role) for words, role in _CLASS_LANDMARKS)
_WORDS: Final = frozenset(word for words, _ in _CLASS_WORDS for word in words)
# A class name that fits an element with more text than this (characters) means something else there.
_LONGEST: Final[dict[Role, int]] = {Role.LANGUAGE_LINK: 160, Role.BYLINE: 300, Role.CAPTION: 1000, Role.BIO: 2500}
_LONGEST_FORM_BOX: Final = 200
_LONGEST_FORM: Final = 3000
_LONGEST_NAME: Final = 160  # an "author" with more text than this says more than who wrote
_NEVER_BY_CLASS: Final = _names("html body main article pre code")
_CLASS_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_NOT_DISPLAYED: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


def is_block(tag: str) -> bool:
    """Whether an element begins and ends a block.

    >>> is_block("p"), is_block("amp-sidebar"), is_block("amp-img"), is_block("em")
    (True, True, False, False)
    """
    return tag in BLOCKS or (tag.startswith("amp-") and tag not in _AMP_INLINE)


def landmark(element: etree._Element, tag: str) -> Role | None:
    """The role an element gives to everything inside it, None for an ordinary element."""
    found = _attribute_landmark(element, tag) if element.keys() or "-" in tag else None
    found = found or _TAG_LANDMARKS.get(tag)
    if found is Role.FORM and is_longer(element, _LONGEST_FORM):
        found = None  # some systems wrap the whole page in a form
    if found is None and tag == "figure" and _is_picture(element):
        found = Role.CAPTION
    if found is None and tag == "header" and _is_page_header(element):
        found = Role.NAVIGATION
    if found is None and tag in {"div", "section", "aside"} and _is_form_box(element):
        found = Role.FORM
    # What holds the main heading, or the article, is no furniture, whatever it is called.
    return None if found and element.find(".//h1") is not None else found


def _attribute_landmark(element: etree._Element, tag: str) -> Role | None:
    found = _class_landmark(element, tag) or _PROPERTY_LANDMARKS.get(element.get("itemprop") or "")
    if found is None and "author" in (element.get("rel") or "").split():
        found = Role.BYLINE
    if found is None and not _NOTES.isdisjoint(_kinds(element)):
        found = Role.FOOTNOTE
    return found or _ARIA_LANDMARKS.get(element.get("role") or "")


def _kinds(element: etree._Element) -> list[str]:
    """What the element of a book is: its ARIA role and its `epub:type`."""
    return f"{element.get('role') or ''} {element.get('epub:type') or ''}".split() if element.keys() else []


def _class_landmark(element: etree._Element, tag: str) -> Role | None:
    words = _class_words(element, tag) & _WORDS
    if not words or tag in _NEVER_BY_CLASS:
        return None
    role = next((role for needed, role in _CLASS_WORDS if needed <= words), None)
    if role is Role.FOOTNOTE and tag not in BLOCKS:
        return None  # the number that leads to one
    if role is Role.NAVIGATION and "toc" in words and next(element.iter("p"), None) is not None:
        return None  # a page that has one
    if role is Role.BYLINE and words & {"author", "authors"} and is_longer(element, _LONGEST_NAME):
        role = Role.BIO if next(element.iter("h1", "h2"), None) is None else None
    if role and is_longer(element, _LONGEST.get(role)):
        return None
    if role is Role.LANGUAGE_LINK and tag != "a" and next(element.iter("a", "option", "button"), None) is None:
        return None
    return role


def _class_words(element: etree._Element, tag: str = "") -> set[str]:
    """The words of an element's class and id, and of its name where a page has made that up."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {tag if '-' in tag else ''}"
    return {word.lower() for word in _CLASS_WORD.findall(names)}


def is_page_number(element: etree._Element) -> bool:
    """Whether an element of a book says where a page of the printed book begins."""
    return not _PAGE_NUMBERS.isdisjoint(_kinds(element))


def is_beside(element: etree._Element, tag: str) -> bool:
    """Whether an in-line element is a tool that stands in the text and is no part of it, such as a link to edit it."""
    return tag == "span" and "editsection" in (element.get("class") or "")


def _is_picture(element: etree._Element) -> bool:
    """Whether a figure shows a picture, so that its text is a caption, rather than a quotation or a table."""
    return (
        next(element.iter("img", "picture", "svg", "video"), None) is not None
        and next(element.iter("blockquote", "table", "pre"), None) is None
    )


def _is_form_box(element: etree._Element) -> bool:
    """Whether a box is a form in all but name: fields or a button with their heading, and no paragraph."""
    return (
        not is_longer(element, _LONGEST_FORM_BOX)
        and next(element.iter("input", "textarea", "select", "button"), None) is not None
        and next(element.iter("p", "article", "img"), None) is None
    )


def is_longer(element: etree._Element, limit: int | None) -> bool:
    """Whether an element has more text than `limit` characters, None for no limit."""
    if limit is None:
        return False
    length = 0
    for text in cast("Iterator[str]", element.itertext()):
        length += len(text.strip())
        if length > limit:
            return True
    return False


def _is_page_header(element: etree._Element) -> bool:
    return all(ancestor.tag not in {"article", "main", "section"} for ancestor in element.iterancestors())


def is_hidden(element: etree._Element, tag: str) -> bool:
    """Whether an element itself keeps its content from the readers of the page."""
    if "mathml" in (element.get("class") or ""):
        return False  # a formula, for which a picture is shown
    return (
        tag == "template"
        or tag in _FALLBACKS
        or element.get("hidden") is not None
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or bool(_NOT_DISPLAYED.search(element.get("style") or ""))
        or (tag == "dialog" and element.get("open") is None)
    )


def declared_language(element: etree._Element) -> str | None:
    """The language an element declares, None when it declares none or no valid one."""
    for name in ("lang", "xml:lang"):
        declared = element.get(name)
        if not declared:
            continue
        try:
            return parse_language(declared)
        except UnknownLanguage:
            continue
    return None


def is_layout_cell(element: etree._Element) -> bool:
    """Whether a table cell holds a piece of the page rather than a value."""
    return element.find(".//h1") is not None or len(element.findall("p")) > 1


def is_without_text(element: etree._Element, tag: str) -> bool:
    """Whether nothing inside an element is text of the page: scripts, program code, note numbers, marks of links."""
    if tag in DROPPED or tag in WITHOUT_CONTENT:
        return True
    if tag == "noscript":
        return not has_words("".join(cast("Iterator[str]", element.itertext())))  # a picture that stands there already
    return _is_code(element, tag) or _is_mark(element, tag)


def _is_code(element: etree._Element, tag: str) -> bool:
    if tag != "pre":
        return False
    if element.find(".//code") is not None:
        return True
    around = [element, *islice(element.iterancestors("div", "td", "figure"), 2)]
    return any(not _CODE_WORDS.isdisjoint(re.split(r"[\s_-]+", (one.get("class") or "").lower())) for one in around)


def _is_mark(element: etree._Element, tag: str) -> bool:
    """Whether an element would read as part of the word before it: the raised number of a note, the way back, a ¶."""
    if not _NOT_SAID.isdisjoint(_kinds(element)):
        return True
    if tag == "sup":
        link = element.find(".//a")
        return link is not None and (link.get("href") or "").startswith("#")
    if tag == "span":
        classes = element.get("class") or ""
        return "backlink" in classes or "katex-html" in classes  # KaTeX says every formula twice
    href = (element.get("href") or "") if tag == "a" else ""
    if (
        "#" not in href
        or is_longer(element, _LONGEST_NOTE_NUMBER)
        or next(element.iter("img", "svg"), None) is not None
    ):
        return False
    if element.find(".//sup") is not None or not _NOTE_WORDS.isdisjoint(_class_words(element)):
        return True
    said = "".join(cast("Iterator[str]", element.itertext())).strip()
    return bool(said) and not has_words(said) and href.startswith("#")
