"""Spans that overlap and have the same label, one to one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from solieu.annotation import Document, Span
from solieu.training.overlap import overlap_matches


@st.composite
def flat_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 30), max_size=16)))
    labels = st.sampled_from(["ORG", "LOC"])
    return tuple(Span(start, end, draw(labels)) for start, end in zip(edges[::2], edges[1::2], strict=False))


def test_one_character_in_common_is_enough() -> None:
    assert overlap_matches([Span(0, 5, "ORG")], [Span(4, 9, "ORG")]) == {"ORG": 1}


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert overlap_matches([Span(0, 5, "ORG")], [Span(5, 9, "ORG")]) == {}


def test_another_label_is_no_match() -> None:
    assert overlap_matches([Span(0, 5, "ORG")], [Span(0, 5, "LOC")]) == {}


def test_a_span_is_matched_once() -> None:
    assert overlap_matches([Span(0, 9, "ORG")], [Span(0, 3, "ORG"), Span(4, 9, "ORG")]) == {"ORG": 1}


@given(flat_spans(), flat_spans())
def test_there_are_as_many_pairs_as_can_be(left: tuple[Span, ...], right: tuple[Span, ...]) -> None:
    overlaps = np.array(
        [
            [one.label == other.label and one.start < other.end and other.start < one.end for other in right]
            for one in left
        ],
        dtype=int,
    ).reshape(len(left), len(right))

    best = (maximum_bipartite_matching(csr_array(overlaps)) >= 0).sum() if left and right else 0

    assert sum(overlap_matches(left, right).values()) == best


@given(st.from_type(Document), st.data())
def test_it_is_symmetric(document: Document, data: st.DataObject) -> None:
    other = data.draw(flat_spans())

    assert overlap_matches(document.spans, other) == overlap_matches(other, document.spans)
