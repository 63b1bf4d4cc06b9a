"""What a run is: the model, the settings, the packages and the inputs; whether it is the one that was begun."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.articles import Columns
from solieu.batch.directory import write_json
from solieu.batch.file_names import INPUTS, MANIFEST
from solieu.batch.inputs import Inputs, compare
from solieu.batch.reporters import Reporter
from solieu.models.checkpoint_hashes import checkpoint_hashes
from solieu.models.onnx_checkpoint import is_exported

if TYPE_CHECKING:  # it imports torch
    from solieu.models.extractor import Extractor

_FORMAT = 1
_PACKAGES = (
    *("solieu", "torch", "transformers", "tokenizers", "numpy", "pyvi", "regex"),
    *("vietnamadminunits", "pyarrow", "onnxruntime", "trafilatura", "pypdf", "python-docx"),
)
_ELSE = "give another --out, or --overwrite to begin anew"


@dataclass(frozen=True)
class Settings:
    """What decides about the results of a run, beside the model and the articles.

    Args:
        shard_size: The number of articles of a shard.
        max_characters: The most characters of an article.
        values: Whether every entity gets its normalised value.
        links: Whether entities are linked.
        format: What the results are written as.
        columns: The columns of tables, or fields of JSON objects, that hold the articles.
    """

    shard_size: int
    max_characters: int
    values: bool = False
    links: bool = False
    format: str = "jsonl"
    columns: Columns = field(default_factory=Columns)


def find_model(model: str) -> Path:
    """Return the directory of a checkpoint, fetched from the hub if need be.

    Raises:
        SolieuError: There is no such checkpoint.
    """
    from solieu.models.checkpoint import load_settings
    from solieu.models.encoder_source import locate_checkpoint

    directory = locate_checkpoint(model)
    load_settings(directory)
    return directory


def describe(model: str, directory: Path, settings: Settings) -> dict[str, Any]:
    """Return a run as its manifest has it, but for the inputs.

    Args:
        model: What the checkpoint is called.
        directory: Where it is.
        settings: What decides about the results.

    Raises:
        SolieuError: A file of the checkpoint cannot be read.
    """
    device, dtype = _computes(directory)
    return {
        "format": _FORMAT,
        "model": {"name": model, "files": checkpoint_hashes(directory)},
        "settings": {
            "shard_size": settings.shard_size,
            "max_characters": settings.max_characters,
            "values": settings.values,
            "links": settings.links,
            "format": settings.format,
            "text_column": settings.columns.text,
            "id_column": settings.columns.id,
            "device": device,
            "dtype": dtype,
        },
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _computes(directory: Path) -> tuple[str, str]:
    """Return where and in which numbers a checkpoint computes; one that was exported does as it was exported."""
    if is_exported(directory):
        return "cpu", "exported"
    from solieu.models.precision import choose_dtype, default_device  # it imports torch

    device = default_device()
    return device.type, str(choose_dtype("auto", device)).removeprefix("torch.")


def load_extractor(model: Path, batch_subwords: int | None, *, calibrate: bool) -> tuple[Extractor, int]:
    """Load a checkpoint so that its batches are as large as they were when the run was begun.

    Args:
        model: The checkpoint.
        batch_subwords: The subwords of a batch; None for a run that begins.
        calibrate: Whether a run that begins measures which size of batches is fastest.

    Returns:
        The extractor, and how many subwords its batches have.

    Raises:
        SolieuError: The checkpoint does not load.
    """
    from solieu.models.extractor import Extractor

    extractor = Extractor.from_pretrained(model, batch_subwords=batch_subwords)
    if batch_subwords is None and calibrate:
        extractor.calibrate()
    return extractor, extractor.batch_subwords


def use_threads(model: Path, threads: int) -> None:
    """Compute with so many threads on a CPU; a checkpoint that was exported goes by OMP_NUM_THREADS, without torch.

    Args:
        model: The checkpoint.
        threads: How many.
    """
    if not is_exported(model):
        import torch

        torch.set_num_threads(threads)


def begin(directory: Path, run: dict[str, Any], batch_subwords: int, inputs: Inputs, reporter: Reporter) -> None:
    """Write the list of inputs, and then the manifest, with which the run is begun.

    Args:
        directory: Where to.
        run: The run, as `describe` returns it.
        batch_subwords: The subwords of a batch, which a run that goes on takes from the manifest.
        inputs: What is read.
        reporter: Is told how far the inputs have been hashed.
    """
    digest = sha256()
    with write_atomically(directory / INPUTS, "wb") as file:
        for line in inputs.hashes(reporter.hashed):
            digest.update(line)
            file.write(line)
    listed = {"sha256": digest.hexdigest(), "files": len(inputs.files), "bytes": inputs.total_bytes}
    write_json(directory / MANIFEST, run | {"batch_subwords": batch_subwords, "inputs": listed})


def check_same(directory: Path, run: dict[str, Any], inputs: Inputs, reporter: Reporter) -> int:
    """Refuse to go on with another run than the one that was begun.

    Args:
        directory: The directory of the run that was begun.
        run: What is to go on, as `describe` returns it.
        inputs: What is to be read.
        reporter: Is told how far the inputs have been hashed.

    Returns:
        The subwords of a batch.

    Raises:
        SolieuError: Something differs, or the manifest is damaged. One sentence names what it is.
    """
    path = directory / MANIFEST
    try:
        begun = json.loads(path.read_bytes())
        if begun["format"] != _FORMAT:
            raise SolieuError(f"{path}: has format {begun['format']!r}, but this solieu knows {_FORMAT}; {_ELSE}")
        difference = _difference(begun, run)
        batch_subwords = int(begun["batch_subwords"])
        with (directory / INPUTS).open("rb") as listed:
            digest = file_digest(listed, "sha256").hexdigest()
        if digest != begun["inputs"]["sha256"]:
            raise ValueError(f"{INPUTS} is not the list that was written with it")
    except FileNotFoundError as error:
        raise SolieuError(f"{path}: is damaged ({Path(error.filename).name} is gone); {_ELSE}") from None
    except OSError as error:
        raise SolieuError(f"{error.filename or path}: cannot be read ({error.strerror}); {_ELSE}") from None
    except KeyError as error:
        raise SolieuError(f"{path}: is damaged (it has no {error}); {_ELSE}") from None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SolieuError(f"{path}: is damaged ({error}); {_ELSE}") from None
    if difference is not None:
        raise SolieuError(f"{directory}: the run in it has {difference}; {_ELSE}")
    changed = compare(directory / INPUTS, inputs.hashes(reporter.hashed))
    if changed is not None:
        raise SolieuError(f"{directory}: the run in it has other inputs ({changed}); {_ELSE}")
    return batch_subwords


def _difference(begun: dict[str, Any], run: dict[str, Any]) -> str | None:
    """Return what a run has that is not so in the one that is to go on, or None if they are the same."""
    files, now = begun["model"]["files"], run["model"]["files"]
    other = [name for name in sorted(files.keys() | now.keys()) if files.get(name) != now.get(name)]
    if other:
        return f"another model (its {other[0]} differs from that in {run['model']['name']})"
    for part in ("settings", "packages"):
        old, new = begun[part], run[part]
        different = [f"{key} {old.get(key)!r}, not {new.get(key)!r}" for key in new if old.get(key) != new.get(key)]
        if different:
            return ", ".join(different)
    return None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
