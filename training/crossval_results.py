"""What the directory of a cross validation holds: its configuration, and what each fold has predicted."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.documents import Document
from solieu.annotation.errors import SolieuError
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.labels import LabelSchema
from solieu.training.config import DataConfig, TrainingConfig
from solieu.training.corpora import Corpora, file_hashes, read_corpora
from solieu.training.held_out import HeldOut, divide

RECORD = "crossval.yaml"
FOLD = "fold-{}.jsonl"
_SEED = re.compile(r"seed-(\d+)")
_AGAIN = "give the output directory of a `solieu crossval`, or run it again"


@dataclass(frozen=True)
class FoldResult:
    """A fold that is done.

    Args:
        number: Its number, from 1.
        gold: The articles that it held out.
        predicted: The same, with what the model trained on the others predicted.
    """

    number: int
    gold: list[Document]
    predicted: list[Document]


@dataclass(frozen=True)
class CrossvalResults:
    """What a cross validation has done so far.

    Args:
        directory: Its output directory; with several seeds, that of one of them.
        config: The configuration that its folds are trained with.
        corpora: All documents.
        held_out: How they are divided.
        folds: The folds that are done, in order.
    """

    directory: Path
    config: TrainingConfig
    corpora: Corpora
    held_out: HeldOut
    folds: tuple[FoldResult, ...]

    @property
    def schema(self) -> LabelSchema:
        """The labels."""
        return self.corpora.schema

    @property
    def gold(self) -> list[Document]:
        """The articles that were held out, fold by fold."""
        return [document for fold in self.folds for document in fold.gold]

    @property
    def predicted(self) -> list[Document]:
        """What was predicted for each of them."""
        return [document for fold in self.folds for document in fold.predicted]

    @property
    def fold_numbers(self) -> list[int]:
        """The number of the fold in which each of them was held out, from 1."""
        return [fold.number for fold in self.folds for _ in fold.gold]

    def trained_on(self, fold: FoldResult) -> list[Document]:
        """Return the articles that a fold's model was trained on; those for development are not among them."""
        return self.held_out.corpora(self.corpora, fold.number - 1).train


def seed_directory(directory: Path, seed: int) -> Path:
    """Return where a cross validation with several seeds keeps what one of them has predicted."""
    return directory / f"seed-{seed}"


def read_crossval(directory: str | Path, *, unfinished: bool = False) -> CrossvalResults:
    """Read a cross validation, and the annotated files that it names.

    Args:
        directory: Its output directory; of one with several seeds, the directory of one, such as ``seed-1`` in it.
        unfinished: Whether it need not be finished, if at least one fold is done.

    Returns:
        What it holds.

    Raises:
        SolieuError: The directory holds no cross validation or one that is not finished, an annotated file is missing
            or has changed since, or a prediction is of no annotated article.
    """
    directory = Path(directory)
    file, seed = _record_file(directory)
    record = _read_record(file)
    if seed is None and "seeds" in record:
        one = seed_directory(directory, record["seeds"][0]) if record["seeds"] else directory
        raise SolieuError(f"{directory}: is a cross validation with several seeds; give the directory of one: {one}")
    config = _config(record, file)
    config = config if seed is None else replace(config, seed=seed)
    _check_files(config.data, record["sha256"], file.parent)
    corpora = read_corpora(config.data)
    held_out = divide(corpora, ", ".join(config.data.evaluate), record.get("folds"), record.get("group"))
    folds = []
    for number, part in enumerate(held_out.parts, start=1):
        path = directory / FOLD.format(number)
        if path.is_file():
            folds.append(FoldResult(number, list(part), _predicted(path, part)))
        elif not unfinished:
            raise SolieuError(f"{directory}: has no {path.name}, so it is not finished; go on with `solieu crossval`")
    if not folds:
        raise SolieuError(f"{directory}: no fold is finished yet; go on with `solieu crossval`")
    return CrossvalResults(directory, config, corpora, held_out, tuple(folds))


def _record_file(directory: Path) -> tuple[Path, int | None]:
    """Return the file that says what a cross validation is of, and the seed if the directory is that of one."""
    own, above = directory / RECORD, directory.resolve().parent / RECORD
    named = _SEED.fullmatch(directory.resolve().name)
    return (above, int(named[1])) if named and above.is_file() and not own.is_file() else (own, None)


def _read_record(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise SolieuError(f"{path.parent}: holds no {path.name}, so it is no cross validation; {_AGAIN}")
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


def _check_files(data: DataConfig, recorded: dict[str, Any], directory: Path) -> None:
    """Refuse annotated files that are not those of the cross validation."""
    for path in recorded:
        if not Path(path).is_file():
            raise SolieuError(
                f"{path}: is missing, but the cross validation in {directory} was run on it; run this in the folder "
                "that the cross validation was run in"
            )
    for path, digest in file_hashes(data).items():
        if recorded.get(path) != digest:
            raise SolieuError(
                f"{path}: is not the file that the cross validation in {directory} was run on (another SHA-256); "
                "restore the file, or run the cross validation again"
            )


def _predicted(path: Path, part: Sequence[Document]) -> list[Document]:
    """Read what was predicted for the articles of a part."""
    predicted = list(read_jsonl(path))
    found = [(document.id, document.text) for document in predicted]
    expected = [(document.id, document.text) for document in part]
    if found != expected:
        other = next((name for name, text in found if (name, text) not in expected), None)
        what = f"document {other!r} is none of those" if other is not None else "these are not all of the articles"
        raise SolieuError(f"{path}: {what} that this fold holds out; {_AGAIN}")
    return predicted
