"""Whether scores say how often spans are right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.models.temperature import logits, tempered
from solieu.training.measures.calibration import (
    HIGHEST_TEMPERATURE,
    LOWEST_TEMPERATURE,
    ScoredSpans,
    bin_edges,
    collect_spans,
    fit_temperature,
    reliability,
    temper_by_fold,
)


def scored(scores: list[float], right: list[bool], documents: list[int] | None = None) -> ScoredSpans:
    """Spans of documents that are folds of their own."""
    numbers = np.array(documents or range(len(scores)))
    return ScoredSpans(np.array(scores), np.array(right), numbers, numbers, int(numbers.max()) + 1)


def drawn(temperature: float, spans: int = 4000, seed: int = 1) -> ScoredSpans:
    """Spans that are right as often as their scores, once tempered, say; ten in a document."""
    generator = np.random.default_rng(seed)
    scores = generator.uniform(0.3, 0.999, spans)
    right = generator.random(spans) < tempered(scores, temperature)
    return scored(scores.tolist(), right.tolist(), [number // 10 for number in range(spans)])


class TestSpans:
    TEXT = "Công an tỉnh Long An"

    def test_a_span_is_right_if_start_end_and_label_are(self) -> None:
        gold = [Document(self.TEXT, (Span(0, 12, "ORG"), Span(13, 20, "LOC")))]
        predicted = [gold[0].with_spans([Span(0, 12, "ORG", 0.9), Span(13, 17, "LOC", 0.8)])]

        spans = collect_spans(gold, predicted, [3])

        assert spans.right.tolist() == [True, False]
        assert spans.scores.tolist() == [0.9, 0.8]
        assert spans.folds.tolist() == [3, 3]

    def test_the_right_edges_with_another_label_are_wrong(self) -> None:
        gold = [Document(self.TEXT, (Span(0, 12, "ORG"),))]

        assert not collect_spans(gold, [gold[0].with_spans([Span(0, 12, "LOC", 0.9)])], [1]).right.any()

    def test_a_span_without_a_score_is_refused(self) -> None:
        gold = [Document(self.TEXT, (Span(0, 12, "ORG"),), "a")]

        with pytest.raises(SolieuError, match="document 'a': the predicted ORG span 0-12 has no 'score'"):
            collect_spans(gold, gold, [1])

    def test_no_predicted_span_is_refused(self) -> None:
        with pytest.raises(SolieuError, match="no predicted span"):
            collect_spans([Document(self.TEXT)], [Document(self.TEXT)], [1])


class TestReliability:
    def test_the_error_is_the_mean_distance_weighted_by_spans(self) -> None:
        spans = scored([0.95, 0.95, 0.95, 0.55], [True, True, False, False])

        found = reliability(spans, spans.scores, "width", resamples=10)

        assert found.error.value == pytest.approx(3 / 4 * abs(2 / 3 - 0.95) + 1 / 4 * 0.55)
        assert [(bin_.spans, bin_.score, bin_.right) for bin_ in found.curve] == [
            (1, pytest.approx(0.55), 0.0),
            (3, pytest.approx(0.95), pytest.approx(2 / 3)),
        ]

    def test_a_bin_holds_its_upper_edge_and_not_its_lower_one(self) -> None:
        spans = scored([0.0, 0.1, 0.5, 0.51, 1.0], [True] * 5)

        found = reliability(spans, spans.scores, "width", bins=2, resamples=10)

        assert [(bin_.low, bin_.high, bin_.spans) for bin_ in found.curve] == [(0.0, 0.5, 3), (0.5, 1.0, 2)]

    def test_bins_of_equal_mass_hold_equally_many(self) -> None:
        spans = drawn(1.0, 1000)

        found = reliability(spans, spans.scores, "mass", resamples=10)

        assert [bin_.spans for bin_ in found.curve] == [100] * 10

    def test_equal_scores_share_a_bin(self) -> None:
        spans = scored([0.9] * 8 + [0.2, 1.0], [True] * 10)

        found = reliability(spans, spans.scores, "mass", bins=5, resamples=10)

        assert [(bin_.high, bin_.spans) for bin_ in found.curve] == [(0.9, 9), (1.0, 1)]

    def test_scores_that_are_right_have_a_small_error(self) -> None:
        spans = drawn(1.0)

        for binning in ("width", "mass"):
            assert reliability(spans, spans.scores, binning).error.value < 0.03

    def test_the_interval_is_over_documents(self) -> None:
        one = scored([0.9, 0.8], [True, False], [0, 0])
        two = scored([0.9, 0.8], [True, False])

        assert reliability(one, one.scores, "width").error.interval is None
        assert reliability(two, two.scores, "width").error.interval == pytest.approx((0.1, 0.8))

    def test_documents_without_spans_are_drawn_too(self) -> None:
        spans = ScoredSpans(np.array([0.9, 0.9]), np.array([True, True]), np.array([0, 3]), np.array([0, 3]), 9)

        assert reliability(spans, spans.scores, "width").error.value == pytest.approx(0.1)

    def test_no_bin_is_refused(self) -> None:
        with pytest.raises(SolieuError, match="at least 1 bin, not 0"):
            bin_edges(np.array([0.5]), "width", 0)

    @settings(deadline=None, max_examples=50)
    @given(
        st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.sampled_from(["width", "mass"])
    )
    def test_every_span_is_in_one_bin(self, pairs: list[tuple[float, bool]], binning: str) -> None:
        scores, right = map(list, zip(*pairs, strict=True))
        spans = scored(scores, right)

        found = reliability(spans, spans.scores, binning, resamples=2)

        assert sum(bin_.spans for bin_ in found.curve) == len(spans)
        assert all(bin_.low <= bin_.score <= bin_.high + 1e-12 for bin_ in found.curve)
        weighted = sum(bin_.spans * abs(bin_.right - bin_.score) for bin_ in found.curve) / len(spans)
        assert found.error.value == pytest.approx(weighted, abs=1e-12)
        assert 0 <= found.error.value <= 1


class TestTemperature:
    @pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
    def test_the_one_that_scores_were_drawn_with_is_found(self, temperature: float) -> None:
        spans = drawn(temperature)

        assert fit_temperature(spans.scores, spans.right) == pytest.approx(temperature, rel=0.15)

    @settings(max_examples=50)
    @given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
    def test_no_other_one_is_more_likely(self, pairs: list[tuple[float, bool]]) -> None:
        scores, right = (np.array(column) for column in zip(*pairs, strict=True))

        def loss(temperature: float) -> float:
            z = logits(scores) / temperature
            return float(np.logaddexp(0, np.where(right, -z, z)).sum())

        best = loss(fit_temperature(scores, right))

        for other in np.geomspace(LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE, 40):
            assert best <= loss(other) + 1e-6

    def test_where_all_spans_are_right_it_is_the_lowest(self) -> None:
        assert fit_temperature(np.array([0.9, 0.8]), np.array([True, True])) == LOWEST_TEMPERATURE

    def test_where_scores_say_the_contrary_it_is_the_highest(self) -> None:
        assert fit_temperature(np.array([0.9, 0.8]), np.array([False, False])) == HIGHEST_TEMPERATURE

    def test_a_fold_gets_the_temperature_of_the_others(self) -> None:
        spans = drawn(2.0, 90)
        scores, temperatures = temper_by_fold(spans)

        assert len(temperatures) == 9
        held_out = spans.folds == 4
        expected = fit_temperature(spans.scores[~held_out], spans.right[~held_out])
        assert temperatures[4] == expected
        assert scores[held_out].tolist() == tempered(spans.scores[held_out], expected).tolist()

    def test_what_stands_in_a_fold_does_not_change_its_own_temperature(self) -> None:
        spans = drawn(2.0, 90)
        changed = spans.right.copy()
        changed[spans.folds == 4] = False

        _, before = temper_by_fold(spans)
        _, after = temper_by_fold(ScoredSpans(spans.scores, changed, spans.documents, spans.folds, spans.size))

        assert before[4] == after[4]
        assert before[3] != after[3]

    def test_scores_that_are_too_sure_get_a_smaller_error(self) -> None:
        spans = drawn(2.5)
        scores, _ = temper_by_fold(spans)

        for binning in ("width", "mass"):
            before, after = (reliability(spans, found, binning).error for found in (spans.scores, scores))
            assert after.interval[1] < before.interval[0]

    def test_one_fold_is_refused(self) -> None:
        with pytest.raises(SolieuError, match="at least two must have spans"):
            temper_by_fold(scored([0.9, 0.8], [True, False], [0, 0]))
