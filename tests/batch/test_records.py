"""The records of shards, read again: whole ones, and ones that something has happened to."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solieu.batch.records import (
    ShardRecord,
    Totals,
    file_facts,
    is_finished,
    read_records,
    write_finished,
    write_record,
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with two finished shards, the second one in a folder."""
    for shard, name in enumerate(("part-00000.jsonl", "entities/part-00001.parquet")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * shard)
        record = ShardRecord(shard, 5 * shard + 1, 5, 3, 2, {"ORG": 2}, "abc", file_facts(tmp_path, [path]))
        write_record(tmp_path, record)
    return tmp_path


def test_records_are_read_as_they_were_written(directory: Path) -> None:
    records, damaged = read_records(directory)

    assert (list(records), damaged) == ([0, 1], [])
    assert records[1].first == 6
    assert list(records[1].files) == ["entities/part-00001.parquet"]
    totals = Totals.of(records.values())
    assert (totals.shards, totals.articles, totals.errors, dict(totals.entities)) == (2, 6, 4, {"ORG": 4})


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record | {"shard": 1},
        lambda record: record | {"articles": -1, "errors": 6},
        lambda record: record | {"articles": 4},
        lambda record: record | {"articles": 3.0},
        lambda record: record | {"errors": True, "articles": 4},
        lambda record: record | {"entities": []},
        lambda record: record | {"entities": {"ORG": "2"}},
        lambda record: record | {"files": {"part-00000.jsonl": {"bytes": 0}}},
        lambda record: record | {"files": {"part-00000.jsonl": {"bytes": 0, "sha256": "0" * 64}}},
        lambda record: record | {"files": {"part-00009.jsonl": record["files"]["part-00000.jsonl"]}},
        lambda record: record | {"files": {"../part-00000.jsonl": record["files"]["part-00000.jsonl"]}},
        lambda record: record | {"more": 1},
        lambda record: {key: value for key, value in record.items() if key != "read"},
        lambda _: [],
        lambda _: None,
    ],
)
def test_a_record_that_says_something_else_is_damaged(directory: Path, change: Callable[[Any], Any]) -> None:
    path = directory / "part-00000.json"
    path.write_text(json.dumps(change(json.loads(path.read_bytes()))), encoding="utf-8")

    records, damaged = read_records(directory)

    assert (list(records), damaged) == ([1], [0])


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"shard": 0'])
def test_a_record_that_is_no_json_is_damaged(directory: Path, data: bytes) -> None:
    (directory / "part-00000.json").write_bytes(data)

    assert read_records(directory)[1] == [0]


def test_other_names_are_no_records(directory: Path) -> None:
    for name in ("part-0.json", "part-000001.json", "part-00002.entities.json", "part-x.json"):
        (directory / name).write_text("{}", encoding="utf-8")

    records, damaged = read_records(directory)

    assert (list(records), damaged) == ([0, 1], [])


def test_a_run_is_finished_when_all_its_shards_are_there(directory: Path) -> None:
    records, _ = read_records(directory)
    assert not is_finished(directory, records)

    write_finished(directory, Totals.of(records.values()))

    assert is_finished(directory, records)
    assert not is_finished(directory, {0: records[0]})
    assert not is_finished(directory, {0: records[0], 2: records[1]})
    assert not is_finished(directory, {0: records[0], 1: replace(records[1], entities={})})
