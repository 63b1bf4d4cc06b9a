"""JSON Lines, the format that solieu's data and predictions are kept in: one document a line.

A line is ``{"id": …, "text": …, "spans": [{"start": …, "end": …, "label": …}], "meta": {…}}``. Offsets are
Unicode code points, half open. The spans of a prediction carry their ``text`` and ``score`` as well, and normalised
ones their ``value``; a document with links has them beside its spans, as
``"links": [{"kind": …, "from": [start, end], "to": [start, end]}]``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import Any

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.links import link_from_json
from solieu.annotation.plain_text import decode_text
from solieu.annotation.uris import open_file
from solieu.annotation.value_json import value_from_json

_FIELDS = ("id", "text", "spans", "meta", "links")


def read_jsonl(path: str | Path) -> Iterator[Document]:
    """Read documents one after the other; only the current one is held in memory.

    Lines end at a line feed only, so U+2028 and its like may stand in a text. Blank lines are skipped. A
    document without an ``id`` is called after the file and the line (``seeds-3``).

    Args:
        path: The file.

    Yields:
        The documents, in the file's order.

    Raises:
        SolieuError: The file cannot be read, a line is not a document, or an id stands twice.
    """
    lines: dict[str, int] = {}
    for number, record in read_records(path):
        where = f"{path}, line {number}"
        document = document_from_record(record, where, default_id=f"{Path(path).stem}-{number}")
        first = lines.setdefault(document.id, number)
        if first != number:
            raise SolieuError(
                f"{where}: the id {document.id!r} stands in line {first} already; give each document its own"
            )
        yield document


def read_records(path: str | Path) -> Iterator[tuple[int, object]]:
    """Read the JSON values of a file without looking at what they hold.

    Args:
        path: The file.

    Yields:
        The number of the line, from 1, and the value in it.

    Raises:
        SolieuError: The file cannot be read, or a line is not JSON.
    """
    for number, line in read_lines(path):
        yield number, parse_record(line, f"{path}, line {number}")


def read_lines(path: str | Path, longest: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Read the lines of a file that hold something, without decoding them.

    Args:
        path: The file.
        longest: The most bytes of a line, with its line feed. Of one that is longer only the beginning is held in
            memory, and given: one byte more than that.

    Yields:
        The number of the line, from 1, and its bytes.

    Raises:
        SolieuError: The file cannot be read.
    """
    try:
        with open_file(path) as stream:
            for number, line in enumerate(split_lines(stream, longest), start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a JSONL file") from None


def split_lines(stream: BufferedIOBase, longest: int | None = None) -> Iterator[bytes]:
    """Read the lines of a stream, blank ones too, without decoding them; they end at a line feed only.

    Args:
        stream: The bytes.
        longest: The most bytes of a line, as for `read_lines`.

    Yields:
        The bytes of each line, with those that end it.

    Raises:
        OSError: The stream cannot be read.
    """
    while line := stream.readline(-1 if longest is None else longest + 1):
        rest = line if longest is not None and len(line) > longest else b"\n"
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(1 << 20)
        yield line


def parse_record(line: bytes, where: str) -> object:
    """Parse one line of a file as strict JSON: ``NaN`` and ``Infinity`` are no numbers.

    Args:
        line: The bytes of the line.
        where: File and line, for errors.

    Returns:
        The JSON value.

    Raises:
        SolieuError: The line is not UTF-8 or not JSON, or is nested too deeply.
    """
    try:
        return json.loads(decode_text(line, where), parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        reason = f"{error.msg.removesuffix(' at')} at column {error.colno}"
        raise SolieuError(f"{where}: is not JSON ({reason}); each line must hold one document") from None
    except ValueError as error:
        reason = str(error).partition(";")[0]  # what follows is advice to programmers
        raise SolieuError(f"{where}: is not JSON ({reason}); each line must hold one document") from None
    except RecursionError:
        raise SolieuError(f"{where}: is nested too deeply; a document needs no more than a few levels") from None


def document_from_record(record: object, where: str, default_id: str = "") -> Document:
    """Make a document of a JSON value.

    Fields that the format does not know are kept in ``meta`` under their name.

    Args:
        record: The parsed JSON.
        where: File and line, for errors.
        default_id: The document's name where the record has none.

    Returns:
        The document.

    Raises:
        SolieuError: The record is no object, has no text, or its spans do not fit the text.
    """
    if not isinstance(record, dict):
        raise SolieuError(f"{where}: expected a JSON object with 'text', not {_kind(record)}")
    if "text" not in record:
        raise SolieuError(f"{where}: has no 'text'; each line needs the article's text in that field")
    text = record["text"]
    if not isinstance(text, str):
        raise SolieuError(f"{where}: 'text' must be a string, not {_kind(text)}")
    spans = [] if record.get("spans") is None else record["spans"]
    if not isinstance(spans, list):
        raise SolieuError(f"{where}: 'spans' must be a list of spans, not {_kind(spans)}")
    meta = {} if record.get("meta") is None else record["meta"]
    if not isinstance(meta, dict):
        raise SolieuError(f"{where}: 'meta' must be an object, not {_kind(meta)}")
    others = {name: value for name, value in record.items() if name not in _FIELDS}
    for name in others:
        if name in meta:
            raise SolieuError(f"{where}: {name!r} stands both beside 'meta' and in it; keep one of the two")
    name = default_id if record.get("id") is None else record["id"]
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise SolieuError(f"{where}: 'id' must be a string, not {_kind(name)}")
    found = [span_from_record(span, text, f"{where}: span {number}") for number, span in enumerate(spans, start=1)]
    links = [] if record.get("links") is None else record["links"]
    if not isinstance(links, list):
        raise SolieuError(f"{where}: 'links' must be a list of links, not {_kind(links)}")
    linked = [link_from_json(link, f"{where}: link {number}") for number, link in enumerate(links, start=1)]
    try:
        return Document(text, tuple(found), str(name), {**meta, **others}, tuple(linked))
    except SolieuError as error:
        raise SolieuError(f"{where}: {error}") from None


def span_from_record(record: object, text: str, where: str) -> Span:
    """Make a span of a JSON value and compare it with the text, if it says what it covers.

    Args:
        record: The parsed JSON: ``start``, ``end``, ``label`` and, in a prediction, ``text``, ``score`` and
            ``value``.
        text: The document's text.
        where: File, line and span, for errors.

    Returns:
        The span. Whether it ends inside the text is for the document to say.

    Raises:
        SolieuError: A field is missing or is none that a span can have, or the span's text is another.
    """
    if not isinstance(record, dict):
        raise SolieuError(f"{where}: expected an object with 'start', 'end' and 'label', not {_kind(record)}")
    for field in ("start", "end", "label"):
        if field not in record:
            raise SolieuError(f"{where}: has no {field!r}; a span needs 'start', 'end' and 'label'")
    try:
        value = None if record.get("value") is None else value_from_json(record["value"], "field 'value'")
        span = Span(record["start"], record["end"], record["label"], record.get("score"), value)
    except SolieuError as error:
        raise SolieuError(f"{where}: {error}") from None
    said = record.get("text")
    if said is not None and said != text[span.start : span.end]:
        raise SolieuError(
            f"{where}: says {said!r}, but the text has {text[span.start : span.end]!r} at "
            f"{span.start}-{span.end}; offsets must count Unicode code points of the text as stored"
        )
    return span


def write_jsonl(documents: Iterable[Document], path: str | Path) -> None:
    """Write documents as JSON Lines, atomically.

    Args:
        documents: The documents; they are taken one at a time.
        path: The file.

    Raises:
        SolieuError: The file cannot be written, or a document's ``meta`` holds what JSON cannot.
    """
    with write_atomically(path, "wb") as stream:
        for document in documents:
            stream.write(encode_document(document))


def document_to_record(document: Document) -> dict[str, Any]:
    """Return a document as what stands in its line of a JSONL file.

    Args:
        document: The document. Spans with a score are written as predictions, with their text.

    Returns:
        ``id``, ``text``, ``spans``, ``links`` if there are any, and ``meta``, in this order; scores rounded to four
        decimals.
    """
    spans: list[dict[str, Any]] = []
    for span in document.spans:
        record: dict[str, Any] = {"start": span.start, "end": span.end, "label": span.label}
        if span.score is not None:
            record |= {"text": document.span_text(span), "score": round(span.score, 4)}
        if span.value is not None:
            record["value"] = span.value.to_json()
        spans.append(record)
    links = {"links": [link.to_json() for link in document.links]} if document.links else {}
    return {"id": document.id, "text": document.text, "spans": spans, **links, "meta": dict(document.meta)}


def encode_document(document: Document) -> bytes:
    """Return a document's line in a JSONL file, as UTF-8 with its line feed.

    A lone surrogate has no UTF-8, so the line of a document with one is written with escapes.

    Raises:
        SolieuError: The document's ``meta`` holds what JSON cannot.
    """
    try:
        return encode_record(document_to_record(document))
    except (TypeError, ValueError, RecursionError) as error:
        raise SolieuError(
            f"document {document.id!r}: its 'meta' cannot be written as JSON ({error}); keep to plain values"
        ) from None


def encode_record(record: dict[str, Any]) -> bytes:
    """Return an object's line in a JSONL file, as UTF-8, or as ASCII with escapes where it holds a lone surrogate.

    Raises:
        TypeError: It holds what JSON cannot.
        ValueError: It holds a number that JSON cannot, or itself.
        RecursionError: It is nested too deeply.
    """
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record, allow_nan=False).encode("ascii") + b"\n"


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"the number {digits} is too large")
    return value


def _kind(value: object) -> str:
    """Name a JSON value's type as JSON does."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number"}
    return names.get(type(value), type(value).__name__)
