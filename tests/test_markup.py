"""The guidelines' markup, ``⟦text|LABEL⟧``."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.markup import parse_markup, to_markup

CHARACTERS = st.text(st.sampled_from("⟦⟧|\\aộ \n🚓\u0301") | st.characters(), max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(CHARACTERS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = tuple(
        Span(start, end, draw(CHARACTERS.filter(bool))) for start, end in zip(edges[::2], edges[1::2], strict=False)
    )
    return Document(text, spans)


def test_an_example_of_the_guidelines_reads_as_text_and_spans() -> None:
    document = parse_markup("⟦Đại tá|RANK⟧ ⟦Lâm Minh Hồng|PERSON⟧")

    assert document == Document("Đại tá Lâm Minh Hồng", (Span(0, 6, "RANK"), Span(7, 20, "PERSON")))


def test_a_documents_entities_are_written_into_its_text() -> None:
    document = Document("tại Huế, Hà Nội", (Span(4, 7, "LOC"), Span(9, 15, "LOC")))

    assert to_markup(document) == "tại ⟦Huế|LOC⟧, ⟦Hà Nội|LOC⟧"


@given(document=documents())
def test_any_document_comes_back_from_its_markup(document: Document) -> None:
    assert parse_markup(to_markup(document)) == document


def test_marks_after_a_backslash_are_plain_characters() -> None:
    document = parse_markup(r"\⟦không\⟧ ⟦a\|b|ORG⟧ \\")

    assert document == Document("⟦không⟧ a|b \\", (Span(8, 11, "ORG"),))


def test_a_bar_outside_entities_and_a_lone_backslash_need_no_escape() -> None:
    text = r"Thứ Hai | C:\tin"

    assert parse_markup(text).text == to_markup(Document(text)).replace("\\\\", "\\") == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("một\nhai ⟦Huế|LOC", "line 2, column 5: an entity is not closed"),
        ("⟦Công an ⟦Huế|LOC⟧|ORG⟧", "line 1, column 10: an entity begins inside another"),
        ("⟦Huế⟧", "line 1, column 5: an entity ends without a label"),
        ("⟦Huế|⟧", "line 1, column 6: an entity ends without a label"),
        ("⟦|LOC⟧", "line 1, column 6: an entity has no text"),
        ("⟦a|b|LOC⟧", "line 1, column 5: an entity has two"),
        ("a\n\nHuế⟧", "line 3, column 4: ⟧ closes no entity"),
    ],
)
def test_markup_that_is_not_whole_is_refused_by_line_and_column(text: str, message: str) -> None:
    with pytest.raises(SolieuError, match=message):
        parse_markup(text)
