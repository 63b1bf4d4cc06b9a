"""Configuration files that come with solieu: the label schema and the training configurations."""

from importlib.resources import files
from pathlib import Path


def config_path(name: str) -> Path:
    """Return the path of a configuration file that is part of the package, such as ``labels.yaml``."""
    return Path(str(files(__name__) / name))
