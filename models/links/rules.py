"""All the rules, applied to an article."""

from __future__ import annotations

from itertools import pairwise

from solieu.annotation.documents import Document
from solieu.annotation.links import Link


def link(document: Document) -> Document:
    """Return the same article with the links that the rules find; whatever links it had are replaced.

    Args:
        document: An article with its entities. Values are not looked at.
    """
    found = []
    for left, right in pairwise(document.spans):
        between = document.text[left.end : right.start]
        if (left.label, right.label) == ("RANK", "PERSON") and between.isspace():
            found.append(Link("rank", (right.start, right.end), (left.start, left.end)))
        if (left.label, right.label) == ("POSITION", "ORG") and between.isspace():
            found.append(Link("organization", (left.start, left.end), (right.start, right.end)))
    return document.with_links(found)
