"""Reports on a model's errors, for people: one HTML file, and the same as Markdown."""

from solieu.training.report.inputs import Calibration, CalibrationBin, LearningCurve, ReportInput, entity_keys
from solieu.training.report.write import write_report

__all__ = ["Calibration", "CalibrationBin", "LearningCurve", "ReportInput", "entity_keys", "write_report"]
