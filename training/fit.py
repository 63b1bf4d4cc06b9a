"""The fitting of a tagger to documents: examples, epochs and a checkpoint."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from transformers import set_seed

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
from solieu.models.precision import default_device
from solieu.models.quiet import quiet_transformers
from solieu.models.tagger import Tagger
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora
from solieu.training.dropout import share_dropout
from solieu.training.entity_replacement import replace_entities
from solieu.training.examples import make_examples
from solieu.training.new_tagger import new_tagger
from solieu.training.progress import TrainingProgress
from solieu.training.tagger_trainer import TaggerTrainer


@dataclass(frozen=True)
class Fit:
    """A trained tagger and how it came about.

    Args:
        tagger: The tagger, with the weights of the best epoch, or of the last.
        settings: What its checkpoint must hold beyond the weights.
        history: For each epoch its loss and, with development documents, their scores.
        cut: How many gold spans of the training documents no tags can give back exactly.
    """

    tagger: Tagger
    settings: CheckpointSettings
    history: list[dict[str, float]]
    cut: int


def fit(config: TrainingConfig, corpora: Corpora, scratch: Path, console: Console, title: str) -> Fit:
    """Train a tagger.

    Args:
        config: The run's configuration.
        corpora: Its documents; those for evaluation are not touched.
        scratch: A directory for the best weights so far, removed at the end.
        console: Where progress is shown.
        title: What is being trained, for the progress bar.

    Returns:
        The tagger with its history.

    Raises:
        SolieuError: The encoder cannot be had or does not fit the configuration.
    """
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
    progress = TrainingProgress(console, title)
    trainer = TaggerTrainer(tagger, examples, corpora.dev, config, scratch, [progress])
    try:
        with quiet_transformers():
            trainer.train()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    tagger.model.train(False)
    settings = CheckpointSettings(
        schema=corpora.schema,
        max_length=tagger.text_encoder.max_length,
        overlap=tagger.text_encoder.overlap,
        trim=tagger.trim,
        pooling=tagger.pooling,
        crf=tagger.crf is not None,
        trained_on=seen_by(config.encoder)
        | {fingerprint(document.text) for document in [*corpora.train, *corpora.dev]},
    )
    return Fit(tagger, settings, progress.history, examples.cut)


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
    with quiet_transformers():
        # The CRF is no part of what transformers knows.
        weights = {name: weight for name, weight in model.state_dict().items() if not name.startswith("crf.")}
        model.save_pretrained(directory, state_dict=weights)
        fitted.tagger.text_encoder.tokenizer.save_pretrained(directory)
    (directory / "model.safetensors").chmod(0o644)
    if crf is not None:
        save_crf(crf.scores(), directory / CRF_FILE)
    save_settings(directory, fitted.settings, version("solieu"))
