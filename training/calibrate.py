"""The calibration of a trained model by a cross validation of the same configuration."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import CheckpointSettings, load_settings, save_temperature
from solieu.training.config import TrainingConfig
from solieu.training.crossval_results import CrossvalResults, read_crossval
from solieu.training.measures.calibration import (
    HIGHEST_TEMPERATURE,
    LOWEST_TEMPERATURE,
    Reliability,
    collect_spans,
    fit_temperature,
    reliability,
    temper_by_fold,
)
from solieu.training.measures.resampling import RESAMPLES
from solieu.training.model_card import note_calibration

# What may differ without a word: where things lie, and what changes the speed of a training, not its outcome.
_UNTOLD = {"encoder", "data", "output", "seed", "save_steps", "precision", "gradient_checkpointing", "compile"}


@dataclass(frozen=True)
class Calibration:
    """What a calibration has found.

    Args:
        temperature: The temperature fitted on all folds; the model has it now.
        fold_temperatures: For each fold, the temperature fitted on the others.
        articles: How many articles were held out.
        spans: How many spans were predicted for them.
        right: How many of these are right.
        before: How well the scores as predicted say how often spans are right, by binning (``width``, ``mass``).
        after: The same of the scores after the calibration, each by the temperature of the other folds.
        warnings: What a reader must know.
    """

    temperature: float
    fold_temperatures: tuple[float, ...]
    articles: int
    spans: int
    right: int
    before: dict[str, Reliability]
    after: dict[str, Reliability]
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the calibration as JSON can hold it."""
        return {
            "temperature": round(self.temperature, 6),
            "fold_temperatures": [round(temperature, 6) for temperature in self.fold_temperatures],
            "articles": self.articles,
            "spans": self.spans,
            "right": self.right,
            "before": {name: found.as_dict() for name, found in self.before.items()},
            "after": {name: found.as_dict() for name, found in self.after.items()},
            "warnings": list(self.warnings),
        }


def calibrate(model: str | Path, crossval: str | Path, *, resamples: int = RESAMPLES) -> Calibration:
    """Fit a temperature to what a cross validation predicted, and give it to a model of the same configuration.

    The articles of each fold are new to the model that predicted them, as new articles are to the model that is
    calibrated. The errors after the calibration are measured fold by fold, with the temperature of the others.

    Args:
        model: The output directory of `solieu train`; its ``solieu.json`` and its model card are changed.
        crossval: The output directory of `solieu crossval`.
        resamples: How many times the articles are drawn anew for the intervals.

    Returns:
        What was found.

    Raises:
        SolieuError: A directory is not as it should be, the two are of different configurations, or no temperature
            fits.
    """
    directory = Path(model)
    settings = load_settings(directory)
    results = read_crossval(crossval)
    warnings = _compare(directory, settings, results, Path(crossval))
    spans = collect_spans(results.gold, results.predicted, results.fold_numbers)
    temperature = fit_temperature(spans.scores, spans.right)
    if temperature in (LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE):
        raise SolieuError(
            f"{crossval}: {int(spans.right.sum())} of {len(spans)} predicted spans are right, and no temperature from "
            f"{LOWEST_TEMPERATURE:g} to {HIGHEST_TEMPERATURE:g} fits their scores; hold out more articles"
        )
    tempered, by_fold = temper_by_fold(spans)
    found = {
        name: {binning: reliability(spans, scores, binning, resamples=resamples) for binning in ("width", "mass")}
        for name, scores in (("before", spans.scores), ("after", tempered))
    }
    before, after = (found[name]["width"].error.value for name in ("before", "after"))
    if before is not None and after is not None and after >= before:
        warnings += (
            f"on folds that it was not fitted on, the temperature makes scores no better (expected calibration error "
            f"{before:.3f} before, {after:.3f} after); a cross validation of more articles would say more",
        )
    calibration = Calibration(
        temperature, by_fold, len(results.gold), len(spans), int(spans.right.sum()), **found, warnings=warnings
    )
    save_temperature(directory, temperature)
    note_calibration(directory, _card_sentence(calibration))
    return calibration


def _compare(
    directory: Path, settings: CheckpointSettings, results: CrossvalResults, crossval: Path
) -> tuple[str, ...]:
    """Refuse a cross validation of other models than this one; return a warning of what else differs."""
    own = _model_config(directory)
    config = results.config
    ours: dict[str, Any] = {
        "encoder": own["encoder"],
        "segmenter": settings.segmentation.segmenter,
        "old_tones": settings.segmentation.old_tones,
        "crf": settings.crf,
        "pooling": settings.pooling,
        "labels": ", ".join(settings.schema.names),
    }
    theirs = {name: getattr(config, name) for name in ours if name != "labels"}
    theirs["labels"] = ", ".join(results.schema.names)
    for name, value in ours.items():
        if theirs[name] != value:
            raise SolieuError(
                f"{crossval}: is a cross validation with {name} {theirs[name]}, but {directory} has {name} {value}; "
                "give a cross validation of the model's own configuration"
            )
    defaults = {entry.name: entry.default for entry in dataclasses.fields(TrainingConfig)}
    differing = [
        f"{name} {getattr(config, name)} there and {own.get(name, default)} here"
        for name, default in defaults.items()
        if name not in _UNTOLD and name not in ours and getattr(config, name) != own.get(name, default)
    ]
    if not differing:
        return ()
    return (
        f"the cross validation in {crossval} was trained otherwise than the model in {directory} "
        f"({'; '.join(differing)}), so its temperature may not be the model's",
    )


def _model_config(directory: Path) -> dict[str, Any]:
    path = directory / "config.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SolieuError(
            f"{path}: cannot be read ({reason}), so nothing says how the model was trained; give the whole output "
            "directory of `solieu train`"
        ) from None
    if not isinstance(content, dict) or "encoder" not in content:
        raise SolieuError(f"{path}: names no encoder; give the output directory of `solieu train` as it was written")
    return content


def _card_sentence(calibration: Calibration) -> str:
    before, after = (of["width"].error for of in (calibration.before, calibration.after))
    return (
        f"The spans' scores are calibrated: temperature {calibration.temperature:.3f}, fitted to {calibration.spans} "
        f"spans predicted by cross validation on {calibration.articles} articles. Expected calibration error (bins of "
        f"equal width) before: {before}; after, each fold with the temperature of the others: {after}."
    )
