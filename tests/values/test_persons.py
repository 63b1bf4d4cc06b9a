"""Persons: the parts of a name, and of whom a short form means."""

from itertools import product
from time import process_time

import pytest

from solieu.annotation.values import PersonName, Unresolved
from solieu.models.values import ArticleContext, person
from solieu.models.values.full_name import respelled_name

CONTEXT = ArticleContext(people=("Nguyễn Minh Lâm", "Lê Thị Phượng", "Trần Văn Tâm", "Lý Minh Tâm"))


def read(text: str) -> PersonName:
    value = person(text, context=CONTEXT)
    assert isinstance(value, PersonName)
    return value


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nguyễn Văn Hùng", ("Nguyễn", "Văn", "Hùng")),
        ("TRẦN THỊ KIM OANH", ("Trần", "Thị Kim", "Oanh")),
        ("Lê  Khải", ("Lê", None, "Khải")),
        ("Âu Dương Văn Kiệt", ("Âu Dương", "Văn", "Kiệt")),
        ("Rơ Châm H’Nhung", ("Rơ Châm", None, "H'Nhung")),
        ("Giuse Đinh Công Trí", ("Đinh", "Công", "Trí")),
        ("Nịnh Thị Lan Anh", ("Nịnh", "Thị Lan", "Anh")),
        ("Kơ Să Ha Hoàng", ("Kơ Să", "Ha", "Hoàng")),
        ("R'Chăm H'Yeo", ("R'Chăm", None, "H'Yeo")),
    ],
)
def test_a_full_name_is_split(text: str, parts: tuple[str, str | None, str]) -> None:
    value = read(text)

    assert (value.family, value.middle, value.given) == parts
    assert value.flags == ()


@pytest.mark.parametrize(
    "text",
    [
        "ông Nguyễn Minh Lâm",
        "Ông Nguyễn Minh Lâm",
        "anh Nguyễn Minh Lâm",
        "Đ/c Nguyễn Minh Lâm",
        "đồng chí Nguyễn Minh Lâm",
        "Thượng tá Nguyễn Minh Lâm",
        "PGS.TS Nguyễn Minh Lâm",
        "nguyên Phó Chủ tịch Nguyễn Minh Lâm",
        "Nguyễn Minh Lâm (SN 1990)",
        "Nguyễn Minh Lâm, Giám đốc",
        "Nguyễn Minh Lâm – Giám đốc",
        "Đ/C: Nguyễn Minh Lâm",
        "Đại tá, PGS, TS Nguyễn Minh Lâm",
        "ĐẠI TÁ, TS NGUYỄN MINH LÂM",
        "BSCKII Nguyễn Minh Lâm",
        "nạn nhân Nguyễn Minh Lâm",
        "phạm nhân Nguyễn Minh Lâm",
        "vợ chồng ông Nguyễn Minh Lâm",
        "Mẹ Việt Nam anh hùng Nguyễn Minh Lâm",
        "Hoà thượng Nguyễn Minh Lâm",
        "Nguyễn Minh Lâm tức Lâm khỉ",
        "Nguyễn Minh Lâm (tự Lâm “khỉ”)",
        "Nguyễn Minh Lâm “khỉ”",
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(text: str) -> None:
    value = read(text)

    assert (value.name, value.family, value.middle, value.given) == ("Nguyễn Minh Lâm", "Nguyễn", "Minh", "Lâm")


@pytest.mark.parametrize(
    ("text", "name", "given"),
    [("Anh Tuấn", "Anh Tuấn", "Tuấn"), ("Ông Cao Thắng", "Ông Cao Thắng", "Thắng"), ("Em", "Em", "Em")],
)
def test_a_word_of_address_that_may_belong_to_the_name_stays(text: str, name: str, given: str) -> None:
    value = read(text)

    assert (value.name, value.family, value.given) == (name, None, given)


def test_an_epithet_has_no_parts() -> None:
    value = read("Bác Hồ")

    assert (value.name, value.family, value.given) == ("Bác Hồ", None, None)


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Y Hăm Êban", "Êban", "Hăm"),
        ("H'Bia Niê", "Niê", "H'Bia"),
        ("H Yim Kđoh", "Kđoh", "Yim"),
        ("Y Thanh Hà Niê Kđăm", "Niê Kđăm", "Thanh Hà"),
    ],
)
def test_a_clan_s_name_comes_last_after_the_mark_of_sex(text: str, family: str, given: str) -> None:
    value = read(text)

    assert (value.family, value.middle, value.given, value.flags) == (family, None, given, ())


def test_a_last_word_that_may_be_an_unknown_clan_s_is_no_given_name() -> None:
    value = read("Y Blim Kđrông")

    assert (value.given, value.flags) == (None, ("no-family-name",))


@pytest.mark.parametrize(
    ("short", "full"),
    [("Hòa", "Trần Quốc Hoà"), ("Thuý", "Lê Thị Thúy"), ("Y Hăm", "Y Hăm Êban"), ("Hăm", "Y Hăm Êban")],
)
def test_a_short_form_is_found_in_another_spelling_and_before_the_clan(short: str, full: str) -> None:
    value = person(short, context=ArticleContext(people=(full,)))

    assert isinstance(value, PersonName)
    assert value.full_name == full


def test_a_family_name_alone_of_another_language_is_no_given_name() -> None:
    value = person("Macron", context=ArticleContext(people=("Emmanuel Macron",)))

    assert isinstance(value, PersonName)
    assert (value.given, value.full_name) == (None, "Emmanuel Macron")


def test_the_placement_of_tone_marks_is_the_person_s_own() -> None:
    assert read("Nguyễn Thị Thuỷ").name == "Nguyễn Thị Thuỷ"


@pytest.mark.parametrize(
    ("text", "name", "full"),
    [
        ("Lâm", "Lâm", "Nguyễn Minh Lâm"),
        ("T.Phượng", "T. Phượng", "Lê Thị Phượng"),
        ("Minh Lâm", "Minh Lâm", "Nguyễn Minh Lâm"),
        ("Ba Lâm", "Ba Lâm", "Nguyễn Minh Lâm"),
    ],
)
def test_a_short_form_means_the_only_full_name_that_fits(text: str, name: str, full: str) -> None:
    value = read(text)

    assert (value.name, value.full_name, value.flags) == (name, full, ())


def test_a_short_form_that_two_fit_is_flagged() -> None:
    value = read("Tâm")

    assert (value.full_name, value.flags) == (None, ("ambiguous-alias",))


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("N. M. Lâm", "Nguyễn Minh Lâm"),
        ("N. Lâm", "Nguyễn Minh Lâm"),
        ("Hoàng Phủ Ngọc Tường Vân", "Lê Hoàng Phủ Ngọc Tường Vân"),
    ],
)
def test_initials_and_any_number_of_last_words_tell_who_is_meant(short: str, full: str) -> None:
    context = ArticleContext(people=("Trần Minh Lâm", full, "Bùi Hoàng Phủ Ngọc Trường Vân"))

    assert context.meant_by(respelled_name(short)) == (full,)


@pytest.mark.parametrize("name", ["X. Lâm", "Nguyễn Minh Lâm", "Đức Nguyễn Minh Lâm", "Minh", "Nguyễn Minh"])
def test_other_initials_the_name_itself_and_first_words_mean_nobody(name: str) -> None:
    assert ArticleContext(people=("Nguyễn Minh Lâm",)).meant_by(name) == ()


def test_the_people_of_an_article_are_compared_in_time_that_grows_with_their_number() -> None:
    families, middles, given = ("Nguyễn", "Trần", "Lê", "Phạm"), ("Văn", "Minh", "Đức", "Kim", "Thị"), ("Lâm", "Tâm")
    people = tuple(f"{' '.join(words)} {last}" for *words, last in product(families, *[middles] * 3, given))
    context = ArticleContext(people=people)
    begin = process_time()

    for name in people:
        person(name, context=context)

    # A fraction of a second; half a minute if everybody is compared with everybody.
    assert len(people) == 1000
    assert process_time() - begin < 3


def test_a_short_form_that_none_fits_is_flagged() -> None:
    assert read("Sơn").flags == ("no-full-name",)


def test_two_words_that_may_be_a_given_name_are_not_split() -> None:
    value = read("HÀ VÂN")

    assert (value.name, value.family, value.flags) == ("Hà Vân", None, ("family-uncertain",))


@pytest.mark.parametrize(("text", "given"), [("HOÀI THƯƠNG", "Thương"), ("Sergei Voronin", None), ("Phận sún", None)])
def test_a_name_without_a_family_name_of_the_table_ends_with_the_given_one_if_it_is_vietnamese(
    text: str, given: str | None
) -> None:
    value = read(text)

    assert (value.family, value.given, value.flags) == (None, given, ("no-family-name",))


def test_a_letter_in_place_of_a_name_is_no_given_name() -> None:
    for text in ("Nguyễn Văn A", "Nguyễn Văn B.", "Nguyễn V. T."):
        value = read(text)

        assert (value.family, value.given, value.flags) == ("Nguyễn", None, ("anonymised",))
    assert read("Nguyễn Văn A").middle == "Văn"


@pytest.mark.parametrize(("text", "given"), [("Y Krăk", "Krăk"), ("Thích Giác Hạnh", "Hạnh")])
def test_a_mark_of_sex_or_religion_is_no_family_name(text: str, given: str) -> None:
    assert (read(text).family, read(text).given) == (None, given)


@pytest.mark.parametrize("text", ["", "–", "2024", "ông", "Đồng chí"])
def test_what_is_no_name_has_a_reason(text: str) -> None:
    assert isinstance(person(text), Unresolved)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Tuấn “khỉ”", 'Tuấn "khỉ"'), ("“Bầu” Đức", '"Bầu" Đức'), ("“Bảy Lùn”", "Bảy Lùn"), ("Tuấn”", "Tuấn")],
)
def test_quotation_marks_stay_where_they_stand_around_a_part_of_the_name(text: str, name: str) -> None:
    assert read(text).name == name


@pytest.mark.parametrize("short", ["H.", "H", "Văn H"])
def test_a_letter_for_a_name_means_the_only_hidden_one_that_fits(short: str) -> None:
    value = person(short, context=ArticleContext(people=("Nguyễn Văn H.", "Trần Thị Hồng")))

    assert isinstance(value, PersonName)
    assert (value.full_name, value.flags) == ("Nguyễn Văn H.", ("anonymised",))
