"""Whether the files of a checkpoint belong together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import SETTINGS_FILE, CheckpointSettings


def check_fit(
    directory: Path, settings: CheckpointSettings, tags: Mapping[int, str], *, longest: int, known: int, pieces: int
) -> None:
    """Check that the files of a checkpoint belong together.

    Args:
        directory: The checkpoint, for errors.
        settings: What `solieu.json` says.
        tags: The tag of each output, as `config.json` says.
        longest: How many subwords the encoder can read.
        known: How many pieces the encoder knows.
        pieces: How many pieces the tokenizer has.

    Raises:
        SolieuError: The labels differ, the windows are longer than the encoder reads, or the tokenizer has
            more pieces than the encoder.
    """
    if tags != settings.schema.id2label:
        raise SolieuError(
            f"{directory}: the labels in config.json are not those in {SETTINGS_FILE}; the files belong to "
            "different checkpoints"
        )
    if settings.max_length > longest:
        raise SolieuError(
            f"{directory}: max_length in {SETTINGS_FILE} is {settings.max_length}, but the encoder reads at most "
            f"{longest} subwords; the files belong to different checkpoints"
        )
    if pieces > known:
        raise SolieuError(
            f"{directory}: the tokenizer has {pieces} pieces, but the encoder has {known}; the files "
            "belong to different checkpoints"
        )
