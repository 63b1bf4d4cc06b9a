"""Tables in shards: a file for each table and shard, which together are the tables of all articles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

TABLES = ("entities", "figures", "people")


class TestTablesInShards:
    @pytest.mark.slow
    def test_are_together_the_tables_of_all_results(
        self, warm: Any, extract: Callable[..., Any], tiny_checkpoint: Path, articles: Path, tmp_path: Path
    ) -> None:
        whole = tmp_path / "whole"
        results = tmp_path / "results"
        whole.mkdir()

        assert extract("--format", "parquet").status == 0
        assert warm.run("extract", tiny_checkpoint, articles, "--shard-size", 10, "--out", results).status == 0
        parts = sorted(results.glob("part-*.jsonl"))
        assert warm.run("tables", *parts, "--format", "parquet", "--out", whole).status == 0

        for table in TABLES:
            parts = sorted((tmp_path / "out" / table).iterdir())
            assert [part.name for part in parts] == [f"part-0000{number}.parquet" for number in range(3)]
            rows = [_without_score(row) for part in parts for row in pq.read_table(part).to_pylist()]
            assert rows == [_without_score(row) for row in pq.read_table(whole / f"{table}.parquet").to_pylist()]
        assert len(pq.read_table(tmp_path / "out" / "entities" / "part-00000.parquet")) > 0

    @pytest.mark.parametrize("format_", ["parquet", "csv"])
    def test_are_made_again_to_the_byte(
        self, extract: Callable[..., Any], tmp_path: Path, content: Callable[[Path], dict[str, bytes]], format_: str
    ) -> None:
        assert extract("--format", format_).status == 0
        before = content(tmp_path / "out")
        (tmp_path / "out" / "figures" / f"part-00001.{format_}").write_bytes(b"half")
        (tmp_path / "out" / "part-00002.json").unlink()

        ended = extract("--format", format_)

        assert (ended.status, "done again, as they are damaged: part-00001\n" in ended.said) == (0, True)
        assert content(tmp_path / "out") == before

    def test_are_another_run_than_json_lines(self, extract: Callable[..., Any]) -> None:
        assert extract("--format", "csv").status == 0

        assert "the run in it has format 'csv', not 'jsonl'; give" in extract().said

    def test_are_none_of_a_workbook(self, extract: Callable[..., Any]) -> None:
        ended = extract("--format", "xlsx")

        assert (ended.status, ended.said) == (
            2,
            "error: --format xlsx makes one file; results in shards are jsonl, csv, parquet\n",
        )


def _without_score(row: dict[str, Any]) -> dict[str, Any]:
    """JSON Lines hold four digits of a score."""
    return {name: value for name, value in row.items() if name != "score"}
