"""The encoder's view of a text, and the way back to the original characters."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document
from solieu.annotation.text_view import TextView, view_text

LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SHOWS_NOTHING = [
    *[0xAD, 0x34F, 0x61C, *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F)],
    *[*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0)],
]


def replaced(character: str) -> str:
    """What stands for one character before composition."""
    if character in LINE_BREAKS:
        return "\n"
    if unicodedata.category(character) in ("Cc", "Zs"):
        return " "
    if unicodedata.category(character) == "Cs":
        return "\ufffd"
    return "" if ord(character) in SHOWS_NOTHING else character


def origins(text: str, view: TextView) -> list[str]:
    """The original characters of each character of the view."""
    return [text[view.start(position) : view.end(position + 1)] for position in range(len(view.text))]


def test_a_composed_text_without_anything_unusual_is_its_own_view() -> None:
    text = "Đại tá Lâm Minh Hồng,\nGiám đốc Công an tỉnh"

    assert view_text(text) == TextView(text)


def test_decomposed_letters_are_composed_and_lead_back_to_all_their_marks() -> None:
    text = unicodedata.normalize("NFD", "ệ Ủ")

    view = view_text(text)

    assert view.text == "ệ Ủ"
    assert origins(text, view) == ["e\u0323\u0302", " ", "U\u0309"]


@pytest.mark.parametrize("space", ["\t", "\xa0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000", "\x00"])
def test_every_kind_of_space_and_control_is_a_plain_space(space: str) -> None:
    assert view_text(f"Công{space}an").text == "Công an"


@pytest.mark.parametrize("line_break", LINE_BREAKS)
def test_every_kind_of_line_break_is_a_line_feed(line_break: str) -> None:
    assert view_text(f"Công{line_break}an").text == "Công\nan"


def test_a_carriage_return_and_line_feed_keep_their_offsets() -> None:
    assert view_text("a\r\nb").text == "a\n\nb"


@pytest.mark.parametrize("nothing", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\xad", "\u200e", "\U000e0041"])
def test_what_shows_nothing_is_left_out(nothing: str) -> None:
    text = f"Cô{nothing}ng"

    view = view_text(text)

    assert view.text == "Công"
    assert origins(text, view) == ["C", "ô", "n", "g"]


def test_a_mark_joins_its_letter_across_what_shows_nothing() -> None:
    assert view_text("e\u200b\u0301").text == "é"


def test_a_variation_selector_belongs_to_the_character_before_it() -> None:
    text = "❤\ufe0f!"

    view = view_text(text)

    assert origins(text, view) == ["❤\ufe0f", "!"]


def test_a_mark_without_a_composed_form_shares_the_characters_of_its_letter() -> None:
    text = "x\u0323a"

    view = view_text(text)

    assert view.text == text
    assert origins(text, view) == ["x\u0323", "x\u0323", "a"]


def test_hangul_syllables_are_composed_of_their_letters() -> None:
    assert view_text("\u1112\u1161\u11ab").text == "한"


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert view_text("a\ud83db").text == "a\ufffdb"


@given(st.from_type(Document))
def test_the_view_is_the_composed_text_with_the_documented_replacements(document: Document) -> None:
    assert view_text(document.text).text == unicodedata.normalize("NFC", "".join(map(replaced, document.text)))


@given(st.from_type(Document))
def test_the_view_leads_back_in_order_and_to_nothing_outside_the_text(document: Document) -> None:
    view = view_text(document.text)

    stretches = [(view.start(position), view.end(position + 1)) for position in range(len(view.text))]

    assert stretches == sorted(stretches)
    assert all(0 <= start < end <= len(document.text) for start, end in stretches)
    assert all(left == right or left[1] <= right[0] for left, right in pairwise(stretches))


def test_letters_with_more_marks_than_any_writing_has_are_viewed_in_linear_time() -> None:
    text = "a" + "\u0323\u0302\u0301" * 30_000

    view = view_text(text)

    assert view.text.startswith(unicodedata.normalize("NFC", text[:31]))
    assert len(view.text) >= 60_000
