"""The report command: reads the files and writes the report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from solieu.annotation.corpus import read_documents, schema_of
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.training.report import LearningCurve, ReportInput, entity_keys, write_report


def report_crossval(directory: Path, out: Path | None) -> tuple[Path, Path]:
    """Write the report of a cross validation, by default as ``report.html`` into its directory.

    Args:
        directory: What `solieu crossval` wrote.
        out: The HTML file, if another.

    Returns:
        The HTML and the Markdown file.

    Raises:
        SolieuError: The directory or the file cannot be used.
    """
    from solieu.training.report.crossval_input import read_crossval

    return write_report(read_crossval(directory), out or directory / "report.html")


def report_files(
    gold: Sequence[str],
    predicted: str,
    out: Path,
    *,
    train: Sequence[str] = (),
    baselines: Sequence[str] = (),
    curve: Path | None = None,
    labels: Path | None = None,
) -> tuple[Path, Path]:
    """Write the report of predictions in a file.

    Args:
        gold: Annotated files.
        predicted: A file with predictions for their articles, in any order.
        out: The HTML file.
        train: The annotated files that the model was trained on.
        baselines: Other predictions, each as ``NAME=FILE``.
        curve: A learning curve as JSON.
        labels: A label file; None for solieu's own labels, or those found in CoNLL files.

    Returns:
        The HTML and the Markdown file.

    Raises:
        SolieuError: A file cannot be used, or lacks a prediction.
    """
    annotated = read_documents(gold)
    trained = entity_keys(read_documents(train)) if train else None
    content = ReportInput(
        annotated,
        _predictions(annotated, predicted),
        LabelSchema.load(labels) if labels else schema_of(gold, annotated),
        baselines=dict(_baseline(annotated, word) for word in baselines),
        trained=[trained] * len(annotated),
        curve=_read_curve(curve) if curve else None,
        title=f"solieu · {Path(predicted).stem}",
    )
    return write_report(content, out)


def _baseline(gold: Sequence[Document], word: str) -> tuple[str, list[Document]]:
    name, equals, path = word.partition("=")
    if not (name and equals and path):
        raise SolieuError(f"--baseline {word}: expected NAME=FILE, such as crf=crf.jsonl")
    return name, _predictions(gold, path)


def _predictions(gold: Sequence[Document], path: str) -> list[Document]:
    """Return the prediction for each annotated document, found by its text and, among copies, by its id."""
    found: dict[str, list[Document]] = {}
    for document in read_documents(path):
        found.setdefault(document.text, []).append(document)
    predictions = []
    for document in gold:
        choice = found.get(document.text)
        if not choice:
            raise SolieuError(f"{path}: has no prediction for {document.id!r}; extract from the annotated articles")
        predictions.append(next((prediction for prediction in choice if prediction.id == document.id), choice[0]))
    return predictions


def _read_curve(path: Path) -> LearningCurve:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a learning curve as JSON") from None
    except ValueError as error:
        raise SolieuError(f"{path}: is not JSON ({error}); give a learning curve as JSON") from None
    return LearningCurve.from_record(record, str(path))
