"""What a figure counts, who did it, where and when."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("trong đó ⟦3.207 tin|INDICATOR⟧ có giá trị.", "3.207 tin → có giá trị"),
        ("thu ⟦64,5 kg|INDICATOR⟧ thuốc nổ.", "64,5 kg → thuốc nổ"),
        ("phát ⟦38.700 tờ rơi|INDICATOR⟧ về thủ đoạn lừa đảo, cướp giật", "38.700 tờ rơi → về thủ đoạn lừa đảo"),
        ("của ⟦25 xã|INDICATOR⟧, thị trấn.", "25 xã → thị trấn"),
        ("tặng ⟦40 tập thể|INDICATOR⟧, cá nhân có thành tích trong năm", "40 tập thể → cá nhân có thành tích"),
        ("giúp ⟦74 người|INDICATOR⟧ chấp hành xong án phạt tù", "74 người → chấp hành xong án phạt tù"),
        ("phát ⟦500 cuốn|INDICATOR⟧ “Cẩm nang an toàn” cho học sinh", "500 cuốn → Cẩm nang an toàn"),
        ("có ⟦9 người|INDICATOR⟧ đang nghiện ma túy", "9 người → đang nghiện ma túy"),
        ("bắt ⟦5 đối tượng|INDICATOR⟧ liên quan đến ma túy tại chợ", "5 đối tượng → liên quan đến ma túy"),
        ("vượt ⟦24%|INDICATOR⟧ chỉ tiêu được giao", "24% → chỉ tiêu"),
    ],
)
def test_the_words_behind_a_number_say_what_it_counts(links: Links, marked: str, expected: str) -> None:
    assert links(marked, "what") == {expected}


@pytest.mark.parametrize(
    "marked",
    [
        "cho ⟦100 hội viên|INDICATOR⟧ tham gia.",
        "⟦31 tổ|INDICATOR⟧ góp tiền mua đèn.",
        "bắt ⟦5 vụ|INDICATOR⟧ tại chợ",
        "có ⟦5 vụ|INDICATOR⟧ và ⟦3 vụ|INDICATOR⟧ mới đây",
        "thêm ⟦5 xe|INDICATOR⟧ khác.",
        "vay ⟦5 triệu đồng|INDICATOR⟧ mua xe",
    ],
)
def test_predicates_and_adjuncts_do_not_say_what_is_counted(links: Links, marked: str) -> None:
    assert {each for each in links(marked, "what") if each.startswith(("100", "31", "5"))} == set()


def test_numbers_side_by_side_share_the_words_behind_the_last_one(links: Links) -> None:
    marked = "bắt ⟦25 vụ|INDICATOR⟧/⟦31 đối tượng|INDICATOR⟧ mua bán ma túy; thu ⟦2 kg|INDICATOR⟧, ⟦3 kg|INDICATOR⟧ gạo"

    assert links(marked, "what") == {"25 vụ → mua bán ma túy", "31 đối tượng → mua bán ma túy", "3 kg → gạo"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("tỷ lệ điều tra làm rõ đạt ⟦90,9%|INDICATOR⟧.", {"90,9% → tỷ lệ điều tra làm rõ"}),
        (
            "Phạm pháp hình sự trên địa bàn xảy ra ⟦11 vụ|INDICATOR⟧ (giảm ⟦04 vụ|INDICATOR⟧).",
            {"11 vụ → Phạm pháp hình sự", "04 vụ → Phạm pháp hình sự"},
        ),
        ("thu hồi tài sản trị giá ⟦6,8 tỷ đồng|INDICATOR⟧.", {"6,8 tỷ đồng → tài sản"}),
        ("tặng ⟦200 phần quà|INDICATOR⟧, trị giá ⟦9 triệu đồng|INDICATOR⟧.", {"9 triệu đồng → 200 phần quà"}),
        ("tổ chức tuyên truyền ⟦35 buổi|INDICATOR⟧ cho học sinh", {"35 buổi → tuyên truyền"}),
        ("(mỗi suất ⟦400.000 đồng|INDICATOR⟧)", {"400.000 đồng → mỗi suất"}),
        (
            "phát hiện ⟦52 vụ|INDICATOR⟧, trong đó cấp huyện ⟦14 vụ|INDICATOR⟧, cấp xã ⟦38 vụ|INDICATOR⟧.",
            {"14 vụ → cấp huyện", "38 vụ → cấp xã"},
        ),
        ("phát hiện ⟦52 vụ|INDICATOR⟧.", set()),
    ],
)
def test_the_words_before_a_number_count_where_there_are_none_behind(
    links: Links, marked: str, expected: set[str]
) -> None:
    assert links(marked, "what") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Hội Nông dân|ORG⟧ mở ⟦5 lớp|INDICATOR⟧.", {"5 lớp → Hội Nông dân"}),
        ("⟦12 tập thể|INDICATOR⟧ được ⟦UBND tỉnh|ORG⟧ tặng ⟦Bằng khen|AWARD⟧.", {"12 tập thể → UBND tỉnh"}),
        (
            "⟦Hội Nông dân|ORG⟧ các cấp phối hợp với ⟦Công an huyện|ORG⟧ mở ⟦75 buổi|INDICATOR⟧.",
            {"75 buổi → Hội Nông dân", "75 buổi → Công an huyện"},
        ),
        (
            "⟦Chủ tịch|POSITION⟧ ⟦UBND tỉnh|ORG⟧ khen ⟦5 tập thể|INDICATOR⟧, ⟦2 cá nhân|INDICATOR⟧.",
            {"5 tập thể → UBND tỉnh", "2 cá nhân → UBND tỉnh"},
        ),
        ("Ông ⟦An|PERSON⟧, ⟦Chủ tịch|POSITION⟧ ⟦UBND xã|ORG⟧ trao ⟦5 suất quà|INDICATOR⟧.", {"5 suất quà → An"}),
        (
            "Người dân báo ⟦40 tin|INDICATOR⟧, giúp ⟦Công an|ORG⟧ làm rõ ⟦6 vụ|INDICATOR⟧, bắt ⟦9 người|INDICATOR⟧.",
            {"6 vụ → Công an", "9 người → Công an"},
        ),
        ("Người dân cung cấp cho ⟦Công an|ORG⟧ ⟦405 tin|INDICATOR⟧.", {"405 tin → Công an"}),
        (
            "⟦Hội Phụ nữ|ORG⟧ lập ⟦58 nhóm|INDICATOR⟧. Tặng ⟦140 suất|INDICATOR⟧. Người dân góp ⟦2 tấn|INDICATOR⟧.",
            {"58 nhóm → Hội Phụ nữ", "140 suất → Hội Phụ nữ"},
        ),
        ("⟦Đại tá|RANK⟧ ⟦An|PERSON⟧ cho biết, toàn tỉnh có ⟦5 mô hình|INDICATOR⟧.", set()),
        ("Theo ⟦Công an xã|ORG⟧, người dân nộp ⟦5 khẩu súng|INDICATOR⟧.", set()),
    ],
)
def test_the_doer_of_the_verb_is_who(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "who") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "Tại ⟦xã An|LOC⟧, mô hình có ⟦4 hộ|INDICATOR⟧; ở ⟦thị trấn Ngô|LOC⟧ có ⟦3 tổ|INDICATOR⟧.",
            {"4 hộ → xã An", "3 tổ → thị trấn Ngô"},
        ),
        ("⟦Huyện Mộc Châu|LOC⟧: Khen thưởng ⟦15 cá nhân|INDICATOR⟧", {"15 cá nhân → Huyện Mộc Châu"}),
        ("Khởi công ⟦17 căn nhà|INDICATOR⟧ ở ⟦ấp 3|LOC⟧, ⟦xã Phú|LOC⟧, ⟦huyện Tân|LOC⟧.", {"17 căn nhà → ấp 3"}),
        (
            "Lập ⟦3 tổ|INDICATOR⟧ tại các ⟦xã Mường Bú|LOC⟧, ⟦Chiềng Lao|LOC⟧.",
            {"3 tổ → xã Mường Bú", "3 tổ → Chiềng Lao"},
        ),
        (
            "Ở ⟦xã An|LOC⟧ yên bình. Dân nộp ⟦5 khẩu súng|INDICATOR⟧. Toàn tỉnh có ⟦9 mô hình|INDICATOR⟧.",
            {"5 khẩu súng → xã An"},
        ),
        (
            "Nhiều nhất: ⟦xã An|LOC⟧ ⟦6 vụ|INDICATOR⟧, ⟦xã Bình|LOC⟧ ⟦5 vụ|INDICATOR⟧.",
            {"6 vụ → xã An", "5 vụ → xã Bình"},
        ),
        ("Xã lập ⟦3 tổ|INDICATOR⟧ ở ⟦ấp 1|LOC⟧; thu ⟦5 khẩu súng|INDICATOR⟧.", {"3 tổ → ấp 1"}),
        ("(⟦Hà Nội|LOC⟧) - Phát hiện ⟦5 vụ|INDICATOR⟧.", set()),
        ("Anh ⟦An|PERSON⟧ ở ⟦xã Phú|LOC⟧ nộp ⟦5 khẩu súng|INDICATOR⟧.", set()),
    ],
)
def test_places_say_where(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "where") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "Trong ⟦năm 2022|DATE⟧ đã có ⟦8 buổi|INDICATOR⟧ với ⟦9 người|INDICATOR⟧.",
            {"8 buổi → năm 2022", "9 người → năm 2022"},
        ),
        (
            "⟦5 năm qua|DATE⟧, dân báo ⟦9 tin|INDICATOR⟧. Chi hội hòa giải ⟦3 vụ|INDICATOR⟧. Hiện có ⟦4 tổ|INDICATOR⟧.",
            {"9 tin → 5 năm qua", "3 vụ → 5 năm qua"},
        ),
        ("Sau ⟦7 năm|DATE⟧, có ⟦61 tổ|INDICATOR⟧.", {"61 tổ → 7 năm"}),
        ("⟦Ba năm|DATE⟧ trở lại đây, dân lập ⟦22 chốt|INDICATOR⟧.", {"22 chốt → Ba năm"}),
        ("xuống ⟦3 vụ|INDICATOR⟧ (⟦năm 2024|DATE⟧)", {"3 vụ → năm 2024"}),
        ("Xảy ra ⟦11 vụ|INDICATOR⟧, giảm ⟦4 vụ|INDICATOR⟧ so với ⟦năm 2020|DATE⟧.", set()),
        ("Khen ⟦9 tập thể|INDICATOR⟧ có thành tích ⟦giai đoạn 2018 - 2022|DATE⟧.", set()),
        ("Theo ⟦Kế hoạch số 5|DOCUMENT⟧ ⟦ngày 1/8/2013|DATE⟧, xã lập ⟦4 tổ|INDICATOR⟧.", set()),
        ("Chờ ⟦20 phút|DATE⟧ mới có ⟦2 xe|INDICATOR⟧.", set()),
    ],
)
def test_times_say_when(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "when") == expected


def test_no_link_crosses_a_line_break(links: Links) -> None:
    marked = (
        "⟦Năm 2022|DATE⟧, tại ⟦xã An|LOC⟧, ⟦Công an|ORG⟧ họp.\nBắt ⟦5 vụ|INDICATOR⟧\nma túy. ⟦Đại tá|RANK⟧\n⟦An|PERSON⟧"
    )

    assert links(marked, "rank", "position", "organization", "what", "who", "where", "when") == set()
