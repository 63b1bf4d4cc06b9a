"""Compressed files: read as they are decompressed."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from solieu.annotation import Document, SolieuError
from solieu.articles import read_articles

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[..., str]


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


COMPRESS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstd}


@pytest.fixture(params=COMPRESS)
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_format_that_is_read_from_its_beginning_may_be_compressed(suffix: str, written: Written) -> None:
    compress = COMPRESS[suffix]
    page = "<html><body><article><p>Công an tỉnh Nghệ An bắt giữ 5 đối tượng.</p></article></body></html>"
    contents = {
        "a.txt": "Huế\n",
        "a.JSONL": '{"text": "Huế"}',
        "a.csv": "text\nHuế",
        "a.tsv": "text\nHuế",
        "a.htm": page,
    }

    for name, content in contents.items():
        path = written(f"{name}.{suffix}", compress(content.encode()))
        (article,) = read_articles([path])
        assert isinstance(article, Document)
        assert article.id in (path, "a-1", "a-2")


def test_parts_that_were_compressed_one_after_the_other_are_all_read(suffix: str, written: Written) -> None:
    part = COMPRESS[suffix](b'{"text": "Vinh"}\n')

    assert len(list(read_articles([written(f"a.jsonl.{suffix}", part * 3)]))) == 3


def test_what_is_cut_off_is_an_error_after_the_articles_before(suffix: str, written: Written) -> None:
    lines = b"".join(b'{"text": "Vinh %d"}\n' % (number * number) for number in range(20_000))
    data = COMPRESS[suffix](lines)

    *articles, error = read_articles([written(f"a.jsonl.{suffix}", data[: len(data) // 2])])

    assert len(articles) > 1000
    assert all(isinstance(article, Document) for article in articles)
    assert isinstance(error, SolieuError)
    assert "cannot be read" in str(error)


def test_what_is_not_compressed_is_an_error(suffix: str, written: Written, only_error: OnlyError) -> None:
    assert only_error(written(f"a.jsonl.{suffix}", b'{"text": "Vinh"}')).startswith("cannot be read (")
    assert only_error(written(f"b.jsonl.{suffix}", b"")) == "is empty; give a file with one article a line"


def test_what_decompresses_to_more_than_an_article_is_never_held_in_memory(suffix: str, tmp_path: Path) -> None:
    bomb = COMPRESS[suffix](b"a" * 100_000_000)
    for name, head in (("a.txt", b"a"), ("b.jsonl", b'{"text": "'), ("c.csv", b"text\n"), ("d.html", b"<p>")):
        (tmp_path / f"{name}.{suffix}").write_bytes(COMPRESS[suffix](head) + bomb)
    script = (
        "import resource, sys, trafilatura; from solieu.articles import find_files, read_articles\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for error in read_articles(find_files(sys.argv[1:])[0], 100_000): print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000)"
    )

    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)

    *errors, is_small = done.stdout.splitlines()
    assert len(errors) == 4
    assert all("is too l" in error for error in errors)
    assert is_small == "True"


def test_what_is_not_compressed_or_not_to_its_end_is_no_question_of_its_path(
    suffix: str, written: Written, only_error: OnlyError
) -> None:
    compressed = COMPRESS[suffix]("Huế".encode())

    for data in ("Huế".encode(), b"no compression at all", compressed + b"and more"):
        said = only_error(written(f"a.txt.{suffix}", data))
        assert said.startswith("cannot be read (")
        assert said.endswith("); it is damaged, or is not what its name says")
