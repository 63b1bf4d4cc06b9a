"""`solieu annotate`: articles to Label Studio and annotations back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from solieu.annotation.errors import SolieuError
from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
    from solieu.annotation.documents import Document
    from solieu.annotation.label_studio_tasks import Prediction
    from solieu.annotation.labels import LabelSchema

annotate_app = typer.Typer(
    help="Exchange articles and annotations with Label Studio (trao đổi bài và nhãn với Label Studio).",
    no_args_is_help=True,
)

_Labels = Annotated[Path | None, typer.Option(help="A label file; by default solieu's own labels.")]


@annotate_app.command()
def config(
    labels: _Labels = None,
    out: Annotated[Path | None, typer.Option(help="Write the XML to this file, not to standard output.")] = None,
) -> None:
    """Write the labelling configuration for a Label Studio project."""
    from solieu.annotation.atomic import write_atomically
    from solieu.annotation.label_studio_config import labelling_config

    xml = labelling_config(_schema(labels))
    if out is None:
        sys.stdout.write(xml)
        return
    with write_atomically(out) as stream:
        stream.write(xml)


@annotate_app.command()
def export(
    paths: Annotated[list[str], typer.Argument(help="Articles: .txt, .jsonl, CoNLL, directories, or - .")],
    out: Annotated[Path, typer.Option(help="Write the tasks to this file, which Label Studio imports.")],
    predictions: Annotated[
        Path | None, typer.Option(help="A model's entities for these articles, as `solieu extract` writes them.")
    ] = None,
    model_version: Annotated[str | None, typer.Option(help="The model's name in Label Studio.")] = None,
    limit: Annotated[int, typer.Option(help="How many characters a task may have; longer articles are cut.")] = 20_000,
) -> None:
    """Make tasks for Label Studio of articles; their entities become ground truth annotations."""
    from solieu.annotation.label_studio_tasks import make_tasks, write_tasks

    documents, errors = _articles(paths)
    suggested = _predictions(documents, predictions, model_version)
    tasks = (
        task
        for document in documents
        for task in make_tasks(
            # What a model found is no ground truth; it is suggested instead.
            document.with_spans(() if document.id in suggested and _scored(document) else document.spans),
            predictions=[suggested[document.id]] if document.id in suggested else [],
            limit=limit,
        )
    )
    count = write_tasks(tasks, out)
    console = plain_console(stderr=True)
    console.print(f"{_number(len(documents), 'article')} in {_number(count, 'task')} in {out}", soft_wrap=True)
    for error in errors:
        show_error(error)
    if errors:
        raise typer.Exit(1)


@annotate_app.command(name="import")
def import_(
    export: Annotated[Path, typer.Argument(help="A file that Label Studio exported: JSON or JSON-MIN.")],
    out: Annotated[Path, typer.Option(help="Write the annotated articles to this file, JSONL.")],
    agree: Annotated[
        Literal["majority", "first", "longest"] | None,
        typer.Option(help="Make one article of several annotators' versions, by this rule."),
    ] = None,
    disagreements: Annotated[
        Path | None, typer.Option(help="With --agree: list here where annotators differ, JSONL.")
    ] = None,
    skipped: Annotated[
        Path | None, typer.Option(help="Write articles that were skipped or called unusable to this file, JSONL.")
    ] = None,
    labels: Annotated[Path | None, typer.Option(help="A label file; refuse other labels than those in it.")] = None,
) -> None:
    """Read annotations that Label Studio exported; exit status 1 if anything in them was refused."""
    from solieu.annotation.adjudication import adjudicate_all, write_disagreements
    from solieu.annotation.annotated_versions import write_versions
    from solieu.annotation.jsonl import write_jsonl
    from solieu.annotation.label_studio_annotations import read_tasks
    from solieu.annotation.label_studio_exports import read_export
    from solieu.annotation.labels import LabelSchema

    if disagreements is not None and agree is None:
        raise SolieuError("--disagreements lists what --agree had to decide; give a rule with --agree")
    result = read_tasks(read_export(export), LabelSchema.load(labels) if labels else None)
    usable = [version for version in result.versions if version.usable]
    others = [version for version in result.versions if not version.usable]
    console = plain_console(stderr=True)
    if agree is None:
        write_versions(usable, out)
        console.print(f"{_number(len(usable), 'annotated version')} in {out}", soft_wrap=True)
    else:
        documents, found = adjudicate_all(usable, agree)
        write_jsonl(documents, out)
        if disagreements is not None:
            write_disagreements(found, disagreements)
        differing = _number(len(found), "disagreement")
        console.print(f"{_number(len(documents), 'article')} in {out}, with {differing}", soft_wrap=True)
    if skipped is not None:
        write_versions(others, skipped)
    for version in others:
        by = version.annotator or "unknown"
        console.print(f"left out: document {version.document.id!r} is {version.status} by {by}", soft_wrap=True)
    for name in result.unannotated:
        console.print(f"left out: document {name!r} is not annotated", soft_wrap=True)
    for refusal in result.refused:
        console.print(f"refused: {refusal}", soft_wrap=True)
    if result.refused:
        raise typer.Exit(1)


def _schema(labels: Path | None) -> LabelSchema:
    from solieu.annotation.labels import LabelSchema

    return LabelSchema.load(labels) if labels else LabelSchema.default()


def _articles(paths: Sequence[str]) -> tuple[list[Document], list[SolieuError]]:
    """Read the articles that can be read; ids must differ, for annotations find their way back by them."""
    from solieu.annotation.conll_read import read_conll
    from solieu.articles import find_files, read_articles

    files, errors = find_files(paths)
    documents: dict[str, Document] = {}
    for file in files:
        for article in read_conll(file) if _is_conll(file) else read_articles([file]):
            if isinstance(article, SolieuError):
                errors.append(article)
            elif article.id in documents:
                errors.append(SolieuError(f"{file}: the id {article.id!r} stands twice; give each article its own"))
            else:
                documents[article.id] = article
    if not documents:
        for error in errors[:-1]:
            show_error(error)
        raise errors[-1]
    return list(documents.values()), errors


def _is_conll(file: str) -> bool:
    from solieu.annotation.corpus import is_conll

    try:
        return is_conll(file)
    except SolieuError:  # it has another suffix, or cannot be read, which reading it as an article says better
        return False


def _scored(document: Document) -> bool:
    return all(span.score is not None for span in document.spans)


def _predictions(documents: Sequence[Document], path: Path | None, model_version: str | None) -> dict[str, Prediction]:
    """Return a model's predictions by the documents' ids; their score is the mean of the spans' scores."""
    from solieu.annotation.jsonl import read_jsonl
    from solieu.annotation.label_studio_tasks import Prediction

    if path is None:
        if model_version is not None:
            raise SolieuError("--model-version names the model of --predictions; give the predictions as well")
        return {}
    if model_version is None:
        raise SolieuError("--predictions needs --model-version; Label Studio hides predictions without one")
    texts = {document.id: document.text for document in documents}
    predictions: dict[str, Prediction] = {}
    for document in read_jsonl(path):
        if texts.get(document.id) != document.text:
            what = "has another text" if document.id in texts else "is not among the articles"
            raise SolieuError(f"{path}: document {document.id!r} {what}; predict the articles that you export")
        scores = [span.score for span in document.spans if span.score is not None]
        mean = sum(scores) / len(scores) if scores else None
        predictions[document.id] = Prediction(document.spans, model_version, mean)
    return predictions


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
