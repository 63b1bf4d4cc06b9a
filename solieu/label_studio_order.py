"""`solieu annotate next --project`: the order in which a project's page offers the articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.label_studio_unannotated import unannotated_articles
from solieu.label_studio import LabelStudio

# The field of a task's data that holds its place, and the tab of the project's page that is sorted by it.
ORDER = "order"
TAB = "solieu next"


def order_project(
    server: LabelStudio,
    title: str,
    order: Callable[[Sequence[Document]], list[Document]],
    report: Callable[[int, int], None],
) -> list[Document]:
    """Number the articles of a project that nobody has annotated, and make a tab that lists them in this order.

    The pieces of an article follow each other. Articles that are not chosen lose the number of an earlier call;
    articles that somebody has annotated keep it.

    Args:
        server: The server.
        title: The project's title.
        order: Returns the articles to annotate next, the first one first; others are left out.
        report: Is told how many of how many tasks have been numbered.

    Returns:
        The articles in order.

    Raises:
        SolieuError: There is no such project, all its articles are annotated, or the server refuses.
    """
    project = server.existing_project(title)
    waiting = unannotated_articles(task for task, _ in server.tasks(project))
    if not waiting:
        raise SolieuError(f"{server.url}, project {title!r}: holds no article that nobody has annotated; push others")
    by_id = {article.document.id: article for article in waiting}
    ordered = order([article.document for article in by_id.values()])
    chosen = [task for document in ordered for task in by_id[document.id].tasks]
    places = {task["id"]: place for place, task in enumerate(chosen, start=1)}
    tasks = [task for article in waiting for task in article.tasks]
    for done, task in enumerate(tasks):
        report(done, len(tasks))
        place = places.get(task["id"])
        if task["data"].get(ORDER) != place:
            data = {name: value for name, value in task["data"].items() if name != ORDER}
            server.change_task_data(task["id"], data if place is None else {**data, ORDER: place})
    report(len(tasks), len(tasks))
    server.show_sorted(project, TAB, ORDER)
    return ordered
