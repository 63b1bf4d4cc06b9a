"""The articles that `solieu extract` reads: text files, JSONL files, directories of them, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_from_record, parse_record, read_lines
from solieu.annotation.plain_text import decode_text, read_text
from solieu.annotation.uris import file_status, files_below, is_uri, open_file

_JSONL = (".jsonl", ".ndjson")
_SUFFIXES = (".txt", *_JSONL)
# For each character that an article may have: UTF-8 needs 4 at most; JSON mostly less than 8, with all that is beside
# the text.
_TEXT_BYTES = 4
_LINE_BYTES = 8
_BLOCK = 1 << 20


class Place(NamedTuple):
    """A place in a file of articles: how much of it comes before.

    Args:
        articles: Articles, and errors in place of them.
        lines: Lines, if it is JSONL.
        bytes: Bytes, if it is JSONL.
    """

    articles: int = 0
    lines: int = 0
    bytes: int = 0


_BEGINNING = Place()


def find_files(paths: Sequence[str]) -> tuple[list[str], list[SolieuError]]:
    """Find the files that paths name; a directory stands for all articles below it, sorted.

    Args:
        paths: Files, directories, or ``-`` for standard input.

    Returns:
        The files, and an error for each directory that holds no article.
    """
    files: list[str] = []
    errors: list[SolieuError] = []
    for path in paths:
        found = _files_below(path)
        if found is None:
            files.append(path)
            continue
        files.extend(found)
        if not found:
            errors.append(SolieuError(f"{path}: the directory holds no articles ({', '.join(_SUFFIXES)})"))
    return files, errors


def _files_below(path: str) -> list[str] | None:
    """Return the files of articles below a directory, or None if it is none, or cannot be asked."""
    if is_uri(path):
        try:
            below = files_below(path)
        except OSError:
            return None
        return None if below is None else [file for file in below if Path(file).suffix.lower() in _SUFFIXES]
    if path == "-" or not Path(path).is_dir():
        return None
    return sorted(str(file) for file in Path(path).rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())


def read_articles(files: Sequence[str], max_characters: int | None = None) -> Iterator[Document | SolieuError]:
    """Read articles one at a time; what cannot be read comes as the error that it is.

    Args:
        files: As `find_files` returns them. A text file is one article, whose id is its path.
        max_characters: The most characters that an article may have. What has so many bytes that it is longer, or a
            line with 8 bytes for each of them, is an error and is never held in memory; what else is longer, is for
            the caller to see.

    Yields:
        The articles in order, and in their places errors that name file and line.
    """
    for file in files:
        if file == "-":
            yield from _read_standard_input()
        elif file.lower().endswith(_JSONL):
            yield from _read_jsonl(file, None if max_characters is None else _LINE_BYTES * max_characters)
        else:
            yield _read_text(file, None if max_characters is None else _TEXT_BYTES * max_characters)


def read_articles_from(file: str, place: Place, max_characters: int | None = None) -> Iterator[Document | SolieuError]:
    """Read the articles of a file from a place on, as `read_articles` reads the whole file.

    Args:
        file: The file.
        place: The place, as `find_places` finds it.
        max_characters: As for `read_articles`.

    Yields:
        The articles in order, and in their places errors.
    """
    if place.articles and file.lower().endswith(_JSONL):
        yield from _read_jsonl(file, None if max_characters is None else _LINE_BYTES * max_characters, place)
    else:
        yield from islice(read_articles([file], max_characters), place.articles, None)


def find_places(file: str, numbers: Sequence[int]) -> list[Place]:
    """Find the places of articles in a file.

    Args:
        file: The file.
        numbers: For each of them how many articles come before it, in ascending order.

    Returns:
        Their places; of those that a JSONL file has not, where its lines begin stays unsaid.

    Raises:
        SolieuError: The file cannot be read.
    """
    wanted = {number: Place(number) for number in numbers}
    if file.lower().endswith(_JSONL) and max(numbers, default=0) > 0:
        articles = lines = before = size = 0
        blank = True
        try:
            with open_file(file) as stream:
                while part := stream.readline(_BLOCK):
                    if blank and part.strip():
                        blank = False
                        if articles in wanted:
                            wanted[articles] = Place(articles, lines, before)
                        articles += 1
                    size += len(part)
                    if part.endswith(b"\n"):
                        lines, before, blank = lines + 1, size, True
        except OSError as error:
            raise SolieuError(f"{file}: cannot be read ({error.strerror}); give a JSONL file") from None
    return [wanted[number] for number in numbers]


def _read_text(file: str, longest: int | None) -> Document | SolieuError:
    if longest is not None and _size(file) > longest:
        return SolieuError(f"{file}: is too large; an article may have {longest} bytes, so split it")
    if not file.lower().endswith(".txt") and _size(file) >= 0:
        return SolieuError(f"{file}: articles must be {', '.join(_SUFFIXES)} or - for standard input")
    try:
        return _article(read_text(file), file, file)
    except SolieuError as error:
        return error


def _size(file: str) -> int:
    """Return the size of a file, or -1 where there is none."""
    if not is_uri(file) and not Path(file).is_file():
        return -1
    try:
        return file_status(file)[0]
    except OSError:
        return -1


def _article(text: str, where: str, name: str) -> Document:
    if not text.strip():
        raise SolieuError(f"{where}: is empty but for white space; give an article")
    return Document(text, id=name)


def _read_jsonl(file: str, longest: int | None, place: Place = _BEGINNING) -> Iterator[Document | SolieuError]:
    empty = place.articles == 0
    try:
        for number, line in read_lines(file, longest, place.lines, place.bytes):
            empty = False
            where = f"{file}, line {number}"
            if longest is not None and len(line) > longest:
                yield SolieuError(f"{where}: is too long; an article's line may have {longest} bytes, so split it")
            else:
                yield _read_line(line, where, f"{Path(file).stem}-{number}")
    except SolieuError as error:
        empty = False
        yield error
    if empty:
        yield SolieuError(f"{file}: is empty; give a file with one article a line")


def _read_line(line: bytes, where: str, default_id: str) -> Document | SolieuError:
    try:
        return document_from_record(parse_record(line, where), where, default_id)
    except SolieuError as error:
        return error


def _read_standard_input() -> Iterator[Document | SolieuError]:
    """Read standard input: JSONL if it begins as a JSON object does, else the text of one article."""
    data = sys.stdin.buffer.read()
    if re.match(rb'(\xef\xbb\xbf)?\s*\{\s*"', data):
        for number, line in enumerate(data.split(b"\n"), start=1):
            if line.strip():
                yield _read_line(line, f"standard input, line {number}", f"stdin-{number}")
        return
    try:
        yield _article(decode_text(data, "standard input"), "standard input", "stdin")
    except SolieuError as error:
        yield error
