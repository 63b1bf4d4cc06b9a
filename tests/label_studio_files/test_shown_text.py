"""What Label Studio shows of a text, and the way back to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError
from solieu.annotation.label_studio_text import restore_text, show_text, text_sha256


@given(st.from_type(Document))
def test_every_text_comes_back_exactly(document: Document) -> None:
    assert restore_text(*show_text(document.text)) == document.text


@given(st.from_type(Document))
def test_what_is_shown_has_the_same_offsets_for_python_javascript_and_a_browser(document: Document) -> None:
    shown, _ = show_text(document.text)

    assert len(shown) == len(document.text) == len(shown.encode("utf-16-le")) // 2
    assert not set(shown) & set("\x00\r\x0b\x0c\x85\u2028\u2029")


def test_ordinary_texts_are_shown_as_they_are() -> None:
    text = "Công an tỉnh\tĐắk  Lắk\n\n“Đắk” e\u0323\u0302 ❤️ \xa0"

    assert show_text(text) == (text, {})


def test_line_breaks_become_line_feeds() -> None:
    assert show_text("a\r\nb\rc\u2028d") == ("a \nb\nc\nd", {"13": [1, 4], "8232": [6]})


def test_emoji_become_squares_and_styled_letters_plain_ones() -> None:
    assert show_text("👮 𝐂𝐨̂𝐧𝐠 𝟏𝟐 🇻🇳") == (
        "▢ Co\u0302ng 12 ▢▢",
        {"128110": [0], "119810": [2], "119848": [3], "119847": [5], "119840": [6]}
        | {"120783": [8], "120784": [9], "127483": [11], "127475": [12]},
    )


@pytest.mark.parametrize("replaced", [{"13": [9]}, {"13": [-1]}, {"x": [0]}, {"13": 0}, {"13": ["0"]}, {"-1": [0]}, []])
def test_a_record_that_does_not_fit_is_refused(replaced: Any) -> None:
    with pytest.raises(SolieuError, match="'replaced' does not fit the text; import the task again"):
        restore_text("a\nb", replaced if replaced != [] else 3)


def test_texts_with_lone_surrogates_have_a_checksum() -> None:
    assert text_sha256("\ud83d") != text_sha256("\ufffd")
