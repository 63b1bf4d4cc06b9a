"""Organizations: abbreviations written out, level, place."""

from datetime import date

import pytest

from solieu.annotation.values import Organization, Unresolved
from solieu.models.values import ArticleContext, organization

CONTEXT = ArticleContext(
    provinces=("Tỉnh Bắc Giang",), districts=("huyện Lục Nam",), communes=("xã Bảo Sơn", "thị trấn Đồi Ngô")
)


def read(text: str, context: ArticleContext | None = None) -> Organization:
    value = organization(text, context=context)
    assert isinstance(value, Organization)
    return value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Uỷ ban MTTQ Việt Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("CAQ Kiến An", "Công an quận Kiến An"),
        ("Phòng PC02", "Phòng Cảnh sát hình sự"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("BCH Đảng bộ tỉnh", "Ban Chấp hành Đảng bộ tỉnh"),
        ("Bộ Chỉ huy Quân sự (CHQS) tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
        ("Công an TP.Thủ Đức", "Công an thành phố Thủ Đức"),
        ("Công an Q.8", "Công an quận 8"),
        ("UBND TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("công an xã", "Công an xã"),
        ("“Công  an\u00a0tỉnh”", "Công an tỉnh"),
        ("Hội liên hiệp phụ nữ xã", "Hội Liên hiệp Phụ nữ xã"),
        ("Trường Trung cấp cảnh sát", "Trường Trung cấp cảnh sát"),
        ("Ban Tổ chức và Ban dân vận", "Ban Tổ chức và Ban Dân vận"),
        ("Ban tổ chức giải bóng đá", "Ban tổ chức giải bóng đá"),
        ("Chi hội Nông dân", "Chi hội Nông dân"),
        ("Chi cục THADS", "Chi cục Thi hành án dân sự"),
        ("Trung tâm GDTX", "Trung tâm Giáo dục thường xuyên"),
        ("Ban ATGT", "Ban An toàn giao thông"),
        ("Sở Y tế tỉnh Bắc giang", "Sở Y tế tỉnh Bắc Giang"),
        ("UBND xã Tân an", "Ủy ban nhân dân xã Tân An"),
        ("Sở GD-ĐT", "Sở Giáo dục và Đào tạo"),
        ("Bộ GD và ĐT", "Bộ Giáo dục và Đào tạo"),
        ("Sở TNMT", "Sở Tài nguyên và Môi trường"),
        ("Bộ LĐ-TBXH", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ VH-TT-DL", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("Phòng VH-TT", "Phòng Văn hóa và Thông tin"),
        ("Đài PT-TH Long An", "Đài Phát thanh - Truyền hình Long An"),
        ("Phòng CTĐ&CTCT", "Phòng Công tác đảng và công tác chính trị"),
        ("Ban Bí thư T.Ư Đảng", "Ban Bí thư Trung ương Đảng"),
        ("UB MTTQ VN", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("VKSND TC", "Viện kiểm sát nhân dân tối cao"),
        ("Bộ CA", "Bộ Công an"),
        ("CA Long An", "Công an Long An"),
        ("CATP.HCM", "Công an thành phố Hồ Chí Minh"),
        ("Công an P.7, Q.3", "Công an phường 7, quận 3"),
        ("Công an Tp. Cần Thơ", "Công an thành phố Cần Thơ"),
        ("BCH Quân sự tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
        ("BCH Quân sự xã", "Ban Chỉ huy Quân sự xã"),
        ("Công an tỉnh TT-Huế", "Công an tỉnh Thừa Thiên Huế"),
        ("PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ XÃ BẾN LỨC", "Phòng kinh tế, hạ tầng và đô thị xã Bến Lức"),
        ("Chi bộ Công an huyện Lục Nam và dân", "Chi bộ Công an huyện Lục Nam và dân"),
        ("Đồn BP Cửa khẩu Lao Bảo", "Đồn Biên phòng Cửa khẩu Lao Bảo"),
        ("TAND Tối cao", "Tòa án nhân dân tối cao"),
        ("Sở DT&TG", "Sở Dân tộc và Tôn giáo"),
        ("Ban TG&DV Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("Đoàn TNCS HCM", "Đoàn Thanh niên cộng sản Hồ Chí Minh"),
        ("Cty TNHH Hoàng Long", "Công ty trách nhiệm hữu hạn Hoàng Long"),
        ("Trường ĐH Cần Thơ", "Trường Đại học Cần Thơ"),
        ("BV Chợ Rẫy", "Bệnh viện Chợ Rẫy"),
        ("TTYT huyện Đức Huệ", "Trung tâm Y tế huyện Đức Huệ"),
        ("Phòng CS PCCC&CNCH", "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ"),
        ("Ban QL KCN", "Ban Quản lý khu công nghiệp"),
        ("Công An Tỉnh Long An", "Công an tỉnh Long An"),
        ("Ủy Ban Nhân Dân Thành phố", "Ủy ban nhân dân thành phố"),
        ("Bộ Giáo Dục và Đào Tạo", "Bộ Giáo dục và Đào tạo"),
        ("Cục cảnh sát hình sự", "Cục Cảnh sát hình sự"),
        ("Công an T.P Hồ Chí Minh", "Công an thành phố Hồ Chí Minh"),
        ("DNTN Hoàng Anh", "Doanh nghiệp tư nhân Hoàng Anh"),
        ("BCH PCTT-TKCN", "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn"),
    ],
)
def test_the_name_is_written_out_in_one_spelling(text: str, name: str) -> None:
    assert read(text).name == name


@pytest.mark.parametrize(
    ("text", "level", "place"),
    [
        ("Công an tỉnh Long An", "tỉnh", "tỉnh Long An"),
        ("Công an tỉnh Bắc giang", "tỉnh", "tỉnh Bắc Giang"),
        ("Công an thành phố Hải Phòng", "tỉnh", "thành phố Hải Phòng"),
        ("Công an thành phố Phủ Lý", "huyện", "thành phố Phủ Lý"),
        ("UBND xã Bảo Sơn", "xã", "xã Bảo Sơn"),
        ("BĐBP Quảng Trị", "tỉnh", "tỉnh Quảng Trị"),
        ("Huyện ủy Sông Hinh", "huyện", "huyện Sông Hinh"),
        ("Thành ủy Cà Mau", "huyện", "thành phố Cà Mau"),
        ("Bộ Công an", "trung ương", None),
        ("Ủy ban Trung ương MTTQ Việt Nam", "trung ương", None),
        ("C02", "trung ương", None),
        ("Công an cấp huyện", "huyện", None),
        ("Bộ Chỉ huy", None, None),
        ("Bộ Công an Lào", None, None),
        ("Thông tấn xã", None, None),
        ("Đảng bộ Phòng Hậu cần", None, None),
        ("Trung đoàn CSCĐ Tây Nam Bộ", None, None),
        ("Quận ủy 1", "huyện", "quận 1"),
        ("Công an tỉnh Bà Rịa-Vũng Tàu", "tỉnh", "tỉnh Bà Rịa - Vũng Tàu"),
        ("Công an tỉnh Đắc Lắc", "tỉnh", "tỉnh Đắk Lắk"),
        ("Công an thành phố Phan Rang-Tháp Chàm", "huyện", "thành phố Phan Rang-Tháp Chàm"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị xã Bến Lức", "xã", "xã Bến Lức"),
        ("Đoàn TNCS Hồ Chí Minh", None, None),
        ("Công an Hồ Chí Minh", "tỉnh", "thành phố Hồ Chí Minh"),
        ("TAND cấp cao tại Hà Nội", None, "thành phố Hà Nội"),
        ("TAND khu vực 1 - Tây Ninh", None, "tỉnh Tây Ninh"),
        ("Bộ Tư lệnh CSCĐ", "trung ương", None),
        ("BCĐ 389 quốc gia", "trung ương", None),
        ("BQP", "trung ương", None),
    ],
)
def test_level_and_place_are_told_from_the_name(text: str, level: str | None, place: str | None) -> None:
    value = read(text)

    assert (value.level, value.place, value.place_from) == (level, place, "name" if place else None)
    assert value.flags == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [("Công an tỉnh", "tỉnh Bắc Giang"), ("Huyện ủy", "huyện Lục Nam"), ("UBND thị trấn", "thị trấn Đồi Ngô")],
)
def test_a_place_that_the_name_leaves_out_is_the_article_s_only_one(text: str, place: str) -> None:
    value = read(text, CONTEXT)

    assert (value.place, value.place_from, value.flags) == (place, "article", ())


@pytest.mark.parametrize(
    ("text", "year", "level", "place", "flags"),
    [
        ("Công an Thủ Đức", 2023, "huyện", "thành phố Thủ Đức", ()),
        ("Công an Biên Hòa", 2023, "huyện", "thành phố Biên Hòa", ()),
        ("VKSND Cần Đước", 2023, "huyện", "huyện Cần Đước", ("level-assumed",)),
        ("Công an Bình Chánh", 2026, "xã", "xã Bình Chánh", ("level-assumed",)),
    ],
)
def test_the_bare_name_of_a_district_or_commune_tells_the_body_s_place(
    text: str, year: int, level: str, place: str, flags: tuple[str, ...]
) -> None:
    value = read(text, ArticleContext(published=date(year, 5, 5)))

    assert (value.level, value.place, value.place_from, value.flags) == (level, place, "name", flags)


@pytest.mark.parametrize("text", ["Công an Châu Thành", "Công an Tân Phú", "Công an Lào", "Đội Biên Hòa"])
def test_a_bare_name_of_several_units_or_of_none_tells_no_place(text: str) -> None:
    value = read(text, ArticleContext(published=date(2023, 5, 5)))

    assert (value.level, value.place, value.flags) == (None, None, ())


def test_a_place_that_neither_name_nor_article_tells_is_flagged() -> None:
    two = ArticleContext(provinces=("Tỉnh Bắc Giang", "Tỉnh Long An"))

    assert read("Công an tỉnh").flags == read("Công an tỉnh", two).flags == ("place-unknown",)


def test_a_province_s_body_is_none_of_a_city_s() -> None:
    assert read("Công an tỉnh", ArticleContext(provinces=("Thành phố Hà Nội",))).flags == ("place-unknown",)


def test_a_city_s_body_is_the_only_city_s_beside_provinces() -> None:
    value = read("Công an TP", ArticleContext(provinces=("Thành phố Hà Nội", "Tỉnh Nghệ An")))

    assert (value.level, value.place, value.flags) == ("tỉnh", "thành phố Hà Nội", ())
    two = ArticleContext(provinces=("Thành phố Hà Nội",), districts=("thành phố Vinh",))
    assert read("Công an TP", two).flags == ("place-unknown",)


def test_a_province_that_was_gone_by_the_article_s_day_has_no_bodies() -> None:
    both = ("Tỉnh Long An", "Tỉnh Tây Ninh")
    before, after = (ArticleContext(published=date(year, 8, 1), provinces=both) for year in (2023, 2025))

    assert read("Công an tỉnh", before).flags == ("place-unknown",)
    assert read("Công an tỉnh", after).place == "tỉnh Tây Ninh"


def test_a_city_that_became_a_province_later_was_in_one_before() -> None:
    text = "Công an thành phố Huế"
    before, after = ArticleContext(published=date(2022, 5, 5)), ArticleContext(published=date(2025, 3, 3))
    without_day = ArticleContext(provinces=("Tỉnh Thừa Thiên Huế",))

    assert [read(text, context).level for context in (before, without_day, after)] == ["huyện", "huyện", "tỉnh"]


def test_an_abbreviation_of_two_readings_stays_and_is_flagged() -> None:
    value = read("BTC")

    assert (value.name, value.flags) == ("BTC", ("ambiguous-abbreviation",))


def test_an_abbreviation_that_is_not_in_the_table_stays_and_is_flagged() -> None:
    assert read("Đội QRX").flags == ("unknown-abbreviation",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HỘI LIÊN HIỆP PHỤ NỮ TỈNH HƯNG YÊN", "Hội Liên hiệp Phụ nữ tỉnh Hưng Yên"),
        ("UBND XÃ BÌNH HƯNG", "Ủy ban nhân dân xã Bình Hưng"),
        ("CATP HÀ NỘI", "Công an thành phố Hà Nội"),
        ("SỞ GD&ĐT TỈNH LONG AN", "Sở Giáo dục và Đào tạo tỉnh Long An"),
        ("CẢNH SÁT PCCC", "Cảnh sát phòng cháy, chữa cháy"),
        ("CÔNG AN XÃ TÂN PHÚ, HUYỆN ĐỨC HÒA", "Công an xã Tân Phú, huyện Đức Hòa"),
    ],
)
def test_a_name_in_capitals_only_gets_its_usual_ones(text: str, name: str) -> None:
    value = read(text)

    assert (value.name, value.flags) == (name, ("capitals-restored",))


def test_a_name_of_abbreviations_only_is_none_in_capitals_only() -> None:
    assert read("UBND TP.HCM").flags == ()


@pytest.mark.parametrize("text", ["", "–", "“”", "Công an " * 200])
def test_what_is_no_name_has_a_reason(text: str) -> None:
    assert isinstance(organization(text), Unresolved)


@pytest.mark.parametrize(
    "text", ["Công an TT.Huế", "Công an TT. Huế", "Công an TT Huế", "Công an TT-Huế", "CÔNG AN TT. HUẾ"]
)
def test_a_province_in_short_is_no_township(text: str) -> None:
    value = read(text)

    assert (value.name, value.level, value.place) == ("Công an Thừa Thiên Huế", "tỉnh", "tỉnh Thừa Thiên Huế")


def test_a_township_in_short_stays_one() -> None:
    assert read("Công an TT. Bến Lức").place == "thị trấn Bến Lức"
