"""Documents, labels and the file formats that hold them. Imports no torch."""

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import Label, LabelSchema

__all__ = ["Document", "Label", "LabelSchema", "SolieuError", "Span"]
