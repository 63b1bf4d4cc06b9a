"""What Label Studio asks a model for, and the answers: tasks in, predictions out.

The format is that of the machine learning backends of Label Studio 1.23: a request holds ``tasks`` and the project's
``label_config``; the answer holds under ``results`` one prediction for each task, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from solieu.annotation.documents import Document, Span
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_text import restore_text

# Finds the entities of documents, in order.
Predict = Callable[[Sequence[Document]], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Control:
    """The tags of a labelling configuration by which spans of a text are labelled.

    Args:
        from_name: The name of the ``Labels`` tag.
        to_name: The name of the ``Text`` tag.
        field: Where in a task's data the text stands.
        labels: What results hold for each label: by its value, its alias, and by either in small letters.
    """

    from_name: str
    to_name: str
    field: str
    labels: dict[str, str]


def find_control(label_config: object) -> Control:
    """Find the tags for labelling text in a project's configuration.

    Args:
        label_config: The XML.

    Returns:
        The first ``Labels`` tag whose ``toName`` is a ``Text`` tag.

    Raises:
        SolieuError: It is no XML, or has no such tag.
    """
    if not isinstance(label_config, str) or "<!DOCTYPE" in label_config or "<!ENTITY" in label_config:
        raise SolieuError("'label_config' must be the project's labelling configuration, XML without declarations")
    try:
        root = ET.fromstring(label_config)  # noqa: S314 - checked above
    except (ET.ParseError, RecursionError) as error:
        raise SolieuError(f"'label_config' is no XML ({error})") from None
    texts = {tag.get("name", ""): tag.get("value", "") for tag in root.iter("Text")}
    for tag in root.iter("Labels"):
        target = tag.get("toName", "")
        if target in texts and texts[target].startswith("$"):
            labels: dict[str, str] = {}
            for label in tag.iter("Label"):
                value, alias = label.get("value", ""), label.get("alias", "")
                for name in (alias, value, alias.lower(), value.lower()):
                    labels.setdefault(name, alias or value)
            return Control(tag.get("name", ""), target, texts[target][1:], labels)
    raise SolieuError(
        "'label_config' has no <Labels> whose toName is a <Text>; set what `solieu annotate config` writes"
    )


def answer_predict(request: object, predict: Predict, model_version: str) -> dict[str, Any]:
    """Answer a request for predictions.

    Args:
        request: The parsed JSON.
        predict: The model.
        model_version: Its name; Label Studio hides predictions without one.

    Returns:
        The answer. Spans whose label the configuration does not offer are left out.

    Raises:
        SolieuError: The request is laid out otherwise; the message names the field.
    """
    if not isinstance(request, dict):
        raise SolieuError("a request must be a JSON object with 'tasks' and 'label_config'")
    tasks = request.get("tasks")
    if not isinstance(tasks, list):
        raise SolieuError("'tasks' must be a list of tasks")
    if not tasks:
        return {"results": [], "model_version": model_version}
    control = find_control(request.get("label_config"))
    shown = [_text(task, control, number) for number, task in enumerate(tasks, start=1)]
    documents = [
        Document(_restored(text, task["data"], number))
        for number, (text, task) in enumerate(zip(shown, tasks, strict=True), start=1)
    ]
    results = [
        _prediction(document.spans, text, control, model_version)
        for document, text in zip(predict(documents), shown, strict=True)
    ]
    return {"results": results, "model_version": model_version}


def _text(task: object, control: Control, number: int) -> str:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        raise SolieuError(f"task {number} must be an object with 'data'")
    text = data.get(control.field)
    if not isinstance(text, str):
        raise SolieuError(f"task {number} must have its text in data[{control.field!r}], which the configuration shows")
    return text


def _restored(shown: str, data: dict[str, Any], number: int) -> str:
    """Return the original text of a task that solieu made: it has as many characters."""
    replaced = data.get("replaced")
    if not isinstance(replaced, dict):
        return shown
    try:
        return restore_text(shown, replaced)
    except SolieuError as error:
        raise SolieuError(f"task {number}: {error}") from None


def _prediction(spans: Iterable[Span], text: str, control: Control, model_version: str) -> dict[str, Any]:
    regions: list[dict[str, Any]] = []
    scores: list[float] = []
    for span in spans:
        label = control.labels.get(span.label) or control.labels.get(span.label.lower())
        if label is None:
            continue
        region: dict[str, Any] = {
            "id": f"{span.start}-{span.end}-{span.label}"[:40],
            "from_name": control.from_name,
            "to_name": control.to_name,
            "type": "labels",
            "value": {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [label]},
        }
        if span.score is not None:
            region["score"] = span.score
            scores.append(span.score)
        regions.append(region)
    prediction: dict[str, Any] = {"result": regions, "model_version": model_version}
    if scores:
        prediction["score"] = sum(scores) / len(scores)
    return prediction
