"""What the command line shows: score tables, statistics, findings, and articles in colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.checks import Finding
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.annotation.statistics import CorpusStatistics

if TYPE_CHECKING:  # they import torch
    from solieu.training.evaluation import Evaluation
    from solieu.training.scoring import Score

_LEVELS = {"good": "green", "warn": "yellow", "fail": "bold red"}
# What a text must not do to the terminal that shows it: move its cursor, change its colours, fail to be encoded.
_UNSHOWABLE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
_UNSHOWABLE |= {ord(kept): kept for kept in "\t\n\r"}


def plain_console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is: no part of it is taken for markup, an emoji's name or a number."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def show_error(error: SolieuError) -> None:
    """Print an error on standard error."""
    message = Text.assemble(("error:", "bold red"), " ", _shown(str(error)))
    plain_console(stderr=True).print(message, soft_wrap=True)


def showable(text: str) -> str:
    """Return a text as a terminal can show it, without what would move its cursor or change its colours."""
    return text.translate(_UNSHOWABLE)


_shown = showable


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
        soft_wrap=True,
    )
    for warning in evaluation.warnings:
        console.print(Text.assemble(("warning:", "yellow"), " ", _shown(warning)), soft_wrap=True)


def _cells(result: Score) -> list[str]:
    interval = "–" if result.interval is None else f"{result.interval[0]:.3f} – {result.interval[1]:.3f}"
    counts = ["" if count is None else str(count) for count in (result.gold, result.predicted)]
    return [f"{result.precision:.4f}", f"{result.recall:.4f}", f"{result.f1:.4f}", interval, *counts]


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print one line for each finding."""
    for finding in findings:
        line = Text(f"{finding.level:5}", style=_LEVELS[finding.level])
        message = _shown(f" {finding.subject}: {finding.message}")
        console.print(line.append(message, style="default"), soft_wrap=True)


def show_statistics(statistics: CorpusStatistics, console: Console) -> None:
    """Print a corpus's size and a row for each of its labels."""
    console.print(
        f"{statistics.documents} articles, {statistics.words} words, {statistics.characters} characters, "
        f"{statistics.spans} spans",
        soft_wrap=True,
    )
    table = Table(box=SIMPLE)
    table.add_column("label")
    for heading in ("spans", "different", "mean words", "most words"):
        table.add_column(heading, justify="right")
    table.add_column("most frequent")
    for label in statistics.labels:
        frequent = ", ".join(f"{text} ({count})" for text, count in label.frequent)
        table.add_row(
            Text(label.label),
            str(label.spans),
            str(label.texts),
            f"{label.mean_words:.1f}",
            str(label.max_words),
            Text(_shown(frequent)),
        )
    console.print(table)


def show_document(document: Document, schema: LabelSchema, console: Console) -> None:
    """Print an article with its entities in their labels' colours, each followed by its label."""
    shown = Text(end="\n")
    position = 0
    for span in document.spans:
        shown.append(_shown(document.text[position : span.start]))
        colour = schema[span.label].colour
        shown.append(_shown(document.span_text(span)), style=f"bold {colour}")
        shown.append(f" {span.label}", style=f"dim {colour}")
        position = span.end
    shown.append(_shown(document.text[position:]))
    console.rule(Text(_shown(document.id)))
    console.print(shown, soft_wrap=True)
