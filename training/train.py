"""A training run on disk: documents in, a checkpoint with its record and model card out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from solieu.annotation.errors import SolieuError
from solieu.models.encoder_source import locate_checkpoint
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora, read_corpora
from solieu.training.evaluation import Evaluation, evaluate, predict, refuse_seen, save_evaluation
from solieu.training.failures import explained_failures
from solieu.training.fit import Fit, fit, save_checkpoint
from solieu.training.licences import licence_notice
from solieu.training.model_card import write_model_card
from solieu.training.processes import is_main, joined_processes
from solieu.training.run_directory import SCRATCH, TENSORBOARD, clear_run, prepare_output
from solieu.training.run_record import write_record
from solieu.training.unfinished import (
    begin,
    check_same,
    identity,
    is_unfinished,
    last_checkpoint,
    read_state,
    remove,
    step_of,
)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a training, with a sentence on what is left of it."""


def train(
    config: TrainingConfig, console: Console, *, overwrite: bool = False, resume: bool = False
) -> Evaluation | None:
    """Train as a configuration says, and leave everything in its output directory.

    Processes that `torchrun` or `accelerate launch` has started share the work; the first of them shows and writes.

    Args:
        config: The run's configuration.
        console: Where progress is shown.
        overwrite: Whether a run that the output directory already holds may be replaced.
        resume: Whether an unfinished run of the same configuration and data in the output directory goes on from the
            last state that was saved; where there is none, the run begins.

    Returns:
        The finished model's scores on the evaluation data, or None if there is none, or in another process than the
        first.

    Raises:
        SolieuError: The data, the encoder or the output directory cannot be used, or the training fails.
        Interrupted: The user has pressed Ctrl-C.
    """
    if overwrite and resume:
        raise SolieuError("--resume goes on with a run, and --overwrite begins it again; give one of them")
    with explained_failures(config, resumable=True), joined_processes() as processes:
        console = console if is_main() else Console(quiet=True)
        corpora = read_corpora(config.data)
        scratch = Path(config.output) / SCRATCH
        run = identity(config, corpora.sha256, processes.num_processes)
        if is_main():
            prepare_output(Path(config.output), overwrite=overwrite, resume=resume)
            if resume and is_unfinished(scratch):
                check_same(scratch, run)
            announce(corpora, config, console)
        with processes.local_main_process_first():
            locate_checkpoint(config.encoder)  # what must be built or fetched, once for all processes
        if is_main():
            if not (resume and is_unfinished(scratch)):
                begin(scratch, run)
            if resume:
                console.print(_beginning(scratch), highlight=False, soft_wrap=True)
        processes.wait_for_everyone()
        with _state_kept(scratch):
            fitted = fit(config, corpora, scratch, console, "training", resumable=True)
            return _finish(config, corpora, fitted, Path(config.output)) if is_main() else None


def _beginning(scratch: Path) -> str:
    """Return what a run goes on from."""
    checkpoint = last_checkpoint(scratch)
    if checkpoint is None:
        return f"{scratch.parent}: nothing is saved there yet"
    return f"going on after {_steps(checkpoint)}"


def _steps(checkpoint: Path) -> str:
    state = read_state(checkpoint) or {}
    return f"step {step_of(checkpoint)} of {state.get('max_steps')}"


@contextmanager
def _state_kept(scratch: Path) -> Iterator[None]:
    """When a run is ended within the block, keep what it can go on from, and nothing if that is nothing."""
    try:
        yield
    except BaseException as error:
        checkpoint = last_checkpoint(scratch)
        if checkpoint is None and is_main():
            remove(scratch)
        if isinstance(error, KeyboardInterrupt):
            left = "nothing was saved yet" if checkpoint is None else f"--resume goes on after {_steps(checkpoint)}"
            raise Interrupted(f"interrupted; {left}") from None
        raise


def _finish(config: TrainingConfig, corpora: Corpora, fitted: Fit, output: Path) -> Evaluation | None:
    """Write the finished run. Until all is there, the unfinished one stays to go on from."""
    scratch = output / SCRATCH
    clear_run(output, keep_unfinished=True)
    write_record(output, config, corpora, fitted)
    save_checkpoint(fitted, output)
    evaluation = _evaluate(corpora, fitted)
    if evaluation is not None:
        save_evaluation(evaluation, output / "evaluation.json")
    write_model_card(output, config, corpora, fitted, evaluation)
    shutil.copytree(scratch / TENSORBOARD, output / TENSORBOARD)
    remove(scratch)
    return evaluation


def announce(corpora: Corpora, config: TrainingConfig, console: Console) -> None:
    """Say how much there is to train on, what was left out, and what the encoder's licence asks for."""
    spans = sum(len(document.spans) for document in corpora.train)
    lines = [
        f"{_articles(len(corpora.train))} with {spans} spans to train on, {len(corpora.dev)} for development, "
        f"{len(corpora.evaluate)} for evaluation"
    ]
    if isinstance(config.data.dev, float) and not corpora.dev:
        lines.append(
            f"the development share of {config.data.dev:g} fell on no article, so the last epoch is kept, not the best"
        )
    if corpora.repeated:
        lines.append(f"left out of the training, because they are for development: {_articles(corpora.repeated)}")
    if corpora.left_out:
        lines.append(f"left out of the evaluation, because they are trained on: {_articles(corpora.left_out)}")
    if corpora.other_label is not None:
        lines.append(
            f"nothing to evaluate on: {', '.join(config.data.evaluate)} has the label {corpora.other_label!r}, which "
            "the training data do not have; give fitting articles with data.evaluate=FILE"
        )
    notice = licence_notice(config.encoder)
    if notice is not None:
        lines.append(notice)
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
        segmentation=fitted.settings.segmentation,
        warnings=[warning] if warning else [],
    )
