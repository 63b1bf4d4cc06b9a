"""The directory of a run: what may be in it before, and what a run leaves there."""

from __future__ import annotations

import shutil
from pathlib import Path

from solieu.annotation.errors import SolieuError

# The best weights so far, while the training goes on.
SCRATCH = "solieu-unfinished"

# What tells a run from any other directory: all files of one of these groups.
_MARKS = (("config.yaml", "metrics.jsonl", "environment.json", "data.json"), ("crossval.yaml",), (SCRATCH,))
# What runs write; patterns, as the tokenizer's files differ from encoder to encoder.
_WRITTEN = (
    *("config.yaml", "environment.json", "data.json", "metrics.jsonl", "evaluation.json", "README.md"),
    *("crossval.yaml", "fold-*.jsonl", "predictions.jsonl"),
    *("solieu.json", "config.json", "model*.safetensors", "model.safetensors.index.json"),
    *("tokenizer*.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja"),
    *("vocab.txt", "vocab.json", "merges.txt", "bpe.codes", "*.model"),
)
_SCRATCHES = (SCRATCH, "checkpoints-*")


def prepare_output(directory: Path, *, overwrite: bool) -> Path:
    """Make a run's directory. If it holds an earlier run that may be replaced, that is left as it is for now.

    Args:
        directory: The run's directory.
        overwrite: Whether it may hold an earlier run.

    Returns:
        The directory.

    Raises:
        SolieuError: It holds something that is no run, or a run that may not be replaced, or it cannot be made.
    """
    try:
        if directory.is_dir() and any(directory.iterdir()):
            if not any(all((directory / name).exists() for name in group) for group in _MARKS):
                raise SolieuError(
                    f"{directory}: the output directory is not empty, and what it holds is no run; give another output="
                )
            if not overwrite:
                raise SolieuError(
                    f"{directory}: the output directory holds a run; give another output=, or --overwrite to replace it"
                )
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SolieuError(
            f"{directory}: cannot be the output directory ({error.strerror}); give another output="
        ) from None
    return directory


def clear_run(directory: Path) -> None:
    """Remove what an earlier run has left in its directory, and nothing that somebody else has put there.

    Args:
        directory: As `prepare_output` returned it.
    """
    for pattern in _WRITTEN:
        for path in directory.glob(pattern):
            path.unlink()
    for pattern in _SCRATCHES:
        for path in directory.glob(pattern):
            shutil.rmtree(path)
