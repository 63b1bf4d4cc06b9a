"""Spans to values: pure functions from a text to what it says, or to the reason why that cannot be told."""

from __future__ import annotations

from solieu.models.values.awards import award
from solieu.models.values.campaigns import campaign
from solieu.models.values.citations import citation
from solieu.models.values.context import ArticleContext
from solieu.models.values.normalise import normalise
from solieu.models.values.number_words import to_words
from solieu.models.values.organizations import organization
from solieu.models.values.persons import person
from solieu.models.values.places import place
from solieu.models.values.positions import position
from solieu.models.values.quantities import quantity
from solieu.models.values.ranks import rank
from solieu.models.values.times import time

__all__ = [
    "ArticleContext",
    "award",
    "campaign",
    "citation",
    "normalise",
    "organization",
    "person",
    "place",
    "position",
    "quantity",
    "rank",
    "time",
    "to_words",
]
