"""Parquet and Arrow files: an article a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles.rows import check_columns, document_from_row
from solieu.articles.sources import Source

if TYPE_CHECKING:
    import pyarrow

# So few that rows of the longest articles fit into memory.
_ROWS = 64


def read_parquet(source: Source) -> Iterator[Document | SolieuError]:
    """Read an article from each row of a Parquet file, with pyarrow, a few rows at a time.

    Args:
        source: The file; the other columns of its rows become ``meta``.

    Yields:
        The articles, and an error for each row that is none.

    Raises:
        SolieuError: It is no Parquet file, has no column of texts, or is damaged after the rows before.
        OSError: The source cannot be read.
    """
    from pyarrow.lib import ArrowException
    from pyarrow.parquet import ParquetFile

    with source.open() as stream:
        try:
            file = ParquetFile(stream)
            check_columns(file.schema_arrow.names, source.name, source.columns)
            yield from _read_batches(file.iter_batches(_ROWS), source)
        except (ArrowException, OSError) as error:
            raise _damaged(source, error) from None


def read_arrow(source: Source) -> Iterator[Document | SolieuError]:
    """Read an article from each row of an Arrow file, such as `datasets.Dataset.save_to_disk` writes, with pyarrow.

    Args:
        source: The file, in Arrow's stream format or its file format; the other columns of its rows become ``meta``.

    Yields:
        The articles, and an error for each row that is none.

    Raises:
        SolieuError: It is no Arrow file, has no column of texts, or is damaged after the rows before.
        OSError: The source cannot be read.
    """
    from pyarrow import ipc
    from pyarrow.lib import ArrowException

    with source.open() as stream:
        try:
            is_file = stream.read(6) == b"ARROW1"
            stream.seek(0)
            reader = ipc.open_file(stream) if is_file else ipc.open_stream(stream)
            check_columns(reader.schema.names, source.name, source.columns)
            batches = map(reader.get_batch, range(reader.num_record_batches)) if is_file else iter(reader)
            yield from _read_batches((part for batch in batches for part in _divided(batch)), source)
        except (ArrowException, OSError) as error:
            raise _damaged(source, error) from None


def _divided(batch: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
    return (batch.slice(start, _ROWS) for start in range(0, batch.num_rows, _ROWS))


def _read_batches(batches: Iterable[pyarrow.RecordBatch], source: Source) -> Iterator[Document | SolieuError]:
    number = 0
    for batch in batches:
        for row in _rows(batch):
            number += 1
            where = f"{source.name}, row {number}"
            try:
                if isinstance(row, Exception):
                    raise SolieuError(f"{where}: has a value that cannot be read ({row})")
                yield document_from_row(row, where, f"{source.stem}-{number}", source.columns)
            except SolieuError as error:
                yield error
    if not number:
        raise SolieuError(f"{source.name}: has no row; give a file with one article a row")


def _rows(batch: pyarrow.RecordBatch) -> list[dict[str, Any] | Exception]:
    """Return rows as Python's values; where these have none, such as for a time after the year 9999, the error."""
    try:
        rows: list[dict[str, Any] | Exception] = batch.to_pylist()
    except (ValueError, ArithmeticError) as error:
        if batch.num_rows == 1:
            return [error]
        return [row for start in range(batch.num_rows) for row in _rows(batch.slice(start, 1))]
    return rows


def _damaged(source: Source, error: Exception) -> SolieuError:
    reason = " ".join(str(error).split())
    return SolieuError(f"{source.name}: cannot be read ({reason}); it is damaged or of another format")
