"""What is refused of an export and why: single regions, annotations and tasks; the rest is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from solieu.annotation import Document, LabelSchema, Span
from solieu.annotation.label_studio_annotations import ReadResult, Refusal, read_tasks
from solieu.annotation.label_studio_tasks import make_tasks

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


def relation(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", **more}


def reasons(result: ReadResult) -> list[str]:
    return [str(refusal) for refusal in result.refused]


class TestRefusedRegions:
    @pytest.mark.parametrize(
        ("item", "reason"),
        [
            (
                region(8, 21, "Lâm Minh Hồng"),
                "region 'x1' 8-21 says 'Lâm Minh Hồng', but the text has 'âm Minh Hồng\\n'",
            ),
            (region(30, 99, "An."), "but the text has nothing there by code points and nothing by UTF-16 units"),
            (region(7, 20, "Lâm Minh Hồng") | {"id": None}, None),
            (region("7", 20, "Lâm"), "region 'x1' 'start' must be a whole number, not '7'"),  # type: ignore[arg-type]
            (
                region(0, 6, "Đại tá") | {"value": {"start": 0, "end": 6, "text": "Đại tá", "labels": []}},
                "region 'x1' has the labels []; a span has exactly one",
            ),
            (region(0, 6, 5, "RANK"), "region 'x1' says 5 where its text should be"),  # type: ignore[arg-type]
            (region(0, 6, "Đại tá") | {"to_name": "t"}, "region 'x1' is no region of labels on 'text'; set the conf"),
            (region(0, 6, "Đại tá") | {"from_name": "ner"}, "region 'x1' comes from the control 'ner'; known are"),
            (
                {**UNUSABLE, "value": {"choices": ["đẹp"]}},
                "region 'u' has the choice 'đẹp', which is unknown; known is",
            ),
            ("x", "region 1 is no object"),
        ],
    )
    def test_say_why_and_the_rest_is_kept(self, annotate: Call, item: Any, reason: str | None) -> None:
        tasks = annotate(make_tasks(BARE))
        tasks[0]["annotations"][0]["result"] = [item, region(25, 32, "Long An", "LOC")]

        result = read_tasks(tasks)

        assert LOC in result.versions[0].document.spans
        if reason is None:
            assert (result.versions[0].document.spans, reasons(result)) == ((PERSON, LOC), [])
        else:
            (said,) = reasons(result)
            assert said.startswith("task 1, annotation 1000: region ")
            assert reason in said

    @pytest.mark.parametrize(
        ("second", "reason"),
        [
            (region(7, 20, "Lâm Minh Hồng"), "(PERSON 7-20) stands twice; keep one of them"),
            (region(7, 20, "Lâm Minh Hồng", "ORG"), "(ORG 7-20) marks the same words as PERSON; keep one of them"),
            (
                region(0, 10, "Đại tá Lâm", "ORG"),
                "(ORG 0-10) overlaps PERSON 7-20; entities are flat, keep one of them",
            ),
            (region(11, 15, "Minh", "ORG"), "(ORG 11-15) overlaps PERSON 7-20; entities are flat, keep one of them"),
        ],
    )
    def test_of_regions_that_overlap_the_first_is_kept(self, annotate: Call, second: Any, reason: str) -> None:
        more = [region(25, 32, "Long An", "LOC"), region(7, 20, "Lâm Minh Hồng"), second | {"id": "x2"}]

        result = read_tasks(annotate(make_tasks(BARE), more=more))

        assert result.versions[0].document == ARTICLE
        assert reasons(result) == [f"task 1, annotation 1000: region 'x2' {reason}"]

    def test_labels_are_checked_if_a_schema_is_given(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE)

        result = read_tasks(tasks, LabelSchema.from_names(["LOC"]))

        assert result.versions[0].document.spans == (LOC,)
        assert reasons(result) == [
            "task 1, annotation 1000: region 'r0' has the label 'PERSON', which is unknown; known are LOC"
        ]


class TestRefusedTasks:
    def test_that_solieu_did_not_make(self) -> None:
        assert reasons(read_tasks([{"id": 5, "data": {"text": "Công an"}, "annotations": []}, "x"])) == [
            "task 5: its data has no 'document' as solieu writes it; make tasks with `solieu annotate export`",
            "task at position 2: is no object; export as JSON or JSON-MIN from Label Studio",
        ]

    @pytest.mark.parametrize("change", [{"text": "Đại tá"}, {"replaced": {"13": [1]}}, {"piece_sha256": "0"}])
    def test_whose_text_was_changed(self, annotate: Call, change: dict[str, Any]) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE)
        tasks[0]["data"] |= change

        assert reasons(read_tasks(tasks)) == [
            "task 1: its text is not the one that was exported, as its SHA-256 shows; import the task again"
        ]

    def test_that_are_no_piece(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE)
        tasks[0]["data"]["piece"] = 2

        assert reasons(read_tasks(tasks)) == ["task 1: it is piece 2 of 1, which cannot be; import the task again"]

    @pytest.mark.parametrize(
        ("annotations", "reason"),
        [
            ({"a": 1}, "task 1: 'annotations' must be a list; export as JSON with full annotations"),
            ([7], "task 1: an annotation has no list 'result'; export as JSON with full annotations"),
        ],
    )
    def test_without_full_annotations(self, annotate: Call, annotations: Any, reason: str) -> None:
        tasks = annotate(make_tasks(BARE))
        tasks[0]["annotations"] = annotations

        assert reasons(read_tasks(tasks)) == [reason]

    def test_that_stand_twice(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE), ARTICLE)

        result = read_tasks(tasks * 2)

        assert len(result.versions) == 1
        assert reasons(result) == ["task 1, annotation 1000: stands twice; export each task once"]

    def test_that_were_cut_otherwise(self, annotate: Call) -> None:
        document = Document("một hai ba bốn", id="d")
        tasks = annotate([*make_tasks(document, limit=12), *make_tasks(document, limit=9)])

        result = read_tasks(tasks)

        assert [version.document for version in result.versions] == [document]
        assert reasons(result) == [
            f"task {number}: its article is cut otherwise than in task {number - 2}; export the article again"
            for number in (3, 4)
        ]

    def test_whose_pieces_do_not_make_up_the_text(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE, limit=21), ARTICLE)
        for task in tasks:
            task["data"]["sha256"] = "0"

        assert reasons(read_tasks(tasks)) == [
            "document 'a1': its pieces do not make up its text; export the article again"
        ]

    def test_without_the_other_pieces(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE, limit=14), ARTICLE, by="an")

        result = read_tasks(annotate(tasks[:1], by="ba") + tasks[2:])

        assert result.versions == ()
        assert reasons(result) == [
            f"document 'a1': the annotator {name} has no annotation of piece {pieces} of 3, so the article is not "
            "whole; annotate or export what is missing"
            for name, pieces in (("an", "2"), ("ba", "2, 3"))
        ]

    def test_of_which_one_piece_was_annotated_again(self, annotate: Call) -> None:
        tasks = annotate(make_tasks(BARE, limit=21), ARTICLE)

        result = read_tasks([*annotate(tasks[:1], ARTICLE), *tasks[1:]])

        assert [version.document for version in result.versions] == [ARTICLE]
        assert "the annotator 1 has no annotation number 2 of piece 2 of 2" in reasons(result)[0]

    def test_refusals_say_where(self) -> None:
        assert str(Refusal(3, None, "x")) == "task 3: x"
        assert str(Refusal(None, None, "x")) == "x"
