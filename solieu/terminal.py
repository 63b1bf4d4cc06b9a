"""What the command line shows: score tables, statistics, findings, and articles in colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.checks import Finding
from solieu.annotation.documents import Document
from solieu.annotation.labels import LabelSchema
from solieu.annotation.statistics import CorpusStatistics
from solieu.training.evaluation import Evaluation
from solieu.training.scoring import Score

_LEVELS = {"good": "green", "warn": "yellow", "fail": "bold red"}


def show_evaluation(evaluation: Evaluation, schema: LabelSchema, console: Console) -> None:
    """Print an evaluation as a table, and its warnings under it."""
    articles = "1 article" if evaluation.documents == 1 else f"{evaluation.documents} articles"
    table = Table(title=f"strict: same start, end and label; {articles}", box=SIMPLE)
    table.add_column("label")
    for heading in ("precision", "recall", "F1", "95 % interval", "gold", "predicted"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, result in evaluation.strict.labels.items():
        if result.gold or result.predicted:
            table.add_row(Text(name, style=schema[name].colour), *_cells(result))
    table.add_section()
    table.add_row("micro", *_cells(evaluation.strict.micro), style="bold")
    table.add_row("macro", *_cells(evaluation.strict.macro))
    console.print(table)
    console.print(
        f"seqeval, strict, on tags: micro-F1 {evaluation.seqeval_f1:.4f}; cut entities: {evaluation.cut}",
        highlight=False,
    )
    for warning in evaluation.warnings:
        console.print(f"[yellow]warning:[/] {warning}", highlight=False)


def _cells(result: Score) -> list[str]:
    interval = "–" if result.interval is None else f"{result.interval[0]:.3f} – {result.interval[1]:.3f}"
    counts = ["" if count is None else str(count) for count in (result.gold, result.predicted)]
    return [f"{result.precision:.4f}", f"{result.recall:.4f}", f"{result.f1:.4f}", interval, *counts]


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print one line for each finding."""
    for finding in findings:
        line = Text(f"{finding.level:5}", style=_LEVELS[finding.level])
        console.print(line.append(f" {finding.subject}: {finding.message}", style="default"), soft_wrap=True)


def show_statistics(statistics: CorpusStatistics, console: Console) -> None:
    """Print a corpus's size and a row for each of its labels."""
    console.print(
        f"{statistics.documents} articles, {statistics.words} words, {statistics.characters} characters, "
        f"{statistics.spans} spans",
        highlight=False,
    )
    table = Table(box=SIMPLE)
    table.add_column("label")
    for heading in ("spans", "different", "mean words", "most words"):
        table.add_column(heading, justify="right")
    table.add_column("most frequent")
    for label in statistics.labels:
        frequent = ", ".join(f"{text} ({count})" for text, count in label.frequent)
        table.add_row(
            label.label,
            str(label.spans),
            str(label.texts),
            f"{label.mean_words:.1f}",
            str(label.max_words),
            frequent,
        )
    console.print(table)


def show_document(document: Document, schema: LabelSchema, console: Console) -> None:
    """Print an article with its entities in their labels' colours, each followed by its label."""
    shown = Text(end="\n")
    position = 0
    for span in document.spans:
        shown.append(document.text[position : span.start])
        colour = schema[span.label].colour
        shown.append(document.span_text(span), style=f"bold {colour}")
        shown.append(f" {span.label}", style=f"dim {colour}")
        position = span.end
    shown.append(document.text[position:])
    console.rule(Text(document.id))
    console.print(shown, soft_wrap=True)
