"""How labels are shown on pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from solieu.annotation.labels import Label, LabelSchema
from solieu.training.report.wording import Bilingual

# Signs that tell labels apart without colour.
_SIGNS = "●■▲◆★▼✚◀▶✖"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
GREY = "#5a6672"


@dataclass(frozen=True, slots=True)
class LabelView:
    """How a label is shown.

    Args:
        number: Its place in the schema, from 0.
        name: Its name.
        title: Its title.
        colour: Its colour, ``#rrggbb``.
        sign: A sign that stands before its spans.
    """

    number: int
    name: str
    title: Bilingual
    colour: str
    sign: str


def label_views(schema: LabelSchema) -> dict[str, LabelView]:
    """Return how the labels of a schema are shown, by name."""
    return {label.name: label_view(number, label) for number, label in enumerate(schema.labels)}


def label_view(number: int, label: Label) -> LabelView:
    """Return how a label is shown; what is no colour is grey.

    Args:
        number: Its place among the labels, from 0.
        label: The label.
    """
    return LabelView(
        number,
        label.name,
        Bilingual(label.title_vi, label.title_en),
        label.colour if _COLOUR.fullmatch(label.colour) else GREY,
        _SIGNS[number % len(_SIGNS)],
    )
