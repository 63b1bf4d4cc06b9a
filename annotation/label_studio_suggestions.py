"""Which suggestions annotators started from in Label Studio, beside what they made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from solieu.annotation.documents import Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_annotations import read_tasks


@dataclass(frozen=True, slots=True)
class StartedFrom:
    """Annotations and the suggestions that the annotators saw.

    Args:
        pairs: By the suggestions' model version, for each annotated article the suggested and the annotated spans.
        others: How many annotations were made without a suggestion.
    """

    pairs: dict[str, list[tuple[tuple[Span, ...], tuple[Span, ...]]]]
    others: int


def read_suggestions(tasks: Iterable[Mapping[str, Any]]) -> StartedFrom:
    """Pair annotations with the suggestions that they were started from.

    Label Studio notes in an annotation which prediction it was filled in with (``parent_prediction``). Annotations
    that were skipped, say that the text cannot be used, or leave out a piece of the article are not counted.

    Args:
        tasks: Tasks with annotations and whole predictions, as ``solieu annotate pull --tasks`` writes them.

    Returns:
        The pairs, for each annotator's version of an article.

    Raises:
        SolieuError: The predictions are not there, only their numbers.
    """
    annotated: dict[str, list[Mapping[str, Any]]] = {}
    suggested: dict[str, list[Mapping[str, Any]]] = {}
    others = 0
    for task in tasks:
        predictions = _by_number(task)
        for annotation in task.get("annotations") or []:
            prediction = predictions.get(annotation.get("parent_prediction"))
            if prediction is None:
                others += not annotation.get("was_cancelled")
                continue
            version = str(prediction.get("model_version"))
            annotated.setdefault(version, []).append({**task, "annotations": [annotation]})
            # Read as the annotation of somebody who changed nothing.
            unchanged = {**annotation, "result": prediction.get("result") or []}
            suggested.setdefault(version, []).append({**task, "annotations": [unchanged]})
    pairs: dict[str, list[tuple[tuple[Span, ...], tuple[Span, ...]]]] = {}
    for version, made in annotated.items():
        shown = {found.annotations: found.document for found in read_tasks(suggested[version]).versions}
        for found in read_tasks(made).versions:
            if found.usable and found.annotations in shown:
                pair = (shown[found.annotations].spans, found.document.spans)
                pairs.setdefault(version, []).append(pair)
    return StartedFrom(pairs, others)


def _by_number(task: Mapping[str, Any]) -> dict[Any, Mapping[str, Any]]:
    predictions = task.get("predictions") or []
    if not all(isinstance(prediction, Mapping) for prediction in predictions):
        raise SolieuError(
            f"task {task.get('id')}: has only the numbers of its predictions; write the tasks with "
            "`solieu annotate pull --tasks`"
        )
    return {prediction.get("id"): prediction for prediction in predictions}
