"""CSV files that programs and Excel read right, and that run nothing."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, Span
from solieu.tables.csv_files import csv_cell, without_formula, write_csv
from solieu.tables.schema import TABLES

Paths = Callable[[str], dict[str, Path]]
TRIGGERS = "=+-@＝＋－＠"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def unguarded(text: str) -> str:
    """What a text was before `without_formula`, but for NUL."""
    pattern = (
        r"""(?:^|(?<=[;\t\r\n]))'(?=(?:[^\S\t\r\n]|["'\u200b-\u200f\u2060\ufeff])*[=+\-@＝＋－＠])|^'(?='*[\t\r\n])"""
    )
    return re.sub(pattern, "", text)


def test_files_begin_with_a_byte_order_mark_and_have_the_schema_s_header(article: Document, table_paths: Paths) -> None:
    write_csv([article], table_paths("csv"))

    for table in TABLES:
        data = table_paths("csv")[table.name].read_bytes()
        assert data.startswith(b"\xef\xbb\xbfarticle_id,published,")
        header = data.split(b"\r\n")[0].decode("utf-8-sig")
        assert header.split(",") == [column.name for column in table.columns]


def test_rows_are_as_they_were_made(article: Document, table_paths: Paths) -> None:
    write_csv([article, article], table_paths("csv"))

    figures = read(table_paths("csv")["figures"])
    assert len(figures) == 8
    row = figures[0]
    assert (row["article_id"], row["published"]) == ("bài-1", "2023-06-26")
    assert (row["figure"], row["low"], row["relation"]) == ("≈ 1.200.000 lượt người", "1200000", "≈")
    assert (row["period_start"], row["out_of"], row["score"]) == ("2022-01-01", "", "")
    assert figures[1]["relation"] == "="
    (person, _) = read(table_paths("csv")["people"])[:2]
    assert (person["deputy"], person["acting"], person["score"]) == ("true", "false", "0.9877")


def test_pandas_reads_numbers_as_numbers(article: Document, table_paths: Paths) -> None:
    write_csv([article], table_paths("csv"))

    frame = pd.read_csv(table_paths("csv")["figures"], parse_dates=["published"])
    assert frame["low"].sum() == 1_200_000 + 74_200_000_000 + 5 + 18
    assert frame["published"].iloc[0].year == 2023


def test_files_without_rows_have_their_header(table_paths: Paths) -> None:
    write_csv([], table_paths("csv"))

    assert [len(path.read_text("utf-8-sig").splitlines()) for path in table_paths("csv").values()] == [1, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84 28",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "＝1+1",
        " =1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\xa0=1",
        "\u200b=1",
        '"=1',
        "'=1",
        "\tx",
    ],
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert without_formula(text).startswith("'")


@pytest.mark.parametrize("text", ["vụ; =1+1", 'vụ;"=1+1', "vụ\n=1+1", "vụ\t@x"])
def test_so_does_what_follows_where_other_programs_begin_a_cell(text: str) -> None:
    assert re.search(r"""[;\n\t]'[\s"]*[=@]""", without_formula(text))


@pytest.mark.parametrize("text", ["-5", "-5.000", "+1,5", "-12%", "=", "-", "1-2", "a=b", "Công an - MTTQ", "≥ 5", ""])
def test_numbers_signs_and_what_runs_nothing_stay_as_they_are(text: str) -> None:
    assert without_formula(text) == text


@given(st.text(st.sampled_from([*TRIGGERS, *" ;\t\r\n'\"\u200b\xa0,", "5", "ạ", "\0"]) | st.characters(), max_size=12))
@example("'=1")
@example(";'\n'=")
def test_a_text_is_never_a_formula_and_can_be_had_back(text: str) -> None:
    written = without_formula(text)

    assert unguarded(written) == text.replace("\0", "\ufffd")
    for part in re.split(r"[;\t\r\n]", written):
        begin = part.strip().lstrip('"\u200b\u200c\u200d\u200e\u200f\u2060\ufeff \xa0')
        assert not begin.startswith(tuple(TRIGGERS)) or re.fullmatch(r"[-+=@]|[-+]?[\d.,]+%?", written)


@settings(max_examples=40)
@given(st.from_type(Document))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    directory = tmp_path_factory.mktemp("csv")
    paths = {table.name: directory / table.name for table in TABLES}

    write_csv([document], paths)

    texts = [re.sub("[\ud800-\udfff\0]", "\ufffd", document.span_text(span)) for span in document.spans]
    assert [unguarded(row["text"]) for row in read(paths["entities"])] == texts


def test_a_failure_midway_leaves_nothing_and_what_was_there(article: Document, table_paths: Paths) -> None:
    paths = table_paths("csv")
    paths["people"].write_text("old")

    def failing() -> object:
        yield article
        raise RuntimeError("the model broke")

    with pytest.raises(RuntimeError, match="the model broke"):
        write_csv(failing(), paths)  # type: ignore[arg-type]

    assert paths["people"].read_text() == "old"
    assert [path.name for path in paths["people"].parent.iterdir()] == ["people.csv"]


def test_lists_and_truths_are_texts() -> None:
    assert csv_cell(("a", "b")) == "a; b"
    assert csv_cell(True) == "true"
    assert csv_cell(None) == ""
    assert csv_cell(("=1", "=2")) == "'=1;' =2"


def test_a_span_over_lines_stays_in_one_cell(table_paths: Paths) -> None:
    text = 'Công an\r\n"tỉnh", Sở\rBan\u2028x'
    write_csv([Document(text, (Span(0, len(text), "CAMPAIGN"),))], table_paths("csv"))

    (row,) = read(table_paths("csv")["entities"])
    assert row["text"] == text
