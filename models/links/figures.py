"""Links of figures: what, who, where, when."""

from __future__ import annotations

from collections.abc import Iterator

from solieu.annotation.documents import Document
from solieu.annotation.links import Link, Range
from solieu.annotation.sentences import Sentences
from solieu.models.links.counted import phrases_behind
from solieu.models.links.doers import doers
from solieu.models.links.measured import phrases_before
from solieu.models.links.places import places
from solieu.models.links.times import times
from solieu.models.links.tokens import Token, paragraphs


def figure_links(document: Document, sentences: Sentences) -> Iterator[Link]:
    """Yield the links of the INDICATORs of an article.

    Args:
        document: The article with its entities.
        sentences: Its sentences.
    """
    for tokens in paragraphs(document, sentences):
        behind, roles = phrases_behind(tokens)
        for index, phrase in {**phrases_before(tokens, behind), **behind}.items():
            yield Link("what", _range(tokens[index]), phrase)
        for index, spans in doers(tokens, roles).items():
            yield from (Link("who", _range(tokens[index]), (span.start, span.end)) for span in spans)
        for index, spans in places(tokens).items():
            yield from (Link("where", _range(tokens[index]), (span.start, span.end)) for span in spans)
        for index, span in times(tokens).items():
            yield Link("when", _range(tokens[index]), (span.start, span.end))


def _range(token: Token) -> Range:
    return token.start, token.end
