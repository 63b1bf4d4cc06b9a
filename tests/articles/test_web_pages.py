"""Web pages: the article and what is known of it, without what is around it."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable

import pytest

from solieu.annotation import Document
from solieu.articles import read_articles

Written = Callable[[str, str | bytes], str]
OnlyError = Callable[..., str]

TITLE = "Bắt giữ nhóm đối tượng trộm cắp xe máy tại Đồng Nai"
PARAGRAPHS = (
    "(TS) - Công an TP Biên Hòa vừa bắt giữ 5 đối tượng gây ra hàng loạt vụ trộm cắp tài sản trên địa bàn.",
    "Ngày 11/3, Thượng tá Nguyễn Văn Tâm, Phó Trưởng Công an TP Biên Hòa, cho biết đơn vị đã tạm giữ hình sự 5 đối "
    "tượng để điều tra về hành vi trộm cắp tài sản.",
    "Trước đó, vào khoảng 2 giờ ngày 5/3/2021, anh Trần Văn B. (SN 1990, ngụ phường Tân Phong) phát hiện chiếc xe "
    "máy trị giá 45 triệu đồng bị mất.",
    "Qua khám xét, lực lượng chức năng thu giữ 12 xe máy cùng nhiều tang vật liên quan. Vụ việc đang được điều tra.",
)
PUBLISHED = (
    '<meta property="article:published_time" content="2024-03-12T08:15:00+07:00">'
    '<meta property="article:modified_time" content="2024-05-02T08:15:00+07:00">'
)
# In the manner of Vietnamese newspapers.
LAYOUTS = {
    "article": """
<header><a href="/">Báo Tin Sáng</a><nav><ul><li><a href="/thoi-su">Thời sự</a></li>
<li><a href="/phap-luat">Pháp luật</a></li><li><a href="/the-thao">Thể thao</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/phap-luat">Pháp luật</a> &gt; <a href="/an-ninh">An ninh trật tự</a></div>
<h1 class="title-detail">{title}</h1><div class="share"><a href="#">Chia sẻ Facebook</a> <a href="#">Zalo</a></div>
<article class="fck_detail">{body}</article>
<div class="tags">Từ khóa: <a href="/tag/1">trộm cắp</a>, <a href="/tag/2">xe máy</a></div>
<div class="related-news"><h3>Tin liên quan</h3><ul><li><a href="/1">Công an bắt kẻ cướp tiệm vàng</a></li>
<li><a href="/2">Phá đường dây đánh bạc nghìn tỷ</a></li></ul></div>
<div id="comments" class="comment-list"><h3>Bình luận (2)</h3><div class="comment"><b>Lan</b>
<p>Hoan nghênh các chiến sĩ công an đã làm việc rất tốt, xử thật nghiêm nhé!</p></div></div>
<footer><p>Cơ quan chủ quản: Sở Thông tin. Giấy phép số 12/GP-BTTTT. Tổng biên tập: Lê Văn C.</p></footer>""",
    "divs": """
<div id="menu"><a href="/a">Trang chủ</a><a href="/b">Giới thiệu</a><a href="/c">Tin tức</a></div>
<div class="container"><div class="col-left"><h1>{title}</h1><div class="content-detail">{body}</div>
<div class="comment-list"><p>Hoan nghênh các chiến sĩ công an đã làm việc rất tốt, xử thật nghiêm nhé!</p></div></div>
<div class="sidebar"><h3>Xem nhiều</h3><ul><li><a href="/3">Giá vàng hôm nay tăng mạnh</a></li></ul></div></div>
<div class="footer">Giấy phép số 12/GP-BTTTT. Tổng biên tập: Lê Văn C.</div>""",
    "portal": """
<table width="100%"><tr><td><a href="/">CỔNG THÔNG TIN ĐIỆN TỬ</a> <a href="/vb">Văn bản</a></td></tr></table>
<div id="main"><h2 class="portlet-title">{title}</h2><div class="journal-content-article">{body}</div></div>
<div class="footer">Bản quyền thuộc về Sở Thông tin. Giấy phép số 12/GP-BTTTT.</div>""",
}
AROUND = ("Thể thao", "Chia sẻ", "tiệm vàng", "Hoan nghênh", "Giấy phép", "Giá vàng", "Giới thiệu", "Văn bản", "var ")


def page(layout: str = "article", body: str = "", head: str = PUBLISHED) -> str:
    body = body or "\n".join(f'<p class="Normal">{paragraph}</p>' for paragraph in PARAGRAPHS)
    content = LAYOUTS[layout].format(title=TITLE, body=body)
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head>{head}<title>{TITLE}</title>'
        '<link rel="canonical" href="https://tinsang.example/bat-giu-123.html">'
        f"<script>var x = 'quảng cáo';</script></head><body>{content}</body></html>"
    )


def article(path: str) -> Document:
    (found,) = read_articles([path])
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_article_is_its_title_and_paragraphs_a_line_each_and_nothing_else(layout: str, written: Written) -> None:
    path = written("a.html", page(layout))

    found = article(path)

    assert found.text.split("\n") == [TITLE, *PARAGRAPHS]
    assert not [words for words in AROUND if words in found.text]
    assert found.id == path


def test_title_address_and_first_publication_are_kept(written: Written) -> None:
    assert article(written("a.html", page())).meta == {
        "title": TITLE,
        "url": "https://tinsang.example/bat-giu-123.html",
        "published": "2024-03-12",
    }


def test_the_publication_may_be_in_json_ld(written: Written) -> None:
    head = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
        '"datePublished": "2024-03-12T08:15:00+07:00", "dateModified": "2024-05-02T08:15:00+07:00"}</script>'
    )

    assert article(written("a.html", page(head=head))).meta["published"] == "2024-03-12"


def test_a_day_in_the_text_is_not_taken_for_that_of_the_publication(written: Written) -> None:
    assert "published" not in article(written("a.html", page(head=""))).meta


def test_lines_items_and_rows_are_lines(written: Written) -> None:
    body = (
        f"<p>{PARAGRAPHS[1]}<br>{PARAGRAPHS[2]}</p><ul><li>Thu giữ 12 xe máy</li><li>3 điện thoại</li></ul>"
        "<table><tr><th>Địa bàn</th><th>Số vụ</th></tr><tr><td>Phường Tân Phong</td><td>7</td></tr></table>"
        f"<p>{PARAGRAPHS[3]}</p>"
    )

    lines = article(written("a.html", page(body=body))).text.split("\n")

    assert lines[1:3] == list(PARAGRAPHS[1:3])
    assert lines[3:] == [
        "- Thu giữ 12 xe máy",
        "- 3 điện thoại",
        "Địa bàn\tSố vụ",
        "Phường Tân Phong\t7",
        PARAGRAPHS[3],
    ]


def test_a_short_article_is_one(written: Written) -> None:
    found = article(written("a.html", page(body=f"<p>{PARAGRAPHS[0]}</p>")))

    assert found.text == f"{TITLE}\n{PARAGRAPHS[0]}"


def combining_tones(text: str) -> bytes:
    """Return a text as Windows-1258 has it: the tone after the vowel."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for character in text:
        letters = unicodedata.normalize("NFD", character)
        tone = "".join(mark for mark in letters if mark in tones)
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in tones)) + tone)
    return "".join(parts).encode("cp1258")


@pytest.mark.parametrize(
    ("charset", "encode"),
    [
        ("utf-8", lambda text: text.encode()),
        ("utf-8", lambda text: text.encode("utf-8-sig")),
        ("iso-8859-1", lambda text: text.encode()),
        ("windows-1258", combining_tones),
        ("utf-16", lambda text: text.encode("utf-16")),
        ("utf-16", lambda text: text.encode("utf-16-le")),
        ("utf-16", lambda text: text.encode("utf-16-be")),
    ],
)
@pytest.mark.parametrize(
    "head", ['<meta charset="{}">', "<meta http-equiv=Content-Type content='text/html; charset={}'>"]
)
def test_the_encoding_is_seen_or_said(
    charset: str, encode: Callable[[str], bytes], head: str, written: Written
) -> None:
    found = article(written("a.html", encode(page(head=head.format(charset)))))

    assert found.text.split("\n") == [TITLE, *PARAGRAPHS]


def test_xhtml_says_its_encoding_as_xml_does(written: Written) -> None:
    html = page().replace("<!DOCTYPE html>", '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>')

    assert article(written("a.html", html)).text.split("\n") == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty; give a text"),
        ("<html><body></body></html>", "has no text of an article"),
        ("<html><body><script>var x = 'Công an';</script><img src='a.jpg'></body></html>", "has no text of an article"),
        ("\x01", "has no text of an article"),
        (
            "<html><head><title>Lỗi 404</title></head><body><nav><ul><li><a href='/a'>Trang chủ</a></li></ul></nav>"
            "<p>Không tìm thấy trang.</p></body></html>",
            "has no text of an article",
        ),
        (page().encode("utf-16")[2:-1].replace(b"\0", b"\xff"), "is not UTF-8"),
        (page(head='<meta charset="vni">').encode("cp1258", "replace"), "says that it is in 'vni', which is no known"),
        (
            page(head='<meta charset="idna">').encode("cp1258", "replace"),
            "says that it is in 'idna', which is no known",
        ),
    ],
)
def test_a_page_without_an_article_is_an_error(
    content: str | bytes, message: str, written: Written, only_error: OnlyError
) -> None:
    assert only_error(written("a.html", content)).startswith(message)


def test_a_page_that_is_too_large_is_an_error(written: Written, only_error: OnlyError) -> None:
    assert only_error(written("a.html", page()), 10) == "is too large; an article may have 320 bytes, so split it"


def test_nothing_is_fetched_run_or_said(written: Written) -> None:
    linked = (
        '<base href="http://127.0.0.1:9/"><link rel="stylesheet" href="a.css"><script src="a.js"></script>'
        '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/b">'
    )
    path = written("a.html", page(head=linked).replace("<article", '<iframe src="c.html"></iframe><article'))
    empty = written("b.html", "<p>")
    script = (
        "import sys, trafilatura\n"  # whose urllib3 looks, when it is imported, whether there is IPv6
        "from solieu.articles import read_articles\n"
        "refused = ('socket', 'subprocess', 'os.system')\n"
        "sys.addaudithook(lambda event, _: event.startswith(refused) and sys.exit(event))\n"
        "print(len(list(read_articles(sys.argv[1:]))))"
    )

    done = subprocess.run([sys.executable, "-c", script, path, empty], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("2\n", "")
