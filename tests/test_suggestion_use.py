"""What annotators made of suggestions."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation.documents import Span
from solieu.annotation.suggestion_use import SuggestionUse, suggestion_use

_LABELS = st.sampled_from(["PERSON", "ORG", "DATE"])


@st.composite
def _flat(draw: st.DrawFn) -> list[Span]:
    edges = sorted(draw(st.sets(st.integers(0, 30), max_size=12)))
    return [Span(start, end, draw(_LABELS)) for start, end in list(pairwise(edges))[:: draw(st.integers(1, 2))]]


def test_a_suggestion_that_stands_unchanged_was_accepted() -> None:
    span = Span(0, 8, "ORG", 0.7)

    assert suggestion_use([([span], [Span(0, 8, "ORG")])]) == {"ORG": SuggestionUse(accepted=1)}


def test_other_edges_are_a_correction() -> None:
    assert suggestion_use([([Span(0, 8, "ORG")], [Span(0, 12, "ORG")])]) == {"ORG": SuggestionUse(corrected=1)}


def test_another_label_is_a_correction_of_the_label_that_was_suggested() -> None:
    assert suggestion_use([([Span(0, 8, "ORG")], [Span(0, 8, "LOC")])]) == {"ORG": SuggestionUse(corrected=1)}


def test_a_suggestion_with_nothing_in_its_place_was_removed() -> None:
    assert suggestion_use([([Span(0, 8, "ORG")], [])]) == {"ORG": SuggestionUse(removed=1)}


def test_an_entity_where_nothing_was_suggested_was_added() -> None:
    assert suggestion_use([([], [Span(0, 8, "ORG")])]) == {"ORG": SuggestionUse(added=1)}


def test_one_suggestion_cut_in_two_is_one_correction_and_one_addition() -> None:
    found = suggestion_use([([Span(0, 20, "ORG")], [Span(0, 12, "ORG"), Span(14, 20, "ORG")])])

    assert found == {"ORG": SuggestionUse(corrected=1, added=1)}


def test_two_suggestions_made_one_are_one_correction_and_one_removal() -> None:
    found = suggestion_use([([Span(0, 12, "ORG"), Span(14, 20, "LOC")], [Span(0, 20, "ORG")])])

    assert found == {"LOC": SuggestionUse(removed=1), "ORG": SuggestionUse(corrected=1)}


def test_annotations_are_counted_together() -> None:
    pair = ([Span(0, 8, "ORG"), Span(9, 12, "DATE")], [Span(0, 8, "ORG")])

    found = suggestion_use([pair, pair])

    assert found == {"DATE": SuggestionUse(removed=2), "ORG": SuggestionUse(accepted=2)}
    assert found["ORG"].kept == 1.0
    assert SuggestionUse(added=3).kept is None


@given(st.lists(st.tuples(_flat(), _flat()), max_size=3))
def test_every_suggestion_and_every_entity_is_counted_once(pairs: list[tuple[list[Span], list[Span]]]) -> None:
    total = sum(suggestion_use(pairs).values(), SuggestionUse())

    assert total.suggested == sum(len(suggested) for suggested, _ in pairs)
    assert total.accepted + total.corrected + total.added == sum(len(annotated) for _, annotated in pairs)


@given(_flat())
def test_what_is_left_as_suggested_is_all_accepted(spans: list[Span]) -> None:
    total = sum(suggestion_use([(spans, spans)]).values(), SuggestionUse())

    assert total == SuggestionUse(accepted=len(spans))
