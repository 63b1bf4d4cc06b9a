"""Where an encoder or a checkpoint comes from: the embedded one, a directory, or the hub."""

from __future__ import annotations

from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.models.compact import compact_checkpoint

COMPACT = "compact"
# Never weights in pickle files (*.bin, *.pt): they run code when they are loaded.
_FILES = ["*.json", "*.safetensors", "*.txt", "*.codes", "*.model"]


def locate_checkpoint(name: str | Path) -> Path:
    """Return the directory of an encoder or a trained checkpoint.

    Args:
        name: ``"compact"`` for the embedded encoder, a directory, or the id of a repository on the hub.

    Raises:
        SolieuError: There is no such directory and the hub does not give it.
    """
    if str(name) == COMPACT:
        return compact_checkpoint()
    directory = Path(name).expanduser()
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
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(repository, allow_patterns=_FILES))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError):
        raise SolieuError(
            f"{repository}: is no directory here and could not be had from the Hugging Face hub (no network, a wrong "
            "name, or no permission); log in with `hf auth login` or fetch it beforehand with `hf download`, give a "
            "local directory, or use the embedded encoder with encoder=compact"
        ) from None
