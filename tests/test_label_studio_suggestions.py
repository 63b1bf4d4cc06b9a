"""Annotations beside the suggestions that they were started from."""

from typing import Any

import pytest

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.label_studio_suggestions import read_suggestions
from solieu.annotation.label_studio_tasks import Prediction, make_tasks

TEXT = "Đại tá Lâm Minh Hồng 🎉\r\nCông an tỉnh"
SUGGESTED = (Span(0, 6, "RANK"), Span(7, 20, "PERSON"))


@pytest.fixture
def task() -> dict[str, Any]:
    """A task with a suggestion that an annotator has accepted but for the rank."""
    (task,) = make_tasks(Document(TEXT, id="a"), predictions=[Prediction(SUGGESTED, "máy 1")])
    prediction = task["predictions"][0] | {"id": 5}
    annotation = {"id": 8, "completed_by": 1, "result": prediction["result"][1:], "parent_prediction": 5}
    return {"id": 3, "data": task["data"], "predictions": [prediction], "annotations": [annotation]}


def test_an_annotation_is_paired_with_the_suggestion_that_it_was_started_from(task: dict[str, Any]) -> None:
    found = read_suggestions([task])

    assert found.pairs == {"máy 1": [(SUGGESTED, SUGGESTED[1:])]}
    assert found.others == 0


def test_an_annotation_that_was_started_from_nothing_is_only_counted(task: dict[str, Any]) -> None:
    task["annotations"][0]["parent_prediction"] = None

    found = read_suggestions([task])

    assert (found.pairs, found.others) == ({}, 1)


def test_a_skipped_article_is_not_counted(task: dict[str, Any]) -> None:
    task["annotations"][0]["was_cancelled"] = True

    found = read_suggestions([task])

    assert (found.pairs, found.others) == ({}, 0)


def test_two_annotators_are_two_pairs(task: dict[str, Any]) -> None:
    task["annotations"].append({"id": 9, "completed_by": 2, "result": [], "parent_prediction": 5})

    assert read_suggestions([task]).pairs == {"máy 1": [(SUGGESTED, SUGGESTED[1:]), (SUGGESTED, ())]}


def test_a_long_article_s_pieces_are_joined() -> None:
    document = Document("Công an tỉnh.\n" * 3, id="a")
    spans = tuple(Span(at, at + 12, "ORG") for at in (0, 14, 28))
    tasks = make_tasks(document, predictions=[Prediction(spans, "máy 1")], limit=20)
    for number, task in enumerate(tasks):
        task["predictions"][0]["id"] = number
        result = task["predictions"][0]["result"]
        annotation = {"id": 10 + number, "completed_by": 1, "result": result, "parent_prediction": number}
        task |= {"id": number, "annotations": [annotation]}

    assert len(tasks) == 3
    assert read_suggestions(tasks).pairs == {"máy 1": [(spans, spans)]}


def test_an_export_that_has_only_the_numbers_of_predictions_is_refused(task: dict[str, Any]) -> None:
    task["predictions"] = [5]

    with pytest.raises(SolieuError, match="task 3: has only the numbers of its predictions; write the tasks with"):
        read_suggestions([task])
