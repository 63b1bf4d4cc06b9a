"""The articles that `solieu extract` reads: text files, JSONL files, directories of them, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_from_record, parse_record, read_lines
from solieu.annotation.plain_text import decode_text, read_text

_JSONL = (".jsonl", ".ndjson")
_SUFFIXES = (".txt", *_JSONL)
# For each character that an article may have: UTF-8 needs 4 at most; JSON mostly less than 8, with all that is beside
# the text.
_TEXT_BYTES = 4
_LINE_BYTES = 8


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
        if path == "-" or not Path(path).is_dir():
            files.append(path)
            continue
        found = sorted(
            str(file) for file in Path(path).rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file()
        )
        files.extend(found)
        if not found:
            errors.append(SolieuError(f"{path}: the directory holds no articles ({', '.join(_SUFFIXES)})"))
    return files, errors


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


def _read_text(file: str, longest: int | None) -> Document | SolieuError:
    if longest is not None and Path(file).is_file() and Path(file).stat().st_size > longest:
        return SolieuError(f"{file}: is too large; an article may have {longest} bytes, so split it")
    if not file.lower().endswith(".txt") and Path(file).is_file():
        return SolieuError(f"{file}: articles must be {', '.join(_SUFFIXES)} or - for standard input")
    try:
        return _article(read_text(file), file, file)
    except SolieuError as error:
        return error


def _article(text: str, where: str, name: str) -> Document:
    if not text.strip():
        raise SolieuError(f"{where}: is empty but for white space; give an article")
    return Document(text, id=name)


def _read_jsonl(file: str, longest: int | None) -> Iterator[Document | SolieuError]:
    empty = True
    try:
        for number, line in read_lines(file, longest):
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
