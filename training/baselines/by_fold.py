"""Baselines of a cross validation: fitted fold by fold to what the fold's model was trained on."""

from __future__ import annotations

from collections.abc import Callable

from solieu.annotation.documents import Document
from solieu.annotation.jsonl import read_jsonl, write_jsonl
from solieu.training.baselines.run_baselines import BASELINES
from solieu.training.crossval_results import CrossvalResults


def crossval_baselines(
    results: CrossvalResults, report: Callable[[int, int], None] | None = None
) -> dict[str, list[Document]]:
    """Predict what each fold held out by each baseline, fitted to the articles that the fold's model was trained on.

    What is predicted is kept in the cross validation's directory, as ``baseline-string-match.jsonl`` and
    ``baseline-feature-crf.jsonl``, fold by fold; what is there already is not predicted again.

    Args:
        results: The cross validation, finished or not.
        report: Called with how many fits are done, and how many there are.

    Returns:
        The predictions in the order of the held-out articles, by the baselines' names.

    Raises:
        SolieuError: A file cannot be read or written.
    """
    done, fits = 0, len(BASELINES) * len(results.folds)
    predictions = {}
    for name, fit in BASELINES.items():
        file = results.directory / f"baseline-{name}.jsonl"
        found = {_key(document): document for document in read_jsonl(file)} if file.exists() else {}
        for fold in results.folds:
            if any(_key(document) not in found for document in fold.gold):
                predicted = fit(results.trained_on(fold), results.schema).predict(fold.gold)
                found |= {_key(document): document for document in predicted}
                write_jsonl([found[_key(document)] for document in results.gold if _key(document) in found], file)
            done += 1
            if report is not None:
                report(done, fits)
        predictions[name] = [found[_key(document)] for document in results.gold]
    return predictions


def _key(document: Document) -> tuple[str, str]:
    return document.id, document.text
