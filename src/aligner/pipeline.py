"""Where the stages meet: texts are read, aligned and checked, and their likely terms are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from aligner import alignment, checks, embedding, formats
from aligner.alignment import AlignmentOptions
from aligner.baseline import Baseline
from aligner.configuration import Configuration, applied
from aligner.contracts import AdditiveEmbedder, Embedder, Progress
from aligner.embedding import EmbedderOptions
from aligner.errors import OptionError
from aligner.languages import evident_language, language_name, parse_language, parse_locale
from aligner.model import Bead, Bitext, Document, Report, Side, Term
from aligner.provenance import digest, signature
from aligner.reading import document_notes, read_segmented, refuse_one_file, refuse_one_language
from aligner.suppression import suppress

if TYPE_CHECKING:
    from aligner import terminology


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

    `source` and `target` are paths, one of them may be "-" for standard input. `lock` is a file of beads that are kept: JSON
    lines, a ladder, or pairs (`aligner align --lock`). `progress` is told how many texts have been encoded, by models that take
    their time. Raises `InputError` for a file that cannot be used, `ModelError` or `MissingExtra` for a model that cannot.
    """
    options = options or PairOptions()
    if lock == "-" and "-" in (source, target):
        raise OptionError("only one of the texts and the locked beads can come from standard input")
    read_source, read_target = read_pair(source, target, options)
    if lock is None:
        return align_documents(read_source, read_target, options, progress)
    from aligner.bead_files import read_locks  # few ask for them

    locks = read_locks(lock, read_source, read_target)
    return align_documents(read_source, read_target, options, progress, locks)


def read_pair(
    source: str, target: str, options: PairOptions, contents: Mapping[str, bytes] | None = None
) -> tuple[Document, Document]:
    """Read and segment the two language versions of a text, for `align_documents`; raises what `align_files` does.

    `contents` as in `CheckOptions`.
    """
    return _read_pair(source, target, options, contents or {})


def _read_pair(
    source: str, target: str, options: PairOptions, contents: Mapping[str, bytes]
) -> tuple[Document, Document]:
    refuse_one_file(source, target)
    read = partial(
        read_segmented,
        contents=contents,
        segmentation_rules=options.segmentation_rules,
        pre_segmented=options.pre_segmented,
    )
    read_source = read(source, options.source_language, options.source_format)
    read_target = read(target, options.target_language, options.target_format)
    refuse_one_language(read_source, read_target)
    return read_source, read_target


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
    options = _with_standard_input(options, path)
    document = read_segmented(path, language or "en", format_name, options.contents, by_rules)
    if language is None:
        shown = evident_language(document.text, least=1, share=0.5) or "en"
        document = replace(document, language="es" if other == "en" else shown)
    return check_read(document, other, options)


def _with_standard_input(options: CheckOptions, *paths: str) -> CheckOptions:
    """The options with the bytes of standard input, which can be read only once, where one of the paths means it."""
    if "-" not in paths or "-" in options.contents:
        return options
    return replace(options, contents={**options.contents, "-": formats.load_bytes("-")})


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
    return reported(Report(((Side.TARGET, document),), findings, made_by), rules, options)


def reported(report: Report, rules: tuple[checks.Rule, ...], options: CheckOptions) -> Report:
    """A report as `settled` leaves it, with the places of its findings in their files, for whoever reads it."""
    report = settled(report, rules, options)
    if not report.findings and not report.suppressed:
        return report
    from aligner.fixes.placing import placed

    return placed(report, options.contents)


def settled(report: Report, rules: tuple[checks.Rule, ...], options: CheckOptions) -> Report:
    """A report as the settings, the comments of the texts and what is known leave it."""
    told = document_notes(*(document for _, document in report.documents))
    report = suppress(replace(applied(options.configuration, report), notes=(*told, *report.notes)), rules)
    return options.baseline.applied(report, rules) if options.baseline is not None else report


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
    refuse_one_file(source, target)
    if not pair.pre_segmented:
        options = _with_standard_input(options, source, target)
    bitext = align_documents(*_read_pair(source, target, pair, options.contents), pair, progress)
    terms = options.terms(bitext.source.language, bitext.target.language)
    return reported(check_bitext(bitext, rules, embedder_for(pair), terms), rules, options)


def check_bitext_file(path: str, pair: PairOptions | None = None, options: CheckOptions | None = None) -> Report:
    """Check a file of aligned pairs: bead n of a finding is pair n of the file, from 0."""
    pair, options = pair or PairOptions(), options or CheckOptions()
    source_language, target_language = parse_language(pair.source_language), parse_language(pair.target_language)
    options = _with_standard_input(options, path)
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
    return reported(check_bitext(bitext, rules, _embedder_of(bitext, rules, pair), terms), rules, options)


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
    from aligner import terminology  # no other work asks for it

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
