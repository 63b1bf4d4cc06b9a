"""What of a run's directory others may see: the checkpoint's own files, without traces of this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.errors import SolieuError

CARD = "README.md"
SETTINGS = "solieu.json"
_WEIGHTS = "model.safetensors"
_INDEX = "model.safetensors.index.json"
_SHARDS = "model-?????-of-?????.safetensors"
# These are rewritten where they hold something private.
_RECORDS = ("config.yaml", "data.json", "environment.json", "evaluation.json")
_TEXTS = (CARD, "config.json", SETTINGS, "tokenizer_config.json", "metrics.jsonl", *_RECORDS)
# A list of what may go, never of what may not: whatever else lies in the directory is nobody's business.
_NAMES = (
    *_TEXTS,
    *(_WEIGHTS, _INDEX, "crf.safetensors"),
    *("tokenizer.json", "special_tokens_map.json", "added_tokens.json"),
    *("vocab.txt", "vocab.json", "merges.txt", "bpe.codes"),
)
# How the card calls the place that the model is loaded from.
_HERE = '"this directory"'


@dataclass(frozen=True)
class Publication:
    """The files of a checkpoint as they may be published.

    Args:
        files: For each name the file, or its content where that is not the file's own.
        licence: The licence that the model card names, or None.
        staying: How many other files and folders there are in the directory.
    """

    files: dict[str, Path | bytes]
    licence: str | None
    staying: int

    @property
    def changed(self) -> list[str]:
        """The names of the files whose content is not the file's own."""
        return [name for name, file in self.files.items() if isinstance(file, bytes)]

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        file = self.files[name]
        return len(file) if isinstance(file, bytes) else file.stat().st_size


def is_published(name: str) -> bool:
    """Whether a file of this name is one that a publication may have."""
    return name in _NAMES or fnmatchcase(name, _SHARDS)


def prepare_publication(model: str, repository: str) -> Publication:
    """Collect what of a run's directory is to be published.

    The record of the run goes without the folders of this machine, of which only the last names are kept, without
    the operating system, and without the ids of the development articles. Nothing on disk is changed.

    Args:
        model: A directory that ``solieu train`` wrote.
        repository: The id of the repository, which the model card's example loads.

    Returns:
        The files, in the order in which they are shown.

    Raises:
        SolieuError: The checkpoint does not load, has no model card, or names the user's home directory.
    """
    directory = Path(os.path.expanduser(model))  # noqa: PTH111 - Path.expanduser raises for unknown users
    if not directory.is_dir():
        raise SolieuError(f"{model}: there is no such directory; give one that `solieu train` wrote")
    from solieu.models.checkpoint import load_settings
    from solieu.models.loading import load_tagger
    from solieu.models.onnx_checkpoint import is_exported

    load_settings(directory)
    if is_exported(directory):
        raise SolieuError(f"{directory}: is an exported model; publish the one that `solieu train` wrote")
    if not (directory / CARD).is_file():
        raise SolieuError(f"{directory}: has no model card, {CARD}; write one, or train again")
    load_tagger(directory, device="cpu")
    try:
        return _collect(directory, repository)
    except (OSError, UnicodeDecodeError) as error:
        raise SolieuError(f"{directory}: cannot be read ({error}); correct it or train again") from None


def _collect(directory: Path, repository: str) -> Publication:
    weights = [_WEIGHTS] if (directory / _WEIGHTS).is_file() else _shards(directory)
    others = [name for name in _NAMES if name not in (_WEIGHTS, _INDEX) and (directory / name).is_file()]
    files: dict[str, Path | bytes] = {name: directory / name for name in sorted([*others, *weights])}
    records = {name: _read_record(directory / name) for name in _RECORDS if name in files}
    known = set(_strings([records.get("config.yaml"), records.get("data.json")]))
    folders = _last_names(known)
    for name, content in records.items():
        public = _without_private(name, _replaced(content, folders))
        if public != content:
            files[name] = _written(name, public)
    card = (directory / CARD).read_text(encoding="utf-8")
    files[CARD] = _replaced(card, folders).replace(_HERE, json.dumps(repository)).encode()
    _refuse_home(directory, files)
    return Publication(files, _licence(directory / CARD, card), len(list(directory.iterdir())) - len(files))


def _shards(directory: Path) -> list[str]:
    """Return the names of the index and of the files that it lists, which have been loaded before."""
    listed = json.loads((directory / _INDEX).read_text(encoding="utf-8"))["weight_map"].values()
    for name in listed:
        if not fnmatchcase(name, _SHARDS) or "/" in name:
            raise SolieuError(
                f"{directory / _INDEX}: lists {name!r}, but files of weights are called {_SHARDS}; train again"
            )
    return [_INDEX, *sorted(set(listed))]


def _read_record(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    try:
        content = yaml.safe_load(text) if path.suffix == ".yaml" else json.loads(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SolieuError(f"{path}: is damaged ({' '.join(str(error).split())}); remove it or train again") from None
    if not isinstance(content, dict):
        raise SolieuError(f"{path}: is damaged (it holds no keys and values); remove it or train again")
    return content


def _written(name: str, content: dict[str, Any]) -> bytes:
    if name.endswith(".yaml"):
        text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        return text.encode()
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def _strings(content: Any) -> Iterator[str]:
    """Give all strings of a record, keys included."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        yield from _strings([*content, *content.values()])
    elif isinstance(content, list):
        for part in content:
            yield from _strings(part)


def _last_names(known: Iterable[str]) -> dict[str, str]:
    """Return what stands for each path that says where on this machine a file lies, longest path first.

    Args:
        known: All strings of a run's record. Two paths that end alike get different names.
    """
    taken = set(known)
    names: dict[str, str] = {}
    for path in sorted(taken, key=lambda path: (-len(path), path)):
        if path.startswith(("/", "~")) or ".." in Path(path).parts:
            last = name = Path(path).name
            number = 1
            while name in taken:
                number += 1
                name = f"{number}-{last}"
            if last and name != path:
                names[path] = name
                taken.add(name)
    return names


def _replaced(content: Any, names: dict[str, str]) -> Any:
    """Return a record or a text with other names in place of paths."""
    if isinstance(content, str):
        for path, name in names.items():
            content = content.replace(path, name)
        return content
    if isinstance(content, dict):
        return {_replaced(key, names): _replaced(value, names) for key, value in content.items()}
    return [_replaced(part, names) for part in content] if isinstance(content, list) else content


def _without_private(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without the operating system's name and release, and without ids of articles."""
    if name == "environment.json":
        return {key: value for key, value in record.items() if key != "platform"}
    if name == "data.json" and isinstance(record.get("dev"), dict):
        return record | {"dev": {key: value for key, value in record["dev"].items() if key != "ids"}}
    return record


def _refuse_home(directory: Path, files: dict[str, Path | bytes]) -> None:
    """Refuse texts that name a place in the user's home directory, which nothing above has recognized."""
    home = os.path.expanduser("~").rstrip("/")  # noqa: PTH111 - Path.home raises where there is none
    for name in _TEXTS if home.startswith("/") else ():
        file = files.get(name, b"")
        content = file if isinstance(file, bytes) else file.read_bytes()
        if f"{home}/".encode() in content:
            raise SolieuError(f"{directory / name}: names a place in {home}, which is nobody's business; take it out")


def _licence(path: Path, card: str) -> str | None:
    """Return the licence in the metadata of a model card."""
    from huggingface_hub import ModelCard

    try:
        licence = ModelCard(card).data.get("license")
    except (ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SolieuError(f"{path}: the metadata between --- and --- cannot be read ({reason}); correct it") from None
    return None if licence is None else str(licence)
