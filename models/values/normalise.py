"""Values for all entities of an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from solieu.annotation.documents import Document
from solieu.annotation.values import Value
from solieu.models.values.awards import award
from solieu.models.values.campaigns import campaign
from solieu.models.values.citations import citation
from solieu.models.values.context import ArticleContext
from solieu.models.values.organizations import organization
from solieu.models.values.persons import person
from solieu.models.values.places import place
from solieu.models.values.positions import position
from solieu.models.values.quantities import quantity
from solieu.models.values.ranks import rank
from solieu.models.values.times import time

# What reads the text of a span, by the span's label.
NORMALISERS: Mapping[str, Callable[[str, ArticleContext], Value]] = {
    "PERSON": lambda text, context: person(text, context=context),
    "RANK": lambda text, _: rank(text),
    "POSITION": lambda text, _: position(text),
    "ORG": lambda text, context: organization(text, context=context),
    "LOC": lambda text, context: place(text, context=context),
    "DATE": lambda text, context: time(text, published=context.published),
    "INDICATOR": lambda text, _: quantity(text),
    "DOCUMENT": lambda text, _: citation(text),
    "AWARD": lambda text, _: award(text),
    "CAMPAIGN": lambda text, _: campaign(text),
}


def normalise(document: Document) -> Document:
    """Give every span of a document its value.

    Args:
        document: An article with its entities. Its ``published`` and ``province`` are used where they are known.

    Returns:
        The same article with its links; spans of labels that have no normaliser keep the value that they had.
    """
    context = ArticleContext.of(document)
    spans = tuple(
        replace(span, value=NORMALISERS[span.label](document.span_text(span), context))
        if span.label in NORMALISERS
        else span
        for span in document.spans
    )
    return replace(document, spans=spans)
