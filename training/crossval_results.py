"""What a finished cross validation holds: its configuration, its gold documents and what was predicted for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.labels import LabelSchema
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import file_hashes, read_corpora

_AGAIN = "give the output directory of a finished `solieu crossval`, or run it again"


@dataclass(frozen=True)
class CrossvalResults:
    """A finished cross validation.

    Args:
        config: The configuration that its folds were trained with.
        schema: The labels.
        gold: The articles that were held out.
        predicted: What was predicted for each, in the same order.
        folds: The number of the fold in which each was held out, from 1.
    """

    config: TrainingConfig
    schema: LabelSchema
    gold: list[Document]
    predicted: list[Document]
    folds: list[int]


def read_crossval(directory: str | Path) -> CrossvalResults:
    """Read a cross validation, and the annotated files that it names.

    Args:
        directory: Its output directory.

    Returns:
        What it holds.

    Raises:
        SolieuError: The directory holds no finished cross validation, an annotated file is missing or has changed
            since, or a prediction is of no annotated article.
    """
    directory = Path(directory)
    record = _read_record(directory / "crossval.yaml")
    config = _config(record, directory / "crossval.yaml")
    _check_hashes(config.data, record, directory)
    corpora = read_corpora(config.data)
    known = {(document.id, document.text): document for document in [*corpora.train, *corpora.dev, *corpora.evaluate]}
    predicted = _read(directory / "predictions.jsonl")
    fold_of = {
        (document.id, document.text): number
        for number in range(1, len(list(directory.glob("fold-*.jsonl"))) + 1)
        for document in _read(directory / f"fold-{number}.jsonl")
    }
    gold, folds = [], []
    for document in predicted:
        key = (document.id, document.text)
        for found, where in ((known, "the annotated files"), (fold_of, "the fold-*.jsonl files")):
            if key not in found:
                raise SolieuError(
                    f"{directory / 'predictions.jsonl'}: document {document.id!r} is not in {where}; {_AGAIN}"
                )
        gold.append(known[key])
        folds.append(fold_of[key])
    if not predicted:
        raise SolieuError(f"{directory / 'predictions.jsonl'}: holds no document; {_AGAIN}")
    return CrossvalResults(config, corpora.schema, gold, predicted, folds)


def _read(path: Path) -> list[Document]:
    if not path.is_file():
        raise SolieuError(f"{path.parent}: has no {path.name}, so it is no finished cross validation; {_AGAIN}")
    return list(read_jsonl(path))


def _read_record(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise SolieuError(f"{path.parent}: has no {path.name}, so it is no cross validation; {_AGAIN}")
    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SolieuError(f"{path}: cannot be read ({' '.join(str(error).split())}); {_AGAIN}") from None
    if not isinstance(record, dict) or not all(isinstance(record.get(key), dict) for key in ("data", "sha256")):
        raise SolieuError(f"{path}: does not say what data it is of; {_AGAIN}")
    return record


def _config(record: dict[str, Any], path: Path) -> TrainingConfig:
    """Return the configuration in a record; keys that an earlier version did not have get their defaults."""
    names = {entry.name for entry in dataclasses.fields(TrainingConfig)}
    try:
        data: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in record["data"].items()
        }
        values = {key: value for key, value in record.items() if key in names}
        return TrainingConfig(**{**values, "data": DataConfig(**data)})
    except TypeError as error:
        raise SolieuError(f"{path}: holds no configuration ({error}); {_AGAIN}") from None


def _check_hashes(data: DataConfig, record: dict[str, Any], directory: Path) -> None:
    """Refuse annotated files that are not those of the cross validation."""
    _refuse_missing(record["sha256"], directory)
    for path, digest in file_hashes(data).items():
        if record["sha256"].get(path) != digest:
            raise SolieuError(
                f"{path}: is not the file that the cross validation in {directory} was run on (another SHA-256); "
                "restore the file, or run the cross validation again"
            )


def _refuse_missing(paths: Iterable[str], directory: Path) -> None:
    for path in paths:
        if not Path(path).is_file():
            raise SolieuError(
                f"{path}: is missing, but the cross validation in {directory} was run on it; run this in the folder "
                "that the cross validation was run in"
            )
