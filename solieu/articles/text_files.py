"""Text files: each is one article, exactly as it is."""

from __future__ import annotations

from collections.abc import Iterator

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.plain_text import decode_text
from solieu.articles.sources import Source

# UTF-8 has no more for a character.
_BYTES = 4


def read_text_file(source: Source) -> Iterator[Document | SolieuError]:
    """Read a UTF-8 text as one article; see `decode_text`.

    Args:
        source: The text.

    Yields:
        The article.

    Raises:
        SolieuError: There is no text, too much of it, or it is not UTF-8.
        OSError: The source cannot be read.
    """
    text = decode_text(source.read(_BYTES), source.name)
    if not text.strip():
        raise SolieuError(f"{source.name}: is empty but for white space; give an article")
    yield Document(text, id=source.id)
