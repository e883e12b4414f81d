"""Everything that can go wrong for a reason a person can mend.

AlignerError                    one line for a person; exit status 2
├── InputError                  a file or a text that cannot be used: which, where, what, what to do
│   └── UnknownFormat           no format goes with this suffix or name, or it cannot do what was asked
├── OptionError                 an option, or options together, that make no sense
│   └── UnknownLanguage         not a language code
├── ModelError                  a model that cannot be loaded, or is broken
├── Conflict                    a change of a review project that another change does not allow any more
└── MissingExtra                an optional dependency is not installed; the message has the pip line
"""

from __future__ import annotations

import re

# Messages quote files: what would end their line, and what would steer a terminal or turn the direction of the text.
_LINE_ENDS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class AlignerError(Exception):
    r"""Base of every error the library raises on purpose; `str(error)` is the line a person reads.

    It is one line whatever a file that is quoted in it has.

    >>> str(AlignerError("no rule is called 'a\n\x1b[31mb'"))
    "no rule is called 'a \ufffd[31mb'"
    """

    def __str__(self) -> str:
        return _CONTROLS.sub("\ufffd", _LINE_ENDS.sub(" ", super().__str__()))


class InputError(AlignerError):
    """A file or a text that cannot be used.

    `path` is what the user called it ("-" for standard input), `place` a line number (from 1) or another
    place in it, `problem` what is wrong, `remedy` what to do about it.

    >>> str(InputError("es.txt", "the file is empty", "give a file with text", place=3))
    'es.txt:3: the file is empty; give a file with text'
    """

    def __init__(self, path: str, problem: str, remedy: str, place: int | str | None = None) -> None:
        self.path, self.problem, self.remedy, self.place = path, problem, remedy, place
        where = path if place is None else f"{path}:{place}"
        super().__init__(f"{where}: {problem}; {remedy}")


class UnknownFormat(InputError):
    """No format goes with this suffix or name, or the format cannot do what was asked."""


class OptionError(AlignerError):
    """An option, or options together, that make no sense."""


class UnknownLanguage(OptionError):
    """Not a language code."""


class ModelError(AlignerError):
    """A model that cannot be loaded, or is broken."""


class Conflict(AlignerError):
    """A change of a review project that another change does not allow any more; nothing was changed."""


class MissingExtra(AlignerError):
    """An optional dependency is not installed.

    >>> str(MissingExtra("sentence-transformers models", "transformers"))
    'sentence-transformers models need an extra: pip install "aligner[transformers]"'
    """

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(f'{what} need an extra: pip install "aligner[{extra}]"')
