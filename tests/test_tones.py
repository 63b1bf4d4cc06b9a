"""Tone marks: both placements of a syllable look the same to an encoder that wants the old one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document
from solieu.annotation.text_view import view_text
from solieu.annotation.tones import TONE_PAIRS, old_placement

CASES = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "upper after lower": lambda pair: pair[0].lower() + pair[1].upper(),
}


def test_there_are_fifteen_pairs_that_differ_only_in_where_the_tone_mark_stands() -> None:
    assert len(TONE_PAIRS) == 15
    for first, second in TONE_PAIRS.items():
        assert unicodedata.normalize("NFD", first)[0] == second[0]
        assert unicodedata.normalize("NFD", second)[1] == unicodedata.normalize("NFD", first)[2]
        assert unicodedata.normalize("NFD", first)[1] == unicodedata.normalize("NFD", second)[2]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("pair", TONE_PAIRS)
def test_both_placements_have_one_view_that_leads_back_to_each(pair: str, case: str, form: str) -> None:
    for written in (pair, TONE_PAIRS[pair]):
        text = unicodedata.normalize(form, f"th{CASES[case](written)}n")

        view = view_text(text, old_tones=True)

        assert view.text == f"th{CASES[case](TONE_PAIRS[pair])}n"
        origins = [text[view.start(position) : view.end(position + 1)] for position in range(len(view.text))]
        assert origins == [unicodedata.normalize(form, letter) for letter in f"th{CASES[case](written)}n"]


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("ỦY BAN", "UỶ BAN"),
        ("Đại úy Thúy", "Đại uý Thuý"),
        ("khỏe, tòa, hủy", "khoẻ, toà, huỷ"),
    ],
)
def test_syllables_are_shown_in_the_old_placement(text: str, view: str) -> None:
    assert view_text(text, old_tones=True).text == view


@pytest.mark.parametrize("text", ["Hoà", "Thuỷ", "hoàn", "quý", "Huỳnh", "mùa", "tài", "núi", "của", "ào", "tuổi"])
def test_what_is_no_pair_stays(text: str) -> None:
    assert view_text(text, old_tones=True).text == text


def test_tone_marks_are_shown_as_written_unless_the_old_placement_is_wanted() -> None:
    assert view_text("Hòa").text == "Hòa"


def test_a_mark_that_has_no_composed_form_keeps_the_tone_mark_where_it_is() -> None:
    text = "òa\u0334"

    assert view_text(text, old_tones=True).text == unicodedata.normalize("NFC", text)


@given(st.from_type(Document))
def test_the_old_placement_changes_neither_the_map_nor_the_composition(document: Document) -> None:
    plain, old = view_text(document.text), view_text(document.text, old_tones=True)

    assert (old.starts, old.ends) == (plain.starts, plain.ends)
    assert len(old.text) == len(plain.text)
    assert old.text == old_placement(plain.text) == old_placement(old.text)
    assert unicodedata.is_normalized("NFC", old.text) == unicodedata.is_normalized("NFC", plain.text)
