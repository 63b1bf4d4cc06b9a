"""What goes to Label Studio: articles of any kind that solieu reads, and what a model suggests for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from solieu.annotation.conll_read import read_conll
from solieu.annotation.corpus import is_conll
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.label_studio_tasks import Prediction
from solieu.articles import find_files, read_articles
from solieu.terminal import show_error


def read_articles_to_annotate(paths: Sequence[str]) -> tuple[list[Document], list[SolieuError]]:
    """Read the articles that can be read; ids must differ, for annotations find their way back by them.

    Args:
        paths: Files, directories, or ``-``.

    Returns:
        The articles, and what is wrong with the others.

    Raises:
        SolieuError: Nothing could be read.
    """
    files, errors = find_files(paths)
    documents: dict[str, Document] = {}
    for file in files:
        for article in read_conll(file) if _is_conll(file) else read_articles([file]):
            if isinstance(article, SolieuError):
                errors.append(article)
            elif article.id in documents:
                errors.append(SolieuError(f"{file}: the id {article.id!r} stands twice; give each article its own"))
            else:
                documents[article.id] = article
    if not documents:
        for error in errors[:-1]:
            show_error(error)
        raise errors[-1]
    return list(documents.values()), errors


def _is_conll(file: str) -> bool:
    try:
        return is_conll(file)
    except SolieuError:  # it has another suffix, or cannot be read, which reading it as an article says better
        return False


def read_predictions(documents: Sequence[Document], path: Path, model_version: str) -> dict[str, Prediction]:
    """Read what a model found in articles.

    Args:
        documents: The articles.
        path: A file as ``solieu extract`` writes it.
        model_version: The model's name in Label Studio.

    Returns:
        The predictions by the documents' ids.

    Raises:
        SolieuError: The file cannot be read, or holds another article.
    """
    texts = {document.id: document.text for document in documents}
    predictions: dict[str, Prediction] = {}
    for document in read_jsonl(path):
        if texts.get(document.id) != document.text:
            what = "has another text" if document.id in texts else "is not among the articles"
            raise SolieuError(f"{path}: document {document.id!r} {what}; predict the articles that you give")
        predictions[document.id] = prediction_of(document, model_version)
    return predictions


def prediction_of(document: Document, model_version: str) -> Prediction:
    """Return the prediction of a document whose spans a model found; its score is the mean of the spans' scores."""
    scores = [span.score for span in document.spans if span.score is not None]
    return Prediction(document.spans, model_version, sum(scores) / len(scores) if scores else None)


def without_findings(document: Document) -> Document:
    """Return a document without its spans if a model found them, for they are no ground truth."""
    return document if any(span.score is None for span in document.spans) else document.with_spans(())
