"""Who did what a figure counts: how far the subject of a verb reaches."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize("quoted", ["“Tiếng loa”", '"Tiếng loa"', "“⟦Tiếng loa|CAMPAIGN⟧”", "“Tiếng loa, tiếng kẻng”"])
def test_a_title_in_quotation_marks_does_not_end_the_subject(links: Links, quoted: str) -> None:
    assert links(f"⟦Công an xã|ORG⟧ lập mô hình {quoted} tại chợ, bắt ⟦5 người|INDICATOR⟧.", "who") == {
        "5 người → Công an xã"
    }


def test_what_somebody_says_in_quotation_marks_has_a_subject_of_its_own(links: Links) -> None:
    assert links("Ông ⟦An|PERSON⟧ mở cửa: “Bà con góp ⟦5 tấn|INDICATOR⟧ gạo”.", "who") == set()


@pytest.mark.parametrize(
    "said",
    [
        "trích quỹ hỗ trợ ⟦5 hộ|INDICATOR⟧",
        "luôn chủ động bắt ⟦5 hộ|INDICATOR⟧",
        "⟦hôm qua|DATE⟧ trao quà cho ⟦5 hộ|INDICATOR⟧",
    ],
)
def test_other_words_may_stand_between_the_subject_and_its_verb(links: Links, said: str) -> None:
    assert links(f"⟦Hội Nông dân|ORG⟧ {said}.", "who") == {"5 hộ → Hội Nông dân"}


@pytest.mark.parametrize("said", ["xác định nhóm này lừa", "xác nhận có người nợ", "lần đầu cho hay người dân góp"])
def test_who_only_tells_of_it_is_no_doer(links: Links, said: str) -> None:
    assert links(f"⟦Công an|ORG⟧ {said} ⟦5 triệu đồng|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize(
    "said",
    [
        "phối hợp các ngành, đoàn thể mở lớp, thu hút",
        "giải quyết mâu thuẫn, tranh chấp, bắt",
        "mở lớp cho ⟦900 lượt cán bộ|INDICATOR⟧, chiến sĩ, bắt",
        "phòng, chống tội phạm; bắt",
    ],
)
def test_the_subject_goes_on_behind_a_list_of_nouns(links: Links, said: str) -> None:
    assert "5 người → Công an xã" in links(f"⟦Công an xã|ORG⟧ {said} ⟦5 người|INDICATOR⟧.", "who")


def test_a_list_of_nouns_may_stand_before_the_body_that_acts(links: Links) -> None:
    assert links("Cán bộ, chiến sĩ ⟦Công an xã|ORG⟧ góp ⟦5 tấn|INDICATOR⟧ gạo.", "who") == {"5 tấn → Công an xã"}


def test_a_comma_at_the_beginning_of_a_paragraph_makes_no_list(links: Links) -> None:
    assert links(", ⟦Công an xã|ORG⟧ bắt ⟦5 người|INDICATOR⟧ theo lệnh của ⟦Công an huyện|ORG⟧", "who") == {
        "5 người → Công an xã"
    }


@pytest.mark.parametrize("joint", ["phối hợp", "đã phối hợp", "đã cùng", "chủ trì, phối hợp"])
def test_partners_act_together(links: Links, joint: str) -> None:
    assert links(f"⟦Công an xã|ORG⟧ {joint} ⟦Đoàn xã|ORG⟧ mở ⟦5 lớp|INDICATOR⟧.", "who") == {
        "5 lớp → Công an xã",
        "5 lớp → Đoàn xã",
    }


def test_units_of_one_kind_are_equals_and_a_unit_behind_another_kind_is_its_parent(links: Links) -> None:
    assert links("⟦Phòng A|ORG⟧, ⟦Phòng B|ORG⟧ bắt ⟦5 người|INDICATOR⟧.", "who") == {
        "5 người → Phòng A",
        "5 người → Phòng B",
    }
    assert links("⟦Đội A|ORG⟧, ⟦Phòng B|ORG⟧ bắt ⟦5 người|INDICATOR⟧.", "who") == {"5 người → Đội A"}


def test_the_newspaper_before_the_first_dash_does_not_act(links: Links) -> None:
    assert links("⟦TPO|ORG⟧ - ⟦Công an xã|ORG⟧ bắt ⟦5 người|INDICATOR⟧.", "who") == {"5 người → Công an xã"}


def test_the_doer_of_a_passive_stands_behind_a_list_of_nouns(links: Links) -> None:
    assert links("⟦5 xã|INDICATOR⟧, thị trấn được ⟦UBND tỉnh|ORG⟧ khen.", "who") == {"5 xã → UBND tỉnh"}


@pytest.mark.parametrize("said", ["Ngoài ra, phân công", "Bên cạnh đó trích", "Kết quả hướng dẫn", "Nhờ làm tốt, xóa"])
def test_a_sentence_that_goes_on_with_a_verb_keeps_the_subject(links: Links, said: str) -> None:
    assert links(f"⟦Công an xã|ORG⟧ họp. {said} ⟦5 điểm|INDICATOR⟧.", "who") == {"5 điểm → Công an xã"}


def test_a_reason_with_a_number_of_its_own_does_not_keep_the_subject(links: Links) -> None:
    assert links("⟦Công an xã|ORG⟧ họp. Nhờ dân báo ⟦5 tin|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize("said", ["Khám nghiệm cho thấy trong bếp có", "Đại diện Hội cho biết đã nhận"])
def test_what_is_told_has_a_doer_of_its_own(links: Links, said: str) -> None:
    assert links(f"⟦Công an xã|ORG⟧ bắt ⟦2 người|INDICATOR⟧. {said} ⟦5 bình|INDICATOR⟧.", "who") == {
        "2 người → Công an xã"
    }


def test_a_number_behind_a_title_has_the_doer_of_the_one_before_it(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ lập ⟦2 mô hình|INDICATOR⟧ “Tiếng loa” và ⟦3 điểm chữa cháy|INDICATOR⟧."

    assert links(marked, "who") == {"2 mô hình → Công an xã", "3 điểm chữa cháy → Công an xã"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Người dân báo cho lực lượng ⟦Công an|ORG⟧ ⟦5 tin|INDICATOR⟧.", {"5 tin → Công an"}),
        ("Người dân báo cho ⟦Công an|ORG⟧ các cấp ⟦5 tin|INDICATOR⟧.", {"5 tin → Công an"}),
        ("Người dân báo ⟦5 tin|INDICATOR⟧ có giá trị cho lực lượng ⟦Công an|ORG⟧.", {"5 tin → Công an"}),
        ("⟦5 cán bộ|INDICATOR⟧, chiến sĩ của ⟦Công an xã|ORG⟧ có mặt.", {"5 cán bộ → Công an xã"}),
        ("⟦Đoàn xã|ORG⟧ tặng ⟦5 cây|INDICATOR⟧ cho ⟦Công an xã|ORG⟧.", {"5 cây → Đoàn xã"}),
        ("Người dân góp ⟦5 tấn|INDICATOR⟧ theo lời ⟦Công an xã|ORG⟧.", set()),
        ("⟦5 người|INDICATOR⟧ đi qua cửa của ⟦Công an xã|ORG⟧.", set()),
    ],
)
def test_who_receives_or_owns_it_counts_where_nobody_named_does_it(
    links: Links, marked: str, expected: set[str]
) -> None:
    assert links(marked, "who") == expected


def test_a_list_of_titles_does_not_end_the_subject(links: Links) -> None:
    marked = (
        "⟦Công an xã|ORG⟧ lập ⟦2 mô hình|INDICATOR⟧, điển hình: “Tiếng loa”, “Cổng làng”…; bắt ⟦5 người|INDICATOR⟧."
    )

    assert "5 người → Công an xã" in links(marked, "who")


def test_a_partner_joins_the_subject_of_the_clause_before(links: Links) -> None:
    marked = (
        "⟦Công an xã|ORG⟧ họp; phối hợp với ⟦Đoàn xã|ORG⟧ và các đoàn thể mở ⟦5 lớp|INDICATOR⟧; bắt ⟦2 vụ|INDICATOR⟧."
    )

    assert links(marked, "who") == {"5 lớp → Công an xã", "5 lớp → Đoàn xã", "2 vụ → Công an xã"}


def test_those_who_attend_with_others_do_nothing_to_them(links: Links) -> None:
    marked = "Dự lễ có ông ⟦An|PERSON⟧; đại diện ⟦Công an xã|ORG⟧ {} ⟦40 đại biểu|INDICATOR⟧ của ⟦5 thôn|INDICATOR⟧."

    for joint in ("cùng", "và", "cùng các cơ quan và"):
        assert links(marked.format(joint), "who") == set()


@pytest.mark.parametrize("said", ["Đại diện lãnh đạo", "Các cấp", "Cán bộ, hội viên", "Lực lượng"])
def test_a_body_acts_through_its_people(links: Links, said: str) -> None:
    assert links(f"{said} ⟦Hội Phụ nữ|ORG⟧ trao ⟦5 suất quà|INDICATOR⟧.", "who") == {"5 suất quà → Hội Phụ nữ"}


def test_who_gives_by_a_decision_is_who(links: Links) -> None:
    marked = (
        "Hội nghị công bố quyết định của ⟦Chủ tịch|POSITION⟧ ⟦UBND tỉnh|ORG⟧ tặng ⟦Bằng khen|AWARD⟧ cho "
        "⟦5 tập thể|INDICATOR⟧."
    )

    assert links(marked, "who") == {"5 tập thể → UBND tỉnh"}


def test_bodies_that_are_no_entities_act_behind_giup(links: Links) -> None:
    marked = (
        "⟦Công an xã|ORG⟧ nhận ⟦9 tin|INDICATOR⟧, giúp cơ quan chức năng làm rõ ⟦5 vụ|INDICATOR⟧; bắt ⟦2 vụ|INDICATOR⟧."
    )

    assert links(marked, "who") == {"9 tin → Công an xã", "2 vụ → Công an xã"}


def test_a_list_of_figures_goes_on_behind_an_attribute(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ thu ⟦28 chữ ký|INDICATOR⟧ số, ⟦17 máy tính|INDICATOR⟧, ⟦6 két sắt|INDICATOR⟧."

    assert links(marked, "who") == {
        "28 chữ ký → Công an xã",
        "17 máy tính → Công an xã",
        "6 két sắt → Công an xã",
    }


def test_a_figure_with_a_predicate_of_its_own_is_no_member_of_the_list(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ mở ⟦40 lớp|INDICATOR⟧ mới, ⟦90 người|INDICATOR⟧ được cấp thẻ."

    assert links(marked, "who") == {"40 lớp → Công an xã"}


def test_who_is_harmed_by_an_accident_is_not_harmed_by_the_subject_before(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ họp. Sau vụ cháy làm ⟦32 người|INDICATOR⟧ thiệt mạng, kiểm tra ⟦5 quán|INDICATOR⟧."

    assert links(marked, "who") == {"5 quán → Công an xã"}


def test_a_body_may_be_helped_together_with_others(links: Links) -> None:
    marked = "Học sinh gửi ⟦93 ý kiến|INDICATOR⟧, giúp nhà trường và ⟦Công an|ORG⟧ ngăn chặn ⟦5 vụ|INDICATOR⟧."

    assert links(marked, "who") == {"5 vụ → Công an"}


@pytest.mark.parametrize("said", ["Ban tổ chức và", "Các mạnh thường quân và", "Dân quân cùng với"])
def test_a_body_may_act_together_with_others_that_are_no_entities(links: Links, said: str) -> None:
    assert links(f"{said} ⟦Công an xã|ORG⟧ trao ⟦5 suất quà|INDICATOR⟧.", "who") == {"5 suất quà → Công an xã"}


def test_the_heading_of_a_list_acts(links: Links) -> None:
    assert links("⟦Đoàn xã|ORG⟧: Ra quân dọn ⟦5 tuyến đường|INDICATOR⟧.", "who") == {"5 tuyến đường → Đoàn xã"}


def test_a_part_has_the_doer_of_its_whole(links: Links) -> None:
    marked = "Dân báo cho ⟦Công an|ORG⟧ ⟦40 tin|INDICATOR⟧; trong đó, có ⟦9 tin|INDICATOR⟧ (⟦2 tin|INDICATOR⟧ mật)."

    assert links(marked, "who") == {"40 tin → Công an", "9 tin → Công an", "2 tin → Công an"}


@pytest.mark.parametrize("said", ["chuyển", "bàn giao cho", "đề nghị"])
def test_to_whom_it_is_handed_over_does_what_follows(links: Links, said: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ bắt ⟦2 người|INDICATOR⟧, {said} ⟦Công an huyện|ORG⟧ khởi tố ⟦1 vụ|INDICATOR⟧."

    assert links(marked, "who") == {"2 người → Công an xã", "1 vụ → Công an huyện"}


def test_a_body_may_be_named_with_its_places(links: Links) -> None:
    marked = "⟦Công an|ORG⟧ các xã, phường, thị trấn bắt ⟦2 người|INDICATOR⟧."

    assert links(marked, "who") == {"2 người → Công an"}


def test_a_list_of_figures_goes_on_behind_a_semicolon(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ bắt ⟦2 vụ|INDICATOR⟧ đánh bạc; ⟦5 vụ|INDICATOR⟧, ⟦9 người|INDICATOR⟧ trộm cắp."

    assert links(marked, "who") == {"2 vụ → Công an xã", "5 vụ → Công an xã", "9 người → Công an xã"}
    assert links("⟦Công an xã|ORG⟧ bắt ⟦2 vụ|INDICATOR⟧; ⟦5 hộ|INDICATOR⟧ đã nộp phạt.", "who") == {"2 vụ → Công an xã"}


def test_who_leads_what_is_done_does_it(links: Links) -> None:
    assert links("⟦Công an xã|ORG⟧ chủ trì bắt ⟦5 vụ|INDICATOR⟧.", "who") == {"5 vụ → Công an xã"}
    assert links("⟦Công an xã|ORG⟧ chủ trì hội nghị với ⟦5 đại biểu|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize("said", ["được tặng", "được nhận", "nhận"])
def test_the_giver_of_the_award_that_is_received_is_who(links: Links, said: str) -> None:
    marked = f"Có ⟦5 tập thể|INDICATOR⟧ {said} ⟦Bằng khen|AWARD⟧ của ⟦Chủ tịch|POSITION⟧ ⟦UBND tỉnh|ORG⟧."

    assert links(marked, "who") == {"5 tập thể → UBND tỉnh"}


def test_who_only_directs_others_is_no_doer(links: Links) -> None:
    marked = "⟦UBND tỉnh|ORG⟧ ra ⟦12 kế hoạch|INDICATOR⟧, chỉ đạo các sở, ban, ngành mở ⟦30 cuộc|INDICATOR⟧."

    assert links(marked, "who") == {"12 kế hoạch → UBND tỉnh"}


def test_a_part_that_others_did_has_not_the_doer_of_its_whole(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ thu ⟦36 khẩu súng|INDICATOR⟧; trong đó, nhân dân giao nộp ⟦19 khẩu|INDICATOR⟧."

    assert links(marked, "who") == {"36 khẩu súng → Công an xã"}


def test_who_receives_a_list_of_things_stands_behind_it(links: Links) -> None:
    marked = "Nhân dân góp ⟦5 tin báo|INDICATOR⟧, tố giác tội phạm cho lực lượng ⟦Công an|ORG⟧."

    assert links(marked, "who") == {"5 tin báo → Công an"}


def test_a_place_that_has_something_ends_the_subject(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ thu ⟦9 khẩu|INDICATOR⟧, trong đó riêng ⟦ấp An|LOC⟧ có ⟦3 khẩu|INDICATOR⟧."

    assert links(marked, "who") == {"9 khẩu → Công an xã"}


def test_a_short_member_of_a_list_does_not_end_the_subject(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ xử lý vụ việc phức tạp, kéo dài nhiều ngày, bắt ⟦5 người|INDICATOR⟧."

    assert links(marked, "who") == {"5 người → Công an xã"}
    assert links("⟦Công an xã|ORG⟧ họp, trời mưa to. Có ⟦5 người|INDICATOR⟧.", "who") == set()


def test_who_directs_others_may_act_behind_a_semicolon(links: Links) -> None:
    marked = "⟦UBND xã|ORG⟧ chỉ đạo các trường lập ⟦9 tổ|INDICATOR⟧; trao ⟦5 suất quà|INDICATOR⟧."

    assert links(marked, "who") == {"5 suất quà → UBND xã"}
    assert links("⟦UBND xã|ORG⟧ cho biết dân lập ⟦9 tổ|INDICATOR⟧; trao ⟦5 suất|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize(
    "told",
    [
        "đến nay có ⟦12 nhà|INDICATOR⟧ bị sập",
        "đến nay đã ghi nhận ⟦500 ca|INDICATOR⟧ mắc sởi",
        "trong tháng đã xảy ra ⟦12 vụ|INDICATOR⟧ tai nạn, làm chết ⟦5 người|INDICATOR⟧",
        "⟦năm 2022|DATE⟧ phát hiện ⟦5 ca|INDICATOR⟧",
        "tại ⟦xã An|LOC⟧ phát hiện ⟦5 ca|INDICATOR⟧",
        "có ⟦5 ca|INDICATOR⟧ bệnh",
        "trong đó ⟦5 ca|INDICATOR⟧ nặng",
    ],
)
@pytest.mark.parametrize("directs", ["yêu cầu các sở vào cuộc", "chủ trì họp báo", "chỉ đạo khắc phục hậu quả"])
def test_what_happened_behind_a_semicolon_is_not_done_by_who_directs_others(
    links: Links, directs: str, told: str
) -> None:
    assert links(f"⟦Bộ Y tế|ORG⟧ {directs}; {told}.", "who") == set()


@pytest.mark.parametrize("handed", ["hồ sơ cho", "hồ sơ vụ án sang", "toàn bộ hồ sơ tới", "⟦5 xe|INDICATOR⟧ cho"])
def test_to_whom_something_is_handed_over_does_what_follows(links: Links, handed: str) -> None:
    marked = f"⟦Công an tỉnh|ORG⟧ chuyển {handed} ⟦Viện kiểm sát|ORG⟧ truy tố ⟦9 bị can|INDICATOR⟧."

    assert {each for each in links(marked, "who") if each.startswith("9")} == {"9 bị can → Viện kiểm sát"}


def test_who_directs_others_does_nothing_behind_what_happened(links: Links) -> None:
    marked = "⟦Bộ Y tế|ORG⟧ yêu cầu tiêm chủng; đến nay có ⟦500 ca|INDICATOR⟧ mắc sởi; phát hiện ⟦3 ổ dịch|INDICATOR⟧."

    assert links(marked, "who") == set()
