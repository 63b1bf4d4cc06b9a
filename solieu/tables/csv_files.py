"""Tables as CSV files: UTF-8 with a byte order mark, CRLF, quoted after RFC 4180, and safe to open in Excel."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.tables.columns import Cell
from solieu.tables.rows import rows_of
from solieu.tables.schema import TABLES

LIST_SEPARATOR = "; "
# What makes a spreadsheet take a cell for a formula: these signs, full-width ones, too, behind white space, quotation
# marks or invisible characters. Where the semicolon separates columns, as in countries with a decimal comma, a cell
# begins behind one inside a text as well; so does one behind a tab or a line break.
_FORMULA = re.compile(
    r"""(?:^|(?<=[;\t\r\n]))(?=(?:[^\S\t\r\n]|["'\u200b-\u200f\u2060\ufeff])*[=+\-@＝＋－＠])|^(?='*[\t\r\n])"""
)
# Numbers, and a sign that stands alone, such as the relation of a figure: nothing that could run.
_HARMLESS = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?|[=+\-@]")


def write_csv(documents: Iterable[Document], paths: Mapping[str, Path]) -> None:
    """Write the tables of articles as CSV files, all of them or none.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, and so does one that begins with a
    tab or a line break. NUL, which ends a text for many programs, becomes U+FFFD. The members of a list stand with
    `LIST_SEPARATOR` between them.

    Args:
        documents: Articles with their entities; they are taken one at a time.
        paths: The files by the names of their tables.

    Raises:
        SolieuError: A file cannot be written.
    """
    with ExitStack() as stack:
        writers = {}
        for table in TABLES:
            stream = stack.enter_context(write_atomically(paths[table.name]))
            stream.write("\ufeff")
            writers[table.name] = csv.writer(stream)
            writers[table.name].writerow([column.name for column in table.columns])
        for document in documents:
            rows = rows_of(document)
            for table in TABLES:
                writers[table.name].writerows(
                    [csv_cell(row[column.name]) for column in table.columns] for row in rows[table.name]
                )


def csv_cell(cell: Cell) -> str:
    """Return a cell as it stands in a CSV file, before it is quoted."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, tuple):
        return without_formula(LIST_SEPARATOR.join(cell))
    return without_formula(cell) if isinstance(cell, str) else str(cell)


def without_formula(text: str) -> str:
    """Return a text with an apostrophe wherever a spreadsheet would read a formula; a number stays as it is."""
    text = text.replace("\0", "\ufffd")
    return text if _HARMLESS.fullmatch(text) else _FORMULA.sub("'", text)
