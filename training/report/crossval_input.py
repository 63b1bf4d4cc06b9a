"""The report of a cross validation, from what its directory holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.training.crossval_results import CrossvalResults
from solieu.training.measures.calibration import (
    HIGHEST_TEMPERATURE,
    LOWEST_TEMPERATURE,
    collect_spans,
    fit_temperature,
    reliability,
    temper_by_fold,
)
from solieu.training.report.inputs import Calibration, LearningCurve, ReportInput, entity_keys


def crossval_input(
    results: CrossvalResults,
    *,
    baselines: Mapping[str, Sequence[Document]],
    curve: LearningCurve | None = None,
) -> ReportInput:
    """Return what the report of a cross validation shows.

    Each held-out article is compared with what the model that had not seen it predicted, and its entities with
    those of the articles which that model was trained on.

    Args:
        results: The cross validation, finished or not.
        baselines: What baselines predict for the same articles, by name.
        curve: The learning curve of the same configuration.

    Returns:
        The report's input; where folds are missing, a note says so.
    """
    trained: list[frozenset[tuple[str, str]]] = []
    for fold in results.folds:
        trained += [entity_keys(results.trained_on(fold))] * len(fold.gold)
    content = ReportInput(
        results.gold,
        results.predicted,
        results.schema,
        baselines=baselines,
        trained=trained,
        curve=curve,
        title=f"solieu · {results.directory.resolve().name}",
    )
    done, all_of_them = len(content.gold), len(results.held_out.documents)
    notes = [] if done == all_of_them else [_unfinished(done, all_of_them)]
    try:
        calibration = _calibration(results)
    except SolieuError as error:
        calibration = None
        notes.append(f"Không đo được độ tin cậy của điểm số. / What the scores are worth was not measured: {error}")
    return replace(content, calibration=calibration, notes=tuple(notes))


def _calibration(results: CrossvalResults) -> Calibration:
    """Measure what the predictions' scores are worth, as they are and with the temperature of the other folds."""
    spans = collect_spans(results.gold, results.predicted, results.fold_numbers)
    before = reliability(spans, spans.scores, "width")
    temperature = fit_temperature(spans.scores, spans.right)
    if len(results.folds) < 2 or temperature in (LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE):
        return Calibration(before)
    tempered, _ = temper_by_fold(spans)
    return Calibration(before, reliability(spans, tempered, "width"), temperature)


def _unfinished(done: int, all_of_them: int) -> str:
    return (
        f"Kiểm tra chéo chưa xong: mới có {done} trên {all_of_them} bài. / "
        f"The cross validation is not finished: {done} of {all_of_them} articles so far."
    )
