"""The inline markup of the annotation guidelines: ``đồng chí ⟦Trương Văn Nọ|PERSON⟧``."""

from __future__ import annotations

import re

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError

# What a backslash takes its meaning from, outside and inside an entity.
_OUTSIDE = re.compile(r"[⟦⟧\\]")
_INSIDE = re.compile(r"[⟦⟧|\\]")
_PIECE = re.compile(r"\\[⟦⟧|\\]|[⟦⟧|]")


def parse_markup(text: str) -> Document:
    r"""Read a text with entities marked as ``⟦text|LABEL⟧``.

    A backslash before ``⟦``, ``⟧``, ``|`` or another backslash makes it a plain character. A ``|`` outside
    an entity, and a backslash before anything else, are plain characters as they are.

    Args:
        text: The marked text.

    Returns:
        A document without an id whose text is free of the markup.

    Raises:
        SolieuError: An entity is not closed, stands inside another, has no text or no label; the message
            names line and column, counted from 1.
    """
    plain: list[str] = []
    spans: list[Span] = []
    length = position = 0
    opened: re.Match[str] | None = None
    start = 0
    label: list[str] | None = None
    for match in [*_PIECE.finditer(text), None]:
        literal = text[position : match.start() if match else len(text)]
        position = match.end() if match else len(text)
        mark = match[0] if match else ""
        if len(mark) == 2 or (mark == "|" and opened is None):
            literal, mark = literal + mark[-1], ""
        if label is not None:
            label.append(literal)
        else:
            plain.append(literal)
            length += len(literal)
        if match is None or not mark:
            continue
        where = _where(text, match.start())
        if mark == "⟦":
            if opened is not None:
                raise SolieuError(f"{where}: an entity begins inside another; close the first with ⟧ before it")
            opened, start = match, length
        elif opened is None:
            raise SolieuError(f"{where}: ⟧ closes no entity; write \\⟧ for the character itself")
        elif mark == "|":
            if label is not None:
                raise SolieuError(f"{where}: an entity has two |; write \\| for the character itself")
            label = []
        else:
            if label is None or not "".join(label):
                raise SolieuError(f"{where}: an entity ends without a label; write ⟦text|LABEL⟧")
            if start == length:
                raise SolieuError(f"{where}: an entity has no text; write ⟦text|LABEL⟧")
            spans.append(Span(start, length, "".join(label)))
            opened = label = None
    if opened is not None:
        raise SolieuError(f"{_where(text, opened.start())}: an entity is not closed; write ⟦text|LABEL⟧")
    return Document("".join(plain), tuple(spans))


def to_markup(document: Document) -> str:
    """Write a document's entities into its text, so that ``parse_markup`` gives back text and spans.

    Args:
        document: The document.

    Returns:
        The marked text.
    """
    pieces: list[str] = []
    position = 0
    for span in document.spans:
        before = _OUTSIDE.sub(r"\\\g<0>", document.text[position : span.start])
        inside = _INSIDE.sub(r"\\\g<0>", document.span_text(span))
        label = _INSIDE.sub(r"\\\g<0>", span.label)
        pieces.append(f"{before}⟦{inside}|{label}⟧")
        position = span.end
    pieces.append(_OUTSIDE.sub(r"\\\g<0>", document.text[position:]))
    return "".join(pieces)


def _where(text: str, offset: int) -> str:
    """Name a place in the text by line and column, both from 1."""
    return f"line {text.count(chr(10), 0, offset) + 1}, column {offset - text.rfind(chr(10), 0, offset)}"
