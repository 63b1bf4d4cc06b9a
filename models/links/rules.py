"""All the rules, applied to an article."""

from __future__ import annotations

from solieu.annotation.documents import Document
from solieu.annotation.sentences import Sentences
from solieu.models.links.figures import figure_links
from solieu.models.links.mentions import mentions
from solieu.models.links.offices import office_links
from solieu.models.links.people import people_links


def link(document: Document) -> Document:
    """Return the same article with the links that the rules find; whatever links it had are replaced.

    Args:
        document: An article with its entities. Values are not looked at.
    """
    sentences = Sentences(document.text, document.spans)
    found = tuple(mentions(document, sentences))
    people = people_links(document.text, found)
    offices = office_links(document.text, found, sentences)
    return document.with_links([*people, *offices, *figure_links(document, sentences)])
