"""`solieu annotate push`: articles, with suggestions if there are any, to a project on a Label Studio server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_config import check_config, labelling_config
from solieu.annotation.label_studio_tasks import make_tasks
from solieu.annotation.label_studio_text import text_sha256
from solieu.annotation.labels import LabelSchema
from solieu.label_studio import LabelStudio, Project
from solieu.suggestions import Suggestions

# What one batch may hold: the server writes it as a whole, and an interrupted push repeats no more than one.
_BATCH_TASKS = 50
_BATCH_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did.

    Args:
        project: The number of the project.
        sent: How many articles were sent.
        there: How many were there already, with the same text.
        changed: The ids of those that are there with another text; they were left alone.
        hidden: Whose suggestions the page showed before and shows no longer; empty if there are none.
        twice: The ids of articles that another push sent meanwhile, with the numbers of all their tasks.
    """

    project: int
    sent: int
    there: int
    changed: tuple[str, ...]
    hidden: str
    twice: dict[str, list[int]]


def push(
    server: LabelStudio,
    title: str,
    documents: Sequence[Document],
    schema: LabelSchema,
    *,
    suggestions: Suggestions | None = None,
    report: Callable[[int, int], None],
) -> Pushed:
    """Bring a project up to date with articles: what it lacks is sent, what it has is left alone.

    An article is known by its id and the SHA-256 of its text, so an interrupted push is gone on with by running it
    again.

    Args:
        server: The server.
        title: The project's title; it is made if there is none.
        documents: The articles, each with an id of its own. Those with spans get them as a ground truth annotation.
        schema: The labels of the project.
        suggestions: What annotators are to see in articles that are sent; None for bare texts.
        report: Is told after each batch how many of how many articles have been sent.

    Returns:
        What was done.

    Raises:
        SolieuError: An article has a label that the schema lacks, the project's labelling configuration is another,
            or the server refuses.
    """
    _check_labels(documents, schema)
    project = _project(server, title, schema)
    there = _tasks_there(server, project)
    texts = {(name, sha256) for name, sha256, _ in there}
    names = {name for name, _ in texts}
    pending = [document for document in documents if document.id not in names]
    changed = tuple(
        document.id
        for document in documents
        if document.id in names and (document.id, text_sha256(document.text)) not in texts
    )
    expected = sum(map(len, there.values()))
    sent, hidden = 0, ""
    report(0, len(pending))
    for batch, count in _batches(_tasks(pending, schema, suggestions)):
        server.import_tasks(project, batch)
        shown = {prediction["model_version"] for task in batch for prediction in task.get("predictions", ())}
        if shown - {project.model_version}:
            # The page shows the suggestions of one version only.
            hidden = project.model_version
            project = server.change_project(project, model_version=shown.pop())
        expected += len(batch)
        sent += count
        report(sent, len(pending))
    twice: dict[str, list[int]] = {}
    if sent and server.count_tasks(project) != expected:
        # The server had not yet finished with a push that was killed, or somebody else pushed.
        for (name, _, _), numbers in _tasks_there(server, project).items():
            if len(numbers) > 1:
                twice.setdefault(name, []).extend(numbers)
    return Pushed(project.id, sent, len(documents) - len(pending) - len(changed), changed, hidden, twice)


def _check_labels(documents: Iterable[Document], schema: LabelSchema) -> None:
    for document in documents:
        for span in document.spans:
            if span.label not in schema.names:
                raise SolieuError(
                    f"document {document.id!r}: has the label {span.label!r}, which the project's labels "
                    f"({', '.join(schema.names)}) lack; give the label file with --labels"
                )


def _project(server: LabelStudio, title: str, schema: LabelSchema) -> Project:
    """Find the project or make it, and see that its labels are ours."""
    if len(title.strip()) < 3:
        raise SolieuError(f"the title {title!r} is too short; Label Studio wants three characters or more")
    if title != title.strip() or len(title) > 50:
        raise SolieuError(f"the title {title!r} must have at most 50 characters and no space at its ends")
    project = server.find_project(title)
    if project is None:
        return server.create_project(title, labelling_config(schema))
    if project.is_new:
        return server.change_project(project, label_config=labelling_config(schema))
    try:
        check_config(project.config, schema)
    except SolieuError as error:
        raise SolieuError(f"{server.url}, project {title!r}: {error}") from None
    return project


def _tasks_there(server: LabelStudio, project: Project) -> dict[tuple[str, str, str], list[int]]:
    """Return the numbers of the tasks of each article's id, SHA-256 and piece; usually there is one."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for task, _ in server.tasks(project, fields=("id", "data")):
        data = task.get("data")
        if isinstance(data, dict) and "document" in data:
            key = (str(data["document"]), str(data.get("sha256")), str(data.get("piece")))
            found.setdefault(key, []).append(task["id"])
    return found


def _tasks(
    documents: Sequence[Document], schema: LabelSchema, suggestions: Suggestions | None
) -> Iterator[list[dict[str, Any]]]:
    """Make the tasks of each article."""
    if suggestions is None:
        yield from (make_tasks(document) for document in documents)
        return
    for document, prediction in zip(documents, suggestions.of(documents), strict=True):
        if prediction is not None:
            _check_labels([document.with_spans(prediction.spans)], schema)
        yield make_tasks(document, predictions=[] if prediction is None else [prediction])


def _batches(articles: Iterable[list[dict[str, Any]]]) -> Iterator[tuple[list[dict[str, Any]], int]]:
    """Put articles together into batches, the tasks of one article always into the same.

    Yields:
        The tasks of a batch, and of how many articles they are.
    """
    batch: list[dict[str, Any]] = []
    count = characters = 0
    for tasks in articles:
        size = sum(len(task["data"]["text"]) for task in tasks)
        if batch and (len(batch) + len(tasks) > _BATCH_TASKS or characters + size > _BATCH_CHARACTERS):
            yield batch, count
            batch, count, characters = [], 0, 0
        batch += tasks
        count, characters = count + 1, characters + size
    if batch:
        yield batch, count
