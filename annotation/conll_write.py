"""Writing CoNLL files: one token a line, its BIO tag in the last column."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError

# Characters that end a line for some programs, are a byte order mark, or are not in UTF-8; those below U+0020
# JSON escapes by itself.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_LINE_BREAK = re.compile("[\n\r\u2028\u2029]")


def write_conll(documents: Iterable[Document], path: str | Path, columns: Literal[2, 4] = 4) -> None:
    """Write documents as CoNLL with BIO tags, atomically.

    With four columns (token, start, end, tag) each document is headed by its id and its text, so that
    ``read_conll`` gives back text, spans and id exactly. With two columns (token, tag), which every program
    reads, a ``-DOCSTART-`` line heads each document, and how much white space stood between tokens is lost.
    CoNLL has no place for ``meta`` and scores, nor for white space at the edges of a span: such a span is
    written without it, and one that is nothing but white space is left out.

    Args:
        documents: The documents; they are taken one at a time.
        path: The file.
        columns: 2 or 4.

    Raises:
        SolieuError: The file cannot be written, or a label's name holds white space.
    """
    with write_atomically(path, "wb") as stream:
        for document in documents:
            stream.write("".join(_lines(document, columns)).encode("utf-8", "replace"))


def tagged_sentences(document: Document) -> Iterator[list[tuple[int, int, str]]]:
    """Cut a document into tokens with BIO tags.

    Tokens are runs without white space, cut at the edges of spans, with each punctuation mark at their
    beginning or end a token of its own. Sentences are the text's lines, but for lines that a span joins.

    Args:
        document: The document.

    Yields:
        For each line that is not blank its tokens: start and end (code points, half open) and tag.
    """
    sentence: list[tuple[int, int, str]] = []
    spans = iter(document.spans)
    span = next(spans, None)
    end, begun = 0, False
    for start, stop in _tokens(document):
        while span is not None and span.end <= start:
            span, begun = next(spans, None), False
        inside = span is not None and span.start <= start
        if sentence and not (inside and begun) and _LINE_BREAK.search(document.text, end, start):
            yield sentence
            sentence = []
        tag = f"{'I' if begun else 'B'}-{span.label}" if span is not None and inside else "O"
        sentence.append((start, stop, tag))
        end, begun = stop, inside
    if sentence:
        yield sentence


def _tokens(document: Document) -> Iterator[tuple[int, int]]:
    """Return the offsets of a document's tokens."""
    text = document.text
    edges = {edge for span in document.spans for edge in (span.start, span.end)}
    for run in re.finditer(r"\S+", text):
        cuts = sorted(edges.intersection(range(run.start() + 1, run.end()))) if edges else []
        for start, end in zip([run.start(), *cuts], [*cuts, run.end()], strict=True):
            yield from _without_punctuation(text, start, end)


def _without_punctuation(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Separate the punctuation at both ends of a run of characters."""
    first, last = start, end
    while first < last and unicodedata.category(text[first]).startswith("P"):
        first += 1
    while last > first and unicodedata.category(text[last - 1]).startswith("P"):
        last -= 1
    yield from ((offset, offset + 1) for offset in range(start, first))
    if first < last:
        yield first, last
    yield from ((offset, offset + 1) for offset in range(last, end))


def _lines(document: Document, columns: Literal[2, 4]) -> Iterator[str]:
    """Return the lines of one document, each with its line end."""
    for span in document.spans:
        if re.search(r"[\s\ud800-\udfff]", span.label):
            raise SolieuError(
                f"document {document.id!r}: the label {span.label!r} cannot stand in CoNLL; "
                "rename it to a word without spaces"
            )
    if columns == 2:
        yield "-DOCSTART-\tO\n\n"
    else:
        plain = re.fullmatch(r'[^\s"]([^\t\n]*\S)?', document.id) and not _ESCAPED.search(document.id)
        yield f"# id = {document.id if plain else json.dumps(document.id)}\n"
        yield f"# text = {json.dumps(document.text, ensure_ascii=bool(_ESCAPED.search(document.text)))}\n"
    sentences = list(tagged_sentences(document))
    for sentence in sentences:
        for start, end, tag in sentence:
            place = f"{start}\t{end}\t" if columns == 4 else ""
            yield f"{document.text[start:end]}\t{place}{tag}\n"
        yield "\n"
    if not sentences and columns == 4:
        yield "\n"
