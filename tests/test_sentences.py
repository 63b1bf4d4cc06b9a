"""Sentences of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation.documents import Span
from solieu.annotation.sentences import Sentences, sentence_at


def split(text: str) -> list[str]:
    """All the sentences of a text."""
    sentences, found, position = Sentences(text), [], 0
    while position < len(text):
        start, end = sentences.at(position, position + 1)
        assert start == position
        found.append(text[start:end])
        position = end
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Xã có 3 tổ. |Tổ nào cũng mạnh! |Vì sao?",
        "Khu phố ở TP. Vinh có 1.297 hộ. |Dân yên tâm.",
        "Ông N. T. Hoa và bà T.Phượng cùng dự. |Hội nghị kết thúc.",
        "Ông nói: “Dân tin.” |Rồi ông cười.",
        "Năm 2023. |6 tháng đầu năm.",
        "Tiêu đề\n|\n|Dòng một. |Dòng hai",
        "Một hội nghị.|Công an dự.",
        "1. Công an xã họp. |Dân họp.\n|2. Dân họp.",
        "Chờ mãi… rồi cũng xong. |Hết.",
        "Trang solieu.vn mở cửa. |Mời đọc.",
        "Một dòng\r|\n|Một dòng",
    ],
)
def test_marks_and_line_breaks_end_sentences(text: str) -> None:
    assert split(text.replace("|", "")) == text.split("|")


def test_no_sentence_ends_inside_an_entity() -> None:
    text = "Báo Tin. Nhanh đưa tin. Hết."

    assert Sentences(text, [Span(0, 14, "ORG")]).at(0, 3) == (0, 24)


def test_characters_of_two_sentences_are_in_both() -> None:
    assert sentence_at("Một câu. Hai câu. Ba câu.", 2, 12) == (0, 18)


@given(st.text(alphabet="aA1.!?…“” \n\r\u0301"))
def test_sentences_cover_any_text_without_gaps(text: str) -> None:
    assert "".join(split(text)) == text
