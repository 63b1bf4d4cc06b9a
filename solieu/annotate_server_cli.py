"""`solieu annotate push` and its like: the commands that talk to a Label Studio server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from solieu.annotate_cli import annotate_app
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
    from solieu.label_studio import LabelStudio
    from solieu.label_studio_push import Suggestions

_Result = TypeVar("_Result")

_Title = Annotated[str, typer.Option("--project", metavar="TITLE", help="The project's title on the server.")]
_Url = Annotated[str, typer.Option(envvar="LABEL_STUDIO_URL", help="The server's address.")]
_TokenFile = Annotated[
    Path | None,
    typer.Option(help="A file that holds the account's token; by default the variable LABEL_STUDIO_API_KEY does."),
]
_LOCAL = "http://localhost:8080"


@annotate_app.command()
def push(
    paths: Annotated[list[str], typer.Argument(metavar="FILE…", help="Articles: .txt, .jsonl, directories, or - .")],
    project: _Title,
    url: _Url = _LOCAL,
    token_file: _TokenFile = None,
    model: Annotated[
        str | None, typer.Option(help="A directory that `solieu train` wrote; what it finds is suggested.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="A file that `solieu extract --out` wrote; what it holds is suggested.")
    ] = None,
    model_version: Annotated[
        str | None, typer.Option(help="The suggestions' name; by default the name of the model's directory.")
    ] = None,
    labels: Annotated[Path | None, typer.Option(help="A label file; by default solieu's own labels.")] = None,
) -> None:
    """Send articles to a project on a Label Studio server; what it has already is not sent again."""
    from solieu.label_studio_push import push as run

    schema = LabelSchema.load(labels) if labels else LabelSchema.default()
    suggestions = _suggestions(model, predictions, model_version)
    documents, errors = _articles(paths)
    console = plain_console(stderr=True)
    with _server(url, token_file) as server:
        try:
            done = _with_bar(
                "articles sent",
                lambda report: run(server, project, documents, schema, suggestions=suggestions, report=report),
            )
        except KeyboardInterrupt:
            console.print("interrupted: run the same command again; what has arrived is not sent twice", soft_wrap=True)
            raise typer.Exit(130) from None
    for error in errors:
        show_error(error)
    for name in done.changed:
        show_error(
            SolieuError(
                f"document {name!r}: is in the project with another text, so it was not sent; give the new text an id "
                "of its own, or delete the old task"
            )
        )
    console.print(
        f"{done.sent} articles sent, {done.there} there already, {len(done.changed)} with another text: "
        f"{server.url}/projects/{done.project}",
        soft_wrap=True,
    )
    if done.hidden and suggestions is not None:
        console.print(
            f"the page now shows the suggestions of {suggestions.model_version!r} and no longer those of "
            f"{done.hidden!r}; the project's settings (Annotation) can change that",
            soft_wrap=True,
        )
    if errors or done.changed:
        raise typer.Exit(1)


def _articles(paths: Sequence[str]) -> tuple[list[Document], list[SolieuError]]:
    """Read articles, and what could not be read as the errors that they are.

    Raises:
        SolieuError: Nothing could be read.
    """
    from solieu.articles import find_files, read_articles

    files, errors = find_files(paths)
    documents: list[Document] = []
    for article in read_articles(files):
        errors.append(article) if isinstance(article, SolieuError) else documents.append(article)
    if not documents:
        for error in errors[:-1]:
            show_error(error)
        raise errors[-1]
    return documents, errors


def _suggestions(model: str | None, predictions: Path | None, version: str | None) -> Suggestions | None:
    """Find out where suggestions come from; a model is loaded when the first is asked for."""
    from solieu.label_studio_push import Suggestions

    if model and predictions:
        raise SolieuError("suggestions come from --model or from --predictions; give one of the two")
    if version is not None and not version.strip():
        raise SolieuError("--model-version: is empty; give the suggestions a name")
    if model:
        return Suggestions(version or Path(model).resolve().name, _found_by(model))
    if predictions:
        if not version:
            raise SolieuError("--predictions needs --model-version, the name under which Label Studio shows them")
        return Suggestions(version, _read_from(predictions))
    if version:
        raise SolieuError("--model-version names suggestions; give --model or --predictions as well")
    return None


def _found_by(model: str) -> Callable[[Sequence[Document]], Iterable[Document]]:
    def suggest(documents: Sequence[Document]) -> Iterable[Document]:
        if not documents:
            return []
        from solieu.models.extractor import Extractor

        return Extractor.from_pretrained(model).extract_many(documents)

    return suggest


def _read_from(file: Path) -> Callable[[Sequence[Document]], Iterable[Document]]:
    from solieu.annotation.jsonl import read_jsonl

    known = {document.id: document for document in read_jsonl(file)}

    def suggest(documents: Sequence[Document]) -> list[Document]:
        for document in documents:
            found = known.get(document.id)
            if found is None:
                raise SolieuError(f"{file}: has nothing on the document {document.id!r}; run `solieu extract` on it")
            if found.text != document.text:
                raise SolieuError(
                    f"{file}: has another text for the document {document.id!r}; run `solieu extract` on it"
                )
        return [known[document.id] for document in documents]

    return suggest


@contextmanager
def _server(url: str, token_file: Path | None) -> Iterator[LabelStudio]:
    from solieu.label_studio import LabelStudio
    from solieu.label_studio_connection import Connection
    from solieu.label_studio_token import read_token

    with Connection(url, read_token(token_file)) as connection:
        yield LabelStudio(connection)


def _with_bar(what: str, work: Callable[[Callable[[int, int], None]], _Result]) -> _Result:
    """Do work that reports how many of how many are done, with a bar on standard error."""
    console = plain_console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))
