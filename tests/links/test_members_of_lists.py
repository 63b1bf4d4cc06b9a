"""Which figures behind a comma or a semicolon go on a list, and so have its doer."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize(
    "clause",
    [
        "⟦3 người|INDICATOR⟧ nhập viện",
        "⟦2 bị cáo|INDICATOR⟧ kháng cáo",
        "⟦4 bệnh nhân|INDICATOR⟧ hôn mê sâu",
        "⟦3 quán|INDICATOR⟧ đóng cửa",
        "⟦95%|INDICATOR⟧ học sinh đỗ đại học",
        "⟦5 hộ dân|INDICATOR⟧ tái nghèo",
        "⟦3 người|INDICATOR⟧ nhập viện, ⟦2 người|INDICATOR⟧ có bệnh",
    ],
)
@pytest.mark.parametrize("mark", [";", " vi phạm;", " vi phạm,", ","])
def test_a_figure_with_a_verb_that_is_on_no_list_is_no_member_of_the_list(links: Links, mark: str, clause: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ xử phạt ⟦15 trường hợp|INDICATOR⟧{mark} {clause}."

    assert links(marked, "who") == {"15 trường hợp → Công an xã"}


@pytest.mark.parametrize(
    "member",
    [
        "⟦9 vụ|INDICATOR⟧ ma túy",
        "⟦9 vụ|INDICATOR⟧ nghiêm trọng",
        "⟦9 người|INDICATOR⟧",
        "⟦9 người|INDICATOR⟧ nghèo",
        "⟦9 đối tượng|INDICATOR⟧, bị can",
        "⟦9 đối tượng|INDICATOR⟧ mua bán ma túy",
        "⟦9 khẩu|INDICATOR⟧ súng ngắn",
        "⟦9 kg|INDICATOR⟧ ma túy đá",
        "⟦9 người|INDICATOR⟧ lang thang, ⟦2 chủ xe|INDICATOR⟧",
    ],
)
@pytest.mark.parametrize("mark", [";", " vi phạm;", " vi phạm,", ","])
def test_a_figure_that_stands_alone_or_is_completed_goes_on_the_list(links: Links, mark: str, member: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ phát hiện ⟦15 trường hợp|INDICATOR⟧{mark} {member}."

    assert {each for each in links(marked, "who") if each.startswith("9")} == {
        f"{member[1:].partition('|')[0]} → Công an xã"
    }


def test_things_behind_a_comma_go_on_the_list(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ thu ⟦6 đoản|INDICATOR⟧ phá khóa, ⟦1 thiết bị|INDICATOR⟧ phá sóng."

    assert links(marked, "who") == {"6 đoản → Công an xã", "1 thiết bị → Công an xã"}
