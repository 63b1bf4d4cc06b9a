"""What a run is not begun or not gone on with: one sentence says what is in the way, and nothing is changed."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


def sentence(ended: Any) -> str:
    """Return the one sentence with which a command was refused."""
    assert ended.status == 2, ended.said
    (line,) = ended.said.splitlines()
    return str(line).removeprefix("error: ")


@pytest.fixture
def out(extract: Callable[..., Any], tmp_path: Path, content: Callable[[Path], dict[str, bytes]]) -> Iterator[Path]:
    """The directory of a finished run, which must stay as it is."""
    assert extract().status == 0
    before = content(tmp_path / "out")
    yield tmp_path / "out"
    assert content(tmp_path / "out") == before


def test_articles_that_are_all_in_the_output_directory(extract: Callable[..., Any], out: Path) -> None:
    pattern = out.parent / "ou*" / "part-*.jsonl"

    assert sentence(extract(paths=(pattern,))) == (f"{out}: all articles that were found are in it; give another --out")


class TestAnotherRunInTheSameDirectory:
    @pytest.mark.parametrize(
        ("words", "difference"),
        [
            (("--shard-size", 11), "shard_size 10, not 11"),
            (("--values",), "values False, not True"),
            (("--links",), "links False, not True"),
            (("--max-characters", 9, "--values"), "max_characters 5000000, not 9, values False, not True"),
        ],
    )
    def test_has_other_settings(
        self, extract: Callable[..., Any], out: Path, words: tuple[object, ...], difference: str
    ) -> None:
        assert sentence(extract(*words)) == (
            f"{out}: the run in it has {difference}; give another --out, or --overwrite to begin anew"
        )

    @pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "solieu.json"])
    def test_has_another_model(
        self, extract: Callable[..., Any], out: Path, tiny_checkpoint: Path, tmp_path: Path, file: str
    ) -> None:
        other = shutil.copytree(tiny_checkpoint, tmp_path / "other")
        data = bytearray((other / file).read_bytes())
        data[-2] ^= 1 if file == "model.safetensors" else 0
        (other / file).write_bytes(data if file == "model.safetensors" else data + b" \n")

        assert sentence(extract(model=other)) == (
            f"{out}: the run in it has another model (its {file} differs from that in {other}); give another --out, "
            "or --overwrite to begin anew"
        )

    def test_may_find_the_same_model_elsewhere(
        self, extract: Callable[..., Any], out: Path, tiny_checkpoint: Path, tmp_path: Path
    ) -> None:
        other = shutil.copytree(tiny_checkpoint, tmp_path / "other")
        (other / "metrics.jsonl").write_text("{}\n", encoding="utf-8")  # a record of the training

        assert extract(model=other).status == 0
        assert out.is_dir()

    def test_has_other_inputs(
        self, extract: Callable[..., Any], tmp_path: Path, write_articles: Callable[..., Path]
    ) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        files = [write_articles(folder / f"{name}.jsonl", 2, first) for first, name in ((0, "b"), (2, "c"))]
        assert extract(paths=(folder,)).status == 0
        original = files[0].read_bytes()

        def differs() -> str:
            said = sentence(extract(paths=(folder,)))
            assert said.endswith("); give another --out, or --overwrite to begin anew")
            return said.partition("other inputs (")[2].partition(")")[0]

        files[0].write_bytes(original.replace(b"a1", b"a9"))
        assert differs() == f"{folder}/b.jsonl is not what it was"
        files[0].write_bytes(original)
        write_articles(folder / "d.jsonl", 1, 10)
        assert differs() == f"{folder}/d.jsonl is new"
        (folder / "d.jsonl").rename(folder / "a.jsonl")
        assert differs() == f"there is {folder}/a.jsonl where {folder}/b.jsonl was"
        (folder / "a.jsonl").unlink()
        files[1].unlink()
        assert differs() == f"{folder}/c.jsonl is no longer among them"

    def test_has_other_packages(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        assert extract().status == 0
        manifest = tmp_path / "out" / "manifest.json"
        begun = json.loads(manifest.read_bytes())
        now = begun["packages"]["torch"]
        begun["packages"]["torch"] = "2.0.0"
        manifest.write_text(json.dumps(begun), encoding="utf-8")

        assert f"the run in it has torch '2.0.0', not '{now}'; give" in sentence(extract())

    def test_keeps_the_size_of_batches(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        assert extract().status == 0
        manifest = tmp_path / "out" / "manifest.json"
        begun = json.loads(manifest.read_bytes()) | {"batch_subwords": 64}
        manifest.write_text(json.dumps(begun), encoding="utf-8")
        (tmp_path / "out" / "part-00001.jsonl").unlink()

        assert extract().status == 0
        assert json.loads(manifest.read_bytes()) == begun

    def test_cannot_be_told_where_the_manifest_is_damaged(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        assert extract().status == 0

        for data in ("", "{", "[]", '{"format": 1}', "null", '{"format": 1, "model": 1}', "[" * 9999):
            (tmp_path / "out" / "manifest.json").write_text(data, encoding="utf-8")
            assert "manifest.json: is damaged (" in sentence(extract())
        (tmp_path / "out" / "manifest.json").write_text("{}", encoding="utf-8")
        assert "manifest.json: is damaged (it has no 'format'); " in sentence(extract())

    def test_cannot_be_told_where_the_manifest_or_the_list_of_inputs_is_gone(
        self, extract: Callable[..., Any], tmp_path: Path
    ) -> None:
        assert extract().status == 0
        out = tmp_path / "out"

        (out / "inputs.jsonl").write_bytes(b"{}\n")
        assert "manifest.json: is damaged (inputs.jsonl is not the list" in sentence(extract())
        (out / "inputs.jsonl").unlink()
        assert "manifest.json: is damaged (inputs.jsonl is gone); " in sentence(extract())
        (out / "manifest.json").unlink()
        assert sentence(extract()) == (
            f"{out}: holds part-00000.json, but no manifest.json; give --overwrite to begin anew"
        )

    def test_takes_its_place_if_that_is_asked_for(
        self,
        extract: Callable[..., Any],
        tmp_path: Path,
        content: Callable[[Path], dict[str, bytes]],
    ) -> None:
        assert extract().status == 0
        before = content(tmp_path / "out")
        assert extract("--shard-size", 4, "--values").status == 2

        assert extract("--shard-size", 4, "--values", "--overwrite").status == 0
        assert len(list((tmp_path / "out").glob("part-*.jsonl"))) == 8
        assert extract("--overwrite").status == 0
        assert content(tmp_path / "out") == before


class TestADirectory:
    def test_that_holds_something_else_is_refused_and_stays(
        self, extract: Callable[..., Any], tmp_path: Path, content: Callable[[Path], dict[str, bytes]]
    ) -> None:
        out = tmp_path / "out"
        out.mkdir()
        for name in ("manifest.json", "part-00000.jsonl", "inputs.jsonl"):
            (out / name).write_text("mine", encoding="utf-8")
        before = content(out)

        for words in ((), ("--overwrite",)):
            assert sentence(extract(*words)) == (
                f"{out}: holds inputs.jsonl, but no run of `solieu extract`; give an empty directory"
            )
        assert content(out) == before

    def test_is_one_that_is_there_or_whose_name_ends_as_one_s_does_or_that_gets_shards(
        self, warm: Any, tiny_checkpoint: Path, articles: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "there").mkdir()

        for words in ((tmp_path / "there",), (f"{tmp_path}/new/folder/",), (tmp_path / "shards", "--shard-size", 20)):
            assert warm.run("extract", tiny_checkpoint, articles, "--out", *words).status == 0
            assert (Path(words[0]) / "part-00000.jsonl").is_file()

    def test_may_get_files_of_others_which_stay(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        assert extract().status == 0
        note = tmp_path / "out" / "note.txt"
        note.write_text("mine", encoding="utf-8")

        assert extract("--overwrite", "--values").status == 0
        assert note.read_text(encoding="utf-8") == "mine"

    def test_is_one_process_s_own(
        self,
        warm: Any,
        extract: Callable[..., Any],
        tiny_checkpoint: Path,
        tmp_path: Path,
        write_articles: Callable[..., Path],
        until: Callable[..., None],
    ) -> None:
        out = tmp_path / "out"
        many = write_articles(tmp_path / "many.jsonl", 20_000)
        pid = warm.start("extract", tiny_checkpoint, many, "--out", f"{out}/")
        until((out / "manifest.json").exists)

        refused = [extract(*words) for words in ((), ("--overwrite",))]
        os.kill(pid, 9)
        warm.wait(pid)

        for ended in refused:
            assert sentence(ended) == (
                f"{out}: another process works in it; wait until that has ended, or give another --out"
            )
        # The lock of a process that was killed does not stay.
        assert extract("--overwrite").status == 0

    def test_must_not_be_among_the_articles_nor_the_articles_in_it(
        self, extract: Callable[..., Any], tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        assert sentence(extract(paths=(tmp_path,))) == (
            f"{out}: is among the articles, which are read from {tmp_path}; give another --out"
        )
        assert extract().status == 0
        assert "is among the articles" in sentence(extract(paths=(out / "part-00000.jsonl",)))

    def test_below_a_pattern_is_none_of_the_articles(self, warm: Any, tiny_checkpoint: Path, articles: Path) -> None:
        words = ("extract", tiny_checkpoint, f"{articles.parent}/**/*.jsonl", "--out", f"{articles.parent / 'out'}/")
        first, again = (warm.run(*words) for _ in range(2))

        assert (first.status, again.status) == (0, 0)
        assert "30 articles in 1 shard; finished before" in again.said

    def test_is_not_called_like_a_file(self, warm: Any, tiny_checkpoint: Path, articles: Path, tmp_path: Path) -> None:
        ended = warm.run("extract", tiny_checkpoint, articles, "--out", tmp_path / "a.csv", "--shard-size", 5)

        assert "a.csv: is called like a file" in sentence(ended)

    @pytest.mark.parametrize("name", ["a.jsonl", "a.xls", "a.csv"])
    def test_is_not_called_like_a_file_unless_it_has_a_slash(
        self, warm: Any, tiny_checkpoint: Path, articles: Path, tmp_path: Path, name: str
    ) -> None:
        out = tmp_path / name
        words = ("extract", tiny_checkpoint, articles, "--shard-size", 20, "--format", "jsonl", "--out")

        assert sentence(warm.run(*words, out)) == (
            f"{out}: is called like a file; results in shards need a directory: --out {out}/"
        )
        assert not out.exists()
        assert [warm.run(*words, again).status for again in (f"{out}/", out)] == [0, 0]

    def test_cannot_be_a_link_to_itself(self, warm: Any, tiny_checkpoint: Path, articles: Path, tmp_path: Path) -> None:
        loop = tmp_path / "loop"
        loop.symlink_to(loop)

        assert "loop: cannot be the output directory (" in sentence(
            warm.run("extract", tiny_checkpoint, articles, "--out", f"{loop}/")
        )
        assert "loop/a.txt: cannot be read (Too many levels of symbolic links); give files" in sentence(
            warm.run("extract", tiny_checkpoint, loop / "a.txt", "--out", f"{tmp_path / 'out'}/")
        )

    def test_cannot_be_below_a_file(self, warm: Any, tiny_checkpoint: Path, articles: Path, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.touch()

        ended = warm.run("extract", tiny_checkpoint, articles, "--out", f"{file}/out/")

        assert sentence(ended) == f"{file}/out: cannot be the output directory (Not a directory); give another"

    def test_is_not_made_for_a_model_or_articles_that_are_not_there(
        self, extract: Callable[..., Any], tmp_path: Path
    ) -> None:
        assert "there is no such directory" in sentence(extract(model=tmp_path / "none"))
        assert sentence(extract(paths=(tmp_path / "none.jsonl",))) == f"{tmp_path}/none.jsonl: there is no such file"
        assert not (tmp_path / "out").exists()

    def test_begins_nothing_with_a_model_that_is_damaged(
        self, extract: Callable[..., Any], tmp_path: Path, tiny_checkpoint: Path
    ) -> None:
        damaged = shutil.copytree(tiny_checkpoint, tmp_path / "damaged")
        (damaged / "model.safetensors").write_bytes(b"no weights")

        assert "the checkpoint is damaged" in sentence(extract(model=damaged))
        assert extract().status == 0
        assert "the checkpoint is damaged" in sentence(extract("--overwrite", model=damaged))
        assert len(list((tmp_path / "out").glob("part-*.jsonl"))) == 3


class TestWhatCanBeReadOnlyOnce:
    def test_is_standard_input(self, extract: Callable[..., Any], articles: Path) -> None:
        assert sentence(extract(paths=(Path("-"), articles))) == (
            "standard input: cannot be read again by a run that goes on; give a file or a directory"
        )

    def test_is_a_pipe(self, extract: Callable[..., Any], tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.jsonl")

        assert "pipe.jsonl: cannot be read again" in sentence(extract(paths=(tmp_path / "pipe.jsonl",)))


class TestOptionsOfDirectories:
    @pytest.mark.parametrize("words", [("--quiet",), ("--log-json",), ("--overwrite",), ("--max-characters", 9)])
    def test_mean_nothing_for_a_file(
        self, warm: Any, tiny_checkpoint: Path, articles: Path, tmp_path: Path, words: tuple[object, ...]
    ) -> None:
        ended = warm.run("extract", tiny_checkpoint, articles, "--out", tmp_path / "a.jsonl", *words)

        assert (
            sentence(ended)
            == f"{words[0]} is for results in shards; give --out DIRECTORY/, for tables with --shard-size"
        )

    def test_need_an_output(self, warm: Any, tiny_checkpoint: Path, articles: Path) -> None:
        ended = warm.run("extract", tiny_checkpoint, articles, "--shard-size", 5)

        assert (
            sentence(ended)
            == "--shard-size is for results in shards; give --out DIRECTORY/, for tables with --shard-size"
        )
