"""The annotation guidelines: marked as the markup is read, by the schema, and the same in both languages."""

import re
from pathlib import Path

import pytest

from solieu.annotation import Document, LabelSchema
from solieu.annotation.markup import parse_markup

FOLDER = Path(__file__).parents[1] / "annotation"
FILES = {"en": "guidelines.md", "vi": "guidelines.vi.md"}
SCHEMA = LabelSchema.default()
QUOTES = "“”\"'‘’«»()[]"
APPROXIMATE = "(?:(?:gần|hơn|trên|khoảng|dưới|ít nhất|tối thiểu) )?"
NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
INDICATOR = re.compile(rf"{APPROXIMATE}{NUMBER}(?: đến {NUMBER})?(?:%| (?:(?:nghìn|ngàn|vạn|triệu|tỷ) )?\S(?:.*\S)?)")


def content(language: str) -> str:
    return (FOLDER / FILES[language]).read_text(encoding="utf-8")


def sections(language: str) -> dict[str, str]:
    """Return the part under each label's heading, and the one before them under no name."""
    parts = re.split(r"^## ([A-Z]+): .*$", content(language), flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def examples(text: str) -> list[tuple[str, str]]:
    document = parse_markup(text)
    return [(document.span_text(span), span.label) for span in document.spans]


@pytest.fixture(params=FILES)
def language(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def document(language: str) -> Document:
    return parse_markup(content(language))


def test_every_label_has_a_section_under_its_title_in_the_order_of_the_schema(language: str) -> None:
    headings = re.findall(r"^## ([A-Z]+): (.*)$", content(language), flags=re.MULTILINE)

    titles = [(label.name, label.title_vi if language == "vi" else label.title_en) for label in SCHEMA.labels]
    assert headings == titles


def test_every_section_has_examples_of_its_label(language: str) -> None:
    for name in SCHEMA.names:
        assert name in {label for _, label in examples(sections(language)[name])}


def test_every_label_stands_in_the_table(language: str) -> None:
    assert tuple(re.findall(r"^\| `([A-Z]+)` \|", content(language), flags=re.MULTILINE)) == SCHEMA.names


def test_every_example_has_a_label_of_the_schema(document: Document) -> None:
    assert {span.label for span in document.spans} == set(SCHEMA.names)


def test_no_example_begins_or_ends_with_white_space_or_crosses_a_line(document: Document) -> None:
    for span in document.spans:
        text = document.span_text(span)
        assert text == text.strip()
        assert "\n" not in text


def test_no_example_holds_the_quotation_marks_or_brackets_around_it(document: Document) -> None:
    for span in document.spans:
        text = document.span_text(span)
        assert text[0] not in QUOTES
        assert text[-1] not in QUOTES


def test_no_example_stands_in_backticks(language: str) -> None:
    assert not [quoted for quoted in re.findall(r"`([^`\n]*)`", content(language)) if "⟦" in quoted or "|" in quoted]


def test_backticks_come_in_pairs_on_each_line(language: str) -> None:
    assert all(line.count("`") % 2 == 0 for line in content(language).splitlines())


def test_every_indicator_is_a_number_with_a_unit(document: Document) -> None:
    indicators = [document.span_text(span) for span in document.spans if span.label == "INDICATOR"]

    assert len(indicators) > 30
    assert [text for text in indicators if not INDICATOR.fullmatch(text)] == []


@pytest.mark.parametrize("text", ["nhiều vụ", "25", "gần vụ", "hơn hai", "vụ 25", "hàng chục cảnh sát"])
def test_what_is_no_number_with_a_unit_is_told_apart(text: str) -> None:
    assert not INDICATOR.fullmatch(text)


@pytest.mark.parametrize("name", ["", *SCHEMA.names])
def test_both_languages_have_the_same_examples_in_the_same_order(name: str) -> None:
    assert examples(sections("en")[name]) == examples(sections("vi")[name])


@pytest.mark.parametrize("name", ["", *SCHEMA.names])
def test_both_languages_quote_the_same_words(name: str) -> None:
    english, vietnamese = (set(re.findall(r"`([^`\n]*)`", sections(language)[name])) for language in FILES)

    assert english == vietnamese


@pytest.mark.parametrize("name", ["", *SCHEMA.names])
def test_both_languages_have_as_many_rules(name: str) -> None:
    english, vietnamese = (
        len(re.findall(r"^ *- ", sections(language)[name], flags=re.MULTILINE)) for language in FILES
    )

    assert english == vietnamese


def test_both_files_are_of_one_version() -> None:
    versions = {re.findall(r"\d+\.\d+", content(language).splitlines()[0])[0] for language in FILES}

    assert versions == {"1.1"}
