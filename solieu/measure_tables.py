"""How the command line shows calibrations and baselines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solieu.annotation.labels import LabelSchema
from solieu.terminal import show_notes, show_warnings
from solieu.training.baselines.run_baselines import BaselineResult
from solieu.training.measures.scoring import Score

if TYPE_CHECKING:  # it imports torch
    from solieu.training.calibrate import Calibration

_BINNINGS = {"width": "bins of equal width", "mass": "bins of equally many spans"}


def show_calibration(calibration: Calibration, console: Console) -> None:
    """Print the scores before and after a calibration beside how often spans are right."""
    for binning, title in _BINNINGS.items():
        table = Table(title=title, box=SIMPLE)
        for heading in ("", "scores", "spans", "mean score", "right"):
            table.add_column(heading, justify="left" if heading in ("", "scores") else "right", no_wrap=True)
        for name, found in (("before", calibration.before), ("after", calibration.after)):
            for number, bin_ in enumerate(found[binning].curve):
                table.add_row(
                    "" if number else name,
                    f"{bin_.low:.3f} – {bin_.high:.3f}",
                    str(bin_.spans),
                    f"{bin_.score:.3f}",
                    f"{bin_.right:.3f}",
                )
            table.add_section()
        console.print(table)
    for binning, title in _BINNINGS.items():
        console.print(
            f"expected calibration error, {title}: {calibration.before[binning].error} before, "
            f"{calibration.after[binning].error} after, each fold with the temperature of the others",
            soft_wrap=True,
        )
    folds = calibration.fold_temperatures
    console.print(
        f"temperature: {calibration.temperature:.3f} ({min(folds):.3f} to {max(folds):.3f} without one fold), from "
        f"{calibration.spans} spans, {calibration.right} of them right, in {calibration.articles} articles",
        soft_wrap=True,
    )
    show_warnings(calibration.warnings, console)


def show_baselines(results: Sequence[BaselineResult], schema: LabelSchema, articles: int, console: Console) -> None:
    """Print the strict scores of baselines beside each other."""
    title = f"strict: same start, end and label; {articles} article{'' if articles == 1 else 's'}"
    table = Table(title=title, box=SIMPLE, collapse_padding=True, pad_edge=False)
    table.add_column("label")
    for result in results:
        for heading in (f"{result.name}\nF1", "P", "R"):
            table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("gold", justify="right")
    notes: dict[str, str] = {}
    for name in schema.names:
        found = [result.scores.labels[name] for result in results]
        if any(score.gold or score.predicted for score in found):
            table.add_row(Text(name, style=schema[name].colour), *_cells(found, notes), str(found[0].gold))
    table.add_section()
    micro = [result.scores.micro for result in results]
    table.add_row("micro", *_cells(micro, notes), str(micro[0].gold), style="bold")
    table.add_row("macro", *_cells([result.scores.macro for result in results], notes), "")
    console.print(table)
    console.print("below each F1 its 95 % interval", soft_wrap=True)
    show_notes(notes, console)


def _cells(scores: Sequence[Score], notes: dict[str, str]) -> list[str]:
    """Return F1, precision and recall of each; marks on the intervals are explained in ``notes``."""
    cells = []
    for score in scores:
        interval = "–" if score.interval is None else f"{score.interval[0]:.3f}–{score.interval[1]:.3f}"
        notes |= {flag.mark: flag.note for flag in score.flags}
        marks = "".join(flag.mark for flag in score.flags)
        cells += [f"{score.f1:.3f}\n{interval}{marks}", f"{score.precision:.3f}", f"{score.recall:.3f}"]
    return cells
