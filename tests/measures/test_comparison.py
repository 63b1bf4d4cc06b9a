"""Two systems compared: the tests' values by other ways, their laws, and the verdict."""

import json
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from solieu.annotation import Document, SolieuError, Span
from solieu.training.measures.comparison import Comparison, compare
from solieu.training.measures.resampling import Flag
from solieu.training.measures.schemes import PARTIAL, STRICT, Scheme
from solieu.training.measures.scoring import count_matches, score
from solieu.training.measures.verdict import verdict

LABELS = ("PERSON", "LOC", "DATE")
SPANS = 8


def annotated(documents: int) -> list[Document]:
    spans = tuple(Span(10 * n, 10 * n + 6, LABELS[n % 2]) for n in range(SPANS))
    return [Document("x" * 10 * SPANS, spans, f"a{number}") for number in range(documents)]


def predicted(gold: list[Document], generator: np.random.Generator, error: float) -> list[Document]:
    """Predictions of which a share is left out, and another as large ends too early."""
    found = []
    for document in gold:
        # Some articles are harder than others.
        draws = generator.random(len(document.spans)) / generator.uniform(0.5, 1.5)
        spans = [
            Span(span.start, span.end - int(draw < 2 * error), span.label)
            for span, draw in zip(document.spans, draws.tolist(), strict=True)
            if draw >= error
        ]
        found.append(document.with_spans(spans))
    return found


def by_document(gold: list[Document], system: list[Document]) -> NDArray[np.int64]:
    """Correct and predicted spans of each document, shape (documents, 2)."""
    return np.array(
        [[len(set(one.spans) & set(two.spans)), len(two.spans)] for one, two in zip(gold, system, strict=True)]
    )


def f1_of(rows: NDArray[np.int64]) -> float:
    """The F1 of documents that have each `SPANS` annotated spans."""
    correct, said = rows.sum(axis=0).tolist()
    return 2 * correct / (SPANS * len(rows) + said)


@pytest.fixture(scope="module")
def systems() -> tuple[list[Document], list[Document], list[Document]]:
    """30 annotated documents, predictions of them, and predictions with a quarter of the errors."""
    generator = np.random.default_rng(5)
    gold = annotated(30)
    return gold, predicted(gold, generator, 0.2), predicted(gold, generator, 0.05)


Systems = tuple[list[Document], list[Document], list[Document]]


@pytest.mark.parametrize("scheme", [STRICT, PARTIAL])
def test_the_f1s_are_those_of_the_evaluation(systems: Systems, scheme: Scheme) -> None:
    gold, first, second = systems
    comparison = compare(gold, first, second, LABELS, scheme=scheme, resamples=10)

    for system, kind in ((first, "first"), (second, "second")):
        scores = score(count_matches(gold, system, LABELS), scheme=scheme, resamples=1)
        assert getattr(comparison.micro, kind) == scores.micro.f1
        assert getattr(comparison.macro, kind) == scores.macro.f1
        assert {name: getattr(label, kind) for name, label in comparison.labels.items()} == {
            name: scores.labels[name].f1 for name in ("PERSON", "LOC")
        }
    assert comparison.micro.difference == comparison.micro.second - comparison.micro.first


def test_labels_that_no_span_has_are_left_out(systems: Systems) -> None:
    assert list(compare(*systems, LABELS, resamples=10).labels) == ["PERSON", "LOC"]


def test_a_clearly_better_system_is_found_better(systems: Systems) -> None:
    comparison = compare(*systems, LABELS, resamples=2000)

    assert comparison.micro.p < 0.001
    assert comparison.micro.bootstrap_p is not None
    assert comparison.micro.bootstrap_p < 0.01
    assert comparison.micro.interval is not None
    assert comparison.micro.interval[0] > 0
    assert verdict(comparison).startswith("B is better than A: B's micro-F1 minus A's is +0.")
    assert verdict(comparison).endswith("By label, B is better on PERSON, LOC.")


def test_systems_exchanged_turn_the_difference_and_keep_p(systems: Systems) -> None:
    gold, first, second = systems
    there, back = (compare(gold, *pair, LABELS, resamples=500) for pair in ((first, second), (second, first)))

    assert back.micro.difference == -there.micro.difference
    assert (back.micro.p, back.micro.bootstrap_p) == (there.micro.p, there.micro.bootstrap_p)
    assert back.micro.smallest == pytest.approx(there.micro.smallest)
    assert back.micro.interval == pytest.approx(tuple(-bound for bound in reversed(there.micro.interval or ())))
    assert verdict(back).startswith("A is better than B")


def test_the_same_system_twice_gives_p_1_and_nothing_to_tell() -> None:
    gold = annotated(10)
    system = predicted(gold, np.random.default_rng(1), 0.2)

    comparison = compare(gold, system, system, LABELS, resamples=100)

    for found in (comparison.micro, comparison.macro, *comparison.labels.values()):
        assert (found.difference, found.p, found.bootstrap_p, found.differing) == (0.0, 1.0, 1.0, 0)
        assert found.interval == (0.0, 0.0)
        assert Flag.NO_VARIATION in found.flags
        assert found.smallest is None
    assert verdict(comparison) == ("A and B score the same in every article; there is nothing to tell them apart by.")


def test_documents_without_any_span_are_no_difference() -> None:
    gold = [Document("xyz", (), str(number)) for number in range(3)]

    comparison = compare(gold, gold, gold, LABELS, resamples=50)

    assert (comparison.labels, comparison.micro.p, comparison.micro.interval) == ({}, 1.0, None)


def test_the_randomisation_p_is_the_share_of_all_exchanges_that_do_as_much() -> None:
    generator = np.random.default_rng(8)
    gold = annotated(7)
    first, second = predicted(gold, generator, 0.25), predicted(gold, generator, 0.15)
    one, two = by_document(gold, first), by_document(gold, second)
    observed = abs(f1_of(two) - f1_of(one))
    extreme = 0
    for exchange in product([False, True], repeat=7):
        turned = np.array(exchange)[:, np.newaxis]
        difference = f1_of(np.where(turned, one, two)) - f1_of(np.where(turned, two, one))
        extreme += abs(difference) >= observed - 1e-12

    comparison = compare(gold, first, second, LABELS, resamples=20_000)

    assert comparison.micro.p == pytest.approx(extreme / 2**7, abs=0.015)
    assert comparison.micro.smallest_p == 2.0 ** (1 - comparison.micro.differing)


def test_the_interval_and_its_p_are_those_of_documents_drawn_one_by_one() -> None:
    generator = np.random.default_rng(8)
    gold = annotated(12)
    first, second = predicted(gold, generator, 0.2), predicted(gold, generator, 0.16)
    one, two = by_document(gold, first), by_document(gold, second)
    differences = []
    for _ in range(5000):
        drawn = generator.integers(0, 12, size=12)
        differences.append(f1_of(two[drawn]) - f1_of(one[drawn]))

    micro = compare(gold, first, second, LABELS, resamples=5000).micro

    assert micro.interval == pytest.approx(np.percentile(differences, [2.5, 97.5]), abs=0.03)
    rarer = min(np.mean(np.array(differences) <= 0), np.mean(np.array(differences) >= 0))
    assert micro.bootstrap_p == pytest.approx(2 * rarer, abs=0.06)
    assert micro.smallest == pytest.approx(2.8 * np.std(differences), rel=0.1)


@pytest.mark.slow
def test_between_systems_that_are_alike_p_is_as_often_small_as_it_says() -> None:
    generator = np.random.default_rng(3)
    gold = annotated(20)
    values = np.array(
        [
            compare(gold, *(predicted(gold, generator, 0.2) for _ in range(2)), LABELS, resamples=199, seed=run).micro.p
            for run in range(400)
        ]
    )

    # Four standard errors of a share of 400.
    for level in (0.05, 0.25, 0.5, 0.75):
        assert abs(np.mean(values <= level) - level) < 4 * np.sqrt(level * (1 - level) / 400)


@pytest.mark.slow
def test_a_difference_of_the_smallest_size_is_found_in_about_8_of_10_cases() -> None:
    generator = np.random.default_rng(4)
    gold = annotated(100)
    found = [
        compare(
            gold, predicted(gold, generator, 0.2), predicted(gold, generator, 0.16), LABELS, resamples=199, seed=run
        ).micro
        for run in range(150)
    ]

    # The true difference of these systems is about the smallest one that such documents can show.
    assert np.mean([micro.difference for micro in found]) == pytest.approx(
        np.mean([micro.smallest for micro in found]), rel=0.1
    )
    assert np.mean([micro.is_shown for micro in found]) == pytest.approx(0.8, abs=0.12)


def test_p_values_of_labels_are_corrected_by_holm() -> None:
    generator = np.random.default_rng(6)
    gold = annotated(15)
    comparison = compare(
        gold, predicted(gold, generator, 0.2), predicted(gold, generator, 0.12), LABELS, resamples=1000
    )

    small, large = sorted(comparison.labels.values(), key=lambda label: label.p)
    assert small.holm_p == pytest.approx(min(1.0, 2 * small.p))
    assert large.holm_p == pytest.approx(max(small.holm_p or 0.0, large.p))
    assert comparison.micro.holm_p is comparison.macro.holm_p is None


def five_against_none(documents: int) -> Comparison:
    gold = annotated(documents)
    return compare(gold, [document.with_spans([]) for document in gold], gold, LABELS, resamples=2000)


def test_with_too_few_documents_no_difference_is_shown_and_the_verdict_says_why() -> None:
    comparison = five_against_none(5)

    assert comparison.micro.difference == 1.0
    assert comparison.micro.p == pytest.approx(1 / 16, abs=0.02)
    assert "The two differ in 5 articles, too few for any difference to be shown: p would be 0.0625 at best." in (
        verdict(comparison)
    )


def test_one_document_has_no_interval_and_shows_nothing() -> None:
    comparison = five_against_none(1)

    assert (comparison.micro.interval, comparison.micro.smallest, comparison.micro.bootstrap_p) == (None, None, None)
    assert comparison.micro.p == 1.0
    assert "The two differ in 1 article, too few" in verdict(comparison)


def test_a_label_of_one_document_has_no_bootstrap_p(systems: Systems) -> None:
    extra = Document("ngày 26/6", (Span(0, 9, "DATE"),), "extra")
    gold, first, second = systems

    found = compare([*gold, extra], [*first, extra.with_spans([])], [*second, extra], LABELS, resamples=200).labels[
        "DATE"
    ]

    assert (found.difference, found.bootstrap_p, found.p, found.flags) == (1.0, None, 1.0, (Flag.FEW_DOCUMENTS,))


def test_a_difference_that_is_not_shown_comes_with_what_would_be() -> None:
    generator = np.random.default_rng(9)
    gold = annotated(20)
    comparison = compare(gold, *(predicted(gold, generator, 0.2) for _ in range(2)), LABELS, resamples=1000)

    assert comparison.micro.p > 0.05
    assert verdict(comparison).startswith("No difference is shown: B's micro-F1 minus A's is ")
    assert f"Only a difference of about {comparison.micro.smallest:.3f} or more would be likely to show here." in (
        verdict(comparison)
    )
    assert verdict(comparison).endswith("On no single label is a difference shown.")


def test_the_same_seed_gives_the_same_and_another_seed_other_draws(systems: Systems) -> None:
    assert compare(*systems, LABELS, resamples=50, seed=1) == compare(*systems, LABELS, resamples=50, seed=1)
    assert compare(*systems, LABELS, resamples=50, seed=1) != compare(*systems, LABELS, resamples=50, seed=2)


def test_a_label_that_one_system_alone_predicts_is_no_difference_on_it() -> None:
    gold = annotated(4)
    second = [document.with_spans([*document.spans, Span(7, 9, "DATE")]) for document in gold]

    comparison = compare(gold, gold, second, LABELS, resamples=100)

    assert (comparison.labels["DATE"].first, comparison.labels["DATE"].second) == (0.0, 0.0)
    assert comparison.micro.difference < 0
    assert comparison.macro.difference == pytest.approx(-1 / 3)


def test_a_comparison_without_resamples_is_an_error(systems: Systems) -> None:
    with pytest.raises(SolieuError, match="at least 1 resample, not 0"):
        compare(*systems, LABELS, resamples=0)


def test_a_comparison_as_json_holds_each_row(systems: Systems) -> None:
    written = json.loads(json.dumps(compare(*systems, LABELS, resamples=100, seed=2).as_dict()))

    assert (written["scheme"], written["documents"], written["resamples"], written["seed"]) == ("strict", 30, 100, 2)
    assert written["labels"].keys() == {"PERSON", "LOC"}
    row = {"first_f1", "second_f1", "difference", "interval", "bootstrap_p", "p", "holm_p", "smallest_difference"}
    assert written["micro"].keys() == row | {"flags", "differing_documents"}
