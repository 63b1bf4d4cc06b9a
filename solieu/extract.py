"""`solieu extract`: articles in; JSONL, tables or a coloured view out; and a report of what could not be read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import encode_document
from solieu.annotation.labels import LabelSchema
from solieu.articles import Columns, find_files, read_articles
from solieu.outputs import Format, Output, choose_output
from solieu.terminal import plain_console, show_document, show_error
from solieu.termination import ending_cleanly

_DEFAULT = Columns()


def extract(
    model: str,
    paths: Sequence[str],
    out: Path | None,
    *,
    values: bool = False,
    links: bool = False,
    format_: Format | None = None,
    columns: Columns = _DEFAULT,
) -> list[SolieuError]:
    """Extract the entities of articles.

    Args:
        model: The checkpoint.
        paths: Files, directories, patterns, or ``-``.
        out: The file or directory to write; None for standard output.
        values: Whether every entity gets its normalised value; in tables each has one.
        links: Whether entities are linked; in tables they are.
        format_: What is written; None for what ``out`` tells.
        columns: The columns of tables, or fields of JSON objects, that hold the articles.

    Returns:
        What could not be read; it has been reported on standard error, and everything else extracted.

    Raises:
        SolieuError: The model cannot be loaded, nothing at all could be read, or the output would replace an
            input or does not fit its format.
    """
    output = choose_output(out, format_)
    files, errors = find_files(paths)
    refuse_overwriting(files, output)
    articles = readable_articles(read_articles(files, columns=columns), errors)
    # Nothing is loaded or written before there is an article.
    first = next(articles, None)
    if first is None:
        show_errors(errors[:-1])
        raise errors[-1]
    from solieu.models.extractor import Extractor

    extractor = Extractor.from_pretrained(model)
    documents = extractor.extract_many(chain([first], articles))
    if values:
        from solieu.models.values import normalise

        documents = map(normalise, documents)
    if links:
        from solieu.models.links import link

        documents = map(link, documents)
    if output is not None:
        write_counted(documents, output, extractor.schema)
    elif sys.stdout.isatty() and format_ is None:
        console = plain_console()
        for document in documents:
            show_document(document, extractor.schema, console)
    else:
        for document in documents:
            sys.stdout.buffer.write(encode_document(document))
    show_errors(errors)
    return errors


def write_counted(documents: Iterable[Document], output: Output, schema: LabelSchema) -> None:
    """Write articles or their tables, whole or not at all, and count the articles on standard error."""
    console = plain_console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
    with ending_cleanly(), bar as progress:
        task = progress.add_task("", total=None)
        output.write(_advancing(documents, progress, task), schema)
    number = int(progress.tasks[0].completed)
    articles = f"{number} article{'' if number == 1 else 's'}"
    written = {"jsonl": "", "html": "the page of "}.get(output.format, "the tables of ")
    console.print(f"{written}{articles} written to {output.path}", soft_wrap=True)


def _advancing(documents: Iterable[Document], progress: Progress, task: TaskID) -> Iterator[Document]:
    for document in documents:
        yield document
        progress.advance(task)


def refuse_overwriting(files: Sequence[str], output: Output | None) -> None:
    """Refuse an output file that is one of the articles' files: annotations would be lost with it."""
    for written in output.files if output else ():
        for file in files if written.is_file() else ():
            if file != "-" and Path(file).exists() and Path(file).samefile(written):
                raise SolieuError(f"{written}: is among the articles; give another --out")


def readable_articles(articles: Iterable[Document | SolieuError], errors: list[SolieuError]) -> Iterator[Document]:
    """Pass the articles on and keep the errors."""
    for article in articles:
        if isinstance(article, SolieuError):
            errors.append(article)
        else:
            yield article


def show_errors(errors: Sequence[SolieuError]) -> None:
    """Print errors on standard error."""
    for error in errors:
        show_error(error)
