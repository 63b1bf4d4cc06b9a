"""Means over seeds, and their intervals."""

from collections.abc import Callable

import numpy as np
import pytest

from solieu.annotation import Document, Span
from solieu.training.measures.scoring import count_matches, score
from solieu.training.measures.seed_scores import mean_over_seeds

LABELS = ("PERSON", "LOC", "DATE")
TEXT = "x" * 100


def document(spans: list[Span]) -> Document:
    return Document(TEXT, tuple(spans))


@pytest.fixture
def gold() -> list[Document]:
    return [document([Span(0, 2, "PERSON"), Span(10, 12, "LOC"), Span(20, 22, "PERSON")]) for _ in range(20)]


@pytest.fixture
def predict(gold: list[Document]) -> Callable[[int], list[Document]]:
    """Leaves spans out and adds wrong ones, by chance."""

    def make(seed: int) -> list[Document]:
        random = np.random.default_rng(seed)
        return [
            document(
                [span for span in one.spans if random.random() < 0.7]
                + [Span(50 + number, 51 + number, "LOC") for number in range(int(random.integers(0, 3)))]
            )
            for one in gold
        ]

    return make


def test_of_one_seed_are_that_seed_s_scores(gold: list[Document], predict: Callable[[int], list[Document]]) -> None:
    expected = score(count_matches(gold, predict(1), LABELS))

    means = mean_over_seeds(gold, [predict(1)], LABELS)

    assert means.micro.f1 == pytest.approx(expected.micro.f1)
    assert means.micro.lowest == means.micro.highest == means.micro.f1
    assert means.micro.interval == pytest.approx(expected.micro.interval)
    assert {name: mean.f1 for name, mean in means.labels.items()} == pytest.approx(
        {name: expected.labels[name].f1 for name in ("PERSON", "LOC")}
    )


def test_of_several_have_their_mean_and_range(gold: list[Document], predict: Callable[[int], list[Document]]) -> None:
    f1s = [score(count_matches(gold, predict(seed), LABELS)).micro.f1 for seed in (1, 2, 3)]

    micro = mean_over_seeds(gold, [predict(seed) for seed in (1, 2, 3)], LABELS).micro

    assert (micro.f1, micro.lowest, micro.highest) == pytest.approx((sum(f1s) / 3, min(f1s), max(f1s)))
    assert micro.interval is not None
    assert micro.interval[0] < micro.f1 < micro.interval[1]


def test_the_mean_of_several_seeds_varies_less_than_one(
    gold: list[Document], predict: Callable[[int], list[Document]]
) -> None:
    def width(seeds: range) -> float:
        interval = mean_over_seeds(gold, [predict(seed) for seed in seeds], LABELS).micro.interval
        assert interval is not None
        return interval[1] - interval[0]

    assert width(range(8)) < 0.7 * width(range(1))


def test_articles_of_a_group_are_drawn_together(gold: list[Document]) -> None:
    # All of one group are right and all of the other wrong: drawn by articles, such a mean looks far too certain.
    predicted = [*gold[:10], *[document([]) for _ in range(10)]]

    by_article = mean_over_seeds(gold, [predicted], LABELS).micro
    by_group = mean_over_seeds(gold, [predicted], LABELS, units=[0] * 10 + [1] * 10).micro

    assert by_article.f1 == by_group.f1
    assert by_group.interval == pytest.approx((0.0, 1.0))
    assert by_article.interval is not None
    assert 0.3 < by_article.interval[0] < by_article.interval[1] < 0.9


def test_there_is_no_interval_of_what_is_in_one_unit_only(gold: list[Document]) -> None:
    documents = [*gold[:3], document([Span(30, 33, "DATE")])]

    means = mean_over_seeds(documents, [documents], LABELS)
    grouped = mean_over_seeds(documents, [documents], LABELS, units=[0, 0, 0, 0])

    assert means.labels["DATE"].interval is None
    assert means.labels["LOC"].interval is not None
    assert grouped.micro.interval is None


def test_a_label_that_one_seed_alone_predicts_counts_as_not_found_by_the_others(gold: list[Document]) -> None:
    wrong = [document([Span(90, 92, "DATE")]) for _ in gold]

    means = mean_over_seeds(gold, [gold, wrong], LABELS)

    assert means.labels["DATE"].f1 == 0.0
    assert means.micro.f1 == pytest.approx(0.5)
