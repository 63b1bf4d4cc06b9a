"""What systems predicted for annotated articles, brought into the same order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from solieu.annotation.corpus import labels_in, read_documents
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema

PREDICTIONS = "predictions.jsonl"


def read_annotated(paths: Sequence[str | Path]) -> list[Document]:
    """Read the annotated articles that predictions are compared with.

    Args:
        paths: The files.

    Returns:
        Their documents.

    Raises:
        SolieuError: A file cannot be read, or an id stands in two of them.
    """
    documents: list[Document] = []
    found: dict[str, str | Path] = {}
    for path in paths:
        for document in read_documents(path):
            if document.id in found:
                raise SolieuError(
                    f"{path}: the article {document.id!r} stands in {found[document.id]} already; "
                    "predictions are found by the ids of their articles, so give each article once"
                )
            found[document.id] = path
            documents.append(document)
    return documents


def read_predictions(path: str | Path, gold: Sequence[Document]) -> list[Document]:
    """Read what a system predicted for annotated articles.

    Args:
        path: A JSONL file of documents with predicted spans, or a directory that holds it as ``predictions.jsonl``,
            as `solieu crossval` leaves it.
        gold: The annotated articles, each with an id of its own.

    Returns:
        The predicted documents in the order of the annotated ones; each is found by its id or else by its text.

    Raises:
        SolieuError: The file cannot be read, an article is missing, is not an annotated one, or has another text.
    """
    file = Path(path)
    if file.is_dir():
        file = file / PREDICTIONS
        if not file.is_file():
            raise SolieuError(
                f"{path}: holds no {PREDICTIONS}; give a directory that `solieu crossval` wrote, or a JSONL file"
            )
    elif not file.exists():
        raise SolieuError(
            f"{path}: does not exist; give a JSONL file of predictions, or a directory that `solieu crossval` wrote"
        )
    found = read_documents(file)
    predicted = {document.id: document for document in found}
    # Files of CoNLL give ids of their own.
    same_text = {document.text: document for document in found}
    for document in gold:
        if document.id not in predicted and document.text in same_text:
            other = same_text[document.text]
            predicted[document.id] = document.with_spans(predicted.pop(other.id, other).spans)
    known = {document.id for document in gold}
    missing = [document.id for document in gold if document.id not in predicted]
    if missing:
        raise SolieuError(
            f"{file}: has no prediction for {_articles(missing)} of the annotated articles; "
            "predict them all, or give the annotated files that it was predicted for"
        )
    others = [name for name in predicted if name not in known]
    if others:
        raise SolieuError(
            f"{file}: predicts {_articles(others)} not in the annotated files; give those files too, with --gold"
        )
    for document in gold:
        if predicted[document.id].text != document.text:
            raise SolieuError(
                f"{file}: the text of the article {document.id!r} is not that of the annotated one; "
                "give predictions for exactly the annotated texts"
            )
    return [predicted[document.id] for document in gold]


def labels_of(*systems: Sequence[Document]) -> tuple[str, ...]:
    """Return the labels that documents use: solieu's own in their order, then all others by name."""
    found = set(labels_in(document for documents in systems for document in documents))
    own = [name for name in LabelSchema.default().names if name in found]
    return (*own, *sorted(found.difference(own)))


def _articles(names: Sequence[str]) -> str:
    return f"{names[0]!r}" if len(names) == 1 else f"{names[0]!r} and {len(names) - 1} more"
