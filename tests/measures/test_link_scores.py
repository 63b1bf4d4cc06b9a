"""Scores of links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.links import KINDS, Link
from solieu.training.measures.link_scores import count_links, score_links

TEXT = "Đại tá Mai Xuân Toản tặng 05 tập thể có thành tích xuất sắc, 10 cá nhân tiêu biểu"
RANK, PERSON, GROUPS, PEOPLE = (0, 6), (7, 20), (26, 36), (61, 71)
SPANS = tuple(
    Span(*ends, label)
    for ends, label in ((RANK, "RANK"), (PERSON, "PERSON"), (GROUPS, "INDICATOR"), (PEOPLE, "INDICATOR"))
)
GOLD = (
    Link("rank", PERSON, RANK),
    Link("who", GROUPS, PERSON),
    Link("who", PEOPLE, PERSON),
    Link("what", GROUPS, (37, 59)),
)


def linked(*links: Link) -> Document:
    return Document(TEXT, SPANS, links=links)


def test_a_link_is_correct_if_kind_head_and_tail_are_the_same() -> None:
    said = linked(GOLD[0], GOLD[1], Link("who", GROUPS, PEOPLE), Link("what", PEOPLE, (72, 81)))

    scores = score_links([linked(*GOLD)], [said]).exact

    assert (scores.micro.precision, scores.micro.recall, scores.micro.f1) == (0.5, 0.5, 0.5)
    found = {kind: (score.correct, score.predicted, score.gold) for kind, score in scores.labels.items()}
    nothing = dict.fromkeys(KINDS, (0, 0, 0))
    assert found == nothing | {"rank": (1, 1, 1), "who": (1, 2, 2), "what": (0, 1, 1)}


def test_a_phrase_that_overlaps_the_annotated_one_counts_where_overlap_does() -> None:
    scores = score_links([linked(*GOLD)], [linked(*GOLD[:3], Link("what", GROUPS, (37, 50)))])

    assert (scores.exact.labels["what"].f1, scores.overlap.labels["what"].f1) == (0.0, 1.0)
    assert (scores.exact.micro.f1, scores.overlap.micro.f1) == (0.75, 1.0)


@pytest.mark.parametrize("what", [Link("what", PEOPLE, (37, 59)), Link("what", GROUPS, (60, 61))])
def test_a_phrase_of_another_head_or_beside_the_annotated_one_does_not(what: Link) -> None:
    scores = score_links([linked(*GOLD)], [linked(what)])

    assert scores.overlap.labels["what"].f1 == 0.0


def test_two_phrases_that_overlap_the_annotated_one_earn_it_once() -> None:
    said = linked(Link("what", GROUPS, (37, 40)), Link("what", GROUPS, (41, 59)))

    what = score_links([linked(GOLD[3])], [said]).overlap.labels["what"]

    assert (what.precision, what.recall) == (0.5, 1.0)


def test_an_interval_is_over_articles() -> None:
    gold = [linked(*GOLD)] * 4
    said = [linked(*GOLD), linked(*GOLD[:2]), linked(), linked(GOLD[0])]

    scores = score_links(gold, said).exact

    low, high = scores.micro.interval or (0.0, 0.0)
    assert low < scores.micro.f1 < high
    assert score_links(gold[:1], said[:1]).exact.micro.interval is None


def test_links_of_another_text_are_refused() -> None:
    with pytest.raises(SolieuError, match="another text"):
        score_links([linked(*GOLD)], [Document("khác")])


SOME_LINKS = st.lists(
    st.sampled_from([*GOLD, Link("what", GROUPS, (30, 40)), Link("what", GROUPS, (50, 70)), Link("who", PEOPLE, RANK)]),
    unique=True,
)


@given(gold=SOME_LINKS, said=SOME_LINKS)
def test_every_link_has_one_outcome_and_pairs_have_two_sides(gold: list[Link], said: list[Link]) -> None:
    counts = count_links([linked(*gold)], [linked(*said)])

    assert (int(counts.gold.sum()), int(counts.predicted.sum())) == (len(gold), len(said))
    assert (counts.gold_outcomes[..., :-1] == counts.predicted_outcomes[..., :-1]).all()
    assert (counts.gold_outcomes >= 0).all()


@given(gold=SOME_LINKS)
def test_links_scored_against_themselves_are_all_correct(gold: list[Link]) -> None:
    scores = score_links([linked(*gold)], [linked(*gold)], resamples=1)

    assert scores.exact.micro.f1 == (1.0 if gold else 0.0)
