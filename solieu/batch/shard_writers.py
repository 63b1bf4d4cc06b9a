"""What writes the results of a shard; each format of results has one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import encode_document, write_jsonl
from solieu.batch.file_names import part_name
from solieu.outputs import TABLE_NAMES

# Python reads nearly a thousand levels, other programs less.
_LEVELS = 100


class ShardWriter(Protocol):
    """Writes the results of a shard."""

    def prepare(self, document: Document) -> Document:
        """Return an article as it is to be written.

        Raises:
            Exception: It cannot be written. It becomes an error, and the others are written all the same.
        """
        ...

    def write(self, documents: Iterator[Document], directory: Path, shard: int) -> list[Path]:
        """Write the files of one shard, each of them atomically.

        Args:
            documents: The results as `prepare` returns them, which are taken one at a time.
            directory: The directory of the run. The files are in it or in the folder of a table in it.
            shard: The shard's number. The files are called as `part_name` makes it, after that number and nothing
                else; what is in them depends on nothing but the documents.

        Returns:
            The files.

        Raises:
            SolieuError: A file cannot be written.
        """
        ...


class JsonlShards:
    """Writes JSON Lines."""

    def prepare(self, document: Document) -> Document:
        """Refuse metadata that JSON cannot hold, or that others could not read again."""
        if _is_deep(document.meta):
            raise SolieuError(f"document {document.id!r}: its 'meta' has more than {_LEVELS} levels; keep to fewer")
        encode_document(replace(document, text="", spans=(), links=()))
        return document

    def write(self, documents: Iterator[Document], directory: Path, shard: int) -> list[Path]:
        """Write ``part-00000.jsonl``."""
        path = directory / part_name(shard, "jsonl")
        write_jsonl(documents, path)
        return [path]


class TableShards:
    """Writes the tables of articles, a file for each: ``entities/part-00000.parquet`` and so on.

    Args:
        suffix: The format.
        write: Writes articles to the files of the tables.
    """

    def __init__(self, suffix: str, write: Callable[[Iterable[Document], Mapping[str, Path]], None]) -> None:
        self._suffix = suffix
        self._write = write

    def prepare(self, document: Document) -> Document:
        """Find the values and links that the tables show, and make sure that there are rows."""
        from solieu.models.links import link
        from solieu.models.values import normalise
        from solieu.tables.rows import rows_of

        document = link(normalise(document))
        rows_of(document)
        return document

    def write(self, documents: Iterator[Document], directory: Path, shard: int) -> list[Path]:
        """Write a file for each table, in the folder of that table."""
        paths = {table: directory / table / part_name(shard, self._suffix) for table in TABLE_NAMES}
        for path in paths.values():
            path.parent.mkdir(exist_ok=True)
        self._write(documents, paths)
        return list(paths.values())


def _is_deep(meta: Any) -> bool:
    """Whether lists and objects are nested more deeply than others will be able to read."""
    level = [meta]
    for _ in range(_LEVELS):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def _write_csv(documents: Iterable[Document], paths: Mapping[str, Path]) -> None:
    from solieu.tables.csv_files import write_csv

    write_csv(documents, paths)


def _write_parquet(documents: Iterable[Document], paths: Mapping[str, Path]) -> None:
    from solieu.tables.parquet_files import write_parquet

    write_parquet(documents, paths)


WRITERS: Mapping[str, ShardWriter] = {
    "jsonl": JsonlShards(),
    "csv": TableShards("csv", _write_csv),
    "parquet": TableShards("parquet", _write_parquet),
}
