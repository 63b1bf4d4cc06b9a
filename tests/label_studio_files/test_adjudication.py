"""One document of several annotators' versions."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.adjudication import adjudicate, adjudicate_all, write_disagreements
from solieu.annotation.annotated_versions import AnnotatedVersion

TEXT = "Công an tỉnh Long An"
SHORT, WHOLE, PLACE = Span(0, 7, "ORG"), Span(0, 20, "ORG"), Span(13, 20, "LOC")
RULES = ["majority", "first", "longest"]


def version(annotator: str, *spans: Span, **fields: Any) -> AnnotatedVersion:
    return AnnotatedVersion(Document(TEXT, spans, "a1", {"n": 1}), annotator, **fields)


@pytest.mark.parametrize("rule", RULES)
def test_what_all_marked_alike_is_taken(rule: Any) -> None:
    document, disagreements = adjudicate([version("an", SHORT, PLACE), version("ba", SHORT, PLACE)], rule)

    assert (document.text, document.spans, document.id) == (TEXT, (SHORT, PLACE), "a1")
    assert disagreements == []
    assert document.meta["n"] == 1
    assert document.meta["adjudication"] == {"rule": rule, "annotators": ["an", "ba"], "disagreements": 0}


@pytest.mark.parametrize(("rule", "spans"), [("majority", (SHORT, PLACE)), ("first", (WHOLE,)), ("longest", (WHOLE,))])
def test_rules_decide_on_spans_that_overlap(rule: Any, spans: tuple[Span, ...]) -> None:
    versions = [version("an", WHOLE), version("ba", SHORT, PLACE), version("chi", SHORT, PLACE)]

    document, (disagreement,) = adjudicate(versions, rule)

    assert document.spans == disagreement.chosen == spans
    assert (disagreement.document, disagreement.start, disagreement.end, disagreement.text) == ("a1", 0, 20, TEXT)
    assert disagreement.readings == (("an", (WHOLE,)), ("ba", (SHORT, PLACE)), ("chi", (SHORT, PLACE)))


def test_a_majority_of_two_is_both() -> None:
    document, (disagreement,) = adjudicate([version("an", SHORT, PLACE), version("ba", PLACE)], "majority")

    assert document.spans == (PLACE,)
    assert disagreement.readings == (("an", (SHORT,)), ("ba", ()))
    assert disagreement.chosen == ()


def test_half_is_no_majority() -> None:
    versions = [version("an", SHORT), version("ba", SHORT), version("chi"), version("du")]

    assert adjudicate(versions, "majority")[0].spans == ()


def test_the_first_is_the_oldest() -> None:
    versions = [version("an", SHORT, created="2026-11-02"), version("ba", WHOLE, created="2026-11-01")]

    assert adjudicate(versions, "first")[0].spans == (WHOLE,)


def test_the_first_may_have_marked_nothing() -> None:
    assert adjudicate([version("an"), version("ba", SHORT)], "first")[0].spans == ()


def test_of_spans_of_one_length_the_longest_is_that_of_more_versions_then_of_the_oldest() -> None:
    org, loc = Span(13, 20, "ORG"), PLACE
    versions = [version("an", org), version("ba", loc), version("chi", loc)]

    assert adjudicate(versions, "longest")[0].spans == (loc,)
    assert adjudicate(versions[:2], "longest")[0].spans == (org,)


@pytest.mark.parametrize("rule", RULES)
def test_the_order_of_the_versions_is_nothing(rule: Any) -> None:
    versions = [version("an", WHOLE), version("ba", SHORT), version("chi", PLACE), version("du", SHORT, PLACE)]

    results = [adjudicate(order, rule) for order in permutations(versions)]

    assert all(result == results[0] for result in results)


@given(st.lists(st.from_type(Document), min_size=1, max_size=4), st.sampled_from(RULES))
def test_results_are_flat_and_hold_only_what_someone_marked(documents: list[Document], rule: Any) -> None:
    text = "".join(document.text for document in documents) + "x" * 60
    versions = [AnnotatedVersion(Document(text, document.spans), str(n)) for n, document in enumerate(documents)]

    document, disagreements = adjudicate(versions, rule)

    marked = {span for version in versions for span in version.document.spans}
    agreed = set.intersection(*(set(version.document.spans) for version in versions))
    assert set(document.spans) <= marked
    assert len(disagreements) == document.meta["adjudication"]["disagreements"]
    assert agreed <= set(document.spans)


def test_skipped_and_unusable_versions_do_not_count() -> None:
    versions = [version("an", SHORT), version("ba", status="cancelled"), version("chi", WHOLE, status="unusable")]

    document, disagreements = adjudicate(versions, "majority")

    assert (document.spans, disagreements) == ((SHORT,), [])


def test_scores_are_no_matter_of_agreement() -> None:
    document, disagreements = adjudicate([version("an", SHORT), version("model", Span(0, 7, "ORG", 0.5))], "majority")

    assert (document.spans, disagreements) == ((SHORT,), [])


def test_an_empty_version_counts() -> None:
    assert adjudicate([version("an", SHORT), version("ba", status="empty")], "majority")[0].spans == ()


def test_ground_truth_settles_an_article() -> None:
    versions = [version("an", SHORT), version("ba", SHORT), version("chi", WHOLE, ground_truth=True)]

    document, disagreements = adjudicate(versions, "majority")

    assert (document.spans, disagreements) == ((WHOLE,), [])
    assert document.meta["adjudication"]["annotators"] == ["chi"]


def test_several_articles_are_adjudicated_each_by_itself() -> None:
    other = AnnotatedVersion(Document("Huế", (Span(0, 3, "LOC"),), "a2"), "an")
    skipped = AnnotatedVersion(Document("Huế", (), "a3"), "an", "cancelled")

    documents, disagreements = adjudicate_all([version("an", SHORT), other, skipped, version("ba")], "first")

    assert [(document.id, document.spans) for document in documents] == [("a1", (SHORT,)), ("a2", (Span(0, 3, "LOC"),))]
    assert [disagreement.document for disagreement in disagreements] == ["a1"]


def test_disagreements_are_written_one_a_line(tmp_path: Path) -> None:
    _, disagreements = adjudicate([version("an", SHORT), version("ba")], "first")

    write_disagreements(disagreements, tmp_path / "d.jsonl")

    span = {"start": 0, "end": 7, "label": "ORG"}
    assert json.loads((tmp_path / "d.jsonl").read_text(encoding="utf-8")) == {
        "document": "a1",
        "start": 0,
        "end": 7,
        "text": "Công an",
        "readings": [{"annotator": "an", "spans": [span]}, {"annotator": "ba", "spans": []}],
        "chosen": [span],
    }


def test_versions_of_different_texts_are_refused() -> None:
    other = AnnotatedVersion(Document("Huế", (), "a1"), "ba")

    with pytest.raises(SolieuError, match="document 'a1': the versions of an and ba differ in their text; adjudicate"):
        adjudicate([version("an"), other], "first")


@pytest.mark.parametrize("versions", [[], [version("an", status="cancelled")]])
def test_an_article_without_a_version_that_counts_is_refused(versions: list[AnnotatedVersion]) -> None:
    with pytest.raises(SolieuError, match="at least one version that is neither skipped nor unusable"):
        adjudicate(versions, "first")


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(SolieuError, match="there is no rule 'last' to agree by; use majority, first or longest"):
        adjudicate([version("an")], "last")  # type: ignore[arg-type]
