"""The directory of a run: what may be in it before, and what a run leaves there."""

from __future__ import annotations

import shutil
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.training.unfinished import is_unfinished, remove

# Checkpoints and logs, while the training goes on.
SCRATCH = "solieu-unfinished"
# The logs of a finished training.
TENSORBOARD = "tensorboard"

# What tells a run from any other directory: all files of one of these groups.
_MARKS = (
    ("config.yaml", "metrics.jsonl", "environment.json", "data.json"),
    ("crossval.yaml",),
    ("learning-curve.yaml",),
    (SCRATCH,),
)
# What runs write; patterns, as the tokenizer's files differ from encoder to encoder.
_WRITTEN = (
    *("config.yaml", "environment.json", "data.json", "metrics.jsonl", "evaluation.json", "README.md"),
    *("crossval.yaml", "fold-*.jsonl", "predictions.jsonl", "seeds.json", "report.html", "report.md"),
    *("baseline-string-match.jsonl", "baseline-feature-crf.jsonl"),
    *("learning-curve.yaml", "learning-curve.json", "articles-*.jsonl"),
    *("solieu.json", "config.json", "model*.safetensors", "model.safetensors.index.json", "crf.safetensors"),
    *("tokenizer*.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja"),
    *("vocab.txt", "vocab.json", "merges.txt", "bpe.codes", "*.model"),
)
_DIRECTORIES = (TENSORBOARD, "checkpoints-*")
# Where several trainings with one seed leave such files.
_OF_A_SEED = "seed-[0-9]*"


def prepare_output(directory: Path, *, overwrite: bool, resume: bool | None = None) -> Path:
    """Make a run's directory. If it holds an earlier run that may be replaced, that is left as it is for now.

    Args:
        directory: The run's directory.
        overwrite: Whether it may hold an earlier run.
        resume: Whether it may hold an unfinished training, which is to go on; None where trainings cannot go on.

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
            refusal = None if overwrite else _refusal(directory, resume)
            if refusal is not None:
                raise SolieuError(f"{directory}: the output directory holds {refusal}")
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SolieuError(
            f"{directory}: cannot be the output directory ({error.strerror}); give another output="
        ) from None
    return directory


def _refusal(directory: Path, resume: bool | None) -> str | None:
    """Return why a directory with a run cannot be the output directory, or None if that run can go on."""
    unfinished = is_unfinished(directory / SCRATCH)
    if resume is None or not (resume or unfinished):
        return "a run; give another output=, or --overwrite to replace it"
    if not resume:
        return "an unfinished run; give --resume to go on with it, or --overwrite to begin again"
    if unfinished or [path.name for path in directory.iterdir()] == [SCRATCH]:
        return None
    return "a run, but no unfinished one to resume; give another output=, or --overwrite to replace it"


def clear_run(directory: Path, *, keep_unfinished: bool = False) -> None:
    """Remove what an earlier run has left in its directory, and nothing that somebody else has put there.

    Args:
        directory: As `prepare_output` returned it.
        keep_unfinished: Whether the checkpoints of an unfinished run stay.
    """
    for pattern in _WRITTEN:
        for path in directory.glob(pattern):
            path.unlink()
    for pattern in _DIRECTORIES:
        for path in directory.glob(pattern):
            shutil.rmtree(path)
    for path in directory.glob(_OF_A_SEED):
        if path.is_dir():
            clear_run(path)
            if not any(path.iterdir()):
                path.rmdir()
    if not keep_unfinished:
        remove(directory / SCRATCH)
