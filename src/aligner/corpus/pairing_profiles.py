"""What is kept of a text to find its other language version by: language, length, vector, numbers and names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner import formats, pipeline, segmentation
from aligner.contracts import AdditiveEmbedder, Embedder, FloatArray
from aligner.errors import AlignerError
from aligner.languages import EVIDENT_LANGUAGES, evident_language, language_identifier
from aligner.model import FURNITURE, Document, Role
from aligner.reading import read_segmentation_rules

_LEAST_WORDS, _SHARE = 4, 0.6  # function words that settle which language a text is in, and their share
_LANGID_CHARACTERS = 4_000
_MOST_CHARACTERS = 500_000  # of a text that its vector and its marks are taken from
_MOST_SENTENCES = 256  # the same of models that read sentences
_LEAST_LETTERS = 20
_MARK = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Profile:
    """A text as the search sees it.

    `language` is the one its words show; `length` counts characters. `vector`: float32 [dimensions], of length one, zeros
    where the model knows nothing in it. `marks`: uint32, ascending, of its numbers and words with a capital.
    `digest` is that of its words: texts with one digest say the same. `problem` tells why a file has no profile.
    """

    path: str
    language: str = ""
    length: int = 0
    vector: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))
    marks: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    digest: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileJob:
    """A file, and how its profile is made; the vector is left out without `with_vector`."""

    path: str
    languages: tuple[str, str]
    options: pipeline.PairOptions
    with_vector: bool = True


def profile(job: ProfileJob) -> Profile:
    """The profile of a file; what cannot be read has its problem in it."""
    try:
        document = formats.read_document(job.path, job.languages[0])
    except AlignerError as error:
        return Profile(job.path, problem=" ".join(str(error).removeprefix(f"{job.path}: ").split()))
    text = _prose(document)
    if sum(map(str.isalpha, text[:_LANGID_CHARACTERS])) < _LEAST_LETTERS:
        return Profile(job.path, problem="there is hardly any text in it")
    language = language_of(text, job.languages)
    vector = np.zeros(0, np.float32)
    if job.with_vector and language in job.languages:
        rules = job.options.segmentation_rules
        vector = text_vector(text, language, pipeline.embedder_for(job.options), rules)
    words = " ".join(text.split()).casefold()
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return Profile(job.path, language, len(words), vector, marks(text), digest)


def _prose(document: Document) -> str:
    """The text of a document without what belongs to the page around it; all of it where there is nothing else."""
    left_out = FURNITURE | {Role.CODE}
    blocks = [document.block_text(block) for block in document.blocks if block.role not in left_out]
    text = "\n".join(blocks)
    return (text if text.strip() else document.text)[:_MOST_CHARACTERS]


def language_of(text: str, languages: tuple[str, str]) -> str:
    """The language a text is in: by its function words, where they tell, and else as langid has it.

    >>> language_of("The bridge was opened to the public on Monday.", ("en", "es"))
    'en'
    >>> language_of("Die Brücke wurde am Montag für den Verkehr freigegeben.", ("en", "es"))
    'de'
    """
    if set(languages) <= EVIDENT_LANGUAGES:
        shown = evident_language(text, _LEAST_WORDS, _SHARE)
        if shown is not None:
            return shown
    label, _ = language_identifier().classify(text[:_LANGID_CHARACTERS])
    return str(label)


def text_vector(text: str, language: str, embedder: Embedder, rules: str | None = None) -> FloatArray:
    """float32 [dimensions]: the vector of a whole text; of models that read sentences, the mean of those of its first 256.

    `rules` is an SRX file by whose rules sentences are split, in place of our own.
    """
    if isinstance(embedder, AdditiveEmbedder):
        return np.asarray(embedder.encode([text])[0], np.float32)
    document = formats.parse_document(text.encode("utf-8", "replace"), "-", language, "text")
    segmented = segmentation.segment(document, read_segmentation_rules(rules))
    count = min(len(segmented.sentences), _MOST_SENTENCES)
    mean = embedder.encode([segmented.sentence_text(number) for number in range(count)]).mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def marks(text: str) -> NDArray[np.uint32]:
    """uint32, ascending: digests of the numbers and the words with a capital, which both versions of a text often share.

    Accents, and points and commas within numbers, make no other mark of one.

    >>> marks("In 2020 Pérez paid 1,000.").tolist() == marks("Perez 1.000 2020").tolist()
    True
    """
    found = set()
    for word in _MARK.findall(text):
        if word[0].isdigit():
            found.add(word.replace(".", "").replace(",", ""))
        elif word[0].isupper():
            found.add(_plain(word))
    return np.array(sorted({zlib.crc32(mark.encode("utf-8", "replace")) for mark in found}), np.uint32)


def _plain(word: str) -> str:
    lower = word.lower()
    if lower.isascii():
        return lower
    return "".join(letter for letter in unicodedata.normalize("NFD", lower) if not unicodedata.combining(letter))


def background(language: str, embedder: Embedder) -> FloatArray | None:
    """float32 [dimensions], of length one: what texts of a language have in common, its commonest words as often as they come.

    None for a model that reads sentences, and for a language whose words nobody counted.
    """
    from wordfreq import available_languages, top_n_list, word_frequency

    if not isinstance(embedder, AdditiveEmbedder) or language not in available_languages():
        return None
    words: Sequence[str] = top_n_list(language, 300)
    shares = np.array([word_frequency(word, language) for word in words], np.float32)
    total = (embedder.sums(words) * shares[:, None]).sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)
