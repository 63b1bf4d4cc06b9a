"""Shards as tasks: what each reads is its part of what one process reads."""

import subprocess
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation.errors import SolieuError
from solieu.articles import Columns, read_articles
from solieu.articles.places import Place, find_places, read_articles_from
from solieu.batch.inputs import Inputs
from solieu.batch.manifest import Settings
from solieu.batch.ray_batch import RayBatch
from solieu.batch.ray_cluster import Cluster
from solieu.batch.reporters import Reporter
from solieu.batch.store import LocalStore
from solieu.cli import app

LINES = st.sampled_from(["", "  ", "[]", "{", '{"text": "Huế"}', '{"id": "x", "text": "Vinh"}', '{"text": "dài"}' * 9])


class TestAPlan:
    @given(
        files=st.lists(st.lists(LINES, max_size=8), min_size=1, max_size=4),
        end=st.sampled_from(["\n", "\r\n"]),
        size=st.integers(1, 5),
    )
    def test_divides_any_inputs_as_one_process_does(self, files: list[list[str]], end: str, size: int) -> None:
        with TemporaryDirectory() as name:
            paths = [str(Path(name) / "none.txt"), str(Path(name) / "empty")]
            Path(paths[1]).mkdir()
            for number, lines in enumerate(files):
                paths.append(str(Path(name) / f"{number}.jsonl"))
                Path(paths[-1]).write_bytes(end.join(lines).encode())
            inputs = Inputs(paths, f"{name}/out")
            list(inputs.hashes(lambda _: None))
            batch = RayBatch("", LocalStore(Path(name)), Settings(size, 8), Reporter(), Cluster(1, 0, 1, True))
            expected = [list(entries) for _, entries in batch.shards(inputs)]

            tasks, shards = batch.plan(inputs)
            read = [list(task.read_entries(inputs.files, inputs.errors, 8, Columns())) for task in tasks]

            assert shards == len(expected)
            assert list(map(_facts, chain(*read))) == list(map(_facts, chain(*expected)))
            assert [len(entries) for entries in read] == [len(entries) for entries in expected]


def _facts(entry: object) -> str:
    """What an entry is: errors are equal if they say the same."""
    return repr(entry)


class TestAPlaceInAFile:
    def test_is_where_its_line_begins(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(b'\n{"text": "a"}\n\n \n{"text": "b"}\n{"text": "c"}')

        assert find_places(str(path), [0, 1, 2]) == [Place(0, 1, 1), Place(1, 4, 18), Place(2, 5, 32)]

    def test_of_a_text_file_is_its_beginning(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Huế", encoding="utf-8")

        (place,) = find_places(str(path), [0])

        assert list(read_articles_from(str(path), place, None, Columns())) == list(read_articles([str(path)]))

    def test_is_not_in_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match="cannot be read"):
            find_places(str(tmp_path / "none.jsonl"), [0, 3])


class TestWhoeverHasNoRay:
    def test_is_told_how_to_install_it(self, tmp_path: Path) -> None:
        code = (
            "import sys; sys.modules['ray'] = None; "
            "from solieu.cli import main; "
            f"sys.argv = ['solieu', 'extract', 'm', 'a.txt', '--out', '{tmp_path}/out/', '--engine', 'ray']; main()"
        )

        finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

        assert finished.returncode == 2
        assert " ".join(finished.stderr.split()) == (
            "error: --engine ray needs Ray Data, which is not installed; run: pip install 'solieu[ray]'"
        )


class TestOptionsForWorkers:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--workers", "2"], "--workers is for workers on a Ray cluster; give --engine ray as well"),
            (["--ray-address", "a:1"], "--ray-address is for workers on a Ray cluster; give --engine ray as well"),
            (
                ["--engine", "ray"],
                "--engine is for results in shards; give --out DIRECTORY/, for tables with --shard-size",
            ),
        ],
    )
    def test_are_refused_where_there_are_none(self, words: list[str], message: str) -> None:
        with pytest.raises(SolieuError, match=message.replace(".", r"\.")):
            app(["extract", "model", "a.txt", *words], standalone_mode=False)
