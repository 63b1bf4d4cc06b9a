"""A training run on disk: documents in, a checkpoint with its record and model card out."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import Corpora, read_corpora
from solieu.training.evaluation import Evaluation, evaluate, predict, refuse_seen, save_evaluation
from solieu.training.fit import Fit, fit, save_checkpoint
from solieu.training.model_card import write_model_card
from solieu.training.run_directory import SCRATCH, clear_run, prepare_output
from solieu.training.run_record import write_record


def train(config: TrainingConfig, console: Console, *, overwrite: bool = False) -> Evaluation | None:
    """Train as a configuration says, and leave everything in its output directory.

    Args:
        config: The run's configuration.
        console: Where progress is shown.
        overwrite: Whether a run that the output directory already holds may be replaced.

    Returns:
        The finished model's scores on the evaluation data, or None if there is none.

    Raises:
        SolieuError: The data, the encoder or the output directory cannot be used.
    """
    corpora = read_corpora(config.data)
    output = prepare_output(Path(config.output), overwrite=overwrite)
    announce(corpora, config.data, console)
    started = time.monotonic()
    fitted = fit(config, corpora, output / SCRATCH, console, "training")
    seconds = time.monotonic() - started
    clear_run(output)
    write_record(output, config, corpora, fitted, seconds)
    save_checkpoint(fitted, output)
    evaluation = _evaluate(corpora, fitted)
    if evaluation is not None:
        save_evaluation(evaluation, output / "evaluation.json")
    write_model_card(output, config, corpora, fitted, evaluation)
    return evaluation


def announce(corpora: Corpora, config: DataConfig, console: Console) -> None:
    """Say how much there is to train on, and what was left out."""
    spans = sum(len(document.spans) for document in corpora.train)
    lines = [
        f"{_articles(len(corpora.train))} with {spans} spans to train on, {len(corpora.dev)} for development, "
        f"{len(corpora.evaluate)} for evaluation"
    ]
    if isinstance(config.dev, float) and not corpora.dev:
        lines.append(
            f"the development share of {config.dev:g} fell on no article, so the last epoch is kept, not the best"
        )
    if corpora.repeated:
        lines.append(f"left out of the training, because they are for development: {_articles(corpora.repeated)}")
    if corpora.left_out:
        lines.append(f"left out of the evaluation, because they are trained on: {_articles(corpora.left_out)}")
    if corpora.other_label is not None:
        lines.append(
            f"nothing to evaluate on: {', '.join(config.evaluate)} has the label {corpora.other_label!r}, which the "
            "training data do not have; give fitting articles with data.evaluate=FILE"
        )
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)


def _articles(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"


def _evaluate(corpora: Corpora, fitted: Fit) -> Evaluation | None:
    if not corpora.evaluate:
        return None
    # This training has seen none of them; the one that the encoder comes from may have.
    seen = fitted.settings.seen(document.text for document in corpora.evaluate)
    warning = refuse_seen(seen, len(corpora.evaluate), "data.evaluate", allowed=True)
    return evaluate(
        corpora.evaluate,
        predict(fitted.tagger, corpora.evaluate),
        corpora.schema,
        warnings=[warning] if warning else [],
    )
