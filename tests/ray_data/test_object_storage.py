"""Articles from object storage, and runs that are kept there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.articles import find_files, read_articles
from solieu.batch.reporters import Reporter


class TestArticlesInObjectStorage:
    def test_are_read_as_those_on_a_disk(self, storage: Any, articles: Path) -> None:
        storage.objects["a/news/articles.jsonl"] = articles.read_bytes()
        storage.objects["a/news/Huế 1 100%?.txt"] = "Đại tá Lâm Minh Hồng".encode()
        storage.objects["a/news/other.bin"] = b"x"

        files, errors = find_files(["s3://a/news/"])

        assert (files, errors) == (["s3://a/news/Huế 1 100%?.txt", "s3://a/news/articles.jsonl"], [])
        text, *lines = read_articles(files)
        assert (text.id, text.text) == ("s3://a/news/Huế 1 100%?.txt", "Đại tá Lâm Minh Hồng")
        assert list(map(repr, lines)) == [
            repr(line).replace(str(articles), "s3://a/news/articles.jsonl") for line in read_articles([str(articles)])
        ]

    def test_that_are_not_there_are_errors(self, storage: Any) -> None:
        storage.objects["a/b"] = b""

        (error,) = read_articles(["s3://a/none.jsonl"])

        assert str(error).startswith("s3://a/none.jsonl: cannot be read (")

    def test_need_a_kind_of_storage_that_is_known(self) -> None:
        (error,) = read_articles(["nowhere://a/none.jsonl"])

        assert str(error).startswith("nowhere://a/none.jsonl: cannot be read (Protocol not known: nowhere")

    def test_may_be_named_by_the_uri_of_a_file(self, articles: Path) -> None:
        assert list(map(repr, read_articles([articles.as_uri()]))) == [
            repr(line).replace(str(articles), articles.as_uri()) for line in read_articles([str(articles)])
        ]


class TestARunInObjectStorage:
    def test_holds_what_one_in_a_directory_holds_and_goes_on(
        self,
        storage: Any,
        extract: Callable[..., int],
        content: Callable[[Path], dict[str, bytes]],
        articles: Path,
        tmp_path: Path,
    ) -> None:
        assert extract([articles], tmp_path / "out") == 1
        expected = content(tmp_path / "out")

        assert extract([articles], "s3://runs/a/") == 1
        assert storage.below("runs/a/") == expected

        del storage.objects["runs/a/part-00003.jsonl"]
        storage.objects["runs/a/part-00005.jsonl"] += b" "
        storage.objects["runs/a/part-00099.jsonl"] = b""
        reporter = Reporter()
        assert extract([articles], "s3://runs/a", reporter=reporter) == 1
        assert storage.below("runs/a/") == expected
        assert reporter.pace.articles == 14

    def test_takes_no_place_where_there_is_something_else(
        self, storage: Any, extract: Callable[..., int], articles: Path
    ) -> None:
        storage.objects["other/letters/a.txt"] = b"x"

        with pytest.raises(SolieuError) as refused:
            extract([articles], "s3://other/letters")

        assert str(refused.value) == (
            "s3://other/letters: holds a.txt, but no run of `solieu extract`; give another --out"
        )

    def test_leaves_the_runs_below_it_as_they_are(
        self, storage: Any, extract: Callable[..., int], articles: Path
    ) -> None:
        storage.objects["all/run1/part-00000.jsonl"] = b"x"

        with pytest.raises(SolieuError, match=r"holds run1/part-00000\.jsonl, but no run"):
            extract([articles], "s3://all")

        del storage.objects["all/run1/part-00000.jsonl"]
        assert extract([articles], "s3://all") == 1
        storage.objects["all/run1/part-00000.jsonl"] = b"x"
        storage.objects["all/part-00099.jsonl"] = b"x"
        del storage.objects["all/part-00000.jsonl"]
        assert extract([articles], "s3://all") == 1
        assert "all/run1/part-00000.jsonl" in storage.objects
        assert "all/part-00099.jsonl" not in storage.objects

    def test_is_refused_among_its_own_articles(self, storage: Any, extract: Callable[..., int], articles: Path) -> None:
        storage.objects["news/in/articles.jsonl"] = articles.read_bytes()

        with pytest.raises(SolieuError) as refused:
            extract(["s3://news/in/"], "s3://news/in/out")

        assert "is among the articles, which are read from s3://news/in/" in str(refused.value)

    def test_counts_no_time_that_ends_with_an_error(
        self, storage: Any, extract: Callable[..., int], articles: Path
    ) -> None:
        class Failing(Reporter):
            def entry(self, *_: Any) -> None:
                raise SolieuError("as it is told to")

        for before in (None, b'{"shard": 0, "times": 2}'):
            if before is not None:
                storage.objects["counts/a/begun.json"] = before

            with pytest.raises(SolieuError, match="as it is told to"):
                extract([articles], "s3://counts/a", reporter=Failing())

            after = storage.objects.get("counts/a/begun.json", b"null")
            assert json.loads(after) == json.loads(before or b"null")

        assert extract([articles], "s3://counts/a") == 1
        assert "counts/a/begun.json" not in storage.objects

    def test_may_be_named_by_the_uri_of_a_directory(
        self, extract: Callable[..., int], articles: Path, tmp_path: Path
    ) -> None:
        extract([articles], (tmp_path / "a b").as_uri())

        assert len(list(read_jsonl(tmp_path / "a b" / "part-00000.jsonl"))) == 7
