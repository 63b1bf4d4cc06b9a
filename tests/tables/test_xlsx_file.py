"""Workbooks, read back with another library."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from solieu.annotation import Document, Span
from solieu.annotation.values import Quantity
from solieu.tables.rows import rows_of
from solieu.tables.schema import TABLES
from solieu.tables.xlsx_file import MOST_CHARACTERS, write_xlsx, xlsx_text


def written(documents: list[Document], directory: Path, **options: int) -> Workbook:
    write_xlsx(documents, directory / "a.xlsx", **options)
    return openpyxl.load_workbook(directory / "a.xlsx")


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    header, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in others]


def in_excel(text: str) -> str:
    """What Excel shows of a text in the file: it takes ``_x0041_`` for A."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory, article: Document) -> Workbook:
    return written([article], tmp_path_factory.mktemp("xlsx"))


class TestAWorkbook:
    def test_has_a_sheet_for_each_table_and_one_that_explains_them(self, book: Workbook) -> None:
        assert book.sheetnames == ["Thực thể", "Số liệu", "Nhân sự", "Chú giải"]
        explained = {row[2] for row in book["Chú giải"].iter_rows(values_only=True)}
        assert {column.name for table in TABLES for column in table.columns} <= explained

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
    def test_has_vietnamese_headings_that_stay_and_filter(
        self, book: Workbook, table: object, article: Document
    ) -> None:
        sheet = book[table.title]  # type: ignore[attr-defined]
        columns = table.columns  # type: ignore[attr-defined]
        assert [cell.value for cell in sheet[1]] == [column.heading for column in columns]
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.max_row == 1 + len(rows_of(article)[table.name])  # type: ignore[attr-defined]
        assert sheet.column_dimensions["A"].width > columns[0].width

    def test_without_articles_has_headings_only(self, tmp_path: Path) -> None:
        sheet = written([], tmp_path)["Số liệu"]

        assert (sheet.max_row, sheet["A1"].value) == (1, "Bài")


class TestNumbersAndDays:
    def test_are_numbers_and_days_to_excel(self, book: Workbook) -> None:
        about, money, *_ = rows(book["Số liệu"])
        assert (about["Giá trị từ"], about["Số liệu"]) == (1_200_000, "≈ 1.200.000 lượt người")
        assert (money["Giá trị từ"], money["Đơn vị"]) == (74_200_000_000, "VND")
        assert about["Ngày đăng"] == datetime(2023, 6, 26)
        assert (about["Từ ngày"], about["Thời gian (EDTF)"]) == (datetime(2022, 1, 1), "2022")
        person = rows(book["Nhân sự"])[0]
        assert (person["Độ tin cậy"], person["Cấp phó"], person["Quyền"]) == (0.9877, True, False)

    def test_are_shown_in_full(self, book: Workbook, tmp_path: Path) -> None:
        sheet = book["Số liệu"]
        formats = {sheet.cell(1, at).value: sheet.cell(2, at).number_format for at in range(1, sheet.max_column + 1)}
        assert (formats["Giá trị từ"], formats["Ngày đăng"]) == ("#,##0", "dd/mm/yyyy")
        value = Quantity(low=Decimal("74.25"), high=Decimal("74.25"))
        sheet = written([Document("x", (Span(0, 1, "INDICATOR", value=value),))], tmp_path)["Số liệu"]
        assert [cell.number_format for cell in sheet[2] if cell.value == 74.25] == ["#,##0.00"] * 2

    @settings(max_examples=5)
    @given(st.lists(st.decimals(min_value=-(10**28), max_value=10**28, places=9), min_size=20, max_size=40))
    @example([Decimal("123456789012345"), Decimal("1234567890123456"), Decimal("0.1"), Decimal(0)])
    def test_lose_no_digit(self, tmp_path_factory: pytest.TempPathFactory, numbers: list[Decimal]) -> None:
        values = [Quantity(low=number, high=number) for number in numbers]
        spans = tuple(Span(at, at + 1, "INDICATOR", value=value) for at, value in enumerate(values))

        found = rows(written([Document("x" * len(numbers), spans)], tmp_path_factory.mktemp("xlsx"))["Số liệu"])

        for number, row in zip(numbers, found, strict=True):
            shown = row["Giá trị từ"]
            assert Decimal(str(shown)) == number
            assert isinstance(shown, str) is (len(number.as_tuple().digits) - _noughts(number) > 15)

    @pytest.mark.parametrize(("day", "kind"), [("1900-02-28", str), ("1900-03-01", datetime), ("9999-12-31", datetime)])
    def test_before_excel_s_calendar_are_texts(self, tmp_path: Path, day: str, kind: type) -> None:
        document = Document("Huế", (Span(0, 3, "LOC"),), meta={"published": day})

        (row,) = rows(written([document], tmp_path)["Thực thể"])

        shown = row["Ngày đăng"]
        assert isinstance(shown, kind)
        assert (shown if isinstance(shown, str) else shown.date()) == (day if kind is str else date.fromisoformat(day))


def _noughts(number: Decimal) -> int:
    digits = "".join(map(str, number.as_tuple().digits))
    return len(digits) - len(digits.rstrip("0"))


class TestTexts:
    @pytest.mark.parametrize(
        "text",
        ["=1+1", "{=1+1}", "https://x.vn", "internal:A1", "mailto:a@b.vn", "00123", "1.297", "2/6", "<r>x</r>", "TRUE"],
    )
    def test_are_never_formulas_links_or_numbers(self, tmp_path: Path, text: str) -> None:
        book = written([Document(text, (Span(0, len(text), "ORG"),), text)], tmp_path)

        cells = [cell for row in book["Thực thể"].iter_rows(min_row=2) for cell in row]
        assert {cell.data_type for cell in cells if isinstance(cell.value, str)} <= {"s", "inlineStr"}
        assert not any(cell.hyperlink for cell in cells)
        assert cells[0].value.rstrip() == text

    @settings(max_examples=5)
    @given(st.lists(st.from_type(Document), min_size=20, max_size=40))
    def test_of_any_kind_come_back_as_a_cell_holds_them(
        self, tmp_path_factory: pytest.TempPathFactory, documents: list[Document]
    ) -> None:
        book = written(documents, tmp_path_factory.mktemp("xlsx"))

        texts = [in_excel(str(row["Nguyên văn"])) for row in rows(book["Thực thể"])]
        assert texts == [xlsx_text(document.span_text(span)) for document in documents for span in document.spans]

    @settings(max_examples=5)
    @given(
        st.lists(st.text(st.characters() | st.sampled_from("<>&r/\"'_x04\r\n"), max_size=30), min_size=20, max_size=60)
    )
    @example(["<r><t>x</t></r>", "_x0041_", "<r>" + "👍" * (MOST_CHARACTERS // 2 - 4) + "</r>"])
    def test_that_look_like_xml_are_texts(self, tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
        documents = [Document("x", (Span(0, 1, "ORG"),), id=text) for text in texts]

        found = rows(written(documents, tmp_path_factory.mktemp("xlsx"))["Thực thể"])

        assert [in_excel(str(row["Bài"] or "")) for row in found] == [xlsx_text(text) for text in texts]

    def test_change_only_in_what_no_cell_can_hold(self) -> None:
        assert xlsx_text("Công\tan\n₫ 👍 _x0041_ \x85\u2028") == "Công\tan\n₫ 👍 _x0041_ \x85\u2028"
        assert xlsx_text("a\r\nb\rc") == "a\nb\nc"
        assert xlsx_text("\x00\x0b\x1f\ufffe\uffff\ud83d") == "\ufffd" * 6

    @pytest.mark.parametrize("character", ["ạ", "👍", "a\u0323"])
    def test_that_are_too_long_are_cut_with_a_mark(self, character: str) -> None:
        text = xlsx_text(character * MOST_CHARACTERS * 2)

        assert text.endswith("…")
        assert MOST_CHARACTERS - 1 <= len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
        fitting = "x" * MOST_CHARACTERS
        assert xlsx_text(fitting) == fitting


def test_a_table_that_is_too_long_goes_on_in_another_sheet(article: Document, tmp_path: Path) -> None:
    book = written([article] * 2, tmp_path, most_rows=4)

    sheets = ["Số liệu", "Số liệu (2)", "Số liệu (3)"]
    assert [sheet for sheet in book.sheetnames if sheet.startswith("Số liệu")] == sheets
    found = [row["Đầu"] for sheet in sheets for row in rows(book[sheet])]
    assert found == [row["start"] for row in rows_of(article)["figures"]] * 2
    assert all(book[sheet]["A1"].value == "Bài" and book[sheet].auto_filter.ref for sheet in sheets)
    assert book.sheetnames[-1] == "Chú giải"


def test_a_failure_midway_leaves_nothing(
    article: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def failing() -> Iterator[Document]:
        yield article
        raise RuntimeError("the model broke")

    with pytest.raises(RuntimeError, match="the model broke"):
        write_xlsx(failing(), tmp_path / "a.xlsx")

    assert list(tmp_path.iterdir()) == []
    assert list(scratch.iterdir()) == []


def test_nothing_in_the_file_refers_to_anything_outside(article: Document, tmp_path: Path) -> None:
    written([article], tmp_path)

    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert not [name for name in file.namelist() if "external" in name.lower() or "vba" in name.lower()]
        for name in file.namelist():
            assert b'TargetMode="External"' not in file.read(name)
            assert b"<f>" not in file.read(name)
