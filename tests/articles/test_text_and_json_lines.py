"""Text files and JSON Lines: what is read from them exactly, and what cannot be read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from solieu.annotation import Document, SolieuError
from solieu.articles import Columns, read_articles

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[..., str]


class TestTextFiles:
    def test_are_one_article_each_exactly_as_they_are(self, written: Written) -> None:
        path = written("a.txt", "\ufeffHa\u0300 No\u0323\u0302i\r\n\n🚓 ")

        assert list(read_articles([path])) == [Document("Ha\u0300 No\u0323\u0302i\r\n\n🚓 ", id=path)]

    def test_that_are_missing_are_named(self, tmp_path: Path, only_error: OnlyError) -> None:
        for name in ("none.txt", "none"):
            message = only_error(str(tmp_path / name))
            assert message == "cannot be read (No such file or directory); give files, directories or patterns"

    def test_must_not_be_empty(self, written: Written, only_error: OnlyError) -> None:
        assert only_error(written("a.txt", "")) == "is empty; give a text"
        assert only_error(written("b.txt", " \n\u00a0")) == "is empty but for white space; give an article"

    def test_must_be_utf_8_and_are_told_apart_from_what_they_look_like(
        self, written: Written, only_error: OnlyError
    ) -> None:
        message = only_error(written("a.txt", "Hà Nội ngày 2 tháng 9".encode("utf-16")))

        assert message.startswith("is not UTF-8 (byte 0xFF at offset 0)")
        assert "UTF-16LE" in message

    def test_that_are_too_large_are_not_read(self, written: Written, only_error: OnlyError) -> None:
        path = written("a.txt", "Huế " * 10)

        assert only_error(path, 10) == "is too large; an article may have 40 bytes, so split it"
        assert isinstance(next(read_articles([path], 20)), Document)

    def test_of_another_suffix_are_refused_with_those_that_are_known(
        self, written: Written, only_error: OnlyError
    ) -> None:
        assert only_error(written("a.doc", "x")) == (
            "is no kind of file that articles are read from (.txt, .jsonl, .ndjson, .csv, .tsv, .parquet, .arrow, "
            ".html, .htm, .docx, .pdf; most of them also with .gz or .zst; or - for standard input)"
        )


class TestJsonLines:
    def test_hold_one_article_a_line_with_its_id_and_metadata(self, written: Written) -> None:
        path = written("a.jsonl", '{"text": "Huế"}\n\n{"id": "x", "text": "Vinh", "outlet": "báo"}\n')

        assert list(read_articles([path])) == [
            Document("Huế", id="a-1"),
            Document("Vinh", id="x", meta={"outlet": "báo"}),
        ]

    def test_give_an_error_in_the_place_of_each_line_that_is_no_article(self, written: Written) -> None:
        lines = [
            '{"text": "Huế"}',
            "[1]",
            "{",
            '{"id": 3}',
            '{"text": "Vinh", "spans": [{"start": 0, "end": 9, "label": "LOC"}]}',
        ]
        path = written("a.jsonl", "\n".join([*lines, '{"text": "Cà Mau"}']))

        found = list(read_articles([path]))

        assert [type(article) for article in found] == [Document, *[SolieuError] * 4, Document]
        messages = [str(error) for error in found if isinstance(error, SolieuError)]
        assert [message.partition(": ")[0] for message in messages] == [f"{path}, line {line}" for line in (2, 3, 4, 5)]
        assert "expected a JSON object with 'text', not a list" in messages[0]
        assert "is not JSON" in messages[1]
        assert "has no 'text'" in messages[2]
        assert "ends after the text" in messages[3]

    def test_have_an_error_in_the_place_of_a_line_that_is_too_long(self, written: Written) -> None:
        path = written("a.jsonl", '{"text": "a"}\n{"text": "' + "a" * 2_000_000 + '"}\n{"text": "b"}')

        first, error, last = read_articles([path], 10)

        assert (first, last) == (Document("a", id="a-1"), Document("b", id="a-3"))
        assert str(error) == f"{path}, line 2: is too long; an article's line may have 80 bytes, so split it"

    def test_may_have_the_text_and_the_id_in_other_fields(self, written: Written, only_error: OnlyError) -> None:
        columns = Columns("content", "url")
        path = written("a.jsonl", '{"id": 7, "content": "Huế", "url": "x", "meta": {"y": 1}}\n{"content": "Vinh"}')

        assert list(read_articles([path], columns=columns)) == [
            Document("Huế", id="x", meta={"y": 1, "id": 7}),
            Document("Vinh", id="a-2"),
        ]
        path = written("b.jsonl", '{"text": "Huế"}')
        assert only_error(path, None, columns) == "line 1: has no 'content', where the article's text should be"

    def test_must_hold_something(self, written: Written, only_error: OnlyError) -> None:
        assert only_error(written("a.jsonl", "\n\n")) == "is empty; give a file with one article a line"

    def test_that_are_missing_are_named(self, tmp_path: Path, only_error: OnlyError) -> None:
        assert "cannot be read (No such file or directory)" in only_error(str(tmp_path / "none.jsonl"))


def test_one_article_is_read_after_the_other(written: Written, tmp_path: Path) -> None:
    path = written("a.jsonl", "\n".join(json.dumps({"text": f"Huế {number}"}) for number in range(3)))
    articles = read_articles([path, str(tmp_path / "none.txt")])

    assert next(articles) == Document("Huế 0", id="a-1")
    assert isinstance(list(articles)[-1], SolieuError)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.parquet", "a.arrow", "a.html", "a.docx", "a.pdf"])
def test_a_directory_that_is_called_like_a_file_and_a_file_that_is_empty_are_errors(
    name: str, tmp_path: Path, written: Written, only_error: OnlyError
) -> None:
    assert only_error(written(name, b""))
    (tmp_path / f"b{name}").mkdir()
    assert "cannot be read (Is a directory)" in only_error(str(tmp_path / f"b{name}"))


@pytest.mark.parametrize(
    "name", ["a.csv", "a.parquet", "a.arrow", "a.html", "a.docx", "a.pdf", "a.csv.gz", "a.csv.zst"]
)
@pytest.mark.parametrize(
    "head", [b"", b"PAR1", b"ARROW1", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_noise_is_an_error(name: str, head: bytes, written: Written, only_error: OnlyError) -> None:
    noise = head + bytes((17 * number * number + 31) % 251 for number in range(1, 3000))

    assert only_error(written(name, noise))


class TestJsonLinesOfOtherPrograms:
    def test_in_utf_16_are_one_error_and_not_one_for_each_line(self, written: Written, only_error: OnlyError) -> None:
        for encoding in ("utf-16", "utf-32"):
            said = only_error(written("a.jsonl", '{"text": "Huế"}\n{"text": "Vinh"}\n'.encode(encoding)))

            assert said.startswith("is not UTF-8 (byte 0xFF at offset 0); it looks like UTF-")

    def test_with_empty_ids_are_called_after_their_lines(self, written: Written) -> None:
        path = written("tin.jsonl", '{"id": "", "text": "Huế"}\n{"id": "", "text": "Vinh"}\n')

        assert [article.id for article in read_articles([path])] == ["tin-1", "tin-2"]  # type: ignore[union-attr]

    def test_say_nothing_of_how_python_is_told_otherwise(self, written: Written, only_error: OnlyError) -> None:
        said = only_error(written("a.jsonl", '{"text": "Huế", "n": ' + "1" * 5000 + "}"))

        assert said.startswith("line 1: is not JSON (Exceeds the limit (4300 digits)")
        assert "sys." not in said
        assert only_error(written("b.jsonl", '{"text": "Huế\t"}')) == (
            "line 1: is not JSON (Invalid control character at column 14); each line must hold one document"
        )
