"""Places in files of articles, from which reading can go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import open_file
from solieu.articles.json_lines import read_json_lines
from solieu.articles.reading import read_articles, readable
from solieu.articles.sources import Columns, file_source

_LINES = (".jsonl", ".ndjson")
_BLOCK = 1 << 20


class Place(NamedTuple):
    """A place in a file of articles: how much of it comes before.

    Args:
        articles: Articles, and errors in place of them.
        lines: Lines, if it is JSONL that is not compressed.
        bytes: Bytes, if it is that.
    """

    articles: int = 0
    lines: int = 0
    bytes: int = 0


def read_articles_from(
    file: str, place: Place, max_characters: int | None, columns: Columns
) -> Iterator[Document | SolieuError]:
    """Read the articles of a file from a place on, as `read_articles` reads the whole file.

    Args:
        file: The file.
        place: The place, as `find_places` finds it.
        max_characters: As for `read_articles`.
        columns: As for `read_articles`.

    Yields:
        The articles in order, and in their places errors.
    """
    if place.bytes and file.lower().endswith(_LINES):
        source = file_source(file, max_characters, columns)
        yield from readable(file, lambda: read_json_lines(source, place.lines, place.bytes))
    else:
        yield from islice(read_articles([file], max_characters, columns), place.articles, None)


def find_places(file: str, numbers: Sequence[int]) -> list[Place]:
    """Find the places of articles in a file.

    Args:
        file: The file.
        numbers: For each of them how many articles come before it, in ascending order.

    Returns:
        Their places; of those that a JSONL file has not, where its lines begin stays unsaid.

    Raises:
        SolieuError: The file cannot be read.
    """
    wanted = {number: Place(number) for number in numbers}
    if file.lower().endswith(_LINES) and max(numbers, default=0) > 0:
        articles = lines = before = size = 0
        blank = True
        try:
            with open_file(file) as stream:
                while part := stream.readline(_BLOCK):
                    if blank and part.strip():
                        blank = False
                        if articles in wanted:
                            wanted[articles] = Place(articles, lines, before)
                        articles += 1
                    size += len(part)
                    if part.endswith(b"\n"):
                        lines, before, blank = lines + 1, size, True
        except OSError as error:
            raise SolieuError(f"{file}: cannot be read ({error.strerror}); give a JSONL file") from None
    return [wanted[number] for number in numbers]
