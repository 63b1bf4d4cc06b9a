"""JSON Lines: an article a line, as `solieu.annotation.jsonl` describes them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_from_record, parse_record, split_lines
from solieu.annotation.plain_text import decode_text
from solieu.articles.sources import Columns, Source

# A character mostly needs less, with all that is beside the text.
_BYTES = 8
# The byte order marks of UTF-16, with which those of UTF-32 begin or end.
_NO_UTF8 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def read_json_lines(source: Source, lines_before: int = 0, bytes_before: int = 0) -> Iterator[Document | SolieuError]:
    """Read an article from each line that is not blank.

    Args:
        source: The lines.
        lines_before: How many lines are left out at the beginning.
        bytes_before: How many bytes these have.

    Yields:
        The articles, and an error for each line that is none.

    Raises:
        SolieuError: There is no line, or the file is not UTF-8 by its first bytes.
        OSError: The source cannot be read.
    """
    longest = source.bytes_for(_BYTES)
    empty = lines_before == 0
    with source.open() as stream:
        if bytes_before:
            stream.seek(bytes_before)
        for number, line in enumerate(split_lines(stream, longest), start=lines_before + 1):
            if not line.strip():
                continue
            empty = False
            if number == 1 and line.startswith(_NO_UTF8):
                decode_text(line, source.name)  # which refuses the file, and not each of its lines
            where = f"{source.name}, line {number}"
            if longest is not None and len(line) > longest:
                yield SolieuError(f"{where}: is too long; an article's line may have {longest} bytes, so split it")
            else:
                yield _read_line(line, where, f"{source.stem}-{number}", source.columns)
    if empty:
        raise SolieuError(f"{source.name}: is empty; give a file with one article a line")


def _read_line(line: bytes, where: str, default_id: str, columns: Columns) -> Document | SolieuError:
    try:
        record = _renamed(parse_record(line, where), where, columns)
        if isinstance(record, dict) and record.get("id") == "":
            record = {**record, "id": None}  # as an empty cell of a table
        return document_from_record(record, where, default_id)
    except SolieuError as error:
        return error


def _renamed(record: object, where: str, columns: Columns) -> object:
    """Return a record with text and id under these names; what else has these names goes into its ``meta``."""
    if not isinstance(record, dict) or columns == Columns():
        return record
    if columns.text not in record:
        raise SolieuError(f"{where}: has no {columns.text!r}, where the article's text should be")
    meta = record.get("meta") or {}
    for name, own in (("text", columns.text), ("id", columns.id)):
        if own != name and name in record and isinstance(meta, dict):
            meta = {**meta, name: record[name]}
    kept = {name: value for name, value in record.items() if name not in (columns.text, columns.id)}
    return {**kept, "text": record[columns.text], "id": record.get(columns.id), "meta": meta}
