"""What a run says, to people and to machines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def events_of(ended: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.said.splitlines()]


class TestTheSummary:
    def test_says_how_much_there_is_and_how_fast_it_went(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        said = extract().said.splitlines()

        totals = json.loads((tmp_path / "out" / "finished.json").read_bytes())
        assert totals["articles"] == 30
        entities = ", ".join(f"{label} {number}" for label, number in totals["entities"].items())
        assert said[0] == f"{tmp_path / 'out'}: 30 articles in 3 shards"
        assert said[1] == f"{sum(totals['entities'].values())} entities: {entities}"
        assert said[2].startswith("now 30 articles in ")
        assert said[2].endswith(" syllables/s")
        assert len(said) == 3

    def test_gives_the_first_reasons_of_errors(
        self, extract: Callable[..., Any], articles: Path, tmp_path: Path
    ) -> None:
        articles.write_bytes(b"[]\n" * 12 + articles.read_bytes())

        said = extract().said.splitlines()

        reasons = [
            f"  {articles}, line {number}: expected a JSON object with 'text', not a list" for number in (1, 2, 3)
        ]
        assert said[2:6] == [f"12 errors, in {tmp_path / 'out'}/errors-*.jsonl:", *reasons]

    def test_is_left_out_with_quiet_but_for_what_ends_the_run(
        self, extract: Callable[..., Any], articles: Path, tmp_path: Path
    ) -> None:
        articles.write_bytes(b"[]\n" + articles.read_bytes())

        assert (extract("--quiet").status, extract("--quiet").said) == (1, "")
        assert "other inputs" in extract("--quiet", paths=(articles, tmp_path / "none")).said


class TestEvents:
    def test_are_lines_of_json(self, extract: Callable[..., Any], articles: Path, tmp_path: Path) -> None:
        articles.write_bytes(articles.read_bytes() + b"[]\n")

        ended = extract("--log-json")

        events = events_of(ended)
        shards = ["shard"] * 3
        assert [event["event"] for event in events] == [
            *("inputs", "start", "extracting", *shards, "error", "shard", "end")
        ]
        assert events[0] | {"event": "inputs", "files": 1, "bytes": articles.stat().st_size} == events[0]
        assert [event["articles"] for event in events if event["event"] == "shard"] == [10, 10, 10, 0]
        error = json.loads((tmp_path / "out" / "errors-00003.jsonl").read_bytes())
        assert events[6] == {"event": "error", "shard": 3, **error}
        totals = json.loads((tmp_path / "out" / "finished.json").read_bytes())
        assert events[-1].items() >= {"how": "finished", "out": str(tmp_path / "out"), **totals}.items()

    def test_say_what_is_done_already(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        extract()

        assert [event["event"] for event in events_of(extract("--log-json"))] == ["inputs", "end"]
        (tmp_path / "out" / "part-00001.jsonl").unlink()
        events = events_of(extract("--log-json"))
        assert (events[1]["done"]["articles"], events[1]["damaged"]) == (20, [1])

    def test_say_why_a_run_is_refused(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        ended = extract("--log-json", paths=(tmp_path / "none.jsonl",))

        assert ended.status == 2
        assert events_of(ended) == [{"event": "failed", "error": f"{tmp_path / 'none.jsonl'}: there is no such file"}]
