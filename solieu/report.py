"""The report command: reads the files and writes the report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from solieu.annotation.corpus import read_documents, schema_of
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.terminal import with_bar
from solieu.training.measures.predictions import read_annotated, read_predictions
from solieu.training.report import LearningCurve, ReportInput, entity_keys, write_report


def report_crossval(
    directory: Path, out: Path | None, *, baselines: bool = True, curve: Path | None = None
) -> tuple[Path, Path]:
    """Write the report of a cross validation, by default as ``report.html`` into its directory.

    Args:
        directory: What `solieu crossval` wrote, finished or not.
        out: The HTML file, if another.
        baselines: Whether the baselines are fitted, fold by fold, and shown beside the model.
        curve: What `solieu learning-curve` wrote: its directory, or the JSON file in it.

    Returns:
        The HTML and the Markdown file.

    Raises:
        SolieuError: The directory or a file cannot be used.
    """
    from solieu.training.baselines.by_fold import crossval_baselines
    from solieu.training.crossval_results import read_crossval
    from solieu.training.report.crossval_input import crossval_input

    results = read_crossval(directory, unfinished=True)
    rises = read_curve(curve) if curve else None
    others = {}
    if baselines:
        others = with_bar("fitting baselines", lambda show: crossval_baselines(results, show))
    return write_report(crossval_input(results, baselines=others, curve=rises), out or directory / "report.html")


def report_files(
    gold: Sequence[str],
    predicted: str,
    out: Path,
    *,
    train: Sequence[str] = (),
    others: Sequence[str] = (),
    baselines: bool = True,
    curve: Path | None = None,
    labels: Path | None = None,
) -> tuple[Path, Path]:
    """Write the report of predictions in a file.

    Args:
        gold: Annotated files.
        predicted: A file with predictions for their articles, in any order.
        out: The HTML file.
        train: The annotated files that the model was trained on.
        others: Other predictions, each as ``NAME=FILE``.
        baselines: Whether baselines are fitted to ``train``, if that is given, and shown beside the model.
        curve: A learning curve, as for `report_crossval`.
        labels: A label file; None for solieu's own labels, or those found in CoNLL files.

    Returns:
        The HTML and the Markdown file.

    Raises:
        SolieuError: A file cannot be used, or lacks a prediction.
    """
    annotated = read_annotated(gold)
    schema = LabelSchema.load(labels) if labels else schema_of(gold, annotated)
    given = dict(_named(annotated, word) for word in others)
    return report_predictions(
        annotated,
        read_predictions(predicted, annotated),
        schema,
        out,
        train=read_documents(train) if train else None,
        others=given,
        baselines=baselines,
        curve=read_curve(curve) if curve else None,
        title=f"solieu · {Path(predicted).stem}",
    )


def report_predictions(
    gold: Sequence[Document],
    predicted: Sequence[Document],
    schema: LabelSchema,
    out: Path,
    *,
    train: list[Document] | None,
    others: dict[str, list[Document]] | None = None,
    baselines: bool = True,
    curve: LearningCurve | None = None,
    title: str = "solieu",
    notes: tuple[str, ...] = (),
) -> tuple[Path, Path]:
    """Write the report of predictions.

    Args:
        gold: Annotated documents.
        predicted: The same documents in the same order with predicted spans.
        schema: The labels.
        out: The HTML file.
        train: The annotated documents that the model was trained on, if known.
        others: Other predictions for the same documents, by name.
        baselines: Whether baselines are fitted to ``train``, if that is given.
        curve: A learning curve.
        title: What the report is called.
        notes: What a reader must know.

    Returns:
        The HTML and the Markdown file.

    Raises:
        SolieuError: The documents do not fit together, or a file cannot be written.
    """
    from solieu.training.baselines.run_baselines import BASELINES

    shown: dict[str, list[Document]] = {}
    if train is not None and baselines:
        check_baseline_articles(train, gold, schema)
        for name, fit in BASELINES.items():
            shown[name] = fit(train, schema).predict(gold)
    trained = None if train is None else entity_keys(train)
    content = ReportInput(
        gold,
        predicted,
        schema,
        baselines=shown | (others or {}),
        trained=[trained] * len(gold),
        curve=curve,
        title=title,
        notes=notes,
    )
    return write_report(content, out)


def check_baseline_articles(train: list[Document], gold: Sequence[Document], schema: LabelSchema) -> None:
    """Refuse articles that baselines cannot be fitted to.

    Raises:
        SolieuError: A label is not in the schema, or an article is one of those that are predicted.
    """
    from solieu.training.corpora import check_labels, without

    check_labels(train, schema, "--train")
    repeated = len(train) - len(without(train, gold))
    if repeated:
        raise SolieuError(
            f"--train: {repeated} of the articles are also to be predicted, and baselines would know them by heart; "
            "leave them out, or make the report without --train or baselines"
        )


def read_curve(path: Path) -> LearningCurve:
    """Read a learning curve from its directory or file.

    Raises:
        SolieuError: The file cannot be read, or is none.
    """
    file = path / "learning-curve.json" if path.is_dir() else path
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SolieuError(
            f"{file}: cannot be read ({error.strerror}); give what `solieu learning-curve` wrote"
        ) from None
    except ValueError as error:
        raise SolieuError(f"{file}: is not JSON ({error}); give what `solieu learning-curve` wrote") from None
    return LearningCurve.from_record(record, str(file))


def _named(gold: Sequence[Document], word: str) -> tuple[str, list[Document]]:
    name, equals, path = word.partition("=")
    if not (name and equals and path):
        raise SolieuError(f"--baseline {word}: expected NAME=FILE, such as crf=crf.jsonl")
    return name, read_predictions(path, gold)
