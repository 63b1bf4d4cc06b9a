"""The suggester: what its rules find, in any text, by the annotation guidelines."""

import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.markup import parse_markup, to_markup
from solieu.annotation.suggester import Suggester
from solieu.annotation.suggester_rules import word_pattern
from solieu.configs import config_path
from solieu.training.measures.matching import count_matches
from solieu.training.measures.scoring import score

DATA = Path(__file__).parents[1] / "data"

GUIDELINES = [
    "đồng chí ⟦Trương Văn Nọ|PERSON⟧",
    "⟦Đại tá|RANK⟧ ⟦Lâm Minh Hồng|PERSON⟧",
    "⟦Đ/tá|RANK⟧ ⟦Lâm Minh Hồng|PERSON⟧",
    "⟦Phó Chủ tịch|POSITION⟧ ⟦UBND tỉnh|ORG⟧",
    "⟦Ủy viên|POSITION⟧ ⟦Ban Thường vụ Tỉnh ủy|ORG⟧, ⟦Bí thư|POSITION⟧ ⟦Đảng ủy|ORG⟧",
    "⟦Giám đốc|POSITION⟧ ⟦Công an tỉnh|ORG⟧",
    "⟦Phó trưởng|POSITION⟧ ⟦Phòng Xây dựng phong trào bảo vệ ANTQ|ORG⟧, ⟦CATP|ORG⟧",
    "⟦Trưởng|POSITION⟧ ⟦ban Tuyên giáo Tỉnh ủy|ORG⟧",
    "⟦Thứ trưởng|POSITION⟧ ⟦Bộ Công an|ORG⟧",
    "⟦Thủ tướng|POSITION⟧ ⟦Chính phủ|ORG⟧",
    "⟦Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Long An|ORG⟧",
    "⟦Công an tỉnh Long An|ORG⟧",
    "⟦Phòng Cảnh sát hình sự Công an thành phố Hải Phòng|ORG⟧",
    "⟦Cục Xây dựng phong trào bảo vệ an ninh Tổ quốc|ORG⟧, ⟦Bộ Công an|ORG⟧",
    "lực lượng ⟦Công an|ORG⟧",
    "⟦Công an|ORG⟧ các đơn vị, địa phương",
    "⟦Cục Cảnh sát hình sự|ORG⟧ (⟦C02|ORG⟧)",
    "⟦huyện Cần Giuộc|LOC⟧",
    "⟦tỉnh Long An|LOC⟧",
    "⟦TP. Hồ Chí Minh|LOC⟧",
    "⟦Ngày 2/6/2023|DATE⟧",
    "⟦Sáng 26/6|DATE⟧",
    "⟦20:51 03/06/2023|DATE⟧",
    "⟦Thứ Sáu, 03/05/2024|DATE⟧",
    "tính đến ⟦tháng 5/2024|DATE⟧",
    "⟦giai đoạn 2013 - 2023|DATE⟧",
    "(⟦2013 - 2023|DATE⟧)",
    "Từ ⟦năm 2019 – 2024|DATE⟧",
    "từ ⟦ngày 10 đến 12/9/2019|DATE⟧",
    "Tổng kết ⟦10 năm|DATE⟧",
    "⟦10 năm qua|DATE⟧",
    "⟦6 tháng đầu năm 2024|DATE⟧",
    "gần ⟦30 phút|DATE⟧",
    "khoảng ⟦22 giờ 15 phút ngày 3/4|DATE⟧",
    "(SN ⟦1990|DATE⟧)",
    "sinh ⟦năm 1989|DATE⟧",
    "⟦16h30 cùng ngày|DATE⟧",
    "⟦đầu năm 2021 đến nay|DATE⟧",
    "⟦cùng kỳ năm 2020|DATE⟧",
    "⟦Tết Nguyên đán Ất Tỵ 2025|DATE⟧",
    "⟦23.023 nguồn tin|INDICATOR⟧ có giá trị",
    "⟦8.963 vụ|INDICATOR⟧/⟦10.184 đối tượng|INDICATOR⟧",
    "⟦gần 1,2 triệu lượt người|INDICATOR⟧",
    "⟦trên 72.650 phần quà|INDICATOR⟧, ước tính trị giá ⟦74,2 tỷ đồng|INDICATOR⟧",
    "⟦6.063 buổi tuyên truyền|INDICATOR⟧ cho ⟦308.817 lượt cán bộ|INDICATOR⟧, hội viên",
    "⟦6.626 người|INDICATOR⟧ lầm lỗi",
    "⟦86 loại mô hình|INDICATOR⟧",
    "⟦hơn 23,7 ha|INDICATOR⟧ cây thuốc phiện",
    "⟦05 tập thể|INDICATOR⟧, ⟦10 cá nhân|INDICATOR⟧",
    "⟦2.500 đợt|INDICATOR⟧ với",
    "⟦hai tập thể|INDICATOR⟧",
    "⟦02 xe|INDICATOR⟧ chữa cháy",
    "⟦66 quả|INDICATOR⟧ đạn",
    "⟦25 vụ trộm cắp|INDICATOR⟧",
    "⟦900 gói thuốc lá|INDICATOR⟧",
    "⟦75.000 đồng/m3|INDICATOR⟧",
    "⟦20 đến 40 con bạc|INDICATOR⟧",
    "⟦74,2%|INDICATOR⟧",
    "25 tuổi",
    "lần thứ XIII",
    "⟦Chương trình phối hợp số 09/CTr-BCA-MTTW|DOCUMENT⟧ ⟦ngày 01/8/2013|DATE⟧",
    "⟦chương trình phối hợp 09|DOCUMENT⟧",
    "⟦Chỉ thị số 03/CT-BCA-X11|DOCUMENT⟧",
    "⟦Bộ luật Hình sự|DOCUMENT⟧",
    "⟦Hiến pháp|DOCUMENT⟧",
    "⟦Nghị quyết Đại hội XIII|DOCUMENT⟧",
    "⟦Bằng khen|AWARD⟧ của ⟦Thủ tướng|POSITION⟧",
    "⟦Huân chương Bảo vệ Tổ quốc hạng Ba|AWARD⟧",
    "⟦Kỷ niệm chương|AWARD⟧ “⟦Vì an ninh Tổ quốc|AWARD⟧”",
    "phong trào ⟦toàn dân bảo vệ an ninh Tổ quốc|CAMPAIGN⟧",
    "cuộc vận động “⟦Dân vận khéo|CAMPAIGN⟧”",
    "mô hình “⟦Chốt Dân phòng đảm bảo an ninh, trật tự trong khu, cụm công nghiệp|CAMPAIGN⟧”",
    "“⟦Ngày hội toàn dân bảo vệ an ninh Tổ quốc|CAMPAIGN⟧” (⟦19/8|DATE⟧)",
]


@pytest.mark.parametrize("marked", GUIDELINES)
def test_it_marks_the_examples_of_the_guidelines(marked: str) -> None:
    text = parse_markup(marked).text

    assert to_markup(Suggester.default().suggest(text)) == marked


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("marked", GUIDELINES[:10])
def test_composed_and_decomposed_texts_get_the_same_spans(marked: str, form: str) -> None:
    text = unicodedata.normalize(form, parse_markup(marked).text)

    found = to_markup(Suggester.default().suggest(text))

    assert unicodedata.normalize("NFC", found) == marked


def test_tone_marks_in_the_old_placement_are_understood() -> None:
    document = Suggester.default().suggest("Đại uý Nguyễn Văn An, Uỷ viên Ban Thường vụ Tỉnh uỷ")

    assert [span.label for span in document.spans] == ["RANK", "PERSON", "POSITION", "ORG"]


def test_non_breaking_spaces_count_as_spaces() -> None:
    document = Suggester.default().suggest("Công\xa0an tỉnh\xa0Long An")

    assert [document.span_text(span) for span in document.spans] == ["Công\xa0an tỉnh\xa0Long An"]


def test_a_document_keeps_its_id_and_what_is_known_of_it() -> None:
    document = Document("Sáng 26/6", id="a1", meta={"outlet": "Báo Long An"})

    suggested = Suggester.default().suggest(document)

    assert (suggested.id, suggested.meta) == ("a1", {"outlet": "Báo Long An"})


@given(st.from_type(Document))
@settings(deadline=None)
def test_spans_are_tidy_in_any_text(document: Document) -> None:
    for span in Suggester.default().suggest(document).spans:
        covered = document.text[span.start : span.end]
        assert covered == covered.strip()
        assert not set(covered) & set("\n\r\x0b\x0c\x85\u2028\u2029")
        assert span.score is None


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["Công an tỉnh Long An ", "1.", "“A", "a", "10 vụ, ", "1/2/2020 - ", "Nguyễn Văn A "])
def test_the_time_is_linear_in_the_length_of_a_line(unit: str) -> None:
    def seconds(characters: int) -> float:
        text = (unit * characters)[:characters]
        start = time.process_time()
        Suggester.default().suggest(text)
        return time.process_time() - start

    seconds(10_000)  # the rules are chosen by the characters that occur
    short = min(seconds(25_000) for _ in range(3))

    assert seconds(250_000) < 30 * short + 1


def test_more_than_three_in_five_spans_of_unseen_articles_are_exact() -> None:
    gold = list(read_jsonl(DATA / "seeds.jsonl"))
    suggester = Suggester.default()

    counts = count_matches(gold, [suggester.suggest(document) for document in gold], suggester.schema.names)

    assert score(counts, resamples=1).micro.f1 > 0.6


def _rules(directory: Path, content: str) -> Path:
    (directory / "rules.yaml").write_text(content, encoding="utf-8")
    return directory


def test_a_team_can_bring_its_own_rules(tmp_path: Path) -> None:
    rules = _rules(tmp_path, "label: ORG\nwords: {body: [Đội Một, Đội Mười]}\nrules: ['{body}']")

    document = Suggester.load(rules).suggest("Đội Mười gặp Đội Một")

    assert [document.span_text(span) for span in document.spans] == ["Đội Mười", "Đội Một"]


def test_a_team_can_edit_a_copy_of_the_word_lists(tmp_path: Path) -> None:
    rules = Path(shutil.copytree(config_path("suggester"), tmp_path / "rules"))
    file = rules / "award.yaml"
    file.write_text(file.read_text("utf-8").replace("award: [", "award: [Thẻ xanh, "), encoding="utf-8")

    document = Suggester.load(rules).suggest("tặng Thẻ xanh")

    assert [(document.span_text(span), span.label) for span in document.spans] == [("Thẻ xanh", "AWARD")]


def test_groups_named_after_labels_give_several_spans(tmp_path: Path) -> None:
    rules = _rules(tmp_path, "rules: ['(?<RANK>Đại tá) (?<PERSON>An)']")

    assert to_markup(Suggester.load(rules).suggest("Đại tá An")) == "⟦Đại tá|RANK⟧ ⟦An|PERSON⟧"


def test_the_longer_span_wins_over_one_that_it_holds(tmp_path: Path) -> None:
    rules = _rules(tmp_path, "rules: ['(?<PERSON>Long An)', '(?<ORG>Công an Long An)']")

    assert to_markup(Suggester.load(rules).suggest("Công an Long An")) == "⟦Công an Long An|ORG⟧"


def test_of_two_spans_that_cross_the_one_with_the_higher_label_wins(tmp_path: Path) -> None:
    rules = _rules(tmp_path, "rules: ['(?<ORG>Tổ Một Hai)', '(?<PERSON>Một Hai Ba)', '(?<LOC>Ba Bốn)']")

    assert to_markup(Suggester.load(rules).suggest("Tổ Một Hai Ba Bốn")) == "Tổ ⟦Một Hai Ba|PERSON⟧ Bốn"


def test_what_is_labelled_none_keeps_other_rules_away(tmp_path: Path) -> None:
    rules = _rules(tmp_path, "rules: ['(?<NONE>25 tuổi)', '(?<INDICATOR>25)']")

    assert Suggester.load(rules).suggest("25 tuổi").spans == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a", "expected a mapping with no other fields than label, words, patterns, rules"),
        ("label: CITY", "'label' must be one of PERSON"),
        ("words: {body: Công an}", "'body' in 'words' must be a list of words"),
        ("words: {body: [yes]}", "'body' must hold words, but has True; put it in quotation marks"),
        ("rules: ['{body}']", "rule 1: there is no list or pattern 'body'"),
        ("rules: ['(']", "rule 1: is no regular expression"),
        ("rules: ['(?<CITY>a)']", "rule 1: the group 'CITY' is no label"),
        ("patterns: {a: '{b}', b: '{a}'}\nrules: ['{a}']", "the pattern 'a' holds itself"),
        ("rules: {", "is no YAML file"),
    ],
)
def test_a_faulty_rule_file_is_named_with_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SolieuError, match=r"rules\.yaml") as error:
        Suggester.load(_rules(tmp_path, content))

    assert message in str(error.value)


def test_a_directory_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match="holds no rule file"):
        Suggester.load(tmp_path)


@given(st.lists(st.text(alphabet="abc ", min_size=1).filter(str.strip), min_size=1), st.text(alphabet="abc "))
def test_a_word_pattern_matches_the_longest_of_its_words(words: list[str], text: str) -> None:
    import regex

    known = {" ".join(word.split()) for word in words}
    match = regex.match(word_pattern(words), " ".join(text.split()))

    expected = max((word for word in known if " ".join(text.split()).startswith(word)), key=len, default=None)
    assert (match[0] if match else None) == expected


def test_every_label_has_rules() -> None:
    suggester = Suggester.default()
    labels = {label for rule in suggester._rules for label in (rule.groups or (rule.label,))}

    assert labels >= set(LabelSchema.default().names)
