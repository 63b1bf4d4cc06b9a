"""Parquet and Arrow files, and rows of data sets."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu import Extractor
from solieu.annotation import Document, SolieuError
from solieu.annotation.jsonl import encode_document
from solieu.articles import Columns, documents_from_dataset, find_files, read_articles

OnlyError = Callable[..., str]


def write_parquet(path: Path, table: pa.Table) -> str:
    pq.write_table(table, path)
    return str(path)


def write_arrow_stream(path: Path, table: pa.Table) -> str:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return str(path)


def write_arrow_file(path: Path, table: pa.Table) -> str:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return str(path)


Write = Callable[[Path, pa.Table], str]


@pytest.fixture(params=[("a.parquet", write_parquet), ("a.arrow", write_arrow_stream), ("a.arrow", write_arrow_file)])
def written_table(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[pa.Table], str]:
    name, write = request.param
    return lambda table: write(tmp_path / name, table)


Written = Callable[[pa.Table], str]


def test_rows_are_articles_with_their_ids_and_other_columns(written_table: Written) -> None:
    table = pa.table({"n": [1, 2, 3], "text": ["Huế\r\n", "e\u0302\u0323", "🚓"], "id": ["x", None, ""]})

    assert list(read_articles([written_table(table)])) == [
        Document("Huế\r\n", id="x", meta={"n": 1}),
        Document("e\u0302\u0323", id="a-2", meta={"n": 2}),
        Document("🚓", id="a-3", meta={"n": 3}),
    ]


def test_text_and_id_may_be_in_other_columns(written_table: Written) -> None:
    table = pa.table({"text": ["x"], "body": pa.array(["Huế"]).dictionary_encode(), "key": [7]})

    assert list(read_articles([written_table(table)], columns=Columns("body", "key"))) == [
        Document("Huế", id="7", meta={"text": "x"})
    ]


def test_what_json_has_not_becomes_what_it_has(written_table: Written) -> None:
    values: dict[str, tuple[pa.DataType, Any, Any]] = {
        "second": (pa.timestamp("s"), datetime(2024, 3, 12, 8, 15), "2024-03-12T08:15:00"),
        "zoned": (pa.timestamp("us", "UTC"), datetime(2024, 3, 12, 8, tzinfo=UTC), "2024-03-12T08:00:00+00:00"),
        "day": (pa.date32(), date(2024, 3, 12), "2024-03-12"),
        "time": (pa.time64("us"), time(8, 15), "08:15:00"),
        "decimal": (pa.decimal128(20, 2), Decimal("45000000.50"), "45000000.50"),
        "nan": (pa.float64(), float("nan"), None),
        "infinite": (pa.float32(), float("inf"), None),
        "number": (pa.float64(), 0.1, 0.1),
        "truth": (pa.bool_(), True, True),
        "nothing": (pa.string(), None, None),
        "bytes": (pa.binary(), b"\xff\x00", "/wA="),
        "list": (pa.list_(pa.date32()), [date(2024, 3, 12), None], ["2024-03-12", None]),
        "object": (pa.struct({"d": pa.decimal128(5, 1)}), {"d": Decimal("1.5")}, {"d": "1.5"}),
        "spans": (pa.string(), "many", "many"),
    }
    columns = {name: pa.array([value], type_) for name, (type_, value, _) in values.items()}

    (article,) = read_articles([written_table(pa.table({"text": ["Huế"], **columns}))])

    assert isinstance(article, Document)
    assert article.meta == {name: expected for name, (*_, expected) in values.items()}
    assert json.loads(encode_document(article))["meta"] == article.meta


def test_each_row_that_is_no_article_is_an_error_with_its_number(written_table: Written) -> None:
    year_20000 = 568_971_820_800
    table = pa.table(
        {
            "text": ["Huế", None, " ", "Cà Mau", "Vinh", "Bac Lieu"],
            "id": ["1", "2", "3", "4", "5", "6"],
            "at": pa.array([0, 0, 0, year_20000, 0, 0], pa.timestamp("s")),
        }
    )
    path = written_table(table)

    found = list(read_articles([path]))

    assert [article.id for article in found if isinstance(article, Document)] == ["1", "5", "6"]
    messages = [str(error).removeprefix(f"{path}, ") for error in found if isinstance(error, SolieuError)]
    assert messages[:2] == [f"row {row}: has no text in 'text'; give it one, or leave the row out" for row in (2, 3)]
    assert messages[2].startswith("row 4: has a value that cannot be read (")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"id": ["a"], "content": ["b"]}, "has no column 'text', but 'id', 'content'; name the texts' with"),
        ({"text": pa.array([], pa.string())}, "has no row; give a file with one article a row"),
        ({"text": [1]}, "row 1: 'text' must hold a text, not int"),
        ({"text": ["Huế"], "id": [1.5]}, "row 1: 'id' must hold an id that is a text or a whole number, not 1.5"),
    ],
)
def test_a_table_without_texts_is_an_error(
    table: dict[str, Any], message: str, written_table: Written, only_error: OnlyError
) -> None:
    assert only_error(written_table(pa.table(table))).startswith(message)


def test_what_is_damaged_is_an_error_after_the_rows_before(tmp_path: Path) -> None:
    table = pa.table({"text": [f"{number} Vinh" * 50 for number in range(1000)]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=100, use_dictionary=False, compression="zstd")
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    start = pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(5).column(0).data_page_offset
    data[start : start + 200] = bytes(200)
    (tmp_path / "a.parquet").write_bytes(data)

    *articles, error = read_articles([str(tmp_path / "a.parquet")])

    assert len(articles) >= 400
    assert all(isinstance(article, Document) for article in articles)
    assert "it is damaged or of another format" in str(error)


def test_what_is_cut_off_is_an_error(tmp_path: Path) -> None:
    table = pa.table({"text": [f"{number} Vinh" for number in range(1000)]})
    for write, name in ((write_parquet, "a.parquet"), (write_arrow_stream, "b.arrow"), (write_arrow_file, "c.arrow")):
        path = write(tmp_path / name, table)
        data = Path(path).read_bytes()
        Path(path).write_bytes(data[: len(data) // 2])

        assert "it is damaged or of another format" in str(list(read_articles([path]))[-1])


texts = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text.strip())


@given(st.lists(texts, min_size=1, max_size=200))
def test_any_text_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = write_parquet(tmp_path_factory.getbasetemp() / "any.parquet", pa.table({"text": rows}))

    assert [article.text for article in read_articles([path]) if isinstance(article, Document)] == rows


def test_rows_are_read_a_few_at_a_time(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", pa.table({"text": ["Vinh " * 20_000] * 500}))
    before = pa.default_memory_pool().bytes_allocated()
    most = 0

    for article in read_articles([path]):
        assert isinstance(article, Document)
        most = max(most, pa.default_memory_pool().bytes_allocated() - before)

    assert most < 20_000_000  # of 50 million


class TestDataSets:
    def test_that_were_saved_are_read_as_directories(self, tmp_path: Path) -> None:
        dataset = datasets.Dataset.from_dict({"text": ["Huế", "Vinh", "Cà Mau"], "n": [1, 2, 3]})
        dataset.select([2, 0]).save_to_disk(tmp_path / "saved", num_shards=2)

        files, errors = find_files([str(tmp_path / "saved")])

        assert errors == []
        assert list(read_articles(files)) == [
            Document("Cà Mau", id="data-00000-of-00002-1", meta={"n": 3}),
            Document("Huế", id="data-00001-of-00002-1", meta={"n": 1}),
        ]

    @pytest.mark.parametrize("format_", [None, "numpy"])
    def test_rows_become_documents(self, format_: str | None) -> None:
        dataset = datasets.Dataset.from_dict({"body": ["Huế", "Vinh"], "key": ["x", None], "l": [[1, 2], [3]]})
        dataset = dataset.with_format(format_)

        documents = [
            Document("Huế", id="x", meta={"l": [1, 2]}),
            Document("Vinh", id="row-2", meta={"l": [3]}),
        ]
        assert list(documents_from_dataset(dataset, "body", "key")) == documents
        if format_ is None:
            assert list(documents_from_dataset(dataset.to_iterable_dataset(), "body", "key")) == documents

    def test_entities_of_rows_are_extracted(self, tiny_checkpoint: Path) -> None:
        dataset = datasets.Dataset.from_dict({"text": ["Huế", "Vinh"], "n": [1, 2]})
        extractor = Extractor.from_pretrained(tiny_checkpoint)

        found = list(extractor.extract_many(documents_from_dataset(dataset)))

        assert [(document.id, document.text, document.meta) for document in found] == [
            ("row-1", "Huế", {"n": 1}),
            ("row-2", "Vinh", {"n": 2}),
        ]

    def test_rows_are_any_mappings(self) -> None:
        rows = ({"text": "Huế", "n": np.float32(0.5), "a": np.array([[1]])} for _ in range(1))

        assert list(documents_from_dataset(rows)) == [Document("Huế", id="row-1", meta={"n": 0.5, "a": [[1]]})]

    def test_a_row_without_text_ends_them(self) -> None:
        documents = documents_from_dataset([{"text": "Huế"}, {"content": "Vinh"}])

        assert next(documents).text == "Huế"
        with pytest.raises(SolieuError, match=r"row 2: has no column 'text'; name the column of the texts"):
            next(documents)
