"""A training run on disk: documents in, a checkpoint with its record and model card out."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from rich.console import Console

from solieu.annotation.errors import SolieuError
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, read_corpora
from solieu.training.evaluation import Evaluation, evaluate, predict, save_evaluation
from solieu.training.fit import Fit, fit, save_checkpoint
from solieu.training.model_card import write_model_card
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
    output = prepare_output(Path(config.output), overwrite=overwrite)
    corpora = read_corpora(config.data)
    announce(corpora, console)
    started = time.monotonic()
    fitted = fit(config, corpora, output / "checkpoints", console, "training")
    seconds = time.monotonic() - started
    save_checkpoint(fitted, output)
    write_record(output, config, corpora, fitted, seconds)
    evaluation = _evaluate(corpora, fitted)
    if evaluation is not None:
        save_evaluation(evaluation, output / "evaluation.json")
    write_model_card(output, config, corpora, fitted, evaluation)
    return evaluation


def prepare_output(directory: Path, *, overwrite: bool) -> Path:
    """Make the run's directory, which must not hold another run.

    Raises:
        SolieuError: It holds something already and ``overwrite`` is not set, or it cannot be made.
    """
    try:
        if directory.is_dir() and any(directory.iterdir()):
            is_run = (directory / "config.yaml").exists() or (directory / "checkpoints").exists()
            if not overwrite or not is_run:
                hint = "give another output=, or --overwrite to replace it" if is_run else "give another output="
                raise SolieuError(f"{directory}: the output directory is not empty; {hint}")
            shutil.rmtree(directory)
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SolieuError(f"{directory}: cannot be the output directory ({error.strerror})") from None
    return directory


def announce(corpora: Corpora, console: Console) -> None:
    """Say how much there is to train on, and what was left out."""
    spans = sum(len(document.spans) for document in corpora.train)
    console.print(
        f"{len(corpora.train)} articles with {spans} spans to train on, {len(corpora.dev)} for development, "
        f"{len(corpora.evaluate)} for evaluation",
        highlight=False,
    )
    if corpora.left_out:
        console.print(
            f"left out of the evaluation, because they are trained on: {corpora.left_out} articles",
            highlight=False,
        )


def _evaluate(corpora: Corpora, fitted: Fit) -> Evaluation | None:
    if not corpora.evaluate:
        return None
    return evaluate(corpora.evaluate, predict(fitted.tagger, corpora.evaluate), corpora.schema)
