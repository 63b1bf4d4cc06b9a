"""Precision and recall by overlap."""

import pytest

from solieu.annotation import Document, SolieuError, Span
from solieu.training.overlap import overlap_scores

TEXT = "Công an tỉnh Long An"


def _scores(gold: list[Span], predicted: list[Span]) -> dict[str, tuple[float, float]]:
    return overlap_scores([Document(TEXT, tuple(gold))], [Document(TEXT, tuple(predicted))], ["ORG", "LOC"])


def test_a_span_that_shares_a_character_with_one_of_its_label_is_right() -> None:
    assert _scores([Span(0, 20, "ORG")], [Span(0, 12, "ORG")])["ORG"] == (1.0, 1.0)


def test_a_span_of_another_label_is_wrong() -> None:
    assert _scores([Span(0, 20, "ORG")], [Span(8, 20, "LOC")]) == {"ORG": (0.0, 0.0), "LOC": (0.0, 0.0), "": (0.0, 0.0)}


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert _scores([Span(0, 7, "ORG")], [Span(7, 12, "ORG")])[""] == (0.0, 0.0)


def test_each_side_is_counted_by_itself() -> None:
    gold = [Span(0, 7, "ORG"), Span(8, 12, "ORG")]

    assert _scores(gold, [Span(0, 20, "ORG")])[""] == (1.0, 1.0)
    assert _scores(gold, [Span(0, 3, "ORG")])[""] == (1.0, 0.5)


def test_other_texts_are_refused() -> None:
    with pytest.raises(SolieuError, match="another text"):
        overlap_scores([Document("a")], [Document("b")], ["ORG"])
