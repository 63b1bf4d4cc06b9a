"""`solieu extract`: articles in, JSONL or a coloured view out, and a report of what could not be read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import encode_document, write_jsonl
from solieu.articles import find_files, read_articles
from solieu.terminal import plain_console, show_document, show_error


def extract(model: str, paths: Sequence[str], out: Path | None, *, values: bool = False) -> list[SolieuError]:
    """Extract the entities of articles.

    Args:
        model: The checkpoint.
        paths: Files, directories, or ``-``.
        out: A JSONL file to write; None for standard output.
        values: Whether every entity gets its normalised value.

    Returns:
        What could not be read; it has been reported on standard error, and everything else extracted.

    Raises:
        SolieuError: The model cannot be loaded, nothing at all could be read, or the output would replace an
            input.
    """
    files, errors = find_files(paths)
    _refuse_overwriting(files, out)
    articles = _readable(read_articles(files), errors)
    # Nothing is loaded or written before there is an article.
    first = next(articles, None)
    if first is None:
        _show_errors(errors[:-1])
        raise errors[-1]
    from solieu.models.extractor import Extractor

    extractor = Extractor.from_pretrained(model)
    documents = extractor.extract_many(chain([first], articles))
    if values:
        from solieu.models.values import normalise

        documents = map(normalise, documents)
    if out is not None:
        _write(documents, out)
    elif sys.stdout.isatty():
        console = plain_console()
        for document in documents:
            show_document(document, extractor.schema, console)
    else:
        for document in documents:
            sys.stdout.buffer.write(encode_document(document))
    _show_errors(errors)
    return errors


def _write(documents: Iterator[Document], out: Path) -> None:
    """Write a JSONL file, and count the articles on standard error."""
    console = plain_console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        write_jsonl(_advancing(documents, progress, task), out)
    number = int(progress.tasks[0].completed)
    console.print(f"{number} article{'' if number == 1 else 's'} written to {out}", soft_wrap=True)


def _advancing(documents: Iterator[Document], progress: Progress, task: TaskID) -> Iterator[Document]:
    for document in documents:
        yield document
        progress.advance(task)


def _refuse_overwriting(files: Sequence[str], out: Path | None) -> None:
    """Refuse an output file that is one of the articles' files: annotations would be lost with it."""
    if out is None or not out.is_file():
        return
    for file in files:
        if file != "-" and Path(file).exists() and Path(file).samefile(out):
            raise SolieuError(f"{out}: is among the articles; give another --out")


def _readable(articles: Iterable[Document | SolieuError], errors: list[SolieuError]) -> Iterator[Document]:
    """Pass the articles on and keep the errors."""
    for article in articles:
        if isinstance(article, SolieuError):
            errors.append(article)
        else:
            yield article


def _show_errors(errors: Sequence[SolieuError]) -> None:
    for error in errors:
        show_error(error)
