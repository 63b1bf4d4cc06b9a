"""Which articles of a project nobody has annotated yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_exports import Piece, annotations_of, piece_of
from solieu.annotation.label_studio_text import text_sha256


@dataclass(frozen=True, slots=True)
class Unannotated:
    """An article that nobody has annotated.

    Args:
        document: The article, without spans.
        tasks: Its tasks, in the order of its pieces.
    """

    document: Document
    tasks: tuple[Mapping[str, Any], ...]


def unannotated_articles(tasks: Iterable[Mapping[str, Any]]) -> list[Unannotated]:
    """Find the articles of which no piece was annotated or skipped.

    Args:
        tasks: Tasks with their annotations, as the interface gives them.

    Returns:
        The articles, in the order in which they first appear. Tasks that solieu did not make, or whose text was
        changed, and articles that are not whole are left out.
    """
    articles: dict[tuple[str, str], list[tuple[Piece, Mapping[str, Any]]]] = {}
    annotated: set[tuple[str, str]] = set()
    for task in tasks:
        try:
            piece = piece_of(task)
            key = (piece.document, piece.sha256)
            articles.setdefault(key, []).append((piece, task))
            if next(annotations_of(task), None) is not None:
                annotated.add(key)
        except SolieuError:  # `solieu annotate pull` says what is wrong with it
            continue
    found: list[Unannotated] = []
    for key, pieces in articles.items():
        pieces.sort(key=lambda pair: pair[0].number)
        text = "".join(piece.text for piece, _ in pieces)
        if key not in annotated and text_sha256(text) == key[1]:
            document = Document(text, (), key[0], pieces[0][0].meta)
            found.append(Unannotated(document, tuple(task for _, task in pieces)))
    return found
