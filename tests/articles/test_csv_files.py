"""CSV: the dialects that are written, and rows that are no article."""

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError
from solieu.articles import Columns, read_articles
from solieu.tables.columns import Table
from solieu.tables.schema import TABLES

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[..., str]


def test_rows_are_articles_with_their_ids_and_other_columns(written: Written) -> None:
    path = written("tin.csv", 'id,text,outlet\nx,"Huế, ngày 1/5",báo\n,"Cà ""Mau""\r\n\r\nVinh",\n')

    assert list(read_articles([path])) == [
        Document("Huế, ngày 1/5", id="x", meta={"outlet": "báo"}),
        Document('Cà "Mau"\r\n\r\nVinh', id="tin-3", meta={"outlet": ""}),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tin.csv", "text;n\r\nHuế, Vinh;1,5\r\n"),
        ("tin.csv", "\ufefftext;n\r\nHuế, Vinh;1,5\r\n"),
        ("tin.csv", '\ufeff"text";n\r\n"Huế, Vinh";1,5\r\n'),
        ("tin.csv", "sep=;\r\ntext;n\r\nHuế, Vinh;1,5\r\n"),
        ("tin.csv", "sep=|\ntext|n\nHuế, Vinh|1,5"),
        ("tin.csv", "text\tn\nHuế, Vinh\t1,5\n"),
        ("tin.TSV", "text\tn\n\nHuế, Vinh\t1,5\n\n"),
        ("tin.csv", ' text , n\n"Huế, Vinh","1,5"'),
    ],
)
def test_the_header_says_what_separates_the_columns(name: str, content: str, written: Written) -> None:
    (article,) = read_articles([written(name, content)])

    assert isinstance(article, Document)
    assert (article.text, article.meta) == ("Huế, Vinh", {"n": "1,5"})


def test_one_column_is_enough(written: Written) -> None:
    path = written("tin.tsv", "text\nHuế, Vinh; Cà Mau\n")

    assert list(read_articles([path])) == [Document("Huế, Vinh; Cà Mau", id="tin-2")]


def test_text_and_id_may_be_in_other_columns(written: Written) -> None:
    path = written("tin.csv", "text,Nội dung,,Mã\n1,Huế,2,x\n")

    assert list(read_articles([path], columns=Columns("Nội dung", "Mã"))) == [
        Document("Huế", id="x", meta={"text": "1", "column 3": "2"})
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty; give a file with a header and one article a row"),
        ("sep=;\n", "is empty; give a file with a header and one article a row"),
        ("text\n\n", "has a header but no row; give a file with one article a row"),
        ("id;content\n1;x", "has no column 'text', but 'id', 'content'; name the texts' with --text-column"),
        ("text,a,a\n", "has the column 'a' twice; give each its own name"),
        ('"text\n', "line 1: is no header of a CSV file; name columns in one line"),
    ],
)
def test_a_table_without_texts_is_an_error(content: str, message: str, written: Written, only_error: OnlyError) -> None:
    assert only_error(written("tin.csv", content)) == message


def test_another_encoding_is_diagnosed(written: Written, only_error: OnlyError) -> None:
    assert "it looks like UTF-16LE" in only_error(written("a.csv", "text,n\nHuế,1\n".encode("utf-16")))
    message = only_error(written("a.csv", "text,n\nHuế,1\n".encode("utf-16-be")))
    assert "UTF-16BE" in message


def test_each_row_that_is_no_article_is_an_error_with_its_line(written: Written) -> None:
    rows = [
        b"1,Hu\xe1",  # 2
        b"2,a,b",  # 3
        b"3",  # 4
        b'4,"Vinh" x',  # 5
        b"5, ",  # 6
        b'6,"C\xc3\xa0\nMau\xff\n"',  # 7 to 9
        b"7,a\rb",  # 10
        b"8,Vinh",  # 11
        b'9,"never closed\n1,x\n',  # 12 to 14
    ]
    path = written("tin.csv", b"id,text\n" + b"\n".join(rows))

    found = list(read_articles([path]))

    assert [article for article in found if isinstance(article, Document)] == [Document("Vinh", id="8")]
    messages = [str(error).removeprefix(f"{path}, line ") for error in found if isinstance(error, SolieuError)]
    expected = [
        "2: is not UTF-8; save the file as UTF-8",
        "3: has 3 fields, but the header has 2; ",
        "4: has 1 field, but the header has 2; ",
        "5: is not CSV (',' expected after '\"')",
        "6: has no text in 'text'",
        "7: is not UTF-8",
        "10: is not CSV (new-line character seen in unquoted field",
        "12: is not CSV (unexpected end of data)",
    ]
    assert [message[: len(start)] for message, start in zip(messages, expected, strict=True)] == expected


def test_what_is_wrong_with_a_row_comes_with_what_to_do_about_it(written: Written, only_error: OnlyError) -> None:
    assert only_error(written("a.csv", 'text\n"Huế" là\n')).endswith(
        "put a field with quotation marks in it between such marks, and double those in it"
    )
    assert only_error(written("b.csv", 'text\n"Huế\nVinh\n')).endswith(
        "a quotation mark is never closed, so that all rows after it are lost: close or double it"
    )
    assert only_error(written("c.csv", "text\nHuế\rVinh\n")) == (
        "line 2: is not CSV (new-line character seen in unquoted field); "
        "put a field with a carriage return in it between quotation marks"
    )
    assert only_error(written("d.csv", f"text\n{'a' * 101}\n"), 100).endswith(
        "split it, or close the quotation mark that it begins with"
    )


def test_the_line_ends_of_old_macs_are_told(written: Written, only_error: OnlyError) -> None:
    assert only_error(written("a.csv", "id,text\r1,Huế\r")) == (
        "has lines that end as on old Macs; save it with other line ends (CSV UTF-8)"
    )


def test_a_file_without_a_header_is_refused_without_all_of_its_first_article(
    written: Written, only_error: OnlyError
) -> None:
    said = only_error(written("a.csv", f"1,{'Huế ' * 1000}\n2,Vinh\n"))

    assert said.startswith("has no column 'text', but '1', 'Huế Huế ")
    assert len(said) < 200


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_rows_of_solieu_s_own_tables_are_no_articles(table: Table, written: Written, only_error: OnlyError) -> None:
    names = ",".join(column.name for column in table.columns)
    row = ",".join("x" for _ in table.columns)

    path = written("a.csv", f"{names}\n{row}\n")

    assert only_error(path) == "is a table that solieu made, not articles; give the articles, or their JSON Lines"
    # Who names another column wants it.
    assert [type(article) for article in read_articles([path], columns=Columns("article_id"))] == [Document]


def test_what_is_longer_than_an_article_is_an_error_and_the_rest_goes_on(written: Written) -> None:
    path = written("tin.csv", f"text\n{'a' * 101}\n{'b' * 100}\n{'c' * 100_000}\nd\n")

    first, second, third, last = read_articles([path], 100)

    assert str(first).startswith(f"{path}, line 2: is not CSV (field larger than field limit (100))")
    assert second == Document("b" * 100, id="tin-3")
    assert str(third) == f"{path}, line 4: is too long; a line may have 1600 bytes, so split it"
    assert last == Document("d", id="tin-5")


def test_long_fields_are_read_without_a_change_to_the_limit_of_the_process(written: Written) -> None:
    path = written("tin.csv", f"text\n{'a' * 1_000_000}\n")
    limit = csv.field_size_limit()

    assert [type(article) for article in read_articles([path])] == [Document]
    assert csv.field_size_limit() == limit


texts = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text.strip())


@given(st.lists(st.tuples(texts, texts), min_size=1), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_any_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([("text", "other"), *rows])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(stream.getvalue().encode(encoding))

    found = [article for article in read_articles([str(path)]) if isinstance(article, Document)]

    assert [(article.text, article.meta["other"]) for article in found] == rows


def test_the_time_grows_with_the_size_only(written: Written) -> None:
    def seconds(rows: int, text: str) -> float:
        path = written("tin.csv", "text,n\n" + f'"{text}",1\n' * rows)
        start = time.perf_counter()
        assert sum(1 for _ in read_articles([path])) == rows
        return time.perf_counter() - start

    seconds(100, "a")
    assert seconds(20_000, "Huế, ") < 40 * (seconds(2_000, "Huế, ") + 0.01)
    assert seconds(1, "a\n" * 400_000) < 40 * (seconds(1, "a\n" * 40_000) + 0.01)


def test_rows_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b"text\n" + b"Vinh\n" * 100_000)
        stream.flush()
        articles = read_articles([str(path)])

        assert next(articles) == Document("Vinh", id="a-2")
