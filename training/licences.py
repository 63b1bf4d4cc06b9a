"""Under which licence an encoder was published, which what is trained from it inherits."""

from __future__ import annotations

from pathlib import Path

import yaml

from solieu.models.encoder_source import COMPACT

_LICENCES = {
    COMPACT: "mit",
    "intfloat/multilingual-e5-small": "mit",
    "vinai/phobert-base": "mit",
    "vinai/phobert-large": "mit",
    "vinai/phobert-base-v2": "agpl-3.0",
    "xlm-roberta-base": "mit",
    "FacebookAI/xlm-roberta-base": "mit",
}


def licence_of(encoder: str) -> str | None:
    """Return the licence of an encoder, as the hub abbreviates it.

    Args:
        encoder: ``"compact"``, the id of a repository, or a directory, whose model card is read.

    Returns:
        The licence, or None if it is not known.
    """
    directory = Path(encoder).expanduser() if encoder != COMPACT else None
    if directory is None or not directory.is_dir():
        return _LICENCES.get(encoder)
    try:
        card = (directory / "README.md").read_text(encoding="utf-8")
        metadata = yaml.safe_load(card.split("---", 2)[1]) if card.startswith("---") else {}
        licence = metadata.get("license")
    except (OSError, ValueError, IndexError, AttributeError, yaml.YAMLError):
        return None
    return licence if isinstance(licence, str) else None


def licence_notice(encoder: str) -> str | None:
    """Return what a person who trains from an encoder must be told about its licence; None: nothing."""
    if licence_of(encoder) != "agpl-3.0":
        return None
    return (
        f"{encoder} is published under AGPL-3.0: whoever lets others use a service with this model, or passes it on, "
        "must offer them the source code under the same licence; vinai/phobert-base is under MIT"
    )
