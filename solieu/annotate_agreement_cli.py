"""`solieu annotate agreement`: how far those agree who have annotated the same articles in Label Studio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solieu.annotation.errors import SolieuError
from solieu.option_values import Labels
from solieu.terminal import plain_console


def agreement(
    file: Annotated[Path, typer.Argument(help="What `solieu annotate pull` or `import` wrote, without --agree.")],
    json: Annotated[Path | None, typer.Option(help="Write the figures to this file.")] = None,
    list_: Annotated[
        Path | None, typer.Option("--list", metavar="FILE.jsonl", help="Write all disagreements to this file.")
    ] = None,
    labels: Labels = None,
) -> None:
    """Measure how far annotators agree, and list where they do not (mức độ đồng thuận giữa những người gán nhãn)."""
    from solieu.agreement import show_and_write
    from solieu.annotation.annotated_versions import documents_by_annotator, read_versions
    from solieu.annotation.labels import LabelSchema
    from solieu.training.measures.shared_articles import match_articles

    try:
        shared = match_articles(documents_by_annotator(read_versions(file)))
    except SolieuError as error:
        message = str(error)
        raise SolieuError(message if message.startswith(str(file)) else f"{file}: {message}") from None
    schema = LabelSchema.load(labels) if labels else LabelSchema.default()
    show_and_write(shared, schema, plain_console(), figures=json, listing=list_)
