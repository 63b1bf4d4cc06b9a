"""The keys and values of a configuration, from a YAML file and from words of the command line."""

from __future__ import annotations

import math
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.errors import SolieuError

_TEXTS = ("encoder", "output", "data.labels")
_PATHS = ("data.train", "data.dev", "data.evaluate")


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


def read_file(path: str | Path) -> dict[str, Any]:
    """Read the keys and values of a file; those of ``data`` are in a dictionary of their own.

    Raises:
        SolieuError: The file cannot be read or is not made of keys and values.
    """
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


def split_word(word: str) -> tuple[str, str]:
    """Return key and value of a ``key=value`` word.

    Raises:
        SolieuError: The word has no equals sign.
    """
    key, equals, text = word.partition("=")
    if not equals:
        raise SolieuError(f"command line: {word!r} must be key=value, such as epochs=6")
    return key, text


def value_of(text: str, key: str) -> Any:
    """Return what a value on the command line means: a path stands for itself, all else is YAML."""
    is_number = key == "data.dev" and finite(text) is not None
    is_list = key in _PATHS and text.startswith("[")
    if key in (*_TEXTS, *_PATHS) and text not in ("", "null") and not is_number and not is_list:
        return text
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text  # refused, or taken for the name of a file, like any other text


def finite(value: Any) -> float | None:
    """Return a finite number, also from its digits, or None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def shown(value: Any) -> str:
    """Return a value as a person would write it in YAML."""
    return "missing" if value is None else repr(value if isinstance(value, str | int | float | list) else str(value))
