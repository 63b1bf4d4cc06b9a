"""Disks that are full, and files of a run that are no longer what was written."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a file system, and not everywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


class TestAFullDisk:
    def test_ends_the_run_and_the_same_command_goes_on_when_there_is_room(
        self,
        warm: Any,
        tiny_checkpoint: Path,
        articles: Path,
        small_disk: Path,
        tmp_path: Path,
        content: Callable[[Path], dict[str, bytes]],
    ) -> None:
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * 44_000)
        out = small_disk / "out"
        words = ("extract", tiny_checkpoint, articles, "--shard-size", 10)

        ended = warm.run(*words, "--out", f"{out}/")

        assert ended.status == 2
        (line,) = ended.said.splitlines()
        assert "cannot be written (No space left on device); make room on the disk and try again; " in line
        finished = len(list(out.glob("part-*.json")))
        stays = "1 finished shard stays" if finished == 1 else f"{finished} finished shards stay"
        assert line.endswith(f"{stays}, and the same command goes on")
        assert not list(out.glob(".solieu-*.tmp"))
        ballast.unlink()
        assert warm.run(*words, "--out", f"{out}/").status == 0
        assert warm.run(*words, "--out", f"{tmp_path / 'undisturbed'}/").status == 0
        assert content(out) == content(tmp_path / "undisturbed")

    def test_is_told_from_a_file_that_may_not_be_so_large(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        ended = extract("--shard-size", 30, file_size=2000)

        assert ended.status == 2
        (line,) = ended.said.splitlines()
        assert line == (
            f"error: {tmp_path}/out/part-00000.jsonl: cannot be written (File too large); make room on the disk and "
            "try again; 0 finished shards stay, and the same command goes on"
        )
        assert extract("--shard-size", 30).status == 0


class TestAFinishedRun:
    def test_does_nothing_more_and_says_so(
        self, extract: Callable[..., Any], tmp_path: Path, content: Callable[[Path], dict[str, bytes]]
    ) -> None:
        assert extract().status == 0
        before = content(tmp_path / "out")
        times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}

        ended = extract()

        assert ended.status == 0
        assert ended.said.splitlines()[0] == f"{tmp_path / 'out'}: 30 articles in 3 shards; finished before"
        assert content(tmp_path / "out") == before
        assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == times

    def test_ends_with_status_1_again_if_it_had_errors(self, extract: Callable[..., Any], articles: Path) -> None:
        articles.write_bytes(articles.read_bytes() + b"[]\n")

        assert [extract().status, extract().status] == [1, 1]

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("part-00001.jsonl", lambda data: data.replace(b"a11", b"a99")),
            ("part-00001.jsonl", lambda data: data[:-1]),
            ("part-00001.json", lambda _: b"{}"),
            ("part-00001.jsonl", None),
            ("part-00001.json", None),
            ("errors-00003.jsonl", None),
            ("finished.json", None),
            ("finished.json", lambda _: b"["),
        ],
    )
    def test_does_again_what_is_no_longer_what_was_written(
        self,
        extract: Callable[..., Any],
        articles: Path,
        tmp_path: Path,
        content: Callable[[Path], dict[str, bytes]],
        name: str,
        change: Callable[[bytes], bytes] | None,
    ) -> None:
        articles.write_bytes(articles.read_bytes() + b"[]\n")
        assert extract().status == 1
        before = content(tmp_path / "out")
        path = tmp_path / "out" / name
        path.unlink() if change is None else path.write_bytes(change(before[name]))

        ended = extract()

        assert ended.status == 1
        assert content(tmp_path / "out") == before
        damaged = f"{tmp_path / 'out'}: done again, as they are damaged: {Path(name).stem.replace('errors', 'part')}\n"
        has_record = name != "finished.json" and (name, change) != ("part-00001.json", None)
        assert (damaged in ended.said) is has_record

    def test_removes_what_belongs_to_no_finished_shard(
        self, extract: Callable[..., Any], tmp_path: Path, content: Callable[[Path], dict[str, bytes]]
    ) -> None:
        assert extract().status == 0
        before = content(tmp_path / "out")
        (tmp_path / "out" / "finished.json").unlink()
        for name in ("part-00007.jsonl", "errors-00001.jsonl", ".solieu-0.tmp", "part-00002.parquet"):
            (tmp_path / "out" / name).write_text("half", encoding="utf-8")

        assert extract().status == 0
        assert content(tmp_path / "out") == before


class TestInputs:
    def test_that_change_while_the_run_goes_on_end_it(
        self,
        warm: Any,
        tiny_checkpoint: Path,
        tmp_path: Path,
        write_articles: Callable[..., Path],
        until: Callable[..., None],
    ) -> None:
        out = tmp_path / "out"
        many = write_articles(tmp_path / "many.jsonl", 600)
        pid = warm.start("extract", tiny_checkpoint, many, "--shard-size", 200, "--out", f"{out}/")
        until((out / "manifest.json").exists)
        with many.open("ab") as stream:
            stream.write(json.dumps({"text": "Huế"}).encode())

        ended = warm.wait(pid)

        assert ended.status == 2
        assert ended.said == (
            f"error: {many}: was changed while the run went on; put it back, or begin anew with --overwrite\n"
        )
        assert not (out / "finished.json").exists()
