"""A trained tagger on disk: a plain Hugging Face checkpoint and one file of solieu's own."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import torch
from transformers import AutoConfig, AutoModelForTokenClassification, PretrainedConfig, PreTrainedTokenizerBase

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import Label, LabelSchema
from solieu.models.crf import LinearChainCRF
from solieu.models.crf_scores import load_crf
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.encoding import TextEncoder, longest_window
from solieu.models.phobert_tokenizer import PhobertTokenizerFast, load_tokenizer
from solieu.models.phobert_vocabulary import vocabulary_files
from solieu.models.pooling import Pooling
from solieu.models.precision import Precision, choose_dtype, default_device
from solieu.models.quiet import quiet_transformers
from solieu.models.segmentation import WordSegmentation
from solieu.models.tagger import Tagger

SETTINGS_FILE = "solieu.json"
CRF_FILE = "crf.safetensors"
_FORMAT = 2
# Large models are saved in several files with an index.
_WEIGHTS = ("model.safetensors", "model.safetensors.index.json")


@dataclass(frozen=True)
class CheckpointSettings:
    """What solieu must know of a checkpoint beyond what transformers stores.

    Args:
        schema: The labels.
        max_length: The most subwords of a window, special ones included.
        overlap: How many subwords neighbouring windows share.
        segmentation: How texts become words.
        trim: Whether punctuation is taken off the edges of predicted spans.
        pooling: How a word is judged by its subwords.
        crf: Whether a CRF judges the tags of a line together; its scores are in a file of their own.
        trained_on: A fingerprint of each text that the weights or their choice have seen.
        temperature: What calibrates the spans' scores; 1 for scores that are not calibrated.
    """

    schema: LabelSchema
    max_length: int
    overlap: int
    segmentation: WordSegmentation = WordSegmentation()  # noqa: RUF009  it is frozen
    trim: bool = True
    pooling: Pooling = "first"
    crf: bool = False
    trained_on: frozenset[str] = field(default_factory=frozenset)
    temperature: float = 1.0

    def seen(self, texts: Iterable[str]) -> int:
        """Count the texts that the checkpoint was trained on or chosen by."""
        return sum(fingerprint(text) in self.trained_on for text in texts)


def fingerprint(text: str) -> str:
    """Return a short hash of a text that changes neither with its white space nor with how letters are composed."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def save_settings(directory: Path, settings: CheckpointSettings, version: str) -> None:
    """Write solieu's own file into a checkpoint's directory.

    Args:
        directory: The checkpoint.
        settings: What to write.
        version: The version of solieu that trained it.

    Raises:
        SolieuError: The file cannot be written.
    """
    content = {
        "format": _FORMAT,
        "solieu": version,
        "labels": [asdict(label) for label in settings.schema.labels],
        "max_length": settings.max_length,
        "overlap": settings.overlap,
        **asdict(settings.segmentation),
        "trim": settings.trim,
        "pooling": settings.pooling,
        "crf": settings.crf,
        "trained_on": sorted(settings.trained_on),
        "temperature": settings.temperature,
    }
    with write_atomically(directory / SETTINGS_FILE) as file:
        json.dump(content, file, ensure_ascii=False, indent=1)


def load_settings(directory: Path) -> CheckpointSettings:
    """Read solieu's own file from a checkpoint's directory.

    Raises:
        SolieuError: The file is missing or not as `save_settings` writes it.
    """
    path = directory / SETTINGS_FILE
    if not path.is_file():
        raise SolieuError(
            f"{directory}: has no {SETTINGS_FILE}, so it is no checkpoint of solieu; give the output directory "
            "of `solieu train`"
        )
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] == _FORMAT:
            return CheckpointSettings(
                schema=LabelSchema(tuple(Label(**label) for label in content["labels"])),
                max_length=int(content["max_length"]),
                overlap=int(content["overlap"]),
                segmentation=WordSegmentation(content["segmenter"], bool(content["old_tones"])),
                trim=bool(content["trim"]),
                pooling=_known(content["pooling"], get_args(Pooling)),
                crf=bool(content["crf"]),
                trained_on=frozenset(content["trained_on"]),
                temperature=_positive(content.get("temperature", 1.0)),  # earlier versions wrote none
            )
    except (SolieuError, OSError, ValueError, KeyError, TypeError) as error:
        raise SolieuError(f"{path}: is damaged ({type(error).__name__}: {error}); train again") from None
    raise SolieuError(
        f"{path}: has format {content['format']!r}, but this version of solieu reads format {_FORMAT}; "
        "update solieu or train again"
    )


def save_temperature(directory: Path, temperature: float) -> None:
    """Put another temperature into a checkpoint's own file; all else in it stays.

    Args:
        directory: The checkpoint.
        temperature: What calibrates the spans' scores, above 0.

    Raises:
        SolieuError: The file is missing, damaged, or cannot be written.
    """
    settings = replace(load_settings(directory), temperature=temperature)
    version = json.loads((directory / SETTINGS_FILE).read_text(encoding="utf-8")).get("solieu", "")
    save_settings(directory, settings, version)


def _positive(value: Any) -> float:
    number = float(value)
    if not 0 < number < math.inf:
        raise ValueError(f"the temperature must be a number above 0, but is {value!r}")
    return number


def _known(value: Any, choices: tuple[Any, ...]) -> Any:
    if value not in choices:
        raise ValueError(f"{value!r} is none of {', '.join(map(repr, choices))}")
    return value


def load_tagger(
    name: str | Path, *, device: torch.device | None = None, precision: Precision = "auto"
) -> tuple[Tagger, CheckpointSettings]:
    """Load a trained checkpoint.

    Args:
        name: A directory that `solieu train` wrote, or the id of a repository on the hub.
        device: Where to run; by default the GPU if there is one.
        precision: What to compute in, as for `choose_dtype`.

    Returns:
        The tagger and the checkpoint's settings.

    Raises:
        SolieuError: A part of the checkpoint is missing or damaged, or its parts do not fit together.
    """
    directory = locate_checkpoint(name)
    settings = load_settings(directory)
    parts = ["config.json", *([CRF_FILE] if settings.crf else [])]
    missing = [part for part in parts if not (directory / part).is_file()]
    if not (directory / "tokenizer.json").is_file() and vocabulary_files(directory) is None:
        missing.append("tokenizer.json")
    if not any((directory / weights).is_file() for weights in _WEIGHTS):
        missing.append(_WEIGHTS[0])
    if missing:
        raise SolieuError(f"{directory}: the checkpoint lacks {', '.join(missing)}; train again or copy it whole")
    device = device or default_device()
    try:
        with quiet_transformers():
            config = AutoConfig.from_pretrained(directory, trust_remote_code=False)
            tokenizer = load_tokenizer(directory)
            _check_fit(directory, settings, config, pieces_of(tokenizer))
            model, report = AutoModelForTokenClassification.from_pretrained(
                directory,
                config=config,
                dtype=choose_dtype(precision, device),
                attn_implementation=attention_for(device),
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
    encoder = TextEncoder(tokenizer, settings.max_length, settings.overlap, settings.segmentation)
    tagger = Tagger(
        model.to(device),
        encoder,
        settings.schema,
        trim=settings.trim,
        pooling=settings.pooling,
        crf=_load_crf(directory, settings.schema) if settings.crf else None,
        temperature=settings.temperature,
    )
    return tagger, settings


def _load_crf(directory: Path, schema: LabelSchema) -> LinearChainCRF:
    scores = load_crf(directory / CRF_FILE, len(schema.tags))
    crf = LinearChainCRF(schema)
    with torch.no_grad():
        for name in ("transitions", "start", "end"):
            getattr(crf, name).copy_(torch.from_numpy(getattr(scores, name)))
    return crf


def _check_fit(directory: Path, settings: CheckpointSettings, config: PretrainedConfig, pieces: int) -> None:
    """Check that the files of a checkpoint belong together.

    Args:
        directory: The checkpoint, for errors.
        settings: What `solieu.json` says.
        config: What `config.json` says.
        pieces: The size of the tokenizer's vocabulary.

    Raises:
        SolieuError: The labels differ, the windows are longer than the encoder reads, or the tokenizer has
            more pieces than the encoder.
    """
    if config.id2label != settings.schema.id2label:
        raise SolieuError(
            f"{directory}: the labels in config.json are not those in {SETTINGS_FILE}; the files belong to "
            "different checkpoints"
        )
    longest = longest_window(config)
    if settings.max_length > longest:
        raise SolieuError(
            f"{directory}: max_length in {SETTINGS_FILE} is {settings.max_length}, but the encoder reads at most "
            f"{longest} subwords; the files belong to different checkpoints"
        )
    if pieces > config.vocab_size:
        raise SolieuError(
            f"{directory}: the tokenizer has {pieces} pieces, but the encoder has {config.vocab_size}; the files "
            "belong to different checkpoints"
        )


def pieces_of(tokenizer: PreTrainedTokenizerBase) -> int:
    """Return how many ids an encoder must know for a tokenizer: without the extra ones of PhoBERT's."""
    return tokenizer.own_size if isinstance(tokenizer, PhobertTokenizerFast) else len(tokenizer)


def attention_for(device: torch.device) -> str:
    """Return the implementation of attention that is fastest on ``device``.

    PyTorch's fused kernel computes its gradient several times slower on CPU than the plain products do.
    """
    return "eager" if device.type == "cpu" else "sdpa"
