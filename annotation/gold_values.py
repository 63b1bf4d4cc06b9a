"""Values that were written down by hand, in a file beside the articles: one article a line.

A line is ``{"id": …, "values": [{"start": …, "end": …, "label": …, "text": …, "value": {…}}]}``; the values are those
of ``solieu.annotation.values`` in JSON. The article itself stands in another file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_records, span_from_record


def with_gold_values(documents: Sequence[Document], path: str | Path) -> list[Document]:
    """Give articles the values that a file holds for their entities.

    Args:
        documents: Annotated articles.
        path: The file of values.

    Returns:
        Those of the articles that the file has, in their order, every span with its value.

    Raises:
        SolieuError: The file cannot be read; an article of it is not among the documents or stands twice; or its
            values are not for just the article's entities.
    """
    known = {document.id: document for document in documents}
    found: dict[str, Document] = {}
    for number, record in read_records(path):
        where = f"{path}, line {number}"
        if not (isinstance(record, dict) and isinstance(record.get("values"), list)):
            raise SolieuError(f"{where}: expected an object with 'id' and a list of 'values'")
        name = record.get("id")
        if not isinstance(name, str):
            raise SolieuError(f"{where}: 'id' is no name of an article, but {name!r}")
        document = known.get(name)
        if document is None:
            raise SolieuError(f"{where}: the article {name!r} is not among those that are given")
        if document.id in found:
            raise SolieuError(f"{where}: the article {document.id!r} stands in an earlier line already")
        spans = [
            span_from_record(each, document.text, f"{where}: value {count}")
            for count, each in enumerate(record["values"], start=1)
        ]
        found[document.id] = _with_values(document, spans, where)
    if not found:
        raise SolieuError(f"{path}: holds no values; each line must be the values of an article")
    return [found[document.id] for document in documents if document.id in found]


def _with_values(document: Document, given: Sequence[Span], where: str) -> Document:
    """Give each span of a document the value that the equal span among the given ones has."""
    values: Mapping[tuple[int, int, str], Span] = {(span.start, span.end, span.label): span for span in given}
    spans = [
        replace(span, score=None, value=one.value)
        for span in document.spans
        if (one := values.get((span.start, span.end, span.label))) is not None and one.value is not None
    ]
    if not len(spans) == len(document.spans) == len(given):
        raise SolieuError(
            f"{where}: {len(given)} values for the {len(document.spans)} entities of {document.id!r}, of which "
            f"{len(spans)} fit; give each entity its one value, with its start, end and label"
        )
    return replace(document, spans=tuple(spans))
