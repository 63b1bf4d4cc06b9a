"""How well the suggester does on annotated articles, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.documents import Document
from solieu.annotation.suggester import Suggester
from solieu.training.overlap import overlap_scores
from solieu.training.scoring import Score, count_matches, score


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
    strict = score(count_matches(documents, suggested, suggester.schema.names))
    overlap = overlap_scores(documents, suggested, suggester.schema.names)
    articles = "1 article" if len(documents) == 1 else f"{len(documents)} articles"
    table = Table(title=f"the suggester on {articles}", box=SIMPLE)
    table.add_column("label")
    for heading in ("strict P", "R", "F1", "95 % interval", "overlap P", "R", "gold", "suggested"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, result in strict.labels.items():
        if result.gold or result.predicted:
            style = suggester.schema[name].colour
            table.add_row(Text(name, style=style), *_cells(result, *overlap[name]))
    table.add_section()
    table.add_row("micro", *_cells(strict.micro, *overlap[""]), style="bold")
    console.print(table)
    console.print("strict: same start, end and label; overlap: same label and at least one character in common")


def _cells(result: Score, precision: float, recall: float) -> list[str]:
    interval = "–" if result.interval is None else f"{result.interval[0]:.3f} – {result.interval[1]:.3f}"
    strict = [f"{value:.3f}" for value in (result.precision, result.recall, result.f1)]
    return [*strict, interval, f"{precision:.3f}", f"{recall:.3f}", str(result.gold), str(result.predicted)]
