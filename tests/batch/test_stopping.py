"""SIGTERM and Ctrl-C: the shard at hand is finished, and the same command goes on."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def many(tmp_path: Path, write_articles: Callable[..., Path]) -> Path:
    """600 short articles."""
    return write_articles(tmp_path / "many.jsonl", 600)


@pytest.mark.slow
class TestASignal:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_lets_the_shard_at_hand_be_finished_and_the_same_command_goes_on(
        self,
        warm: Any,
        tiny_checkpoint: Path,
        many: Path,
        tmp_path: Path,
        until: Callable[..., None],
        content: Callable[[Path], dict[str, bytes]],
        number: signal.Signals,
    ) -> None:
        out = tmp_path / "out"
        words = ("extract", tiny_checkpoint, many, "--shard-size", 100)
        pid = warm.start(*words, "--out", f"{out}/")
        until(lambda: (out / "part-00000.json").exists() and list(out.glob(".solieu-*.tmp")))

        os.kill(pid, number)
        ended = warm.wait(pid)

        assert ended.status == 128 + number
        assert "stopping after the shard at hand; once more stops at once\n" in ended.said
        assert ended.said.endswith("stopped; the same command goes on\n")
        parts = {path.stem for path in out.glob("part-*.jsonl")}
        assert {path.stem for path in out.glob("part-*.json")} == parts
        assert 2 <= len(parts) < 6
        assert not list(out.glob(".solieu-*.tmp"))
        ended = warm.run(*words, "--out", f"{out}/")
        assert (ended.status, ended.said.splitlines()[0]) == (0, f"{out}: {len(parts)}00 articles are done; going on")
        assert warm.run(*words, "--out", f"{tmp_path / 'undisturbed'}/").status == 0
        assert content(out) == content(tmp_path / "undisturbed")

    def test_that_comes_twice_stops_at_once_and_leaves_nothing_half_written(
        self, warm: Any, tiny_checkpoint: Path, many: Path, tmp_path: Path, until: Callable[..., None]
    ) -> None:
        out = tmp_path / "out"
        pid = warm.start("extract", tiny_checkpoint, many, "--out", f"{out}/")
        until(lambda: (out / "manifest.json").exists() and list(out.glob(".solieu-*.tmp")))

        os.kill(pid, signal.SIGINT)
        until(lambda: "stopping" in warm.said(pid))
        os.kill(pid, signal.SIGINT)
        ended = warm.wait(pid)

        assert ended.status == 130
        assert ended.said.endswith("stopped; the same command goes on\n")
        assert "Traceback" not in ended.said
        assert {path.name for path in out.iterdir()} == {".solieu-lock", "inputs.jsonl", "manifest.json"}

    def test_stops_at_once_where_no_shard_is_at_hand(
        self, warm: Any, tiny_checkpoint: Path, tmp_path: Path, until: Callable[..., None]
    ) -> None:
        out = tmp_path / "out"
        large = tmp_path / "large.jsonl"
        with large.open("wb") as stream:
            stream.truncate(4 << 30)  # it takes seconds to hash so much
        pid = warm.start("extract", tiny_checkpoint, large, "--out", f"{out}/")
        until(lambda: list(out.glob(".solieu-*.tmp")))

        os.kill(pid, signal.SIGTERM)
        ended = warm.wait(pid)

        assert (ended.status, "stopping" in ended.said) == (143, False)
        assert {path.name for path in out.iterdir()} == {".solieu-lock"}
