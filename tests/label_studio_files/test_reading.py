"""What is read of exports: who annotated when and how, what is told apart, and what is refused and why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.annotated_versions import Note, Relation
from solieu.annotation.label_studio_annotations import ReadResult, read_tasks
from solieu.annotation.label_studio_exports import read_export
from solieu.annotation.label_studio_tasks import Prediction, make_tasks

Call = Callable[..., list[dict[str, Any]]]
PERSON, LOC = Span(7, 20, "PERSON"), Span(25, 32, "LOC")
BARE = Document("Đại tá Lâm Minh Hồng\nđến Long An.", (), "a1", {"outlet": "CAND"})
ARTICLE = BARE.with_spans([PERSON, LOC])
UNUSABLE = {
    "id": "u",
    "type": "choices",
    "from_name": "usability",
    "to_name": "text",
    "value": {"choices": ["unusable"]},
}


def region(start: int, end: int, text: str, label: str = "PERSON", **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"id": "x1", "type": "labels", "from_name": "label", "to_name": "text", "value": value, **more}


def comment(*texts: str) -> dict[str, Any]:
    return {"id": "c", "type": "textarea", "from_name": "comment", "to_name": "text", "value": {"text": list(texts)}}


def relation(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", **more}


def reasons(result: ReadResult) -> list[str]:
    return [str(refusal) for refusal in result.refused]


class TestVersions:
    def test_know_who_made_them_when_and_how_long_it_took(self, annotate: Call) -> None:
        (version,) = read_tasks(annotate(make_tasks(BARE), ARTICLE, ground_truth=True)).versions

        assert (version.annotator, version.ground_truth, version.lead_time) == ("1", True, 12.5)
        assert version.created == "2026-11-01T08:00:00.000000Z"
        assert version.updated == "2026-11-20T08:00:00.000000Z"
        assert (version.tasks, version.annotations) == ((1,), (1000,))

    @pytest.mark.parametrize(
        ("by", "name"),
        [
            (7, "7"),
            ("an@congan.vn", "an@congan.vn"),
            ({"id": 7, "email": "an@congan.vn"}, "an@congan.vn"),
            ({"id": 7}, "7"),
            (None, ""),
        ],
    )
    def test_name_the_annotator_as_exported(self, annotate: Call, by: Any, name: str) -> None:
        (version,) = read_tasks(annotate(make_tasks(BARE), ARTICLE, by=by)).versions

        assert version.annotator == name

    def test_of_several_annotators_are_kept_apart(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE, by="an")

        result = read_tasks(annotate(tasks, BARE.with_spans([LOC]), by="ba"))

        assert [(v.annotator, v.document.spans) for v in result.versions] == [("an", (PERSON, LOC)), ("ba", (LOC,))]

    def test_of_one_annotator_in_one_task_are_kept_apart(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE, limit=21), ARTICLE)

        result = read_tasks(annotate(tasks, BARE.with_spans([LOC])))

        assert [version.document.spans for version in result.versions] == [(PERSON, LOC), (LOC,)]
        assert [version.annotations for version in result.versions] == [(1000, 2000), (1001, 2001)]

    def test_of_pieces_sum_up(self, annotate: Call) -> None:
        first, second = annotate(make_tasks(BARE, limit=21), ARTICLE, more=[comment("sai")])
        second["annotations"][0] |= {"created_at": "2026-12-01", "updated_at": "2026-12-02", "ground_truth": True}

        (version,) = read_tasks([second, first]).versions

        assert version.document == ARTICLE
        assert (version.created, version.updated) == ("2026-11-01T08:00:00.000000Z", "2026-12-02")
        assert (version.lead_time, version.comment, version.ground_truth) == (25.0, "sai\nsai", False)
        assert (version.tasks, version.annotations) == ((1, 2), (1000, 2000))

    def test_predictions_are_none(self, annotate: Call) -> None:
        tasks = make_tasks(BARE, predictions=[Prediction((PERSON,), "m")])

        (version,) = read_tasks(annotate(tasks, BARE)).versions

        assert (version.document.spans, version.status) == ((), "empty")


class TestStatus:
    @pytest.mark.parametrize(
        ("document", "fields", "status"),
        [
            (ARTICLE, {}, "annotated"),
            (BARE, {}, "empty"),
            (BARE, {"was_cancelled": True}, "cancelled"),
            (ARTICLE, {"was_cancelled": True}, "cancelled"),
            (ARTICLE, {"more": [UNUSABLE]}, "unusable"),
        ],
    )
    def test_tells_skipped_empty_and_unusable_apart(
        self, annotate: Call, document: Document, fields: Any, status: str
    ) -> None:
        (version,) = read_tasks(annotate(make_tasks(BARE), document, **fields)).versions

        assert version.status == status
        assert version.usable == (status in ("annotated", "empty"))
        assert version.document == document

    def test_an_article_of_which_a_piece_was_skipped_is_skipped(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE, limit=21), ARTICLE)
        tasks[1]["annotations"][0]["was_cancelled"] = True

        (version,) = read_tasks(tasks).versions

        assert version.status == "cancelled"

    def test_a_skipped_annotation_stands_behind_one_that_was_made_later(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE), BARE, was_cancelled=True)

        result = read_tasks(annotate(tasks, ARTICLE))

        assert sorted(version.status for version in result.versions) == ["annotated", "cancelled"]

    def test_articles_that_nobody_annotated_are_listed(self, annotate: Call, json_min: Call) -> None:
        tasks = annotate(make_tasks(BARE))
        tasks[0]["annotations"] = []

        for exported in (tasks, json_min(tasks)):
            assert read_tasks(exported) == ReadResult((), (), ("a1",))


class TestJsonMin:
    def test_gives_annotator_times_choice_and_comment(self, annotate: Call, json_min: Call) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE, by="an", more=[UNUSABLE, comment("mờ")])

        (version,) = read_tasks(json_min(tasks)).versions

        assert (version.document, version.annotator, version.status) == (ARTICLE, "an", "unusable")
        assert (version.comment, version.lead_time, version.annotations) == ("mờ", 12.5, (1000,))

    def test_gives_each_annotator_a_version(self, annotate: Call, json_min: Call) -> None:
        tasks = annotate(annotate(make_tasks(BARE, limit=21), ARTICLE, by=1), ARTICLE, by=2)

        result = read_tasks(json_min(tasks))

        assert [(version.annotator, version.document) for version in result.versions] == [
            ("1", ARTICLE),
            ("2", ARTICLE),
        ]

    def test_gives_several_comments(self, annotate: Call, json_min: Call) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE, more=[comment("một"), comment("hai", "ba")])

        (version,) = read_tasks(json_min(tasks)).versions

        assert version.comment == "một\nhai\nba"


class TestRelationsAndNotes:
    def test_relations_keep_ends_direction_and_labels(self, annotate: Call) -> None:
        more = [relation("r0", "r1", direction="bi", labels=["ở"]), relation("r1", "r0")]

        (version,) = read_tasks(annotate(make_tasks(BARE), ARTICLE, more=more)).versions

        assert version.relations == (Relation(PERSON, LOC, "bi", ("ở",)), Relation(LOC, PERSON))

    def test_relations_of_a_later_piece_are_in_offsets_of_the_article(self, annotate: Call) -> None:
        article = BARE.with_spans([Span(21, 24, "X"), LOC])
        tasks = annotate(make_tasks(BARE, limit=21), article)
        tasks[1]["annotations"][0]["result"].append(relation("r0", "r1"))

        (version,) = read_tasks(tasks).versions

        assert version.relations == (Relation(Span(21, 24, "X"), LOC),)

    def test_notes_on_regions_are_kept(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE), more=[region(7, 20, "Lâm Minh Hồng", meta={"text": ["ai?"]})])

        (version,) = read_tasks(tasks).versions

        assert version.notes == (Note(PERSON, "ai?"),)

    def test_a_relation_to_a_region_that_was_refused_is_refused(self, annotate: Call) -> None:
        more = [region(0, 6, "Đại úy"), relation("r0", "x1")]

        result = read_tasks(annotate(make_tasks(BARE), ARTICLE, more=more))

        assert reasons(result)[1] == (
            "task 1, annotation 1000: relation 4 ends at region 'x1', which is not among the spans that were taken"
        )


class TestReadExport:
    def test_reads_a_list(self, tmp_path: Path) -> None:
        (tmp_path / "e.json").write_text(json.dumps([{"id": 1}]), encoding="utf-8")

        assert read_export(tmp_path / "e.json") == [{"id": 1}]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("{}", "expected a list of tasks; export as JSON or JSON-MIN from Label Studio"),
            ("[", r"is not JSON \(.*\); export as JSON or JSON-MIN from Label Studio"),
            ("[" * 100_000, r"is not JSON \(.*\); export as JSON or JSON-MIN from Label Studio"),
        ],
    )
    def test_refuses_other_files(self, tmp_path: Path, content: str, message: str) -> None:
        (tmp_path / "e.json").write_text(content, encoding="utf-8")

        with pytest.raises(SolieuError, match=f"e.json: {message}"):
            read_export(tmp_path / "e.json")

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SolieuError, match=r"cannot be read \(No such file or directory\); give a file that Label"):
            read_export(tmp_path / "none.json")
