"""The articles that `solieu extract` reads: text files, JSONL files, directories of them, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_from_record, parse_record, read_lines
from solieu.annotation.plain_text import decode_text, read_text

_JSONL = (".jsonl", ".ndjson")
_SUFFIXES = (".txt", *_JSONL)


def find_files(paths: Sequence[str]) -> list[str]:
    """Return the files that paths name; a directory stands for all articles below it, sorted.

    Args:
        paths: Files, directories, or ``-`` for standard input.

    Raises:
        SolieuError: A directory holds no article.
    """
    files: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            found = sorted(
                str(file) for file in Path(path).rglob("*") if file.is_file() and file.suffix.lower() in _SUFFIXES
            )
            if not found:
                raise SolieuError(f"{path}: the directory holds no articles ({', '.join(_SUFFIXES)})")
            files.extend(found)
        else:
            files.append(path)
    return files


def read_articles(files: Sequence[str]) -> Iterator[Document | SolieuError]:
    """Read articles one at a time; what cannot be read comes as the error that it is.

    Args:
        files: As `find_files` returns them. A text file is one article, whose id is its path.

    Yields:
        The articles in order, and in their places errors that name file and line.
    """
    for file in files:
        if file.lower().endswith(_JSONL):
            yield from _read_jsonl(file)
            continue
        try:
            yield from _read_standard_input() if file == "-" else [_read_text(file)]
        except SolieuError as error:
            yield error


def _read_text(file: str) -> Document:
    if not file.lower().endswith(".txt"):
        raise SolieuError(f"{file}: articles must be {', '.join(_SUFFIXES)} or - for standard input")
    return Document(read_text(file), id=file)


def _read_jsonl(file: str) -> Iterator[Document | SolieuError]:
    empty = True
    try:
        for number, line in read_lines(file):
            empty = False
            yield _read_line(line, f"{file}, line {number}", f"{Path(file).stem}-{number}")
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
    """Read standard input: JSONL if its first line is a JSON object, else the text of one article."""
    data = sys.stdin.buffer.read()
    text = decode_text(data, "standard input")
    if not text.strip():
        raise SolieuError("standard input: is empty; give an article")
    lines = data.split(b"\n")
    if lines[0].lstrip().startswith(b"{") and isinstance(_read_line(lines[0], "line 1", ""), Document):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _read_line(line, f"standard input, line {number}", f"stdin-{number}")
    else:
        yield Document(text, id="stdin")
