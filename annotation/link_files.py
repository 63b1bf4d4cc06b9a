"""Links in a file of their own, beside the file that has the articles and their entities.

A line is ``{"id": …, "links": [{"kind": …, "from": [start, end], "to": [start, end]}]}``: the id of an article, and the
offsets of its links in that article's text (Unicode code points, half open).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_records
from solieu.annotation.links import Link, link_from_json

# The labels of the entities that a link of each kind may lead from, and to; the tail of `what` may be any phrase.
HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rank": ("PERSON",),
        "position": ("PERSON",),
        "organization": ("POSITION", "PERSON"),
        "what": ("INDICATOR",),
        "who": ("INDICATOR",),
        "where": ("INDICATOR",),
        "when": ("INDICATOR",),
    }
)
TAILS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rank": ("RANK",),
        "position": ("POSITION",),
        "organization": ("ORG",),
        "who": ("ORG", "PERSON"),
        "where": ("LOC",),
        "when": ("DATE",),
    }
)


def read_links(path: str | Path, documents: Iterable[Document]) -> list[Document]:
    """Read links onto the articles that they belong to.

    Args:
        path: The file with the links.
        documents: Articles with their entities; links that they have already are replaced.

    Returns:
        The articles that the file has a line for, in the order of ``documents``, with its links. An article whose line
        has no link is among them, one without a line is not.

    Raises:
        SolieuError: The file cannot be read, a line is no list of links, two lines or two documents have one id, an
            article is not among ``documents``, or a link fits no entity or one of another label; the message names the
            line.
    """
    known: dict[str, Document] = {}
    for document in documents:
        if known.setdefault(document.id, document) is not document:
            raise SolieuError(f"two articles have the id {document.id!r}; links need articles with ids of their own")
    lines: dict[str, int] = {}
    linked: dict[str, Document] = {}
    for number, record in read_records(path):
        where = f"{path}, line {number}"
        id_, links = _links_from_record(record, where)
        if id_ not in known:
            raise SolieuError(f"{where}: no article has the id {id_!r}; give the articles that were linked")
        if lines.setdefault(id_, number) != number:
            raise SolieuError(f"{where}: the id {id_!r} stands in line {lines[id_]} already; give it one line")
        try:
            linked[id_] = known[id_].with_links(links)
        except SolieuError as error:
            raise SolieuError(f"{where}: {error}") from None
        _check_labels(linked[id_], where)
    if not linked:
        raise SolieuError(f"{path}: holds no links; give a file with at least one line")
    return [linked[id_] for id_ in known if id_ in linked]


def _links_from_record(record: object, where: str) -> tuple[str, list[Link]]:
    if not isinstance(record, dict) or set(record) != {"id", "links"}:
        raise SolieuError(f"{where}: must be an object with 'id' and 'links', not {repr(record)[:80]}")
    if not isinstance(record["id"], str):
        raise SolieuError(f"{where}: 'id' must be a string, not {record['id']!r}")
    if not isinstance(record["links"], list):
        raise SolieuError(f"{where}: 'links' must be a list, not {record['links']!r}")
    return record["id"], [
        link_from_json(link, f"{where}: link {number}") for number, link in enumerate(record["links"], start=1)
    ]


def _check_labels(document: Document, where: str) -> None:
    labels = {(span.start, span.end): span.label for span in document.spans}
    for link in document.links:
        for end, place, expected in (("from", link.head, HEADS[link.kind]), ("to", link.tail, TAILS.get(link.kind))):
            if expected is not None and labels[place] not in expected:
                raise SolieuError(
                    f"{where}: the {link.kind} link from {link.head[0]}-{link.head[1]} must lead {end} an entity with "
                    f"the label {' or '.join(expected)}, but {place[0]}-{place[1]} is {labels[place]}"
                )
