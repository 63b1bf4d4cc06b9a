"""Documents to Label Studio and back: the same texts, spans, ids and meta, whatever the text and the export."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, Span
from solieu.annotation.label_studio_annotations import read_tasks
from solieu.annotation.label_studio_tasks import make_tasks

Call = Callable[..., list[dict[str, Any]]]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda values: st.lists(values, max_size=2) | st.dictionaries(st.text(max_size=3), values, max_size=2),
    max_leaves=3,
)
META = st.dictionaries(st.text(max_size=5), JSON, max_size=3)
EMOJI = Document("👮👮 Công an\r\ntỉnh 👍\u2028Long An", (Span(3, 10, "ORG"), Span(19, 26, "LOC")), "a1", {"n": 1})


@given(st.from_type(Document), st.text(max_size=5), META, st.integers(1, 40), st.booleans(), st.booleans())
def test_what_an_annotator_marks_comes_back(
    annotate: Call,
    json_min: Call,
    document: Document,
    id: str,
    meta: dict[str, Any],
    limit: int,
    units: bool,
    small: bool,
) -> None:
    document = replace(document, id=id, meta=meta)
    tasks = make_tasks(document.with_spans(()), limit=limit)
    cut = [task["data"]["offset"] for task in tasks]
    # An annotator sees one piece at a time, so no span goes beyond it.
    marked = document.with_spans(s for s in document.spans if not any(s.start < offset < s.end for offset in cut))

    exported = annotate(tasks, marked, by="an@congan.vn", units=units)
    result = read_tasks(json_min(exported) if small else exported)

    assert result.refused == ()
    (version,) = result.versions
    assert version.document == marked
    assert version.document.meta == meta
    assert (version.annotator, version.status) == ("an@congan.vn", "annotated" if marked.spans else "empty")


@given(st.from_type(Document), st.integers(1, 40))
def test_ground_truth_that_nobody_touched_comes_back(document: Document, limit: int) -> None:
    result = read_tasks(make_tasks(document, limit=limit))

    assert result.refused == ()
    assert [version.document for version in result.versions] == ([document] if document.spans else [])
    assert all(version.ground_truth for version in result.versions)
    assert result.unannotated == (() if document.spans else ("",))


@pytest.mark.parametrize("units", [False, True])
@pytest.mark.parametrize("limit", [1, 9, 12, 20_000])
def test_emoji_and_unusual_line_ends_move_no_span(annotate: Call, units: bool, limit: int) -> None:
    tasks = make_tasks(EMOJI, limit=limit)
    for task in tasks:
        del task["annotations"]

    (version,) = read_tasks(annotate(tasks, EMOJI, units=units)).versions

    assert version.document == EMOJI
    assert [version.document.span_text(span) for span in version.document.spans] == ["Công an", "Long An"]


def test_the_seeds_come_back_in_pieces(annotate: Call, seeds: list[Document]) -> None:
    tasks = [task for seed in seeds for task in make_tasks(seed, limit=1_000)]

    result = read_tasks(annotate(tasks))

    gold = [version.document for version in result.versions if version.annotator == ""]
    assert [(document, document.meta) for document in gold] == [(seed, seed.meta) for seed in seeds]


def test_articles_with_one_id_are_kept_apart(annotate: Call) -> None:
    documents = [Document("Công an", id="a"), Document("Long An", id="a")]

    result = read_tasks(annotate([task for document in documents for task in make_tasks(document)]))

    assert [version.document for version in result.versions] == documents
