"""Writing other entities into a CoNLL file that exists: the same rows, with new tags in the last column."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from solieu.annotation.atomic import write_atomically
from solieu.annotation.conll_read import Placed, read_conll_tokens
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.plain_text import decode_text


def retag_conll(
    source: str | Path, documents: Sequence[Document], path: str | Path, *, underscores: bool | None = None
) -> int:
    """Write a CoNLL file anew with other entities, such as predicted ones, atomically.

    Every row keeps its token, written as in the source (``Công_an``), and its other columns; so programs that compare
    two files row by row, such as ``conlleval``, can compare the source and what is written. The tags are BIO.

    Args:
        source: The file whose rows are kept.
        documents: What `read_conll` reads from it, in the same order, with other spans.
        path: The file to write.
        underscores: As the source was read.

    Returns:
        How many spans the rows cannot say exactly, as an edge lies inside a token or in white space, or a sentence ends
        within: of such a span the tokens wholly inside it are tagged.

    Raises:
        SolieuError: A file cannot be read or written, the documents are not those of the source, or a label's name
            holds white space.
    """
    found = read_conll_tokens(source, underscores=underscores)
    if len(found) != len(documents):
        raise SolieuError(
            f"{source}: holds {len(found)} documents, but {len(documents)} were given; give one for each, in its order"
        )
    tags: dict[int, str] = {}
    inexact = 0
    for (original, sentences), document in zip(found, documents, strict=True):
        if original.text != document.text:
            raise SolieuError(
                f"{source}: document {original.id!r} has another text than the one given for it ({document.id!r}); "
                "give the documents that were read from the file, in its order"
            )
        inexact += _tag(document, sentences, tags)
    lines = decode_text(Path(source).read_bytes(), str(source)).split("\n")
    with write_atomically(path, "wb") as stream:
        stream.write("\n".join(_retagged(lines, tags)).encode("utf-8", "replace"))
    return inexact


def _tag(document: Document, sentences: Sequence[Placed], tags: dict[int, str]) -> int:
    """Give each row of a document its tag, by its line; return how many spans that does not say exactly."""
    rows = [(line.number, start, end, first) for first, each in enumerate(sentences) for line, start, end in each]
    starts, ends = [start for _, start, _, _ in rows], [end for _, _, end, _ in rows]
    tags.update((number, "O") for number, _, _, _ in rows)
    inexact = 0
    for span in document.spans:
        if re.search(r"\s", span.label):
            raise SolieuError(
                f"document {document.id!r}: the label {span.label!r} cannot stand in CoNLL; "
                "rename it to a word without spaces"
            )
        inside = rows[bisect_left(starts, span.start) : bisect_right(ends, span.end)]
        sentence = None
        for number, _, _, its in inside:
            tags[number] = f"{'I' if its == sentence else 'B'}-{span.label}"
            sentence = its
        edges = (inside[0][1], inside[-1][2]) if inside else None
        inexact += edges != (span.start, span.end) or len({its for _, _, _, its in inside}) > 1
    return inexact


def _retagged(lines: Sequence[str], tags: dict[int, str]) -> Iterator[str]:
    """Return the lines with their new tags."""
    for number, line in enumerate(lines, start=1):
        if number in tags:
            content = line.rstrip(" \t\r")
            before = max(content.rfind("\t"), -1 if "\t" in content.strip() else content.rfind(" ")) + 1
            yield content[:before] + tags[number] + line[len(content) :]
        else:
            yield line
