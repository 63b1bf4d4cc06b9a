"""The record of what a directory of several trainings holds: only the same ones go on there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.training.run_directory import clear_run, prepare_output

# What may differ: where the directory lies, and of what there may be more.
_FREE = frozenset({"output", "seeds", "sizes"})


def begin_or_go_on(output: Path, name: str, record: Mapping[str, Any], *, overwrite: bool) -> None:
    """Make the output directory, or find in it the beginning of the same trainings.

    Args:
        output: The directory.
        name: The record's file in it.
        record: All that the trainings depend on; ``seeds`` and ``sizes`` are lists that may change.
        overwrite: Whether the directory's earlier content may be replaced.

    Raises:
        SolieuError: The directory holds something else, or cannot be made.
    """
    begun = _read(output / name)
    if begun is None or overwrite:
        prepare_output(output, overwrite=overwrite)
        clear_run(output)
    else:
        _check_same(output, begun, record)
    if begun != record or overwrite:
        with write_atomically(output / name) as file:
            yaml.safe_dump(dict(record), file, allow_unicode=True, sort_keys=False)


def _read(path: Path) -> dict[str, Any] | None:
    """Return a record, or None where there is none that can be read."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    return content if isinstance(content, dict) else None


def _check_same(output: Path, begun: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Refuse to go on with other trainings than those that were begun."""
    old, new = dict(_flat(begun)), dict(_flat(record))
    # With several seeds each has a directory of its own.
    old["several seeds"], new["several seeds"] = "seeds" in begun, "seeds" in record
    differing = [key for key in old | new if old.get(key) != new.get(key)]
    files = [key.removeprefix("sha256.") for key in differing if key.startswith("sha256.")]
    settings = [key for key in differing if not key.startswith("sha256.")]
    if "several seeds" in settings:
        what = "with several seeds" if old["several seeds"] else "with one seed"
    elif settings:
        what = f"with other settings ({', '.join(f'{key} was {_shown(old.get(key))}' for key in settings[:3])})"
    elif files:
        what = f"that has read another {files[0]}"
    else:
        return
    raise SolieuError(
        f"{output}: the output directory holds a run {what}; give another output=, or --overwrite to replace it"
    )


def _flat(content: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the keys as the command line names them, with their values."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        elif prefix or key not in _FREE:
            yield f"{prefix}{key}", value


def _shown(value: Any) -> str:
    return "not given" if value is None else repr(value)
