"""Shards as tasks that can be done anywhere: where the articles of each are, not the articles themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, groupby, islice
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles import Columns, read_articles
from solieu.articles.places import Place, find_places, read_articles_from
from solieu.batch.entries import Entry, number_entries


@dataclass(frozen=True)
class ShardTask:
    """A shard that is to be worked on.

    Args:
        shard: Its number, from 0.
        first: The number of its first entry in the order of the inputs, from 1.
        entries: How many entries it has.
        file: The number of the file that it begins in, from 0, or -1 if it begins before the first.
        place: Where in the file.
        repeated: The numbers of its entries whose id an earlier entry has.
        bytes: How many bytes of the inputs it covers, more or less.
        read: The hash of its entries.
    """

    shard: int
    first: int
    entries: int
    file: int
    place: Place
    repeated: tuple[int, ...]
    bytes: int
    read: str

    def to_json(self) -> dict[str, Any]:
        """Return the task as JSON holds it."""
        return asdict(self) | {"place": list(self.place)}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> ShardTask:
        """Return a task that `to_json` returned."""
        lists = {"place": Place(*content["place"]), "repeated": tuple(content["repeated"])}
        return cls(**(content | lists))

    def read_entries(
        self, files: Sequence[str], missing: Sequence[SolieuError], max_characters: int, columns: Columns
    ) -> Iterator[Entry]:
        """Read the shard's entries.

        Args:
            files: The files of the inputs.
            missing: The errors that stand before the first of them.
            max_characters: The most characters of an article.
            columns: The columns that hold the articles.
        """
        articles = islice(self._articles(files, missing, max_characters, columns), self.entries)
        return number_entries(articles, max_characters, self.first, frozenset(self.repeated))

    def _articles(
        self, files: Sequence[str], missing: Sequence[SolieuError], max_characters: int, columns: Columns
    ) -> Iterator[tuple[str | None, Document | SolieuError]]:
        if self.file < 0:
            yield from ((None, error) for error in missing[self.place.articles :])
        else:
            file = files[self.file]
            yield from ((file, article) for article in read_articles_from(file, self.place, max_characters, columns))
        for file in islice(files, self.file + 1, None):
            yield from ((file, article) for article in read_articles([file], max_characters, columns))


def with_places(tasks: Sequence[ShardTask], files: Sequence[str]) -> list[ShardTask]:
    """Find where the lines begin at which the shards do, so that none need be read for nothing.

    Args:
        tasks: Shards in order.
        files: The files of the inputs.

    Raises:
        SolieuError: A file cannot be read.
    """
    of_files = (list(group) for _, group in groupby(tasks, lambda task: task.file))
    return list(chain.from_iterable(_in_file(group, files) for group in of_files))


def _in_file(tasks: Sequence[ShardTask], files: Sequence[str]) -> Iterator[ShardTask]:
    if tasks[0].file < 0:
        yield from tasks
        return
    places = find_places(files[tasks[0].file], [task.place.articles for task in tasks])
    for task, place in zip(tasks, places, strict=True):
        yield replace(task, place=place)
