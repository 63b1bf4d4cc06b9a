"""`solieu annotate`: articles to Label Studio and annotations back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from solieu.annotation.errors import SolieuError
from solieu.terminal import plain_console

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
    files: Annotated[list[str], typer.Argument(help="Articles, annotated or not: JSONL or CoNLL.")],
    out: Annotated[Path, typer.Option(help="Write the tasks to this file, which Label Studio imports.")],
    predictions: Annotated[
        Path | None, typer.Option(help="A model's entities for these articles, as `solieu extract` writes them.")
    ] = None,
    model_version: Annotated[str | None, typer.Option(help="The model's name in Label Studio.")] = None,
    limit: Annotated[int, typer.Option(help="How many characters a task may have; longer articles are cut.")] = 20_000,
) -> None:
    """Make tasks for Label Studio of articles; their entities become ground truth annotations."""
    from solieu.annotation.corpus import read_documents
    from solieu.annotation.label_studio_tasks import make_tasks, write_tasks

    documents = read_documents(files)
    suggested = _predictions(documents, predictions, model_version)
    tasks = (
        task
        for document, prediction in zip(documents, suggested, strict=True)
        for task in make_tasks(document, predictions=[prediction] if prediction else [], limit=limit)
    )
    count = write_tasks(tasks, out)
    plain_console(stderr=True).print(f"{len(documents)} articles in {count} tasks are in {out}", soft_wrap=True)


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
        console.print(f"{len(usable)} annotated versions are in {out}", soft_wrap=True)
    else:
        documents, found = adjudicate_all(usable, agree)
        write_jsonl(documents, out)
        if disagreements is not None:
            write_disagreements(found, disagreements)
        console.print(f"{len(documents)} articles are in {out}; {len(found)} disagreements", soft_wrap=True)
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


def _predictions(
    documents: Sequence[Document], path: Path | None, model_version: str | None
) -> Sequence[Prediction | None]:
    """Return a model's prediction for each document that it has one for."""
    from solieu.annotation.jsonl import read_jsonl
    from solieu.annotation.label_studio_tasks import Prediction

    if path is None:
        if model_version is not None:
            raise SolieuError("--model-version names the model of --predictions; give the predictions as well")
        return [None] * len(documents)
    if model_version is None:
        raise SolieuError("--predictions needs --model-version; Label Studio hides predictions without one")
    predicted = {document.id: document for document in read_jsonl(path)}
    texts = {document.id: document.text for document in documents}
    for name, document in predicted.items():
        if texts.get(name) != document.text:
            what = "has another text" if name in texts else "is not among the articles"
            raise SolieuError(f"{path}: document {name!r} {what}; predict the articles that you export")
    return [
        Prediction(predicted[document.id].spans, model_version) if document.id in predicted else None
        for document in documents
    ]
