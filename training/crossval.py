"""Cross validation: each evaluation article once held out, all others trained on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml
from rich.console import Console

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import write_jsonl
from solieu.training.config import TrainingConfig
from solieu.training.corpora import read_corpora
from solieu.training.evaluation import Evaluation, evaluate, predict, save_evaluation
from solieu.training.fit import fit
from solieu.training.train import prepare_output


def crossval(config: TrainingConfig, console: Console, *, overwrite: bool = False) -> Evaluation:
    """Leave one article out over ``data.evaluate``; the articles of ``data.train`` are in every training.

    Args:
        config: The configuration of each fold's run.
        console: Where progress is shown.
        overwrite: Whether the output directory's earlier content may be replaced.

    Returns:
        The scores of all held-out articles together, each predicted by the model that has not seen it. The
        output directory holds them as ``evaluation.json``, and the predictions as ``predictions.jsonl``.

    Raises:
        SolieuError: The data or the output directory cannot be used, or there are fewer than two articles
            to leave out.
    """
    corpora = read_corpora(config.data)
    held_out = corpora.evaluate
    if len(held_out) < 2:
        raise SolieuError(
            f"cross validation needs at least two articles in data.evaluate that are not in data.train, "
            f"but there {'is one' if held_out else 'are none'}"
        )
    output = prepare_output(Path(config.output), overwrite=overwrite)
    with write_atomically(output / "config.yaml") as file:
        yaml.safe_dump(config.as_dict(), file, allow_unicode=True, sort_keys=False)
    predicted: list[Document] = []
    for number, document in enumerate(held_out):
        others = [other for other in held_out if other is not document]
        fold = replace(corpora, train=[*corpora.train, *others], evaluate=[document])
        title = f"fold {number + 1} of {len(held_out)}"
        fitted = fit(config, fold, output / "checkpoints", console, title)
        predicted.extend(predict(fitted.tagger, [document]))
        write_jsonl(predicted, output / "predictions.jsonl")
        so_far = evaluate([document], predicted[-1:], corpora.schema, resamples=1)
        console.print(f"{title}, {document.id}: strict micro-F1 {so_far.strict.micro.f1:.4f}", highlight=False)
    evaluation = evaluate(held_out, predicted, corpora.schema)
    save_evaluation(evaluation, output / "evaluation.json")
    return evaluation
