"""The tables of `configs/values`, read once when they are first needed."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from solieu.configs import config_path


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table, such as ``ranks``; whoever asks must not alter it.

    Args:
        name: The file's name in ``configs/values`` without its ending.
    """
    content: dict[str, Any] = yaml.safe_load(config_path(f"values/{name}.yaml").read_text(encoding="utf-8"))
    return content
