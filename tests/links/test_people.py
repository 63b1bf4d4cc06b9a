"""Who bears which rank, holds which office, and where."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Đại tá|RANK⟧ ⟦Lê Văn Bình|PERSON⟧ trao quà.", {"Lê Văn Bình → Đại tá"}),
        ("⟦Trung tướng|RANK⟧, GS.TS ⟦Lê Bình|PERSON⟧ phát biểu.", {"Lê Bình → Trung tướng"}),
        ("⟦Thượng tá|RANK⟧, ⟦Phó Trưởng|POSITION⟧ ⟦Công an huyện|ORG⟧ ⟦Đỗ Khoa|PERSON⟧.", {"Đỗ Khoa → Thượng tá"}),
        ("Anh tên ⟦Ngô Tâm|PERSON⟧, quân hàm ⟦Trung úy|RANK⟧.", {"Ngô Tâm → Trung úy"}),
        ("các ⟦Đại tá|RANK⟧ ⟦An|PERSON⟧, ⟦Bình|PERSON⟧ dự.", {"An → Đại tá", "Bình → Đại tá"}),
        ("⟦Đại tá|RANK⟧ ⟦An|PERSON⟧ và ông ⟦Bình|PERSON⟧ dự.", {"An → Đại tá"}),
        ("thăng cấp bậc hàm từ ⟦Thiếu tá|RANK⟧ lên ⟦Trung tá|RANK⟧ cho anh ⟦Bình|PERSON⟧", set()),
    ],
)
def test_a_rank_is_linked_to_the_name_that_bears_it(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "rank") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Phó Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧ ⟦An|PERSON⟧ dự.", {"An → Phó Chủ tịch"}),
        ("ông ⟦An|PERSON⟧ - ⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧", {"An → Chủ tịch"}),
        ("bà ⟦Oanh|PERSON⟧ (⟦Chủ tịch|POSITION⟧ ⟦Hội LHPN xã|ORG⟧)", {"Oanh → Chủ tịch"}),
        ("ông ⟦An|PERSON⟧, 79 tuổi, ⟦nguyên Chủ tịch|POSITION⟧ ⟦Hội|ORG⟧", {"An → nguyên Chủ tịch"}),
        ("anh ⟦An|PERSON⟧ (SN ⟦1990|DATE⟧, trú ⟦xã Tân|LOC⟧), ⟦Trưởng|POSITION⟧ ⟦Đội 2|ORG⟧", {"An → Trưởng"}),
        (
            "ông ⟦An|PERSON⟧, ⟦Ủy viên|POSITION⟧ ⟦BTV Huyện ủy|ORG⟧, ⟦Chủ tịch|POSITION⟧ ⟦UBND huyện|ORG⟧",
            {"An → Ủy viên", "An → Chủ tịch"},
        ),
        (
            "⟦An|PERSON⟧, ⟦Bí thư|POSITION⟧ ⟦Đảng ủy|ORG⟧; ⟦Bình|PERSON⟧, ⟦Chủ tịch|POSITION⟧ ⟦UBND|ORG⟧",
            {"An → Bí thư", "Bình → Chủ tịch"},
        ),
        (
            "ông ⟦An|PERSON⟧, ⟦Bí thư|POSITION⟧ ⟦Đảng ủy|ORG⟧ và ⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧ ⟦Bình|PERSON⟧",
            {"An → Bí thư", "Bình → Chủ tịch"},
        ),
        ("các ⟦Phó Giám đốc|POSITION⟧ ⟦An|PERSON⟧ và ⟦Bình|PERSON⟧", {"An → Phó Giám đốc", "Bình → Phó Giám đốc"}),
        ("⟦An|PERSON⟧, ⟦Bình|PERSON⟧ đều là ⟦Phó Bí thư|POSITION⟧", {"An → Phó Bí thư", "Bình → Phó Bí thư"}),
        ("ông ⟦An|PERSON⟧ được bầu giữ chức ⟦Bí thư|POSITION⟧ ⟦Huyện ủy|ORG⟧", {"An → Bí thư"}),
        ("⟦Trưởng|POSITION⟧ ⟦Ban Tổ chức|ORG⟧ là ⟦Thượng tá|RANK⟧ ⟦An|PERSON⟧", {"An → Trưởng"}),
        ("anh ⟦An|PERSON⟧ được ⟦Giám đốc|POSITION⟧ ⟦Công an tỉnh|ORG⟧ tặng quà", set()),
        ("ông ⟦An|PERSON⟧ nói. ⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧ đáp.", set()),
        ("⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧ và ông ⟦An|PERSON⟧ dự.", set()),
    ],
)
def test_offices_are_linked_to_the_name_that_holds_them(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "position") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Giấy khen của ⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧", {"Chủ tịch → UBND xã"}),
        ("⟦Phó Trưởng|POSITION⟧ ⟦phòng Tham mưu|ORG⟧, ⟦Công an tỉnh|ORG⟧", {"Phó Trưởng → phòng Tham mưu"}),
        (
            "⟦Chủ tịch|POSITION⟧, các ⟦Phó Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧",
            {"Chủ tịch → UBND xã", "Phó Chủ tịch → UBND xã"},
        ),
        ("⟦Phó Bí thư|POSITION⟧, ⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧", {"Chủ tịch → UBND xã"}),
        (
            "⟦Trưởng|POSITION⟧ ⟦Công an xã An|ORG⟧ và ⟦Công an xã Mỹ|ORG⟧",
            {"Trưởng → Công an xã An", "Trưởng → Công an xã Mỹ"},
        ),
        (
            "Về phía ⟦Công an tỉnh|ORG⟧ có ⟦Đại tá|RANK⟧ ⟦An|PERSON⟧, ⟦Phó Giám đốc|POSITION⟧.",
            {"Phó Giám đốc → Công an tỉnh"},
        ),
        ("⟦Trưởng|POSITION⟧ ⟦thôn Xuân Hồi|LOC⟧", set()),
        ("chị ⟦An|PERSON⟧, cán bộ ⟦Đội Tổng hợp|ORG⟧, ⟦Công an xã|ORG⟧ nói", {"An → Đội Tổng hợp"}),
        ("⟦An|PERSON⟧ (⟦Báo Tin|ORG⟧)", {"An → Báo Tin"}),
        ("ông ⟦An|PERSON⟧, ⟦Bí thư|POSITION⟧, cán bộ ⟦Hội|ORG⟧", set()),
        ("⟦Công an xã|ORG⟧ bắt ⟦An|PERSON⟧", set()),
    ],
)
def test_bodies_are_linked_to_offices_and_to_persons_without_one(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "organization") == expected
