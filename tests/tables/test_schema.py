"""The columns are declared once, and everybody who shows them knows all of them."""

import re

import pyarrow as pa
import pytest

from solieu.annotation import Document
from solieu.models.values.flags import FLAGS
from solieu.outputs import TABLE_NAMES
from solieu.tables.columns import Table
from solieu.tables.flags import FLAGS_VI, NUMBER_TOO_LONG, meaning_of
from solieu.tables.legend import LEGEND_WIDTHS, legend_rows
from solieu.tables.rows import rows_of
from solieu.tables.schema import TABLES


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
class TestATable:
    def test_has_columns_with_plain_names_and_different_headings(self, table: Table) -> None:
        names = [column.name for column in table.columns]
        assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in names)
        assert len(set(names)) == len({column.heading for column in table.columns}) == len(names)

    def test_is_filled_by_its_rows_column_for_column(self, table: Table, article: Document) -> None:
        rows = rows_of(article)[table.name]
        assert rows
        for row in rows:
            assert set(row) == {column.name for column in table.columns}

    def test_says_in_its_arrow_schema_what_its_columns_mean(self, table: Table) -> None:
        schema = table.arrow_schema
        assert schema.metadata == {b"description": table.meaning.encode()}
        for column, field in zip(table.columns, schema, strict=True):
            assert (field.name, field.type) == (column.name, column.type)
            assert field.metadata[b"description"].decode() == column.meaning
            assert field.metadata[b"heading"].decode() == column.heading

    def test_is_explained_in_the_legend(self, table: Table) -> None:
        explained = {(title, name) for title, _, name, _, _ in legend_rows()}
        assert explained >= {(table.title, name) for name in (table.name, *(column.name for column in table.columns))}


def test_the_tables_are_those_that_outputs_make_files_of() -> None:
    assert tuple(table.name for table in TABLES) == TABLE_NAMES


def test_numbers_are_exact_and_days_are_days() -> None:
    figures = {column.name: column.type for column in TABLES[1].columns}
    assert figures["low"] == figures["high"] == pa.decimal128(38, 9)
    assert figures["published"] == figures["period_start"] == pa.date32()


def test_every_flag_is_explained_in_both_languages() -> None:
    assert set(FLAGS_VI) == {*FLAGS, NUMBER_TOO_LONG}
    assert all(meaning_of(flag) for flag in FLAGS_VI)


def test_the_legend_has_rows_of_equal_length() -> None:
    assert {len(row) for row in legend_rows()} == {len(LEGEND_WIDTHS)}
