"""Where annotators disagree."""

from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, Span
from solieu.training.measures.disagreements import Disagreement, find_disagreements
from solieu.training.measures.shared_articles import match_articles

TEXT = "Công an tỉnh Long An họp"


def disagreements(*versions: tuple[Span, ...]) -> list[Disagreement]:
    documents = {name: [Document(TEXT, spans, "a")] for name, spans in zip("ABC", versions, strict=False)}
    return find_disagreements(match_articles(documents).articles)


def test_the_same_spans_are_no_disagreement() -> None:
    assert disagreements((Span(0, 12, "ORG"),), (Span(0, 12, "ORG"),)) == []


def test_a_span_that_one_has_not_is_missing() -> None:
    (found,) = disagreements((Span(0, 12, "ORG"),), ())

    assert found == Disagreement("a", 0, 12, "Công an tỉnh", ("missing",), {"A": (Span(0, 12, "ORG"),), "B": ()})


def test_other_edges_are_bounds() -> None:
    (found,) = disagreements((Span(0, 12, "ORG"),), (Span(8, 20, "ORG"),))

    assert (found.kinds, found.start, found.end, found.text) == (("bounds",), 0, 20, "Công an tỉnh Long An")


def test_another_label_is_label() -> None:
    (found,) = disagreements((Span(13, 20, "ORG"),), (Span(13, 20, "LOC"),))

    assert found.kinds == ("label",)


def test_a_span_that_another_has_cut_in_two_is_bounds() -> None:
    (found,) = disagreements((Span(0, 20, "ORG"),), (Span(0, 12, "ORG"), Span(13, 20, "ORG")))

    assert found.kinds == ("bounds",)


def test_edges_and_label_may_differ_at_once() -> None:
    (found,) = disagreements((Span(0, 20, "ORG"),), (Span(0, 12, "ORG"), Span(13, 20, "LOC")))

    assert found.kinds == ("bounds", "label")


def test_of_three_annotators_one_may_have_nothing_and_the_others_disagree() -> None:
    (found,) = disagreements((Span(0, 12, "ORG"),), (), (Span(0, 12, "LOC"),))

    assert found.kinds == ("missing", "label")


def test_labels_of_the_same_spans_are_compared_one_by_one() -> None:
    (one, two) = (Span(0, 4, "ORG"), Span(4, 8, "LOC"))

    found = disagreements((one, two, Span(9, 12, "ORG")), (Span(0, 4, "LOC"), Span(4, 8, "ORG"), Span(9, 12, "ORG")))

    assert [disagreement.kinds for disagreement in found] == [("label",), ("label",)]


def test_a_line_of_the_list_says_what_each_has() -> None:
    (found,) = disagreements((Span(0, 20, "ORG"),), (Span(13, 20, "LOC"),))

    assert found.as_dict() == {
        "id": "a",
        "start": 0,
        "end": 20,
        "text": "Công an tỉnh Long An",
        "kinds": ["bounds", "label"],
        "annotators": {
            "A": [{"start": 0, "end": 20, "label": "ORG", "text": "Công an tỉnh Long An"}],
            "B": [{"start": 13, "end": 20, "label": "LOC", "text": "Long An"}],
        },
    }


@given(st.from_type(Document), st.data())
def test_every_span_that_not_all_have_is_in_one_disagreement(document: Document, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(document.spans), unique=True)) if document.spans else []
    articles = match_articles({"A": [document], "B": [document.with_spans(kept)]}).articles

    found = find_disagreements(articles)

    listed = [span for disagreement in found for span in disagreement.spans["A"]]
    assert sorted(listed) == sorted(set(document.spans) - set(kept))
    for disagreement in found:
        assert disagreement.text == document.text[disagreement.start : disagreement.end]
