"""Apache Parquet: a typed table of pairs, for pandas, Polars, DuckDB and whatever else reads columns.

The columns are `source` and `target` (text), `score` (a double, null where nobody judged), `bead`, `document` and `split`
(text), `source_sentences` and `target_sentences` (lists of sentence numbers). Languages, paths of the documents, licence
and signature stand in the metadata of the schema, under names that begin with `aligner.`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from aligner.contracts import Heading, Pair
from aligner.errors import InputError, MissingExtra
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.csv import named_columns
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Bitext

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_A_TIME = 16_384  # of a row group, which is what stands in memory
_REMEDY = "give a table with columns of text for source and target, named so or by their languages"


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is row n of the table, from the columns `source` and `target`, or those named by the languages.

    A column `score` has scores from 0 to 1. Raises `InputError` for what is no Parquet file or has no such columns,
    `MissingExtra` without pyarrow.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another, a row group in memory at a time."""
    arrow = _arrow()
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        names = list(file.schema_arrow.names)
        columns = named_columns(names, source_language, target_language)
        if columns is None:
            raise InputError(path, f"it has no two columns for the pairs, but {', '.join(names) or 'none'}", _REMEDY)
        wanted = [names[column] for column in columns]
        has_score = "score" in names and _is_number(file.schema_arrow.field("score").type)
        line = 0
        for batch in file.iter_batches(_ROWS_AT_A_TIME, columns=[*wanted, *(["score"] if has_score else [])]):
            table: dict[str, list[Any]] = batch.to_pydict()
            scores = table["score"] if has_score else [None] * batch.num_rows
            for source, target, score in zip(table[wanted[0]], table[wanted[1]], scores, strict=True):
                line += 1
                yield Row(_cell(source, path, line), _cell(target, path, line), line, _score(score))
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(path, f"it is not a Parquet file that can be read ({reason})", _REMEDY) from error


def write_bitext(bitext: Bitext) -> Iterator[bytes]:
    """One row a bead, nulls with an empty cell; raises `MissingExtra` without pyarrow."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[bytes]:
    """The same of pairs as they come, a row group in memory at a time."""
    arrow = _arrow()
    from pyarrow import parquet

    schema = _schema(heading)
    sink = io.BytesIO()
    pairs = iter(pairs)
    with parquet.ParquetWriter(_Unclosed(sink), schema, compression="zstd") as writer:
        while some := list(islice(pairs, _ROWS_AT_A_TIME)):
            writer.write_table(arrow.Table.from_pydict(_columns(some), schema=schema))
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


def _columns(pairs: list[Pair]) -> dict[str, list[Any]]:
    return {
        "source": [pair.source for pair in pairs],
        "target": [pair.target for pair in pairs],
        "score": [pair.score for pair in pairs],
        "bead": [pair.bead.kind if pair.bead else "" for pair in pairs],
        "document": [pair.document for pair in pairs],
        "split": [pair.split for pair in pairs],
        "source_sentences": [pair.bead.source if pair.bead else () for pair in pairs],
        "target_sentences": [pair.bead.target if pair.bead else () for pair in pairs],
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
