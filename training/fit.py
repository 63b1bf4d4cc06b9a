"""The fitting of a tagger to documents: examples, epochs and a checkpoint."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from transformers import set_seed

from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import (
    CRF_FILE,
    SETTINGS_FILE,
    CheckpointSettings,
    fingerprint,
    load_settings,
    save_settings,
)
from solieu.models.crf_scores import save_crf
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.phobert_tokenizer import add_unknown_rows
from solieu.models.precision import default_device
from solieu.models.quiet import quiet_transformers
from solieu.models.torch_tagger import TorchTagger
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora
from solieu.training.disk_space import bytes_needed, check_disk_space
from solieu.training.dropout import share_dropout
from solieu.training.entity_replacement import replace_entities
from solieu.training.examples import make_examples
from solieu.training.failures import explained_failures
from solieu.training.new_tagger import new_tagger
from solieu.training.processes import is_main
from solieu.training.progress import TrainingProgress
from solieu.training.tagger_trainer import TaggerTrainer
from solieu.training.tensorboard_logs import tensorboard_logs
from solieu.training.unfinished import drop_partial, last_checkpoint


@dataclass(frozen=True)
class Fit:
    """A trained tagger and how it came about.

    Args:
        tagger: The tagger, with the weights of the best epoch, or of the last.
        settings: What its checkpoint must hold beyond the weights.
        history: For each epoch its loss and, with development documents, their scores.
        cut: How many gold spans of the training documents no tags can give back exactly.
        seconds: How long it took.
    """

    tagger: TorchTagger
    settings: CheckpointSettings
    history: list[dict[str, float]]
    cut: int
    seconds: float


def fit(
    config: TrainingConfig, corpora: Corpora, scratch: Path, console: Console, title: str, *, resumable: bool = False
) -> Fit:
    """Train a tagger.

    Args:
        config: The run's configuration.
        corpora: Its documents; those for evaluation are not touched.
        scratch: A directory for checkpoints while the training goes on.
        console: Where progress is shown.
        title: What is being trained, for the progress bar.
        resumable: Whether the training goes on from the last checkpoint in ``scratch`` and leaves that as it is; if
            not, it is removed at the end.

    Returns:
        The tagger with its history.

    Raises:
        SolieuError: The encoder cannot be had or does not fit the configuration; the memory or the disk is too
            small; or the training goes wrong.
    """
    with explained_failures(config, resumable=resumable):
        return _fit(config, corpora, scratch, console, title, resumable=resumable)


def _fit(
    config: TrainingConfig, corpora: Corpora, scratch: Path, console: Console, title: str, *, resumable: bool
) -> Fit:
    if config.patience is not None and not corpora.dev:
        raise SolieuError("patience needs development articles to score after each epoch; give data.dev")
    set_seed(config.seed)
    tagger = new_tagger(config, corpora, default_device())
    share_dropout(tagger.model)
    if config.freeze_embeddings:
        embeddings = tagger.model.get_input_embeddings()
        embeddings.weight.requires_grad = False
    documents = corpora.train
    if config.replace_entities:
        documents = [*documents, *replace_entities(documents, config.replace_entities, config.seed)]
    examples = make_examples(documents, tagger.text_encoder, corpora.schema)
    if is_main():
        # With development documents the best, the last and the next checkpoint are there at once.
        checkpoints = 3 if corpora.dev else 2 * resumable
        check_disk_space(scratch, bytes_needed(tagger.model, checkpoints, resumable=resumable), config.output)
    checkpoint = last_checkpoint(scratch) if resumable else None
    with ExitStack() as stack:
        stack.enter_context(quiet_transformers())
        if not resumable:
            stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        progress = TrainingProgress(console, title)
        trainer = TaggerTrainer(tagger, examples, corpora.dev, config, scratch, progress, resumable=resumable)
        if resumable and is_main():
            drop_partial(scratch)
            trainer.add_callback(stack.enter_context(tensorboard_logs(scratch, checkpoint)))
        if config.compile:
            tagger.model.compile(dynamic=True)
        trainer.run(checkpoint)
    tagger.model.train(False)
    settings = CheckpointSettings(
        schema=corpora.schema,
        max_length=tagger.text_encoder.max_length,
        overlap=tagger.text_encoder.overlap,
        segmentation=tagger.text_encoder.segmentation,
        trim=tagger.trim,
        pooling=tagger.pooling,
        crf=tagger.crf is not None,
        trained_on=seen_by(config.encoder)
        | {fingerprint(document.text) for document in [*corpora.train, *corpora.dev]},
    )
    return Fit(tagger, settings, trainer.history, examples.cut, trainer.seconds)


def seen_by(encoder: str) -> frozenset[str]:
    """Return the fingerprints of the texts that an encoder was trained on, if solieu trained it."""
    source = locate_checkpoint(encoder)
    return load_settings(source).trained_on if (source / SETTINGS_FILE).exists() else frozenset()


def save_checkpoint(fitted: Fit, directory: Path) -> None:
    """Write a plain Hugging Face checkpoint and solieu's own file beside it.

    Args:
        fitted: What to save.
        directory: Where; it must exist.
    """
    model, crf = fitted.tagger.model, fitted.tagger.crf
    tokenizer = fitted.tagger.tokenizer
    with quiet_transformers():
        add_unknown_rows(model, tokenizer)
        # The CRF is no part of what transformers knows.
        weights = {name: weight for name, weight in model.state_dict().items() if not name.startswith("crf.")}
        model.save_pretrained(directory, state_dict=weights)
        tokenizer.save_pretrained(directory)
    (directory / "model.safetensors").chmod(0o644)
    if crf is not None:
        save_crf(crf.scores(), directory / CRF_FILE)
    save_settings(directory, fitted.settings, version("solieu"))
