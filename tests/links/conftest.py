"""Articles with marked entities, and their links in a form that can be read."""

from collections.abc import Callable

import pytest

from solieu.annotation.markup import parse_markup
from solieu.models.links import link

Links = Callable[..., set[str]]


@pytest.fixture
def links() -> Links:
    """A function that links a marked text and writes the links of some kinds as "head → tail"."""

    def read(marked: str, *kinds: str) -> set[str]:
        document = link(parse_markup(marked))
        return {
            f"{document.text[slice(*each.head)]} → {document.text[slice(*each.tail)]}"
            for each in document.links
            if each.kind in kinds
        }

    return read
