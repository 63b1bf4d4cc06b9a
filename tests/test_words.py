"""Words: what stays in one piece, and that their offsets are exact."""

import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.labels import LabelSchema
from solieu.annotation.text_view import view_text
from solieu.models.tags import encode_tags
from solieu.models.words import MAX_WORD_LENGTH, find_words

DATA = Path(__file__).parents[1] / "data"


def slices(text: str) -> list[str]:
    """The original characters of each word."""
    words = find_words(text)
    return [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    "word",
    [
        *["1.297", "74,2", "1.234,5", "2013-2023", "05", "24/7", "10-15", "0912.345.678"],
        *["2/6/2023", "01/8/2013", "5/2024", "30-4", "2.9", "20:51", "20:51:33", "16h30", "22h15", "17h"],
        *["38%", "74,2%", "10-15%", "10%-15%", "1,5‰", "$500", "5km", "30m2", "350đ", "m3", "12A1", "km/h", "m/s"],
        *["144/2021/NĐ-CP", "12/2023/TT-BCA", "130/2020/QH14"],
        *["T.Phượng", "V.Tiền", "P.V", "N.T.H", "Q.Tân", "VOV.VN", "PGS.TS", "v.v", "CHQS", "C02", "CTĐ", "R", "Đắk"],
        *["vắc-xin", "ki-ốt", "Jong-un", "GD-ĐT", "KT-XH", "COVID-19", "Covid-19", "F-35", "công"],
        *["https://congan.longan.gov.vn/tin-tuc?id=5", "www.bocongan.gov.vn", "lien.he@congan.gov.vn"],
        *["baonghean.vn", "congan.longan.gov.vn/tin-tuc", "Zing.vn", "i-com.com.vn"],
        *["...", "..", "…", "\u0600", "한국", "漢字", "क्षि", "x\u0323y", "👨", "❤\ufe0f", "👍🏽", "🇻🇳"],
    ],
)
def test_this_is_one_word(word: str) -> None:
    assert slices(f"({word})") == ["(", word, ")"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Document codes: the number, a slash, and the rest; whole only with a year.
        ("09/CTr-BCA-MTTW", ["09", "/", "CTr-BCA-MTTW"]),
        ("138/CP", ["138", "/", "CP"]),
        ("06/QĐ-TTg.", ["06", "/", "QĐ-TTg", "."]),
        ("03/CT-BCA-X11", ["03", "/", "CT-BCA-X11"]),
        ("48-CT/TW", ["48", "-", "CT", "/", "TW"]),
        ("144/2021/NĐ-CP.", ["144/2021/NĐ-CP", "."]),
        # Units: a plain number keeps its letters, a number with signs in it does not.
        ("1.200m2", ["1.200", "m2"]),
        ("75.000đ", ["75.000", "đ"]),
        ("60km/h", ["60", "km/h"]),
        ("75.000 đồng/m3", ["75.000", "đồng", "/", "m3"]),
        ("38 %", ["38", "%"]),
        # Abbreviated titles keep their full stop before a name, which is a word of its own.
        ("TP.HCM.", ["TP.", "HCM", "."]),
        ("TP. Hồ", ["TP.", "Hồ"]),
        ("TX.Bến", ["TX.", "Bến"]),
        ("TS.Nguyễn", ["TS.", "Nguyễn"]),
        ("PGS.TS. Lê", ["PGS.TS.", "Lê"]),
        ("CATP.", ["CATP", "."]),
        # An initial does not: it ends sentences.
        ("Nguyễn Văn A.", ["Nguyễn", "Văn", "A", "."]),
        # Hyphens: inside a word before a small letter and between abbreviations, else between two words.
        ("T.Phượng-V.Tiền", ["T.Phượng", "-", "V.Tiền"]),
        ("Nội-Hải", ["Nội", "-", "Hải"]),
        ("HÙNG-THU", ["HÙNG", "-", "THU"]),
        ("UBND-MTTQ", ["UBND", "-", "MTTQ"]),
        ("An-2023", ["An", "-", "2023"]),
        ("2013–2023", ["2013", "–", "2023"]),
        ("-5", ["-", "5"]),
        # Everything else that is no letter and no digit.
        ("Đ/tá", ["Đ", "/", "tá"]),
        ("GD&ĐT", ["GD", "&", "ĐT"]),
        ("H'Uyên", ["H", "'", "Uyên"]),
        ("a_b", ["a", "_", "b"]),
        ("“An!”...", ["“", "An", "!", "”", "..."]),
        ("tù.Khi", ["tù", ".", "Khi"]),
        ("xem a.vn.", ["xem", "a.vn", "."]),
    ],
)
def test_texts_are_divided_by_the_conventions_of_phobert_s_pretraining_text(text: str, words: list[str]) -> None:
    assert slices(text) == words


def test_signs_are_words_of_their_own() -> None:
    assert slices("Đ/tá Lâm Minh Hồng - Giám đốc (74,2%).") == [
        *["Đ", "/", "tá", "Lâm", "Minh", "Hồng", "-", "Giám", "đốc", "(", "74,2%", ")", "."]
    ]


def test_a_full_stop_at_the_end_of_a_sentence_is_not_part_of_the_word() -> None:
    assert slices("năm 2023. Ngày 2/6/2023, xem www.a.vn.") == [
        *["năm", "2023", ".", "Ngày", "2/6/2023", ",", "xem", "www.a.vn", "."]
    ]


def test_offsets_are_those_of_the_original_text() -> None:
    text = unicodedata.normalize("NFD", "🚓 Hà\xa0Nội\u200b,\r\nHuế")

    assert slices(text) == [unicodedata.normalize("NFD", word) for word in ["🚓", "Hà", "Nội", ",", "Huế"]]


def test_the_encoder_sees_words_composed_and_without_what_shows_nothing() -> None:
    assert find_words("No\u0323\u0302\xadi").texts == ["Nội"]


def test_the_encoder_sees_tone_marks_in_the_old_placement_if_it_wants_to() -> None:
    words = find_words("Hòa, ỦY", old_tones=True)

    assert words.texts == ["Hoà", ",", "UỶ"]
    assert (words.starts, words.ends) == ([0, 3, 5], [3, 4, 7])


def test_people_joined_by_zero_width_joiners_are_words_that_touch() -> None:
    words = find_words("👨\u200d👩 a")

    assert words.texts == ["👨", "👩", "a"]
    assert words.spaced == [True, False, True]


def test_words_know_whether_white_space_is_before_them() -> None:
    words = find_words("Hội nghị (2013)\nHết")

    assert dict(zip(words.texts, words.spaced, strict=True)) == {
        **{"Hội": True, "nghị": True, "(": True, "2013": False, ")": False, "Hết": True}
    }


def test_words_know_their_lines_and_empty_lines_have_none() -> None:
    words = find_words("\n\na b\r\n\n \nc\u2028d")

    assert [[words.texts[number] for number in line] for line in words.line_ranges()] == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\u200b\ufeff", "\ufe0f"])
def test_a_text_that_shows_nothing_has_no_words(text: str) -> None:
    assert len(find_words(text)) == 0
    assert find_words(text).line_ranges() == []


def test_a_word_is_split_at_the_edges_of_spans() -> None:
    words = find_words("CATPHCM", edges=[2])

    assert words.texts == ["CA", "TPHCM"]
    assert words.spaced == [True, False]


def test_a_word_is_never_split_inside_a_letter() -> None:
    assert find_words("e\u0323\u0302m", edges=[1, 2]).texts == ["ệm"]


def test_a_sign_with_a_mark_is_split_from_the_letters_after_it_at_an_edge() -> None:
    assert find_words("5\u0323abc", edges=[2]).texts == ["5\u0323", "abc"]


def test_a_run_of_letters_without_any_end_is_split() -> None:
    words = find_words("a" * 100_000)

    assert max(map(len, words.texts)) == MAX_WORD_LENGTH
    assert "".join(words.texts) == "a" * 100_000


@given(st.from_type(Document))
def test_words_follow_each_other_without_overlap(document: Document) -> None:
    words = find_words(document.text, [edge for span in document.spans for edge in (span.start, span.end)])

    assert all(start < end for start, end in zip(words.starts, words.ends, strict=True))
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
    assert all(first < last for first, last in pairwise([*words.lines, len(words)]))


@given(st.from_type(Document))
def test_the_original_characters_of_a_word_viewed_are_the_word(document: Document) -> None:
    words = find_words(document.text, [edge for span in document.spans for edge in (span.start, span.end)])

    for text, start, end in zip(words.texts, words.starts, words.ends, strict=True):
        assert view_text(document.text[start:end]).text == text
        assert not set(text) & {" ", "\n"}


@given(st.from_type(Document))
def test_everything_that_shows_belongs_to_a_word(document: Document) -> None:
    words = find_words(document.text)
    rest = list(document.text)
    for start, end in zip(words.starts, words.ends, strict=True):
        rest[start:end] = [""] * (end - start)

    assert not view_text("".join(rest)).text.strip()


@given(st.from_type(Document))
def test_lines_of_words_are_the_lines_of_the_text(document: Document) -> None:
    words = find_words(document.text)

    lines = ["".join(words.texts[number] for number in line) for line in words.line_ranges()]

    shown = (view_text(document.text).text.replace(" ", "")).split("\n")
    assert lines == [line for line in shown if line]


def test_inference_words_cut_no_span_of_the_data() -> None:
    schema = LabelSchema.default()
    documents = [document for name in ("seeds", "authored") for document in read_jsonl(DATA / f"{name}.jsonl")]

    cut = [encode_tags(find_words(document.text), document.spans, schema)[1] for document in documents]

    assert sum(len(document.spans) for document in documents) >= 19_000
    assert not any(cut)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *["a.a.a.", "1/1/1/", "A.A.A.", "((((", "www.", "@@@@", "a@a@", "1.", "1-A/A-", "ab.%+-", "Tp.", "https://"],
        *["A-", "BC-", "TP.", "a.vn/)", "1%-1", "1/2020/A-", "ủy_"],
        *["\u0323\u0302\u0301", "a\u0301", "🇻", "🇻🇳", "👨\u200d", "\u1100\u1161\u11a8", "\u0600", "\u200b", "\r\n"],
    ],
)
def test_a_megabyte_of_anything_takes_seconds(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    before = time.process_time()

    find_words(text, old_tones=True)

    assert time.process_time() - before < 8


def test_no_tone_mark_moves_over_an_edge() -> None:
    # An annotation may end between the letters of a pair; both pieces are then shown as they would be alone.
    assert find_words("Hòa ủy", (2, 5), old_tones=True).texts == ["Hò", "a", "ủ", "y"]
    assert find_words("Hòa ủy", old_tones=True).texts == ["Hoà", "uỷ"]
