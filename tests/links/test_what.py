"""What a figure counts: noun phrases before it, and where the words behind it end."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Số vụ phạm pháp hình sự giảm ⟦5 vụ|INDICATOR⟧.", {"5 vụ → Số vụ phạm pháp hình sự"}),
        ("Tỷ lệ mâu thuẫn, tranh chấp giảm ⟦5%|INDICATOR⟧.", {"5% → Tỷ lệ mâu thuẫn, tranh chấp"}),
        ("Tỷ lệ phá án hàng năm đạt ⟦85%|INDICATOR⟧.", {"85% → Tỷ lệ phá án"}),
        ("Án hình sự giảm bình quân ⟦5%|INDICATOR⟧.", {"5% → Án hình sự"}),
        ("Tai nạn giao thông giảm cả ⟦3 tiêu chí|INDICATOR⟧.", {"3 tiêu chí → Tai nạn giao thông"}),
        ("Số tiền vận động được là ⟦5 triệu đồng|INDICATOR⟧.", {"5 triệu đồng → Số tiền vận động được"}),
        ("Số hồ sơ đúng và trước hạn đạt ⟦98%|INDICATOR⟧.", {"98% → Số hồ sơ đúng và trước hạn"}),
        ("Con số là ⟦5 vụ|INDICATOR⟧.", set()),
    ],
)
def test_a_noun_phrase_before_a_verb_of_state_is_measured(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


@pytest.mark.parametrize(
    "said",
    ["⟦9 vụ|INDICATOR⟧ xuống ⟦5 vụ|INDICATOR⟧", "⟦9 vụ|INDICATOR⟧ (⟦năm 2021|DATE⟧) xuống còn ⟦5 vụ|INDICATOR⟧"],
)
def test_a_change_from_one_number_to_another_measures_one_thing(links: Links, said: str) -> None:
    assert links(f"Số vụ trộm cắp giảm từ {said}.", "what") == {"9 vụ → Số vụ trộm cắp", "5 vụ → Số vụ trộm cắp"}


def test_the_price_of_each_is_of_each_also_behind_a_verb_of_worth(links: Links) -> None:
    marked = "trao ⟦50 suất quà|INDICATOR⟧, mỗi suất trị giá ⟦1 triệu đồng|INDICATOR⟧"

    assert links(marked, "what") == {"1 triệu đồng → mỗi suất"}


def test_an_activity_may_stand_before_the_word_of_success(links: Links) -> None:
    assert links("đã tuyên truyền được ⟦35 buổi|INDICATOR⟧ cho học sinh", "what") == {"35 buổi → tuyên truyền"}


def test_a_part_is_named_by_the_same_noun_with_its_matter(links: Links) -> None:
    marked = "nhận ⟦52 tin|INDICATOR⟧, trong đó tin về ma túy ⟦14 tin|INDICATOR⟧, tin về trộm cắp ⟦38 tin|INDICATOR⟧"

    assert links(marked, "what") == {"14 tin → tin về ma túy", "38 tin → tin về trộm cắp"}


@pytest.mark.parametrize("unit", ["cá nhân", "học sinh"])
def test_those_who_are_given_something_are_told_by_their_merits(links: Links, unit: str) -> None:
    marked = f"tặng ⟦Bằng khen|AWARD⟧ cho ⟦3 tập thể|INDICATOR⟧, ⟦5 {unit}|INDICATOR⟧ có thành tích xuất sắc"

    assert links(marked, "what") == {"3 tập thể → có thành tích xuất sắc", f"5 {unit} → có thành tích xuất sắc"}


def test_what_the_merit_was_belongs_to_it(links: Links) -> None:
    marked = "khen ⟦3 tập thể|INDICATOR⟧ có thành tích thực hiện ⟦Chỉ thị số 9|DOCUMENT⟧ ⟦ngày 3/5/2016|DATE⟧."

    assert links(marked, "what") == {"3 tập thể → có thành tích thực hiện Chỉ thị số 9"}


def test_a_word_of_size_ends_no_phrase_but_before_the_size(links: Links) -> None:
    assert links("bắt ⟦3 vụ|INDICATOR⟧ cho vay lãi nặng.", "what") == {"3 vụ → cho vay lãi nặng"}
    assert "3 đoạn → đê" in links("đắp ⟦3 đoạn|INDICATOR⟧ đê dài ⟦5 km|INDICATOR⟧.", "what")


def test_reports_of_crime_are_a_list_of_nouns(links: Links) -> None:
    marked = "nhận ⟦245 tin báo|INDICATOR⟧, tố giác tội phạm từ dân"

    assert links(marked, "what") == {"245 tin báo → tố giác tội phạm"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦5 xe|INDICATOR⟧ chở cát lậu bị tạm giữ.", {"5 xe → chở cát lậu"}),
        ("⟦5 đội|INDICATOR⟧ có thành tích trong năm được khen.", {"5 đội → có thành tích"}),
        ("⟦5 đội|INDICATOR⟧ góp được nhiều gạo.", set()),
        ("⟦5 đội|INDICATOR⟧ góp gạo, được khen.", set()),
    ],
)
def test_before_a_passive_verbs_are_attributes(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


def test_a_share_is_of_a_whole_list_of_nouns(links: Links) -> None:
    assert links("⟦100%|INDICATOR⟧ xã, phường, thị trấn có mô hình.", "what") == {"100% → xã, phường, thị trấn"}


def test_a_rate_is_of_its_measure(links: Links) -> None:
    assert links("thu nhập bình quân ⟦76 triệu đồng/người/năm|INDICATOR⟧", "what") == {
        "76 triệu đồng/người/năm → thu nhập bình quân"
    }


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Thu nhập bình quân đầu người đạt ⟦8 triệu đồng|INDICATOR⟧.", {"8 triệu đồng → Thu nhập bình quân đầu người"}),
        ("Huyện thực hiện đạt và vượt ⟦27 chỉ tiêu|INDICATOR⟧.", set()),
    ],
)
def test_a_noun_may_begin_like_a_verb_but_no_phrase_ends_with_a_conjunction(
    links: Links, marked: str, expected: set[str]
) -> None:
    assert links(marked, "what") == expected


def test_a_verb_with_the_word_of_success_is_no_attribute(links: Links) -> None:
    marked = "dùng ⟦9 chiếc thuyền|INDICATOR⟧ nhỏ chở được ⟦94 người|INDICATOR⟧"

    assert links(marked, "what") == {"9 chiếc thuyền → nhỏ"}


def test_behind_co_a_share_has_attributes(links: Links) -> None:
    assert links("Hàng năm có ⟦90%|INDICATOR⟧ khu dân cư đạt tiêu chuẩn.", "what") == {
        "90% → khu dân cư đạt tiêu chuẩn"
    }


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("cứu ⟦63 hộ|INDICATOR⟧ bị cô lập.", {"63 hộ → bị cô lập"}),
        ("⟦63 hộ|INDICATOR⟧ bị cô lập.", set()),
        ("đưa ⟦9 cán bộ|INDICATOR⟧, chiến sĩ về công tác tại xã.", {"9 cán bộ → chiến sĩ"}),
        ("ban hành ⟦9 văn bản|INDICATOR⟧ về công tác dân vận.", {"9 văn bản → về công tác dân vận"}),
    ],
)
def test_what_befell_an_object_is_its_attribute_and_where_it_goes_is_not(
    links: Links, marked: str, expected: set[str]
) -> None:
    assert links(marked, "what") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Tỷ lệ khen người lao động, chiến đấu đạt ⟦71%|INDICATOR⟧.", {"71% → Tỷ lệ khen người lao động, chiến đấu"}),
        ("Dân soạn hương ước ⟦11 điều|INDICATOR⟧.", set()),
        ("Mỗi năm chỉ được ⟦1 triệu đồng|INDICATOR⟧.", {"1 triệu đồng → Mỗi năm"}),
        (
            "Tổng giá trị là ⟦5 triệu đồng|INDICATOR⟧, tăng ⟦9 vụ|INDICATOR⟧.",
            {"5 triệu đồng → Tổng giá trị"},
        ),
    ],
)
def test_what_is_measured_is_named_whole_and_only_of_its_own_unit(
    links: Links, marked: str, expected: set[str]
) -> None:
    assert links(marked, "what") == expected


def test_what_is_done_with_an_object_is_no_attribute_but_why_somebody_is_praised_is(links: Links) -> None:
    assert links("thu ⟦9 xe máy|INDICATOR⟧ trả lại người dân.", "what") == set()
    assert links("khen thưởng ⟦2 học sinh|INDICATOR⟧ trả lại tài sản.", "what") == {"2 học sinh → trả lại tài sản"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Kinh phí lắp đặt ban đầu ⟦9 tỷ đồng|INDICATOR⟧.", {"9 tỷ đồng → Kinh phí lắp đặt ban đầu"}),
        ("Trị giá căn nhà ⟦9 tỷ đồng|INDICATOR⟧.", set()),
        ("Thu nhập từ ⟦9 triệu đồng|INDICATOR⟧.", set()),
        ("Kinh phí của xã trả cho thợ ⟦9 triệu đồng|INDICATOR⟧.", set()),
    ],
)
def test_a_measured_thing_has_its_attributes_before_the_measure(links: Links, marked: str, expected: set[str]) -> None:
    assert links(marked, "what") == expected


def test_a_word_that_only_looks_like_an_adverb_belongs_to_the_phrase(links: Links) -> None:
    assert links("Án ma túy phát hiện tăng ⟦5 vụ|INDICATOR⟧.", "what") == {"5 vụ → Án ma túy phát hiện"}
