"""Documents as Label Studio's tasks: what its import takes, from a file or over its interface."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_config import LABELS, TEXT
from solieu.annotation.label_studio_pieces import split_text
from solieu.annotation.label_studio_text import show_text, text_sha256


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model found in a document, to be shown to annotators as a suggestion.

    Args:
        spans: The entities, flat, in offsets of the whole document.
        model_version: The name under which Label Studio lists the prediction; it hides predictions without one.
        score: The model's confidence in the whole document, in [0, 1]; None if it has none.

    Raises:
        SolieuError: The model's version is empty, or the score is outside [0, 1].
    """

    spans: tuple[Span, ...]
    model_version: str
    score: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.model_version, str) or not self.model_version.strip():
            raise SolieuError("a prediction needs a model version; Label Studio hides predictions that have none")
        if self.score is not None and not 0.0 <= self.score <= 1.0:
            raise SolieuError(f"a prediction's score must be a number from 0 to 1, not {self.score!r}")


def make_tasks(
    document: Document, *, predictions: Sequence[Prediction] = (), limit: int = 20_000
) -> list[dict[str, Any]]:
    """Make the tasks of a document: one, or one for each piece of a long text.

    A task's ``data`` holds what is needed to find the way back: the ``text`` as Label Studio can show it without
    moving an offset and what was ``replaced`` for that; the id of the ``document``; the ``sha256`` of its whole text
    and the ``piece_sha256`` of this piece, both before any replacement; which ``piece`` of how many ``pieces`` it is
    and at which ``offset`` in code points it begins; and the document's ``meta``. None of these is a name that
    Label Studio's smaller export (JSON-MIN) puts beside them.

    Args:
        document: The document. If it has spans, they become a ground truth annotation, in each piece.
        predictions: Models' suggestions for it.
        limit: How many code points a piece may have. No cut goes through a span, so a piece can be longer.

    Returns:
        The tasks, in the order of the pieces.

    Raises:
        SolieuError: A span of the document has a score, so it is a model's; a prediction does not fit the text; or
            the limit is not positive.
    """
    if any(span.score is not None for span in document.spans):
        raise SolieuError(
            f"document {document.id!r}: its spans have scores, so a model made them; give them as predictions"
        )
    fitting = [(prediction, document.with_spans(prediction.spans).spans) for prediction in predictions]
    starts = split_text(document.text, [*document.spans, *(span for _, spans in fitting for span in spans)], limit)
    whole = text_sha256(document.text)
    tasks: list[dict[str, Any]] = []
    for number, (start, end) in enumerate(pairwise([*starts, len(document.text)]), start=1):
        piece = document.text[start:end]
        shown, replaced = show_text(piece)
        data = {
            TEXT: shown,
            "document": document.id,
            "sha256": whole,
            "piece_sha256": text_sha256(piece),
            "piece": number,
            "pieces": len(starts),
            "offset": start,
            "replaced": replaced,
            "meta": dict(document.meta),
        }
        task: dict[str, Any] = {"data": data}
        if document.spans:
            result = _result(shown, start, document.spans, f"{whole} {number} gold")
            task["annotations"] = [{"result": result, "ground_truth": True, "was_cancelled": False}]
        if fitting:
            task["predictions"] = [
                _prediction(prediction, _result(shown, start, spans, f"{whole} {number} {index}"))
                for index, (prediction, spans) in enumerate(fitting)
            ]
        tasks.append(task)
    return tasks


def _prediction(prediction: Prediction, result: list[dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {"model_version": prediction.model_version, "result": result}
    if prediction.score is not None:
        made["score"] = prediction.score
    return made


def _result(shown: str, offset: int, spans: Iterable[Span], seed: str) -> list[dict[str, Any]]:
    """Return the regions of the spans that lie in a piece; the seed makes their ids differ from all others."""
    regions: list[dict[str, Any]] = []
    for span in spans:
        start, end = span.start - offset, span.end - offset
        if not 0 <= start < end <= len(shown):
            continue
        name = hashlib.sha256(f"{seed} {start} {end} {span.label}".encode("utf-8", "surrogatepass")).hexdigest()[:10]
        region: dict[str, Any] = {
            "id": name,
            "from_name": LABELS,
            "to_name": TEXT,
            "type": "labels",
            "value": {"start": start, "end": end, "text": shown[start:end], "labels": [span.label]},
        }
        if span.score is not None:
            region["score"] = span.score
        regions.append(region)
    return regions


def write_tasks(tasks: Iterable[Mapping[str, Any]], path: str | Path) -> int:
    """Write tasks as the JSON file that Label Studio imports, atomically.

    Args:
        tasks: The tasks; they are taken one at a time.
        path: The file.

    Returns:
        How many tasks were written.

    Raises:
        SolieuError: The file cannot be written, or a document's ``meta`` holds what JSON cannot.
    """
    count = 0
    with write_atomically(path, "wb") as stream:
        for task in tasks:
            stream.write(b",\n" if count else b"[\n")
            stream.write(_encoded(task))
            count += 1
        stream.write(b"\n]\n" if count else b"[]\n")
    return count


def _encoded(task: Mapping[str, Any]) -> bytes:
    try:
        try:
            return json.dumps(task, ensure_ascii=False, allow_nan=False).encode("utf-8")
        except UnicodeEncodeError:
            return json.dumps(task, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        name = task["data"]["document"]
        raise SolieuError(f"document {name!r}: its 'meta' cannot be written as JSON ({error})") from None
