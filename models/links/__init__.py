"""Which entities of an article belong together, told by rules over the entities and the words between them."""

from __future__ import annotations

from solieu.models.links.records import FigureRecord, PersonRecord, figure_records, people_records
from solieu.models.links.rules import link

__all__ = ["FigureRecord", "PersonRecord", "figure_records", "link", "people_records"]
