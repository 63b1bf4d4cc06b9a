"""Parquet files with one schema."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document
from solieu.tables import parquet_files
from solieu.tables.parquet_files import write_parquet
from solieu.tables.rows import rows_of
from solieu.tables.schema import TABLES

Paths = Callable[[str], dict[str, Path]]


def test_the_schema_is_the_same_with_and_without_rows(article: Document, table_paths: Paths, tmp_path: Path) -> None:
    empty = {table.name: tmp_path / f"empty-{table.name}.parquet" for table in TABLES}
    write_parquet([article], table_paths("parquet"))
    write_parquet([], empty)

    for table in TABLES:
        schema = pq.read_schema(table_paths("parquet")[table.name])
        assert schema.equals(pq.read_schema(empty[table.name]), check_metadata=True)
        assert schema.equals(table.arrow_schema)
        assert schema.field("article_id").metadata[b"description"] == b"The article's id."
        assert pq.read_table(empty[table.name]).num_rows == 0


def test_rows_are_typed(article: Document, table_paths: Paths) -> None:
    write_parquet([article], table_paths("parquet"))

    figures = pq.read_table(table_paths("parquet")["figures"])
    row = figures.to_pylist()[0]
    assert (row["low"], row["published"], row["period_end"]) == (
        Decimal(1200000),
        date(2023, 6, 26),
        date(2022, 12, 31),
    )
    assert (row["who"], row["flags"]) == (["Hội Cựu chiến binh tỉnh Long An"], [])
    assert pc.sum(figures["low"]).as_py() == 1_200_000 + 74_200_000_000 + 5 + 18


def test_pandas_reads_them(article: Document, table_paths: Paths) -> None:
    write_parquet([article], table_paths("parquet"))

    frame = pd.read_parquet(table_paths("parquet")["figures"])
    assert frame["low"].astype(float).max() == 74_200_000_000


def test_shards_are_read_as_one_dataset(article: Document, tmp_path: Path) -> None:
    for number, documents in enumerate(([article], [], [article, article])):
        write_parquet(documents, {t.name: tmp_path / f"{t.name}-{number}.parquet" for t in TABLES})

    assert pq.read_table(sorted(tmp_path.glob("people-*.parquet"))).num_rows == 6  # type: ignore[arg-type]


def test_the_same_articles_make_the_same_bytes(article: Document, table_paths: Paths) -> None:
    paths = table_paths("parquet")
    made = []
    for _ in range(2):
        write_parquet([article], paths)
        made.append([path.read_bytes() for path in paths.values()])

    assert made[0] == made[1]


def test_rows_are_written_by_the_group(article: Document, table_paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_files, "ROWS_IN_GROUP", 3)

    write_parquet([article] * 2, table_paths("parquet"))

    file = pq.ParquetFile(table_paths("parquet")["figures"])
    assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [3, 3, 2]
    assert [row["start"] for row in file.read().to_pylist()] == [
        row["start"] for row in rows_of(article)["figures"]
    ] * 2


@settings(max_examples=40)
@given(st.from_type(Document))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    directory = tmp_path_factory.mktemp("parquet")
    paths = {table.name: directory / table.name for table in TABLES}

    write_parquet([document], paths)

    rows = pq.read_table(paths["entities"]).to_pylist()
    expected = [document.span_text(span) for span in document.spans]
    assert [row["text"] for row in rows] == [
        "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text) for text in expected
    ]


def test_a_failure_midway_leaves_nothing(article: Document, table_paths: Paths, tmp_path: Path) -> None:
    def failing() -> object:
        yield article
        raise RuntimeError("the model broke")

    with pytest.raises(RuntimeError, match="the model broke"):
        write_parquet(failing(), table_paths("parquet"))  # type: ignore[arg-type]

    assert list(tmp_path.iterdir()) == []


def test_the_decimal_column_holds_what_news_can_say() -> None:
    exact = pa.decimal128(38, 9)
    for number in (Decimal("1e15"), Decimal("74.2"), Decimal("0.123456789"), Decimal("-999999999999999999999999999.5")):
        assert pa.scalar(number, exact).as_py() == number
