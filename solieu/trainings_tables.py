"""What the command line shows of several trainings: scores by seed, and the learning curve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.labels import LabelSchema
from solieu.terminal import show_warnings

if TYPE_CHECKING:  # they import torch
    from solieu.training.crossval import SeedCrossval
    from solieu.training.learning_curve import LearningCurve
    from solieu.training.measures.seed_scores import MeanF1


def show_seeds(result: SeedCrossval, schema: LabelSchema, console: Console) -> None:
    """Print the micro-F1 of each seed, and for each label the mean over them."""
    articles = next(iter(result.seeds.values())).documents
    table = _table(f"strict, micro; {articles} articles", "seed", ("precision", "recall", "F1"))
    for seed, evaluation in result.seeds.items():
        micro = evaluation.strict.micro
        table.add_row(str(seed), f"{micro.precision:.4f}", f"{micro.recall:.4f}", f"{micro.f1:.4f}")
    console.print(table)
    title = f"F1 over {len(result.seeds)} seeds"
    table = _table(title, "label", ("mean", "lowest", "highest", "95 % interval of the mean"))
    for name, mean in result.means.labels.items():
        table.add_row(Text(name, style=schema[name].colour), *_cells(mean))
    table.add_section()
    table.add_row("micro", *_cells(result.means.micro), style="bold")
    console.print(table)
    console.print(f"the intervals draw {result.units} anew, the same for all seeds", soft_wrap=True)
    warnings = dict.fromkeys(warning for evaluation in result.seeds.values() for warning in evaluation.warnings)
    for scores in zip(*(evaluation.levels for evaluation in result.seeds.values()), strict=True):
        f1 = sum(score.f1 for score in scores) / len(scores)
        predicted = sum(score.cut_predicted for score in scores) / len(scores)
        console.print(
            f"seqeval, strict, on tags of {scores[0].level} ({scores[0].origin}): mean micro-F1 {f1:.4f}; these cannot "
            f"say {scores[0].cut_gold} annotated and on average {predicted:.1f} predicted spans",
            soft_wrap=True,
        )
    show_warnings(warnings, console)


def show_learning_curve(curve: LearningCurve, schema: LabelSchema, console: Console) -> None:
    """Print the mean scores of each size, each label's among them, and what more articles may give."""
    seeds = len(curve.points[0].runs)
    headings = ("spans", "epochs", "updates", "F1", "lowest", "highest", "95 % interval")
    title = f"strict micro-F1, mean of {seeds} seed{'' if seeds == 1 else 's'}"
    table = _table(title, "articles", headings)
    for point in curve.points:
        runs = list(point.runs.values())
        sums = (sum(numbers) for numbers in zip(*((run.spans, run.epochs, run.updates) for run in runs), strict=True))
        counts = [str(round(total / len(runs))) for total in sums]
        table.add_row(str(point.articles), *counts, *_cells(point.means.micro))
    console.print(table)
    table = _table("F1 by label", "label", [str(point.articles) for point in curve.points])
    names: Mapping[str, None] = dict.fromkeys(name for point in curve.points for name in point.means.labels)
    for name in sorted(names, key=list(schema.names).index):
        found = [point.means.labels.get(name) for point in curve.points]
        table.add_row(
            Text(name, style=schema[name].colour), *("–" if mean is None else f"{mean.f1:.4f}" for mean in found)
        )
    console.print(table)
    estimate = curve.estimate
    if isinstance(estimate, str):
        console.print(f"no estimate of what more articles would give: {estimate}", soft_wrap=True)
        return
    low, high = estimate.interval
    console.print(
        f"estimate, not measured: {estimate.articles} articles would give a strict micro-F1 of {estimate.f1:.3f} "
        f"({low:.3f} – {high:.3f}), if 1 - F1 goes on to fall as {estimate.a:.3g} · articles^-{estimate.b:.3g} "
        f"+ {estimate.c:.3g}, which is at most {estimate.residual:.3f} away from the points",
        soft_wrap=True,
    )


def _table(title: str, first: str, headings: tuple[str, ...] | list[str]) -> Table:
    table = Table(title=title, box=SIMPLE)
    table.add_column(first)
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _cells(mean: MeanF1) -> list[str]:
    interval = "–" if mean.interval is None else f"{mean.interval[0]:.3f} – {mean.interval[1]:.3f}"
    return [f"{mean.f1:.4f}", f"{mean.lowest:.4f}", f"{mean.highest:.4f}", interval]
