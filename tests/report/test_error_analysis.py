"""Each annotated and predicted span compared, and what errors have in common."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, Span
from solieu.training.report.breakdowns import Share, by_field, by_length, novelty
from solieu.training.report.context import context_of
from solieu.training.report.edges import Shape, Shift
from solieu.training.report.error_analysis import boundary_groups, compare, confusion, worst_documents
from solieu.training.report.inputs import ReportInput, entity_key
from solieu.training.report.page import describe


def compared(text: str, gold: list[Span], predicted: list[Span]) -> list[tuple[str, Shape | None]]:
    comparisons = compare([Document(text, tuple(gold))], [Document(text, tuple(predicted))])
    return [(comparison.kind, comparison.shape) for comparison in comparisons]


@st.composite
def two_readings(draw: st.DrawFn) -> tuple[Document, Document]:
    document = draw(st.from_type(Document))
    edges = sorted(draw(st.sets(st.integers(0, len(document.text)), max_size=10)))
    labels = st.sampled_from(["PERSON", "ORG", "DATE"])
    others = [Span(start, end, draw(labels)) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return document, document.with_spans(others)


@given(two_readings())
def test_each_span_of_either_side_is_in_exactly_one_comparison(readings: tuple[Document, Document]) -> None:
    gold, predicted = readings

    pairs = [comparison.pair for comparison in compare([gold], [predicted])]

    assert Counter(pair.gold for pair in pairs if pair.gold) == Counter(gold.spans)
    assert Counter(pair.predicted for pair in pairs if pair.predicted) == Counter(predicted.spans)
    assert all(pair.gold or pair.predicted for pair in pairs)


@given(two_readings())
def test_correct_is_what_the_strict_score_calls_correct(readings: tuple[Document, Document]) -> None:
    gold, predicted = readings

    correct = sum(comparison.kind == "correct" for comparison in compare([gold], [predicted]))

    assert correct == len(set(gold.spans) & set(predicted.spans))


def test_the_kinds_of_errors() -> None:
    text = "một hai ba bốn năm sáu"
    gold = [Span(0, 3, "A"), Span(4, 7, "A"), Span(8, 10, "A"), Span(11, 18, "A")]
    predicted = [Span(0, 3, "A"), Span(4, 7, "B"), Span(11, 14, "B"), Span(19, 22, "A")]

    assert [kind for kind, _ in compared(text, gold, predicted)] == [
        *("correct", "label", "missed"),
        *("label_boundary", "spurious"),
    ]


@pytest.mark.parametrize(
    ("gold", "predicted", "sentence"),
    [
        ((4, 10), (8, 10), "one word short on the left"),
        ((8, 10), (0, 10), "two words too long on the left"),
        ((0, 22), (0, 3), "four words or more short on the right"),
        ((4, 14), (0, 10), "one word too long on the left; one word short on the right"),
        ((19, 22), (19, 21), "part of a word short on the right"),
        ((19, 22), (19, 23), "punctuation too long on the right"),
    ],
)
def test_boundary_errors_are_told_in_words(gold: tuple[int, int], predicted: tuple[int, int], sentence: str) -> None:
    text = "một hai ba bốn năm sáu."

    ((kind, shape),) = compared(text, [Span(*gold, "A")], [Span(*predicted, "A")])

    assert kind == "boundary"
    assert shape is not None
    assert describe(shape).en == sentence


def test_a_decomposed_letter_is_one_word_with_its_marks() -> None:
    text = "o\u0302ng Nam"

    ((_, shape),) = compared(text, [Span(0, 8, "A")], [Span(1, 8, "A")])

    assert shape == Shape("shift", (Shift("left", "short", 0),))


def test_an_entity_in_two_parts_is_split_and_its_other_part_says_so() -> None:
    comparisons = compare(
        [Document("một hai ba", (Span(0, 10, "A"),))], [Document("một hai ba", (Span(0, 3, "A"), Span(4, 10, "A")))]
    )

    assert [(item.kind, item.shape, item.of_split) for item in comparisons] == [
        ("spurious", None, True),
        ("boundary", Shape("split"), False),
    ]


def test_two_entities_in_one_are_merged_and_the_one_without_a_partner_says_so() -> None:
    comparisons = compare(
        [Document("một hai ba", (Span(0, 3, "A"), Span(4, 10, "A")))], [Document("một hai ba", (Span(0, 10, "A"),))]
    )

    assert [(item.kind, item.shape, item.of_merger) for item in comparisons] == [
        ("missed", None, True),
        ("boundary", Shape("merged"), False),
    ]


def test_the_same_edges_go_before_a_larger_overlap_elsewhere(gold: list[Document], predicted: list[Document]) -> None:
    counts = confusion(compare(gold, predicted))

    assert counts["POSITION", "PERSON"] == 1
    assert counts["ORG", "ORG"] == 2
    assert counts["ORG", None] == 1
    assert counts[None, "AWARD"] == 1
    assert counts[None, "LOC"] == 1
    assert counts.total() == 12


def test_boundary_errors_are_grouped_by_kind_and_label(gold: list[Document], predicted: list[Document]) -> None:
    groups = {describe(group.shape).en: dict(group.labels) for group in boundary_groups(compare(gold, predicted))}

    assert groups == {
        "one word short on the left": {"PERSON": 1},
        "split into several": {"ORG": 1},
        "several merged into one": {"ORG": 1},
    }


def test_the_worst_document_comes_first_and_faultless_ones_are_left_out(
    gold: list[Document], predicted: list[Document]
) -> None:
    worst = worst_documents(compare([*gold, gold[0]], [*predicted, gold[0]]))

    assert [(document.document, document.gold, document.predicted, document.errors) for document in worst] == [
        (0, 6, 7, 6),
        (1, 4, 2, 3),
    ]


def test_seen_and_new_entities_are_told_apart_by_label_and_words_whatever_their_case(content: ReportInput) -> None:
    found = novelty(content, compare(content.gold, content.predicted))

    entries = {entry.label: (entry.seen, entry.unseen) for entry in found}
    assert entries["LOC"] == (Share(0, 1), Share(0, 0))
    assert entries[None] == (Share(0, 1), Share(3, 9))
    assert entity_key("LOC", "HÀ\u00a0 NỘI") == entity_key("LOC", "Ha\u0300 Nội".replace("ộ", "o\u0323\u0302"))


def test_nothing_is_said_of_new_entities_where_the_training_data_are_not_known(content: ReportInput) -> None:
    unknown = replace(content, trained=())

    assert novelty(unknown, compare(content.gold, content.predicted)) == []


def test_lengths_are_counted_on_either_side(content: ReportInput) -> None:
    lengths = {(item.low, item.high): item for item in by_length(content, compare(content.gold, content.predicted))}

    assert lengths[2, 2].recall == Share(2, 5)
    assert lengths[2, 2].precision == Share(2, 6)


def test_fields_with_two_values_are_told_apart_and_dates_by_year(content: ReportInput) -> None:
    fields = {field.field: [group.value for group in field.groups] for field in by_field(content)}

    assert fields == {"outlet": ["Báo <b>Long An</b>", "Báo An Giang"], "published": ["2023", "2024"]}


def test_rare_values_share_a_group_and_documents_without_one_have_their_own() -> None:
    values = ["a", "a", *"bcdefghijk", None, ["no", "plain", "value"]]
    documents = [Document("x", meta={"topic": value}) for value in values]

    (field,) = by_field(ReportInput(documents, documents, LabelSchema.default()))

    assert [(group.value, group.others, group.documents) for group in field.groups[-2:]] == [(None, 3, 3), (None, 0, 2)]
    assert sum(group.documents for group in field.groups) == len(documents)


def test_a_field_that_names_each_document_is_left_out() -> None:
    documents = [Document("x", meta={"url": str(number)}) for number in range(20)]

    assert by_field(ReportInput(documents, documents, LabelSchema.default())) == []


def test_an_error_is_shown_in_its_line(gold: list[Document], predicted: list[Document]) -> None:
    (missed,) = [item for item in compare(gold, predicted) if item.kind == "missed" and item.document == 0]

    context = context_of(gold[0], predicted[0], missed.pair)

    assert "".join(segment.text for segment in context.gold) == "Có 53.679 tin báo và 05 tập thể."
    assert [segment.text for segment in context.predicted if segment.focus] == ["05 tập thể"]
    assert context.line == 2
    assert not context.cut_before
    assert not context.cut_after


def test_a_long_line_is_cut_around_the_error_and_both_sides_show_the_same_text() -> None:
    text = "từ " * 400_000
    gold, predicted = Document(text, (Span(600_000, 600_002, "A"),)), Document(text)

    context = context_of(gold, predicted, compare([gold], [predicted])[0].pair)

    sides = ["".join(segment.text for segment in side) for side in (context.gold, context.predicted)]
    assert sides[0] == sides[1]
    assert len(sides[0]) < 400
    assert context.cut_before
    assert context.cut_after
