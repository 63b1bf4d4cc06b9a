"""Links of figures: what, who, where, when."""

from __future__ import annotations

from collections.abc import Iterator

from solieu.annotation.documents import Document
from solieu.annotation.links import Link
from solieu.annotation.sentences import Sentences
from solieu.models.links.counted import phrases_behind
from solieu.models.links.measured import phrases_before
from solieu.models.links.tokens import paragraphs


def figure_links(document: Document, sentences: Sentences) -> Iterator[Link]:
    """Yield the links of the INDICATORs of an article.

    Args:
        document: The article with its entities.
        sentences: Its sentences.
    """
    for tokens in paragraphs(document, sentences):
        behind = phrases_behind(tokens)
        for index, phrase in {**phrases_before(tokens, behind), **behind}.items():
            yield Link("what", (tokens[index].start, tokens[index].end), phrase)
