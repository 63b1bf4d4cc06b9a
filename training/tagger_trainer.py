"""The Hugging Face Trainer, with batches under a token budget, our loss, and development scores on character spans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader
from transformers import (
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    get_scheduler,
)

from solieu.annotation.documents import Document
from solieu.models.tagger import Tagger
from solieu.training.config import TrainingConfig
from solieu.training.examples import BudgetSampler, Collator, Examples
from solieu.training.memory import ReturnMemory
from solieu.training.objective import Objective
from solieu.training.optimizer import MasterWeightAdamW
from solieu.training.scoring import count_matches, score


class TaggerTrainer(Trainer):
    """Fits a tagger's model.

    Args:
        tagger: Its model is trained in place, in the dtype that it has.
        examples: What it is fitted to.
        dev: Documents to score after each epoch; the best epoch's weights are loaded at the end. None of
            them: the last epoch's weights stay.
        config: The run's configuration.
        checkpoints: A directory for weights while the training goes on.
        callbacks: Told of the progress.
    """

    def __init__(
        self,
        tagger: Tagger,
        examples: Examples,
        dev: Sequence[Document],
        config: TrainingConfig,
        checkpoints: Path,
        callbacks: list[TrainerCallback],
    ) -> None:
        self._tagger = tagger
        self._dev = dev
        self._windows = examples.windows
        self._sampler = BudgetSampler(examples.lengths, config.batch_subwords, config.seed)
        self._objective = Objective(config, tagger.model.get_input_embeddings(), tagger.crf)
        steps = config.epochs * len(self._sampler)
        optimizer = MasterWeightAdamW(
            tagger.model.named_parameters(), config.learning_rate, config.weight_decay, config.layer_decay
        )
        schedule = get_scheduler(config.schedule, optimizer, round(steps * config.warmup), steps)
        super().__init__(
            model=tagger.model,
            args=TrainingArguments(
                output_dir=str(checkpoints),
                num_train_epochs=config.epochs,
                seed=config.seed,
                max_grad_norm=1.0,
                eval_strategy="epoch" if dev else "no",
                save_strategy="best" if dev else "no",
                metric_for_best_model="f1" if dev else None,
                greater_is_better=True if dev else None,
                load_best_model_at_end=bool(dev),
                save_only_model=True,
                save_total_limit=1,
                logging_strategy="epoch",
                report_to="none",
                disable_tqdm=True,
                remove_unused_columns=False,
                use_cpu=tagger.model.device.type == "cpu",
            ),
            data_collator=Collator(int(tagger.model.config.pad_token_id or 0)),
            train_dataset=examples.windows,
            eval_dataset=examples.windows if dev else None,  # only tells the Trainer that there is one
            optimizers=(optimizer, schedule),
            callbacks=[*callbacks, ReturnMemory()],
        )
        self.model_accepts_loss_kwargs = True  # the number of words is counted over all batches of a step
        self.remove_callback(PrinterCallback)

    def get_train_dataloader(self) -> DataLoader[Any]:
        """Return the windows in batches under the token budget."""
        loader = DataLoader(self._windows, batch_sampler=self._sampler, collate_fn=self.data_collator)
        return self.accelerator.prepare(loader)  # type: ignore[no-any-return]

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> Any:
        """Return the mean loss of the words of a step, of which this batch is a part."""
        words = (inputs["labels"] >= 0).sum() if num_items_in_batch is None else num_items_in_batch
        # Gradients are averaged over the processes, while the words are counted over all of them.
        return self._objective(model, inputs) * (self.accelerator.num_processes / words)

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """Score the development documents on character spans."""
        predicted = self._tagger.predict([document.text for document in self._dev])
        counts = count_matches(
            self._dev,
            [document.with_spans(spans) for document, spans in zip(self._dev, predicted, strict=True)],
            self._tagger.schema.names,
        )
        micro = score(counts, resamples=1).micro
        metrics = {"eval_f1": micro.f1, "eval_precision": micro.precision, "eval_recall": micro.recall}
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics
