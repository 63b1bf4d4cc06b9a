"""The four scoring schemes: their counts by hand, their laws, and what others make of the same spans."""

from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nervaluate import Evaluator

from solieu.annotation import Document, SolieuError, Span
from solieu.training.measures.resampling import Flag, interval_of
from solieu.training.measures.schemes import SCHEMES, MucCounts, Side, scheme_named
from solieu.training.measures.scoring import Score, Scores, count_matches, score_schemes

LABELS = ("PERSON", "LOC", "DATE")
LENGTH = 24
Corpus = tuple[list[Document], list[Document]]
# nervaluate's names for the schemes.
THEIRS = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


@st.composite
def span_lists(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=12)))
    labels = st.sampled_from(LABELS)
    return tuple(Span(start, end, draw(labels)) for start, end in pairwise(edges) if draw(st.booleans()))


def documents_of(pairs: list[tuple[tuple[Span, ...], tuple[Span, ...]]]) -> Corpus:
    gold = [Document("x" * LENGTH, spans, str(number)) for number, (spans, _) in enumerate(pairs)]
    return gold, [document.with_spans(spans) for document, (_, spans) in zip(gold, pairs, strict=True)]


CORPORA = st.lists(st.tuples(span_lists(), span_lists()), min_size=1, max_size=6).map(documents_of)


def article(*spans: tuple[int, int, str]) -> Document:
    return Document("x" * 100, tuple(Span(*span) for span in spans), "a")


def scores_of(gold: list[Document], predicted: list[Document], resamples: int = 1) -> dict[str, Scores]:
    return score_schemes(count_matches(gold, predicted, LABELS), resamples=resamples)


def counted(score: Score) -> MucCounts:
    assert score.counts is not None
    return score.counts


# One span of each kind: correct, label wrong, end wrong, both wrong, missed twice; and a spurious one.
GOLD = article(
    *[(0, 5, "PERSON"), (10, 15, "PERSON"), (20, 25, "LOC"), (30, 35, "LOC"), (40, 45, "DATE"), (50, 55, "DATE")]
)
PREDICTED = article((0, 5, "PERSON"), (10, 15, "LOC"), (20, 22, "LOC"), (32, 38, "DATE"), (60, 65, "LOC"))


@pytest.mark.parametrize(
    ("scheme", "correct", "incorrect", "partial"),
    [("strict", 1, 3, 0), ("exact", 2, 2, 0), ("partial", 2, 0, 2), ("type", 2, 2, 0)],
)
def test_all_labels_together_have_the_counts_made_by_hand(
    scheme: str, correct: int, incorrect: int, partial: int
) -> None:
    micro = scores_of([GOLD], [PREDICTED])[scheme].micro

    assert micro.counts == MucCounts(Side(correct, incorrect, partial, 2), Side(correct, incorrect, partial, 1))
    assert (micro.gold, micro.predicted) == (6, 5)
    assert micro.precision == (correct + partial / 2) / 5
    assert micro.recall == (correct + partial / 2) / 6
    assert micro.f1 == pytest.approx(2 * (correct + partial / 2) / 11)


@pytest.mark.parametrize(
    ("scheme", "gold", "predicted"),
    [
        ("strict", {"PERSON": (1, 1, 0, 0), "LOC": (0, 2, 0, 0), "DATE": (0, 0, 0, 2)}, (0, 2, 0, 1)),
        ("exact", {"PERSON": (2, 0, 0, 0), "LOC": (0, 2, 0, 0), "DATE": (0, 0, 0, 2)}, (1, 1, 0, 1)),
        ("partial", {"PERSON": (2, 0, 0, 0), "LOC": (0, 0, 2, 0), "DATE": (0, 0, 0, 2)}, (1, 0, 1, 1)),
        ("type", {"PERSON": (1, 1, 0, 0), "LOC": (1, 1, 0, 0), "DATE": (0, 0, 0, 2)}, (1, 1, 0, 1)),
    ],
)
def test_each_label_has_the_counts_made_by_hand(
    scheme: str, gold: dict[str, tuple[int, ...]], predicted: tuple[int, ...]
) -> None:
    labels = scores_of([GOLD], [PREDICTED])[scheme].labels

    assert {name: counted(labels[name]).gold for name in LABELS} == {name: Side(*row) for name, row in gold.items()}
    assert counted(labels["LOC"]).predicted == Side(*predicted)


def test_a_label_earns_recall_for_its_annotated_and_precision_for_its_predicted_spans() -> None:
    # An annotated LOC is predicted as a PERSON: its bounds were found, and those of the PERSON are right.
    exact = scores_of([article((0, 5, "LOC"))], [article((0, 5, "PERSON"))])["exact"]

    assert (exact.labels["LOC"].recall, exact.labels["LOC"].precision) == (1.0, 0.0)
    assert (exact.labels["PERSON"].recall, exact.labels["PERSON"].precision) == (0.0, 1.0)
    assert exact.micro.f1 == 1.0
    assert exact.macro.f1 == 0.0


def test_spans_that_touch_have_nothing_in_common_in_any_scheme() -> None:
    scores = scores_of([article((0, 5, "LOC"))], [article((5, 9, "LOC"))])

    assert all(found.micro.counts == MucCounts(Side(alone=1), Side(alone=1)) for found in scores.values())


def test_a_span_is_used_once_in_every_scheme() -> None:
    scores = scores_of([article((0, 9, "LOC"))], [article((0, 4, "LOC"), (5, 9, "LOC"))])

    assert all(counted(found.micro).predicted.alone == 1 for found in scores.values())
    assert scores["type"].micro.precision == 0.5
    assert scores["partial"].micro.precision == 0.25


def test_a_first_document_without_spans_is_a_document_like_others() -> None:
    scores = scores_of([article(), article((0, 5, "LOC"))], [article(), article((0, 5, "LOC"))])

    assert all(found.micro.f1 == 1.0 for found in scores.values())


def test_an_unknown_scheme_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(SolieuError, match="no scoring scheme 'loose'; expected one of strict, exact, partial, type"):
        scheme_named("loose")


@given(CORPORA)
@settings(deadline=None)
def test_a_less_demanding_scheme_never_scores_lower(corpus: Corpus) -> None:
    scores = {name: found.micro for name, found in scores_of(*corpus).items()}

    for lower, higher in (("strict", "exact"), ("exact", "partial"), ("strict", "type")):
        for value in ("precision", "recall", "f1"):
            assert getattr(scores[lower], value) <= getattr(scores[higher], value)


@given(CORPORA)
@settings(deadline=None)
def test_counts_add_up_to_the_spans_there_are(corpus: Corpus) -> None:
    gold, predicted = ([span.label for document in part for span in document.spans] for part in corpus)

    for found in scores_of(*corpus).values():
        micro = counted(found.micro)
        assert (micro.gold.total, micro.predicted.total) == (len(gold), len(predicted))
        for kind in ("correct", "incorrect", "partial"):
            assert getattr(micro.gold, kind) == getattr(micro.predicted, kind)
        for kind in ("correct", "incorrect", "partial", "alone", "total"):
            sides = [counted(label) for label in found.labels.values()]
            assert getattr(micro.gold, kind) == sum(getattr(side.gold, kind) for side in sides)
            assert getattr(micro.predicted, kind) == sum(getattr(side.predicted, kind) for side in sides)
        for name, label in found.labels.items():
            assert (label.gold, label.predicted) == (gold.count(name), predicted.count(name))


@given(CORPORA)
@settings(deadline=None)
def test_gold_and_predicted_exchanged_exchange_precision_and_recall(corpus: Corpus) -> None:
    there, back = scores_of(*corpus, resamples=10), scores_of(*reversed(corpus), resamples=10)

    for name, found in there.items():
        other = back[name]
        pairs = [(found.micro, other.micro), (found.macro, other.macro)]
        for one, two in [*pairs, *((found.labels[label], other.labels[label]) for label in LABELS)]:
            assert (one.precision, one.recall, one.f1) == (two.recall, two.precision, two.f1)
            assert (one.precision_interval, one.recall_interval) == (two.recall_interval, two.precision_interval)
            assert one.interval == two.interval


@given(CORPORA, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_documents_does_not_matter(corpus: Corpus, generator: Any) -> None:
    order = list(range(len(corpus[0])))
    generator.shuffle(order)
    mixed = scores_of(*([part[number] for number in order] for part in corpus))

    for name, found in scores_of(*corpus).items():
        for one, other in ((found.micro, mixed[name].micro), (found.macro, mixed[name].macro)):
            assert (one.precision, one.recall, one.f1, one.counts) == (
                other.precision,
                other.recall,
                other.f1,
                other.counts,
            )


@st.composite
def unambiguous(draw: st.DrawFn) -> Corpus:
    """Documents in which no span overlaps two others, so that all ways to pair are the same."""
    pairs = []
    for _ in range(draw(st.integers(1, 5))):
        sides: tuple[list[Span], list[Span]] = ([], [])
        for begin in range(0, LENGTH, 6):
            for side in sides:
                start = begin + draw(st.integers(0, 4))
                if draw(st.integers(0, 3)):
                    side.append(Span(start, draw(st.integers(start + 1, begin + 5)), draw(st.sampled_from(LABELS))))
        pairs.append((tuple(sides[0]), tuple(sides[1])))
    return documents_of(pairs)


def as_nervaluate_has_it(documents: list[Document]) -> list[list[dict[str, Any]]]:
    """Spans with inclusive ends."""
    return [
        [{"label": span.label, "start": span.start, "end": span.end - 1} for span in document.spans]
        for document in documents
    ]


@given(unambiguous())
@settings(deadline=None)
def test_nervaluate_gives_the_same_where_there_is_one_way_to_pair(corpus: Corpus) -> None:
    gold, predicted = corpus
    # It must be told the kind of its input: else it fails if the first document has no span.
    theirs = Evaluator(
        as_nervaluate_has_it(gold), as_nervaluate_has_it(predicted), tags=list(LABELS), loader="dict"
    ).evaluate()["overall"]

    for name, found in scores_of(gold, predicted).items():
        other, sides = theirs[THEIRS[name]], counted(found.micro)
        assert (sides.gold.correct, sides.gold.incorrect, sides.gold.partial, sides.gold.alone) == (
            other.correct,
            other.incorrect,
            other.partial,
            other.missed,
        )
        assert (sides.predicted.alone, sides.gold.total, sides.predicted.total) == (
            other.spurious,
            other.possible,
            other.actual,
        )
        assert (found.micro.precision, found.micro.recall, found.micro.f1) == pytest.approx(
            (other.precision, other.recall, other.f1)
        )


def test_where_nervaluate_pairs_anew_for_each_scheme_one_pairing_serves_all() -> None:
    gold = [article((0, 10, "PERSON"), (10, 20, "LOC"))]
    predicted = [article((8, 16, "LOC"), (16, 20, "DATE"))]

    theirs = Evaluator(
        as_nervaluate_has_it(gold), as_nervaluate_has_it(predicted), tags=list(LABELS), loader="dict"
    ).evaluate()["overall"]
    ours = {name: counted(found.micro).gold for name, found in scores_of(gold, predicted).items()}

    # The two LOC are a pair for both under "type"; under "partial" nervaluate takes them apart again.
    assert (theirs["ent_type"].correct, theirs["partial"].partial) == (1, 2)
    assert (ours["type"].correct, ours["partial"].partial) == (1, 1)


def conlleval(gold: list[Document], predicted: list[Document]) -> dict[str | None, tuple[int, int, int]]:
    """Correct, annotated and predicted chunks of each type, and of all, by the rules of conlleval.

    A chunk begins with B, or where the type changes, and ends before the next that begins and before O; it is correct
    if a chunk of the same type begins and ends with the same tokens.
    """
    found: dict[str | None, tuple[int, int, int]] = {}
    chunks = []
    for documents in (gold, predicted):
        side = set()
        for number, document in enumerate(documents):
            tags = ["O"] * LENGTH
            for span in document.spans:
                tags[span.start : span.end] = [f"I-{span.label}"] * (span.end - span.start)
                tags[span.start] = f"B-{span.label}"
            starts = [
                tag[0] == "B" or (tag[0] == "I" and before[2:] != tag[2:]) for before, tag in pairwise(["O", *tags])
            ]
            numbered = zip(np.cumsum(starts).tolist(), range(LENGTH), tags, strict=True)
            for (_, kind), tokens in groupby(numbered, key=lambda token: (token[0], token[2][2:])):
                places = [place for _, place, _ in tokens]
                if kind:
                    side.add((number, places[0], places[-1], kind))
        chunks.append(side)
    annotated, said = chunks
    for label in (None, *LABELS):
        kinds = [{chunk for chunk in side if label in (None, chunk[3])} for side in (annotated & said, annotated, said)]
        found[label] = (len(kinds[0]), len(kinds[1]), len(kinds[2]))
    return found


@given(CORPORA)
@settings(deadline=None)
def test_strict_counts_are_those_of_conlleval(corpus: Corpus) -> None:
    strict = scores_of(*corpus)["strict"]

    for label, counts in conlleval(*corpus).items():
        found = strict.micro if label is None else strict.labels[label]
        assert (found.correct, found.gold, found.predicted) == counts


class TestAnInterval:
    def test_of_values_that_vary_is_their_percentiles(self) -> None:
        found = interval_of(np.arange(1001) / 1000, 5)

        assert found.bounds == pytest.approx((0.025, 0.975))
        assert found.flags == ()

    def test_is_missing_for_what_is_in_one_document(self) -> None:
        found = interval_of(np.arange(1001) / 1000, 1)

        assert (found.bounds, found.flags) == (None, (Flag.FEW_DOCUMENTS,))

    def test_without_width_says_so(self) -> None:
        found = interval_of(np.ones(1000), 5)

        assert (found.bounds, found.flags) == ((1.0, 1.0), (Flag.NO_VARIATION,))

    def test_of_what_many_resamples_lack_says_so(self) -> None:
        values = np.where(np.arange(1000) % 10 == 0, np.nan, np.arange(1000) / 1000)

        assert interval_of(values, 2).flags == (Flag.OFTEN_ABSENT,)

    def test_has_a_mark_and_a_note_for_each_flag(self) -> None:
        assert len({flag.mark for flag in Flag}) == len({flag.note for flag in Flag}) == len(Flag)


def test_precision_and_recall_have_intervals_by_the_same_draws_in_every_scheme() -> None:
    generator = np.random.default_rng(2)
    gold = [article(*((20 * n, 20 * n + 5, "LOC") for n in range(4))) for _ in range(30)]
    predicted = [
        document.with_spans(
            Span(span.start, span.end - int(generator.integers(0, 2)), span.label)
            for span in document.spans
            if generator.random() < 0.8
        )
        for document in gold
    ]
    counts = count_matches(gold, predicted, LABELS)
    together = score_schemes(counts, resamples=500, seed=3)

    for name, found in together.items():
        micro = found.micro
        assert found == score_schemes(counts, schemes=[SCHEMES[name]], resamples=500, seed=3)[name]
        for value, interval in (
            (micro.precision, micro.precision_interval),
            (micro.recall, micro.recall_interval),
            (micro.f1, micro.interval),
        ):
            assert interval is not None
            assert interval[0] <= value <= interval[1]
    assert together["partial"].micro.interval != together["strict"].micro.interval
