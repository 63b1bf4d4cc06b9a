"""The tagger that a training starts from: a pretrained encoder and a new classification layer."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import AutoConfig, AutoModelForTokenClassification, PretrainedConfig

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.crf import LinearChainCRF
from solieu.models.decoding import trimmed
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.encoding import TextEncoder, longest_window
from solieu.models.phobert_tokenizer import load_tokenizer
from solieu.models.precision import training_dtype
from solieu.models.quiet import quiet_transformers
from solieu.models.segmentation import WordSegmentation
from solieu.models.torch_checkpoint import attention_for, pieces_of
from solieu.models.torch_tagger import TorchTagger
from solieu.models.words import find_words
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora

# The files of which a tokenizer has at least one. Without any, transformers makes up an empty one.
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")


def new_tagger(config: TrainingConfig, corpora: Corpora, device: torch.device) -> TorchTagger:
    """Put an untrained classification layer on the configured encoder.

    Args:
        config: The run's configuration.
        corpora: Its documents, with their labels.
        device: Where to train.

    Returns:
        The tagger; its classification layer depends on torch's random state.

    Raises:
        SolieuError: The encoder cannot be had, is not whole, or does not fit the configuration.
    """
    source = locate_checkpoint(config.encoder)
    if not any(found for pattern in _TOKENIZERS for found in source.glob(pattern)):
        raise SolieuError(f"{config.encoder}: the encoder has no tokenizer; give a checkpoint with a tokenizer.json")
    schema = corpora.schema
    dtype = training_dtype(config.precision, device)
    try:
        with quiet_transformers():
            encoder_config = AutoConfig.from_pretrained(
                source,
                num_labels=len(schema.tags),
                id2label=schema.id2label,
                label2id=schema.label2id,
                trust_remote_code=False,
            )
            _set_dropout(encoder_config, config.dropout)
            tokenizer = load_tokenizer(source)
            model, report = AutoModelForTokenClassification.from_pretrained(
                source,
                config=encoder_config,
                dtype=torch.float32 if dtype == torch.float16 else dtype,
                attn_implementation=attention_for(device),
                use_safetensors=True,
                trust_remote_code=False,
                ignore_mismatched_sizes=True,  # they are in the report
                output_loading_info=True,
            )
    except Exception as error:  # tokenizers raises no class of its own
        raise SolieuError(
            f"{config.encoder}: is no encoder that transformers can load ({' '.join(str(error).split())[:200]}); "
            "give the directory of a checkpoint with config.json, model.safetensors and tokenizer.json"
        ) from None
    # The new layer's weights are missing or have another shape, too; they are no part of the encoder.
    unfit = [*report["missing_keys"], *(name for name, *_ in report["mismatched_keys"])]
    unfit = [name for name in unfit if name.startswith(f"{model.base_model_prefix}.")]
    if unfit:
        raise SolieuError(
            f"{config.encoder}: the weights do not fit config.json: {min(unfit)} is missing or has another shape; "
            "give a whole checkpoint"
        )
    if pieces_of(tokenizer) > encoder_config.vocab_size:
        raise SolieuError(
            f"{config.encoder}: the tokenizer has {pieces_of(tokenizer)} pieces, but the encoder has "
            f"{encoder_config.vocab_size}; give a checkpoint whose files belong together"
        )
    longest = longest_window(encoder_config)
    if config.max_length > longest:
        raise SolieuError(
            f"max_length is {config.max_length}, but {config.encoder} reads at most {longest} subwords; "
            f"give max_length={longest}"
        )
    segmentation = WordSegmentation(config.segmenter, config.old_tones)
    text_encoder = TextEncoder(tokenizer, config.max_length, config.overlap, segmentation)
    return TorchTagger(
        model.to(device),
        tokenizer,
        text_encoder,
        schema,
        trim=_obeys_trimming(corpora.train),
        pooling=config.pooling,
        crf=LinearChainCRF(schema) if config.crf else None,
    )


def _set_dropout(encoder_config: PretrainedConfig, share: float) -> None:
    """Set the dropout of hidden values.

    Weights of attention are not dropped: their masks, a number for each pair of positions, cost more than the
    attention itself.
    """
    shares = {"hidden_dropout_prob": share, "hidden_dropout": share}
    shares |= {"attention_probs_dropout_prob": 0.0, "attention_dropout": 0.0}
    for name, value in shares.items():
        if hasattr(encoder_config, name):
            setattr(encoder_config, name, value)


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
