"""Training configurations: everything that a run depends on, and every mistake in it named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solieu.annotation.errors import SolieuError
from solieu.training.config_file import finite, read_file, shown, split_word, value_of

if TYPE_CHECKING:  # they import torch, which no mistake in a configuration should have to wait for
    from solieu.models.pooling import Pooling
    from solieu.models.precision import TrainingPrecision


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


def _number(default: Any, low: float, high: float | None = None) -> Any:
    return field(default=default, metadata={"low": low, "high": high})


def _choice(default: str, *others: str) -> Any:
    return field(default=default, metadata={"choices": (default, *others)})


@dataclass(frozen=True)
class TrainingConfig:
    """All that a training run depends on.

    Args:
        encoder: ``"compact"``, the directory of a checkpoint, or the id of one on the hub.
        data: The files.
        output: The run's directory.
        segmenter: What joins syllables to words, as the encoder's pretraining text has them.
        old_tones: Whether the encoder is shown tone marks in their old placement, as PhoBERT's is.
        epochs: Times through the training data.
        learning_rate: The highest learning rate.
        schedule: How it falls after the warm-up: in a line to 0, along a cosine, or not at all.
        warmup: The share of the steps, between 0 and 1, in which the learning rate rises from 0.
        layer_decay: What the learning rate is multiplied by from each layer to the one below it; 1 for all the same.
        weight_decay: AdamW's, on matrices.
        batch_subwords: The most subwords of a batch, padding included.
        gradient_accumulation: How many batches make one step.
        max_length: The most subwords of a window, special ones included.
        overlap: How many subwords neighbouring windows share.
        freeze_embeddings: Whether the word embeddings stay as they are.
        dropout: The share of hidden values set to 0 in training.
        pooling: Whether a word is judged by its first subword or by the mean of all of them.
        crf: Whether a linear-chain CRF judges the tags of a line together.
        label_smoothing: The share of each tag's probability that is spread over all tags.
        focal: The exponent of the focal loss; 0 for cross entropy.
        r_drop: The weight of the divergence between two passes with different dropout; 0 for one pass.
        fgm: The length of the adversarial step on the word embeddings; 0 for none.
        replace_entities: The share of spans replaced in a copy of each article that is trained on as well;
            0 for no copies.
        patience: After how many epochs without a better development score the training stops; None: never.
        save_steps: After how many steps the state is written that ``--resume`` goes on from, beside each epoch's end.
        precision: ``"bf16"``, ``"fp16"`` (on a GPU), ``"fp32"``, or ``"auto"``: bf16 where the device has it.
        gradient_checkpointing: Whether layers are computed twice so that less must be remembered.
        compile: Whether ``torch.compile`` makes kernels for the model.
        seed: Of the new layer's weights, the order of the batches and the dropout.
    """

    encoder: str
    data: DataConfig
    output: str
    segmenter: str = _choice("none", "pyvi", "underthesea", "vncorenlp")
    old_tones: bool = False
    epochs: int = _number(12, 1)
    learning_rate: float = _number(3e-4, 0)
    schedule: str = _choice("linear", "cosine", "constant")
    warmup: float = _number(0.1, 0, 1)
    layer_decay: float = _number(1.0, 0.1, 1)
    weight_decay: float = _number(0.01, 0)
    batch_subwords: int = _number(2048, 1)
    gradient_accumulation: int = _number(1, 1)
    max_length: int = _number(256, 8)
    overlap: int = _number(64, 0)
    freeze_embeddings: bool = False
    dropout: float = _number(0.1, 0, 0.9)
    pooling: Pooling = field(default="first", metadata={"choices": ("first", "mean")})
    crf: bool = False
    label_smoothing: float = _number(0.0, 0, 0.9)
    focal: float = _number(0.0, 0)
    r_drop: float = _number(0.0, 0)
    fgm: float = _number(0.0, 0)
    replace_entities: float = _number(0.0, 0, 1)
    patience: int | None = _number(None, 1)
    save_steps: int | None = _number(None, 1)
    precision: TrainingPrecision = field(default="auto", metadata={"choices": ("auto", "bf16", "fp16", "fp32")})
    gradient_checkpointing: bool = False
    compile: bool = False
    seed: int = _number(1, 0, 2**32 - 1)

    def as_dict(self) -> dict[str, Any]:
        """Return the configuration as YAML would hold it."""
        content = dataclasses.asdict(self)
        for key, value in content["data"].items():
            if isinstance(value, tuple):
                content["data"][key] = list(value)
        return content


_FIELDS = {entry.name: entry for entry in dataclasses.fields(TrainingConfig)}
_DATA_KEYS = {entry.name for entry in dataclasses.fields(DataConfig)}


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
    content = read_file(path)
    _check_keys(content, str(path))
    given = _apply(content, overrides)

    def place(key: str) -> str:
        return f"{'command line' if key in given else path}: {key!r}"

    return _config(content, place)


def _check_keys(content: Mapping[str, Any], where: str) -> None:
    """Refuse unknown keys, with the nearest known one."""
    for key in content:
        if key not in _FIELDS:
            raise _unknown_key(key, where)
    for key in content["data"]:
        if key not in _DATA_KEYS:
            raise _unknown_key(f"data.{key}", where)


def _unknown_key(key: Any, where: str) -> SolieuError:
    # Compared without "data.", which would make any two keys that have it look alike.
    known = {name: name for name in _FIELDS if name != "data"} | {name: f"data.{name}" for name in _DATA_KEYS}
    near = get_close_matches(str(key).rpartition(".")[2], known, 1, 0.5)
    hint = f"did you mean {known[near[0]]!r}?" if near else f"known keys are {', '.join(sorted(known.values()))}"
    return SolieuError(f"{where}: unknown key {str(key)!r}; {hint}")


def _apply(content: dict[str, Any], overrides: Iterable[str]) -> set[str]:
    """Put the command line's values into the file's content, and return their keys."""
    given: set[str] = set()
    for word in overrides:
        key, text = split_word(word)
        if key in given:
            raise SolieuError(f"command line: the key {key!r} is given twice; keep one")
        given.add(key)
        section, _, name = key.rpartition(".")
        if section == "data" and name in _DATA_KEYS:
            content["data"][name] = value_of(text, key)
        elif not section and name in _FIELDS and name != "data":
            content[name] = value_of(text, key)
        else:
            raise _unknown_key(key, "command line")
    return given


def _config(content: dict[str, Any], place: Callable[[str], str]) -> TrainingConfig:
    """Check all values and build the configuration; ``place`` says where a key's value comes from."""
    values = dict(content)
    data = values.pop("data")
    for key in ("encoder", "output"):
        if not isinstance(values.get(key), str) or not values[key]:
            raise SolieuError(f"{place(key)} must be a name or path, but is {shown(values.get(key))}")
    for key in list(values):
        values[key] = _checked(key, values[key], place(key))
    config = TrainingConfig(data=_data(data, place), **values)
    if config.crf and (config.label_smoothing or config.focal):
        other = "label_smoothing" if config.label_smoothing else "focal"
        raise SolieuError(f"{place('crf')} cannot be combined with {other}, which weighs words one by one; drop one")
    if config.compile and config.fgm:
        raise SolieuError(f"{place('compile')} cannot be combined with fgm, which reaches into the model; drop one")
    return config


def _checked(key: str, value: Any, where: str) -> Any:
    """Return the value of a key in the type that the configuration has for it."""
    entry = _FIELDS[key]
    if "choices" in entry.metadata:
        if value not in entry.metadata["choices"]:
            *others, last = entry.metadata["choices"]
            raise SolieuError(f"{where} must be {', '.join(others)} or {last}, but is {shown(value)}")
    elif "low" in entry.metadata:
        if value is None and entry.default is None:
            return None
        return _checked_number(value, entry.type, entry.metadata["low"], entry.metadata["high"], where)
    elif entry.type == "bool" and not isinstance(value, bool):
        raise SolieuError(f"{where} must be true or false, but is {shown(value)}")
    return value


def _checked_number(value: Any, kind: Any, low: float, high: float | None, where: str) -> Any:
    # YAML 1.1 reads 3e-4, without a point, as a string.
    number = finite(value) if kind == "float" else value if isinstance(value, int) else None
    if number is None or isinstance(value, bool) or number < low or (high is not None and number > high):
        bounds = f"of at least {low}" if high is None else f"from {low} to {high}"
        whole = "" if kind == "float" else "whole "
        raise SolieuError(f"{where} must be a {whole}number {bounds}, but is {shown(value)}")
    return number


def _data(data: Mapping[str, Any], place: Callable[[str], str]) -> DataConfig:
    train = _files(data.get("train"), place("data.train"))
    if not train:
        raise SolieuError(f"{place('data.train')} names no file; give annotated articles to train on")
    dev = data.get("dev")
    labels = data.get("labels")
    if labels is not None and not isinstance(labels, str):
        raise SolieuError(f"{place('data.labels')} must be the path of a label file, but is {shown(labels)}")
    if isinstance(dev, int | float) and (isinstance(dev, bool) or not 0 < dev < 1):
        raise SolieuError(f"{place('data.dev')} must be files or a share between 0 and 1, but is {dev!r}")
    return DataConfig(
        train=train,
        dev=float(dev) if isinstance(dev, int | float) else _files(dev, place("data.dev")) or None,
        evaluate=_files(data.get("evaluate"), place("data.evaluate")),
        labels=labels,
    )


def _files(value: Any, where: str) -> tuple[str, ...]:
    """Return one path, several, or several between commas as a tuple."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,) if _exists(value) else tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(path, str) and path for path in value):
        return tuple(value)
    raise SolieuError(f"{where} must be a path or a list of paths, but is {shown(value)}")


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        return False  # a list of files can be longer than any file's name
