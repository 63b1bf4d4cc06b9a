"""Tables as Parquet files with a fixed schema, whose fields say what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.tables.columns import Row, Table
from solieu.tables.rows import rows_of
from solieu.tables.schema import TABLES

# Rows that are held in memory for each table; they make one row group.
ROWS_IN_GROUP = 32_768


def write_parquet(documents: Iterable[Document], paths: Mapping[str, Path]) -> None:
    """Write the tables of articles as Parquet files, all of them or none; without any row, their schema is the same.

    Args:
        documents: Articles with their entities; they are taken one at a time.
        paths: The files by the names of their tables.

    Raises:
        SolieuError: A file cannot be written.
    """
    with ExitStack() as stack:
        groups = {}
        for table in TABLES:
            stream = stack.enter_context(write_atomically(paths[table.name], "wb"))
            writer = stack.enter_context(pq.ParquetWriter(stream, table.arrow_schema, compression="zstd"))
            groups[table.name] = _RowGroups(table, writer)
        for document in documents:
            for name, rows in rows_of(document).items():
                groups[name].extend(rows)
        for group in groups.values():
            group.flush()


class _RowGroups:
    """Gathers the rows of a table and writes them by the group."""

    def __init__(self, table: Table, writer: pq.ParquetWriter) -> None:
        self._table = table
        self._writer = writer
        self._rows: list[Row] = []

    def extend(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._rows.append(row)
            if len(self._rows) == ROWS_IN_GROUP:
                self.flush()

    def flush(self) -> None:
        """Write the rows that were gathered, if there are any."""
        if self._rows:
            columns = [
                pa.array([row[column.name] for row in self._rows], column.type) for column in self._table.columns
            ]
            self._writer.write_batch(pa.record_batch(columns, schema=self._table.arrow_schema))
            self._rows.clear()
