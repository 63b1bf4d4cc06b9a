"""A checkpoint's weights, as transformers keeps them, for PyTorch to run."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForTokenClassification, PreTrainedTokenizerBase

from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import LabelSchema
from solieu.models.checkpoint import CRF_FILE, CheckpointSettings
from solieu.models.compiled_kernels import keep_few_compiled_kernels
from solieu.models.crf import LinearChainCRF
from solieu.models.crf_scores import load_crf
from solieu.models.encoding import TextEncoder, longest_window
from solieu.models.fit_together import check_fit
from solieu.models.fused_layers import fuse_layers
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, load_tokenizer
from solieu.models.phobert_vocabulary import vocabulary_files
from solieu.models.precision import Precision, choose_dtype, default_device, named_device
from solieu.models.quiet import quiet_transformers
from solieu.models.torch_tagger import TorchTagger

# Large models are saved in several files with an index.
_WEIGHTS = ("model.safetensors", "model.safetensors.index.json")


def load_torch_tagger(
    directory: Path, settings: CheckpointSettings, *, device: str | None = None, precision: Precision = "auto"
) -> TorchTagger:
    """Load a trained checkpoint.

    Args:
        directory: What `solieu train` wrote.
        settings: What its own file says, from `load_settings`.
        device: Where to run, as PyTorch names it; by default the GPU if there is one.
        precision: What to compute in, as for `choose_dtype`.

    Raises:
        SolieuError: A part of the checkpoint is missing or damaged, its parts do not fit together, or there is no
            such device.
    """
    parts = ["config.json", *([CRF_FILE] if settings.crf else [])]
    missing = [part for part in parts if not (directory / part).is_file()]
    if not (directory / "tokenizer.json").is_file() and vocabulary_files(directory) is None:
        missing.append("tokenizer.json")
    if not any((directory / weights).is_file() for weights in _WEIGHTS):
        missing.append(_WEIGHTS[0])
    if missing:
        raise SolieuError(f"{directory}: the checkpoint lacks {', '.join(missing)}; train again or copy it whole")
    keep_few_compiled_kernels()
    place = default_device() if device is None else named_device(device)
    dtype = choose_dtype(precision, place)
    try:
        with quiet_transformers():
            config = AutoConfig.from_pretrained(directory, trust_remote_code=False)
            tokenizer = load_tokenizer(directory)
            check_fit(
                directory,
                settings,
                config.id2label,
                longest=longest_window(config),
                known=config.vocab_size,
                pieces=pieces_of(tokenizer),
            )
            model, report = AutoModelForTokenClassification.from_pretrained(
                directory,
                config=config,
                dtype=dtype,
                use_safetensors=True,
                trust_remote_code=False,
                ignore_mismatched_sizes=True,  # they are in the report, which says which they are
                output_loading_info=True,
            )
    except SolieuError:
        raise
    except Exception as error:  # tokenizers raises no class of its own
        reason = " ".join(str(error).split())[:200]
        raise SolieuError(
            f"{directory}: the checkpoint is damaged ({type(error).__name__}: {reason}); train again or copy it whole"
        ) from None
    unfit = sorted([*report["missing_keys"], *(weight[0] for weight in report["mismatched_keys"])])
    if unfit:
        raise SolieuError(
            f"{directory}: the weights do not fit config.json: {unfit[0]} is missing or has another shape; "
            "train again or copy it whole"
        )
    fuse_layers(model.to(place))
    encoder = TextEncoder(tokenizer, settings.max_length, settings.overlap, settings.segmentation)
    return TorchTagger(
        model,
        tokenizer,
        encoder,
        settings.schema,
        trim=settings.trim,
        pooling=settings.pooling,
        crf=_load_crf(directory, settings.schema) if settings.crf else None,
        temperature=settings.temperature,
    )


def _load_crf(directory: Path, schema: LabelSchema) -> LinearChainCRF:
    scores = load_crf(directory / CRF_FILE, len(schema.tags))
    crf = LinearChainCRF(schema)
    with torch.no_grad():
        for name in ("transitions", "start", "end"):
            getattr(crf, name).copy_(torch.from_numpy(getattr(scores, name)))
    return crf


def pieces_of(tokenizer: PreTrainedTokenizerBase) -> int:
    """Return how many ids an encoder must know for a tokenizer: without the extra ones of PhoBERT's."""
    return tokenizer.own_size if isinstance(tokenizer, PhobertTokenizerFast) else len(tokenizer)


def attention_for(device: torch.device) -> str:
    """Return the implementation of attention with which a training is fastest on ``device``.

    PyTorch's fused kernel computes its gradient several times slower on CPU than the plain products do.
    """
    return "eager" if device.type == "cpu" else "sdpa"
