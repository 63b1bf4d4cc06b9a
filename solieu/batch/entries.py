"""The entries of a run: what the inputs hold, numbered, and with an error in place of what is not to be worked on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.batch.seen_ids import SeenIds

# The reader of an error wants to know what is wrong, not the whole article that it may quote.
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, or one that cannot be had.

    Args:
        number: Its number in the order of the inputs, from 1.
        source: The file that it is from, or None where there is none.
        id: The article's id, or None where it is not known.
        content: The article, or why there is none.
        repeated: Whether there is none as an earlier one has its id.
    """

    number: int
    source: str | None
    id: str | None
    content: Document | SolieuError
    repeated: bool = False

    def error_record(self, error: SolieuError) -> dict[str, Any]:
        """Return what stands in the list of errors."""
        known = {"source": self.source, "id": self.id}
        reason = str(error)
        if len(reason) > _LONGEST_REASON:
            reason = f"{reason[:_LONGEST_REASON]} …"
        return {"number": self.number, **{k: v for k, v in known.items() if v is not None}, "error": reason}


def number_entries(
    articles: Iterable[tuple[str | None, Document | SolieuError]],
    max_characters: int,
    first: int = 1,
    repeated: Container[int] | None = None,
) -> Iterator[Entry]:
    """Number what the inputs hold; articles that are too long, or whose id has come already, become errors.

    Args:
        articles: Files and what was read from them.
        max_characters: The most characters of an article.
        first: The number of the first one.
        repeated: The numbers of those whose id has come already; None to find them, among these articles.
    """
    seen = SeenIds()
    for number, (source, article) in enumerate(articles, start=first):
        if isinstance(article, SolieuError):
            yield Entry(number, source, None, article)
        elif len(article.text) > max_characters:
            yield Entry(number, source, article.id, _too_long(source, article, max_characters))
        elif number in repeated if repeated is not None else not seen.add(article.id):
            yield Entry(number, source, article.id, _repeated(source, article), repeated=True)
        else:
            yield Entry(number, source, article.id, article)


def _too_long(source: str | None, article: Document, max_characters: int) -> SolieuError:
    return SolieuError(
        f"{_named(source, article)}: has {len(article.text)} characters, but an article may have {max_characters}; "
        "split it"
    )


def _repeated(source: str | None, article: Document) -> SolieuError:
    return SolieuError(f"{_named(source, article)}: is called like an earlier one; give each article its own id")


def _named(source: str | None, article: Document) -> str:
    document = f"document {article.id!r}"
    return document if source is None else f"{source}, {document}"


class ReadHash:
    """A hash of entries: their ids, texts and errors."""

    def __init__(self) -> None:
        self._digest = sha256()
        self.entries = 0

    def add(self, entry: Entry) -> None:
        """Take one entry more into account."""
        article = isinstance(entry.content, Document)
        content = entry.content.text if isinstance(entry.content, Document) else str(entry.content)
        for part in ("article" if article else "error", entry.id or "", content):
            data = part.encode("utf-8", "surrogatepass")
            self._digest.update(f"{len(data)}:".encode())
            self._digest.update(data)
        self.entries += 1

    def hexdigest(self) -> str:
        """Return the hash of all entries so far."""
        return self._digest.hexdigest()


def read_hash(entries: Iterable[Entry]) -> ReadHash:
    """Return a hash of entries, all of which are taken."""
    read = ReadHash()
    for entry in entries:
        read.add(entry)
    return read
