"""The only place where the stages meet: reading, segmenting, embedding, aligning, checking, evaluating."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from aligner import alignment, checks, embedding, evaluation, formats, segmentation, terminology
from aligner.alignment import AlignmentOptions
from aligner.baseline import Baseline
from aligner.configuration import Configuration, applied
from aligner.contracts import AdditiveEmbedder, Embedder, Progress
from aligner.embedding import EmbedderOptions
from aligner.errors import InputError, OptionError
from aligner.formats.table import suffix_format
from aligner.languages import EVIDENT_LANGUAGES, evident_language, language_name, parse_language, parse_locale
from aligner.locks import Lock, LockedSide, json_locks, locked_beads
from aligner.model import Bead, Bitext, Document, Report, Side, Term
from aligner.provenance import digest, signature
from aligner.suppression import suppress


@dataclass(frozen=True, slots=True)
class PairOptions:
    """How two documents are read and aligned.

    `source_format`, `target_format`: names of the format table, None to go by the suffix. `model`: None for
    the bundled model. `embedder`: how a model runs that sentence-transformers loads. `pre_segmented`: each line is one sentence.
    `segmentation_rules`: an SRX file by whose rules sentences are split, in place of our own.
    """

    source_language: str = "en"
    target_language: str = "es"
    source_format: str | None = None
    target_format: str | None = None
    model: str | None = None
    pre_segmented: bool = False
    alignment: AlignmentOptions = field(default_factory=AlignmentOptions)
    embedder: EmbedderOptions = field(default_factory=EmbedderOptions)
    segmentation_rules: str | None = None


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which rules a check runs, and what counts of what they find.

    `select`, `ignore` and their extensions go by code, name or beginning of a code, after those of the `configuration`;
    nothing selected means every rule. Of a `baseline` what is known does not count. `contents` are the bytes of files, by
    path, in place of what the disk has. `glossaries` are files of terms. `segmentation_rules`: an SRX file by
    whose rules texts are split, before that of the `configuration`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    configuration: Configuration = field(default_factory=Configuration)
    baseline: Baseline | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    glossaries: tuple[str, ...] = ()
    segmentation_rules: str | None = None

    def terms(self, source_language: str, target_language: str) -> tuple[Term, ...]:
        """The terms of the glossaries, those of the settings too; raises `InputError` for one that cannot be read."""
        paths = dict.fromkeys((*self.glossaries, *self.configuration.glossaries))
        read = (formats.read_glossary(path, source_language, target_language) for path in paths)
        return tuple(term for terms in read for term in terms)

    @property
    def splitting_rules(self) -> str | None:
        """The SRX file by which texts are split, None for our own rules."""
        return self.segmentation_rules or self.configuration.segmentation_rules

    @property
    def rules(self) -> tuple[checks.Rule, ...]:
        """The rules that run; raises `OptionError` for a name that fits none."""
        choice = checks.Choice(self.select, self.ignore, self.extend_select, self.extend_ignore)
        return checks.choose([self.configuration.choice, choice], self.configuration.own_rules)


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """How an alignment is judged.

    `other`: a second test, compared with the first. `neutral`: the file of the sentences whose pairing the gold does not
    know. The languages are those of translation memories.
    """

    other: str | None = None
    neutral: str | None = None
    source_language: str = "en"
    target_language: str = "es"
    bootstrap: evaluation.Bootstrap = field(default_factory=evaluation.Bootstrap)


def embedder_for(options: PairOptions, progress: Progress | None = None) -> Embedder:
    """The embedder that two documents are aligned by; `progress` is told how far it is, where encoding takes time.

    Raises `ModelError` or `MissingExtra` for a model that cannot be used, `OptionError` for a device that is not there.
    """
    return embedding.with_progress(embedding.load_embedder(options.model, options.embedder), progress)


def align_files(
    source: str,
    target: str,
    options: PairOptions | None = None,
    progress: Progress | None = None,
    lock: str | None = None,
) -> Bitext:
    """Read, segment and align the two language versions of a text.

    `source` and `target` are paths, one of them may be "-" for standard input. `lock` is a file of beads that are kept
    (see `read_locks`). `progress` is told how many texts have
    been encoded, by models that take their time. Raises `InputError` for a file that cannot be used, `ModelError` or
    `MissingExtra` for a model that cannot.
    """
    options = options or PairOptions()
    if lock == "-" and "-" in (source, target):
        raise OptionError("only one of the texts and the locked beads can come from standard input")
    read_source, read_target = read_pair(source, target, options)
    locks = () if lock is None else read_locks(lock, read_source, read_target)
    return align_documents(read_source, read_target, options, progress, locks)


def read_pair(source: str, target: str, options: PairOptions) -> tuple[Document, Document]:
    """Read and segment the two language versions of a text, for `align_documents`; raises what `align_files` does."""
    return _read_pair(source, target, options, {})


def _read_pair(
    source: str, target: str, options: PairOptions, contents: Mapping[str, bytes]
) -> tuple[Document, Document]:
    _refuse_one_file(source, target)
    rows = options.pre_segmented
    rules = options.segmentation_rules
    read_source = read_segmented(source, options.source_language, options.source_format, rows, contents, rules)
    read_target = read_segmented(target, options.target_language, options.target_format, rows, contents, rules)
    _refuse_one_language(read_source, read_target)
    return read_source, read_target


def _refuse_one_file(source: str, target: str) -> None:
    """Raise when both texts come from one place."""
    if source == target == "-":
        raise OptionError("only one of the two texts can come from standard input")
    paths = Path(source), Path(target)
    if source == target or (all(path.is_file() for path in paths) and paths[0].samefile(paths[1])):
        raise InputError(target, "source and target are the same file", "give the two language versions of a text")


def _refuse_one_language(source: Document, target: Document) -> None:
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


def align_documents(
    source: Document,
    target: Document,
    options: PairOptions,
    progress: Progress | None = None,
    locks: Sequence[Bead] = (),
) -> Bitext:
    """Align two segmented documents; the beads in `locks` are kept, and only the rest is aligned."""
    embedder = embedder_for(options, progress)
    return _bitext(
        source, target, alignment.align(source, target, embedder, options.alignment, locks), options, embedder, locks
    )


def align_many(documents: Sequence[tuple[Document, Document]], options: PairOptions) -> list[Bitext]:
    """Align pairs of segmented documents, each as `align_documents` does; short ones together, which takes less time."""
    embedder = embedder_for(options)
    found = alignment.align_many(documents, embedder, options.alignment)
    return [_bitext(*pair, beads, options, embedder) for pair, beads in zip(documents, found, strict=True)]


def _bitext(
    source: Document,
    target: Document,
    beads: tuple[Bead, ...],
    options: PairOptions,
    embedder: Embedder,
    locks: Sequence[Bead] = (),
) -> Bitext:
    """The beads of two documents, signed with what made them."""
    made_by = signature(
        {
            "model": embedder.signature,
            "source": _document_digest(source),
            "target": _document_digest(target),
            **options.alignment.as_parts(),
            **_segmentation_part(options.segmentation_rules),
            **({"locks": digest(repr([(bead.source, bead.target) for bead in locks]).encode())} if locks else {}),
        }
    )
    return Bitext(source, target, beads, made_by)


def read_locks(path: str, source: Document, target: Document) -> tuple[Bead, ...]:
    """The beads of a file as beads of two segmented documents, for `align_documents` to keep.

    JSON lines tell sentences by numbers, spans or texts, and lock those with `"locked": true`, or all where no line has
    that key. A ladder tells numbers. The texts of translation memories, catalogues and tables are looked for in order. A
    sentence without a counterpart is kept so, where the format has a place for it. Raises `InputError` with the line whose
    sentences are not there, or are in two beads.
    """
    data = formats.load_bytes(path)
    form = _form_of(path, data)
    return locked_beads(_LOCKS[form](data, path, source, target), source, target, path)


def _json_locks(data: bytes, path: str, _source: Document, _target: Document) -> tuple[Lock, ...]:
    return json_locks(formats.decode(data, path), path)


def _ladder_locks(data: bytes, path: str, _source: Document, _target: Document) -> tuple[Lock, ...]:
    listing = evaluation.ladder_listing(formats.decode(data, path), path)
    return tuple(
        Lock(LockedSide(_numbers(bead.source)), LockedSide(_numbers(bead.target)), bead.line) for bead in listing.beads
    )


def _numbers(labels: Iterable[int | str]) -> tuple[int, ...]:
    return tuple(int(label) for label in labels)


def _text_locks(form: str, data: bytes, path: str, source: Document, target: Document) -> tuple[Lock, ...]:
    bitext = formats.parse_bitext(data, path, source.language, target.language, form)
    lines = _lines_of_beads(bitext)
    return tuple(
        Lock(
            LockedSide(text=bitext.side_text(bead, Side.SOURCE)),
            LockedSide(text=bitext.side_text(bead, Side.TARGET)),
            line,
        )
        for number, (bead, line) in enumerate(zip(bitext.beads, lines, strict=True))
        if _is_said(bitext, number, form)
    )


def _is_said(bitext: Bitext, number: int, form: str) -> bool:
    """Whether a pair is a bead: a unit of a translator's file that has no translation yet says nothing of its source."""
    if form not in _WITH_UNTRANSLATED or not bitext.beads[number].is_null:
        return True
    return bool(bitext.details and bitext.details[number].bead)


def _form_of(path: str, data: bytes) -> str:
    """The form of a file of beads; raises `InputError` for a format that cannot be read as one."""
    found = suffix_format(path)
    form = evaluation.form_of(path, data)
    if form in {"ladder", "xces"} and found is not None and found.name not in {"ladder", "xces", "text"}:
        raise InputError(path, f"no beads can be read from {found.name}", f"give {', '.join(_FORMS)}")
    return form


def _lines_of_beads(bitext: Bitext) -> list[int | None]:
    """The line of its file that each pair stands in, as its source or else its target knows it."""
    of_sides = [dict(bitext.document(side).places) for side in Side]
    lines: list[int | None] = []
    for bead in bitext.beads:
        numbers = zip((bead.source, bead.target), Side, of_sides, strict=True)
        found = [places[bitext.document(side).sentences[some[0]].start] for some, side, places in numbers if some]
        lines.append(found[0] if found else None)
    return lines


def _xces_locks(_data: bytes, path: str, _source: Document, _target: Document) -> tuple[Lock, ...]:
    raise InputError(path, "locked beads cannot be read from xces", f"give {', '.join(_FORMS[:-1])}")


# Files of pairs that have texts and no sentence numbers; those without nulls; those with sources not translated yet.
_TEXT_FORMS = ("tmx", "xliff", "po", "tsv", "csv")
_WITHOUT_NULLS = frozenset({"tmx", "po"})
_WITH_UNTRANSLATED = frozenset({"xliff"})
_FORMS = ("jsonl", "ladder", *_TEXT_FORMS, "xces")
_LOCKS: dict[str, Callable[[bytes, str, Document, Document], tuple[Lock, ...]]] = {
    "jsonl": _json_locks,
    "ladder": _ladder_locks,
    **{form: partial(_text_locks, form) for form in _TEXT_FORMS},
    "xces": _xces_locks,
}


def read_segmented(
    path: str,
    language: str,
    format_name: str | None,
    pre_segmented: bool,  # noqa: FBT001
    contents: Mapping[str, bytes] | None = None,
    segmentation_rules: str | None = None,
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
    return read_segmented(path, language, format_name, False, {path: data}, rules)  # noqa: FBT003


def check_document(
    path: str,
    language: str | None = None,
    other_language: str | None = None,
    options: CheckOptions | None = None,
    format_name: str | None = None,
) -> Report:
    """Check one document by itself, as the target.

    Without a `language` it is what the words of the text show, English or Spanish; without an `other_language` that
    is Spanish for an English text and English for any other.
    """
    options = options or CheckOptions()
    other = parse_language(other_language) if other_language else None
    by_rules = options.splitting_rules
    document = read_segmented(path, language or "en", format_name, False, options.contents, by_rules)  # noqa: FBT003
    if language is None:
        shown = evident_language(document.text, least=1, share=0.5) or "en"
        document = replace(document, language="es" if other == "en" else shown)
    return check_read(document, other, options)


def check_read(document: Document, other_language: str | None, options: CheckOptions) -> Report:
    """Check a segmented document by itself, as the target; `other_language` as for `check_document`."""
    other, rules, by_rules = other_language, options.rules, options.splitting_rules
    other = other or ("es" if document.language == "en" else "en")
    if other == document.language:
        raise OptionError(f"the text and the language it must not be in are both {language_name(other)}")
    terms = options.terms(other, document.language)
    subject = checks.Subject.alone(document, other, terms=terms)
    findings = checks.check(subject, rules)
    made_by = signature(
        {
            "document": _document_digest(document),
            "rules": _rules_part(rules),
            **_terms_part(terms),
            **_segmentation_part(by_rules),
        }
    )
    return settled(Report(((Side.TARGET, document),), findings, made_by), rules, options)


def settled(report: Report, rules: tuple[checks.Rule, ...], options: CheckOptions) -> Report:
    """A report as the settings, the comments of the texts and what is known leave it."""
    told = document_notes(*(document for _, document in report.documents))
    report = suppress(replace(applied(options.configuration, report), notes=(*told, *report.notes)), rules)
    return options.baseline.applied(report, rules) if options.baseline is not None else report


def document_notes(*documents: Document) -> tuple[str, ...]:
    """What the readers of documents could not tell for certain, as lines for a person."""
    return tuple(f"{document.path}: {note}" for document in documents for note in document.notes)


def check_pair(
    source: str,
    target: str,
    pair: PairOptions | None = None,
    options: CheckOptions | None = None,
    progress: Progress | None = None,
) -> Report:
    """Align two documents, then check them against each other; `progress` as for `align_files`."""
    pair, options = pair or PairOptions(), options or CheckOptions()
    rules = options.rules
    pair = replace(pair, segmentation_rules=pair.segmentation_rules or options.splitting_rules)
    bitext = align_documents(*_read_pair(source, target, pair, options.contents), pair, progress)
    terms = options.terms(bitext.source.language, bitext.target.language)
    return settled(check_bitext(bitext, rules, embedder_for(pair), terms), rules, options)


def check_bitext_file(path: str, pair: PairOptions | None = None, options: CheckOptions | None = None) -> Report:
    """Check a file of aligned pairs: bead n of a finding is pair n of the file, from 0."""
    pair, options = pair or PairOptions(), options or CheckOptions()
    source_language, target_language = parse_language(pair.source_language), parse_language(pair.target_language)
    bitext = read_pairs(path, (source_language, target_language), pair.source_format, options.contents)
    bitext = replace(
        bitext,
        source=replace(bitext.source, locale=parse_locale(pair.source_language)),
        target=replace(bitext.target, locale=parse_locale(pair.target_language)),
    )
    return check_pairs(bitext, pair, options)


def check_pairs(bitext: Bitext, pair: PairOptions, options: CheckOptions) -> Report:
    """Check a bitext in memory: what `check_bitext` does, and what settings, comments and baselines make of it."""
    rules, terms = options.rules, options.terms(bitext.source.language, bitext.target.language)
    return settled(check_bitext(bitext, rules, _embedder_of(bitext, rules, pair), terms), rules, options)


def read_pairs(
    path: str, languages: tuple[str, str], format_name: str | None = None, contents: Mapping[str, bytes] | None = None
) -> Bitext:
    """The pairs of a file; `contents` as in `CheckOptions`."""
    if contents and path in contents:
        found = formats.format_for(path, format_name, "reads_bitext")
        return formats.parse_bitext(contents[path], path, *languages, found.name)
    return formats.read_bitext(path, *languages, format_name)


def check_bitext(
    bitext: Bitext, rules: tuple[checks.Rule, ...], embedder: Embedder | None, terms: tuple[Term, ...] = ()
) -> Report:
    """Check a bitext in memory; `terms` are what a glossary asks for."""
    findings = checks.check(subject_of(bitext, embedder, terms), rules)
    model = {} if embedder is None else {"model": embedder.signature}
    made_by = bitext.signature or signature({"source": _document_digest(bitext.source), **model})
    documents = ((Side.SOURCE, bitext.source), (Side.TARGET, bitext.target))
    told = "".join(f"|{name}:{value}" for name, value in {"rules": _rules_part(rules), **_terms_part(terms)}.items())
    return Report(documents, findings, made_by + told, bitext)


def subject_of(bitext: Bitext, embedder: Embedder | None, terms: tuple[Term, ...] = ()) -> checks.Subject:
    """What rules look at: a bitext, the model, what finds the words of it that are left out, and the glossary."""
    covering = _covering_embedder(bitext, embedder)
    uncovered = None if covering is None else partial(alignment.uncovered, embedder=covering)
    return checks.Subject.pair(bitext, embedder, uncovered, terms)


def extract_terms(
    paths: tuple[str, ...],
    pair: PairOptions | None = None,
    options: terminology.ExtractionOptions | None = None,
    progress: Progress | None = None,
) -> tuple[terminology.Candidate, ...]:
    """The likely terms of a bitext file, or of two documents, which are aligned first; the best pairs come first.

    Raises `InputError` for a file that cannot be used, `UnknownFormat` for one file that is no bitext.
    """
    pair = pair or PairOptions()
    if len(paths) == 2:
        bitext = align_files(*paths, pair, progress)
    else:
        languages = parse_language(pair.source_language), parse_language(pair.target_language)
        bitext = formats.read_bitext(paths[0], *languages, pair.source_format)
    is_known = pair.model is not None or _are_bundled(bitext)
    embedder = embedder_for(pair, progress) if is_known else None
    return terminology.candidates(bitext, embedder, options or terminology.ExtractionOptions())


def _embedder_of(bitext: Bitext, rules: tuple[checks.Rule, ...], pair: PairOptions) -> Embedder | None:
    """The model for the pairs of a file: the one named, else the bundled one for its languages; None where no rule asks."""
    if not any(rule.needs_model for rule in rules):
        return None
    return embedder_for(pair) if pair.model is not None or _are_bundled(bitext) else None


def _covering_embedder(bitext: Bitext, embedder: Embedder | None) -> AdditiveEmbedder | None:
    """The model whose word vectors tell what is left out: this one, else the bundled one for its languages."""
    if embedder is not None and not isinstance(embedder, AdditiveEmbedder):
        embedder = embedding.load_embedder() if _are_bundled(bitext) else None
    return embedder if isinstance(embedder, AdditiveEmbedder) else None


def _are_bundled(bitext: Bitext) -> bool:
    return {bitext.source.language, bitext.target.language} == set(embedding.BUNDLED.split("-"))


def evaluate_files(gold: str, test: str, options: EvaluationOptions | None = None) -> evaluation.Evaluation:
    """Judge alignments against a gold one: two files, or two folders whose files go together by name.

    Raises `InputError` for a file that cannot be used, and for files that are not of the same text.
    """
    options = options or EvaluationOptions()
    languages = parse_language(options.source_language), parse_language(options.target_language)
    paths = (gold, test) if options.other is None else (gold, test, options.other)
    if paths.count("-") > 1:
        raise OptionError("only one of the files can come from standard input")
    judged: list[evaluation.Judged] = []
    seen: list[str] = []
    for files in evaluation.judged_files(gold, paths[1:], options.neutral):
        data = [formats.load_bytes(path) for path in (files.gold, *files.tests)]
        listings = [
            _read_listings(path, bytes_of, languages)
            for path, bytes_of in zip((files.gold, *files.tests), data, strict=True)
        ]
        neutral = _read_neutral(files.neutral)
        judged += evaluation.judged_documents(files.name, listings[0], listings[1:], neutral)
        seen += [digest(bytes_of) for bytes_of in data]
    made_by = signature({"files": digest(" ".join(seen).encode()), "seed": options.bootstrap.seed})
    return evaluation.evaluation(judged, paths, made_by, options.bootstrap)


def _read_listings(path: str, data: bytes, languages: tuple[str, str]) -> tuple[evaluation.Listing, ...]:
    """The alignments in a file: one, or in XCES one for each pair of documents."""
    form = _form_of(path, data)
    if form == "xces":
        return evaluation.xces_listings(data, path)
    if form in _TEXT_FORMS:
        bitext = formats.parse_bitext(data, path, *languages, form)
        pairs = [pair for number, pair in enumerate(bitext) if _is_said(bitext, number, form)]
        return (evaluation.text_listing(path, pairs, holds_nulls=form not in _WITHOUT_NULLS),)
    read = evaluation.jsonl_listing if form == "jsonl" else evaluation.ladder_listing
    return (read(formats.decode(data, path), path),)


def _read_neutral(path: str | None) -> evaluation.Neutral | None:
    return evaluation.parse_neutral(formats.decode(formats.load_bytes(path), path), path) if path else None


def _rules_part(rules: tuple[checks.Rule, ...]) -> str:
    # The code of a user's own rule does not tell what it is.
    told = (rule.code + (rule.documentation if rule.code.startswith("USR") else "") for rule in rules)
    return digest(",".join(told).encode("utf-8", "surrogatepass"))


def _terms_part(terms: tuple[Term, ...]) -> dict[str, str]:
    """What a glossary adds to a signature."""
    return {"glossary": digest(repr(terms).encode("utf-8", "surrogatepass"))} if terms else {}


def _segmentation_part(path: str | None) -> dict[str, str]:
    """What an SRX file adds to a signature."""
    return {} if path is None else {"segmentation": digest(formats.load_bytes(path))}


def _document_digest(document: Document) -> str:
    return digest(document.text.encode("utf-8", "surrogatepass"))
