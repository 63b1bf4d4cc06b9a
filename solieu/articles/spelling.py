"""Names of files that look the same and are spelt with other code points: ``ắ`` is one of them, or up to three."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from glob import has_magic
from pathlib import Path


def spelt_as_on_disk(path: str) -> str:
    """Return a path as it is spelt on the disk.

    Args:
        path: A path, or a pattern, of which the folders before the first that is one are looked for.

    Returns:
        The path with the names that files and folders have which alone look like those in it; the path itself if
        there is just that, or no other that looks like it.
    """
    if path.isascii() or os.path.lexists(path):
        return path
    found, parts = Path(), list(Path(path).parts)
    while parts and not has_magic(parts[0]):
        spelt = _in(found, parts.pop(0))
        if spelt is None:
            return path
        found /= spelt
    found = found.joinpath(*parts)
    return path if found == Path(path) else str(found)


def spellings(pattern: str) -> Iterator[str]:
    """Give a pattern, and then with its letters composed and decomposed, as the names that it matches may be."""
    yield pattern
    folder, slash, names = pattern.rpartition("/")
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, names)
        if other != names:
            yield f"{folder}{slash}{other}"


def _in(folder: Path, name: str) -> str | None:
    """Return how a name is spelt in a folder, first of all as it is given."""
    try:
        if (folder / name).exists():
            return name
        alike = [path.name for path in folder.iterdir() if _composed(path.name) == _composed(name)]
    except OSError:
        return None
    return alike[0] if len(alike) == 1 else None


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
