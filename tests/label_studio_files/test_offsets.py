"""Offsets in code points and UTF-16 units, verified by the text that a region says it covers."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError
from solieu.annotation.label_studio_offsets import from_utf16, resolve, to_utf16

TEXT = "👮 Công an 👍 tỉnh"


class TestUnits:
    def test_an_emoji_is_two_units(self) -> None:
        assert [to_utf16(TEXT, offset) for offset in (0, 1, 2)] == [0, 2, 3]

    def test_there_is_no_code_point_inside_of_an_emoji_or_outside_the_text(self) -> None:
        assert [from_utf16("a👮b", units) for units in range(-1, 6)] == [None, 0, 1, None, 2, 3, None]

    @given(st.from_type(Document), st.data())
    def test_there_and_back_is_the_same_offset(self, document: Document, data: st.DataObject) -> None:
        offset = data.draw(st.integers(0, len(document.text)))

        units = to_utf16(document.text, offset)

        assert from_utf16(document.text, units) == offset
        assert units == len(document.text[:offset].encode("utf-16-le", "surrogatepass")) // 2


class TestResolve:
    def test_takes_code_points(self) -> None:
        assert resolve(TEXT, 2, 9, "Công an") == (2, 9)

    def test_takes_utf16_units_if_code_points_do_not_fit(self) -> None:
        assert resolve(TEXT, 3, 10, "Công an") == (2, 9)

    def test_takes_units_beyond_the_last_code_point(self) -> None:
        assert resolve("👮👮 an", 5, 7, "an") == (3, 5)

    def test_prefers_code_points_where_both_fit(self) -> None:
        assert resolve("👮aaa", 2, 3, "a") == (2, 3)

    @given(st.from_type(Document), st.booleans())
    def test_finds_every_span_again_unless_the_other_reading_has_the_same_words(
        self, document: Document, units: bool
    ) -> None:
        for span in document.spans:
            start, end = (to_utf16(document.text, o) if units else o for o in (span.start, span.end))
            found = resolve(document.text, start, end, document.span_text(span))

            assert document.text[slice(*found)] == document.span_text(span)
            if not units:
                assert found == (span.start, span.end)

    def test_takes_a_line_break_as_the_page_writes_it(self) -> None:
        assert resolve("Công\nan", 0, 7, "Công\\nan") == (0, 7)

    def test_takes_a_run_of_spaces_as_the_page_shows_it(self) -> None:
        assert resolve("Công  an", 0, 8, "Công an") == (0, 8)

    def test_compares_exactly_before_it_compares_what_is_shown(self) -> None:
        assert resolve("👮a a", 2, 4, "a ") == (1, 3)

    def test_needs_no_words_where_both_readings_are_the_same(self) -> None:
        assert resolve("Công an 👮", 0, 7, None) == (0, 7)

    def test_refuses_to_guess_without_words(self) -> None:
        with pytest.raises(SolieuError) as error:
            resolve(TEXT, 3, 10, None)

        assert str(error.value) == (
            "3-10 does not say what it covers, and that is 'ông an ' by code points and 'Công an' by UTF-16 units; "
            "export with the regions' text"
        )

    def test_says_both_readings_of_what_it_refuses(self) -> None:
        with pytest.raises(SolieuError) as error:
            resolve(TEXT, 4, 11, "Công an")

        assert str(error.value) == (
            "4-11 says 'Công an', but the text has 'ng an 👍' there by code points and 'ông an ' by UTF-16 units"
        )

    def test_shortens_long_words_in_what_it_says(self) -> None:
        with pytest.raises(SolieuError) as error:
            resolve("a" * 1000, 0, 1000, "b" * 1000)

        assert len(str(error.value)) < 300

    @pytest.mark.parametrize(("start", "end"), [(-3, -1), (2, 2), (5, 3), (3, 99)])
    def test_refuses_offsets_that_cover_nothing(self, start: int, end: int) -> None:
        with pytest.raises(SolieuError, match="the text has nothing there by code points and nothing by UTF-16 units"):
            resolve("Công an", start, end, "an")

    @pytest.mark.parametrize("value", ["/div[1]", None, 1.0, True])
    def test_refuses_what_is_no_offset(self, value: Any) -> None:
        with pytest.raises(SolieuError, match="'end' must be a whole number, not"):
            resolve("Công an", 0, value, "Công an")

    @given(st.from_type(Document), st.integers(1, 3))
    def test_never_takes_offsets_whose_words_are_others(self, document: Document, shift: int) -> None:
        for span in document.spans:
            said = document.span_text(span)
            assume(said.split() and "\\" not in said)
            try:
                found = resolve(document.text, span.start + shift, span.end + shift, said)
            except SolieuError:
                continue
            assert document.text[slice(*found)].split() == said.split()
