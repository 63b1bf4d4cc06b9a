"""The two JSON files that Label Studio exports, read into one form.

The full export (JSON, and the tasks that the interface gives) is a list of tasks with ``data`` and ``annotations``.
The smaller one (JSON-MIN) has a flat record for each annotation: the fields of ``data``, and beside them ``id``, one
field for each control of the labelling configuration, ``annotator``, ``annotation_id`` and times. It leaves out which
annotations were cancelled or ground truth, relations, and notes on regions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_config import COMMENT, LABELS, TEXT, USABILITY
from solieu.annotation.label_studio_text import restore_text, text_sha256
from solieu.annotation.plain_text import decode_text

_FIELDS: dict[str, type] = {
    TEXT: str,
    "document": str,
    "sha256": str,
    "piece_sha256": str,
    "piece": int,
    "pieces": int,
    "offset": int,
    "replaced": dict,
    "meta": dict,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What a task says of the text that was annotated: a whole article or a piece of one.

    Args:
        shown: The text as Label Studio showed it.
        text: The original text; as many code points.
        document: The id of the article.
        sha256: SHA-256 of the whole article.
        number: Which piece it is, from 1.
        pieces: How many pieces the article has.
        offset: Where in the article it begins, in code points.
        meta: The article's ``meta``.
    """

    shown: str
    text: str
    document: str
    sha256: str
    number: int
    pieces: int
    offset: int
    meta: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation of a task, its regions unread.

    Args:
        id: Its number in Label Studio.
        annotator: The annotator's e-mail address or number; empty if unknown.
        cancelled: Whether the annotator skipped the task.
        ground_truth: Whether it was marked as ground truth.
        created: When it was made.
        updated: When it was changed.
        lead_time: Seconds spent on it.
        result: Its regions and answers, as in the full export.
    """

    id: int | str | None
    annotator: str
    cancelled: bool
    ground_truth: bool
    created: str | None
    updated: str | None
    lead_time: float | None
    result: list[Any]


def read_export(path: str | Path) -> list[Any]:
    """Read a file that Label Studio exported.

    Args:
        path: The file, JSON or JSON-MIN.

    Returns:
        The tasks, or the records of the smaller export.

    Raises:
        SolieuError: The file cannot be read or is no list in JSON.
    """
    try:
        tasks = json.loads(decode_text(Path(path).read_bytes(), str(path)))
    except OSError as error:
        raise SolieuError(
            f"{path}: cannot be read ({error.strerror}); give a file that Label Studio exported"
        ) from None
    except (ValueError, RecursionError) as error:
        raise SolieuError(f"{path}: is not JSON ({error}); export as JSON or JSON-MIN from Label Studio") from None
    if not isinstance(tasks, list):
        raise SolieuError(f"{path}: expected a list of tasks; export as JSON or JSON-MIN from Label Studio")
    return tasks


def piece_of(task: Mapping[str, Any]) -> Piece:
    """Return what was annotated in a task, verified by its checksum.

    Args:
        task: A task of the full export or a record of the smaller one.

    Returns:
        The piece.

    Raises:
        SolieuError: The task is none that solieu made, or its text is no longer the one that was exported.
    """
    data = task["data"] if isinstance(task.get("data"), dict) else task
    for field, kind in _FIELDS.items():
        if not isinstance(data.get(field), kind) or isinstance(data[field], bool):
            raise SolieuError(
                f"its data has no {field!r} as solieu writes it; make tasks with `solieu annotate export`"
            )
    text = restore_text(data[TEXT], data["replaced"])
    if text_sha256(text) != data["piece_sha256"]:
        raise SolieuError("its text is not the one that was exported, as its SHA-256 shows; import the task again")
    if not 1 <= data["piece"] <= data["pieces"]:
        raise SolieuError(f"it is piece {data['piece']} of {data['pieces']}, which cannot be; import the task again")
    return Piece(
        shown=data[TEXT],
        text=text,
        document=data["document"],
        sha256=data["sha256"],
        number=data["piece"],
        pieces=data["pieces"],
        offset=data["offset"],
        meta=data["meta"],
    )


def annotations_of(task: Mapping[str, Any]) -> Iterator[Annotation]:
    """Read the annotations of a task of the full export, or the one of a record of the smaller export.

    Args:
        task: The task or record.

    Yields:
        The annotations, in the order of the file. A record of a task that nobody annotated has none.

    Raises:
        SolieuError: ``annotations`` is no list of objects with a list ``result``.
    """
    if not isinstance(task.get("data"), dict):
        if task.get("annotation_id") is not None:
            yield _annotation(task, task["annotation_id"], task.get("annotator"), list(_flat_result(task)))
        return
    annotations = task.get("annotations") or []
    if not isinstance(annotations, list):
        raise SolieuError("'annotations' must be a list; export as JSON with full annotations")
    for annotation in annotations:
        if not isinstance(annotation, dict) or not isinstance(annotation.get("result"), list):
            raise SolieuError("an annotation has no list 'result'; export as JSON with full annotations")
        yield _annotation(annotation, annotation.get("id"), annotation.get("completed_by"), annotation["result"])


def _annotation(record: Mapping[str, Any], id: Any, annotator: Any, result: list[Any]) -> Annotation:
    lead_time = record.get("lead_time")
    return Annotation(
        id=id,
        annotator=_name(annotator),
        cancelled=bool(record.get("was_cancelled")),
        ground_truth=bool(record.get("ground_truth")),
        created=_string(record.get("created_at")),
        updated=_string(record.get("updated_at")),
        lead_time=float(lead_time) if isinstance(lead_time, int | float) else None,
        result=result,
    )


def _name(annotator: Any) -> str:
    """Return an annotator's e-mail address or number; some exports give more about them."""
    if isinstance(annotator, dict):
        annotator = annotator.get("email") or annotator.get("id")
    return _string(annotator) or ""


def _string(value: Any) -> str | None:
    return None if value is None else str(value)


def _flat_result(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the regions and answers of a flat record in the form of the full export."""
    for kind, name, field in (("labels", LABELS, ""), ("choices", USABILITY, "choices"), ("textarea", COMMENT, "text")):
        values = record.get(name)
        for value in values if isinstance(values, list) else [] if values is None else [values]:
            # A single choice and a single comment are written without what is around them in the full export.
            whole = {field: [value]} if isinstance(value, str) and field else value
            yield {"type": kind, "from_name": name, "to_name": TEXT, "value": whole}
