"""What a person at the terminal sees while a model is trained."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_utils import IntervalStrategy

from solieu.training.pace import epoch_history


class TrainingProgress(TrainerCallback):
    """A bar over all steps, with the loss and the development score of each epoch.

    Args:
        console: Where to draw it. Where that is no terminal, a line for each epoch is printed instead.
        title: What is being trained.
    """

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = title
        self._progress: Progress | None = None

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Start the bar."""
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[scores]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._progress.start()
        self._progress.add_task(self._title, total=state.max_steps, completed=state.global_step, scores="")

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Move the bar."""
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=state.global_step)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        """Show the loss, and the scores of an epoch that is done."""
        logs = logs or {}
        if "loss" not in logs and "eval_f1" not in logs:
            return
        last = epoch_history(state.log_history)[-1]
        scores = f"loss {last['loss']:.3f}" + (f"  F1 {last['f1']:.3f}" if "f1" in last else "")
        if self._progress is not None and not self._progress.disable:
            self._progress.update(self._progress.task_ids[0], scores=scores)
        elif "f1" in last or (args.eval_strategy == IntervalStrategy.NO and float(state.epoch or 0).is_integer()):
            line = f"{self._title}: epoch {last['epoch']} of {args.num_train_epochs:g}: {scores}"
            self._console.print(line, highlight=False)

    def on_train_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Leave the finished bar on the screen."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
