"""What the command line shows: score tables, statistics, findings, and articles in colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from solieu.annotation.checks import Finding
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.annotation.statistics import CorpusStatistics

if TYPE_CHECKING:  # they import torch
    from solieu.training.evaluation import Evaluation
    from solieu.training.measures.scoring import Score, Scores

_Result = TypeVar("_Result")

_LEVELS = {"good": "green", "warn": "yellow", "fail": "bold red"}
# What a text must not do to the terminal that shows it: move its cursor, change its colours, fail to be encoded.
_UNSHOWABLE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
_UNSHOWABLE |= {ord(kept): kept for kept in "\t\n\r"}


def plain_console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is: no part of it is taken for markup, an emoji's name or a number."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def with_bar(title: str, work: Callable[[Callable[[int, int], None]], _Result]) -> _Result:
    """Do work that reports how much of how much is done, with a bar on standard error if that is a terminal."""
    console = plain_console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))


def show_error(error: SolieuError) -> None:
    """Print an error on standard error."""
    message = Text.assemble(("error:", "bold red"), " ", showable_in_a_line(str(error)))
    plain_console(stderr=True).print(message, soft_wrap=True)


def showable(text: str) -> str:
    """Return a text as a terminal can show it, without what would move its cursor or change its colours."""
    return text.translate(_UNSHOWABLE)


def showable_in_a_line(text: str) -> str:
    """Return a text as `showable` does, but on one line, also where a file has a line break in its name."""
    return showable(text).replace("\n", "\ufffd").replace("\r", "\ufffd")


def show_evaluation(evaluation: Evaluation, schema: LabelSchema, console: Console) -> None:
    """Print an evaluation: a table of strict scores, a shorter one of the other schemes, and the warnings."""
    articles = "1 article" if evaluation.documents == 1 else f"{evaluation.documents} articles"
    table = Table(title=f"strict: same start, end and label; {articles}", box=SIMPLE)
    table.add_column("label")
    for heading in ("precision", "recall", "F1", "95 % interval", "gold", "predicted"):
        table.add_column(heading, justify="right", no_wrap=True)
    notes: dict[str, str] = {}
    for name, result in evaluation.strict.labels.items():
        if result.gold or result.predicted:
            table.add_row(Text(name, style=schema[name].colour), *_cells(result, notes))
    table.add_section()
    table.add_row("micro", *_cells(evaluation.strict.micro, notes), style="bold")
    table.add_row("macro", *_cells(evaluation.strict.macro, notes))
    console.print(table)
    show_notes(notes, console)
    _show_schemes(evaluation.schemes, console)
    console.print(
        f"seqeval, strict, on tags: micro-F1 {evaluation.seqeval_f1:.4f}; cut entities: {evaluation.cut}",
        soft_wrap=True,
    )
    for level in evaluation.levels:
        console.print(str(level), soft_wrap=True)
    show_warnings(evaluation.warnings, console)


def show_warnings(warnings: Iterable[str], console: Console) -> None:
    """Print one line for each warning."""
    for warning in warnings:
        console.print(Text.assemble(("warning:", "yellow"), " ", showable(warning)), soft_wrap=True)


def show_notes(notes: Mapping[str, str], console: Console) -> None:
    """Print what the marks in a table mean."""
    for mark, note in notes.items():
        console.print(f"{mark} {note}", soft_wrap=True)


def _cells(result: Score, notes: dict[str, str]) -> list[str]:
    """Return a row of the strict table; marks on its interval are explained in ``notes``."""
    interval = "–" if result.interval is None else f"{result.interval[0]:.3f} – {result.interval[1]:.3f}"
    marks = "".join(flag.mark for flag in result.flags)
    notes |= {flag.mark: flag.note for flag in result.flags}
    counts = ["" if count is None else str(count) for count in (result.gold, result.predicted)]
    return [f"{result.precision:.4f}", f"{result.recall:.4f}", f"{result.f1:.4f}", f"{interval}{marks}", *counts]


def _show_schemes(schemes: Mapping[str, Scores], console: Console) -> None:
    """Print the micro scores of all schemes but the strict one, and what MUC counts under each."""
    from solieu.training.measures.schemes import SCHEMES

    table = Table(title="micro by the other schemes, with 95 % intervals", box=SIMPLE)
    table.add_column("scheme", no_wrap=True)
    for heading in ("precision", "recall", "F1"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, scores in schemes.items():
        micro = scores.micro
        if name != "strict":
            values = (micro.precision, micro.recall, micro.f1)
            intervals = (micro.precision_interval, micro.recall_interval, micro.interval)
            table.add_row(name, *(_with_interval(*pair) for pair in zip(values, intervals, strict=True)))
    console.print(table)
    counts = Table(title="spans as MUC counts them", box=SIMPLE, collapse_padding=True, pad_edge=False)
    counts.add_column("scheme", no_wrap=True)
    for heading in ("correct", "incorrect", "partial", "missed", "spurious", "possible", "actual"):
        counts.add_column(heading, justify="right", no_wrap=True)
    for name, scores in schemes.items():
        if scores.micro.counts is not None:
            gold, predicted = scores.micro.counts.gold, scores.micro.counts.predicted
            row = (gold.correct, gold.incorrect, gold.partial, gold.alone, predicted.alone, gold.total, predicted.total)
            counts.add_row(name, *map(str, row))
    console.print(counts)
    for name in schemes:
        console.print(f"{name}: {SCHEMES[name].title}", soft_wrap=True)


def _with_interval(value: float, interval: tuple[float, float] | None) -> str:
    return f"{value:.4f}" if interval is None else f"{value:.4f} ({interval[0]:.3f}–{interval[1]:.3f})"


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print one line for each finding."""
    for finding in findings:
        line = Text(f"{finding.level:5}", style=_LEVELS[finding.level])
        message = showable(f" {finding.subject}: {finding.message}")
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
            Text(showable(frequent)),
        )
    console.print(table)


def show_document(document: Document, schema: LabelSchema, console: Console) -> None:
    """Print an article with its entities in their labels' colours, each followed by its label."""
    shown = Text(end="\n")
    position = 0
    for span in document.spans:
        shown.append(showable(document.text[position : span.start]))
        colour = schema[span.label].colour
        shown.append(showable(document.span_text(span)), style=f"bold {colour}")
        shown.append(f" {span.label}", style=f"dim {colour}")
        position = span.end
    shown.append(showable(document.text[position:]))
    console.rule(Text(showable(document.id)))
    console.print(shown, soft_wrap=True)
