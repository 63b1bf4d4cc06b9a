"""`solieu annotate push` and `pull`: articles to a Label Studio server and annotations back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from solieu.annotation.errors import SolieuError
from solieu.option_values import Agree, Disagreements, OnlyLabels, Skipped
from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
    from solieu.label_studio import LabelStudio

_Result = TypeVar("_Result")

_Title = Annotated[str, typer.Option("--project", metavar="TITLE", help="The project's title on the server.")]
Url = Annotated[str, typer.Option(envvar="LABEL_STUDIO_URL", help="The server's address.")]
TokenFile = Annotated[
    Path | None,
    typer.Option(help="A file that holds the account's token; by default the variable LABEL_STUDIO_API_KEY does."),
]
LOCAL = "http://localhost:8080"


def push(
    paths: Annotated[list[str], typer.Argument(help="Articles: .txt, .jsonl, CoNLL, directories, or - .")],
    project: _Title,
    url: Url = LOCAL,
    token_file: TokenFile = None,
    model: Annotated[
        str | None, typer.Option(help="A directory that `solieu train` wrote; what it finds is suggested.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="What to suggest: a file of `solieu extract` or `solieu annotate suggest`.")
    ] = None,
    model_version: Annotated[
        str | None, typer.Option(help="What Label Studio calls the suggestions; by default as the model's directory.")
    ] = None,
    labels: Annotated[Path | None, typer.Option(help="A label file; by default solieu's own labels.")] = None,
) -> None:
    """Send articles to a project on a Label Studio server; what it has already is not sent again."""
    from solieu.annotation.labels import LabelSchema
    from solieu.articles_to_annotate import read_articles_to_annotate
    from solieu.label_studio_push import push as run
    from solieu.suggestions import find_suggestions, refuse_suggested, without_suggestions

    schema = LabelSchema.load(labels) if labels else LabelSchema.default()
    documents, errors = read_articles_to_annotate(paths)
    suggestions = find_suggestions(documents, model, predictions, model_version)
    if suggestions is None:
        refuse_suggested(documents)
    else:
        documents = without_suggestions(documents)
    console = plain_console(stderr=True)
    with connected(url, token_file) as server:
        try:
            done = with_bar(
                "articles sent",
                lambda report: run(server, project, documents, schema, suggestions=suggestions, report=report),
            )
        except KeyboardInterrupt:
            console.print("interrupted: run the same command again; what has arrived is not sent twice", soft_wrap=True)
            raise typer.Exit(130) from None
    errors += [
        SolieuError(
            f"document {name!r}: is in the project with another text, so it was not sent; give the new text an id of "
            "its own, or delete the old task"
        )
        for name in done.changed
    ]
    errors += [
        SolieuError(
            f"document {name!r}: was sent by another push meanwhile, so it stands there more than once (tasks "
            f"{', '.join(map(str, numbers))}); delete the tasks that nobody has annotated"
        )
        for name, numbers in done.twice.items()
    ]
    console.print(f"{done.sent} sent, {done.there} there already: {server.url}/projects/{done.project}", soft_wrap=True)
    if done.hidden and suggestions is not None:
        console.print(
            f"the page now shows the suggestions of {suggestions.model_version!r} and no longer those of "
            f"{done.hidden!r}; the project's settings (Annotation) can change that",
            soft_wrap=True,
        )
    for error in errors:
        show_error(error)
    if errors:
        raise typer.Exit(1)


def pull(
    project: _Title,
    out: Annotated[Path, typer.Option(help="Write the annotated articles to this file, JSONL.")],
    url: Url = LOCAL,
    token_file: TokenFile = None,
    agree: Agree = None,
    disagreements: Disagreements = None,
    skipped: Skipped = None,
    tasks: Annotated[
        Path | None, typer.Option(help="Write the tasks as they are on the server to this file, JSON.")
    ] = None,
    labels: OnlyLabels = None,
) -> None:
    """Get all annotations of a project on a Label Studio server; exit status 1 if anything in them was refused."""
    from solieu.annotation.label_studio_annotations import read_tasks
    from solieu.annotation.label_studio_tasks import write_tasks
    from solieu.annotation.labels import LabelSchema
    from solieu.annotations_output import write_annotations
    from solieu.label_studio_pull import pull as run

    if disagreements is not None and agree is None:
        raise SolieuError("--disagreements lists what --agree had to decide; give a rule with --agree")
    schema = LabelSchema.load(labels) if labels else None
    with connected(url, token_file) as server:
        found = with_bar("tasks read", lambda report: run(server, project, report))
    if tasks is not None:
        write_tasks(found, tasks)
    result = read_tasks(found, schema)
    console = plain_console(stderr=True)
    write_annotations(result, out, console, agree=agree, disagreements=disagreements, skipped=skipped)
    if result.refused:
        raise typer.Exit(1)


@contextmanager
def connected(url: str, token_file: Path | None) -> Iterator[LabelStudio]:
    """A Label Studio server, with the token in a file or in the environment."""
    from solieu.label_studio import LabelStudio
    from solieu.label_studio_connection import Connection
    from solieu.label_studio_token import read_token

    with Connection(url, read_token(token_file)) as connection:
        yield LabelStudio(connection)


def with_bar(what: str, work: Callable[[Callable[[int, int], None]], _Result]) -> _Result:
    """Do work that reports how many of how many are done, with a bar on standard error."""
    console = plain_console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))
