"""Texts, read from files and split into sentences: one by itself, or the two versions of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from aligner import formats, segmentation
from aligner.errors import InputError, OptionError
from aligner.languages import EVIDENT_LANGUAGES, evident_language, language_name, parse_language, parse_locale
from aligner.model import Document


def read_segmented(
    path: str,
    language: str,
    format_name: str | None,
    contents: Mapping[str, bytes] | None = None,
    segmentation_rules: str | None = None,
    *,
    pre_segmented: bool = False,
) -> Document:
    """A document with its sentences; each line is one when `pre_segmented`. `contents` as in `CheckOptions`.

    `segmentation_rules` is an SRX file, or None for our own rules.
    """
    code, locale = parse_language(language), parse_locale(language)
    if pre_segmented:
        if segmentation_rules is not None:
            raise OptionError("lines that are sentences are not split: leave out either --pre-segmented or --rules")
        document = replace(formats.read_lines(path, code), locale=locale)
    else:
        if contents and path in contents:
            read = formats.parse_document(contents[path], path, code, format_name)
        else:
            read = formats.read_document(path, code, format_name)
        document = segmentation.segment(replace(read, locale=locale), read_segmentation_rules(segmentation_rules))
    if all(sentence.start == sentence.end for sentence in document.sentences):
        raise InputError(path, "there is no text in it", "give a file with at least one sentence")
    return document


def read_segmentation_rules(path: str | None) -> segmentation.HouseRules | None:
    """The rules of an SRX file, None for none; raises `InputError` for one that cannot be used."""
    return None if path is None else segmentation.read_rules(formats.load_bytes(path), path)


def segment_file(
    path: str, language: str | None = None, format_name: str | None = None, rules: str | None = None
) -> Document:
    """Read a text and split it into sentences: `Document.sentences` are their spans, block by block.

    Without a `language` it is what the words of the text show, English or Spanish. `rules` is an SRX file by whose rules
    sentences are split, in place of our own. Raises `InputError` for a file that cannot be used, and for a text whose
    language does not show.
    """
    data = formats.load_bytes(path)
    if language is None:
        language = evident_language(formats.parse_document(data, path, "en", format_name).text, least=1, share=0.5)
    if language is None:
        raise InputError(path, "its words do not show whether it is English or Spanish", "say its language: --lang en")
    return read_segmented(path, language, format_name, {path: data}, rules)


def document_notes(*documents: Document) -> tuple[str, ...]:
    """What the readers of documents could not tell for certain, as lines for a person."""
    return tuple(f"{document.path}: {note}" for document in documents for note in document.notes)


def refuse_one_file(source: str, target: str) -> None:
    """Raise when both texts come from one place."""
    if source == target == "-":
        raise OptionError("only one of the two texts can come from standard input")
    paths = Path(source), Path(target)
    if source == target or (all(path.is_file() for path in paths) and paths[0].samefile(paths[1])):
        raise InputError(target, "source and target are the same file", "give the two language versions of a text")


def refuse_one_language(source: Document, target: Document) -> None:
    """Raise when the texts are evidently both in one language, or each in the other's."""
    if source.language == target.language:
        raise OptionError(f"source and target are both said to be {language_name(source.language)}")
    if not {source.language, target.language} <= EVIDENT_LANGUAGES:
        return
    found_source, found_target = evident_language(source.text), evident_language(target.text)
    if found_source is None or found_target is None:
        return
    if found_source == found_target:
        problem = f"source and target are both in {language_name(found_source)}"
        raise InputError(target.path, problem, "give the two language versions of a text")
    if (found_source, found_target) == (target.language, source.language):
        problem = f"the source is in {language_name(found_source)} and the target in {language_name(found_target)}"
        remedy = "exchange the two files, or say --from-lang and --to-lang the other way round"
        raise InputError(target.path, problem, remedy)
