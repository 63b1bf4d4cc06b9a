"""What solieu asks of a Label Studio server: projects, their tasks, and who annotates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from solieu.annotation.errors import SolieuError
from solieu.label_studio_connection import Connection

_PAGE = 100  # tasks in an answer; the server gives no more than 100 unless it is set up to


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the server.

    Args:
        id: Its number.
        title: What it is called.
        config: Its labelling configuration, XML.
        model_version: Whose suggestions the page shows; empty if it has none yet.
    """

    id: int
    title: str
    config: str
    model_version: str

    @property
    def is_new(self) -> bool:
        """Whether its labelling configuration is the empty one that a project is made with."""
        return "".join(self.config.split()) in ("", "<View></View>", "<View/>")


class LabelStudio:
    """A Label Studio server, as far as solieu uses it.

    Args:
        connection: The way to it.
    """

    def __init__(self, connection: Connection) -> None:
        self.url = connection.url
        self._connection = connection

    def find_project(self, title: str) -> Project | None:
        """Return the project of exactly this title, or None if there is none.

        Raises:
            SolieuError: There are several, or the server gives no usable answer.
        """
        found: list[Project] = []
        page, more = 1, True
        while more:
            # The server finds all titles that contain the words, in upper or lower case.
            answer = self._object("GET", "/api/projects/", params={"title": title, "page": page, "page_size": _PAGE})
            found += [self._project(record) for record in self._list(answer, "results") if record.get("title") == title]
            page, more = page + 1, bool(answer.get("next"))
        if len(found) > 1:
            raise SolieuError(
                f"{self.url}: {len(found)} projects have the title {title!r} (numbers "
                f"{', '.join(str(project.id) for project in found)}); rename all but one of them"
            )
        return found[0] if found else None

    def create_project(self, title: str, config: str) -> Project:
        """Make a project.

        Args:
            title: Its title, of three characters or more.
            config: Its labelling configuration.
        """
        return self._project(self._object("POST", "/api/projects/", body={"title": title, "label_config": config}))

    def change_project(self, project: Project, **values: str) -> Project:
        """Give a project other values, named as the API names them (``label_config``, ``model_version``)."""
        return self._project(self._object("PATCH", f"/api/projects/{project.id}/", body=values))

    def import_tasks(self, project: Project, tasks: Sequence[dict[str, Any]]) -> None:
        """Add tasks to a project; the server takes all of them or none."""
        answer = self._object("POST", f"/api/projects/{project.id}/import", body=list(tasks))
        count = answer.get("task_count")
        if count != len(tasks):
            raise SolieuError(f"{self.url}: took {count} of {len(tasks)} articles; look into the project's page")

    def tasks(self, project: Project, *, fields: Sequence[str] = ()) -> Iterator[tuple[dict[str, Any], int]]:
        """Read all tasks of a project, page by page.

        Args:
            project: The project.
            fields: The fields that are wanted; all if empty, annotations and suggestions among them.

        Yields:
            Each task and the number of all.

        Raises:
            SolieuError: Tasks were added or deleted meanwhile.
        """
        wanted = {"include": ",".join(fields)} if fields else {"fields": "all"}
        seen: set[int] = set()
        page = total = 0
        while page == 0 or len(seen) < total:
            page += 1
            query = {"project": project.id, "page": page, "page_size": _PAGE, **wanted}
            answer = self._object("GET", "/api/tasks/", params=query)
            total = int(answer.get("total", 0))
            tasks = self._list(answer, "tasks")
            fresh = [task for task in tasks if task.get("id") not in seen]
            if len(fresh) < len(tasks) or (not tasks and len(seen) < total):
                raise SolieuError(f"{self.url}: the project {project.title!r} was changed while it was read; try again")
            for task in fresh:
                seen.add(int(task["id"]))
                yield task, total

    def user_names(self) -> dict[int, str]:
        """Return the accounts' numbers and what each is called: the address that it logs in with."""
        users = self._connection.ask("GET", "/api/users/")
        if not isinstance(users, list):
            raise self._connection.strange()
        return {int(user["id"]): str(user.get("email") or user.get("username") or user["id"]) for user in users}

    def _project(self, record: dict[str, Any]) -> Project:
        if not isinstance(record.get("id"), int):
            raise self._connection.strange()
        texts = [str(record.get(name) or "") for name in ("title", "label_config", "model_version")]
        return Project(record["id"], *texts)

    def _object(self, method: str, path: str, **others: Any) -> dict[str, Any]:
        answer = self._connection.ask(method, path, **others)
        if not isinstance(answer, dict):
            raise self._connection.strange()
        return answer

    def _list(self, answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
        found = answer.get(name)
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise self._connection.strange()
        return found
