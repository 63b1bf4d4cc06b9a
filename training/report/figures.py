"""The figures of a report, as SVG that needs no font and no network."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from solieu.training.report.inputs import Calibration, LearningCurve
from solieu.training.report.wording import Language, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _PALE, _ACCENT, _SECOND = "#1c2733", "#d9dfe5", "#0b5cad", "#c2570c"
_SETTINGS: Any = {
    "svg.fonttype": "path",  # the letters are drawn, so the reader's fonts do not matter
    "svg.hashsalt": "solieu",  # the same figure is the same file
    "font.family": "DejaVu Sans",  # comes with matplotlib and has all Vietnamese letters
    "font.size": 9,
    "text.color": _INK,
    "text.parse_math": False,  # a label may hold a dollar sign
    "axes.edgecolor": "#8796a5",
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def _draw(size: tuple[float, float], paint: Callable[[Axes], None]) -> str:
    """Return what ``paint(axes)`` draws on a canvas of a size in inches."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a label in another script shows boxes
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        paint(figure.add_subplot())
        file = StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return file.getvalue()


def confusion_figure(
    counts: Mapping[tuple[str | None, str | None], int],
    labels: Sequence[str],
    titles: Sequence[str],
    language: Language,
) -> str:
    """Draw a confusion matrix, coloured by the share of what is annotated; spurious spans by that of what is predicted.

    Args:
        counts: Pairs by annotated and predicted label; None for a missing span.
        labels: The labels, in the order of rows and columns.
        titles: What they are called.
        language: The language of the other words.

    Returns:
        The SVG.
    """
    import numpy as np

    rows: list[str | None] = [*labels, None]
    table = np.array([[counts.get((gold, predicted), 0) for predicted in rows] for gold in rows], dtype=float)
    sums = table.sum(axis=1, keepdims=True)
    shares = np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)
    columns = table.sum(axis=0)
    shares[-1] = np.divide(table[-1], columns, out=np.zeros(len(rows)), where=columns > 0)
    missed, spurious = (say(f"confusion.{name}").text(language) for name in ("missed", "spurious"))

    def paint(axes: Axes) -> None:
        from matplotlib.colors import LinearSegmentedColormap

        colours = LinearSegmentedColormap.from_list("blue", ["#ffffff", "#cfe1f3", "#0b5cad", "#06325f"])
        axes.imshow(shares, cmap=colours, vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(rows)), [*titles, missed], rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(rows)), [*titles, spurious])
        axes.set_xlabel(say("figure.confusion.x").text(language))
        axes.set_ylabel(say("figure.confusion.y").text(language))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for number in range(1, len(rows)):
            edge = number - 0.5
            axes.axhline(edge, color="#eef2f5", linewidth=0.8)
            axes.axvline(edge, color="#eef2f5", linewidth=0.8)
        for edge_line in (axes.axhline, axes.axvline):
            edge_line(len(rows) - 1.5, color="#8796a5", linewidth=1)
        for row, column in np.argwhere(table):
            ink = "white" if shares[row, column] > 0.5 else _INK
            weight = "normal" if row == column else "bold"
            axes.text(column, row, f"{int(table[row, column])}", ha="center", va="center", color=ink, weight=weight)

    side = 0.42 * len(rows)
    return _draw((2.6 + 1.15 * side, 1.7 + 0.8 * side), paint)


def curve_figure(curve: LearningCurve, language: Language) -> str:
    """Draw a learning curve with its intervals.

    Args:
        curve: The curve.
        language: The language of its words.

    Returns:
        The SVG.
    """

    def paint(axes: Axes) -> None:
        lows = [interval[0] if interval else f1 for f1, interval in zip(curve.f1, curve.intervals, strict=True)]
        highs = [interval[1] if interval else f1 for f1, interval in zip(curve.f1, curve.intervals, strict=True)]
        axes.fill_between(curve.sizes, lows, highs, color=_ACCENT, alpha=0.15, linewidth=0)
        axes.plot(curve.sizes, curve.f1, color=_ACCENT, marker="o", linewidth=2)
        for size, f1 in zip(curve.sizes, curve.f1, strict=True):
            axes.annotate(_decimal(f1, language), (size, f1), (0, 7), textcoords="offset points", ha="center")
        axes.set_xticks(curve.sizes)
        axes.set_xlabel(say("curve.x").text(language))
        axes.set_ylabel("F1")
        lowest = min(lows)
        axes.set_ylim(max(0.0, lowest - 0.08), 1.02)
        _comma(axes.yaxis, language)
        axes.grid(axis="y", color=_PALE, linewidth=0.7)

    return _draw((6.4, 3.4), paint)


def calibration_figure(calibration: Calibration, language: Language) -> str:
    """Draw a reliability diagram.

    Args:
        calibration: The predictions by score.
        language: The language of its words.

    Returns:
        The SVG.
    """

    def paint(axes: Axes) -> None:
        ideal = say("calibration.diagonal").text(language)
        axes.plot([0, 1], [0, 1], color="#8796a5", linestyle=(0, (4, 3)), linewidth=1, label=ideal)
        series = [(calibration.before.curve, "calibration.before", _ACCENT, "o")]
        if calibration.after:
            series.append((calibration.after.curve, "calibration.then", _SECOND, "s"))
        largest = max(entry.spans for bins, *_ in series for entry in bins)
        for bins, name, colour, marker in series:
            points = [entry.score for entry in bins], [entry.right for entry in bins]
            axes.plot(*points, color=colour, linewidth=1.5, label=say(name).text(language))
            sizes = [20 + 160 * entry.spans / largest for entry in bins]
            axes.scatter(*points, s=sizes, color=colour, marker=marker, alpha=0.75, linewidth=0)
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, 1.02)
        axes.set_aspect("equal")
        axes.set_xlabel(say("calibration.confidence").text(language))
        axes.set_ylabel(say("calibration.accuracy").text(language))
        _comma(axes.xaxis, language)
        _comma(axes.yaxis, language)
        axes.grid(color=_PALE, linewidth=0.7)
        axes.legend(frameon=False, loc="upper left")

    return _draw((4.4, 4.2), paint)


def _decimal(value: float, language: Language, digits: int = 2) -> str:
    shown = f"{value:.{digits}f}"
    return shown.replace(".", ",") if language == "vi" else shown


def _comma(axis: Any, language: Language) -> None:
    """Write an axis's numbers as the language does."""
    axis.set_major_formatter(lambda value, _: _decimal(value, language))
