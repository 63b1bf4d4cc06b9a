"""Folders and what is below them, also below links in them, each once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from glob import escape, iglob
from pathlib import Path

from solieu.annotation.errors import SolieuError

# Two asterisks that are all of a part of a pattern, more of the same after them, and the slash behind.
_ANY_FOLDERS = re.compile(r"(?:^|(?<=/))\*\*(?:/+\*\*)*(?:/+|$)")


def files_below(directory: str, unread: list[SolieuError]) -> Iterator[str]:
    """Yield the files below a directory and below those that links in it lead to.

    Args:
        directory: The directory.
        unread: Gets an error for each directory that cannot be read.
    """
    for folder, names in _walk(directory, unread):
        yield from (str(Path(folder) / name) for name in names)


def files_matching(pattern: str, unread: list[SolieuError]) -> Iterator[str]:
    """Yield what a pattern matches: with ``*``, ``?`` and ``[…]`` as in a shell, and ``**`` for any directories.

    Links to directories are followed, but ``**`` goes into each directory once, and into none whose name begins with
    a dot, as in a shell.

    Args:
        pattern: The pattern.
        unread: Gets an error for each directory that ``**`` stands for and that cannot be read.
    """
    any_folders = _ANY_FOLDERS.search(pattern)
    if any_folders is None:
        yield from (file for file in iglob(pattern) if is_file(file))  # noqa: PTH207 - any root
        return
    before, after = pattern[: any_folders.start()], pattern[any_folders.end() :] or "*"
    for start in iglob(before) if before else [""]:  # noqa: PTH207
        for folder, _ in _walk(start or os.curdir, unread, hidden=False):
            # Spelt as the pattern is, with a slash at the end; the current directory stays unsaid where it is.
            inner = str(Path(folder) / "_")[:-1] if not start else os.path.join(folder, "")  # noqa: PTH118
            yield from files_matching(f"{escape(inner)}{after}", unread)


def is_file(file: str) -> bool:
    """Whether a path is that of a file, or of what cannot be looked at, which reading it will say."""
    try:
        return Path(file).is_file()
    except OSError:
        return True


def _walk(directory: str, unread: list[SolieuError], *, hidden: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Yield the directories below one and those that links in them lead to, each once, with the names of their files.

    Args:
        directory: The directory.
        unread: Gets an error for each directory that cannot be read.
        hidden: Whether to go into those whose name begins with a dot.
    """
    seen: set[tuple[int, int]] = set()

    def refuse(error: OSError) -> None:
        unread.append(
            SolieuError(f"{error.filename}: cannot be read ({error.strerror}); give directories that you may read")
        )

    for folder, folders, names in os.walk(directory, followlinks=True, onerror=refuse):
        try:
            status = Path(folder).stat()
        except OSError as error:  # it has been removed in this moment
            refuse(error)
            folders.clear()
            continue
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        # In this order, so that of several links to a directory the same one is followed everywhere.
        folders[:] = sorted(name for name in folders if hidden or not name.startswith("."))
        yield folder, names
