"""How displaCy, spaCy's own view of entities, shows solieu's labels."""

from __future__ import annotations

from typing import TypedDict

from solieu.annotation.labels import LabelSchema

# How much of a label's colour is in the ground behind black letters; the rest is white.
_SHARE = 0.4


class DisplacyOptions(TypedDict):
    """The options of displaCy's style ``ent``."""

    ents: list[str]
    colors: dict[str, str]


def displacy_options(schema: LabelSchema) -> DisplacyOptions:
    """Return what ``displacy.render(doc, style="ent", options=…)`` needs to show labels in their own colours.

    Args:
        schema: The labels, such as ``extractor.schema``.

    Returns:
        The labels' names, and for each, in capitals as displaCy looks it up, a pale shade of its colour, on which
        black letters can be read.
    """
    colours = {label.name.upper(): _pale(label.colour) for label in schema.labels}
    return {"ents": list(schema.names), "colors": colours}


def _pale(colour: str) -> str:
    """Mix a colour, ``#rrggbb``, with white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(_SHARE * part + (1 - _SHARE) * 255):02x}" for part in parts)
