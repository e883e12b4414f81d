"""A hook of MkDocs: where a picture of the program was not taken, the page says so in its place.

`python tools/screenshots.py` takes them, and needs a browser; the documentation builds without one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

FOLDER = "figures/screens"
_PICTURE = re.compile(r"!\[(?P<what>[^\]]*)\]\((?:\.\./)*figures/screens/(?P<name>[\w-]+\.png)\)")


def on_page_markdown(markdown: str, config: Any, **_: object) -> str:
    """The page with a note for every picture that is not there."""
    taken = Path(config["docs_dir"]) / FOLDER

    def shown(match: re.Match[str]) -> str:
        return match.group() if (taken / match["name"]).is_file() else note(match["what"])

    return _PICTURE.sub(shown, markdown)


def note(what: str) -> str:
    """What stands in the place of a picture."""
    return f"*(Picture: {what}. `python tools/screenshots.py` takes it.)*"
