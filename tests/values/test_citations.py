"""Documents: type, number, year, issuers, or the official name."""

import pytest

from solieu.annotation.values import Citation, Unresolved
from solieu.models.values import citation


def read(text: str) -> Citation:
    value = citation(text)
    assert isinstance(value, Citation)
    return value


@pytest.mark.parametrize(
    ("text", "kind", "number", "year", "issuers"),
    [
        ("Nghị định số 34/2024/NĐ-CP", "Nghị định", "34/2024/NĐ-CP", 2024, ("Chính phủ",)),
        ("Nghị quyết 12-NQ/TW", "Nghị quyết", "12-NQ/TW", None, ("Trung ương Đảng",)),
        ("NGHỊ ĐỊNH SỐ 98/2023/NÐ-CP", "Nghị định", "98/2023/NĐ-CP", 2023, ("Chính phủ",)),
        ("Chỉ thị 21/CT- TTg", "Chỉ thị", "21/CT-TTg", None, ("Thủ tướng Chính phủ",)),
        ("Kế hoạch số 77/KH-UBND", "Kế hoạch", "77/KH-UBND", None, ("Ủy ban nhân dân",)),
        ("Thông tư 50/2025/TT-BNNMT", "Thông tư", "50/2025/TT-BNNMT", 2025, ("Bộ Nông nghiệp và Môi trường",)),
        ("Kế hoạch 135/KH-BCA ngày 10/3/2023", "Kế hoạch", "135/KH-BCA", 2023, ("Bộ Công an",)),
        (
            *("Nghị quyết số 12-NQ/TW ngày 16 tháng 3 năm 2022 của Bộ Chính trị", "Nghị quyết", "12-NQ/TW", 2022),
            ("Trung ương Đảng",),
        ),
        ("Kế hoạch 135/KH-BCA của Bộ Công an", "Kế hoạch", "135/KH-BCA", None, ("Bộ Công an",)),
        ("Công văn số 2207/SXD", "Công văn", "2207/SXD", None, ("Sở Xây dựng",)),
        ("Nghị quyết số 130/2020/QH14", "Nghị quyết", "130/2020/QH14", 2020, ("Quốc hội khóa XIV",)),
        ("nghị định 168/2024/nđ-cp", "Nghị định", "168/2024/nđ-cp", 2024, ("Chính phủ",)),
        ("Quyết định 06/QĐ-TTG", "Quyết định", "06/QĐ-TTG", None, ("Thủ tướng Chính phủ",)),
        ("Thông tư 29/2024/TT-BGD&ĐT", "Thông tư", "29/2024/TT-BGD&ĐT", 2024, ("Bộ Giáo dục và Đào tạo",)),
        ("Nghị quyết số 18-NQ/T.Ư", "Nghị quyết", "18-NQ/T.Ư", None, ("Trung ương Đảng",)),
        ("Kế hoạch số 12/KH-BCĐ138", "Kế hoạch", "12/KH-BCĐ138", None, ("Ban Chỉ đạo 138",)),
        ("Điều 5 Nghị định 168/2024/NĐ-CP", "Nghị định", "168/2024/NĐ-CP", 2024, ("Chính phủ",)),
        ("Nghị quyết 04-NQ/TW năm 2020", "Nghị quyết", "04-NQ/TW", 2020, ("Trung ương Đảng",)),
        (
            *("Chương trình phối hợp số 09/CTr-BCA-MTTW", "Chương trình phối hợp", "09/CTr-BCA-MTTW", None),
            ("Bộ Công an", "Trung ương Mặt trận Tổ quốc Việt Nam"),
        ),
    ],
)
def test_a_number_is_read_in_its_parts(
    text: str, kind: str, number: str, year: int | None, issuers: tuple[str, ...]
) -> None:
    value = read(text)

    assert (value.type, value.number, value.year, value.issuers) == (kind, number, year, issuers)
    assert value.flags == ()


@pytest.mark.parametrize(
    ("text", "kind", "title", "year"),
    [
        ("Bộ luật Hình sự", "Bộ luật", "Bộ luật Hình sự", None),
        ("Bộ luật Hình sự năm 2015", "Bộ luật", "Bộ luật Hình sự", 2015),
        ("BLHS", "Bộ luật", "Bộ luật Hình sự", None),
        ("BLHS năm 2015", "Bộ luật", "Bộ luật Hình sự", 2015),
        ("Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017)", "Bộ luật", "Bộ luật Hình sự", 2015),
        ("Bộ luật Hình sự 2015, sửa đổi bổ sung 2017", "Bộ luật", "Bộ luật Hình sự", 2015),
        ("Luật Căn cước (sửa đổi)", "Luật", "Luật Căn cước (sửa đổi)", None),
        ("LUẬT AN NINH MẠNG", "Luật", "Luật An ninh mạng", None),
        ("Luật Phòng, chống ma tuý", "Luật", "Luật Phòng, chống ma túy", None),
        ("Luật PCCC", "Luật", "Luật Phòng cháy, chữa cháy", None),
        ("Nghị quyết Đại hội XIII", "Nghị quyết", "Nghị quyết Đại hội XIII", None),
        ("Hiến pháp", "Hiến pháp", "Hiến pháp", None),
    ],
)
def test_a_name_is_kept_whole(text: str, kind: str, title: str, year: int | None) -> None:
    value = read(text)

    assert (value.type, value.title, value.year, value.number) == (kind, title, year, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("khoản 2 Điều 174 Bộ luật Hình sự", "Bộ luật Hình sự"),
        ("điểm a, khoản 2, Điều 174 BLHS", "Bộ luật Hình sự"),
        ("các Điều 174, 175 của BLHS", "Bộ luật Hình sự"),
        ("Điều lệ Đảng", "Điều lệ Đảng"),
        ("Điều 174", "Điều 174"),
    ],
)
def test_the_articles_of_a_document_are_no_part_of_its_name(text: str, title: str) -> None:
    assert read(text).title == title


def test_the_day_from_which_a_law_is_in_force_is_not_its_own() -> None:
    value = read("Luật Phòng, chống mua bán người năm 2024 (có hiệu lực từ ngày 1/7/2025)")

    assert (value.title, value.year) == ("Luật Phòng, chống mua bán người", 2024)


def test_a_bare_number_keeps_its_issuer_behind_it_out() -> None:
    value = read("Nghị định số 168 của Chính phủ")

    assert (value.type, value.number, value.flags) == ("Nghị định", "168", ("number-only",))


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("Hiến pháp năm 1992 (sửa đổi, bổ sung năm 2001)", "Hiến pháp", 1992),
        ("Luật Căn cước năm 2023 (sửa đổi)", "Luật Căn cước", 2023),
        ("Luật Đất đai năm 2013 sửa đổi, bổ sung", "Luật Đất đai", 2013),
        ("Bộ luật Hình sự năm 2015 được sửa đổi, bổ sung một số điều năm 2017", "Bộ luật Hình sự", 2015),
        ("LUẬT CƯ TRÚ NĂM 2006 SỬA ĐỔI, BỔ SUNG NĂM 2013", "Luật Cư trú", 2006),
    ],
)
def test_the_amendments_of_a_document_are_no_part_of_its_title(text: str, title: str, year: int) -> None:
    assert (read(text).title, read(text).year) == (title, year)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Kế hoạch năm 2024 bổ sung lực lượng", 2024),
        ("Luật năm 2023 sửa đổi, bổ sung một số điều của Luật Công an nhân dân", 2023),
        ("Luật năm 2023 sửa đổi, bổ sung Luật Công an nhân dân năm 2018", 2023),
        ("Quyết định năm 2023 sửa đổi quy chế làm việc", 2023),
        ("Kế hoạch tuyển quân năm 2024 bổ sung lực lượng", None),
        ("Nghị định sửa đổi, bổ sung Nghị định số 34/2024/NĐ-CP", None),
    ],
)
def test_what_a_document_amends_stays_in_its_title(text: str, year: int | None) -> None:
    value = read(text)

    assert (value.title, value.year, value.number) == (text, year, None)


@pytest.mark.parametrize(
    ("text", "kind", "number", "year"),
    [
        (
            *("Nghị quyết số 54/2024/QH15 sửa đổi, bổ sung Nghị quyết 42/2017/QH14", "Nghị quyết", "54/2024/QH15"),
            2024,
        ),
        ("Luật Căn cước (sửa đổi) số 26/2023/QH15", "Luật Căn cước (sửa đổi)", "26/2023/QH15", 2023),
        ("Nghị định 34/2024/NĐ-CP về việc sửa đổi Nghị định 10/2020/NĐ-CP", "Nghị định", "34/2024/NĐ-CP", 2024),
        ("Nghị định 100/2019/NĐ-CP (sửa đổi, bổ sung năm 2021)", "Nghị định", "100/2019/NĐ-CP", 2019),
        ("Luật số 21/2023/QH15 sửa đổi một số điều của Luật Công an nhân dân", "Luật", "21/2023/QH15", 2023),
        ("Nghị quyết 12-NQ/TW ngày 16/3/2022 bổ sung Nghị quyết 04-NQ/TW", "Nghị quyết", "12-NQ/TW", 2022),
    ],
)
def test_the_number_of_a_document_is_not_that_of_the_one_it_amends(
    text: str, kind: str, number: str, year: int
) -> None:
    assert (read(text).type, read(text).number, read(text).year) == (kind, number, year)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Đề án 06", "number-only"),
        ("168/2024/NĐ-CP năm", "no-type"),
        ("Thông tư số 5/2020/NĐ-CP", "type-mismatch"),
        ("Quyết định 1190-QĐ/TU", "ambiguous-issuer"),
        ("Hướng dẫn 1/HD-ABCX", "unknown-issuer"),
    ],
)
def test_what_is_doubtful_is_flagged(text: str, flag: str) -> None:
    assert flag in read(text).flags


@pytest.mark.parametrize("text", ["", "/", "“”"])
def test_what_is_no_citation_has_a_reason(text: str) -> None:
    assert isinstance(citation(text), Unresolved)
