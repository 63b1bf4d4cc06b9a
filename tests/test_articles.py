"""The articles that `solieu extract` reads, and those that it cannot read."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from solieu.annotation import Document, SolieuError
from solieu.articles import find_files, read_articles


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def only_error(files: list[str]) -> str:
    """Return the message of the one thing that files give."""
    (error,) = read_articles(files)
    assert isinstance(error, SolieuError)
    assert "\n" not in str(error)
    return str(error)


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], None]:
    def give(content: str | bytes) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return give


class TestFindingFiles:
    def test_a_directory_stands_for_the_articles_below_it_in_order(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a.jsonl", "sub/c.NDJSON", "sub/d.pdf", "README.md", "e.txt.bak"):
            written(tmp_path, name, "x")
        (tmp_path / "folder.txt").mkdir()

        files, errors = find_files([str(tmp_path)])

        assert files == [str(tmp_path / name) for name in ("a.jsonl", "b.txt", "sub/c.NDJSON")]
        assert errors == []

    def test_files_and_standard_input_keep_the_order_in_which_they_are_given(self) -> None:
        assert find_files(["b.txt", "-", "a.txt"]) == (["b.txt", "-", "a.txt"], [])

    def test_a_directory_without_articles_is_an_error_and_does_not_hide_the_others(self, tmp_path: Path) -> None:
        empty = tmp_path / "empty"
        empty.mkdir()

        files, errors = find_files([str(empty), "a.txt"])

        assert files == ["a.txt"]
        assert [str(error) for error in errors] == [f"{empty}: the directory holds no articles (.txt, .jsonl, .ndjson)"]


class TestTextFiles:
    def test_are_one_article_each_exactly_as_they_are(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.txt", "\ufeffHa\u0300 No\u0323\u0302i\r\n\n🚓 ")

        assert list(read_articles([path])) == [Document("Ha\u0300 No\u0323\u0302i\r\n\n🚓 ", id=path)]

    def test_that_are_missing_are_named(self, tmp_path: Path) -> None:
        for name in ("none.txt", "none"):
            path = str(tmp_path / name)
            assert only_error([path]) == f"{path}: cannot be read (No such file or directory); give a text file"

    def test_must_not_be_empty(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.txt", "")
        assert only_error([path]) == f"{path}: is empty; give a text"

        path = written(tmp_path, "b.txt", " \n\u00a0")
        assert only_error([path]) == f"{path}: is empty but for white space; give an article"

    def test_must_be_utf_8_and_are_told_apart_from_what_they_look_like(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.txt", "Hà Nội ngày 2 tháng 9".encode("utf-16"))

        message = only_error([path])

        assert message.startswith(f"{path}: is not UTF-8 (byte 0xFF at offset 0)")
        assert "UTF-16LE" in message

    def test_are_known_by_their_suffix(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.pdf", "%PDF-1.4")

        assert only_error([path]) == f"{path}: articles must be .txt, .jsonl, .ndjson or - for standard input"


class TestJsonLines:
    def test_hold_one_article_a_line_with_its_id_and_metadata(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.jsonl", '{"text": "Huế"}\n\n{"id": "x", "text": "Vinh", "outlet": "báo"}\n')

        assert list(read_articles([path])) == [
            Document("Huế", id="a-1"),
            Document("Vinh", id="x", meta={"outlet": "báo"}),
        ]

    def test_give_an_error_in_the_place_of_each_line_that_is_no_article(self, tmp_path: Path) -> None:
        lines = [
            '{"text": "Huế"}',
            "[1]",
            "{",
            '{"id": 3}',
            '{"text": "Vinh", "spans": [{"start": 0, "end": 9, "label": "LOC"}]}',
        ]
        path = written(tmp_path, "a.jsonl", "\n".join([*lines, '{"text": "Cà Mau"}']))

        found = list(read_articles([path]))

        assert [type(article) for article in found] == [Document, *[SolieuError] * 4, Document]
        messages = [str(error) for error in found if isinstance(error, SolieuError)]
        assert [message.partition(": ")[0] for message in messages] == [f"{path}, line {line}" for line in (2, 3, 4, 5)]
        assert "expected a JSON object with 'text', not a list" in messages[0]
        assert "is not JSON" in messages[1]
        assert "has no 'text'" in messages[2]
        assert "ends after the text" in messages[3]

    def test_must_hold_something(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.jsonl", "\n\n")

        assert only_error([path]) == f"{path}: is empty; give a file with one article a line"

    def test_that_are_missing_are_named(self, tmp_path: Path) -> None:
        assert "none.jsonl: cannot be read (No such file or directory)" in only_error([str(tmp_path / "none.jsonl")])


class TestStandardInput:
    def test_is_the_text_of_one_article(self, standard_input: Callable[[str], None]) -> None:
        standard_input("Đại tá Lâm Minh Hồng\n{1}\n")

        assert list(read_articles(["-"])) == [Document("Đại tá Lâm Minh Hồng\n{1}\n", id="stdin")]

    def test_is_json_lines_if_it_begins_as_a_json_object(self, standard_input: Callable[[str], None]) -> None:
        standard_input('\n{"text": "Huế"}\n { "id": "x", "text": "Vinh"}')

        assert list(read_articles(["-"])) == [Document("Huế", id="stdin-2"), Document("Vinh", id="x")]

    def test_is_json_lines_also_if_its_first_line_is_no_article(self, standard_input: Callable[[str], None]) -> None:
        standard_input('{"id": 1}\n{"text": "Huế"}\n')

        error, article = read_articles(["-"])

        assert str(error).startswith("standard input, line 1: has no 'text'")
        assert article == Document("Huế", id="stdin-2")

    @pytest.mark.parametrize(("content", "message"), [(b"", "is empty"), (b" \n", "is empty but"), (b"H\xe0", "UTF-8")])
    def test_must_be_an_article(self, standard_input: Callable[[bytes], None], content: bytes, message: str) -> None:
        standard_input(content)

        assert only_error(["-"]).startswith("standard input: ")
        standard_input(content)
        assert message in only_error(["-"])


def test_one_article_is_read_after_the_other(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"Huế {number}"}) for number in range(3)]
    path = written(tmp_path, "a.jsonl", "\n".join(lines))
    articles = read_articles([path, str(tmp_path / "none.txt")])

    assert next(articles) == Document("Huế 0", id="a-1")
    assert isinstance(list(articles)[-1], SolieuError)


class TestAnArticleThatIsTooLong:
    def test_is_a_line_of_more_than_8_bytes_a_character(self, tmp_path: Path) -> None:
        longest, longer = (json.dumps({"text": "a" * length}) for length in (67, 68))
        assert len(longest) == 79  # and the line feed
        file = written(tmp_path, "a.jsonl", f"{longer}\n{longest}\n{longer}\n")

        first, second, third = read_articles([file], max_characters=10)

        assert str(first) == f"{file}, line 1: is too long; an article's line may have 80 bytes, so split it"
        assert isinstance(second, Document)
        assert (len(second.text), second.id) == (67, "a-2")  # that it has more than 10 characters the caller sees
        assert "line 3: is too long" in str(third)

    def test_is_a_text_of_more_than_4_bytes_a_character(self, tmp_path: Path) -> None:
        files = [written(tmp_path, f"{count}.txt", "a" * count) for count in (40, 41)]

        shorter, longer = read_articles(files, max_characters=10)

        assert isinstance(shorter, Document)
        assert str(longer) == f"{files[1]}: is too large; an article may have 40 bytes, so split it"

    def test_is_none_where_nothing_is_said(self, tmp_path: Path) -> None:
        file = written(tmp_path, "a.jsonl", json.dumps({"text": "a" * 3_000_000}))

        (document,) = read_articles([file])

        assert isinstance(document, Document)
