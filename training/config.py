"""Training configurations: YAML files, values from the command line, and every mistake in them named."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.errors import SolieuError
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
_KEYS = {field.name for field in dataclasses.fields(TrainingConfig)}
_DATA_KEYS = {field.name for field in dataclasses.fields(DataConfig)}


def load_config(path: str | Path, overrides: Iterable[str] = ()) -> TrainingConfig:
    """Read a training configuration.

    Args:
        path: A YAML file like ``configs/compact.yaml``.
        overrides: ``key=value`` words that replace its values; ``data.train=…`` for a key inside ``data``.
            Values are YAML; lists of files may also be given with commas.

    Returns:
        The configuration. Relative paths in it are relative to the working directory.

    Raises:
        SolieuError: The file cannot be read, or a key or value is wrong.
    """
    try:
        content = yaml.load(Path(path).read_text(encoding="utf-8"), _UniqueKeyLoader)  # noqa: S506  a SafeLoader
    except OSError as error:
        raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a training configuration") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SolieuError(f"{path}: is no YAML file: {' '.join(str(error).split())}") from None
    except SolieuError as error:
        raise SolieuError(f"{path}: {error}") from None
    if not isinstance(content, dict):
        raise SolieuError(f"{path}: expected keys and values, such as 'epochs: 12'")
    content = {"data": {}, **content}
    if not isinstance(content["data"], dict):
        raise SolieuError(f"{path}: 'data' must hold keys such as 'train', but is {content['data']!r}")
    _check_keys(content, str(path))
    _apply(content, overrides)
    return _config(content, str(path))


class _UniqueKeyLoader(yaml.SafeLoader):
    """A safe loader that refuses a key that stands twice instead of taking the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping, with a look at its keys first."""
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
            line = key_node.start_mark.line + 1
            if key in seen:
                raise SolieuError(f"the key {key!r} stands in line {seen[key]} and again in line {line}; keep one")
            seen[key] = line
        return super().construct_mapping(node, deep)


def _check_keys(content: Mapping[str, Any], where: str) -> None:
    """Refuse unknown keys, with the nearest known one."""
    for key in content:
        if key not in _KEYS:
            raise _unknown_key(key, where)
    for key in content["data"]:
        if key not in _DATA_KEYS:
            raise _unknown_key(f"data.{key}", where)


def _unknown_key(key: Any, where: str) -> SolieuError:
    known = sorted((_KEYS - {"data"}) | {f"data.{name}" for name in _DATA_KEYS})
    near = get_close_matches(str(key), known, 1, 0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(known)}"
    return SolieuError(f"{where}: unknown key {str(key)!r}; {hint}")


def _apply(content: dict[str, Any], overrides: Iterable[str]) -> None:
    """Put the command line's values into the file's content."""
    given: set[str] = set()
    for word in overrides:
        key, equals, text = word.partition("=")
        if not equals:
            raise SolieuError(f"{word!r}: expected key=value, such as epochs=6")
        if key in given:
            raise SolieuError(f"the key {key!r} is given twice on the command line; keep one")
        given.add(key)
        section, _, name = key.rpartition(".")
        if (section, name in _DATA_KEYS) == ("data", True):
            content["data"][name] = _value(text, key)
        elif not section and name in _KEYS - {"data"}:
            content[name] = _value(text, key)
        else:
            raise _unknown_key(key, "command line")


def _value(text: str, key: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        if key.startswith("data.") or key in ("output", "encoder"):
            return text
        raise SolieuError(f"command line: {key}={text} is no YAML value") from None


def _config(content: dict[str, Any], where: str) -> TrainingConfig:
    """Check all values and build the configuration."""
    for key in ("encoder", "output"):
        if not isinstance(content.get(key), str) or not content[key]:
            raise SolieuError(f"{where}: {key!r} must be a name or path, but is {content.get(key)!r}")
    values = dict(content)
    for key, (kind, low, high) in _NUMBERS.items():
        if key in values:
            values[key] = _number(values[key], kind, low, high, f"{where}: {key!r}")
    if not isinstance(values.get("freeze_embeddings", False), bool):
        raise SolieuError(f"{where}: 'freeze_embeddings' must be true or false, but is {values['freeze_embeddings']!r}")
    if values.get("precision", "auto") not in ("auto", "bf16", "fp32"):
        raise SolieuError(f"{where}: 'precision' must be auto, bf16 or fp32, but is {values['precision']!r}")
    data = values.pop("data")
    train = _files(data.get("train"), f"{where}: 'data.train'")
    if not train:
        raise SolieuError(f"{where}: 'data.train' names no file; give annotated articles to train on")
    dev = data.get("dev")
    labels = data.get("labels")
    if labels is not None and not isinstance(labels, str):
        raise SolieuError(f"{where}: 'data.labels' must be the path of a label file, but is {labels!r}")
    return TrainingConfig(
        data=DataConfig(
            train=train,
            dev=_share(dev, where) if isinstance(dev, int | float) else _files(dev, f"{where}: 'data.dev'") or None,
            evaluate=_files(data.get("evaluate"), f"{where}: 'data.evaluate'"),
            labels=labels,
        ),
        **values,
    )


def _number(value: Any, kind: type, low: float, high: float | None, where: str) -> Any:
    # YAML 1.1 reads 3e-4, without a point, as a string.
    if isinstance(value, str) and kind is float:
        try:
            value = float(value)
        except ValueError:
            value = None
    bounds = f"of at least {low}" if high is None else f"from {low} to {high}"
    right_type = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
    if not right_type or not low <= value or (high is not None and value > high):
        raise SolieuError(f"{where} must be a {'whole ' if kind is int else ''}number {bounds}, but is {value!r}")
    return kind(value)


def _share(value: float, where: str) -> float:
    if isinstance(value, bool) or not 0 < value < 1:
        raise SolieuError(f"{where}: 'data.dev' must be files or a share between 0 and 1, but is {value!r}")
    return float(value)


def _files(value: Any, where: str) -> tuple[str, ...]:
    """Return one path, several, or several between commas as a tuple."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,) if Path(value).exists() else tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(path, str) and path for path in value):
        return tuple(value)
    raise SolieuError(f"{where} must be a path or a list of paths, but is {value!r}")
