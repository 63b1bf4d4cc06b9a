"""Which predicted span stands for which annotated one."""

from itertools import chain, combinations, pairwise

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solieu.annotation import Document, Span
from solieu.training.measures.matching import Counts, Outcome, count_matches, pair_numbers

LABELS = ("PERSON", "LOC", "DATE")
Corpus = tuple[list[Document], list[Document]]


@st.composite
def span_lists(draw: st.DrawFn) -> tuple[Span, ...]:
    """Spans of any length and label that may touch, anywhere in 20 characters."""
    edges = sorted(draw(st.sets(st.integers(0, 20), max_size=14)))
    labels = st.sampled_from(LABELS[: draw(st.integers(1, 3))])
    return tuple(Span(start, end, draw(labels)) for start, end in pairwise(edges) if draw(st.integers(0, 3)))


def documents_of(pairs: list[tuple[tuple[Span, ...], tuple[Span, ...]]]) -> Corpus:
    gold = [Document("x" * 20, spans, str(number)) for number, (spans, _) in enumerate(pairs)]
    return gold, [document.with_spans(spans) for document, (_, spans) in zip(gold, pairs, strict=True)]


CORPORA = st.lists(st.tuples(span_lists(), span_lists()), min_size=1, max_size=5).map(documents_of)


def article(*spans: tuple[int, int, str]) -> Document:
    return Document("x" * 60, tuple(Span(*span) for span in spans), "a")


def outcomes(gold: Document, predicted: Document) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """What became of the annotated and of the predicted spans of each label that has any."""
    counts = count_matches([gold], [predicted], LABELS)
    sides = (counts.gold_outcomes[0].tolist(), counts.predicted_outcomes[0].tolist())
    first, second = ({label: row for label, row in zip(LABELS, side, strict=True) if any(row)} for side in sides)
    return first, second


def best_by_trying(gold: Document, predicted: Document) -> tuple[int, int, int, int]:
    """Of all ways to pair, the most exact pairs, then same bounds, then same labels, then pairs."""

    def common(span: Span, other: Span) -> int:
        return min(span.end, other.end) - max(span.start, other.start)

    overlaps = [(one, other) for one in gold.spans for other in predicted.spans if common(one, other) > 0]
    best = (0, 0, 0, 0)
    for chosen in chain.from_iterable(combinations(overlaps, size) for size in range(len(overlaps) + 1)):
        if len({one for one, _ in chosen}) == len({other for _, other in chosen}) == len(chosen):
            bounds = [(one, other) for one, other in chosen if (one.start, one.end) == (other.start, other.end)]
            found = (
                sum(one.label == other.label for one, other in bounds),
                len(bounds),
                sum(one.label == other.label for one, other in chosen),
                len(chosen),
            )
            best = max(best, found)
    return best


class TestTwoSpans:
    def test_with_the_same_bounds_and_label_are_a_pair(self) -> None:
        found = outcomes(article((3, 9, "PERSON")), article((3, 9, "PERSON")))

        assert found == ({"PERSON": [1, 0, 0, 0, 0]}, {"PERSON": [1, 0, 0, 0, 0]})

    def test_with_the_same_bounds_and_different_labels_are_a_pair(self) -> None:
        found = outcomes(article((3, 9, "PERSON")), article((3, 9, "LOC")))

        assert found == ({"PERSON": [0, 1, 0, 0, 0]}, {"LOC": [0, 1, 0, 0, 0]})

    def test_that_overlap_with_the_same_label_are_a_pair(self) -> None:
        found = outcomes(article((3, 9, "PERSON")), article((8, 20, "PERSON")))

        assert found == ({"PERSON": [0, 0, 1, 0, 0]}, {"PERSON": [0, 0, 1, 0, 0]})

    def test_that_overlap_with_different_labels_are_a_pair(self) -> None:
        found = outcomes(article((3, 9, "PERSON")), article((4, 8, "LOC")))

        assert found == ({"PERSON": [0, 0, 0, 1, 0]}, {"LOC": [0, 0, 0, 1, 0]})

    def test_that_touch_are_none(self) -> None:
        found = outcomes(article((3, 9, "PERSON")), article((0, 3, "PERSON"), (9, 12, "PERSON")))

        assert found == ({"PERSON": [0, 0, 0, 0, 1]}, {"PERSON": [0, 0, 0, 0, 2]})

    def test_at_the_same_place_in_different_documents_are_none(self) -> None:
        counts = count_matches([article((3, 9, "LOC")), article()], [article(), article((3, 9, "LOC"))], LABELS)

        assert counts.gold_outcomes[:, 1].tolist() == [[0, 0, 0, 0, 1], [0, 0, 0, 0, 0]]
        assert counts.predicted_outcomes[:, 1].tolist() == [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1]]

    def test_at_the_end_of_one_text_and_the_beginning_of_the_next_are_none(self) -> None:
        gold = [Document("ab", (Span(0, 2, "LOC"),)), Document("ab")]
        predicted = [Document("ab"), Document("ab", (Span(0, 2, "LOC"),))]

        assert count_matches(gold, predicted, LABELS).gold_outcomes[0, 1, Outcome.ALONE] == 1


class TestSeveralSpans:
    def test_a_span_over_two_is_paired_with_that_of_its_label(self) -> None:
        # The other one has more characters in common with it.
        found = outcomes(article((0, 4, "PERSON"), (4, 20, "LOC")), article((0, 20, "PERSON")))

        assert found == ({"PERSON": [0, 0, 1, 0, 0], "LOC": [0, 0, 0, 0, 1]}, {"PERSON": [0, 0, 1, 0, 0]})

    def test_a_span_over_two_of_its_label_is_paired_with_one_only(self) -> None:
        found = outcomes(article((0, 4, "LOC"), (4, 20, "LOC")), article((0, 20, "LOC")))

        assert found == ({"LOC": [0, 0, 1, 0, 1]}, {"LOC": [0, 0, 1, 0, 0]})

    def test_a_span_over_two_of_other_labels_is_paired_with_the_larger(self) -> None:
        found, _ = outcomes(article((0, 4, "PERSON"), (4, 20, "LOC")), article((0, 20, "DATE")))

        assert found == {"PERSON": [0, 0, 0, 0, 1], "LOC": [0, 0, 0, 1, 0]}

    def test_of_two_that_are_as_large_the_left_one_is_paired(self) -> None:
        found, _ = outcomes(article((0, 10, "PERSON"), (10, 20, "LOC")), article((0, 20, "DATE")))

        assert found == {"PERSON": [0, 0, 0, 1, 0], "LOC": [0, 0, 0, 0, 1]}

    def test_none_is_left_over_for_the_sake_of_a_larger_overlap(self) -> None:
        found = outcomes(article((0, 10, "LOC"), (10, 20, "LOC")), article((8, 16, "LOC"), (16, 20, "LOC")))

        assert found == ({"LOC": [0, 0, 2, 0, 0]}, {"LOC": [0, 0, 2, 0, 0]})

    def test_one_pair_with_the_same_label_goes_before_two_without(self) -> None:
        found, _ = outcomes(article((0, 10, "PERSON"), (10, 20, "LOC")), article((8, 16, "LOC"), (16, 20, "DATE")))

        assert found == {"PERSON": [0, 0, 0, 0, 1], "LOC": [0, 0, 1, 0, 0]}


@given(CORPORA)
@settings(deadline=None)
@example(documents_of([((Span(0, 1, "LOC"), Span(1, 2, "LOC")), (Span(0, 2, "LOC"),)), ((), (Span(0, 2, "LOC"),))]))
def test_no_other_way_to_pair_is_better(corpus: Corpus) -> None:
    for gold, predicted in zip(*corpus, strict=True):
        if len(gold.spans) + len(predicted.spans) > 10:
            continue
        same, bounds, label, overlap, _ = count_matches([gold], [predicted], LABELS).gold_outcomes.sum(axis=(0, 1))

        assert (same, same + bounds, same + label, same + bounds + label + overlap) == best_by_trying(gold, predicted)


@given(CORPORA)
@settings(deadline=None)
def test_each_span_has_one_outcome_under_its_own_label(corpus: Corpus) -> None:
    counts = count_matches(*corpus, LABELS)

    for documents, table in zip(corpus, (counts.gold_outcomes, counts.predicted_outcomes), strict=True):
        for document, row in zip(documents, table, strict=True):
            assert row.sum(axis=1).tolist() == [sum(s.label == label for s in document.spans) for label in LABELS]


@given(CORPORA)
@settings(deadline=None)
def test_each_pair_has_a_span_on_each_side(corpus: Corpus) -> None:
    counts = count_matches(*corpus, LABELS)
    gold, predicted = counts.gold_outcomes, counts.predicted_outcomes

    assert (gold.sum(axis=1)[:, : Outcome.ALONE] == predicted.sum(axis=1)[:, : Outcome.ALONE]).all()
    for outcome in (Outcome.SAME, Outcome.SAME_LABEL):
        assert (gold[:, :, outcome] == predicted[:, :, outcome]).all()


@given(CORPORA)
@settings(deadline=None)
def test_gold_and_predicted_exchanged_exchange_their_outcomes(corpus: Corpus) -> None:
    there, back = count_matches(*corpus, LABELS), count_matches(*reversed(corpus), LABELS)

    assert (there.gold_outcomes == back.predicted_outcomes).all()
    assert (there.predicted_outcomes == back.gold_outcomes).all()


@given(CORPORA)
@settings(deadline=None)
def test_a_document_is_counted_as_if_it_were_alone(corpus: Corpus) -> None:
    together = count_matches(*corpus, LABELS)

    for number, (gold, predicted) in enumerate(zip(*corpus, strict=True)):
        alone = count_matches([gold], [predicted], LABELS)
        assert (alone.gold_outcomes[0] == together.gold_outcomes[number]).all()
        assert (alone.predicted_outcomes[0] == together.predicted_outcomes[number]).all()


def test_what_is_correct_is_what_sets_of_spans_have_in_common() -> None:
    generator = np.random.default_rng(1)
    gold, predicted = ([random_document(generator) for _ in range(200)] for _ in range(2))

    counts = count_matches(gold, predicted, LABELS)

    assert counts.correct.tolist() == [
        [len({s for s in one.spans if s.label == label} & set(other.spans)) for label in LABELS]
        for one, other in zip(gold, predicted, strict=True)
    ]
    assert isinstance(counts, Counts)


def random_document(generator: np.random.Generator) -> Document:
    edges = np.sort(generator.choice(12, size=6, replace=False)).tolist()
    spans = (Span(*edge, LABELS[generator.integers(3)]) for edge in zip(edges[::2], edges[1::2], strict=True))
    return Document("x" * 12, tuple(spans))


@given(span_lists(), span_lists())
def test_the_pairs_of_a_document_are_those_that_are_counted(one: tuple[Span, ...], other: tuple[Span, ...]) -> None:
    gold = Document("x" * 20, one)
    predicted = gold.with_spans(other)

    pairs = [(gold.spans[left], predicted.spans[right]) for left, right in pair_numbers(gold, predicted)]

    table = count_matches([gold], [predicted], LABELS).gold_outcomes.sum(axis=(0, 1))
    assert all(left.start < right.end and right.start < left.end for left, right in pairs)
    assert len(pairs) == table[: Outcome.ALONE].sum()
    assert sum(left.label == right.label for left, right in pairs) == table[[Outcome.SAME, Outcome.SAME_LABEL]].sum()
