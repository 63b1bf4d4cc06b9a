"""PDF files: the text of their pages, in sentences."""

import textwrap
import time
from collections.abc import Callable
from io import BytesIO

import matplotlib
import pypdf
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from solieu.annotation import Document
from solieu.articles import read_articles
from solieu.articles.pdf_files import joined_lines

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[..., str]

PARAGRAPHS = (
    "Bắt giữ nhóm đối tượng trộm cắp xe máy tại Đồng Nai",
    "Ngày 11/3, Thượng tá Nguyễn Văn Tâm, Phó Trưởng Công an TP Biên Hòa, cho biết đơn vị đã tạm giữ hình sự 5 đối "
    "tượng để điều tra về hành vi trộm cắp tài sản, theo Điều 173 Bộ luật Hình sự năm 2015.",
    "Trước đó, vào khoảng 2 giờ ngày 5/3, anh Trần Văn B. (SN 1990, ngụ phường Tân Phong) phát hiện chiếc xe máy "
    "trị giá 45 triệu đồng bị mất. Vụ việc đang được tiếp tục điều tra, xử lý theo quy định.",
    "Minh Hà",
)


def printed(pages: tuple[tuple[str, ...], ...], font_type: int = 3) -> bytes:
    """Print pages of paragraphs with lines of 80 characters at most."""
    stream = BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": font_type}), PdfPages(stream) as file:
        for paragraphs in pages:
            figure = Figure(figsize=(8, 11))
            height = 0.95
            for paragraph in paragraphs:
                for line in textwrap.wrap(paragraph, 80):
                    figure.text(0.08, height, line, size=11)
                    height -= 0.022
                height -= 0.02
            file.savefig(figure)
    return stream.getvalue()


@pytest.mark.parametrize("font_type", [3, 42])
def test_vietnamese_paragraphs_are_lines(font_type: int, written: Written) -> None:
    path = written("a.pdf", printed((PARAGRAPHS,), font_type))

    (article,) = read_articles([path])

    assert article == Document("\n".join(PARAGRAPHS), id=path)


def test_a_sentence_may_go_on_on_the_next_page(written: Written) -> None:
    first, second = PARAGRAPHS[2][:90].rsplit(" ", 1)[0], PARAGRAPHS[2][len(PARAGRAPHS[2][:90].rsplit(" ", 1)[0]) + 1 :]

    (article,) = read_articles([written("a.pdf", printed(((first,), (second,))))])

    assert isinstance(article, Document)
    assert article.text == PARAGRAPHS[2]


def protected(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_encrypted_files_are_errors_and_those_that_open_without_a_password_are_read(
    written: Written, only_error: OnlyError
) -> None:
    data = printed((PARAGRAPHS,))

    assert only_error(written("a.pdf", protected(data, "x"))) == "is encrypted; save it without a password"
    (article,) = read_articles([written("b.pdf", protected(data, ""))])
    assert isinstance(article, Document)
    assert article.text == "\n".join(PARAGRAPHS)


def test_scanned_pages_are_an_error(written: Written, only_error: OnlyError) -> None:
    assert only_error(written("a.pdf", printed(((), ())))) == (
        "has no text on 2 pages, as if it was scanned; recognise its text first, such as with ocrmypdf -l vie"
    )


def test_files_of_another_kind_or_damaged_are_errors(written: Written, only_error: OnlyError) -> None:
    data = printed((PARAGRAPHS,))

    assert only_error(written("a.pdf", "Công an")) == "is no PDF file, or is damaged; save it again"
    assert only_error(written("b.pdf", data[:900])).startswith("cannot be read as a PDF file (")
    assert only_error(written("c.pdf", b"%PDF-1.4\n" + data[2000:4000])).startswith("cannot be read as a PDF file (")


def test_a_file_with_more_text_than_an_article_is_an_error(written: Written, only_error: OnlyError) -> None:
    path = written("a.pdf", printed((PARAGRAPHS, PARAGRAPHS)))

    assert only_error(path, 600) == "is too large; an article may have 600 characters, so split it"


LONG = "Công an tỉnh Đồng Nai phối hợp với Công an TP Biên Hòa, Công an huyện"  # 69 characters


@pytest.mark.parametrize(
    ("line", "following", "goes_on"),
    [
        (LONG, "Long Thành bắt giữ 5 đối tượng.", True),
        (LONG, "vừa bắt giữ", True),
        ("Công an", "vừa bắt giữ", True),
        (LONG, "12 xe máy", True),
        (LONG, "- Thu giữ", False),
        (LONG, "3. Phạm vi", False),
        (LONG, "b) Phạm vi", False),
        (LONG + ".", "Minh Hà", False),
        (LONG + ".”", "vừa bắt giữ", False),
        ("Nguyễn Văn Tâm", "Trần Văn Bình", False),
        ("Công an tỉnh Đồng Nai phối hợp với Công", "TP Biên Hòa", False),
    ],
)
def test_lines_are_joined_where_a_sentence_goes_on(line: str, following: str, *, goes_on: bool) -> None:
    longest = "x" * 72

    joined = joined_lines([[longest + "."], [line, following, "." * 72]])

    assert (f"{line} {following}" in joined) is goes_on
    assert ({line, following} <= set(joined)) is not goes_on


def test_empty_pages_and_lines_are_nothing() -> None:
    assert joined_lines([]) == joined_lines([[], ["", ""]]) == []


def test_the_time_grows_with_the_number_of_lines_only() -> None:
    def seconds(lines: int) -> float:
        start = time.perf_counter()
        joined_lines([[LONG] * lines])
        return time.perf_counter() - start

    assert seconds(20_000) < 40 * (seconds(2_000) + 0.01)
