"""The file of solieu's own that makes a plain Hugging Face checkpoint a tagger's."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.annotation.labels import Label, LabelSchema
from solieu.models.pooling import Pooling
from solieu.models.segmentation import WordSegmentation

SETTINGS_FILE = "solieu.json"
CRF_FILE = "crf.safetensors"
_FORMAT = 2


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
        SolieuError: The file is missing, cannot be read, or is not as `save_settings` writes it.
    """
    path = directory / SETTINGS_FILE
    try:
        text = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a directory that you may read") from None
    if text is None:
        raise SolieuError(
            f"{directory}: has no {SETTINGS_FILE}, so it is no checkpoint of solieu; give the output directory "
            "of `solieu train`"
        )
    try:
        content: dict[str, Any] = json.loads(text.decode("utf-8"))
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
    except (SolieuError, ValueError, KeyError, TypeError) as error:
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
