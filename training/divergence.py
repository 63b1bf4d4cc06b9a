"""Trainings that have gone wrong, told by their loss."""

from __future__ import annotations

import math
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from solieu.annotation.errors import SolieuError

# The steps over which the loss is averaged, with exponentially falling weights.
_STEPS = 20


class LossWatch(TrainerCallback):
    """Ends a training whose loss is no number or has grown beyond that of an untrained model.

    The untrained level is the first loss that was logged, but at least that of guessing all tags alike, ln(tags).
    A training has gone wrong when the mean loss over some 20 steps rises to twice that level, or back to it after
    it was below a half. What is learnt slowly, forgotten for some batches, or already known at the beginning (so
    that the loss is near 0 from its first step) is not taken for that.

    Args:
        tags: How many tags there are.
        learning_rate: The configured one, for the message.
        precision: The configured one, for the message.
    """

    def __init__(self, tags: int, learning_rate: float, precision: str) -> None:
        self._guessing = math.log(tags)
        self._precision = precision
        self._advice = f"lower learning_rate (now {learning_rate:g}) or lengthen warmup"
        if precision != "fp32":
            self._advice += ", or give precision=fp32"
        self._untrained = 0.0
        self._mean = 0.0
        self._lowest = math.inf
        self._step = 0

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Take note of what was logged before a training that goes on."""
        for entry in state.log_history:
            if "loss" in entry:
                self._judge(int(entry["step"]), entry["loss"])

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        """Judge the loss of the steps since the last time.

        Raises:
            SolieuError: The training has gone wrong.
        """
        if logs and "loss" in logs:
            self._judge(state.global_step, logs["loss"])
            # In fp16 such a step is passed over.
            if not math.isfinite(logs.get("grad_norm", 0.0)) and self._precision != "fp16":
                raise SolieuError(f"the gradients of step {state.global_step} are no longer numbers: {self._advice}")

    def _judge(self, step: int, loss: float) -> None:
        """Judge the mean loss of the steps after the last one that was judged."""
        first, steps = self._step + 1, step - self._step
        if not math.isfinite(loss):
            where = f"in step {step}" if first == step else f"between steps {first} and {step}"
            raise SolieuError(f"the loss is no longer a number ({loss}, {where}): {self._advice}")
        if not self._step:
            self._untrained = max(loss, self._guessing)
            self._mean = loss
        self._step = step
        weight = math.exp(-steps / _STEPS)
        self._mean = weight * self._mean + (1 - weight) * loss
        self._lowest = min(self._lowest, self._mean)
        if self._mean > 2 * self._untrained:
            what = "twice the"
        elif self._mean > self._untrained > 2 * self._lowest:
            what = "the"
        else:
            return
        raise SolieuError(
            f"the loss has risen to {self._mean:.2f} by step {step}, above {what} {self._untrained:.2f} of a model "
            f"that has learnt nothing: {self._advice}"
        )
