"""`solieu evaluate-values`: how often the normalised values are those that were written down by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.atomic import write_atomically
from solieu.annotation.corpus import read_documents, schema_of
from solieu.annotation.gold_values import with_gold_values
from solieu.annotation.labels import LabelSchema
from solieu.models.values import normalise
from solieu.training.measures.value_accuracy import ValueAccuracy, ValueScores, score_values

_HEADINGS = ("right", "accuracy", "95 % interval", "no value", "texts", "right")


def evaluate_values(
    values: Path, data: Sequence[str], console: Console, *, figures: Path | None = None, listing: Path | None = None
) -> None:
    """Normalise the entities of articles, compare them with a file of values, and show how many are right.

    Args:
        values: The values that were written down.
        data: The annotated articles that they are of.
        console: Where the table goes.
        figures: A JSON file for the figures; None for none.
        listing: A JSONL file for the entities whose value is another; None for none.

    Raises:
        SolieuError: A file cannot be used, or the values are not those of the articles' entities.
    """
    documents = read_documents(data)
    schema = schema_of(data, documents)
    gold = with_gold_values(documents, values)
    scores = score_values(gold, [normalise(document) for document in gold], schema.names)
    _show(scores, len(gold), schema, console)
    if figures is not None:
        with write_atomically(figures) as file:
            file.write(json.dumps(scores.as_dict(), ensure_ascii=False, indent=2) + "\n")
    if listing is not None:
        with write_atomically(listing) as file:
            for difference in scores.differences:
                file.write(json.dumps(difference.as_dict(), ensure_ascii=False) + "\n")


def _show(scores: ValueScores, articles: int, schema: LabelSchema, console: Console) -> None:
    """Print the accuracy by label."""
    title = f"values of {articles} article{'' if articles == 1 else 's'}"
    table = Table(title=title, box=SIMPLE, collapse_padding=True, pad_edge=False)
    table.add_column("label", no_wrap=True, min_width=9)
    for heading in ("entities", *_HEADINGS):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, each in scores.labels.items():
        table.add_row(Text(name, style=schema[name].colour), *_cells(each))
    table.add_section()
    table.add_row("all", *_cells(scores.all), style="bold")
    console.print(table)
    console.print(
        "right: every field is the one that was written down, flags aside; no value: only a reason why there is none; "
        "texts: different texts, and those that are right wherever they stand. The intervals (Wilson) take the "
        "entities for independent; where texts repeat they are too narrow.",
        soft_wrap=True,
    )


def _cells(each: ValueAccuracy) -> list[str]:
    low, high = each.interval
    counts = (each.entities, each.right, f"{each.accuracy:.3f}", f"{low:.3f} – {high:.3f}")
    return [str(cell) for cell in (*counts, each.unresolved, each.texts, each.texts_right)]
