"""`solieu extract`: articles in, JSONL or a coloured view out, and a report of what could not be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import document_to_record, write_jsonl
from solieu.articles import find_files, read_articles
from solieu.models.extractor import Extractor
from solieu.terminal import show_document


def extract(model: str, paths: Sequence[str], out: Path | None) -> list[SolieuError]:
    """Extract the entities of articles.

    Args:
        model: The checkpoint.
        paths: Files, directories, or ``-``.
        out: A JSONL file to write; None for standard output.

    Returns:
        What could not be read; it has been reported on standard error, and everything else extracted.

    Raises:
        SolieuError: The model cannot be loaded, or nothing at all could be read.
    """
    files = find_files(paths)
    errors: list[SolieuError] = []
    articles = _readable(read_articles(files), errors)
    # Nothing is loaded or written before there is an article.
    first = next(articles, None)
    if first is None:
        raise _all_unreadable(errors)
    extractor = Extractor.from_pretrained(model)
    documents = extractor.extract_many(_after(first, articles))
    messages = Console(stderr=True)
    if out is not None:
        write_jsonl(_with_progress(documents, messages), out)
    elif sys.stdout.isatty():
        console = Console()
        for document in documents:
            show_document(document, extractor.schema, console)
    else:
        for document in documents:
            print(json.dumps(document_to_record(document), ensure_ascii=not _is_plain(document)))
    for error in errors:
        messages.print(f"[bold red]error:[/] {str(error).replace('[', chr(92) + '[')}", highlight=False, soft_wrap=True)
    if errors:
        messages.print(f"{len(errors)} could not be read; all others are done", highlight=False)
    return errors


def _readable(articles: Iterable[Document | SolieuError], errors: list[SolieuError]) -> Iterator[Document]:
    """Pass the articles on and keep the errors."""
    for article in articles:
        if isinstance(article, SolieuError):
            errors.append(article)
        else:
            yield article


def _after(first: Document, rest: Iterator[Document]) -> Iterator[Document]:
    yield first
    yield from rest


def _all_unreadable(errors: Sequence[SolieuError]) -> SolieuError:
    if len(errors) == 1:
        return errors[0]
    return SolieuError(f"none of {len(errors)} articles could be read; the first: {errors[0]}")


def _is_plain(document: Document) -> bool:
    """Whether the document's text can be written as UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in document.text)


def _with_progress(documents: Iterable[Document], console: Console) -> Iterator[Document]:
    """Count the articles on standard error as they are done."""
    columns = (SpinnerColumn(), TextColumn("extracting"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("extracting", total=None)
        for document in documents:
            progress.advance(task)
            yield document
