"""What solieu asks of a Label Studio server: projects, their tasks, and who annotates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solieu.annotation.errors import SolieuError
from solieu.label_studio_connection import Connection

if TYPE_CHECKING:
    from label_studio_sdk import LabelStudio as Client

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

        def look(sdk: Client) -> tuple[list[Project], bool]:
            # The server finds all titles that contain the words, in upper or lower case. Pages are asked for one by
            # one: the client's own iterator asks for another after the last, and takes any 404 for the end.
            answer: Any = sdk.projects.list(title=title, page=page, page_size=_PAGE)
            same = [self._project(record) for record in answer.items or () if record.title == title]
            return same, bool(answer.response.next)

        while more:
            same, more = self._connection.ask(look)
            found += same
            page += 1
        if len(found) > 1:
            raise SolieuError(
                f"{self.url}: {len(found)} projects have the title {title!r} (numbers "
                f"{', '.join(str(project.id) for project in found)}); rename all but one of them"
            )
        return found[0] if found else None

    def existing_project(self, title: str) -> Project:
        """Return the project of exactly this title.

        Raises:
            SolieuError: There is none, or there are several.
        """
        project = self.find_project(title)
        if project is None:
            raise SolieuError(
                f"{self.url}: has no project {title!r} that the token's account can see; give a title as the page "
                "has it"
            )
        return project

    def create_project(self, title: str, config: str) -> Project:
        """Make a project.

        Args:
            title: Its title, of three characters or more.
            config: Its labelling configuration.
        """
        return self._connection.ask(lambda sdk: self._project(sdk.projects.create(title=title, label_config=config)))

    def change_project(
        self, project: Project, *, label_config: str | None = None, model_version: str | None = None
    ) -> Project:
        """Give a project another labelling configuration or another model whose suggestions are shown."""
        values = {"label_config": label_config, "model_version": model_version}
        given: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
        return self._connection.ask(lambda sdk: self._project(sdk.projects.update(project.id, **given)))

    def import_tasks(self, project: Project, tasks: Sequence[dict[str, Any]]) -> None:
        """Add tasks to a project; the server takes all of them or none.

        Raises:
            SolieuError: An article's id or ``meta`` cannot be sent, or the server refuses.
        """
        for task in tasks:
            _check_sendable(task)
        request: Any = tasks  # the client's own class for a task would only be made JSON of again
        count = self._connection.ask(lambda sdk: sdk.projects.import_tasks(project.id, request=request).task_count)
        if count != len(tasks):
            raise SolieuError(f"{self.url}: took {count} of {len(tasks)} articles; look into the project's page")

    def count_tasks(self, project: Project) -> int:
        """Return how many tasks a project has."""
        count = self._connection.ask(lambda sdk: sdk.projects.get(project.id).task_number)
        if count is None:
            raise self._connection.strange()
        return count

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
        wanted: dict[str, Any] = {"include": ",".join(fields), "fields": "task_only"} if fields else {"fields": "all"}
        seen: set[int] = set()
        page = total = 0

        def read(sdk: Client) -> tuple[list[tuple[int, dict[str, Any]]], int]:
            answer: Any = sdk.tasks.list(project=project.id, page=page, page_size=_PAGE, **wanted)
            tasks = [task.model_dump(mode="json", exclude_unset=True) for task in answer.items or ()]
            return [(int(task["id"]), task) for task in tasks], int(answer.response.total)

        while page == 0 or len(seen) < total:
            page += 1
            tasks, total = self._connection.ask(read)
            fresh = [(number, task) for number, task in tasks if number not in seen]
            if len(fresh) < len(tasks) or (not tasks and len(seen) < total):
                raise SolieuError(f"{self.url}: the project {project.title!r} was changed while it was read; try again")
            for number, task in fresh:
                seen.add(number)
                yield task, total

    def change_task_data(self, number: int, data: Mapping[str, Any]) -> None:
        """Put other data into a task, in place of all that it has."""
        self._connection.ask(lambda sdk: sdk.tasks.update(str(number), data=dict(data)))

    def show_sorted(self, project: Project, title: str, field: str) -> None:
        """Make a tab in the project's page, or set it anew, that lists the tasks by a number in their data.

        Args:
            project: The project.
            title: What the tab is called.
            field: The field of the tasks' data; tasks without it come last.
        """
        column = f"tasks:data.{field}"
        data = {"title": title, "type": "list", "ordering": [column], "columnsDisplayType": {column: "Number"}}

        def show(sdk: Client) -> None:
            for view in sdk.views.list(project=project.id):
                if isinstance(view.data, dict) and view.data.get("title") == title:
                    sdk.views.update(str(view.id), project=project.id, data=view.data | data)
                    return
            sdk.views.create(project=project.id, data=data)

        self._connection.ask(show)

    def user_names(self) -> dict[int, str]:
        """Return the accounts' numbers and what each is called: the address that it logs in with."""
        return self._connection.ask(
            lambda sdk: {int(user.id): str(user.email or user.username or user.id) for user in sdk.users.list()}
        )

    def _project(self, record: Any) -> Project:
        if not isinstance(record.id, int):
            raise self._connection.strange()
        return Project(record.id, record.title or "", record.label_config or "", record.model_version or "")


def _check_sendable(task: Mapping[str, Any]) -> None:
    try:
        json.dumps(task, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        name = task["data"]["document"]
        raise SolieuError(f"document {name!r}: its id or 'meta' cannot be sent as JSON ({error}); correct it") from None
