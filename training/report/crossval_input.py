"""The report of a cross validation, from what its directory holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.training.config import DataConfig
from solieu.training.corpora import Corpora, file_hashes, read_corpora, without
from solieu.training.report.inputs import ReportInput, entity_keys

_RECORD = "crossval.yaml"


def read_crossval(directory: str | Path) -> ReportInput:
    """Read a cross validation's directory, finished or not.

    Each held-out article is compared with what the model that had not seen it predicted, and its entities with
    those of the articles which that model was trained on.

    Args:
        directory: The directory, with ``crossval.yaml`` (which may also stand in the folder above it) and
            ``fold-1.jsonl``, ``fold-2.jsonl`` …; the data files that the record names must be as they were.

    Returns:
        The report's input; where folds are missing, a note says so.

    Raises:
        SolieuError: The directory is none of a cross validation, no fold is finished, or the data are others.
    """
    folder = Path(directory)
    record, file = _read_record(folder)
    corpora = _read_data(record, file)
    pool = corpora.evaluate if record.get("folds") is None else [*corpora.train, *corpora.dev]
    texts = {document.text: document for document in reversed(pool)}
    gold: list[Document] = []
    predicted: list[Document] = []
    trained: list[frozenset[tuple[str, str]]] = []
    names = sorted(folder.glob("fold-*.jsonl"), key=lambda path: (len(path.name), path.name))
    for path in names:
        part = list(read_jsonl(path))
        held_out = [_original(document, pool, texts, path) for document in part]
        known = entity_keys(without([*corpora.train, *pool], [*held_out, *corpora.dev]))
        gold += held_out
        predicted += part
        trained += [known] * len(part)
    if not gold:
        raise SolieuError(f"{folder}: no fold is finished yet; go on with the cross validation first")
    left = len(pool) - len(gold)
    notes = () if left <= 0 else (_unfinished(len(gold), len(pool)),)
    title = f"solieu · {folder.resolve().name}"
    return ReportInput(gold, predicted, corpora.schema, trained=trained, title=title, notes=notes)


def _read_record(folder: Path) -> tuple[dict[str, Any], Path]:
    """Return what a cross validation says of itself, and the file it stands in."""
    file = next((path for path in (folder / _RECORD, folder.parent / _RECORD) if path.is_file()), None)
    if file is None:
        raise SolieuError(f"{folder}: holds no {_RECORD}; give the directory of a cross validation, or --gold FILE")
    try:
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SolieuError(f"{file}: cannot be read ({' '.join(str(error).split())}); run it again") from None
    if not isinstance(record, dict) or not isinstance(record.get("data"), dict):
        raise SolieuError(f"{file}: expected the record of a cross validation, with 'data'; run it again")
    return record, file


def _read_data(record: dict[str, Any], file: Path) -> Corpora:
    """Read the documents that a cross validation was run with, and make sure that they are the same."""
    known = {entry.name for entry in fields(DataConfig)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in record["data"].items()
        if name in known
    }
    config = DataConfig(**values)
    try:
        corpora = read_corpora(config)
    except SolieuError as error:
        raise SolieuError(f"{error} ({file} names it; run this where the cross validation was run)") from None
    hashes = record.get("sha256") or {}
    for name, found in file_hashes(config).items():
        if hashes.get(name, found) != found:
            raise SolieuError(f"{name}: has changed since the cross validation in {file.parent}; run that again")
    return corpora


def _original(predicted: Document, pool: Sequence[Document], texts: dict[str, Document], path: Path) -> Document:
    """Return the annotated document of a prediction."""
    for document in pool:
        if document.id == predicted.id and document.text == predicted.text:
            return document
    if predicted.text not in texts:
        raise SolieuError(f"{path}: {predicted.id!r} is none of the articles that were held out; run it again")
    return texts[predicted.text]


def _unfinished(done: int, all_of_them: int) -> str:
    return (
        f"Kiểm tra chéo chưa xong: mới có {done} trên {all_of_them} bài. / "
        f"The cross validation is not finished: {done} of {all_of_them} articles so far."
    )
