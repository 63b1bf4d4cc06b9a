"""The articles of files, one at a time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import is_uri, open_file
from solieu.articles.formats import KNOWN, format_of, missing_package
from solieu.articles.sources import Columns, file_source, names_repeat, without_compression
from solieu.articles.standard_input import read_standard_input

_DEFAULT = Columns()


def read_articles(
    files: Sequence[str], max_characters: int | None = None, columns: Columns = _DEFAULT
) -> Iterator[Document | SolieuError]:
    """Read articles one at a time; what cannot be read comes as the error that it is.

    Args:
        files: As `find_files` returns them.
        max_characters: The most characters that an article may have. What has so many bytes that it is longer is an
            error, and is not held in memory: a text file with 4 bytes for each character, a web page with 32, a line
            of JSON with 8, a field of CSV with more characters. What else is longer, is for the caller to see.
        columns: The columns of tables, or fields of JSON objects, that hold the articles.

    Yields:
        The articles in order, and in their places errors that name file and line.
    """
    if len(files) > 1 and names_repeat(files):
        columns = replace(columns, by_path=True)
    for file in files:
        yield from readable(file, partial(_read, file, max_characters, columns))


def readable(file: str, read: Callable[[], Iterator[Document | SolieuError]]) -> Iterator[Document | SolieuError]:
    """Read the articles of a file, and say in the end why no more can be read.

    Args:
        file: The file, or ``-``.
        read: Reads it.

    Yields:
        The articles, and errors.
    """
    name = "standard input" if file == "-" else file
    try:
        yield from read()
    except SolieuError as error:
        yield error
    except (EOFError, zlib.error) as error:
        yield SolieuError(f"{name}: cannot be read to its end ({error}); it is damaged or was cut off")
    except OSError as error:
        if error.errno is None and without_compression(file)[1] and not is_uri(file):
            yield SolieuError(f"{name}: cannot be read ({error}); it is damaged, or is not what its name says")
            return
        yield SolieuError(f"{name}: cannot be read ({error.strerror or error}); give files, directories or patterns")


def _read(file: str, max_characters: int | None, columns: Columns) -> Iterator[Document | SolieuError]:
    if file == "-":
        return read_standard_input(max_characters, columns)
    found = format_of(file)
    if found is None:
        open_file(file).close()  # that it cannot be read is said first
        raise SolieuError(f"{file}: is no kind of file that articles are read from ({KNOWN}; or - for standard input)")
    if not found.is_installed():
        raise missing_package(found, f"{file}: cannot be read")
    return found.read(file_source(file, max_characters, columns))
