"""`solieu annotate config`, `export` and `import`: what Label Studio takes and gives as files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solieu.annotation.errors import SolieuError
from solieu.option_values import Agree, Disagreements, OnlyLabels, Skipped
from solieu.terminal import plain_console, show_error

if TYPE_CHECKING:
    from solieu.annotation.label_studio_tasks import Prediction
    from solieu.annotation.labels import LabelSchema

_Labels = Annotated[Path | None, typer.Option(help="A label file; by default solieu's own labels.")]


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


def export(
    paths: Annotated[list[str], typer.Argument(help="Articles: .txt, .jsonl, CoNLL, directories, or - .")],
    out: Annotated[Path, typer.Option(help="Write the tasks to this file, which Label Studio imports.")],
    model: Annotated[
        str | None, typer.Option(help="A directory that `solieu train` wrote; what it finds is suggested.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="What to suggest: a file of `solieu extract` or `solieu annotate suggest`.")
    ] = None,
    model_version: Annotated[
        str | None, typer.Option(help="What Label Studio calls the suggestions; by default as the model's directory.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many characters a task may have; longer articles are cut.")] = 20_000,
) -> None:
    """Make tasks for Label Studio of articles; their entities become ground truth annotations."""
    from solieu.annotation.label_studio_tasks import make_tasks, write_tasks
    from solieu.annotations_output import counted
    from solieu.articles_to_annotate import read_articles_to_annotate
    from solieu.suggestions import find_suggestions, refuse_suggested, without_suggestions

    documents, errors = read_articles_to_annotate(paths)
    suggestions = find_suggestions(documents, model, predictions, model_version)
    found: Iterable[Prediction | None] = [None] * len(documents)
    if suggestions is None:
        refuse_suggested(documents)
    else:
        found = suggestions.of(documents)
        documents = without_suggestions(documents)
    tasks = (
        task
        for document, prediction in zip(documents, found, strict=True)
        for task in make_tasks(document, predictions=[prediction] if prediction else [], limit=limit)
    )
    count = write_tasks(tasks, out)
    console = plain_console(stderr=True)
    console.print(f"{counted(len(documents), 'article')} in {counted(count, 'task')} in {out}", soft_wrap=True)
    for error in errors:
        show_error(error)
    if errors:
        raise typer.Exit(1)


def import_(
    export: Annotated[Path, typer.Argument(help="A file that Label Studio exported: JSON or JSON-MIN.")],
    out: Annotated[Path, typer.Option(help="Write the annotated articles to this file, JSONL.")],
    agree: Agree = None,
    disagreements: Disagreements = None,
    skipped: Skipped = None,
    labels: OnlyLabels = None,
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
