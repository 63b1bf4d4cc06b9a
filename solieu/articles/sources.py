"""Where articles are read from: a file, compressed or not, or standard input."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import is_uri, open_file

# The formats whose rows are articles.
_ROWS = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".arrow")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, or the fields of JSON objects, that hold an article.

    Args:
        text: The column of the texts.
        id: The column of the ids; it may be missing.
        by_path: Whether articles without an id are called after the path of their file, and not after its name alone.
    """

    text: str = "text"
    id: str = "id"
    by_path: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader reads.

    Args:
        name: What it is called in errors, such as a path.
        id: The id of its article, where it is one article.
        stem: What the ids of its rows begin with.
        open: Opens it at its beginning, decompressed.
        max_characters: The most characters of an article, so that no more is held in memory than may be needed for
            them; None for no limit.
        columns: The columns of rows.
    """

    name: str
    id: str
    stem: str
    open: Callable[[], io.BufferedIOBase]
    max_characters: int | None = None
    columns: Columns = Columns()

    def bytes_for(self, each: int) -> int | None:
        """Return the most bytes of an article that needs so many at most for each of its characters."""
        return None if self.max_characters is None else each * self.max_characters

    def read(self, each: int) -> bytes:
        """Read a source that is one article.

        Args:
            each: The most bytes that a character of the article needs, with all that is beside the text.

        Returns:
            Its bytes.

        Raises:
            SolieuError: There are more than an article may have. They are not held in memory.
            OSError: It cannot be read.
        """
        longest = self.bytes_for(each)
        with self.open() as stream:
            data = stream.read(-1 if longest is None else longest + 1)
        if longest is not None and len(data) > longest:
            raise SolieuError(f"{self.name}: is too large; an article may have {longest} bytes, so split it")
        return data


def file_source(file: str, max_characters: int | None, columns: Columns) -> Source:
    """Return the source that a file is.

    Args:
        file: Its path.
        max_characters: As `Source` has it.
        columns: As `Source` has them.

    Returns:
        The source. The file has not been opened.
    """
    path, compression = without_compression(file)
    return Source(
        *(file, file.replace(os.sep, "/")),
        PurePath(path).with_suffix("").as_posix() if columns.by_path else PurePath(path).stem,
        partial(_OPENERS[compression], file),
        max_characters,
        columns,
    )


def names_repeat(files: Iterable[str]) -> bool:
    """Whether files in different folders have the same name, so that the names alone would give rows the same ids."""
    names: set[str] = set()
    for file in files:
        path, _ = without_compression(file)
        if path.lower().endswith(_ROWS):
            name = PurePath(path).stem
            if name in names:
                return True
            names.add(name)
    return False


def without_compression(file: str) -> tuple[str, str]:
    """Divide a path into what it would be without compression, and the suffix of the compression or nothing."""
    for suffix in COMPRESSED:
        if file.lower().endswith(suffix):
            return file[: -len(suffix)], suffix
    return file, ""


def _open_plain(file: str) -> io.BufferedIOBase:
    return open_file(file)


def _open_gzip(file: str) -> io.BufferedIOBase:
    return gzip.GzipFile(fileobj=open_file(file), mode="rb") if is_uri(file) else gzip.open(file, "rb")


def _open_zstd(file: str) -> io.BufferedIOBase:
    import pyarrow

    return io.BufferedReader(pyarrow.CompressedInputStream(open_file(file), "zstd"), 1 << 16)


_OPENERS = {"": _open_plain, ".gz": _open_gzip, ".zst": _open_zstd}
COMPRESSED = tuple(filter(None, _OPENERS))
