"""CSV with a header: an article a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BufferedIOBase

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import split_lines
from solieu.annotation.plain_text import decode_text
from solieu.articles.rows import check_columns, document_from_row
from solieu.articles.sources import Source, without_compression

# A line may have several fields, and quotation marks are doubled.
_BYTES = 16
# What is longer than any article, where nothing else is said: a quotation mark that is never closed ends here.
_LONGEST = 10_000_000


def read_csv(source: Source) -> Iterator[Document | SolieuError]:
    """Read an article from each row of a CSV file in UTF-8, as Excel, `csv` and pandas write them.

    Fields are separated by that of comma, semicolon (as Excel writes where the comma is the decimal sign, also in
    Vietnam) and tab which makes the header have a column of texts. They may be quoted and then hold lines of text.
    With Python's own `csv`: it reads line after line, tells which one is wrong, and goes on after it.

    Args:
        source: The file; the other columns of its rows become ``meta``.

    Yields:
        The articles, and an error for each row that is none.

    Raises:
        SolieuError: There is no header, or no column of texts in it.
        OSError: The source cannot be read.
    """
    limit = source.max_characters or _LONGEST
    empty = True
    with source.open() as stream:
        lines = _Lines(stream, source.name, _BYTES * limit)
        delimiter, names = _read_header(lines, source)
        for line, row in _rows(lines, delimiter, limit):
            empty = False
            try:
                yield _document(row, names, line, source)
            except SolieuError as error:
                yield error
    if empty:
        raise SolieuError(f"{source.name}: has a header but no row; give a file with one article a row")


def _document(row: list[str] | SolieuError, names: list[str], line: int, source: Source) -> Document:
    if isinstance(row, SolieuError):
        raise row
    where = f"{source.name}, line {line}"
    if len(row) != len(names):
        raise SolieuError(
            f"{where}: has {len(row)} field{'' if len(row) == 1 else 's'}, but the header has {len(names)}; "
            "put fields that hold the separator in quotation marks"
        )
    return document_from_row(dict(zip(names, row, strict=True)), where, f"{source.stem}-{line}", source.columns)


class _Lines(Iterator[str]):
    """The lines of a file, decoded; it goes on after an error.

    Args:
        stream: The file.
        name: What it is called.
        longest: The most bytes of a line.
    """

    def __init__(self, stream: BufferedIOBase, name: str, longest: int) -> None:
        self._lines = split_lines(stream, longest)
        self.name = name
        self._longest = longest
        self.number = 0
        self.damaged = False

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        if len(line) > self._longest:
            raise SolieuError(
                f"{self.name}, line {self.number}: is too long; a line may have {self._longest} bytes, so split it"
            )
        if self.number == 1:
            return decode_text(line, f"{self.name}, line 1")
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.damaged = True
            return line.decode("utf-8", errors="replace")


def _read_header(lines: _Lines, source: Source) -> tuple[str, list[str]]:
    """Return the delimiter and the columns; a column without a name is called after its place."""
    line = next(lines, "")
    said = re.fullmatch(r"sep=(.)\s*", line)  # as Excel has it
    if said:
        line = next(lines, "")
    if not line.strip():
        raise SolieuError(f"{source.name}: is empty; give a file with a header and one article a row")
    first = "\t" if without_compression(source.name)[0].lower().endswith(".tsv") else ","
    candidates = [said[1]] if said else [first, *(mark for mark in ",;\t" if mark != first)]
    headers = [(mark, _columns(line, mark)) for mark in candidates]
    fitting = [header for header in headers if source.columns.text in header[1]]
    delimiter, names = max(fitting or headers, key=lambda header: len(header[1]))
    if not names and "\r" in line.rstrip("\r\n"):
        raise SolieuError(f"{source.name}: has lines that end as on old Macs; save it with other line ends (CSV UTF-8)")
    if not names:
        raise SolieuError(f"{source.name}, line {lines.number}: is no header of a CSV file; name columns in one line")
    check_columns(names, source.name, source.columns)
    return delimiter, names


def _columns(line: str, delimiter: str) -> list[str]:
    """Return the columns if they are separated by that; none if the line is wrong then."""
    try:
        (fields,) = csv.reader([line], delimiter=delimiter, strict=True)
    except csv.Error:
        return []
    return [field.strip() or f"column {number}" for number, field in enumerate(fields, start=1)]


def _rows(lines: _Lines, delimiter: str, limit: int) -> Iterator[tuple[int, list[str] | SolieuError]]:
    """Yield the rows that are not blank, or what is wrong with them, each with the number of its first line."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.number + 1
        where = f"{lines.name}, line {line}"
        lines.damaged = False
        try:
            row = _next(rows, limit)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, SolieuError(f"{where}: is not CSV ({_reason(error)}); {_advice(error)}")
        except SolieuError as error:
            yield line, error
        else:
            if lines.damaged:
                yield line, SolieuError(f"{where}: is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)")
            elif row:
                yield line, row


def _reason(error: csv.Error) -> str:
    return str(error).partition(" - ")[0]  # what follows is advice to programmers


def _advice(error: csv.Error) -> str:
    """Say what to do about a row, by what Python's `csv` says of it."""
    if str(error).startswith("unexpected end"):
        return "a quotation mark is never closed, so that all rows after it are lost: close or double it"
    if str(error).startswith("field larger"):
        return "split it, or close the quotation mark that it begins with"
    if str(error).startswith("new-line"):
        return "put a field with a carriage return in it between quotation marks"
    return "put a field with quotation marks in it between such marks, and double those in it"


def _next(rows: Iterator[list[str]], limit: int) -> list[str]:
    """Read a row, with so many characters in a field at most; `csv` has this limit only for all of a process."""
    before = csv.field_size_limit(limit)
    try:
        return next(rows)
    finally:
        csv.field_size_limit(before)
