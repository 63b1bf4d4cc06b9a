"""What a linear-chain CRF has learned, as arrays and on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError


@dataclass(frozen=True, slots=True)
class CrfScores:
    """The scores that a linear-chain CRF adds to those of the encoder.

    Args:
        transitions: What tag ``j`` gets after tag ``i``, at ``[i, j]``; shape ``(tags, tags)``.
        start: What each tag gets on the first word, shape ``(tags,)``.
        end: What each tag gets on the last word, shape ``(tags,)``.
    """

    transitions: NDArray[np.float32]
    start: NDArray[np.float32]
    end: NDArray[np.float32]


def save_crf(scores: CrfScores, path: str | Path) -> None:
    """Write the scores to a safetensors file.

    Raises:
        SolieuError: The file cannot be written.
    """
    arrays = {"transitions": scores.transitions, "start": scores.start, "end": scores.end}
    with write_atomically(path, "wb") as file:
        file.write(save({name: np.ascontiguousarray(array, dtype=np.float32) for name, array in arrays.items()}))


def load_crf(path: str | Path, tags: int) -> CrfScores:
    """Read what `save_crf` wrote.

    Args:
        path: The file.
        tags: The number of tags that the checkpoint's labels have.

    Raises:
        SolieuError: The file is missing or damaged, or its scores are not for this number of tags.
    """
    try:
        arrays = load_file(path)
    except (OSError, SafetensorError, KeyError) as error:  # KeyError: a type that numpy does not have
        reason = " ".join(str(error).split())[:200]
        raise SolieuError(
            f"{path}: the scores of the CRF cannot be read ({type(error).__name__}: {reason}); "
            "train again or copy the checkpoint whole"
        ) from None
    for name, shape in (("transitions", (tags, tags)), ("start", (tags,)), ("end", (tags,))):
        array = arrays.get(name)
        if array is None or array.shape != shape or array.dtype != np.float32 or not np.isfinite(array).all():
            found = "missing" if array is None else f"of shape {array.shape} and type {array.dtype}"
            raise SolieuError(
                f"{path}: {name!r} must be finite float32 numbers of shape {shape}, but is {found}; "
                "train again or copy the checkpoint whole"
            )
    return CrfScores(arrays["transitions"], arrays["start"], arrays["end"])
