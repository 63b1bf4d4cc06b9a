"""`solieu compare`: two systems' predictions for the same articles, as a table and a verdict."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.atomic import write_atomically
from solieu.terminal import show_notes
from solieu.training.measures.comparison import Comparison, Difference
from solieu.training.measures.comparison import compare as compare_documents
from solieu.training.measures.predictions import labels_of, read_annotated, read_predictions
from solieu.training.measures.schemes import SCHEMES, scheme_named
from solieu.training.measures.verdict import verdict


def compare(
    first: str,
    second: str,
    gold: Sequence[str],
    console: Console,
    *,
    scheme: str,
    resamples: int,
    seed: int,
    json_file: Path | None = None,
) -> Comparison:
    """Compare two systems and show what came of it.

    Args:
        first: The predictions of the first system, called A: a JSONL file or a directory with ``predictions.jsonl``.
        second: Those of the second, called B.
        gold: The annotated files.
        console: Where the table and the verdict are shown.
        scheme: The name of a scoring scheme.
        resamples: How often the articles are drawn anew.
        seed: Seed of the draws.
        json_file: Where to write everything as JSON.

    Returns:
        The comparison.

    Raises:
        SolieuError: A file cannot be read or written, or the articles are not the same.
    """
    chosen = scheme_named(scheme)
    annotated = read_annotated(gold)
    one, other = (read_predictions(path, annotated) for path in (first, second))
    labels = labels_of(annotated, one, other)
    comparison = compare_documents(annotated, one, other, labels, scheme=chosen, resamples=resamples, seed=seed)
    _show(comparison, first, second, console)
    if json_file is not None:
        record = {"a": first, "b": second, "gold": list(gold), **comparison.as_dict(), "verdict": verdict(comparison)}
        with write_atomically(json_file) as file:
            json.dump(record, file, ensure_ascii=False, indent=2)
            file.write("\n")
    return comparison


def _show(comparison: Comparison, first: str, second: str, console: Console) -> None:
    """Print a comparison as a table, the notes on it, and the verdict."""
    for name, path in (("A", first), ("B", second)):
        console.print(f"{name}: {path}", soft_wrap=True)
    articles = "1 article" if comparison.documents == 1 else f"{comparison.documents} articles"
    table = Table(title=f"F1, {comparison.scheme}; {articles}", box=SIMPLE, collapse_padding=True, pad_edge=False)
    table.add_column("label", overflow="fold")
    for heading in ("A", "B", "B − A", "95 % interval", "boot.\np", "p", "Holm\np", "least\nshown"):
        table.add_column(heading, justify="right", no_wrap=True)
    notes: dict[str, str] = {}
    for name, label in comparison.labels.items():
        table.add_row(Text(name), *_cells(label, notes))
    table.add_section()
    table.add_row("micro", *_cells(comparison.micro, notes), style="bold")
    table.add_row("macro", *_cells(comparison.macro, notes))
    console.print(table)
    show_notes(notes, console)
    for note in (
        f"{comparison.scheme}: {SCHEMES[comparison.scheme].title}",
        f"95 % interval, boot. p: paired bootstrap over articles, {comparison.resamples} draws",
        f"p: approximate randomisation, {comparison.resamples} draws; Holm p: corrected for the number of labels",
        "least shown: the smallest true difference that articles like these show in 8 of 10 cases",
    ):
        console.print(note, soft_wrap=True)
    console.print(verdict(comparison), soft_wrap=True, style="bold")


def _cells(found: Difference, notes: dict[str, str]) -> list[str]:
    interval = "–" if found.interval is None else f"{found.interval[0]:.3f} to {found.interval[1]:.3f}"
    notes |= {flag.mark: flag.note for flag in found.flags}
    return [
        f"{found.first:.3f}",
        f"{found.second:.3f}",
        f"{found.difference:+.3f}",
        interval + "".join(flag.mark for flag in found.flags),
        _p(found.bootstrap_p),
        _p(found.p),
        "" if found.holm_p is None else _p(found.holm_p),
        "–" if found.smallest is None else f"{found.smallest:.3f}",
    ]


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if value >= 0.001 else "<.001"
