"""Word logits from ONNX Runtime, which needs no torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solieu.annotation.errors import SolieuError
from solieu.models.batches import pad
from solieu.models.crf_scores import CrfScores
from solieu.models.encoding import EncodedWindow

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# What the graph takes, each of shape (windows, subwords) or (windows, words), int64, and what it gives.
INPUTS = ("input_ids", "attention_mask", "starts", "ends")
OUTPUT = "logits"


class OnnxWordScorer:
    """Gives words their logits by an exported model.

    Args:
        session: Runs the graph, whose inputs are `INPUTS`.
        pad_id: The subword id that fills up a batch.
        crf: What the CRF has learned; None for words one by one.
    """

    def __init__(self, session: InferenceSession, pad_id: int, crf: CrfScores | None) -> None:
        self._session = session
        self._pad_id = pad_id
        self._crf = crf

    def score(self, windows: Sequence[EncodedWindow]) -> NDArray[np.float32]:
        """Run the graph on one batch; shape ``(windows, most words, tags)``."""
        rows = [window.ids for window in windows]
        batch = (
            pad(rows, self._pad_id),
            pad([[1] * len(row) for row in rows], 0),
            pad([window.starts for window in windows], 0),
            pad([window.ends for window in windows], 0),
        )
        result: NDArray[np.float32] = self._session.run([OUTPUT], dict(zip(INPUTS, batch, strict=True)))[0]
        return result

    def crf_scores(self) -> CrfScores | None:
        """Return what the CRF has learned."""
        return self._crf


def open_session(path: Path, device: str | None) -> InferenceSession:
    """Load a graph.

    Args:
        path: The ONNX file.
        device: ``"cpu"``, ``"cuda"``, ``"cuda:1"`` …; None for the CPU.

    Raises:
        SolieuError: ONNX Runtime is not installed, cannot use the device, or cannot read the file.
    """
    try:
        from onnxruntime import InferenceSession, SessionOptions
    except ModuleNotFoundError:
        raise SolieuError(
            f"{path.parent}: is an ONNX model, which ONNX Runtime runs, and that is not installed: install it with "
            "`pip install 'solieu[onnx]'`"
        ) from None
    provider, settings = _provider(device)
    options = SessionOptions()
    options.intra_op_num_threads = _threads()
    options.log_severity_level = 3  # errors only
    try:
        session = InferenceSession(path, options, providers=[(provider, settings)])
    except Exception as error:  # its classes have no public base
        reason = " ".join(str(error).split())[:200]
        raise SolieuError(f"{path}: cannot be loaded ({reason}); export the model again or copy it whole") from None
    if session.get_providers()[0] != provider:
        raise _no_device(str(device))
    return session


def _provider(device: str | None) -> tuple[str, dict[str, str]]:
    """Return ONNX Runtime's name and settings for a device."""
    if device in (None, "cpu"):
        return "CPUExecutionProvider", {}
    from onnxruntime import get_available_providers

    kind, _, number = str(device).partition(":")
    provider = "CUDAExecutionProvider"
    if kind != "cuda" or not (number or "0").isdecimal() or provider not in get_available_providers():
        raise _no_device(str(device))
    return provider, {"device_id": number or "0"}


def _no_device(device: str) -> SolieuError:
    return SolieuError(
        f"device {device!r} cannot be used for an ONNX model on this machine; give cpu, or install onnxruntime-gpu in "
        "place of onnxruntime and give cuda where there is a GPU"
    )


def _threads() -> int:
    """Return how many threads compute: as many as this process may use cores, or OMP_NUM_THREADS as for torch."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
