"""`solieu evaluate`: a model's scores on annotated articles, and what it predicted for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from solieu.annotation.corpus import read_documents, token_places
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import write_jsonl
from solieu.terminal import show_evaluation, with_bar


@dataclass(frozen=True)
class Kept:
    """What is written of an evaluation.

    Args:
        json: Where the scores go.
        predictions: Where the predicted articles go, as JSONL.
        report: Where the report goes, as HTML; its Markdown goes beside it.
        train: The annotated files that the model was trained on: for the report, which fits baselines to them.
    """

    json: Path | None = None
    predictions: Path | None = None
    report: Path | None = None
    train: Sequence[str] = ()


def evaluate(model: str, data: Sequence[str], console: Console, *, allow_seen: bool, kept: Kept) -> None:
    """Measure a tagger and show its scores.

    Args:
        model: The directory of a run.
        data: Annotated files.
        console: Where the scores are shown.
        allow_seen: Whether to score even if the model was trained on all of the articles.
        kept: What is written.

    Raises:
        SolieuError: The model or a file cannot be used, or the model has seen every article.
    """
    if kept.train and kept.report is None:
        raise SolieuError("--train is for the report: give --report FILE.html as well")
    if kept.report is not None and kept.report.suffix.lower() not in {".html", ".htm"}:
        raise SolieuError(f"{kept.report}: a report is an HTML file; give a name that ends in .html")
    documents = read_documents(data)
    train = read_documents(kept.train) if kept.train else None
    from solieu.models.loading import load_tagger
    from solieu.report import check_baseline_articles, report_predictions
    from solieu.training.corpora import check_labels
    from solieu.training.evaluation import evaluate as run
    from solieu.training.evaluation import predict, refuse_seen, save_evaluation

    tagger, settings = load_tagger(model)
    check_labels(documents, settings.schema, ", ".join(data))
    if train is not None:
        check_baseline_articles(train, documents, settings.schema)
    seen = settings.seen(document.text for document in documents)
    warning = refuse_seen(seen, len(documents), ", ".join(data), allowed=allow_seen)
    predicted = with_bar("evaluating", lambda report: predict(tagger, documents, report))
    evaluation = run(
        documents,
        predicted,
        settings.schema,
        segmentation=settings.segmentation,
        tokens=token_places(data),
        warnings=[warning] if warning else [],
    )
    show_evaluation(evaluation, settings.schema, console)
    if kept.json is not None:
        save_evaluation(evaluation, kept.json)
    if kept.predictions is not None:
        write_jsonl(predicted, kept.predictions)
    if kept.report is not None:
        title = f"solieu · {Path(model).resolve().name}"
        files = report_predictions(
            documents, predicted, settings.schema, kept.report, train=train, title=title, notes=evaluation.warnings
        )
        console.print(f"the report is in {files[0]} and {files[1]}", soft_wrap=True)
