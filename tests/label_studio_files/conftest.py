"""What Label Studio makes of tasks that were imported: an annotator's work, and the two files it exports."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import pytest

from solieu.annotation.documents import Document, Span
from solieu.annotation.label_studio_offsets import to_utf16

Task = dict[str, Any]


def _region(task: Task, span: Span, name: str, units: bool) -> Task:
    """Return a region as the page makes it of a selection, offsets in code points or UTF-16 units."""
    text, offset = task["data"]["text"], task["data"]["offset"]
    start, end = span.start - offset, span.end - offset
    first, last = (to_utf16(text, start), to_utf16(text, end)) if units else (start, end)
    return {
        "id": name,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
        "value": {"start": first, "end": last, "text": text[start:end], "labels": [span.label]},
    }


@pytest.fixture(scope="session")
def annotate() -> Callable[..., list[Task]]:
    """Has someone annotate tasks with a document's spans; gives the tasks as the full export does."""

    def call(
        tasks: Sequence[Task],
        document: Document | None = None,
        *,
        by: Any = 1,
        units: bool = False,
        more: Sequence[Task] = (),
        first: int = 1,
        **fields: Any,
    ) -> list[Task]:
        exported = deepcopy(list(tasks))
        for number, task in enumerate(exported, start=first):
            task.setdefault("id", number)
            annotations = task.setdefault("annotations", [])
            begin = task["data"]["offset"]
            finish = begin + len(task["data"]["text"])
            spans = document.spans if document else ()
            inside = [span for span in spans if begin <= span.start and span.end <= finish]
            result = [_region(task, span, f"r{index}", units) for index, span in enumerate(inside)]
            annotations.append(
                {
                    "id": 1000 * number + len(annotations),
                    "completed_by": by,
                    "result": [*result, *deepcopy(list(more))],
                    "was_cancelled": False,
                    "ground_truth": False,
                    "created_at": f"2026-11-0{1 + len(annotations)}T08:00:00.000000Z",
                    "updated_at": "2026-11-20T08:00:00.000000Z",
                    "lead_time": 12.5,
                    **fields,
                }
            )
        return exported

    return call


@pytest.fixture(scope="session")
def json_min() -> Callable[[Sequence[Task]], list[Task]]:
    """Makes the smaller export of tasks: a flat record for each annotation that was not skipped."""

    def call(tasks: Sequence[Task]) -> list[Task]:
        records: list[Task] = []
        for task in tasks:
            nothing = {"id": None, "completed_by": None, "result": []}
            annotations = task.get("annotations") or [nothing]
            for annotation in (entry for entry in annotations if not entry.get("was_cancelled")):
                fields: dict[str, list[Any]] = {}
                for item in annotation["result"]:
                    if "from_name" in item:
                        fields.setdefault(item["from_name"], []).append(_plain(item))
                records.append(
                    {
                        **task["data"],
                        "id": task["id"],
                        **{name: _alone(values) for name, values in fields.items()},
                        "annotator": annotation["completed_by"],
                        "annotation_id": annotation["id"],
                        "created_at": annotation.get("created_at"),
                        "updated_at": annotation.get("updated_at"),
                        "lead_time": annotation.get("lead_time"),
                    }
                )
        return records

    return call


def _plain(item: Task) -> Any:
    value = item["value"]
    for kind, field in (("choices", "choices"), ("textarea", "text")):
        if item["type"] == kind and len(value[field]) == 1:
            return value[field][0]
    return value


def _alone(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 and isinstance(values[0], str) else values
