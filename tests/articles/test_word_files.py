"""Word files: paragraphs and tables in their order."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document as WordDocument

from solieu.annotation import Document
from solieu.articles import read_articles

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[..., str]


def saved(document: WordDocument, folder: Path) -> str:
    path = folder / "a.docx"
    document.save(str(path))
    return str(path)


def lines(path: str) -> list[str]:
    (article,) = read_articles([path])
    assert isinstance(article, Document), article
    assert article.id == path
    return article.text.split("\n")


def test_paragraphs_are_lines(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Bắt giữ nhóm đối tượng")
    paragraph = document.add_paragraph("Công an ")
    paragraph.add_run("TP Biên Hòa").bold = True
    paragraph.add_run(", e\u0302\u0323\u00a0🚓\t1\n2")
    document.add_paragraph("Thu giữ 12 xe máy", style="List Bullet")

    assert lines(saved(document, tmp_path)) == [
        "Bắt giữ nhóm đối tượng",
        "Công an TP Biên Hòa, e\u0302\u0323\u00a0🚓\t1",
        "2",
        "Thu giữ 12 xe máy",
    ]


def test_rows_of_tables_are_lines_in_their_places(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Trước")
    table = document.add_table(rows=3, cols=2)
    for cell, text in zip(table._cells, ("Địa bàn", "Số vụ", "Tân Phong", "7", "Tổng: 7", ""), strict=True):
        cell.text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    document.add_paragraph("Sau")

    assert lines(saved(document, tmp_path)) == ["Trước", "Địa bàn\tSố vụ", "Tân Phong\t7", "Tổng: 7", "Sau"]


def test_a_cell_that_spans_rows_is_given_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Biên Hòa"
    table.cell(0, 1).text, table.cell(1, 1).text = "Tân Phong", "Trảng Dài"

    assert lines(saved(document, tmp_path)) == ["Biên Hòa\tTân Phong", "Trảng Dài"]


def test_paragraphs_in_cells_are_lines_where_a_table_is_there_for_the_layout(tmp_path: Path) -> None:
    document = docx.Document()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text = "CÔNG AN TỈNH ĐỒNG NAI"
    left.add_paragraph("Số: 12/BC-CAT")
    right.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    inner = right.add_table(rows=1, cols=2).rows[0].cells
    inner[0].text, inner[1].text = "Đồng Nai", "ngày 12 tháng 3 năm 2024"

    assert lines(saved(document, tmp_path)) == [
        "CÔNG AN TỈNH ĐỒNG NAI",
        "Số: 12/BC-CAT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Đồng Nai\tngày 12 tháng 3 năm 2024",
    ]


def test_files_without_text_or_of_another_kind_are_errors(
    tmp_path: Path, written: Written, only_error: OnlyError
) -> None:
    assert only_error(saved(docx.Document(), tmp_path)) == "has no text; give a Word file with an article in its body"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert only_error(written("b.docx", old)).startswith("is encrypted, or of Word before 2007; ")
    assert only_error(written("c.docx", "Công an")).startswith("is no Word file, or is damaged; ")
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.writestr("a.txt", "Công an")
    assert only_error(written("d.docx", archive.getvalue())).startswith("cannot be read as a Word file (")


def test_a_damaged_file_is_an_error(tmp_path: Path, only_error: OnlyError) -> None:
    document = docx.Document()
    document.add_paragraph("Công an")
    path = Path(saved(document, tmp_path))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])

    assert only_error(str(path)).startswith("is no Word file, or is damaged; ")


def test_what_unpacks_to_more_than_an_article_is_not_unpacked(written: Written, only_error: OnlyError) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"<a>" * 10_000_000)

    assert only_error(written("a.docx", archive.getvalue()), 100_000) == (
        "is too large; its text may have 25600000 bytes, so split it"
    )


def test_entities_of_xml_are_not_expanded(tmp_path: Path, written: Written) -> None:
    document = docx.Document()
    document.add_paragraph("Công an MARK")
    archive = BytesIO()
    with ZipFile(saved(document, tmp_path)) as source, ZipFile(archive, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                kind = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "boom">]>'
                data = data.replace(b'standalone="yes"?>', b'standalone="yes"?>' + kind, 1)
                data = data.replace(b"MARK", b"&x;&y;")
            target.writestr(name, data)

    (found,) = read_articles([written("b.docx", archive.getvalue())])

    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "boom"
    assert hostname not in str(found)
    assert "boom" not in str(found)
