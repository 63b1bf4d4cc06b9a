"""What a run's directory holds beside its model: how the model came about."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch
import yaml

from solieu.annotation.atomic import write_atomically
from solieu.annotation.documents import Document
from solieu.models.precision import default_device, training_dtype
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora
from solieu.training.fit import Fit

_PACKAGES = (
    "solieu",
    "torch",
    "transformers",
    "tokenizers",
    "datasets",
    "accelerate",
    "safetensors",
    "numpy",
    "tensorboard",
)


def write_record(directory: Path, config: TrainingConfig, corpora: Corpora, fitted: Fit) -> None:
    """Write the configuration as run, the metrics by epoch, the environment and the data's hashes.

    Args:
        directory: The run's directory.
        config: The configuration.
        corpora: The documents.
        fitted: What came of it.
    """
    with write_atomically(directory / "config.yaml") as file:
        yaml.safe_dump(config.as_dict(), file, allow_unicode=True, sort_keys=False)
    with write_atomically(directory / "metrics.jsonl") as file:
        for epoch in fitted.history:
            file.write(json.dumps({key: round(value, 6) for key, value in epoch.items()}) + "\n")
    _write_json(directory / "environment.json", _environment(config, fitted.seconds))
    _write_json(directory / "data.json", _data(corpora, fitted))


def _environment(config: TrainingConfig, seconds: float) -> dict[str, Any]:
    device = default_device()
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
        "threads": torch.get_num_threads(),
        "dtype": str(training_dtype(config.precision, device)).removeprefix("torch."),
        "training_seconds": round(seconds, 1),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _data(corpora: Corpora, fitted: Fit) -> dict[str, Any]:
    def size(documents: list[Document]) -> dict[str, int]:
        return {"documents": len(documents), "spans": sum(len(document.spans) for document in documents)}

    return {
        "sha256": corpora.sha256,
        "train": size(corpora.train) | {"left_out_because_in_dev": corpora.repeated},
        "dev": size(corpora.dev) | {"ids": [document.id for document in corpora.dev]},
        "evaluate": size(corpora.evaluate) | {"left_out_because_trained_on": corpora.left_out},
        "cut_spans": fitted.cut,
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    with write_atomically(path) as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")
