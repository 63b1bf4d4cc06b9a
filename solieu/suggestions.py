"""What annotators are shown as suggestions, and where it comes from: a file, a model, or rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from solieu.annotation.documents import SUGGESTED_BY, Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.label_studio_tasks import Prediction


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Where suggestions come from.

    Args:
        model_version: The name under which Label Studio shows them.
        of: Gives for each of some documents, in their order, what was found in it; None if it was not asked.
    """

    model_version: str
    of: Callable[[Sequence[Document]], Iterable[Prediction | None]]


def find_suggestions(
    documents: Sequence[Document], model: str | None, predictions: Path | None, version: str | None
) -> Suggestions | None:
    """Find out where suggestions come from; a model is loaded when the first of them is asked for.

    Args:
        documents: All articles.
        model: A directory that `solieu train` wrote.
        predictions: A file of suggested spans, as `solieu extract` and `solieu annotate suggest` write it.
        version: The name that the suggestions get; None for that of the model's directory.

    Returns:
        The suggestions; None if there are none.

    Raises:
        SolieuError: The three do not go together, or the file cannot be read or holds another article.
    """
    if model is not None and predictions is not None:
        raise SolieuError("suggestions come from --model or from --predictions; give one of the two")
    if predictions is not None:
        if version is None:
            raise SolieuError("--predictions needs --model-version; Label Studio hides predictions without one")
        known = _read_predictions(documents, predictions, version)
        return Suggestions(version, lambda pending: [known.get(document.id) for document in pending])
    if model is None:
        if version is not None:
            raise SolieuError("--model-version names what is suggested; give --model or --predictions as well")
        return None
    directory, name = model, version or Path(model).resolve().name

    def suggest(pending: Sequence[Document]) -> Iterator[Prediction | None]:
        if pending:
            from solieu.models.extractor import Extractor

            found = Extractor.from_pretrained(directory).extract_many(pending)
            yield from (_prediction_of(document, name) for document in found)

    return Suggestions(name, suggest)


def suggested(document: Document, by: str) -> Document:
    """Return a document with a note in its ``meta`` of what suggested its spans."""
    return replace(document, meta={**document.meta, SUGGESTED_BY: by})


def without_suggestions(documents: Iterable[Document]) -> list[Document]:
    """Return documents without the spans that a model or rules suggested, for these are no ground truth."""
    kept = []
    for document in documents:
        if SUGGESTED_BY in document.meta or not any(span.score is None for span in document.spans):
            meta = {name: value for name, value in document.meta.items() if name != SUGGESTED_BY}
            document = replace(document, spans=(), meta=meta)
        kept.append(document)
    return kept


def refuse_suggested(documents: Iterable[Document]) -> None:
    """Refuse documents whose spans would be taken for an annotator's.

    Raises:
        SolieuError: A document's spans were suggested.
    """
    for document in documents:
        if SUGGESTED_BY in document.meta:
            raise SolieuError(
                f"document {document.id!r}: its spans were suggested by {document.meta[SUGGESTED_BY]} and are no "
                "annotation; give the file with --predictions and --model-version as well"
            )


def _read_predictions(documents: Sequence[Document], path: Path, version: str) -> dict[str, Prediction]:
    """Return by the documents' ids what a file suggests for them."""
    texts = {document.id: document.text for document in documents}
    predictions: dict[str, Prediction] = {}
    for document in read_jsonl(path):
        if texts.get(document.id) != document.text:
            what = "has another text" if document.id in texts else "is not among the articles"
            raise SolieuError(f"{path}: document {document.id!r} {what}; predict the articles that you export")
        predictions[document.id] = _prediction_of(document, version)
    return predictions


def _prediction_of(document: Document, version: str) -> Prediction:
    """Return the prediction of a document whose spans were found; its score is the mean of the spans' scores."""
    scores = [span.score for span in document.spans if span.score is not None]
    return Prediction(document.spans, version, sum(scores) / len(scores) if scores else None)
