"""Tables as an Excel workbook: a sheet for each table, and one that explains their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError, FileSizeError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.tables.columns import Cell, Row, Table, digits_of
from solieu.tables.csv_files import LIST_SEPARATOR
from solieu.tables.legend import LEGEND_TITLE, LEGEND_WIDTHS, legend_rows
from solieu.tables.rows import rows_of
from solieu.tables.schema import TABLES

MOST_ROWS = 1_048_576  # of a sheet, with the header
MOST_CHARACTERS = 32_767  # of a cell, in UTF-16 code units
MOST_DIGITS = 15  # of a number
FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was; days before it would be wrong
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?")


def write_xlsx(documents: Iterable[Document], path: Path, *, most_rows: int = MOST_ROWS) -> None:
    """Write the tables of articles as an Excel workbook.

    All texts are written as texts, never as formulas or links. A table with more rows than a sheet holds goes on in
    another sheet, whose title ends in ``(2)``. A text that is longer than a cell holds is cut, and ends in ``…``.
    Control characters become U+FFFD, and carriage returns line feeds. A number with more digits than Excel keeps, and
    a day before March 1900, are texts.

    Args:
        documents: Articles with their entities; they are taken one at a time.
        path: The file.
        most_rows: The most rows of a sheet.

    Raises:
        SolieuError: The file cannot be written, or the tables are too large for a workbook.
    """
    with write_atomically(path, "wb") as stream, TemporaryDirectory(prefix="solieu-") as directory:
        # In constant memory, rows go to files in the directory until the workbook is put together.
        workbook = Workbook(
            stream,
            {"constant_memory": True, "tmpdir": directory, "strings_to_formulas": False, "strings_to_urls": False},
        )
        formats = _Formats(workbook)
        sheets = {table.name: _Sheets(workbook, formats, table, most_rows) for table in TABLES}
        for document in documents:
            for name, rows in rows_of(document).items():
                for row in rows:
                    sheets[name].append(row)
        for each in sheets.values():
            each.finish()
        _write_legend(workbook, formats)
        _close(workbook, path)


def _close(workbook: Workbook, path: Path) -> None:
    """Put the workbook together."""
    try:
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from None  # the error of the system that it wraps
    except FileSizeError:
        raise SolieuError(
            f"{path}: the tables are too large for a workbook; write them with --format parquet"
        ) from None


class _Formats:
    """The formats of cells; a workbook has each only once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[int, Format] = {}
        self.header = workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "valign": "vcenter"})
        self.day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})

    def number(self, decimals: int) -> Format:
        """Return the format of a number with so many digits behind the decimal point."""
        if decimals not in self._numbers:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._workbook.add_format({"num_format": pattern})
        return self._numbers[decimals]


class _Sheets:
    """The sheets of a table: one, or more if it has too many rows."""

    def __init__(self, workbook: Workbook, formats: _Formats, table: Table, most_rows: int) -> None:
        self._workbook = workbook
        self._formats = formats
        self._table = table
        self._most_rows = most_rows
        self._number = 0
        self._begin()

    def append(self, row: Row) -> None:
        if self._next == self._most_rows:
            self.finish()
            self._begin()
        for at, column in enumerate(self._table.columns):
            _write_cell(self._sheet, self._formats, self._next, at, row[column.name])
        self._next += 1

    def finish(self) -> None:
        """End the sheet that is being written."""
        self._sheet.autofilter(0, 0, self._next - 1, len(self._table.columns) - 1)

    def _begin(self) -> None:
        self._number += 1
        title = self._table.title if self._number == 1 else f"{self._table.title} ({self._number})"
        self._sheet: Worksheet = self._workbook.add_worksheet(title)
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._table.columns):
            self._sheet.set_column(at, at, column.width)
            self._sheet.write_string(0, at, column.heading, self._formats.header)
        self._next = 1


def _write_cell(sheet: Worksheet, formats: _Formats, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, Decimal):
        digits, decimals = digits_of(cell)
        if digits <= MOST_DIGITS:
            sheet.write_number(row, column, float(cell), formats.number(decimals))
        else:
            sheet.write_string(row, column, format(cell, "f"))
    elif isinstance(cell, date):
        if cell >= FIRST_DAY:
            sheet.write_datetime(row, column, cell, formats.day)
        else:
            sheet.write_string(row, column, cell.isoformat())
    elif cell:
        sheet.write_string(row, column, xlsx_text(cell if isinstance(cell, str) else LIST_SEPARATOR.join(cell)))


def xlsx_text(text: str) -> str:
    """Return a text as a cell of a workbook can hold it."""
    text = _UNPRINTABLE.sub("\ufffd", _LINE_BREAK.sub("\n", text))
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # xlsxwriter would take it for finished XML
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", errors="ignore") + "…"


def _write_legend(workbook: Workbook, formats: _Formats) -> None:
    """Write the sheet that explains the others."""
    sheet = workbook.add_worksheet(LEGEND_TITLE)
    sheet.freeze_panes(1, 0)
    for at, width in enumerate(LEGEND_WIDTHS):
        sheet.set_column(at, at, width)
    for number, row in enumerate(legend_rows()):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text, formats.header if number == 0 else formats.wrapped)
