"""The articles' page as a file: what it holds, and that nothing in it can run."""

import json
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu import Document, LabelSchema, SolieuError, Span, normalise
from solieu.annotation.links import Link
from solieu.html_view import MOST_ARTICLES, write_html
from solieu.html_view.article import COLUMNS, article_data
from solieu.html_view.labels import ShownLabels
from solieu.html_view.wording import VIEW_WORDING
from solieu.tables.schema import TABLES
from solieu.training.report.wording import shown

TEXT = "Đại tá  Lâm Minh Hồng,\r\nGiám đốc Công an tỉnh Long An: hơn 1.297 vụ."


def article() -> Document:
    marked = (("Đại tá", "RANK"), ("Lâm Minh Hồng", "PERSON"), ("Giám đốc", "POSITION"))
    marked += (("Công an tỉnh Long An", "ORG"), ("hơn 1.297 vụ", "INDICATOR"))
    spans = [Span(TEXT.index(words), TEXT.index(words) + len(words), label, 0.9) for words, label in marked]
    rank, person, position, body, _ = [(span.start, span.end) for span in spans]
    links = (Link("rank", person, rank), Link("position", person, position), Link("organization", position, body))
    meta = {"published": "2023-06-02", "outlet": "Báo Long An", "pages": 3}
    return Document(TEXT, tuple(spans), "bài 1", meta, links)


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.contents: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.contents.append("")

    def handle_data(self, data: str) -> None:
        if self.contents:
            self.contents[-1] += data

    def articles(self) -> list[dict]:
        found = zip(self.tags, self.contents, strict=True)
        return [json.loads(content) for (_, attributes), content in found if attributes.get("class") == "article"]


def write(path: Path, *documents: Document, schema: LabelSchema | None = None) -> Page:
    write_html(documents, schema or LabelSchema.default(), path / "view.html")
    return Page(path / "view.html")


def test_the_pieces_of_an_article_are_its_text_cut_at_the_edges_of_entities() -> None:
    data = article_data(article(), ShownLabels(LabelSchema.default()))

    pieces = [piece if isinstance(piece, str) else piece[1] for piece in data["pieces"]]
    assert "".join(pieces) == TEXT.replace("\r\n", "\n")
    assert [piece[1] for piece in data["pieces"] if not isinstance(piece, str)] == [
        *("Đại tá", "Lâm Minh Hồng", "Giám đốc", "Công an tỉnh Long An", "hơn 1.297 vụ")
    ]


def test_entities_have_their_values_and_tables_lead_back_to_entities() -> None:
    data = article_data(article(), ShownLabels(LabelSchema.default()))

    assert [entity["value"] for entity in data["entities"]][-1] == "> 1.297 vụ"
    assert data["entities"][0]["score"] == 0.9
    assert data["tables"]["people"] == [[1, [["Lâm Minh Hồng"], ["Đại tá"], ["Giám đốc Công an tỉnh Long An"]]]]
    assert [row[0] for row in data["tables"]["figures"]] == [4]


def test_what_is_known_of_an_article_comes_with_its_title_in_both_languages() -> None:
    data = article_data(article(), ShownLabels(LabelSchema.default()))

    assert [(title["vi"], title["en"], content) for title, content in data["facts"]] == [
        ("Nơi đăng", "Outlet", "Báo Long An"),
        ("Ngày đăng", "Published", "2023-06-02"),
        ("pages", "pages", "3"),
    ]


@settings(max_examples=50)
@given(st.from_type(Document))
def test_any_text_goes_into_the_page_with_each_character_or_its_replacement(document: Document) -> None:
    data = article_data(document, ShownLabels(LabelSchema.default()))

    pieces = [piece if isinstance(piece, str) else piece[1] for piece in data["pieces"]]
    whole = "".join(pieces)
    assert whole.replace("\r", "").replace("\n", "") == document.text.replace("\r", "").replace("\n", "")
    assert len(shown(whole).encode()) >= len(whole)


def test_a_label_that_the_schema_lacks_is_shown_all_the_same(tmp_path: Path) -> None:
    page = write(tmp_path, Document("Hà Nội", (Span(0, 6, "CITY"),)))

    (data,) = [
        json.loads(content)
        for (_, attributes), content in zip(page.tags, page.contents, strict=True)
        if attributes.get("id") == "data"
    ]
    assert data["labels"][-1] == {"name": "CITY", "vi": "CITY", "en": "CITY", "colour": "#5a6672", "sign": "●"}
    assert page.articles()[0]["entities"][0]["label"] == len(data["labels"]) - 1


def test_markup_in_an_article_is_no_markup_in_the_page(tmp_path: Path) -> None:
    nasty = "</script></noscript><!--<script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>"
    plain = write(tmp_path, Document("abc", (Span(0, 3, "ORG"),), "d", {"outlet": "e"}))

    page = write(tmp_path, Document(nasty, (Span(0, 9, "ORG"),), nasty, {nasty: nasty, "outlet": nasty}))

    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(attributes) for _, attributes in page.tags] == [sorted(attributes) for _, attributes in plain.tags]
    assert page.articles()[0]["text"] == nasty


def test_values_that_are_there_stay(tmp_path: Path) -> None:
    document = normalise(article())

    assert write(tmp_path, document).articles() == write(tmp_path, article()).articles()


def test_the_page_allows_its_own_script_and_nothing_else(tmp_path: Path) -> None:
    policy = dict(write(tmp_path, article()).tags[3][1])["content"]

    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_articles_are_taken_one_at_a_time(tmp_path: Path) -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for number in range(40):
            taken += 1
            yield Document("Công an\n" * 2_500, id=str(number))
            sizes.append(sum(path.stat().st_size for path in tmp_path.iterdir()))

    sizes: list[int] = []
    write_html(documents(), LabelSchema.default(), tmp_path / "view.html")

    assert taken == 40
    assert sizes[20] > 10 * 20_000  # most of what was taken has been written


def test_a_page_without_articles_is_a_page(tmp_path: Path) -> None:
    assert write(tmp_path).articles() == []


def test_more_articles_than_a_browser_bears_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    documents = (Document("a") for _ in range(MOST_ARTICLES + 1))

    with pytest.raises(SolieuError, match=r"view.html: a page holds at most 2,000 articles; give fewer of them"):
        write_html(documents, LabelSchema.default(), tmp_path / "view.html")

    assert list(tmp_path.iterdir()) == []


def test_the_page_shows_columns_that_the_tables_have() -> None:
    columns = {table.name: {column.name for column in table.columns} for table in TABLES}

    for table, cells in COLUMNS.items():
        assert {name for names in cells for name in names} <= columns[table]
        assert [key for key in VIEW_WORDING.texts if key.startswith(f"column.{table}.")] == [
            f"column.{table}.{number}" for number in range(len(cells))
        ]


@pytest.mark.parametrize("key", VIEW_WORDING.texts)
def test_the_page_speaks_both_languages(key: str) -> None:
    texts = VIEW_WORDING.texts[key]

    assert set(texts) == {"vi", "en"}
    assert texts["vi"] == unicodedata.normalize("NFC", texts["vi"])
