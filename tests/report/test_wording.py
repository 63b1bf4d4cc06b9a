"""What reports say, in both languages."""

import re
import unicodedata

import pytest

from solieu.training.report.wording import REPORT_WORDING, joined, number, same, say, shown


@pytest.mark.parametrize("key", REPORT_WORDING.texts)
def test_both_languages_say_the_same_with_the_same_values(key: str) -> None:
    texts = REPORT_WORDING.texts[key]

    assert set(texts) == {"vi", "en"}
    assert len({frozenset(re.findall(r"{(\w+)", text)) for text in texts.values()}) == 1
    assert texts["vi"] == unicodedata.normalize("NFC", texts["vi"])


def test_numbers_are_grouped_and_pointed_as_the_language_has_it() -> None:
    assert (number(1234.5, ",.1f").vi, number(1234.5, ",.1f").en) == ("1.234,5", "1,234.5")
    assert number(None).vi == "–"


def test_phrases_can_stand_in_phrases() -> None:
    kinds = joined([say("kind.missed"), same("x{y}")])

    sentence = say("verdict.kinds", errors=1, kinds=kinds)

    assert sentence.en == "1 error: missed, x{y}."
    assert sentence.vi == "Có 1 lỗi: bỏ sót, x{y}."


def test_what_a_page_cannot_show_is_replaced_one_by_one() -> None:
    assert shown("a\x00\ud83db\u202ec\r\nđ") == "a��b�c\n\nđ"
