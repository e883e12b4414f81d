"""Align and check whatever a program holds: paths, texts, lists of sentences, documents, bitexts.

The functions of `aligner.pipeline` take paths, as the command line does; these take the rest as well.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from aligner import formats, pipeline, segmentation
from aligner.contracts import Progress
from aligner.errors import InputError, OptionError
from aligner.formats.loading import require_file
from aligner.languages import language_name, parse_language, parse_locale
from aligner.model import Bitext, Block, Document, Report, Sentence
from aligner.pipeline import CheckOptions, PairOptions
from aligner.reading import read_segmentation_rules, read_segmented

# One version of a text: a path, a document, or its sentences.
Text: TypeAlias = str | os.PathLike[str] | Document | Sequence[str]
_ENDS = frozenset('.!?…»"”')
_REMEDY = 'give aligner.parse_text("…", "en"), or a list of sentences'


def parse_text(text: str | bytes, language: str, format_name: str = "text", name: str = "text") -> Document:
    """A text that is in memory, split into sentences.

    `format_name` is one of `aligner formats` (html, markdown, srt …), `name` what messages call it. Raises `InputError` for a
    text without a sentence, or one that its format cannot read.

    >>> document = parse_text("It rained. We stayed at home.", "en")
    >>> [document.sentence_text(number) for number in range(len(document.sentences))]
    ['It rained.', 'We stayed at home.']
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return _segmented(_parsed(data, name, language, format_name), None)


def parse_sentences(sentences: Sequence[str], language: str, name: str = "sentences") -> Document:
    r"""A document of sentences that are split already, each a paragraph of its own; sentence n is the n-th of them.

    Blanks around a sentence are not part of it. Raises `InputError` where all are empty.

    >>> document = parse_sentences(["It rained.", "We stayed\nat home."], "en")
    >>> document.sentence_text(1)
    'We stayed\nat home.'
    """
    spans, offset = [], 0
    for number, sentence in enumerate(sentences):
        if not isinstance(sentence, str):
            raise InputError(name, f"sentence {number} is no text but {type(sentence).__name__}", "give texts")
        content = sentence.strip()
        start = offset + (sentence.index(content) if content else 0)
        spans.append((start, start + len(content)))
        offset += len(sentence) + 1
    if all(start == end for start, end in spans):
        raise InputError(name, "there is no text in it", "give at least one sentence")
    blocks = tuple(Block(start, end) for start, end in spans)
    numbered = tuple(Sentence(start, end, number) for number, (start, end) in enumerate(spans))
    code, locale = parse_language(language), parse_locale(language)
    return Document("\n".join(sentences), blocks, code, name, numbered, locale=locale)


def align(
    source: Text,
    target: Text,
    source_language: str | None = None,
    target_language: str | None = None,
    options: PairOptions | None = None,
    progress: Progress | None = None,
) -> Bitext:
    """Pair the sentences of the two language versions of a text.

    Each is a path, a document (`parse_text`, `read_document`), or a list of sentences. The languages are those of paths and
    lists, before those of the `options`, which are English and Spanish unless they say otherwise; a document knows its own.
    `progress` is told how many texts have been encoded. Raises `InputError` for a text that cannot be used, `ModelError` or
    `MissingExtra` for a model that cannot.

    >>> bitext = align(["It rained.", "We stayed at home."], ["Llovía.", "Nos quedamos en casa."])
    >>> bitext[1]
    ('We stayed at home.', 'Nos quedamos en casa.')
    """
    options = _options(options, source_language, target_language)
    if _is_path(source) and _is_path(target):
        return pipeline.align_files(_path(source), _path(target), options, progress)
    return pipeline.align_documents(*_documents(source, target, options), options, progress)


def check(
    text: Text | Bitext,
    target: Text | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    options: CheckOptions | None = None,
    pair: PairOptions | None = None,
) -> Report:
    """Point at what a translation left behind, dropped or changed.

    `check(source, target)` aligns two versions of a text first. `check(text)` looks at one alone, as the target: its language is
    `target_language`, or what its words show, and `source_language` is the one it must not be in. `check(bitext)` takes a bitext,
    or the path of a file of pairs. Texts are what `align` takes. `options` choose the rules, `pair` says how texts are read and
    aligned. Raises `InputError` for a text that cannot be used, `OptionError` for options that make no sense.

    >>> [finding.code for finding in check(parse_text("Dijo que el el acuerdo era firme.", "es")).findings]
    ['PUN704']
    """
    options = options or CheckOptions()
    if target is not None:
        if isinstance(text, Bitext):
            raise OptionError("a bitext has both texts already: give it alone, or two texts")
        return _check_both(text, target, _options(pair, source_language, target_language), options)
    if isinstance(text, Bitext):
        return pipeline.check_pairs(text, pair or PairOptions(), options)
    if not _is_path(text):
        other = parse_language(source_language) if source_language else None
        return pipeline.check_read(_document(text, target_language, None, options.splitting_rules), other, options)
    path = _path(text)
    if formats.is_bitext(path, pair.source_format if pair else None):
        return pipeline.check_bitext_file(path, _options(pair, source_language, target_language), options)
    form = pair.target_format if pair else None
    return pipeline.check_document(path, target_language, source_language, options, form)


def _check_both(source: Text, target: Text, pair: PairOptions, options: CheckOptions) -> Report:
    if _is_path(source) and _is_path(target):
        return pipeline.check_pair(_path(source), _path(target), pair, options)
    pair = replace(pair, segmentation_rules=pair.segmentation_rules or options.splitting_rules)
    documents = _documents(source, target, pair, options.contents)
    bitext = pipeline.align_documents(*documents, pair)
    terms = options.terms(bitext.source.language, bitext.target.language)
    found = pipeline.check_bitext(bitext, options.rules, pipeline.embedder_for(pair), terms)
    return pipeline.reported(found, options.rules, options)


def _options(pair: PairOptions | None, source_language: str | None, target_language: str | None) -> PairOptions:
    """The options with the languages that the call names."""
    pair = pair or PairOptions()
    return replace(
        pair,
        source_language=source_language or pair.source_language,
        target_language=target_language or pair.target_language,
    )


def _documents(
    source: Text, target: Text, pair: PairOptions, contents: Mapping[str, bytes] | None = None
) -> tuple[Document, Document]:
    """Both versions, segmented; raises `OptionError` where they are in one language."""
    rules = pair.segmentation_rules
    read = (
        _document(source, pair.source_language, pair.source_format, rules, contents),
        _document(target, pair.target_language, pair.target_format, rules, contents),
    )
    if read[0].language == read[1].language:
        raise OptionError(f"source and target are both said to be {language_name(read[0].language)}")
    return read


def _document(
    text: Text,
    language: str | None,
    form: str | None,
    rules: str | None,
    contents: Mapping[str, bytes] | None = None,
) -> Document:
    if isinstance(text, Document):
        return text if text.sentences else _segmented(text, rules)
    if _is_path(text):
        return read_segmented(_path(text), language or "en", form, contents, rules)
    assert not isinstance(text, (str, os.PathLike))
    if language is None:
        raise OptionError("a list of sentences does not say its language: name it as target_language")
    return parse_sentences(text, language)


def _parsed(data: bytes, name: str, language: str, form: str) -> Document:
    parsed = formats.parse_document(data, name, parse_language(language), form)
    return replace(parsed, locale=parse_locale(language))


def _segmented(document: Document, rules: str | None) -> Document:
    segmented = segmentation.segment(document, read_segmentation_rules(rules))
    if all(sentence.start == sentence.end for sentence in segmented.sentences):
        raise InputError(document.path or "text", "there is no text in it", "give a text of at least one sentence")
    return segmented


def _is_path(text: Text) -> bool:
    return isinstance(text, (str, bytes, os.PathLike))


def _path(text: object) -> str:
    """The path; raises `InputError` for a text that was given in the place of one."""
    path = os.fspath(text)  # type: ignore[call-overload]
    if not isinstance(path, str):
        raise InputError(repr(path), "it is no path", "give a text for a path")
    if "\n" in path or (path.count(" ") > 1 and path.rstrip()[-1:] in _ENDS):
        try:
            require_file(path)
        except InputError as error:
            shown = path.strip().split("\n")[0][:40]
            raise InputError(shown, "it looks like a text, and a path is meant", _REMEDY) from error
    return path
