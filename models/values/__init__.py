"""Spans to values: pure functions from a text to what it says, or to the reason why that cannot be told."""

from __future__ import annotations

from solieu.models.values.number_words import to_words
from solieu.models.values.quantities import quantity
from solieu.models.values.times import time

__all__ = ["quantity", "time", "to_words"]
