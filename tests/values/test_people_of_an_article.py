"""Of whom short forms and other names in an article mean."""

import pytest

from solieu.annotation.markup import parse_markup
from solieu.annotation.values import PersonName
from solieu.models.values import normalise


def full_names(markup: str) -> list[str | None]:
    """Return the full name that each person's value gives."""
    values = [span.value for span in normalise(parse_markup(markup)).spans]
    assert all(isinstance(value, PersonName) for value in values)
    return [value.full_name for value in values if isinstance(value, PersonName)]


@pytest.mark.parametrize(
    "markup",
    [
        "⟦Nguyễn Văn Tuấn|PERSON⟧ (tức ⟦Tuấn “khỉ”|PERSON⟧) cầm đầu. ⟦Tuấn “khỉ”|PERSON⟧ bị bắt.",
        "⟦Nguyễn Văn Tuấn|PERSON⟧ (SN 1990, tự ⟦Tèo|PERSON⟧) cầm đầu. ⟦Tèo|PERSON⟧ bị bắt.",
        "⟦Nguyễn Văn Tuấn|PERSON⟧, 35 tuổi (tên gọi khác: ⟦Tèo|PERSON⟧) cầm đầu. ⟦Tèo|PERSON⟧ bị bắt.",
        "⟦Nguyễn Văn Tuấn|PERSON⟧, biệt danh “⟦Bảy Lùn|PERSON⟧” cầm đầu. ⟦Bảy Lùn|PERSON⟧ bị bắt.",
    ],
)
def test_another_name_that_the_article_gives_means_the_person(markup: str) -> None:
    assert full_names(markup) == [None, "Nguyễn Văn Tuấn", "Nguyễn Văn Tuấn"]


def test_all_other_names_in_the_bracket_mean_the_person() -> None:
    markup = "⟦Lê Văn Bảy|PERSON⟧ (tự ⟦Tèo|PERSON⟧, “⟦Lùn|PERSON⟧”), ⟦Mập|PERSON⟧ và ⟦Lùn|PERSON⟧ bị bắt."

    assert full_names(markup) == [None, "Lê Văn Bảy", "Lê Văn Bảy", None, "Lê Văn Bảy"]


def test_a_name_behind_the_other_one_without_a_bracket_is_another_person_s() -> None:
    assert full_names("⟦Lê Văn Bảy|PERSON⟧, tức ⟦Tèo|PERSON⟧, ⟦Mập|PERSON⟧ bị bắt.") == [None, "Lê Văn Bảy", None]


def test_a_real_name_behind_a_pen_name_is_the_full_one() -> None:
    markup = "⟦Thỏ Trắng|PERSON⟧ (tên thật ⟦Trần Thị Lan|PERSON⟧) bị phạt."

    assert full_names(markup) == ["Trần Thị Lan", None]


def test_another_name_of_one_person_that_is_a_second_person_s_given_name_is_ambiguous() -> None:
    markup = "⟦Lê Văn Bảy|PERSON⟧ (tự ⟦Tèo|PERSON⟧) và ⟦Trần Văn Tèo|PERSON⟧ bị bắt."

    assert full_names(markup) == [None, None, None]


def test_two_full_names_are_two_persons() -> None:
    assert full_names("⟦Lê Văn Bảy|PERSON⟧, tức ⟦Trần Văn Tèo|PERSON⟧") == [None, None]


def test_a_longer_short_form_does_not_make_a_shorter_one_ambiguous() -> None:
    markup = "⟦Trần Thị Kim Oanh|PERSON⟧ đến. Chị ⟦Kim Oanh|PERSON⟧ kể. Theo ⟦Oanh|PERSON⟧, không có ai."

    assert full_names(markup) == [None, "Trần Thị Kim Oanh", "Trần Thị Kim Oanh"]


def test_a_mark_of_sex_before_the_given_name_does_not_make_it_ambiguous() -> None:
    markup = "⟦Giàng A Páo|PERSON⟧ ở bản. ⟦A Páo|PERSON⟧ kể, ⟦Páo|PERSON⟧ làm."

    assert full_names(markup) == [None, "Giàng A Páo", "Giàng A Páo"]


def test_a_letter_means_the_person_whose_name_the_article_hides_behind_it() -> None:
    markup = "Anh ⟦Nguyễn Văn H.|PERSON⟧ và chị ⟦N.T.M|PERSON⟧ trình báo; anh ⟦H.|PERSON⟧ kể, chị ⟦M.|PERSON⟧ khóc."

    assert full_names(markup) == [None, None, "Nguyễn Văn H.", "N. T. M"]


def test_a_letter_that_two_hidden_names_end_with_means_neither() -> None:
    assert full_names("⟦Nguyễn Văn H.|PERSON⟧, ⟦Trần Thị H|PERSON⟧ và ⟦H.|PERSON⟧") == [None, None, None]


def test_another_name_has_no_given_name_but_the_person_s_own() -> None:
    markup = (
        "⟦Lê Văn Bảy|PERSON⟧ (tự ⟦Tèo|PERSON⟧), ⟦Siu Bơch|PERSON⟧ (tức ⟦Ama Phen|PERSON⟧), "
        "⟦Trương Văn Cam|PERSON⟧ (tức ⟦Năm Cam|PERSON⟧)"
    )
    values = [span.value for span in normalise(parse_markup(markup)).spans]
    given = {value.name: value.given for value in values if isinstance(value, PersonName)}

    assert (given["Tèo"], given["Ama Phen"], given["Năm Cam"]) == (None, None, "Cam")
