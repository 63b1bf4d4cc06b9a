"""The files that paths name."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from solieu.articles import find_files, read_articles

Written = Callable[[str, str | bytes], str]


def refuse_reading(locked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody list a directory, not even who may do all."""
    scandir = os.scandir

    def listed(path: str) -> object:
        if str(path) == locked:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", listed)


class TestDirectories:
    def test_stand_for_the_articles_below_them_in_order(self, tmp_path: Path, written: Written) -> None:
        names = ("a.jsonl", "b.txt", "sub/c.NDJSON", "sub/d.csv.gz", "sub/e.HTM", "sub/f.parquet")
        for name in reversed((*names, "README.md", "e.txt.bak", "g.pdf.gz", "h.gz", "cache-1.arrow")):
            written(name, "x")
        (tmp_path / "folder.txt").mkdir()

        files, errors = find_files([str(tmp_path)])

        assert files == [str(tmp_path / name) for name in names]
        assert errors == []

    def test_that_are_links_are_followed_once(self, tmp_path: Path, written: Written) -> None:
        written("real/a.txt", "x")
        written("all/b.txt", "x")
        (tmp_path / "all" / "real").symlink_to(tmp_path / "real")
        (tmp_path / "real" / "back").symlink_to(tmp_path / "all")

        files, _ = find_files([str(tmp_path / "all")])

        assert files == [str(tmp_path / "all" / "b.txt"), str(tmp_path / "all" / "real" / "a.txt")]

    def test_below_which_one_cannot_be_read_give_the_others_and_an_error(
        self, tmp_path: Path, written: Written, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        readable = written("news/open/a.txt", "x")
        written("news/locked/b.txt", "x")
        locked = str(tmp_path / "news" / "locked")
        refuse_reading(locked, monkeypatch)

        for path in (str(tmp_path / "news"), f"{tmp_path}/news/**/*.txt", f"{tmp_path}/**/news/**/*.txt"):
            files, errors = find_files([path])

            assert files == [readable]
            assert [str(error) for error in errors] == [
                f"{locked}: cannot be read (Permission denied); give directories that you may read"
            ]
        assert [str(error).split(" (")[0] for error in find_files([locked])[1]] == [f"{locked}: cannot be read"]

    def test_whose_files_cannot_be_looked_at_leave_that_to_whoever_reads_them(
        self, tmp_path: Path, written: Written, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = written("a.txt", "x")

        def refuse(path: Path) -> bool:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

        monkeypatch.setattr(Path, "is_file", refuse)

        assert find_files([str(tmp_path)]) == ([file], [])

    def test_without_articles_are_errors_and_do_not_hide_the_others(self, tmp_path: Path) -> None:
        empty = tmp_path / "empty"
        empty.mkdir()

        files, errors = find_files([str(empty), "a.txt"])

        assert files == ["a.txt"]
        assert [str(error).partition(" (")[0] for error in errors] == [f"{empty}: the directory holds no articles"]


class TestPatterns:
    @pytest.fixture(autouse=True)
    def _files(self, written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("news/2024-02.jsonl.gz", "news/2024-01.jsonl.gz", "news/2023-12.jsonl.gz", "news/2024-03.md"):
            written(name, "x")
        written("news/old/2024-00.jsonl.gz", "x")
        monkeypatch.chdir(tmp_path)

    def test_stand_for_the_articles_that_they_match_in_order(self) -> None:
        assert find_files(["news/2024-*"]) == (["news/2024-01.jsonl.gz", "news/2024-02.jsonl.gz"], [])
        assert find_files(["news/202[34]-?[!1].jsonl.gz"])[0] == ["news/2023-12.jsonl.gz", "news/2024-02.jsonl.gz"]

    def test_match_at_any_depth_with_two_asterisks(self) -> None:
        files, _ = find_files(["**/2024-0[01].jsonl.gz"])

        assert files == ["news/2024-01.jsonl.gz", "news/old/2024-00.jsonl.gz"]

    def test_go_once_into_each_directory_also_where_links_lead_back(self, tmp_path: Path) -> None:
        (tmp_path / "news" / "again").symlink_to(tmp_path / "news")
        (tmp_path / "news" / "old" / "up").symlink_to(tmp_path)

        files, _ = find_files(["**/2024-0[01].jsonl.gz"])

        assert files == ["news/2024-01.jsonl.gz", "news/old/2024-00.jsonl.gz"]

    def test_may_have_two_asterisks_anywhere(self, tmp_path: Path, written: Written) -> None:
        written("news/.hidden/2024-04.jsonl.gz", "x")
        old = "news/old/2024-00.jsonl.gz"
        new = [f"news/{name}.jsonl.gz" for name in ("2023-12", "2024-01", "2024-02")]

        assert find_files(["news/**"])[0] == [*new, old]
        assert find_files(["n*/**/old/*"])[0] == [old]
        assert find_files(["news/**/**/2024-00*"])[0] == [old]
        assert find_files([f"{tmp_path}/**/old/**/*.gz"])[0] == [str(tmp_path / old)]
        assert find_files(["./**/2024-00*"])[0] == [f"./{old}"]

    def test_that_match_no_article_are_errors(self) -> None:
        files, errors = find_files(["news/2022-*.jsonl.gz", "news/*.md", "-"])

        assert files == ["-"]
        assert (
            str(errors[0]) == "news/2022-*.jsonl.gz: the pattern matches no file; give files, directories or patterns"
        )
        assert str(errors[1]).startswith("news/*.md: the pattern matches news/2024-03.md and no articles (.txt, ")

    def test_are_none_if_a_file_has_that_name(self, written: Written) -> None:
        written("tin [1].txt", "x")
        written("tin 1.txt", "x")

        assert find_files(["tin [1].txt"]) == (["tin [1].txt"], [])


def test_a_file_that_several_paths_name_is_read_once(tmp_path: Path, written: Written) -> None:
    file = written("a.txt", "x")

    assert find_files([str(tmp_path), file, file])[0] == [file]


def test_a_file_that_is_spelt_in_several_ways_is_read_once(
    tmp_path: Path, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("news/a.txt", "x")
    monkeypatch.chdir(tmp_path)

    assert find_files(["./news/a.txt", "news", "news//a.txt", str(tmp_path / "news" / "a.txt")])[0] == ["./news/a.txt"]
    assert find_files(["-", "./-"])[0] == ["-", "./-"]


def test_a_path_without_a_name_is_an_error() -> None:
    _, (error,) = find_files([""])

    assert str(error) == "an empty path is given; give files, directories or patterns"


def test_a_name_that_no_file_can_have_is_an_error() -> None:
    files, (error,) = find_files(["a" * 300])

    assert files == []
    assert str(error).endswith("cannot be read (File name too long); give files or directories")


def test_rows_of_files_of_one_name_are_called_after_the_paths(written: Written) -> None:
    files = [written(f"{year}/news.jsonl", '{"text": "Huế"}') for year in (2024, 2025)]

    assert [article.id for article in read_articles(files)] == [  # type: ignore[union-attr]
        file.removesuffix(".jsonl") + "-1" for file in files
    ]
    assert [article.id for article in read_articles(files[:1])] == ["news-1"]  # type: ignore[union-attr]


def test_what_is_kept_of_a_run_beside_its_results_is_left_out(tmp_path: Path, written: Written) -> None:
    part = written("run/part-00000.jsonl", "{}")
    records = [written(f"run/{name}", "{}") for name in ("inputs.jsonl", "errors-00000.jsonl")]
    written("run/manifest.json", '{"format": 1, "model": {}, "inputs": {}}')
    written("news/manifest.json", '{"crawler": "x"}')
    others = [written(f"news/{name}", "{}") for name in ("errors-00000.jsonl", "inputs.jsonl")]
    others.append(written("run/errors-2024.jsonl", "{}"))

    assert find_files([str(tmp_path)]) == (sorted([*others, part]), [])
    assert find_files([*records, part]) == ([part], [])
    assert find_files([f"file://{tmp_path}/run"])[0] == [f"file://{others[-1]}", f"file://{part}"]
    files, (missing, error) = find_files([*records, "none/*.txt"])
    assert files == []
    assert "the pattern matches no file" in str(missing)
    assert str(error) == f"{records[0]}: is a record of a run, without articles; give the part-*.jsonl beside it"


def test_shards_of_a_run_without_results_are_left_out_unless_there_is_nothing_else(
    tmp_path: Path, written: Written
) -> None:
    empty, full = (written(f"run/part-0000{number}.jsonl", "{}" * number) for number in (0, 1))
    other = written("news/part-00000.jsonl", "")
    written("run/manifest.json", '{"format": 1, "model": {}, "inputs": {}}')

    assert find_files([str(tmp_path)]) == ([other, full], [])
    assert find_files([empty, full]) == ([full], [])
    assert find_files([empty]) == ([empty], [])


def test_files_and_standard_input_keep_the_order_in_which_they_are_given() -> None:
    assert find_files(["b.txt", "-", "a.txt"]) == (["b.txt", "-", "a.txt"], [])


def test_files_whose_package_is_not_installed_are_one_error(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [written(name, "x") for name in ("a.txt", "b.html", "c.pdf", "d.htm")]
    monkeypatch.setattr(sys, "path", [])
    for module in ("trafilatura", "pypdf"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "meta_path", [])

    found, errors = find_files(files)

    assert found == files[:1]
    assert [str(error) for error in errors] == [
        f"{files[1]}: and 1 more are left out, because trafilatura is not installed: "
        "install it with `pip install 'solieu[pages]'`",
        f"{files[2]}: is left out, because pypdf is not installed: install it with `pip install 'solieu[pages]'`",
    ]
    assert "trafilatura is not installed" in str(next(read_articles(files[1:2])))
