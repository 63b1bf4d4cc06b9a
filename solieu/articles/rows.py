"""Rows of tables: an article each, whose other columns are what else is known of it."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.articles.sources import Columns

# Columns that all of solieu's tables have: read as articles, each of their rows would become one.
_OF_TABLES = {"article_id", "published", "text", "score", "start", "end"}
# So much of the name of a column is shown; without a header, it is a whole article.
_SHOWN = 60


def document_from_row(row: Mapping[str, object], where: str, default_id: str, columns: Columns) -> Document:
    """Make a document of a row.

    Args:
        row: The values by column. There is a column of texts.
        where: File and row, for errors.
        default_id: The document's id where the row has none.
        columns: The columns of text and id.

    Returns:
        The document. Its ``meta`` has the other columns, as JSON has them; see `json_value`.

    Raises:
        SolieuError: The text or the id is none.
    """
    text, name = row[columns.text], row.get(columns.id)
    if text is None or (isinstance(text, str) and not text.strip()):
        raise SolieuError(f"{where}: has no text in {columns.text!r}; give it one, or leave the row out")
    if not isinstance(text, str):
        kind = type(text).__name__
        raise SolieuError(f"{where}: {columns.text!r} must hold a text, not {kind}; store texts in this column")
    if name is None or name == "":
        name = default_id
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise SolieuError(
            f"{where}: {columns.id!r} must hold an id that is a text or a whole number, not {name!r}; "
            "name another column with --id-column"
        )
    others = {key: json_value(value) for key, value in row.items() if key not in (columns.text, columns.id)}
    return Document(text, id=str(name), meta=others)


def json_value(value: object) -> object:
    """Return a value of a table as JSON has it.

    Args:
        value: The value.

    Returns:
        Texts, whole numbers, truth values and null as they are; numbers that are not finite as null; times as ISO
        8601 has them; bytes in Base64; decimal numbers and all else as text; and the like of what lists, arrays and
        objects hold.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): json_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(inner) for inner in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if callable(as_list := getattr(value, "tolist", None)):  # the arrays and numbers of numpy and torch
        return json_value(as_list())
    return str(value)


def documents_from_dataset(
    dataset: Iterable[Mapping[str, object]], text_column: str = "text", id_column: str = "id"
) -> Iterator[Document]:
    """Make documents of the rows of a `datasets.Dataset` or `IterableDataset`, such as `Extractor.extract_many` takes.

    Args:
        dataset: Rows as mappings from columns to values; any iterable of such.
        text_column: The column of the texts.
        id_column: The column of the ids; rows without are called ``row-1``, ``row-2`` and so on.

    Yields:
        The documents in order, one at a time. The other columns are in ``meta``, as `json_value` returns them.

    Raises:
        SolieuError: A row has no text, or an id that is none.
    """
    columns = Columns(text_column, id_column)
    for number, row in enumerate(dataset, start=1):
        if not isinstance(row, Mapping) or text_column not in row:
            raise SolieuError(f"row {number}: has no column {text_column!r}; name the column of the texts")
        yield document_from_row(row, f"row {number}", f"row-{number}", columns)


def check_columns(names: Iterable[str], name: str, columns: Columns) -> None:
    """Refuse a table without a column of texts, with two columns of one name, or that `solieu extract` made.

    Args:
        names: Its columns.
        name: What it is called.
        columns: The columns of text and id.

    Raises:
        SolieuError: It is such a table.
    """
    found = list(names)
    if columns.text == Columns().text and set(found) >= _OF_TABLES:
        raise SolieuError(f"{name}: is a table that solieu made, not articles; give the articles, or their JSON Lines")
    if columns.text not in found:
        shown = ", ".join(repr(_shortened(column)) for column in found[:20])
        raise SolieuError(f"{name}: has no column {columns.text!r}, but {shown}; name the texts' with --text-column")
    twice = sorted({column for column in found if found.count(column) > 1})
    if twice:
        raise SolieuError(f"{name}: has the column {twice[0]!r} twice; give each its own name")


def _shortened(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
