"""`solieu annotate suggestions`: what annotators made of a model's suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from solieu.annotation.suggestion_use import SuggestionUse
from solieu.terminal import plain_console

suggestions_app = typer.Typer()  # its command is put among those of `solieu annotate`


@suggestions_app.command()
def suggestions(
    tasks: Annotated[Path, typer.Argument(help="A file that `solieu annotate pull --tasks` wrote.")],
) -> None:
    """Count by label which suggestions annotators kept, corrected and removed, and what they had to add."""
    from solieu.annotation.label_studio_exports import read_export
    from solieu.annotation.label_studio_suggestions import read_suggestions
    from solieu.annotation.suggestion_use import suggestion_use
    from solieu.annotations_output import counted

    found = read_suggestions(read_export(tasks))
    console = plain_console()
    for version, pairs in found.pairs.items():
        console.print(_table(f"{version}: {counted(len(pairs), 'annotation')}", suggestion_use(pairs)))
    console.print(f"not started from a suggestion: {counted(found.others, 'annotation')}", soft_wrap=True)


def _table(title: str, use: dict[str, SuggestionUse]) -> Table:
    table = Table(title=Text(title), box=SIMPLE)
    table.add_column("label")
    for heading in ("suggested", "accepted", "corrected", "removed", "added", "kept"):
        table.add_column(heading, justify="right", no_wrap=True)
    for label, counts in use.items():
        table.add_row(Text(label), *_cells(counts))
    table.add_section()
    table.add_row("all", *_cells(sum(use.values(), SuggestionUse())), style="bold")
    return table


def _cells(use: SuggestionUse) -> list[str]:
    counts = (use.suggested, use.accepted, use.corrected, use.removed, use.added)
    return [*map(str, counts), "–" if use.kept is None else f"{use.kept:.3f}"]
