"""Runs that are killed: at random moments, and before each thing that they do in their directory."""

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

ARTICLES = 240
KILLS = 20


@pytest.mark.slow
class TestARunThatIsKilled:
    def test_goes_on_from_any_moment_and_ends_as_if_it_had_not_been(
        self,
        warm: Any,
        tiny_checkpoint: Path,
        tmp_path: Path,
        write_articles: Callable[..., Path],
        content: Callable[[Path], dict[str, bytes]],
        ids: Callable[[Path], list[str]],
    ) -> None:
        articles = write_articles(tmp_path / "articles.jsonl", ARTICLES)
        words = ("extract", tiny_checkpoint, articles, "--shard-size", 8, "--values", "--links", "--out")
        began = time.monotonic()
        assert warm.run(*words, f"{tmp_path / 'undisturbed'}/").status == 0
        duration = time.monotonic() - began
        expected = content(tmp_path / "undisturbed")
        assert ids(tmp_path / "undisturbed") == [f"a{number}" for number in range(ARTICLES)]
        moments = random.Random(1)
        out = tmp_path / "out-0"
        killed = 0

        while killed < KILLS:
            pid = warm.start(*words, f"{out}/")
            # Long enough to begin, short enough to kill a run of so many shards often before it is finished.
            time.sleep(moments.uniform(0, duration / 4))
            os.kill(pid, signal.SIGKILL)
            status = warm.wait(pid).status
            assert status in (0, -signal.SIGKILL)
            if status == 0:
                assert content(out) == expected
                out = tmp_path / f"out-{killed}"
            else:
                killed += 1

        assert warm.run(*words, f"{out}/").status == 0
        assert content(out) == expected

    def test_goes_on_from_before_and_after_each_file_that_it_writes(
        self,
        warm: Any,
        tiny_checkpoint: Path,
        tmp_path: Path,
        write_articles: Callable[..., Path],
        content: Callable[[Path], dict[str, bytes]],
    ) -> None:
        articles = write_articles(tmp_path / "articles.jsonl", 8)
        articles.write_bytes(articles.read_bytes() + b"[]\n")
        words = ("extract", tiny_checkpoint, articles, "--shard-size", 5, "--out")
        assert warm.run(*words, f"{tmp_path / 'undisturbed'}/").status == 1
        expected = content(tmp_path / "undisturbed")

        for step in count(1):
            out = tmp_path / f"killed-{step}"
            killed = warm.run(*words, f"{out}/", kill_at=step, directory=str(out))
            if killed.status == 1:
                break
            assert killed.status == -signal.SIGKILL
            assert warm.run(*words, f"{out}/").status == 1
            assert content(out) == expected, f"killed before step {step}"

        assert step > 20  # two shards, of which one has errors
