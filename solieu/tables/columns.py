"""What a column and a table are: one declaration, from which headers, Arrow schemas and headings derive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import pyarrow as pa

Cell: TypeAlias = str | int | float | bool | Decimal | date | tuple[str, ...] | None
# A row by the names of its table's columns.
Row: TypeAlias = dict[str, Cell]

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
WHOLE = pa.int64()
REAL = pa.float64()
TRUTH = pa.bool_()
DAY = pa.date32()
# Exact, unlike a double, and a number to the programs that read Parquet, unlike a string: sums of money stay right to
# the last đồng. It holds 29 digits before the decimal point and 9 after it; the largest sums in the news have 16.
DIGITS, DECIMALS = 38, 9
EXACT = pa.decimal128(DIGITS, DECIMALS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        name: The name that programs use: English, snake case, ASCII.
        type: The Arrow type of its cells.
        heading: The Vietnamese heading that people read.
        meaning: One English sentence on what stands in it.
        meaning_vi: The same in Vietnamese.
        width: How wide people see it, in characters.
    """

    name: str
    type: pa.DataType
    heading: str
    meaning: str
    meaning_vi: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Args:
        name: The name that programs use, which its files have, too.
        title: The Vietnamese title that people read.
        meaning: One English sentence on what a row is.
        meaning_vi: The same in Vietnamese.
        columns: The columns in their order.
    """

    name: str
    title: str
    meaning: str
    meaning_vi: str
    columns: tuple[Column, ...]

    @property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema; each field carries its ``description`` and its Vietnamese ``heading``."""
        return pa.schema(
            [
                pa.field(column.name, column.type, metadata={"description": column.meaning, "heading": column.heading})
                for column in self.columns
            ],
            metadata={"description": self.meaning},
        )


def digits_of(number: Decimal) -> tuple[int, int]:
    """Return how many digits of a finite number count, and how many of them are decimals: 5 and 2 of 123.450."""
    _, digits, exponent = number.as_tuple()
    kept = len("".join(map(str, digits)).rstrip("0"))
    decimals = -int(exponent) - (len(digits) - kept)
    return kept, max(0, decimals) if kept else 0
