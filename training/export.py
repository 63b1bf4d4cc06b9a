"""The export of a trained tagger to ONNX, which is refused where it finds entities worse."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.models.checkpoint import CRF_FILE, SETTINGS_FILE, CheckpointSettings, load_settings
from solieu.models.encoder_source import locate_checkpoint
from solieu.models.onnx_checkpoint import (
    EXPORT_FILE,
    EXPORT_VERSION,
    GRAPH_FILE,
    WEIGHTS_FILE,
    OnnxFormat,
    is_exported,
    load_onnx_tagger,
)
from solieu.models.onnx_graph import OPSET, check_packages, quantize_graph, write_graph
from solieu.models.tagger import Tagger
from solieu.models.torch_checkpoint import load_torch_tagger
from solieu.models.torch_tagger import TorchTagger
from solieu.training.corpora import check_labels
from solieu.training.evaluation import predict, refuse_seen
from solieu.training.measures.matching import count_matches
from solieu.training.measures.scoring import score
from solieu.training.model_card import CARD, note_export

_COPIED = ("config.json", SETTINGS_FILE, CRF_FILE, CARD)
# How far logits of the graph in fp32 may be from the model's, as a share of the largest.
_TOLERANCE = 1e-3
# How many articles they are compared on.
_COMPARED = 8


@dataclass(frozen=True)
class Export:
    """What an export has measured.

    Args:
        format: What was written: ``"onnx"`` in fp32, ``"onnx-int8"`` with 8-bit weights.
        articles: How many articles were scored.
        f1_before: The strict micro-F1 of the model on PyTorch in fp32.
        f1_after: That of what was written.
        max_loss: How many points of F1 it was allowed to lose.
        largest_difference: How far a logit of the graph in fp32, before any rounding, was from the model's.
        bytes: The size of the graph and its weights.
        warnings: What a reader of the scores must know.
    """

    format: OnnxFormat
    articles: int
    f1_before: float
    f1_after: float
    max_loss: float
    largest_difference: float
    bytes: int
    warnings: tuple[str, ...] = ()

    @property
    def loss(self) -> float:
        """How many points of F1 were lost; below 0 if there are more now."""
        return 100 * (self.f1_before - self.f1_after)


def export(
    model: str | Path,
    output: str | Path,
    documents: Sequence[Document],
    where: str,
    *,
    to: OnnxFormat = "onnx",
    max_loss: float = 0.5,
    overwrite: bool = False,
    allow_seen: bool = False,
) -> Export:
    """Write a tagger as a directory that `Extractor` loads without torch.

    Args:
        model: A directory that `solieu train` wrote, or the id of a repository on the hub.
        output: The new directory, which appears when it is whole.
        documents: Annotated articles, on which the model is scored before and after.
        where: Where these come from, for messages.
        to: ``"onnx"`` for fp32, ``"onnx-int8"`` for 8-bit weights.
        max_loss: The most points of strict micro-F1 that may be lost.
        overwrite: Whether ``output`` may be an earlier export, which is then replaced.
        allow_seen: Whether the model may have been trained on all of the articles.

    Returns:
        What was measured.

    Raises:
        SolieuError: The model or the articles cannot be used, ``output`` cannot be written, a package is missing,
            or more would be lost than may be. Nothing is written then.
    """
    check_packages()
    source, target = locate_checkpoint(model), Path(output)
    settings = load_settings(source)
    if is_exported(source):
        raise SolieuError(f"{model}: is an exported model; give the directory that `solieu train` wrote")
    if not any(document.spans for document in documents):
        raise SolieuError(f"{where}: no article has an entity, so nothing would show a loss; give annotated articles")
    check_labels(documents, settings.schema, where, remedy="give articles with the model's labels")
    seen = settings.seen(document.text for document in documents)
    warning = refuse_seen(seen, len(documents), where, allowed=allow_seen)
    with _new_directory(target, overwrite=overwrite) as directory:
        tagger = load_torch_tagger(source, settings, device="cpu", precision="fp32")
        difference = _write(tagger, source, directory, to, settings, documents)
        size = sum((directory / name).stat().st_size for name in (GRAPH_FILE, WEIGHTS_FILE))
        before, after = (_f1(each, documents) for each in (tagger, load_onnx_tagger(directory, settings, device="cpu")))
        found = Export(
            *(to, len(documents), before, after, max_loss, difference, size),
            warnings=(warning,) if warning else (),
        )
        if found.loss > max_loss + 1e-9:
            raise SolieuError(
                f"{output}: is not written: strict micro-F1 on {len(documents)} articles of {where} is {before:.4f} "
                f"before and {after:.4f} after the export to {to}, {found.loss:.2f} points less, and --max-loss allows "
                f"{max_loss:g}; give {'--format onnx, or ' if to != 'onnx' else ''}a higher --max-loss"
            )
        _write_record(directory, to, source, found)
        note_export(directory, _card_sentence(found))
    return found


@contextmanager
def _new_directory(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a directory that takes its name when the block ends without an error, and is removed otherwise."""
    if target.exists() and not target.is_dir():
        raise SolieuError(f"{target}: is a file; give the name of a new directory")
    if target.is_dir() and any(target.iterdir()):
        if not is_exported(target):
            raise SolieuError(f"{target}: is not empty, and what it holds is no exported model; give another directory")
        if not overwrite:
            raise SolieuError(
                f"{target}: holds an exported model; give another directory, or --overwrite to replace it"
            )
    mark = uuid.uuid4().hex
    target = target.resolve()
    unfinished, replaced = (target.with_name(f".solieu-{mark}.{name}") for name in ("tmp", "old"))
    try:
        unfinished.mkdir()
    except OSError as error:
        raise SolieuError(f"{target}: cannot be written ({error.strerror}); give another directory") from None
    try:
        yield unfinished
        if target.exists():
            target.replace(replaced)
        unfinished.replace(target)
    except OSError as error:
        raise SolieuError(f"{target}: cannot be written ({error.strerror}); give another directory") from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def _write(
    tagger: TorchTagger,
    source: Path,
    directory: Path,
    to: OnnxFormat,
    settings: CheckpointSettings,
    documents: Sequence[Document],
) -> float:
    """Write everything that is loaded; return the largest difference of a logit in fp32."""
    for name in _COPIED:
        if (source / name).is_file():
            shutil.copyfile(source / name, directory / name)
    tagger.tokenizer.save_pretrained(directory)
    _write_record(directory, "onnx", source, None)
    graph = directory / GRAPH_FILE
    write_graph(tagger, graph)
    difference = _compare(tagger, load_onnx_tagger(directory, settings, device="cpu"), documents)
    if to == "onnx-int8":
        _write_record(directory, to, source, None)
        rounded = directory / "int8"  # a graph names the file of its weights, so neither can be renamed
        rounded.mkdir()
        quantize_graph(graph, rounded / GRAPH_FILE)
        for name in (GRAPH_FILE, WEIGHTS_FILE):
            (rounded / name).replace(directory / name)
        rounded.rmdir()
    return difference


def _compare(tagger: TorchTagger, exported: Tagger, documents: Sequence[Document]) -> float:
    """Return how far logits of the exported model are at most from the model's; refuse what is more than rounding."""
    texts = [document.text for document in documents[:_COMPARED]]
    ours, theirs = (each.logits(each.text_encoder.encode_many(texts)) for each in (tagger, exported))
    largest = max((float(np.abs(logits).max()) for logits in ours if logits.size), default=0.0)
    difference = max(
        (float(np.abs(one - other).max()) for one, other in zip(ours, theirs, strict=True) if one.size), default=0.0
    )
    if not difference <= _TOLERANCE * max(1.0, largest):
        raise SolieuError(
            f"the ONNX graph of the encoder ({tagger.model.config.model_type}) computes something else: logits differ "
            f"by up to {difference:.3g}; use the model as it is"
        )
    return difference


def _f1(tagger: Tagger, documents: Sequence[Document]) -> float:
    """Return the strict micro-F1."""
    counts = count_matches(documents, predict(tagger, documents), tagger.schema.names)
    return float(score(counts, resamples=1).micro.f1)


def _write_record(directory: Path, to: OnnxFormat, source: Path, measured: Export | None) -> None:
    """Write what was exported, from what, and what was measured."""
    content = {
        "version": EXPORT_VERSION,
        "format": to,
        "opset": OPSET,
        "packages": {name: version(name) for name in ("solieu", "torch", "transformers", "onnx", "onnxruntime")},
    }
    if measured is not None:
        files = [*sorted(source.glob("model*.safetensors")), *(source / name for name in _COPIED[:3])]
        content |= {
            "source": {file.name: _sha256(file) for file in files if file.is_file()},
            "sha256": {name: _sha256(directory / name) for name in (GRAPH_FILE, WEIGHTS_FILE)},
            "measured": {name: value for name, value in asdict(measured).items() if name != "format"},
        }
    with write_atomically(directory / EXPORT_FILE) as file:
        json.dump(content, file, ensure_ascii=False, indent=1)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _card_sentence(found: Export) -> str:
    kind = "in fp32" if found.format == "onnx" else "with its matrices in 8 bits"
    return (
        f"This directory holds the model as an ONNX graph {kind}, which `Extractor` runs with ONNX Runtime and which "
        f"transformers does not load. Strict micro-F1 on {found.articles} articles: {found.f1_before:.4f} before, "
        f"{found.f1_after:.4f} after the export. What else is measured above was measured before it."
    )
