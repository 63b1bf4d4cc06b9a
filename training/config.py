"""Training configurations: YAML files, values from the command line, and every mistake in them named."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from solieu.annotation.errors import SolieuError

if TYPE_CHECKING:  # it imports torch, which no mistake in a configuration should have to wait for
    from solieu.models.precision import Precision


@dataclass(frozen=True)
class DataConfig:
    """Which files a run reads.

    Args:
        train: Annotated files to train on.
        dev: Annotated files to choose the best epoch by; or the share, between 0 and 1, of the training
            articles that is set aside for it, by a hash of their ids; or None for neither.
        evaluate: Annotated files that the finished model is measured on.
        labels: A label file; None for solieu's own labels or, in CoNLL files, those found there.
    """

    train: tuple[str, ...]
    dev: tuple[str, ...] | float | None = None
    evaluate: tuple[str, ...] = ()
    labels: str | None = None


@dataclass(frozen=True)
class TrainingConfig:
    """All that a training run depends on.

    Args:
        encoder: ``"compact"``, the directory of a checkpoint, or the id of one on the hub.
        data: The files.
        output: The run's directory.
        epochs: Times through the training data.
        learning_rate: The highest learning rate; it falls linearly to 0.
        warmup: The share of the steps, between 0 and 1, in which the learning rate rises from 0.
        weight_decay: AdamW's, on matrices.
        batch_subwords: The most subwords of a batch, padding included.
        max_length: The most subwords of a window, special ones included.
        overlap: How many subwords neighbouring windows share.
        freeze_embeddings: Whether the word embeddings stay as they are.
        dropout: The share of hidden values set to 0 in training.
        precision: ``"bf16"``, ``"fp32"``, or ``"auto"``: bf16 where the device has it.
        seed: Of the new layer's weights, the order of the batches and the dropout.
    """

    encoder: str
    data: DataConfig
    output: str
    epochs: int = 12
    learning_rate: float = 3e-4
    warmup: float = 0.1
    weight_decay: float = 0.01
    batch_subwords: int = 2048
    max_length: int = 256
    overlap: int = 64
    freeze_embeddings: bool = False
    dropout: float = 0.1
    precision: Precision = "auto"
    seed: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Return the configuration as YAML would hold it."""
        content = dataclasses.asdict(self)
        for key, value in content["data"].items():
            if isinstance(value, tuple):
                content["data"][key] = list(value)
        return content


# Key to (type, smallest, largest); the largest of None is no bound.
_NUMBERS: dict[str, tuple[type, float, float | None]] = {
    "epochs": (int, 1, None),
    "learning_rate": (float, 0, None),
    "warmup": (float, 0, 1),
    "weight_decay": (float, 0, None),
    "batch_subwords": (int, 1, None),
    "max_length": (int, 8, None),
    "overlap": (int, 0, None),
    "dropout": (float, 0, 0.9),
    "seed": (int, 0, 2**32 - 1),
}
_TEXTS = ("encoder", "output", "data.labels")
_PATHS = ("data.train", "data.dev", "data.evaluate")
_KEYS = {field.name for field in dataclasses.fields(TrainingConfig)}
_DATA_KEYS = {field.name for field in dataclasses.fields(DataConfig)}


def load_config(path: str | Path, overrides: Iterable[str] = ()) -> TrainingConfig:
    """Read a training configuration.

    Args:
        path: A YAML file like ``configs/compact.yaml``.
        overrides: ``key=value`` words that replace its values; ``data.train=…`` for a key inside ``data``.
            Files are taken as they are written, several with commas or as a YAML list; other values are YAML.

    Returns:
        The configuration. Relative paths in it are relative to the working directory.

    Raises:
        SolieuError: The file cannot be read, or a key or value is wrong.
    """
    content = _read(path)
    _check_keys(content, str(path))
    given = _apply(content, overrides)

    def place(key: str) -> str:
        return f"{'command line' if key in given else path}: {key!r}"

    return _config(content, place)


class _UniqueKeyLoader(yaml.SafeLoader):
    """A safe loader that refuses a key that stands twice instead of taking the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping, with a look at its keys first."""
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, Hashable):
                continue  # refused by the loader that this one extends
            if key in seen:
                raise SolieuError(f"the key {key!r} stands in line {seen[key]} and again in line {line}; keep one")
            seen[key] = line
        return super().construct_mapping(node, deep)


def _read(path: str | Path) -> dict[str, Any]:
    """Read the keys and values of a file; those of ``data`` are in a dictionary of their own."""
    try:
        content = yaml.load(Path(path).read_text(encoding="utf-8"), _UniqueKeyLoader)  # noqa: S506  a SafeLoader
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a training configuration") from None
    except SolieuError as error:
        raise SolieuError(f"{path}: {error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SolieuError(f"{path}: is no YAML file: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise SolieuError(f"{path}: expected keys and values, such as 'epochs: 12'")
    if content.get("data") is None:
        content["data"] = {}
    if not isinstance(content["data"], dict):
        raise SolieuError(f"{path}: 'data' must hold keys such as 'train', but is {content['data']!r}")
    return content


def _check_keys(content: Mapping[str, Any], where: str) -> None:
    """Refuse unknown keys, with the nearest known one."""
    for key in content:
        if key not in _KEYS:
            raise _unknown_key(key, where)
    for key in content["data"]:
        if key not in _DATA_KEYS:
            raise _unknown_key(f"data.{key}", where)


def _unknown_key(key: Any, where: str) -> SolieuError:
    # Compared without "data.", which would make any two keys that have it look alike.
    known = {name: name for name in _KEYS - {"data"}} | {name: f"data.{name}" for name in _DATA_KEYS}
    near = get_close_matches(str(key).rpartition(".")[2], known, 1, 0.5)
    hint = f"did you mean {known[near[0]]!r}?" if near else f"known keys are {', '.join(sorted(known.values()))}"
    return SolieuError(f"{where}: unknown key {str(key)!r}; {hint}")


def _apply(content: dict[str, Any], overrides: Iterable[str]) -> set[str]:
    """Put the command line's values into the file's content, and return their keys."""
    given: set[str] = set()
    for word in overrides:
        key, equals, text = word.partition("=")
        if not equals:
            raise SolieuError(f"command line: {word!r} must be key=value, such as epochs=6")
        if key in given:
            raise SolieuError(f"command line: the key {key!r} is given twice; keep one")
        given.add(key)
        section, _, name = key.rpartition(".")
        if section == "data" and name in _DATA_KEYS:
            content["data"][name] = _value(text, key)
        elif not section and name in _KEYS - {"data"}:
            content[name] = _value(text, key)
        else:
            raise _unknown_key(key, "command line")
    return given


def _value(text: str, key: str) -> Any:
    """Return what a word on the command line means: a path stands for itself, all else is YAML."""
    is_number = key == "data.dev" and _float(text) is not None
    is_list = key in _PATHS and text.startswith("[")
    if key in (*_TEXTS, *_PATHS) and text not in ("", "null") and not is_number and not is_list:
        return text
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text  # refused, or taken for the name of a file, like any other text


def _config(content: dict[str, Any], place: Callable[[str], str]) -> TrainingConfig:
    """Check all values and build the configuration; ``place`` says where a key's value comes from."""
    values = dict(content)
    data = values.pop("data")
    for key in ("encoder", "output"):
        if not isinstance(values.get(key), str) or not values[key]:
            raise SolieuError(f"{place(key)} must be a name or path, but is {_shown(values.get(key))}")
    for key, (kind, low, high) in _NUMBERS.items():
        if key in values:
            values[key] = _number(values[key], kind, low, high, place(key))
    if not isinstance(values.get("freeze_embeddings", False), bool):
        raise SolieuError(
            f"{place('freeze_embeddings')} must be true or false, but is {_shown(values['freeze_embeddings'])}"
        )
    if values.get("precision", "auto") not in ("auto", "bf16", "fp32"):
        raise SolieuError(f"{place('precision')} must be auto, bf16 or fp32, but is {_shown(values['precision'])}")
    train = _files(data.get("train"), place("data.train"))
    if not train:
        raise SolieuError(f"{place('data.train')} names no file; give annotated articles to train on")
    dev = data.get("dev")
    labels = data.get("labels")
    if labels is not None and not isinstance(labels, str):
        raise SolieuError(f"{place('data.labels')} must be the path of a label file, but is {_shown(labels)}")
    return TrainingConfig(
        data=DataConfig(
            train=train,
            dev=_share(dev, place) if isinstance(dev, int | float) else _files(dev, place("data.dev")) or None,
            evaluate=_files(data.get("evaluate"), place("data.evaluate")),
            labels=labels,
        ),
        **values,
    )


def _shown(value: Any) -> str:
    """Return a value as a person would write it in YAML."""
    return "missing" if value is None else repr(value if isinstance(value, str | int | float | list) else str(value))


def _number(value: Any, kind: type, low: float, high: float | None, where: str) -> Any:
    # YAML 1.1 reads 3e-4, without a point, as a string.
    number = _float(value) if kind is float else value if isinstance(value, int) else None
    if number is None or isinstance(value, bool) or not low <= number <= (math.inf if high is None else high):
        bounds = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise SolieuError(f"{where} must be a {'whole ' if kind is int else ''}number {bounds}, but is {_shown(value)}")
    return number


def _float(value: Any) -> float | None:
    """Return a finite number, also from its digits, or None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _share(value: float, place: Callable[[str], str]) -> float:
    if isinstance(value, bool) or not 0 < value < 1:
        raise SolieuError(f"{place('data.dev')} must be files or a share between 0 and 1, but is {value!r}")
    return float(value)


def _files(value: Any, where: str) -> tuple[str, ...]:
    """Return one path, several, or several between commas as a tuple."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,) if _exists(value) else tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(path, str) and path for path in value):
        return tuple(value)
    raise SolieuError(f"{where} must be a path or a list of paths, but is {_shown(value)}")


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        return False  # a list of files can be longer than any file's name
