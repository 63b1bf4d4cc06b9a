"""The labels of a page, numbered: those of the schema, and others as articles bring them."""

from __future__ import annotations

from solieu.annotation.labels import Label, LabelSchema
from solieu.training.report.label_views import GREY, LabelView, label_view, label_views


class ShownLabels:
    """The labels of a page.

    Args:
        schema: The labels that are known beforehand.
    """

    def __init__(self, schema: LabelSchema) -> None:
        self._views: dict[str, LabelView] = label_views(schema)

    def number(self, name: str) -> int:
        """Return a label's number; one that the schema does not have gets the next, and is grey."""
        if name not in self._views:
            self._views[name] = label_view(len(self._views), Label(name, name, name, "", GREY))
        return self._views[name].number

    def data(self) -> list[dict[str, str]]:
        """Return how the labels are shown, in the order of their numbers."""
        return [
            {
                "name": view.name,
                "vi": view.title.vi,
                "en": view.title.en,
                "colour": view.colour,
                "sign": view.sign,
            }
            for view in self._views.values()
        ]
