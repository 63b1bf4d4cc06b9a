"""Reports on a model's errors, for people: one HTML file, and the same as Markdown."""

from solieu.training.report.inputs import Calibration, LearningCurve, ReportInput, entity_keys
from solieu.training.report.write import write_report

__all__ = ["Calibration", "LearningCurve", "ReportInput", "entity_keys", "write_report"]
