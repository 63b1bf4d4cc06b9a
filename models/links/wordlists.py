"""The word lists of `configs/links/`, read once when they are first needed."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import yaml

from solieu.annotation.tones import old_placement
from solieu.configs import config_path


@cache
def word_lists(name: str) -> dict[str, Any]:
    """Return a file of lists, such as ``people``, as `plain` writes them; whoever asks must not alter it.

    Args:
        name: The file's name in ``configs/links`` without its ending.
    """
    text = old_placement(unicodedata.normalize("NFC", config_path(f"links/{name}.yaml").read_text(encoding="utf-8")))
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def plain(text: str) -> str:
    """Return composed small letters with single spaces and tone marks in the old placement (``hoà``)."""
    return old_placement(" ".join(unicodedata.normalize("NFC", text).lower().split()))
