"""The hashes of the files of a checkpoint that decide about its predictions."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

from solieu.annotation.errors import SolieuError

_FILES = (
    *("solieu.json", "config.json", "*.safetensors", "*.safetensors.index.json"),
    *("tokenizer*.json", "special_tokens_map.json", "added_tokens.json"),
    *("*.onnx", "*.onnx.data", "vocab.txt", "vocab.json", "merges.txt", "bpe.codes", "*.model"),
)


def checkpoint_hashes(directory: Path) -> dict[str, str]:
    """Hash the weights, the configuration and the tokenizer of a checkpoint, but none of the records of its training.

    Args:
        directory: The checkpoint.

    Returns:
        The SHA-256 of each file by the file's name, sorted.

    Raises:
        SolieuError: A file cannot be read.
    """
    hashes = {}
    for path in sorted({path for pattern in _FILES for path in directory.glob(pattern) if path.is_file()}):
        try:
            with path.open("rb") as stream:
                hashes[path.name] = file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise SolieuError(f"{path}: cannot be read ({error.strerror}); give a model that you may read") from None
    return hashes
