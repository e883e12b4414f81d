"""Apache Parquet: a typed table of pairs, for pandas, Polars, DuckDB and whatever else reads columns.

The columns are `source` and `target` (text), `score` (a double, null where nobody judged), `bead`, `document` and `split`
(text), `source_sentences` and `target_sentences` (lists of sentence numbers), `findings` (a list of codes of rules). Languages, paths of the documents, licence
and signature stand in the metadata of the schema, under names that begin with `aligner.`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from aligner.contracts import Heading, Pair
from aligner.errors import InputError, MissingExtra
from aligner.formats.beads import details_of, document_of, heading_of, pairs_of
from aligner.formats.csv import named_columns
from aligner.formats.findings import bead_of, codes_of
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Bitext

if TYPE_CHECKING:
    import pyarrow as pa

Columns: TypeAlias = dict[str, Sequence[Any]]
_READ = ("source", "target", "score", "document", "bead")
ROWS_AT_A_TIME = 16_384  # of a row group, which is what stands in memory
_REMEDY = "give a table with columns of text for source and target, named so or by their languages"


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is row n of the table, from the columns `source` and `target`, or those named by the languages.

    These may be in a structure `translation`, as data sets of the Hugging Face Hub have it. A column `score` has scores from
    0 to 1, `document` and `bead` what we write there. Raises `InputError` for what is no Parquet file or has no such columns,
    `MissingExtra` without pyarrow.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another, a row group in memory at a time."""
    arrow = _arrow()
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        columns = _wanted(file.schema_arrow, (source_language, target_language), path)
        line = 0
        for batch in file.iter_batches(ROWS_AT_A_TIME, columns=list(columns.values())):
            table = arrow.Table.from_batches([batch]).flatten()
            read = {name: table.column(column).to_pylist() for name, column in columns.items()}
            for row in zip(*(read.get(name) or [None] * batch.num_rows for name in _READ), strict=True):
                line += 1
                source, target, score, document, bead = row
                yield Row(
                    _cell(source, path, line), _cell(target, path, line), line, _score(score),
                    details=details_of(document, bead),
                )  # fmt: skip
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(path, f"it is not a Parquet file that can be read ({reason})", _REMEDY) from error


def _wanted(schema: pa.Schema, languages: tuple[str, str], path: str) -> dict[str, str]:
    """The columns to read by what they are; those of the texts may stand in a structure `translation`."""
    names = list(schema.names)
    inner = _inner_names(schema)
    for start, some in (("", names), ("translation.", inner)):
        found = named_columns(some, *languages)
        if found is not None:
            texts = {"source": start + some[found[0]], "target": start + some[found[1]]}
            scores = {"score": "score"} if "score" in names and _is_number(schema.field("score").type) else {}
            return texts | scores | {name: name for name in ("document", "bead") if name in names}
    raise InputError(path, f"it has no two columns for the pairs, but {', '.join(names) or 'none'}", _REMEDY)


def _inner_names(schema: pa.Schema) -> list[str]:
    from pyarrow import types

    if "translation" not in schema.names or not types.is_struct(schema.field("translation").type):
        return []
    return [field.name for field in schema.field("translation").type]


def write_bitext(bitext: Bitext) -> Iterator[bytes]:
    """One row a bead, nulls with an empty cell; raises `MissingExtra` without pyarrow."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[bytes]:
    """The same of pairs as they come, a row group in memory at a time."""
    pairs = iter(pairs)
    some = iter(lambda: list(islice(pairs, ROWS_AT_A_TIME)), [])
    return write_columns(map(_columns, some), heading)


def write_columns(groups: Iterable[Columns], heading: Heading) -> Iterator[bytes]:
    """The same of pairs whose columns are at hand, by name: those of `ROWS_AT_A_TIME` at a time, and of the rest."""
    arrow = _arrow()
    from pyarrow import parquet

    schema = _schema(heading)
    sink = io.BytesIO()
    with parquet.ParquetWriter(_Unclosed(sink), schema, compression="zstd") as writer:
        for columns in groups:
            writer.write_table(arrow.Table.from_pydict(columns, schema=schema))
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()
    yield sink.getvalue()


class _Unclosed:
    """A file that the writer only adds to: what is in it has been handed on when the next row group comes."""

    closed = False

    def __init__(self, sink: io.BytesIO) -> None:
        self._sink = sink
        self._written = 0

    def write(self, data: bytes) -> int:
        """Add bytes."""
        size = self._sink.write(data)
        self._written += size
        return size

    def tell(self) -> int:
        """How many bytes there have been."""
        return self._written

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """What is written is still wanted."""


def _schema(heading: Heading) -> pa.Schema:
    arrow = _arrow()
    text, numbers = arrow.string(), arrow.list_(arrow.int32())
    fields = [
        arrow.field("source", text, nullable=False),
        arrow.field("target", text, nullable=False),
        arrow.field("score", arrow.float64()),
        arrow.field("bead", text, nullable=False),
        arrow.field("document", text, nullable=False),
        arrow.field("split", text, nullable=False),
        arrow.field("source_sentences", numbers, nullable=False),
        arrow.field("target_sentences", numbers, nullable=False),
        arrow.field("findings", arrow.list_(text), nullable=False),
    ]
    about = {
        "source_language": heading.source_language,
        "target_language": heading.target_language,
        "source_path": heading.source_path,
        "target_path": heading.target_path,
        "licence": heading.licence,
        "signature": heading.signature,
    }
    return arrow.schema(fields, metadata={f"aligner.{name}": value for name, value in about.items() if value})


def _columns(pairs: list[Pair]) -> Columns:
    return {
        "source": [pair.source for pair in pairs],
        "target": [pair.target for pair in pairs],
        "score": [pair.score for pair in pairs],
        "bead": [bead_of(pair) for pair in pairs],
        "document": [document_of(pair) for pair in pairs],
        "split": [pair.split for pair in pairs],
        "source_sentences": [pair.bead.source if pair.bead else () for pair in pairs],
        "target_sentences": [pair.bead.target if pair.bead else () for pair in pairs],
        "findings": [codes_of(pair) for pair in pairs],
    }


def _arrow() -> Any:
    """The library, imported only where it is used."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtra("Parquet files", "parquet") from error
    return pa


def _is_number(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_floating(kind) or types.is_integer(kind))


def _cell(value: object, path: str, line: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(path, "a cell of the pairs is not a text", _REMEDY, line)
    return value


def _score(value: float | None) -> float | None:
    return float(value) if value is not None and 0 <= value <= 1 else None
