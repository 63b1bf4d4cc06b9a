"""Who did what a figure counts where it is harm or an offence: those who look into it did not do it."""

from collections.abc import Callable

import pytest

Links = Callable[..., set[str]]


@pytest.mark.parametrize("joined", ["", "đã ", "vừa ", "còn trực tiếp "])
@pytest.mark.parametrize("subject", ["⟦Trần Văn Bình|PERSON⟧", "⟦Công ty A|ORG⟧"])
def test_who_harms_others_is_who(links: Links, subject: str, joined: str) -> None:
    name = subject[1:].partition("|")[0]

    assert links(f"{subject} {joined}làm ⟦3 người|INDICATOR⟧ bị thương.", "who") == {f"3 người → {name}"}


@pytest.mark.parametrize(
    "accident", ["vụ cháy", "vụ tai nạn giao thông,", "⟦3 vụ|INDICATOR⟧ tai nạn,", "vụ xe tải lật"]
)
def test_who_looks_into_an_accident_did_not_do_its_harm(links: Links, accident: str) -> None:
    marked = f"⟦Công an xã|ORG⟧ điều tra {accident} làm ⟦32 người|INDICATOR⟧ thiệt mạng."

    assert "32 người → Công an xã" not in links(marked, "who")


def test_the_owner_of_what_harms_others_does_not_harm_them(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ điều tra vụ xe của ⟦Công ty A|ORG⟧ làm ⟦3 người|INDICATOR⟧ bị thương."

    assert links(marked, "who") == set()


@pytest.mark.parametrize(
    "offence",
    [
        "vì chiếm đoạt ⟦5 tỷ đồng|INDICATOR⟧ của ⟦40 người|INDICATOR⟧",
        "vì đã bán ⟦5 kg|INDICATOR⟧ ma túy",
        "và ⟦Lê Văn Tư|PERSON⟧ về hành vi lừa đảo, chiếm đoạt ⟦2 tỷ đồng|INDICATOR⟧",
        "để điều tra hành vi lừa đảo ⟦12 người|INDICATOR⟧",
        "về tội lừa đảo, chiếm đoạt ⟦5 tỷ đồng|INDICATOR⟧ của ⟦Công ty A|ORG⟧",
    ],
)
@pytest.mark.parametrize("verb", ["bắt giữ", "khởi tố", "khởi tố bị can"])
def test_what_somebody_is_accused_of_was_not_done_by_who_accuses(links: Links, verb: str, offence: str) -> None:
    assert links(f"⟦Công an tỉnh|ORG⟧ {verb} ⟦Hồ Sĩ Nam|PERSON⟧ {offence}.", "who") == set()


def test_what_somebody_is_praised_for_was_not_done_by_who_praises(links: Links) -> None:
    marked = "⟦UBND xã|ORG⟧ khen ⟦2 học sinh|INDICATOR⟧ vì cứu ⟦3 cháu|INDICATOR⟧ bé."

    assert links(marked, "who") == {"2 học sinh → UBND xã"}


@pytest.mark.parametrize("goes_on", [", thu giữ", ", đồng thời thu giữ", "; thu", ". Thu"])
def test_who_accuses_goes_on_behind_an_offence(links: Links, goes_on: str) -> None:
    marked = f"⟦Công an tỉnh|ORG⟧ khởi tố ⟦Hồ Sĩ Nam|PERSON⟧ về tội đánh bạc{goes_on} ⟦30 triệu đồng|INDICATOR⟧."

    assert links(marked, "who") == {"30 triệu đồng → Công an tỉnh"}


def test_the_accused_of_several_offences_are_accused_by_the_same(links: Links) -> None:
    marked = "⟦Công an xã|ORG⟧ khởi tố ⟦6 bị can|INDICATOR⟧ về tội đánh bạc, ⟦2 bị can|INDICATOR⟧ về tội cướp tài sản."

    assert links(marked, "who") == {"6 bị can → Công an xã", "2 bị can → Công an xã"}
