"""seqeval's strict F1 beside the span F1: equal where word tags express every span."""

import warnings
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, LabelSchema, SolieuError, Span
from solieu.training.measures.scoring import count_matches, score
from solieu.training.measures.seqeval_check import SeqevalCheck, seqeval_strict_f1

SCHEMA = LabelSchema.from_names(["PERSON", "LOC", "DATE"])


def span_f1(gold: list[Document], predicted: list[Document]) -> float:
    return score(count_matches(gold, predicted, SCHEMA.names), resamples=1).micro.f1


def article(text: str, *spans: tuple[int, int, str]) -> Document:
    return Document(text, tuple(Span(*span) for span in spans), "a")


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """Draw spans anywhere in a text."""
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return tuple(
        Span(start, end, draw(st.sampled_from(SCHEMA.names))) for start, end in pairwise(edges) if draw(st.booleans())
    )


def without_white_space_edges(document: Document) -> Document:
    return document.with_spans(
        span
        for span in document.spans
        if not document.text[span.start].isspace() and not document.text[span.end - 1].isspace()
    )


@st.composite
def corpora(draw: st.DrawFn, alphabet: str) -> tuple[list[Document], list[Document]]:
    texts = draw(st.lists(st.text(alphabet, max_size=40), min_size=1, max_size=4))
    gold = [Document(text, draw(spans_of(text)), str(number)) for number, text in enumerate(texts)]
    # Predictions that keep some of the annotated spans, so that something is correct.
    predicted = [
        document if draw(st.booleans()) else document.with_spans(draw(spans_of(document.text))) for document in gold
    ]
    return gold, predicted


@given(corpora("aBễ đ.,/-25 "))
@settings(deadline=None)
def test_on_one_line_without_white_space_at_edges_seqeval_agrees_exactly(
    corpus: tuple[list[Document], list[Document]],
) -> None:
    gold, predicted = ([without_white_space_edges(document) for document in part] for part in corpus)

    check = seqeval_strict_f1(gold, predicted, SCHEMA)

    assert check.cut == 0
    assert check.f1 == pytest.approx(span_f1(gold, predicted), abs=1e-9)


@given(corpora("aB5 .\n\r\t\u00a0\u0065\u0301\u0323😀👨\u200d👩\ufe0f\u200b"))
@settings(deadline=None)
def test_in_any_text_seqeval_agrees_exactly_where_no_span_is_cut(
    corpus: tuple[list[Document], list[Document]],
) -> None:
    gold, predicted = corpus
    kept: tuple[list[Document], list[Document]] = ([], [])
    for annotated, prediction in zip(gold, predicted, strict=True):
        if seqeval_strict_f1([annotated], [prediction], SCHEMA).cut == 0:
            kept[0].append(annotated)
            kept[1].append(prediction)

    if kept[0]:
        assert seqeval_strict_f1(*kept, SCHEMA).f1 == pytest.approx(span_f1(*kept), abs=1e-9)


def test_two_entities_taken_for_one_are_both_missed() -> None:
    text = "Cà Mau Bạc Liêu"
    gold = [article(text, (0, 6, "LOC"), (7, 15, "LOC"))]
    predicted = [article(text, (0, 15, "LOC"))]

    assert seqeval_strict_f1(gold, predicted, SCHEMA) == SeqevalCheck(0.0, 0)


def test_half_right_is_half() -> None:
    text = "Ông Lê Văn Tám ở Cà Mau"
    gold = [article(text, (4, 14, "PERSON"), (17, 23, "LOC"))]
    predicted = [article(text, (4, 14, "PERSON"), (17, 23, "DATE"))]

    assert seqeval_strict_f1(gold, predicted, SCHEMA) == SeqevalCheck(0.5, 0)


def test_spans_that_differ_inside_a_word_are_told_apart() -> None:
    gold = [article("02/6/2023", (0, 9, "DATE"))]
    predicted = [article("02/6/2023", (0, 4, "DATE"))]

    assert seqeval_strict_f1(gold, predicted, SCHEMA) == SeqevalCheck(0.0, 0)


def test_a_span_that_ends_in_white_space_is_counted_as_cut_and_seqeval_sees_less_of_it() -> None:
    gold = [article("Cà Mau hôm nay", (0, 6, "LOC"))]
    predicted = [article("Cà Mau hôm nay", (0, 7, "LOC"))]

    assert span_f1(gold, predicted) == 0.0
    assert seqeval_strict_f1(gold, predicted, SCHEMA) == SeqevalCheck(1.0, 1)


def test_a_span_across_a_line_break_is_counted_as_cut_in_gold_and_in_the_prediction() -> None:
    documents = [article("Cà\nMau", (0, 6, "LOC"))]

    assert seqeval_strict_f1(documents, documents, SCHEMA) == SeqevalCheck(1.0, 2)


def test_nothing_annotated_and_nothing_predicted_is_zero_without_a_warning() -> None:
    for text in ("Cà Mau", "", " \n"):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert seqeval_strict_f1([article(text)], [article(text)], SCHEMA) == SeqevalCheck(0.0, 0)


def test_a_prediction_for_another_text_is_an_error_that_names_the_document() -> None:
    with pytest.raises(SolieuError, match=r"^document 1 \('a'\): the prediction is for another text"):
        seqeval_strict_f1([article("Cà Mau")], [article("Cà Mau.")], SCHEMA)
