"""Where an encoder or a checkpoint comes from: the embedded one, a directory, or the hub."""

from __future__ import annotations

import os
from pathlib import Path

from solieu.annotation.errors import SolieuError

COMPACT = "compact"
# Never weights in pickle files (*.bin, *.pt): they run code when they are loaded.
_FILES = ["*.json", "*.safetensors", "*.txt", "*.codes", "*.model"]
_PATIENCE = 5.0  # seconds; without a limit a hub that does not answer is waited for without end


def locate_checkpoint(name: str | Path) -> Path:
    """Return the directory of an encoder or a trained checkpoint.

    Args:
        name: ``"compact"`` for the embedded encoder, a directory, or the id of a repository on the hub.

    Raises:
        SolieuError: There is no such directory and the hub does not give it.
    """
    if str(name) == COMPACT:
        from solieu.models.compact import compact_checkpoint  # brings torch with it

        return compact_checkpoint()
    directory = Path(os.path.expanduser(name))  # noqa: PTH111 - Path.expanduser raises for unknown users
    if directory.is_dir():
        return directory
    if directory.exists():
        raise SolieuError(f"{name}: expected the directory of a checkpoint, but it is a file")
    parts = str(name).split("/")
    if len(parts) > 2 or str(name).startswith((".", "~")) or "" in parts:
        raise SolieuError(f"{name}: there is no such directory; give the directory of a checkpoint")
    return _download(str(name))


def _download(repository: str) -> Path:
    """Fetch a checkpoint from the hub, or take it from the hub's local cache."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(repository, allow_patterns=_FILES, local_files_only=not _hub_answers(repository)))
    except (OSError, ValueError):  # those of huggingface_hub are among them
        raise SolieuError(
            f"{repository}: is no directory here and could not be had from the Hugging Face hub (no network, a wrong "
            "name, or no permission); log in with `hf auth login` or fetch it beforehand with `hf download`, give a "
            "local directory, or train on the embedded encoder with encoder=compact"
        ) from None


def _hub_answers(repository: str) -> bool:
    """Whether the hub can be reached and gives this repository."""
    from huggingface_hub import HfApi

    try:
        HfApi().model_info(repository, timeout=_PATIENCE)
    except Exception:  # which classes there are depends on the HTTP client of huggingface_hub's release
        return False
    return True
