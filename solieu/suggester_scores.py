"""How well the suggester does on annotated articles, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.documents import Document
from solieu.annotation.suggester import Suggester
from solieu.training.measures.matching import count_matches
from solieu.training.measures.schemes import STRICT, TYPE
from solieu.training.measures.scoring import Score, score_schemes


def show_suggester_scores(documents: Sequence[Document], suggester: Suggester, console: Console) -> None:
    """Print precision, recall and F1 by label, strict and by overlap.

    Args:
        documents: Annotated articles.
        suggester: What suggests their spans anew.
        console: Where the table goes.

    Raises:
        SolieuError: There is no article, or one has another label.
    """
    suggested = [suggester.suggest(document) for document in documents]
    scores = score_schemes(count_matches(documents, suggested, suggester.schema.names), schemes=(STRICT, TYPE))
    strict, overlap = scores[STRICT.name], scores[TYPE.name]
    articles = "1 article" if len(documents) == 1 else f"{len(documents)} articles"
    table = Table(title=f"the suggester on {articles}", box=SIMPLE)
    table.add_column("label", no_wrap=True, min_width=9)
    for heading in ("precision", "recall", "F1", "overlap P", "overlap R", "gold", "found"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, result in strict.labels.items():
        if result.gold or result.predicted:
            style = suggester.schema[name].colour
            table.add_row(Text(name, style=style), *_cells(result, overlap.labels[name]))
    table.add_section()
    table.add_row("micro", *_cells(strict.micro, overlap.micro), style="bold")
    console.print(table)
    if strict.micro.interval is not None:
        low, high = strict.micro.interval
        console.print(f"micro-F1, 95 % interval: {low:.3f} – {high:.3f}")
    console.print(
        "precision, recall and F1 are strict: same start, end and label; overlap: same label and a character in common",
        soft_wrap=True,
    )


def _cells(result: Score, overlap: Score) -> list[str]:
    ratios = (result.precision, result.recall, result.f1, overlap.precision, overlap.recall)
    return [*(f"{ratio:.3f}" for ratio in ratios), str(result.gold), str(result.predicted)]
