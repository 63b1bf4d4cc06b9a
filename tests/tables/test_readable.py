"""Values as people read them."""

from decimal import Decimal

import pytest

from solieu.annotation.markup import parse_markup
from solieu.annotation.values import Organization, Quantity, Unresolved
from solieu.models.values import ArticleContext, award, citation, organization, person, place, position, quantity, time
from solieu.tables.readable import readable, readable_number


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("gần 1,2 triệu lượt người", "≈ 1.200.000 lượt người"),
        ("74,2 tỷ đồng", "74.200.000.000 đồng"),
        ("trên 72.650 phần quà", "> 72.650 phần quà"),
        ("20 đến 40 con bạc", "20–40 con bạc"),
        ("18/30 phường", "18/30 phường"),
        ("90,9%", "90,9%"),
        ("75.000 đồng/m3", "75.000 đồng/m³"),
        ("-5 độ C", "−5 °C"),
    ],
)
def test_a_quantity_has_vietnamese_separators_its_relation_and_its_unit(text: str, line: str) -> None:
    assert readable(quantity(text)) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ngày 2/6/2023", "2023-06-02"),
        ("20:51 03/06/2023", "2023-06-03T20:51:00"),
        ("chiều 13/7/2023", "2023-07-13, chiều"),
        ("4 giờ sáng", "04:00, sáng"),
        ("10 năm", "10 năm"),
        ("3 đến 5 tháng", "3 tháng – 5 tháng"),
        ("giai đoạn 2013 - 2023", "2013/2023"),
    ],
)
def test_a_time_is_its_edtf_or_its_length(text: str, line: str) -> None:
    assert readable(time(text)) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Phó Bí thư Thường trực", "Phó Bí thư Thường trực"),
        ("nguyên Chủ tịch", "Nguyên Chủ tịch"),
        ("Quyền Chủ tịch", "Quyền Chủ tịch"),
        ("Phó Bí thư Thường trực Tỉnh ủy", "Phó Bí thư Thường trực Tỉnh ủy"),
        ("Phó Trưởng phòng CSGT", "Phó Trưởng Phòng Cảnh sát giao thông"),
    ],
)
def test_a_position_is_its_title_with_its_grade(text: str, line: str) -> None:
    assert readable(position(text)) == line


@pytest.mark.parametrize(
    ("name", "place", "line"),
    [
        ("Công an tỉnh", "tỉnh Long An", "Công an tỉnh Long An"),
        ("Tỉnh ủy", "tỉnh Long An", "Tỉnh ủy Long An"),
        ("Công an thành phố", "thành phố Hà Nội", "Công an thành phố Hà Nội"),
        ("Ban Thường vụ Thành ủy", "thành phố Hà Nội", "Ban Thường vụ Thành ủy Hà Nội"),
        ("Sở Nội vụ", "tỉnh Long An", "Sở Nội vụ, tỉnh Long An"),
        ("Chi cục", "Long An", "Chi cục, Long An"),
    ],
)
def test_an_organization_has_the_place_that_only_the_article_says(name: str, place: str, line: str) -> None:
    assert readable(Organization(name=name, place=place, place_from="article")) == line
    assert readable(Organization(name=name, place=place, place_from="name")) == name


def test_an_organization_s_name_is_written_out() -> None:
    assert readable(organization("UBND tỉnh Cà Mau")) == "Ủy ban nhân dân tỉnh Cà Mau"


def test_a_place_has_its_official_name_where_only_one_unit_is_meant() -> None:
    context = ArticleContext.of(parse_markup("⟦tỉnh Bắc Giang|LOC⟧"))

    assert readable(place("xã Bảo Sơn", context=context)) == "Xã Bảo Sơn, Tỉnh Bắc Giang"
    assert readable(place("quốc lộ 1", context=context)) == "quốc lộ 1"


def test_documents_awards_and_persons_are_named() -> None:
    assert readable(citation("Quyết định số 12/QĐ-UBND")) == "Quyết định số 12/QĐ-UBND"
    assert readable(citation("Bộ luật Hình sự")) == "Bộ luật Hình sự"
    assert readable(award("Huân chương Lao động hạng Ba")) == "Huân chương Lao động hạng Ba"
    assert readable(person("NGUYỄN VĂN AN")) == "Nguyễn Văn An"


def test_what_cannot_be_told_is_left_empty() -> None:
    assert readable(None) is None
    assert readable(Unresolved(reason="nobody knows")) is None


def test_a_number_of_any_size_is_one_short_line() -> None:
    assert readable_number(Decimal("1E+999999")) == "1E+999999"
    assert readable(Quantity(low=Decimal("1E-200"), high=Decimal("1E-200"))) == "1E−200"
