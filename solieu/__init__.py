"""solieu: Vietnamese news to who, where, when and how much, as exact character spans.

The public names are loaded when they are first used, so that importing solieu imports no torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solieu.annotation.documents import Document, Span
    from solieu.annotation.errors import SolieuError
    from solieu.annotation.labels import LabelSchema
    from solieu.displacy import displacy_options
    from solieu.models.extractor import Extractor
    from solieu.models.links import figure_records, link, people_records
    from solieu.models.values import normalise
    from solieu.spacy_documents import from_spacy, to_spacy

__all__ = [
    "Document",
    "Extractor",
    "LabelSchema",
    "SolieuError",
    "Span",
    "__version__",
    "displacy_options",
    "figure_records",
    "from_spacy",
    "link",
    "normalise",
    "people_records",
    "to_spacy",
]
__version__ = "0.1.0"

_HOMES = {
    "Document": "solieu.annotation.documents",
    "Extractor": "solieu.models.extractor",
    "LabelSchema": "solieu.annotation.labels",
    "SolieuError": "solieu.annotation.errors",
    "Span": "solieu.annotation.documents",
    "displacy_options": "solieu.displacy",
    "figure_records": "solieu.models.links",
    "from_spacy": "solieu.spacy_documents",
    "link": "solieu.models.links",
    "normalise": "solieu.models.values",
    "people_records": "solieu.models.links",
    "to_spacy": "solieu.spacy_documents",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
