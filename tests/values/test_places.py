"""Places and the administrative units that they may be."""

from datetime import date

import pytest

from solieu.annotation.values import Place, Unresolved
from solieu.models.values import ArticleContext, place

OLD = ArticleContext(published=date(2023, 7, 14))
NEW = ArticleContext(published=date(2025, 8, 1))


def read(text: str, context: ArticleContext | None = None) -> Place:
    value = place(text, context=context)
    assert isinstance(value, Place)
    return value


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("tỉnh Long An", "tỉnh Long An", "Tỉnh Long An"),
        ("HẬU GIANG", "Hậu Giang", "Tỉnh Hậu Giang"),
        ("TP.HCM", "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Q.8", "quận 8", "Quận 8"),
        ("H. Cần Đước", "huyện Cần Đước", "Huyện Cần Đước"),
        ("huyện Đăk Hà", "huyện Đăk Hà", "Huyện Đăk Hà"),
        ("thành phố Phan Rang-Tháp Chàm", "thành phố Phan Rang-Tháp Chàm", "Thành phố Phan Rang - Tháp Chàm"),
        ("huyện Định Hoá", "huyện Định Hóa", "Huyện Định Hóa"),
        ("Bến Tre", "Bến Tre", "Tỉnh Bến Tre"),
        ("Thừa Thiên Huế", "Thừa Thiên Huế", "Tỉnh Thừa Thiên Huế"),
        ("huyện đảo Lý Sơn", "huyện Lý Sơn", "Huyện Lý Sơn"),
        ("TT-Huế", "Thừa Thiên Huế", "Tỉnh Thừa Thiên Huế"),
        ("T.T.Huế", "Thừa Thiên Huế", "Tỉnh Thừa Thiên Huế"),
        ("BR-VT", "Bà Rịa - Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Sài Gòn", "Sài Gòn", "Thành phố Hồ Chí Minh"),
        ("thủ đô Hà Nội", "thủ đô Hà Nội", "Thành phố Hà Nội"),
    ],
)
def test_a_place_is_matched_to_its_unit(text: str, name: str, unit: str) -> None:
    value = read(text, OLD)

    assert value.name == name
    assert [each.name for each in value.units] == [unit]


def test_a_unit_of_before_2025_says_what_it_became() -> None:
    (unit,) = read("thị trấn Đồi Ngô", OLD).units

    assert (unit.parent, unit.since, unit.now) == ("Tỉnh Bắc Giang", "before 2025", "Xã Lục Nam, Tỉnh Bắc Ninh")


def test_the_day_of_publication_chooses_the_division() -> None:
    assert [unit.since for unit in read("Lâm Đồng", OLD).units] == ["before 2025"]
    assert [unit.since for unit in read("Lâm Đồng", NEW).units] == ["2025"]
    assert read("Lâm Đồng").flags == ("division-unknown",)


def test_a_province_that_did_not_change_needs_no_day() -> None:
    assert read("tỉnh Nghệ An").flags == ()


def test_units_of_one_name_are_all_kept_and_flagged() -> None:
    value = read("huyện Châu Thành", OLD)

    assert len(value.units) > 5
    assert value.flags == ("ambiguous-place",)


def test_the_article_s_province_narrows_the_units_down() -> None:
    value = read("huyện Châu Thành", ArticleContext(date(2023, 7, 14), provinces=("Tỉnh Long An",)))

    assert [unit.parent for unit in value.units] == ["Tỉnh Long An"]
    assert value.flags == ()


def test_what_became_a_part_of_the_article_s_province_later_was_none_of_it_before() -> None:
    around = [
        read("huyện Châu Thành", ArticleContext(day, provinces=("Tỉnh Tây Ninh",)))
        for day in (date(2023, 7, 14), date(2025, 8, 1))
    ]

    assert [[unit.parent for unit in value.units] for value in around] == [
        ["Tỉnh Tây Ninh"],
        ["Tỉnh Tây Ninh", "Tỉnh Long An"],
    ]


def test_the_article_s_district_narrows_its_communes_down() -> None:
    context = ArticleContext(
        date(2023, 7, 14), provinces=("Thành phố Hồ Chí Minh",), districts=("quận Gò Vấp", "quận 7")
    )

    assert len(read("phường 8", context).units) == 1


def test_a_unit_outside_the_article_s_province_is_flagged() -> None:
    assert read("huyện Cần Đước", ArticleContext(date(2023, 7, 14), ("Tỉnh Hà Giang",))).flags == ("other-province",)


def test_a_bare_name_of_several_levels_is_taken_for_the_highest_and_flagged() -> None:
    value = read("Thanh Hóa", OLD)

    assert [unit.level for unit in value.units] == ["tỉnh"]
    assert value.flags == ("level-assumed",)


def test_a_district_that_became_a_town_is_found_and_flagged() -> None:
    value = read("huyện Kim Bảng", OLD)

    assert ([unit.name for unit in value.units], value.flags) == (["Thị xã Kim Bảng"], ("other-kind",))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("quốc lộ 1", "quốc lộ 1", "quốc lộ"),
        ("QL14", "quốc lộ 14", "quốc lộ"),
        ("thôn A Niêng", "thôn A Niêng", "thôn"),
        ("Cầu Trường Tiền", "cầu Trường Tiền", "cầu"),
        ("CHDCND Lào", "CHDCND Lào", "quốc gia"),
        ("Nhật", "Nhật Bản", "quốc gia"),
        ("Đài Loan (Trung Quốc)", "Đài Loan", "quốc gia"),
        ("CK Mộc Bài", "cửa khẩu Mộc Bài", "cửa khẩu"),
        ("thủ đô Viêng Chăn", "thủ đô Viêng Chăn", "thủ đô"),
        ("ĐBSCL", "Đồng bằng sông Cửu Long", "vùng"),
    ],
)
def test_a_road_a_hamlet_and_a_country_have_a_type_only(text: str, name: str, kind: str) -> None:
    value = read(text)

    assert (value.name, value.type, value.units, value.flags) == (name, kind, (), ())


def test_sai_gon_is_the_city_or_its_ward() -> None:
    assert [unit.name for unit in read("Sài Gòn", NEW).units] == ["Thành phố Hồ Chí Minh"]
    assert read("Sài Gòn", NEW).flags == ("level-assumed",)
    assert [unit.name for unit in read("phường Sài Gòn", NEW).units] == ["Phường Sài Gòn"]


def test_hue_was_a_city_of_a_province_until_2025() -> None:
    before, after = (read("thành phố Huế", ArticleContext(published=date(year, 5, 5))) for year in (2022, 2025))

    assert [(unit.level, unit.parent) for unit in before.units] == [("huyện", "Tỉnh Thừa Thiên Huế")]
    assert [(unit.level, unit.parent) for unit in after.units] == [("tỉnh", None)]
    assert before.flags == after.flags == ()
    assert "ambiguous-place" in read("thành phố Huế").flags


@pytest.mark.parametrize("text", ["tỉnh Bắc Ninh cũ", "tỉnh Bắc Ninh (cũ)", "Tỉnh Bắc Ninh trước đây"])
def test_a_former_unit_is_one_of_before_july_2025(text: str) -> None:
    value = read(text, NEW)

    assert (value.name, [unit.since for unit in value.units], value.flags) == ("tỉnh Bắc Ninh", ["before 2025"], ())


def test_a_new_unit_is_one_of_since_july_2025() -> None:
    assert [unit.since for unit in read("tỉnh Bắc Ninh mới", NEW).units] == ["2025"]


@pytest.mark.parametrize(
    ("text", "name"), [("huyện Chợ Mới", "huyện Chợ Mới"), ("thành phố mới", "thành phố mới"), ("phố cũ", "phố cũ")]
)
def test_old_and_new_within_a_name_say_no_division(text: str, name: str) -> None:
    assert read(text, NEW).name == name


def test_a_former_unit_is_doubtful_without_a_day_and_unknown_before_2025() -> None:
    assert "division-unknown" in read("huyện Bến Lức cũ").flags
    assert (read("huyện Bến Lức cũ", OLD).units, read("huyện Bến Lức cũ", OLD).flags) == ((), ("unit-unknown",))


def test_a_name_that_no_unit_has_is_flagged() -> None:
    assert read("tỉnh Svay Rieng").flags == ("unit-unknown",)


@pytest.mark.parametrize("text", ["", "()", "…"])
def test_what_is_no_name_has_a_reason(text: str) -> None:
    assert isinstance(place(text), Unresolved)


@pytest.mark.parametrize("text", ["thị trấn Chợ mới", "thị trấn Chợ Mới"])
def test_a_last_word_of_a_unit_s_name_does_not_say_that_it_is_new(text: str) -> None:
    assert [unit.name for unit in read(text, OLD).units] == ["Thị trấn Chợ Mới"]


def test_a_new_unit_may_have_the_word_for_new_in_its_name_as_well() -> None:
    assert (read("xã Chợ Mới mới").name, {unit.since for unit in read("xã Chợ Mới mới").units}) == (
        "xã Chợ Mới",
        {"2025"},
    )


def test_a_province_in_short_and_in_capitals_is_no_township() -> None:
    assert (read("TT. HUẾ").name, read("TT. HUẾ").type) == ("Thừa Thiên Huế", "tỉnh")


@pytest.mark.parametrize("text", ["Đắk Lăk", "Dak Lak", "Đăk Lăk", "Đắc Lắc", "ĐẮC LẮK"])
def test_a_province_is_found_in_whatever_spelling(text: str) -> None:
    assert [unit.name for unit in read(text, OLD).units] == ["Tỉnh Đắk Lắk"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("huyện Krông Pắk", "Huyện Krông Pắc"),
        ("huyện M’Drăk", "Huyện M'Đrắk"),
        ("Buôn Mê Thuột", "Thành phố Buôn Ma Thuột"),
        ("TP. Ban Mê Thuột", "Thành phố Buôn Ma Thuột"),
    ],
)
def test_a_district_s_name_of_the_highlands_is_found_in_its_usual_spellings(text: str, unit: str) -> None:
    assert unit in [each.name for each in read(text, OLD).units]


@pytest.mark.parametrize("text", ["Cộng hòa Pháp", "CHLB Đức", "nước Cộng hòa Cuba", "CHND Trung Hoa", "Saudi Arabia"])
def test_a_country_is_one_by_its_official_name_too(text: str) -> None:
    assert (read(text).name, read(text).type, read(text).flags) == (text, "quốc gia", ())


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("P.5, Q.3", "phường 5, quận 3", "Thành phố Hồ Chí Minh"),
        ("xã Tân Lân, huyện Cần Đước, tỉnh Long An", "xã Tân Lân, huyện Cần Đước, tỉnh Long An", "Tỉnh Long An"),
        ("quận 1 (TP.HCM)", "quận 1, thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("TP Tân An (Long An)", "thành phố Tân An, Long An", "Tỉnh Long An"),
        ("Q.12 - TP.HCM", "quận 12, thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("xã Tân Phú, Đức Hòa", "xã Tân Phú, Đức Hòa", "Tỉnh Long An"),
        ("huyện Châu Thành, Tây Ninh", "huyện Châu Thành, Tây Ninh", "Tỉnh Tây Ninh"),
    ],
)
def test_an_address_is_the_place_that_it_begins_with(text: str, name: str, parent: str) -> None:
    value = read(text, OLD)

    assert (value.name, [unit.parent for unit in value.units], value.flags) == (name, [parent], ())


def test_a_former_address_is_one_of_before_july_2025() -> None:
    value = read("phường 1, TP. Tân An (cũ)", NEW)

    assert (value.name, [unit.now for unit in value.units]) == (
        "phường 1, thành phố Tân An",
        ["Phường Long An, Tỉnh Tây Ninh"],
    )


@pytest.mark.parametrize(
    "text", ["Long An, Tiền Giang", "quận 1, quận 3", "Vũng Tàu - TP.HCM", "xã Tân Lân, xã Tân Trạch"]
)
def test_a_list_of_places_is_no_address(text: str) -> None:
    assert (read(text, OLD).units, read(text, OLD).flags) == ((), ("unit-unknown",))


@pytest.mark.parametrize(
    ("text", "day", "parent"),
    [
        ("Quận 2", date(2019, 5, 5), "Thành phố Hồ Chí Minh"),
        ("quận 2 cũ", date(2023, 5, 5), "Thành phố Hồ Chí Minh"),
        ("thị xã Cửa Lò", date(2023, 5, 5), "Tỉnh Nghệ An"),
    ],
)
def test_a_district_that_was_gone_before_june_2025_is_found(text: str, day: date, parent: str) -> None:
    value = read(text, ArticleContext(published=day))

    assert ([unit.parent for unit in value.units], value.flags) == ([parent], ())


def test_thu_duc_was_a_district_before_it_was_a_city() -> None:
    before, after = (
        [unit.name for unit in read("Thủ Đức", ArticleContext(published=date(year, 5, 5))).units]
        for year in (2019, 2023)
    )

    assert after == ["Thành phố Thủ Đức"]
    assert "Quận Thủ Đức" in before
