"""Annotated versions in JSONL files: nothing is lost."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.annotated_versions import (
    AnnotatedVersion,
    Note,
    Relation,
    documents_by_annotator,
    read_versions,
    version_from_document,
    version_to_document,
    write_versions,
)
from solieu.annotation.jsonl import document_from_record, document_to_record, read_jsonl

ORG, LOC = Span(0, 7, "ORG"), Span(13, 20, "LOC")
FULL = AnnotatedVersion(
    document=Document("Công an tỉnh Long An", (ORG, LOC), "a1", {"outlet": "CAND"}),
    annotator="an@congan.vn",
    status="unusable",
    ground_truth=True,
    created="2026-11-01",
    updated="2026-11-02",
    lead_time=1.5,
    comment="mờ\nquá",
    relations=(Relation(ORG, LOC, "bi", ("ở",)),),
    notes=(Note(LOC, "?"),),
    tasks=(1, 2),
    annotations=(3, "4"),
)


def changed(**fields: Any) -> AnnotatedVersion:
    return AnnotatedVersion(**{name: getattr(FULL, name) for name in FULL.__slots__} | fields)


@pytest.mark.parametrize("version", [FULL, AnnotatedVersion(FULL.document)])
def test_a_version_comes_back_from_a_file(tmp_path: Path, version: AnnotatedVersion) -> None:
    write_versions([version], tmp_path / "v.jsonl")

    assert read_versions(tmp_path / "v.jsonl") == [version]
    assert read_versions(tmp_path / "v.jsonl")[0].document.meta == {"outlet": "CAND"}


@given(st.from_type(Document), st.text(), st.text(), st.sampled_from(["annotated", "empty", "unusable", "cancelled"]))
def test_any_text_annotator_and_comment_comes_back(
    document: Document, annotator: str, comment: str, status: Any
) -> None:
    version = AnnotatedVersion(document, annotator, status, comment=comment)

    record = document_to_record(version_to_document(version))

    assert version_from_document(document_from_record(record, "here")) == version


def test_an_article_with_one_version_keeps_its_id(tmp_path: Path) -> None:
    write_versions([FULL], tmp_path / "v.jsonl")

    (document,) = read_jsonl(tmp_path / "v.jsonl")
    assert (document.id, document.meta["annotation"]["annotator"]) == ("a1", "an@congan.vn")


def test_several_versions_of_an_article_get_ids_of_their_own(tmp_path: Path) -> None:
    other = changed(document=Document("x", id="a1@ba"))
    versions = [FULL, changed(annotator="ba"), changed(annotator=""), changed(comment="khác"), other]

    write_versions(versions, tmp_path / "v.jsonl")

    names = [document.id for document in read_jsonl(tmp_path / "v.jsonl")]
    assert names == ["a1@an@congan.vn", "a1@ba#2", "a1@unknown", "a1@an@congan.vn#2", "a1@ba"]
    assert read_versions(tmp_path / "v.jsonl") == versions


def test_what_an_earlier_annotation_said_is_kept() -> None:
    earlier = version_to_document(FULL)
    again = changed(document=earlier, annotator="ba")

    document = version_to_document(again)

    assert document.meta["annotation"]["earlier"] == earlier.meta["annotation"]
    assert version_from_document(document) == again


def test_a_document_that_is_no_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a1", "text": "Huế"}\n', encoding="utf-8")

    with pytest.raises(SolieuError, match=r"a\.jsonl: document 'a1': 'meta' has no 'annotation' that says who annot"):
        read_versions(tmp_path / "a.jsonl")


@pytest.mark.parametrize("field", ["document", "status", "relations", "notes", "tasks"])
def test_a_version_that_somebody_changed_is_refused(field: str) -> None:
    document = version_to_document(FULL)
    document.meta["annotation"][field] = 7

    with pytest.raises(SolieuError, match="document 'a1': 'annotation' in 'meta' is not as solieu writes it"):
        version_from_document(document)


def test_a_version_without_a_field_is_refused() -> None:
    document = version_to_document(FULL)
    del document.meta["annotation"]["comment"]

    with pytest.raises(SolieuError, match=r"not as solieu writes it \(KeyError\('comment'\)\)"):
        version_from_document(document)


def version(name: str, annotator: str, *spans: Span, updated: str = "2026-11-02", **fields: Any) -> AnnotatedVersion:
    document = Document("Công an tỉnh Long An", spans, name)
    return AnnotatedVersion(document, annotator, updated=updated, **fields)


def test_versions_are_divided_among_their_annotators() -> None:
    found = documents_by_annotator([version("b", "lan", ORG), version("a", "lan"), version("a", "an", LOC)])

    assert list(found) == ["an", "lan"]
    assert [(document.id, document.spans) for document in found["lan"]] == [("b", (ORG,)), ("a", ())]
    assert [(document.id, document.spans) for document in found["an"]] == [("a", (LOC,))]


def test_of_an_annotator_s_versions_of_an_article_the_last_one_counts() -> None:
    early, late = version("a", "an", ORG, updated="2026-11-01"), version("a", "an", LOC, updated="2026-11-03")

    for versions in ([early, late], [late, early]):
        (document,) = documents_by_annotator(versions)["an"]
        assert document.spans == (LOC,)


def test_skipped_and_unusable_versions_are_of_nobody() -> None:
    versions = [version("a", "an", status="cancelled"), version("b", "lan", status="unusable"), version("c", "")]

    assert {name: len(own) for name, own in documents_by_annotator(versions).items()} == {"unknown": 1}
