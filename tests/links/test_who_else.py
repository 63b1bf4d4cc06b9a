"""Who did it where it is not simply the subject: those who are left out, told, advised, joined, or named in turn."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    "marked",
    [
        "⟦Đội A|ORG⟧ và ⟦Đội B|ORG⟧ lần lượt bắt ⟦5 vụ|INDICATOR⟧ và ⟦6 vụ|INDICATOR⟧ đánh bạc.",
        "⟦Đội A|ORG⟧, ⟦Đội B|ORG⟧ bắt lần lượt ⟦5 vụ|INDICATOR⟧, ⟦6 vụ|INDICATOR⟧.",
        "⟦Đội A|ORG⟧ phát hiện ⟦5 vụ|INDICATOR⟧ và ⟦Đội B|ORG⟧ ⟦6 vụ|INDICATOR⟧ đánh bạc.",
    ],
)
def test_each_of_two_names_has_its_own_figure(links: Links, marked: str) -> None:
    assert links(marked, "who") == {"5 vụ → Đội A", "6 vụ → Đội B"}


def test_names_and_figures_that_are_not_equally_many_are_not_paired(links: Links) -> None:
    marked = "⟦Đội A|ORG⟧ và ⟦Đội B|ORG⟧ lần lượt bắt ⟦5 vụ|INDICATOR⟧, ⟦6 vụ|INDICATOR⟧ và ⟦7 vụ|INDICATOR⟧."

    assert {"5 vụ → Đội A", "5 vụ → Đội B"} <= links(marked, "who")


def test_places_in_turn_have_one_figure_each(links: Links) -> None:
    marked = (
        "Ba ⟦xã An|LOC⟧, ⟦Bình|LOC⟧ và ⟦Cao|LOC⟧ lần lượt thu ⟦5 khẩu súng|INDICATOR⟧, ⟦6 khẩu súng|INDICATOR⟧ và "
        "⟦7 khẩu súng|INDICATOR⟧."
    )

    assert links(marked, "where") == {"5 khẩu súng → xã An", "6 khẩu súng → Bình", "7 khẩu súng → Cao"}


def test_who_receives_a_figure_has_left_no_verb_out(links: Links) -> None:
    marked = "⟦UBND xã|ORG⟧ trao cho ⟦Đội A|ORG⟧ ⟦5 suất|INDICATOR⟧ và ⟦Đội B|ORG⟧ ⟦6 suất|INDICATOR⟧."

    assert "6 suất → Đội B" not in links(marked, "who")


def test_who_is_advised_does_what_follows_until_the_next_member(links: Links) -> None:
    marked = (
        "⟦Công an xã|ORG⟧ đã tham mưu ⟦UBND xã|ORG⟧ ban hành ⟦5 văn bản|INDICATOR⟧, mở ⟦2 lớp|INDICATOR⟧; "
        "bắt ⟦6 vụ|INDICATOR⟧."
    )

    assert links(marked, "who") == {"5 văn bản → UBND xã", "2 lớp → UBND xã", "6 vụ → Công an xã"}


@pytest.mark.parametrize("tense", ["đã", "vừa", "sẽ"])
def test_who_runs_a_fund_is_not_what_the_fund_does(links: Links, tense: str) -> None:
    assert links(f"Quỹ do ⟦Hội A|ORG⟧ vận động {tense} trao ⟦5 suất quà|INDICATOR⟧.", "who") == set()
    assert links(f"Quỹ do ⟦Hội A|ORG⟧ {tense} vận động được ⟦5 tỷ đồng|INDICATOR⟧.", "who") == {"5 tỷ đồng → Hội A"}


def test_behind_the_clause_of_those_who_run_it_the_subject_acts_again(links: Links) -> None:
    marked = "⟦Đội A|ORG⟧ bắt nhóm do ⟦An|PERSON⟧ cầm đầu trộm ⟦5 xe|INDICATOR⟧ đã thu ⟦2 xe|INDICATOR⟧."

    assert "2 xe → Đội A" in links(marked, "who")


@pytest.mark.parametrize("subject", ["Các tổ này đã", "Các chốt thường xuyên", "Dân quân"])
def test_a_partner_acts_with_those_who_have_no_name(links: Links, subject: str) -> None:
    marked = f"{subject} phối hợp với ⟦Công an xã|ORG⟧ tuần tra ⟦50 lượt|INDICATOR⟧, phát hiện ⟦6 vụ|INDICATOR⟧."

    assert links(marked, "who") == {"50 lượt → Công an xã", "6 vụ → Công an xã"}


@pytest.mark.parametrize("noun", ["Công tác", "Quy chế", "Chương trình"])
def test_the_partner_of_a_programme_does_nothing(links: Links, noun: str) -> None:
    assert links(f"{noun} phối hợp với ⟦Công an xã|ORG⟧ đã ngăn chặn ⟦6 vụ|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize("said", ["cho biết đã", "vừa cho biết đã", "cho hay vừa"])
def test_a_body_may_tell_what_it_did_itself(links: Links, said: str) -> None:
    assert links(f"⟦Công an huyện|ORG⟧ {said} khởi tố ⟦7 bị can|INDICATOR⟧.", "who") == {"7 bị can → Công an huyện"}


@pytest.mark.parametrize("said", ["cho biết đã có", "cho biết đã xảy ra", "cho biết người dân đã báo"])
def test_a_body_may_tell_what_it_did_not_do(links: Links, said: str) -> None:
    assert links(f"⟦Công an huyện|ORG⟧ {said} ⟦7 vụ|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize("bullet", ["- ", "+ ", "• "])
def test_the_heading_of_an_item_has_its_figures(links: Links, bullet: str) -> None:
    marked = f"{bullet}⟦Công an xã|ORG⟧: ⟦14 khẩu súng|INDICATOR⟧, ⟦9 viên đạn|INDICATOR⟧."

    assert links(marked, "who") == {"14 khẩu súng → Công an xã", "9 viên đạn → Công an xã"}
    assert links(marked.removeprefix(bullet), "who") == set()


@pytest.mark.parametrize("verb", ["gói", "vá", "dệt tặng"])
def test_a_word_on_no_list_between_a_name_and_a_figure_is_a_verb(links: Links, verb: str) -> None:
    assert links(f"⟦Hội A|ORG⟧ {verb} ⟦300 chiếc bánh|INDICATOR⟧.", "who") == {"300 chiếc bánh → Hội A"}


@pytest.mark.parametrize("said", ["của", "với các"])
def test_a_preposition_is_no_verb(links: Links, said: str) -> None:
    assert links(f"⟦Hội A|ORG⟧ {said} ⟦300 xã|INDICATOR⟧.", "who") == set()


@pytest.mark.parametrize("places", ["các ⟦huyện An|LOC⟧, ⟦Bình|LOC⟧ và ⟦Cao|LOC⟧", "hai ⟦huyện An|LOC⟧ và ⟦Bình|LOC⟧"])
def test_the_bodies_of_several_places_act(links: Links, places: str) -> None:
    assert links(f"⟦Công an|ORG⟧ {places} bắt ⟦5 vụ|INDICATOR⟧.", "who") == {"5 vụ → Công an"}


def test_the_number_of_the_places_of_a_body_is_no_figure_of_it(links: Links) -> None:
    assert links("⟦Công an|ORG⟧ ⟦9 huyện|INDICATOR⟧, thị xã đã bắt ⟦5 vụ|INDICATOR⟧.", "who") == {"5 vụ → Công an"}


@pytest.mark.parametrize("listing", ["gồm:", "gồm", "là", ":"])
def test_the_names_of_those_who_are_counted_are_no_subject(links: Links, listing: str) -> None:
    marked = (
        f"⟦Công an xã|ORG⟧ bắt ⟦3 đối tượng|INDICATOR⟧ {listing} ⟦An|PERSON⟧ (SN ⟦1995|DATE⟧), ⟦Bình|PERSON⟧ (SN "
        "⟦1999|DATE⟧) và ⟦Cao|PERSON⟧ (SN ⟦2001|DATE⟧), cùng trú ở ⟦xã An|LOC⟧. Thu giữ ⟦2 kg|INDICATOR⟧ cần sa."
    )

    assert links(marked, "who") == {"3 đối tượng → Công an xã", "2 kg → Công an xã"}


def test_a_part_of_another_thing_behind_a_semicolon_is_not_of_the_whole(links: Links) -> None:
    marked = "⟦Công ty A|ORG⟧ có ⟦90 lao động|INDICATOR⟧; lực lượng bảo vệ gồm ⟦7 người|INDICATOR⟧."

    assert links(marked, "who") == {"90 lao động → Công ty A"}


def test_those_who_took_part_have_a_clause_of_their_own(links: Links) -> None:
    marked = "⟦Đoàn xã|ORG⟧ ra quân. Đã có ⟦90 đoàn viên|INDICATOR⟧ tham gia đổ ⟦450 m|INDICATOR⟧ đường."

    assert links(marked, "who") == set()


@pytest.mark.parametrize(
    "before",
    [
        "Được sự hỗ trợ của ⟦Công ty A|ORG⟧",
        "Theo đề nghị của ⟦Phòng A|ORG⟧",
        "Thực hiện ⟦Nghị quyết số 22|DOCUMENT⟧ ⟦ngày 15/3/2018|DATE⟧ của ⟦Bộ Chính trị|ORG⟧",
    ],
)
def test_a_body_in_the_words_before_does_not_hide_the_subject(links: Links, before: str) -> None:
    assert links(f"{before}, ⟦Công an xã|ORG⟧ đã tặng ⟦5 xe|INDICATOR⟧.", "who") == {"5 xe → Công an xã"}


@pytest.mark.parametrize("joint", [" và ", ", "])
def test_several_bodies_may_be_advised(links: Links, joint: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ đã tham mưu cho ⟦Đảng ủy|ORG⟧{joint}⟦UBND xã|ORG⟧ ban hành ⟦5 văn bản|INDICATOR⟧."

    assert links(marked, "who") == {"5 văn bản → Đảng ủy", "5 văn bản → UBND xã"}


def test_who_is_caught_did_it_and_those_who_catch_go_on(links: Links) -> None:
    marked = (
        "⟦Phòng A|ORG⟧ bắt quả tang ⟦Vàng A Chứ|PERSON⟧ (SN ⟦1986|DATE⟧) đang vận chuyển ⟦9 bánh heroin|INDICATOR⟧, "
        "thu giữ ⟦1 xe|INDICATOR⟧."
    )

    assert links(marked, "who") == {"9 bánh heroin → Vàng A Chứ", "1 xe → Phòng A"}


def test_the_body_of_an_office_behind_a_dash_does_not_act_beside_the_person(links: Links) -> None:
    marked = (
        "⟦Trung tá|RANK⟧ ⟦An|PERSON⟧ - ⟦Phó Trưởng|POSITION⟧ ⟦phòng A|ORG⟧ và ⟦Thiếu tá|RANK⟧ ⟦Bình|PERSON⟧ trao "
        "⟦5 suất quà|INDICATOR⟧."
    )

    assert links(marked, "who") == {"5 suất quà → An", "5 suất quà → Bình"}


@pytest.mark.parametrize("said", ["khuyến cáo người dân", "yêu cầu các xã cảnh giác", "đề nghị dân báo tin"])
def test_who_warns_others_may_act_behind_a_semicolon(links: Links, said: str) -> None:
    marked = f"⟦Phòng A|ORG⟧ {said}; đồng thời phong tỏa ⟦5 tài khoản|INDICATOR⟧."

    assert links(marked, "who") == {"5 tài khoản → Phòng A"}


def test_who_leads_a_group_is_not_what_the_group_has(links: Links) -> None:
    assert links("Tổ do bà ⟦Sáu|PERSON⟧ làm tổ trưởng có ⟦9 thành viên|INDICATOR⟧.", "who") == set()


def test_verbs_that_begin_like_a_report_are_none(links: Links) -> None:
    assert links("⟦Công an xã|ORG⟧ bảo vệ ⟦5 điểm|INDICATOR⟧.", "who") == {"5 điểm → Công an xã"}
    assert links("⟦Công an xã|ORG⟧ dẫn đầu với ⟦5 điểm|INDICATOR⟧.", "who") == {"5 điểm → Công an xã"}


def test_a_body_that_is_named_with_its_figure_has_it(links: Links) -> None:
    marked = "Nhiều nhất là ⟦Công an xã An|ORG⟧ với ⟦31 hồ sơ|INDICATOR⟧, sau là ông ⟦Bình|PERSON⟧."

    assert links(marked, "who") == {"31 hồ sơ → Công an xã An"}


def test_what_is_measured_between_commas_does_not_end_the_subject(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ bắt ⟦5 vụ|INDICATOR⟧, tỷ lệ phá án đạt ⟦90%|INDICATOR⟧; phạt ⟦3 người|INDICATOR⟧."

    assert links(marked, "who") == {"5 vụ → Công an xã", "3 người → Công an xã"}


def test_a_number_that_is_no_entity_goes_on_the_list(links: Links) -> None:
    assert links("⟦Ban A|ORG⟧ trao 1 giải Nhất, 2 giải Nhì và ⟦5 giải|INDICATOR⟧ Ba.", "who") == {"5 giải → Ban A"}


@pytest.mark.parametrize("subject", ["⟦Hội A|ORG⟧", "Các cấp hội"])
def test_partners_may_be_a_list_with_their_sectors(links: Links, subject: str) -> None:
    marked = f"{subject} phối hợp với ⟦Đoàn xã|ORG⟧, ngành ⟦Giáo dục|ORG⟧ mở ⟦5 buổi|INDICATOR⟧."

    assert {"5 buổi → Đoàn xã", "5 buổi → Giáo dục"} <= links(marked, "who")


def test_those_who_will_act_together_do(links: Links) -> None:
    assert links("⟦Hội A|ORG⟧ sẽ cùng ⟦Công an xã|ORG⟧ in ⟦5 cuốn|INDICATOR⟧.", "who") == {
        "5 cuốn → Hội A",
        "5 cuốn → Công an xã",
    }


def test_who_heads_them_does_nothing_to_them(links: Links) -> None:
    marked = "Lập một tổ từ ⟦7 đến 9 thành viên|INDICATOR⟧ do ⟦Hội A|ORG⟧ làm nòng cốt."

    assert links(marked, "who") == set()


@pytest.mark.parametrize("helped", ["⟦Công an|ORG⟧", "lực lượng ⟦Công an|ORG⟧", "ngành ⟦Công an|ORG⟧"])
def test_who_is_helped_acts_until_the_next_member(links: Links, helped: str) -> None:
    marked = f"Bà con giúp {helped} bắt ⟦6 đối tượng|INDICATOR⟧, phá ⟦2 tụ điểm|INDICATOR⟧; nộp ⟦7 súng|INDICATOR⟧."

    assert links(marked, "who") == {"6 đối tượng → Công an", "2 tụ điểm → Công an"}


def test_the_body_at_whose_seat_it_is_does_not_hide_who_acts(links: Links) -> None:
    marked = "⟦Ngày 2/4|DATE⟧, tại sân ⟦UBND xã|ORG⟧, ⟦Đồn A|ORG⟧ và ⟦Công an xã|ORG⟧ khen ⟦3 tập thể|INDICATOR⟧."

    assert links(marked, "who") == {"3 tập thể → Đồn A", "3 tập thể → Công an xã"}


def test_who_is_told_receives_the_reports(links: Links) -> None:
    assert links("Các chị báo ⟦Công an|ORG⟧ ⟦9 vụ|INDICATOR⟧ mất trộm.", "who") == {"9 vụ → Công an"}


def test_what_is_got_by_calling_for_it_is_done(links: Links) -> None:
    assert links("Chị cùng ⟦Hội A|ORG⟧ kêu gọi được ⟦60 con dê|INDICATOR⟧.", "who") == {"60 con dê → Hội A"}
