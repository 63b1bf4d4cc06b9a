"""One training run, from top to bottom: documents, encoder, examples, epochs, a checkpoint and its record."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import torch
from rich.console import Console
from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer, set_seed

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import CheckpointSettings, attention_for, fingerprint, save_settings
from solieu.models.decoding import trimmed
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.encoding import TextEncoder, longest_window
from solieu.models.precision import choose_dtype, default_device
from solieu.models.quiet import quiet_transformers
from solieu.models.tagger import Tagger
from solieu.models.words import find_words
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora
from solieu.training.dropout import share_dropout
from solieu.training.examples import make_examples
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
    device = default_device()
    tagger = _new_tagger(config, corpora, device)
    share_dropout(tagger.model)
    if config.freeze_embeddings:
        embeddings = tagger.model.get_input_embeddings()
        embeddings.weight.requires_grad = False
    examples = make_examples(corpora.train, tagger.text_encoder, corpora.schema)
    progress = TrainingProgress(console, title)
    trainer = TaggerTrainer(tagger, examples, corpora.dev, config, scratch, [progress])
    with quiet_transformers():
        trainer.train()
    shutil.rmtree(scratch, ignore_errors=True)
    tagger.model.eval()
    settings = CheckpointSettings(
        schema=corpora.schema,
        max_length=tagger.text_encoder.max_length,
        overlap=tagger.text_encoder.overlap,
        trim=tagger.trim,
        trained_on=frozenset(fingerprint(document.text) for document in [*corpora.train, *corpora.dev]),
    )
    return Fit(tagger, settings, progress.history, examples.cut)


def save_checkpoint(fitted: Fit, directory: Path) -> None:
    """Write a plain Hugging Face checkpoint and solieu's own file beside it.

    Args:
        fitted: What to save.
        directory: Where; it must exist.
    """
    with quiet_transformers():
        fitted.tagger.model.save_pretrained(directory)
        fitted.tagger.text_encoder.tokenizer.save_pretrained(directory)
    (directory / "model.safetensors").chmod(0o644)
    save_settings(directory, fitted.settings, version("solieu"))


def _new_tagger(config: TrainingConfig, corpora: Corpora, device: torch.device) -> Tagger:
    """Put an untrained classification layer on the encoder."""
    source = locate_checkpoint(config.encoder)
    schema = corpora.schema
    try:
        with quiet_transformers():
            encoder_config = AutoConfig.from_pretrained(
                source, num_labels=len(schema.tags), id2label=schema.id2label, label2id=schema.label2id
            )
            # Weights of attention are not dropped: their masks, a number for each pair of positions, cost more
            # than the attention itself.
            shares = {"hidden_dropout_prob": config.dropout, "hidden_dropout": config.dropout}
            shares |= {"attention_probs_dropout_prob": 0.0, "attention_dropout": 0.0}
            for name, share in shares.items():
                if hasattr(encoder_config, name):
                    setattr(encoder_config, name, share)
            tokenizer = AutoTokenizer.from_pretrained(source)
            model = AutoModelForTokenClassification.from_pretrained(
                source,
                config=encoder_config,
                dtype=choose_dtype(config.precision, device),
                attn_implementation=attention_for(device),
                use_safetensors=True,
            ).to(device)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise SolieuError(
            f"{config.encoder}: is no encoder that transformers can load ({' '.join(str(error).split())[:200]}); "
            "give the directory of a checkpoint with config.json, model.safetensors and tokenizer.json"
        ) from None
    longest = longest_window(encoder_config)
    if config.max_length > longest:
        raise SolieuError(
            f"max_length is {config.max_length}, but {config.encoder} reads at most {longest} subwords; "
            f"give max_length={longest}"
        )
    text_encoder = TextEncoder(tokenizer, config.max_length, config.overlap)
    return Tagger(model, text_encoder, schema, trim=_obeys_trimming(corpora.train))


def _obeys_trimming(documents: Sequence[Document]) -> bool:
    """Whether the annotation leaves punctuation out at the edges of spans, as solieu's guidelines want it.

    Data of other origin may hold names such as ``P.`` whole; then predicted spans are not trimmed either.
    """
    spans = altered = 0
    for document in documents:
        words = find_words(document.text, [edge for span in document.spans for edge in (span.start, span.end)])
        first_at = {start: number for number, start in enumerate(words.starts)}
        last_at = {end: number + 1 for number, end in enumerate(words.ends)}
        for span in document.spans:
            if span.start in first_at and span.end in last_at:
                spans += 1
                inside = (first_at[span.start], last_at[span.end])
                altered += trimmed(words, *inside) != inside
    return altered <= 0.002 * spans
