"""In which region a text among many is written: as its name says, or else the options and the settings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from aligner.languages import parse_language, parse_locale
from aligner.pipeline import CheckOptions, PairOptions

_REGION = r"(?:[A-Z]{2}|\d{3})"


def in_regions(pair: PairOptions, source: str, target: str) -> PairOptions:
    """How two versions of a text are read, in the regions that their names tell."""
    return replace(
        pair,
        source_language=named_region(source, pair.source_language) or pair.source_language,
        target_language=named_region(target, pair.target_language) or pair.target_language,
    )


def tag_of(path: str, language: str, pair: PairOptions, check: CheckOptions) -> str:
    """The tag of a text alone: its language, in the region of its name, the settings `lang` and `other-lang`, or the options."""
    code, settings = parse_language(language), check.configuration
    given = (language, settings.language, settings.other_language, pair.source_language, pair.target_language)
    tags = (tag for tag in given if tag is not None and parse_language(tag) == code)
    return named_region(path, code) or next((tag for tag in tags if parse_locale(tag) is not None), language)


def named_region(path: str, language: str) -> str | None:
    """The language tag that a file or a folder of it is named with, None where it names no region that there is.

    >>> named_region("posts/plan.es-MX.md", "es"), named_region("es-mx/plan.md", "es"), named_region("es_la_casa.md", "es")
    ('es-MX', 'es-MX', None)
    """
    code = parse_language(language)
    place = PurePath(path)
    own = re.fullmatch(rf"(?:.*[._-])?({code}[-_]{_REGION})", place.stem)
    folders = (re.fullmatch(rf"{code}[-_]{_REGION}", name, re.IGNORECASE) for name in reversed(place.parent.parts))
    found = own.group(1) if own else next((folder.group() for folder in folders if folder), None)
    return None if found is None else parse_locale(found)
