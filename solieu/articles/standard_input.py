"""Standard input: JSON Lines, read as they come, or the text of one article."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator
from typing import cast

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles.json_lines import read_json_lines
from solieu.articles.sources import Columns, Source
from solieu.articles.text_files import read_text_file

_BLOCK = 1 << 16
# What begins with so much white space is a text.
_HEAD = 1 << 20


def read_standard_input(max_characters: int | None, columns: Columns) -> Iterator[Document | SolieuError]:
    """Read standard input: JSON Lines if it begins as a JSON object does, else the text of one article.

    Args:
        max_characters: As `Source` has it.
        columns: As `Source` has them.

    Returns:
        The articles, and an error for each line that is none.
    """
    stream, head = cast(io.BufferedIOBase, sys.stdin.buffer), b""
    while _beginning(head) in (b"", b"{") and len(head) < _HEAD and (block := stream.read1(_BLOCK)):
        head += block
    source = Source(
        *("standard input", "stdin", "stdin"),
        lambda: io.BufferedReader(_Resumed(head, stream), _BLOCK),
        max_characters,
        columns,
    )
    return read_json_lines(source) if _beginning(head) == b'{"' else read_text_file(source)


def _beginning(head: bytes) -> bytes:
    """Return the first character that is no white space and, if it opens an object, the next."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return text[:1] + text[1:].lstrip()[:1] if text.startswith(b"{") else text[:1]


class _Resumed(io.RawIOBase):
    """A stream from its beginning, of which something has been read already.

    Args:
        head: What has been read.
        stream: The stream with the rest.
    """

    def __init__(self, head: bytes, stream: io.BufferedIOBase) -> None:
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what there is, without waiting for more; see `io.RawIOBase.readinto`."""
        block = self._head[: len(buffer)] or self._stream.read1(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)
