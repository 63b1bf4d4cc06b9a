"""Strict span scores: their counts, their ratios, their conventions and their intervals."""

import json
import random
import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solieu.annotation import Document, SolieuError, Span
from solieu.training.measures.resampling import Flag
from solieu.training.measures.schemes import MucCounts
from solieu.training.measures.scoring import Counts, Score, count_matches, score

LABELS = ("PERSON", "LOC", "DATE")
TEXT = "Ông Nguyễn Văn Phượng, Giám đốc Sở, đến Cà Mau ngày 2/6/2023."


def article(*spans: tuple[int, int, str], name: str = "a", text: str = TEXT) -> Document:
    return Document(text, tuple(Span(*span) for span in spans), name)


def counts(correct: list[list[int]], gold: list[list[int]], predicted: list[list[int]]) -> Counts:
    """Counts of spans that are either correct or have no partner."""
    labels = tuple(f"L{number}" for number in range(len(gold[0])))
    return Counts(labels, *(outcomes(np.array(correct), np.array(side)) for side in (gold, predicted)))


def outcomes(correct: NDArray[np.int64], spans: NDArray[np.int64]) -> NDArray[np.int64]:
    nothing = np.zeros_like(spans)
    return np.stack([correct, nothing, nothing, nothing, spans - correct], axis=-1)


@st.composite
def span_lists(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 12), max_size=8)))
    return tuple(
        Span(start, end, draw(st.sampled_from(LABELS))) for start, end in pairwise(edges) if draw(st.booleans())
    )


def documents_of(
    pairs: list[tuple[tuple[Span, ...], tuple[Span, ...]]],
) -> tuple[list[Document], list[Document]]:
    text = "x" * 12
    gold = [Document(text, spans, str(number)) for number, (spans, _) in enumerate(pairs)]
    return gold, [document.with_spans(spans) for document, (_, spans) in zip(gold, pairs, strict=True)]


CORPORA = st.lists(st.tuples(span_lists(), span_lists()), min_size=1, max_size=6).map(documents_of)


def test_a_span_is_correct_only_with_the_same_start_end_and_label() -> None:
    gold = article((4, 21, "PERSON"), (40, 46, "LOC"), (52, 60, "DATE"))
    predicted = article((4, 21, "PERSON"), (40, 46, "PERSON"), (47, 60, "DATE"))

    found = count_matches([gold], [predicted], LABELS)

    assert found.labels == LABELS
    assert found.correct.tolist() == [[1, 0, 0]]
    assert found.gold.tolist() == [[1, 1, 1]]
    assert found.predicted.tolist() == [[2, 0, 1]]


def test_each_document_has_a_row_of_its_own() -> None:
    gold = [article((4, 21, "PERSON")), article(), article((40, 46, "LOC"), (52, 60, "LOC"))]
    predicted = [article(), article((0, 3, "DATE")), article((52, 60, "LOC"))]

    found = count_matches(gold, predicted, LABELS)

    assert found.correct.tolist() == [[0, 0, 0], [0, 0, 0], [0, 1, 0]]
    assert found.gold.tolist() == [[1, 0, 0], [0, 0, 0], [0, 2, 0]]
    assert found.predicted.tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_the_models_confidence_does_not_matter() -> None:
    gold, predicted = Document("Cà Mau", (Span(0, 6, "LOC"),)), Document("Cà Mau", (Span(0, 6, "LOC", 0.6),))

    assert count_matches([gold], [predicted], LABELS).correct.tolist() == [[0, 1, 0]]


def test_a_prediction_for_another_text_is_an_error_that_names_the_document() -> None:
    gold = [article(name="bao-1"), article(name="bao-2")]
    predicted = [article(name="bao-1"), article(name="bao-2", text=TEXT + " ")]

    with pytest.raises(SolieuError, match=r"^document 2 \('bao-2'\): the prediction is for another text"):
        count_matches(gold, predicted, LABELS)


def test_a_missing_prediction_is_an_error() -> None:
    with pytest.raises(SolieuError, match="2 annotated but 1 predicted documents"):
        count_matches([article(), article()], [article()], LABELS)


def test_a_span_with_an_unknown_label_is_an_error_that_names_the_document() -> None:
    with pytest.raises(SolieuError, match=r"^document 1 \('a'\): a predicted span 0-3 has the label 'ORG'"):
        count_matches([article()], [article((0, 3, "ORG"))], LABELS)


def test_no_documents_are_an_error() -> None:
    with pytest.raises(SolieuError, match="no documents to score"):
        count_matches([], [], LABELS)


def test_scores_are_those_computed_by_hand() -> None:
    # L0: 3 of 4 predicted are right, of 6 annotated; L1: 1 of 4, of 2. Together: 4 of 8, of 8.
    scores = score(counts([[1, 0], [2, 1]], [[3, 1], [3, 1]], [[2, 1], [2, 3]]))

    first, second = scores.labels["L0"], scores.labels["L1"]
    assert (first.correct, first.gold, first.predicted) == (3, 6, 4)
    assert (first.precision, first.recall, first.f1) == pytest.approx((3 / 4, 1 / 2, 3 / 5))
    assert (second.precision, second.recall, second.f1) == pytest.approx((1 / 4, 1 / 2, 1 / 3))
    assert (scores.micro.correct, scores.micro.gold, scores.micro.predicted) == (4, 8, 8)
    assert (scores.micro.precision, scores.micro.recall, scores.micro.f1) == (0.5, 0.5, 0.5)
    assert (scores.macro.precision, scores.macro.recall) == pytest.approx((1 / 2, 1 / 2))
    assert scores.macro.f1 == pytest.approx((3 / 5 + 1 / 3) / 2)


def test_macro_leaves_out_labels_that_no_span_has_and_the_table_lists_them() -> None:
    scores = score(counts([[1, 0, 0]], [[1, 0, 0]], [[1, 0, 0]]))

    assert (scores.macro.precision, scores.macro.recall, scores.macro.f1) == (1.0, 1.0, 1.0)
    assert list(scores.labels) == ["L0", "L1", "L2"]
    assert scores.labels["L2"] == Score(0.0, 0.0, 0.0, flags=(Flag.FEW_DOCUMENTS,), counts=MucCounts())


def test_macro_counts_a_label_that_is_only_predicted_as_zero() -> None:
    scores = score(counts([[1, 0]], [[1, 0]], [[1, 2]]))

    assert scores.labels["L1"].f1 == 0.0
    assert scores.macro.f1 == 0.5


def test_documents_without_any_span_score_zero_without_an_interval() -> None:
    scores = score(counts([[0], [0]], [[0], [0]], [[0], [0]]))

    nothing = Score(0.0, 0.0, 0.0, flags=(Flag.FEW_DOCUMENTS,))
    assert scores.macro == nothing
    assert scores.micro == replace(nothing, counts=MucCounts())


@given(CORPORA)
@settings(deadline=None)
def test_gold_and_predicted_exchanged_exchange_precision_and_recall(
    corpus: tuple[list[Document], list[Document]],
) -> None:
    gold, predicted = corpus
    there = score(count_matches(gold, predicted, LABELS), resamples=20)
    back = score(count_matches(predicted, gold, LABELS), resamples=20)

    pairs = [(there.micro, back.micro), (there.macro, back.macro)]
    pairs += [(there.labels[label], back.labels[label]) for label in LABELS]
    for one, other in pairs:
        assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)
        assert (one.gold, one.predicted, one.interval) == (other.predicted, other.gold, other.interval)


@given(CORPORA)
@settings(deadline=None)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(
    corpus: tuple[list[Document], list[Document]],
) -> None:
    micro = score(count_matches(*corpus, LABELS), resamples=1).micro

    total = micro.precision + micro.recall
    assert micro.f1 == pytest.approx(2 * micro.precision * micro.recall / total if total else 0.0)


@given(CORPORA)
@settings(deadline=None)
def test_a_perfect_prediction_scores_one_with_an_interval_of_no_width(
    corpus: tuple[list[Document], list[Document]],
) -> None:
    gold, _ = corpus
    scores = score(count_matches(gold, gold, LABELS), resamples=50)

    for label in (None, *LABELS):
        documents = sum(any(label in (None, span.label) for span in document.spans) for document in gold)
        for found in (scores.micro, scores.macro) if label is None else (scores.labels[label],):
            assert (found.precision, found.recall, found.f1) == ((1.0, 1.0, 1.0) if documents else (0, 0, 0))
            assert found.interval == ((1.0, 1.0) if documents >= 2 else None)


@given(CORPORA, st.integers(2, 4))
@settings(deadline=None)
def test_the_same_documents_several_times_score_the_same(
    corpus: tuple[list[Document], list[Document]], times: int
) -> None:
    gold, predicted = corpus
    once = score(count_matches(gold, predicted, LABELS), resamples=1)
    often = score(count_matches(gold * times, predicted * times, LABELS), resamples=1)

    assert often.micro.gold == times * (once.micro.gold or 0)
    for one, other in ((once.micro, often.micro), (once.macro, often.macro)):
        assert (one.precision, one.recall, one.f1) == pytest.approx((other.precision, other.recall, other.f1))


def random_counts(documents: int, seed: int = 1) -> Counts:
    generator = np.random.default_rng(seed)
    gold = generator.poisson([5.0, 1.0, 0.1], size=(documents, 3))
    correct = generator.binomial(gold, 0.8)
    predicted = correct + generator.poisson(0.5, size=gold.shape)
    return Counts(("L0", "L1", "L2"), outcomes(correct, gold), outcomes(correct, predicted))


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    table = random_counts(40)

    assert score(table, seed=7) == score(table, seed=7)
    assert score(table, seed=7).micro.interval != score(table, seed=8).micro.interval


def test_the_interval_holds_the_score_and_narrows_with_more_documents() -> None:
    widths = []
    for documents in (50, 5000):
        micro = score(random_counts(documents)).micro
        assert micro.interval is not None
        low, high = micro.interval
        assert low < micro.f1 < high
        widths.append(high - low)

    # By the square root of 100, give or take the noise of small samples.
    assert 5 < widths[0] / widths[1] < 20


def test_the_intervals_are_the_percentiles_of_documents_drawn_one_by_one() -> None:
    table = random_counts(30)
    generator = random.Random(3)
    micro, macro, rare = [], [], []
    for _ in range(4000):
        drawn = [generator.randrange(30) for _ in range(30)]
        sums = list(
            zip(
                *(kind[drawn].sum(axis=0).tolist() for kind in (table.correct, table.gold, table.predicted)),
                strict=True,
            )
        )
        f1s = [2 * correct / (gold + said) for correct, gold, said in sums if gold + said]
        micro.append(2 * sum(row[0] for row in sums) / sum(row[1] + row[2] for row in sums))
        macro.append(sum(f1s) / len(f1s))
        rare.extend(f1s[2:])

    scores = score(table, resamples=4000)

    for found, expected in ((scores.micro, micro), (scores.macro, macro), (scores.labels["L2"], rare)):
        assert found.interval == pytest.approx(np.percentile(expected, [2.5, 97.5]), abs=0.02)


def test_one_document_has_no_interval() -> None:
    scores = score(counts([[1]], [[2]], [[2]]))

    assert scores.micro.f1 == 0.5
    assert scores.micro.interval is scores.macro.interval is scores.labels["L0"].interval is None


def test_a_label_of_one_document_has_no_interval_among_others_that_have() -> None:
    scores = score(counts([[1, 1], [0, 0]], [[1, 2], [1, 0]], [[1, 1], [1, 0]]))

    assert scores.labels["L1"].interval is None
    assert scores.labels["L0"].interval == (0.0, 1.0)
    assert scores.micro.interval is not None


def test_a_resample_without_a_label_does_not_lower_its_interval() -> None:
    # Each label stands in two of twenty documents: about one resample in eight has none of them.
    perfect = [[1, 0], [1, 0], [0, 1], [0, 1], *([[0, 0]] * 16)]

    scores = score(counts(perfect, perfect, perfect))

    assert scores.labels["L0"].interval == scores.macro.interval == scores.micro.interval == (1.0, 1.0)


def test_a_bootstrap_without_resamples_is_an_error() -> None:
    with pytest.raises(SolieuError, match="at least 1 resample, not 0"):
        score(counts([[1]], [[1]], [[1]]), resamples=0)


def test_scores_as_json_have_six_decimals_and_a_list_or_null_for_the_interval() -> None:
    scores = score(counts([[2, 0], [0, 0]], [[3, 0], [3, 0]], [[2, 0], [2, 0]]), resamples=200)

    ratios = {"precision": 0.5, "recall": 0.333333, "f1": 0.4, "interval": [0.0, 0.8]}
    ratios |= {"precision_interval": [0.0, 1.0], "recall_interval": [0.0, 0.666667], "flags": []}
    found = {**ratios, "gold": 6, "predicted": 4, "correct": 2}
    found["counts"] = {
        "gold": {"correct": 2, "incorrect": 0, "partial": 0, "missed": 4, "possible": 6},
        "predicted": {"correct": 2, "incorrect": 0, "partial": 0, "spurious": 2, "actual": 4},
    }
    written = json.loads(json.dumps(scores.as_dict()))
    assert written["micro"] == written["labels"]["L0"] == found
    assert written["macro"] == ratios
    nothing = written["labels"]["L1"]
    assert (nothing["f1"], nothing["interval"], nothing["flags"]) == (0.0, None, ["few_documents"])
    assert nothing["precision_interval"] is nothing["recall_interval"] is None


def test_ten_thousand_documents_of_thirty_spans_are_scored_in_seconds() -> None:
    spans = tuple(Span(3 * number, 3 * number + 2, LABELS[number % 3]) for number in range(30))
    gold = [Document("x" * 90, spans, str(number)) for number in range(10_000)]
    predicted = [document.with_spans(spans[number % 7 :]) for number, document in enumerate(gold)]

    start = time.perf_counter()
    scores = score(count_matches(gold, predicted, LABELS), resamples=1000)

    assert time.perf_counter() - start < 10
    assert scores.micro.gold == 300_000
