"""The directory of an exported tagger: what is in it, and how it is loaded without torch and transformers."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import CRF_FILE, CheckpointSettings
from solieu.models.crf_scores import load_crf
from solieu.models.encoding import TextEncoder, longest_window
from solieu.models.fit_together import check_fit
from solieu.models.onnx_scorer import OnnxWordScorer, open_session
from solieu.models.tagger import Tagger
from solieu.models.word_tokenizer import load_word_tokenizer

if TYPE_CHECKING:  # it imports torch
    from solieu.models.precision import Precision

OnnxFormat = Literal["onnx", "onnx-int8"]
GRAPH_FILE = "model.onnx"
WEIGHTS_FILE = "model.onnx.data"
# The record of the export, by which an exported model is known.
EXPORT_FILE = "export.json"
EXPORT_VERSION = 1
_COMPUTES_IN = {"onnx": "fp32", "onnx-int8": "int8"}


def is_exported(directory: Path) -> bool:
    """Whether a directory is that of an exported tagger."""
    return (directory / EXPORT_FILE).is_file()


def load_onnx_tagger(
    directory: Path, settings: CheckpointSettings, *, device: str | None = None, precision: Precision = "auto"
) -> Tagger:
    """Load an exported tagger.

    Args:
        directory: What `solieu export` wrote.
        settings: What its own file says, from `load_settings`.
        device: Where to run, as for `open_session`.
        precision: ``"auto"``, or what the model was exported to.

    Raises:
        SolieuError: A part of the model is missing or damaged, its parts do not fit together, it computes in
            another precision, or there is no such device.
    """
    _check_precision(directory, precision)
    missing = [
        part
        for part in ("config.json", GRAPH_FILE, WEIGHTS_FILE, *([CRF_FILE] if settings.crf else []))
        if not (directory / part).is_file()
    ]
    if missing:
        raise SolieuError(f"{directory}: the model lacks {', '.join(missing)}; export it again or copy it whole")
    config = SimpleNamespace(**_read_json(directory / "config.json"))
    tokenizer = load_word_tokenizer(directory)
    try:
        labels = {int(number): tag for number, tag in config.id2label.items()}
        check_fit(
            directory,
            settings,
            labels,
            longest=longest_window(config),
            known=int(config.vocab_size),
            pieces=tokenizer.pieces,
        )
        pad_id = int(config.pad_token_id or 0)
    except (AttributeError, TypeError, ValueError) as error:
        raise _damaged(directory / "config.json", error) from None
    encoder = TextEncoder(tokenizer, settings.max_length, settings.overlap, settings.segmentation)
    crf = load_crf(directory / CRF_FILE, len(settings.schema.tags)) if settings.crf else None
    session = open_session(directory / GRAPH_FILE, device)
    if session.get_outputs()[0].shape[-1] != len(settings.schema.tags):
        raise SolieuError(
            f"{directory}: {GRAPH_FILE} is of a model with other labels; the files belong to different ones"
        )
    scorer = OnnxWordScorer(session, pad_id, crf)
    return Tagger(scorer, encoder, settings.schema, trim=settings.trim, temperature=settings.temperature)


def _check_precision(directory: Path, precision: Precision) -> None:
    """Refuse a precision that the model was not exported to."""
    record = _read_json(directory / EXPORT_FILE)
    if record.get("version") != EXPORT_VERSION or record.get("format") not in _COMPUTES_IN:
        raise SolieuError(
            f"{directory / EXPORT_FILE}: is not as this version of solieu writes it; update solieu or export again"
        )
    own = _COMPUTES_IN[record["format"]]
    if precision not in ("auto", own):
        raise SolieuError(
            f"{directory}: was exported to compute in {own} and cannot do so in {precision}; give precision auto, or "
            "export the model again"
        )


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from None
    if not isinstance(content, dict):
        raise _damaged(path, TypeError("no JSON object"))
    return content


def _damaged(path: Path, error: Exception) -> SolieuError:
    return SolieuError(f"{path}: is damaged ({type(error).__name__}: {error}); export the model again or copy it whole")
