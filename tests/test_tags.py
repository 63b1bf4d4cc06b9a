"""Spans to word tags and back."""

import unicodedata

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, Span
from solieu.annotation.markup import parse_markup
from solieu.models.decoding import tagged_ranges
from solieu.models.tags import encode_tags
from solieu.models.words import find_words

SCHEMA = LabelSchema.default()
LINE_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def edges(document: Document) -> list[int]:
    return [edge for span in document.spans for edge in (span.start, span.end)]


def tag_names(document: Document, *, split: bool = True) -> list[str]:
    words = find_words(document.text, edges(document) if split else ())
    tags, _ = encode_tags(words, document.spans, SCHEMA)
    return [SCHEMA.tags[tag] for tag in tags]


def test_the_first_word_of_a_span_begins_it_and_the_others_are_inside() -> None:
    document = parse_markup("⟦Đại tá|RANK⟧ ⟦Lâm Minh Hồng|PERSON⟧ nói")

    assert tag_names(document) == ["B-RANK", "I-RANK", "B-PERSON", "I-PERSON", "I-PERSON", "O"]


def test_touching_spans_of_one_label_stay_two() -> None:
    document = parse_markup("⟦Phượng|PERSON⟧⟦Tiền|PERSON⟧")

    assert tag_names(document) == ["B-PERSON", "B-PERSON"]


def test_a_word_is_split_where_a_span_ends_inside_it() -> None:
    document = parse_markup("⟦CA|ORG⟧⟦TPHCM|LOC⟧")

    assert tag_names(document) == ["B-ORG", "B-LOC"]


def test_a_span_that_ends_inside_a_word_is_cut_where_words_are_not_split() -> None:
    document = parse_markup("⟦Công an|ORG⟧ ⟦CA|ORG⟧TPHCM")

    tags, cut = encode_tags(find_words(document.text), document.spans, SCHEMA)

    assert [SCHEMA.tags[tag] for tag in tags] == ["B-ORG", "I-ORG", "O"]
    assert [document.span_text(span) for span in cut] == ["CA"]


def test_a_span_across_a_line_break_is_cut_and_begins_again_on_the_next_line() -> None:
    document = Document("Công an\ntỉnh", (Span(0, 12, "ORG"),))

    tags, cut = encode_tags(find_words(document.text), document.spans, SCHEMA)

    assert [SCHEMA.tags[tag] for tag in tags] == ["B-ORG", "I-ORG", "B-ORG"]
    assert cut == list(document.spans)


def test_a_span_of_white_space_is_cut() -> None:
    document = Document("a  b", (Span(1, 3, "ORG"),))

    assert encode_tags(find_words(document.text), document.spans, SCHEMA)[1] == list(document.spans)


def test_a_text_without_words_has_no_tags() -> None:
    tags, cut = encode_tags(find_words(" "), (), SCHEMA)

    assert tags.shape == (0,)
    assert cut == []


def shows_nothing(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        or regex.fullmatch(r"\p{Variation_Selector}|\u034f", character) is not None
    )


def inside_a_letter(text: str) -> set[int]:
    """The offsets inside what a reader takes for one character, also across what shows nothing."""
    kept = [offset for offset, character in enumerate(text) if unicodedata.category(character) != "Cf"]
    stripped = "".join(text[offset] for offset in kept)
    inside: set[int] = set()
    for match in regex.finditer(r"\X", stripped):
        inside.update(range(kept[match.start()] + 1, kept[match.end() - 1] + 1))
    return inside


def has_a_reason_to_be_cut(text: str, span: Span) -> bool:
    within = inside_a_letter(text)
    return (
        shows_nothing(text[span.start])
        or shows_nothing(text[span.end - 1])
        or span.start in within
        or span.end in within
        or not LINE_BREAKS.isdisjoint(text[span.start : span.end])
    )


@given(st.from_type(Document))
@example(Document("5\u0323abc", (Span(2, 5, "ORG"),)))
@example(Document("a\u200b\u0301b", (Span(3, 4, "ORG"),)))
@example(Document("\u1112\u1161\u11ab국", (Span(0, 3, "ORG"), Span(3, 4, "LOC"))))
@example(Document("👨\u200d👩\u200d👧❤\ufe0f", (Span(0, 5, "ORG"), Span(5, 7, "LOC"))))
@example(Document("❤\ufe0f1\ufe0f\u20e3", (Span(0, 2, "ORG"), Span(2, 5, "DATE"))))
@example(Document("🇻🇳🇻", (Span(0, 2, "ORG"), Span(2, 3, "LOC"))))
def test_tags_decode_to_the_spans_they_were_made_of(document: Document) -> None:
    words = find_words(document.text, edges(document))

    tags, cut = encode_tags(words, document.spans, SCHEMA)
    decoded = {
        Span(words.starts[first], words.ends[last - 1], label)
        for label, first, last in tagged_ranges(tags, words, SCHEMA)
    }

    assert set(document.spans) - set(cut) <= decoded
    for extra in decoded - set(document.spans):
        assert any(span.start <= extra.start and extra.end <= span.end for span in cut)
    for span in cut:
        assert has_a_reason_to_be_cut(document.text, span)


def test_a_line_of_a_hundred_thousand_characters_keeps_its_spans() -> None:
    text = "Công an tỉnh Long An, " * 5_000
    spans = tuple(Span(start, start + 20, "ORG") for start in range(0, len(text), 22))
    words = find_words(text, edges(Document(text, spans)))

    tags, cut = encode_tags(words, spans, SCHEMA)

    assert len(text) > 100_000
    assert cut == []
    assert (
        tuple(
            Span(words.starts[first], words.ends[last - 1], label)
            for label, first, last in tagged_ranges(tags, words, SCHEMA)
        )
        == spans
    )
