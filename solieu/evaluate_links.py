"""`solieu evaluate-links`: how many of the links between entities the rules find."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from solieu.annotation.atomic import write_atomically
from solieu.annotation.corpus import read_documents
from solieu.annotation.documents import Document
from solieu.annotation.link_files import read_links
from solieu.models.links import link
from solieu.terminal import show_notes
from solieu.training.measures.link_scores import LinkScores, score_links
from solieu.training.measures.scoring import Score


def evaluate_links(
    links: Path, data: Sequence[str], console: Console, *, figures: Path | None = None, listing: Path | None = None
) -> None:
    """Link the annotated entities of articles by the rules, compare with a file of links, and show the scores.

    Args:
        links: The links that were drawn by hand.
        data: The annotated articles that they are of. Articles without a line in ``links`` are left out.
        console: Where the table goes.
        figures: A JSON file for the scores; None for none.
        listing: A JSONL file for the links that the rules miss or draw wrongly; None for none.

    Raises:
        SolieuError: A file cannot be used, or the links are not those of the articles' entities.
    """
    gold = read_links(links, read_documents(data))
    found = [link(document) for document in gold]
    scores = score_links(gold, found)
    _show(scores, console)
    if figures is not None:
        with write_atomically(figures) as file:
            file.write(json.dumps(scores.as_dict(), ensure_ascii=False, indent=2) + "\n")
    if listing is not None:
        with write_atomically(listing) as file:
            for difference in _differences(gold, found):
                file.write(json.dumps(difference, ensure_ascii=False) + "\n")


def _differences(gold: Sequence[Document], found: Sequence[Document]) -> Iterator[dict[str, Any]]:
    """Give the links that only one side has, in the order of the text."""
    for annotated, said in zip(gold, found, strict=True):
        for each in sorted(set(annotated.links) ^ set(said.links), key=lambda each: (each.head, each.kind, each.tail)):
            yield {
                "id": annotated.id,
                "error": "missed" if each in annotated.links else "wrong",
                **each.to_json(),
                "from_text": annotated.text[slice(*each.head)],
                "to_text": annotated.text[slice(*each.tail)],
            }


def _show(scores: LinkScores, console: Console) -> None:
    """Print the scores by kind, and together."""
    title = f"links of {scores.documents} article{'' if scores.documents == 1 else 's'}"
    table = Table(title=title, box=SIMPLE, collapse_padding=True, pad_edge=False)
    table.add_column("kind", no_wrap=True)
    for heading in ("precision", "recall", "F1", "95 % interval", "overlap F1", "links", "found"):
        table.add_column(heading, justify="right", no_wrap=True)
    notes: dict[str, str] = {}
    for kind, exact in scores.exact.labels.items():
        if exact.gold or exact.predicted:
            table.add_row(kind, *_cells(exact, scores.overlap.labels[kind], notes))
    table.add_section()
    table.add_row("micro", *_cells(scores.exact.micro, scores.overlap.micro, notes), style="bold")
    console.print(table)
    show_notes(notes, console)
    console.print(
        "right: the same kind, and both ends the same; overlap: a phrase of `what` may differ, with a character in "
        "common. The intervals are of F1, over articles.",
        soft_wrap=True,
    )


def _cells(exact: Score, overlap: Score, notes: dict[str, str]) -> list[str]:
    """Return a row; marks on its interval are explained in ``notes``."""
    interval = "–" if exact.interval is None else f"{exact.interval[0]:.3f} – {exact.interval[1]:.3f}"
    marks = "".join(flag.mark for flag in exact.flags)
    notes |= {flag.mark: flag.note for flag in exact.flags}
    ratios = [f"{ratio:.3f}" for ratio in (exact.precision, exact.recall, exact.f1)]
    return [*ratios, f"{interval}{marks}", f"{overlap.f1:.3f}", str(exact.gold), str(exact.predicted)]
