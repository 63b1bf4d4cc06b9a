"""`solieu annotate`: articles to Label Studio and annotations back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from solieu.annotation.errors import SolieuError
from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
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
    from solieu.annotations_output import counted
    from solieu.articles_to_annotate import read_articles_to_annotate, read_predictions, without_findings

    documents, errors = read_articles_to_annotate(paths)
    suggested: dict[str, Prediction] = {}
    if predictions is not None:
        if model_version is None:
            raise SolieuError("--predictions needs --model-version; Label Studio hides predictions without one")
        suggested = read_predictions(documents, predictions, model_version)
    elif model_version is not None:
        raise SolieuError("--model-version names the model of --predictions; give the predictions as well")
    tasks = (
        task
        for document in documents
        for task in make_tasks(
            without_findings(document) if document.id in suggested else document,
            predictions=[suggested[document.id]] if document.id in suggested else [],
            limit=limit,
        )
    )
    count = write_tasks(tasks, out)
    console = plain_console(stderr=True)
    console.print(f"{counted(len(documents), 'article')} in {counted(count, 'task')} in {out}", soft_wrap=True)
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
    from solieu.annotation.label_studio_annotations import read_tasks
    from solieu.annotation.label_studio_exports import read_export
    from solieu.annotation.labels import LabelSchema
    from solieu.annotations_output import write_annotations

    if disagreements is not None and agree is None:
        raise SolieuError("--disagreements lists what --agree had to decide; give a rule with --agree")
    result = read_tasks(read_export(export), LabelSchema.load(labels) if labels else None)
    console = plain_console(stderr=True)
    write_annotations(result, out, console, agree=agree, disagreements=disagreements, skipped=skipped)
    if result.refused:
        raise typer.Exit(1)


def _schema(labels: Path | None) -> LabelSchema:
    from solieu.annotation.labels import LabelSchema

    return LabelSchema.load(labels) if labels else LabelSchema.default()
