"""The time and the place with which a sentence begins, with other words before them, and how far they reach."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    "head",
    [
        "Theo báo cáo của ⟦Ban Chỉ đạo|ORG⟧, ⟦năm 2023|DATE⟧, xảy ra",
        "Thực hiện ⟦Kế hoạch số 5|DOCUMENT⟧, từ ⟦năm 2023|DATE⟧, đã lập",
        "Ra quân cao điểm, trong ⟦năm 2023|DATE⟧ đã bắt",
        "Khoảng ⟦năm 2023|DATE⟧, có",
    ],
)
def test_words_before_the_time_of_a_sentence_do_not_hide_it(links: Links, head: str) -> None:
    marked = f"{head} ⟦5 vụ|INDICATOR⟧. Dân báo ⟦9 tin|INDICATOR⟧."

    assert links(marked, "when") == {"5 vụ → năm 2023", "9 tin → năm 2023"}


def test_a_time_of_the_clock_may_be_about_but_a_length_is_not_when(links: Links) -> None:
    assert links("Khoảng ⟦22 giờ ngày 3/4|DATE⟧, đội thu ⟦5 xe|INDICATOR⟧.", "when") == {"5 xe → 22 giờ ngày 3/4"}
    assert links("Khoảng ⟦5 phút|DATE⟧, đội thu ⟦5 xe|INDICATOR⟧.", "when") == set()


def test_a_time_behind_a_figure_does_not_begin_the_sentence(links: Links) -> None:
    marked = "Theo ⟦5 báo cáo|INDICATOR⟧, ⟦năm 2023|DATE⟧ có ⟦6 vụ|INDICATOR⟧. Dân báo ⟦9 tin|INDICATOR⟧."

    assert "9 tin → năm 2023" not in links(marked, "when")


@pytest.mark.parametrize(
    "head",
    [
        "Qua rà soát, ⟦xã An|LOC⟧ hiện có",
        "Theo báo cáo, tại ⟦xã An|LOC⟧ có",
        "Khoảng ⟦22 giờ ngày 3/4|DATE⟧, tại ⟦xã An|LOC⟧, đội bắt",
        "Vào ⟦ngày 3/4|DATE⟧, ở ⟦xã An|LOC⟧ có",
    ],
)
def test_words_before_the_place_of_a_sentence_do_not_hide_it(links: Links, head: str) -> None:
    marked = f"{head} ⟦5 vụ|INDICATOR⟧. Dân báo ⟦9 tin|INDICATOR⟧."

    assert links(marked, "where") == {"5 vụ → xã An", "9 tin → xã An"}


def test_a_place_inside_the_words_before_is_not_the_head(links: Links) -> None:
    marked = "Theo báo cáo của ⟦xã An|LOC⟧, dân nộp ⟦5 khẩu súng|INDICATOR⟧. Dân báo ⟦9 tin|INDICATOR⟧."

    assert links(marked, "where") == set()


@pytest.mark.parametrize("words", ["Đến hết", "Tính đến hết", "Tới hết"])
def test_until_the_end_of_a_time_is_when(links: Links, words: str) -> None:
    marked = f"{words} ⟦tháng 9/2024|DATE⟧, xã có ⟦5 tổ|INDICATOR⟧. Dân báo ⟦9 tin|INDICATOR⟧."

    assert links(marked, "when") == {"5 tổ → tháng 9/2024", "9 tin → tháng 9/2024"}


@pytest.mark.parametrize("named", ["⟦huyện Bình|LOC⟧", "⟦huyện Bình|LOC⟧ có", "⟦huyện Bình|LOC⟧:"])
def test_a_place_at_the_head_of_a_member_has_its_figures_and_ends_the_place_before(links: Links, named: str) -> None:
    marked = (
        f"⟦Huyện An|LOC⟧ có ⟦8 xã|INDICATOR⟧; {named} ⟦22 xã|INDICATOR⟧ với ⟦207 tổ|INDICATOR⟧. "
        "Kinh phí là ⟦2 tỷ đồng|INDICATOR⟧."
    )

    assert links(marked, "where") == {"8 xã → Huyện An", "22 xã → huyện Bình", "207 tổ → huyện Bình"}


def test_each_place_of_a_list_has_its_figure_also_with_a_preposition(links: Links) -> None:
    marked = "Nhiều nhất là ⟦xã An|LOC⟧ với ⟦40 khẩu|INDICATOR⟧, ⟦Bình|LOC⟧ ⟦31 khẩu|INDICATOR⟧."

    assert links(marked, "where") == {"40 khẩu → xã An", "31 khẩu → Bình"}


@pytest.mark.parametrize("begun", ["Được thành lập từ", "Được thành lập", "Ra đời từ"])
def test_when_the_subject_began_is_not_when_it_was_counted(links: Links, begun: str) -> None:
    marked = f"{begun} ⟦năm 2019|DATE⟧, tổ có ⟦9 thành viên|INDICATOR⟧."

    assert links(marked, "when") == set()
    assert links("Có ⟦9 tổ|INDICATOR⟧ được thành lập ⟦năm 2019|DATE⟧.", "when") == {"9 tổ → năm 2019"}


@pytest.mark.parametrize("term", ["⟦20 năm|DATE⟧", "⟦7 đến 15 năm|DATE⟧", "từ ⟦7 đến 15 năm|DATE⟧"])
def test_a_term_of_prison_is_not_when(links: Links, term: str) -> None:
    assert links(f"Tòa phạt ⟦5 bị cáo|INDICATOR⟧ {term} tù, nộp ⟦9 tỷ đồng|INDICATOR⟧.", "when") == set()


@pytest.mark.parametrize("said", ["tại khu vực", "trên tuyến", "trên tuyến đường", "tại địa phận"])
def test_words_may_stand_between_the_preposition_and_the_place(links: Links, said: str) -> None:
    assert links(f"Xe lật {said} ⟦đèo An|LOC⟧ làm chết ⟦3 người|INDICATOR⟧.", "where") == {"3 người → đèo An"}


@pytest.mark.parametrize("time", ["24/24 giờ", "24/24", "24/7"])
def test_round_the_clock_is_not_when(links: Links, time: str) -> None:
    assert links(f"Lập ⟦5 tổ|INDICATOR⟧ trực ⟦{time}|DATE⟧, bắt ⟦9 vụ|INDICATOR⟧.", "when") == set()


@pytest.mark.parametrize("word", ["Sắp tới", "Thời gian tới"])
def test_what_is_to_come_is_another_time(links: Links, word: str) -> None:
    marked = f"⟦Năm 2022|DATE⟧, xã nhận ⟦5 tin|INDICATOR⟧. {word}, xã in ⟦9 cuốn|INDICATOR⟧."

    assert links(marked, "when") == {"5 tin → Năm 2022"}


@pytest.mark.parametrize("merit", ["tiêu biểu trong phong trào hiến máu", "xuất sắc"])
def test_the_time_of_a_merit_is_not_when(links: Links, merit: str) -> None:
    marked = f"Xã khen ⟦9 cá nhân|INDICATOR⟧ {merit} ⟦năm 2023|DATE⟧; tặng ⟦5 suất quà|INDICATOR⟧."

    assert links(marked, "when") == set()


@pytest.mark.parametrize("said", ["có thành tích", "tiêu biểu"])
def test_a_merit_in_the_sentence_before_does_not_hide_a_time(links: Links, said: str) -> None:
    marked = f"Xã khen ⟦9 cá nhân|INDICATOR⟧ {said}. ⟦Năm 2023|DATE⟧, xã có ⟦5 vụ|INDICATOR⟧."

    assert links(marked, "when") == {"5 vụ → Năm 2023"}
