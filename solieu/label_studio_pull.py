"""`solieu annotate pull`: the annotations of a project on a Label Studio server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solieu.label_studio import LabelStudio


def pull(server: LabelStudio, title: str, report: Callable[[int, int], None]) -> list[dict[str, Any]]:
    """Read all tasks of a project with all annotations and suggestions.

    Args:
        server: The server.
        title: The project's title.
        report: Is told how many of how many tasks have been read.

    Returns:
        The tasks as Label Studio gives them, but with the annotators' names beside their numbers, as in its exports.

    Raises:
        SolieuError: There is no such project, or the server refuses.
    """
    project = server.existing_project(title)
    names = server.user_names()
    tasks: list[dict[str, Any]] = []
    for task, total in server.tasks(project):
        for annotation in task.get("annotations") or []:
            number = annotation.get("completed_by")
            if number in names:
                annotation["completed_by"] = {"id": number, "email": names[number]}
        tasks.append(task)
        report(len(tasks), total)
    return tasks
