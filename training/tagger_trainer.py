"""The Hugging Face Trainer, with batches under a token budget, our loss, and development scores on character spans.

Its state is saved in safetensors and JSON, never in pickles.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import broadcast
from safetensors.torch import load_model, save_model
from torch import nn
from torch.utils.data import DataLoader
from transformers import (
    EarlyStoppingCallback,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerState,
    TrainingArguments,
    get_scheduler,
    set_seed,
)

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.precision import training_dtype
from solieu.models.torch_tagger import TorchTagger
from solieu.training.config import TrainingConfig
from solieu.training.divergence import LossWatch
from solieu.training.examples import BudgetSampler, Collator, Examples
from solieu.training.measures.scoring import count_matches, score
from solieu.training.memory import ReturnMemory
from solieu.training.objective import Objective
from solieu.training.optimizer import MasterWeightAdamW
from solieu.training.pace import Pace, epoch_history
from solieu.training.resume_state import (
    Descent,
    load_descent,
    load_random_state,
    readable,
    save_descent,
    save_random_state,
)
from solieu.training.unfinished import STATE_FILE

_WEIGHTS = "model.safetensors"
# As transformers names them: "constant" there has no warm-up.
_SCHEDULES = {"linear": "linear", "cosine": "cosine", "constant": "constant_with_warmup"}


class TaggerTrainer(Trainer):
    """Fits a tagger's model.

    Args:
        tagger: Its model is trained in place, in the dtype that it has.
        examples: What it is fitted to.
        dev: Documents to score after each epoch; the best epoch's weights are loaded at the end. None of
            them: the last epoch's weights stay.
        config: The run's configuration.
        checkpoints: A directory for checkpoints while the training goes on.
        progress: Told of the progress.
        resumable: Whether everything is saved that the training depends on, or only the best weights.

    Raises:
        SolieuError: There are fewer windows than processes, or the model does not know gradient checkpointing.
    """

    def __init__(
        self,
        tagger: TorchTagger,
        examples: Examples,
        dev: Sequence[Document],
        config: TrainingConfig,
        checkpoints: Path,
        progress: TrainerCallback | None = None,
        *,
        resumable: bool = False,
    ) -> None:
        self._tagger = tagger
        self._dev = dev
        self._windows = examples.windows
        self._seconds = 0.0
        self._objective = Objective(config, tagger.model.get_input_embeddings(), tagger.crf)
        args = TrainingArguments(
            output_dir=str(checkpoints),
            num_train_epochs=config.epochs,
            seed=config.seed,
            max_grad_norm=1.0,
            gradient_accumulation_steps=config.gradient_accumulation,
            fp16=training_dtype(config.precision, tagger.model.device) == torch.float16,
            eval_strategy="epoch" if dev else "no",
            save_strategy="epoch" if resumable else "best" if dev else "no",
            metric_for_best_model="f1" if dev else None,
            greater_is_better=True if dev else None,
            load_best_model_at_end=bool(dev),
            save_only_model=not resumable,
            save_total_limit=2 if resumable else 1,  # with 1, the last is removed before the finished model is saved
            restore_callback_states_from_checkpoint=True,
            logging_strategy="epoch",
            logging_nan_inf_filter=False,
            log_level_replica="error",
            report_to="none",
            disable_tqdm=True,
            remove_unused_columns=False,
            use_cpu=tagger.model.device.type == "cpu",
            accelerator_config={"even_batches": False},  # the sampler has made them even
            # All weights get gradients, those of a CRF outside of what DistributedDataParallel sees.
            ddp_find_unused_parameters=False,
            ddp_broadcast_buffers=False,
        )
        # A second GPU takes a process of its own; the Trainer would divide each batch between them.
        args._n_gpu = min(args.n_gpu, 1)
        self._sampler = _sampler(examples, config, args.world_size)
        per_epoch = math.ceil(len(self._sampler) / args.world_size / config.gradient_accumulation)
        steps = config.epochs * per_epoch
        optimizer = MasterWeightAdamW(
            tagger.model.named_parameters(), config.learning_rate, config.weight_decay, config.layer_decay
        )
        schedule = get_scheduler(_SCHEDULES[config.schedule], optimizer, round(steps * config.warmup), steps)
        own: list[TrainerCallback] = [
            Pace(self._sampler, per_epoch, config.save_steps if resumable else None),
            LossWatch(len(tagger.schema.tags), config.learning_rate, config.precision),
            ReturnMemory(),
        ]
        if progress is not None:
            own.append(progress)
        if config.patience is not None:
            own.append(EarlyStoppingCallback(config.patience))
        if config.gradient_checkpointing:
            _checkpoint_gradients(tagger, config)
        super().__init__(
            model=tagger.model,
            args=args,
            data_collator=Collator(int(tagger.model.config.pad_token_id or 0)),
            train_dataset=examples.windows,
            eval_dataset=examples.windows if dev else None,  # only tells the Trainer that there is one
            optimizers=(optimizer, schedule),
            callbacks=own,
        )
        self._descent = Descent(optimizer, schedule, self.accelerator.scaler)
        self.model_accepts_loss_kwargs = True  # the number of words is counted over all batches of a step
        self.remove_callback(PrinterCallback)
        # Up to here all processes have drawn the same numbers; their dropout must differ.
        if args.process_index:
            set_seed((config.seed + args.process_index) % 2**32)

    def run(self, checkpoint: Path | None = None) -> None:
        """Train to the end.

        Args:
            checkpoint: What to go on from; None to begin.

        Raises:
            SolieuError: The training goes wrong (`LossWatch`), or the checkpoint is damaged.
        """
        self._started = time.monotonic()
        with warnings.catch_warnings():
            # The Trainer knows only the old name of what must not happen between the two passes of an adversarial step.
            warnings.filterwarnings("ignore", "`broadcast_buffers` is deprecated", FutureWarning)
            self._run(checkpoint)

    def _run(self, checkpoint: Path | None) -> None:
        if checkpoint is None:
            self.train()
            return
        with readable(checkpoint):
            state = TrainerState.load_from_json(str(checkpoint / STATE_FILE))
            stopped = state.stateful_callbacks["TrainerControl"]["args"]["should_training_stop"]
        if not stopped:
            self.train(resume_from_checkpoint=str(checkpoint))
            return
        # The Trainer would take up a training that early stopping has ended.
        self.state = state
        self._seconds = load_descent(checkpoint, self._descent)
        self._load_from_checkpoint(self._best(state) or str(checkpoint))

    @property
    def history(self) -> list[dict[str, float]]:
        """For each epoch its loss and, with development documents, their scores."""
        return epoch_history(self.state.log_history)

    @property
    def seconds(self) -> float:
        """How long the training has taken, with what it had taken before it was interrupted."""
        return self._seconds + time.monotonic() - self._started

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
        values = [micro.f1, micro.precision, micro.recall]
        if self.accelerator.num_processes > 1:
            # They must agree on the best epoch, also where their GPUs round differently.
            values = broadcast(torch.tensor(values, dtype=torch.float64, device=self.accelerator.device)).tolist()
        metrics = dict(zip(("eval_f1", "eval_precision", "eval_recall"), values, strict=True))
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    # From here on: what the Trainer would do with torch.save and torch.load.

    def _save(self, output_dir: str | None = None, state_dict: dict[str, Any] | None = None) -> None:
        if self.args.should_save:
            directory = Path(str(output_dir or self.args.output_dir))
            directory.mkdir(parents=True, exist_ok=True)
            (directory / STATE_FILE).unlink(missing_ok=True)
            save_model(self._tagger.model, str(directory / _WEIGHTS))

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: nn.Module | None = None) -> None:
        with readable(Path(resume_from_checkpoint)):
            load_model(self._tagger.model, Path(resume_from_checkpoint) / _WEIGHTS)

    def _load_best_model(self) -> None:
        self._load_from_checkpoint(str(self.state.best_model_checkpoint))

    def _save_optimizer_and_scheduler(self, output_dir: str) -> None:
        if self.args.should_save:
            save_descent(Path(output_dir), self._descent, self.seconds)

    def _load_optimizer_and_scheduler(self, checkpoint: str | None) -> None:
        if checkpoint is not None:
            with readable(Path(checkpoint)):
                self._seconds = load_descent(Path(checkpoint), self._descent)
            # The directory may have another name than when the training began.
            self.state.best_model_checkpoint = self._best(self.state)

    def _save_scaler(self, output_dir: str) -> None:
        """Do nothing: it is saved with the optimizer."""

    def _load_scaler(self, checkpoint: str | None) -> None:
        """Do nothing: it was loaded with the optimizer."""

    def _save_rng_state(self, output_dir: str) -> None:
        Path(output_dir).mkdir(parents=True, exist_ok=True)
        save_random_state(self._random_file(output_dir))
        # What comes next marks the checkpoint as whole.
        self.accelerator.wait_for_everyone()

    def _load_rng_state(self, checkpoint: str | None) -> None:
        if checkpoint is not None:
            with readable(Path(checkpoint)):
                load_random_state(self._random_file(checkpoint))

    def _random_file(self, checkpoint: str) -> Path:
        return Path(checkpoint) / f"random-{self.args.process_index}.safetensors"

    def _best(self, state: TrainerState) -> str | None:
        """Return the directory of the best epoch's weights, or None where no epoch is chosen."""
        if state.best_global_step is None:
            return None
        return str(Path(str(self.args.output_dir)) / f"checkpoint-{state.best_global_step}")


def _sampler(examples: Examples, config: TrainingConfig, processes: int) -> BudgetSampler:
    windows = len(examples.lengths)
    if windows < processes:
        raise SolieuError(
            f"{processes} processes cannot share {windows} window{'' if windows == 1 else 's'} of training text; "
            f"start {windows}"
        )
    return BudgetSampler(examples.lengths, config.batch_subwords, config.seed, processes)


def _checkpoint_gradients(tagger: TorchTagger, config: TrainingConfig) -> None:
    try:
        tagger.model.activation_checkpointing_enable({"use_reentrant": False})
    except ValueError:
        raise SolieuError(
            f"{config.encoder}: this kind of encoder knows no gradient checkpointing; give gradient_checkpointing=false"
        ) from None
