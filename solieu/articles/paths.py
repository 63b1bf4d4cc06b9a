"""The files that paths name: files, directories of them, patterns such as ``news/**/*.jsonl.gz``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from glob import has_magic, iglob
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import files_below, is_uri
from solieu.articles.formats import KNOWN, Format, format_of, missing_package


def find_files(paths: Sequence[str]) -> tuple[list[str], list[SolieuError]]:
    """Find the files that paths name.

    Args:
        paths: Files; directories, each of which stands for all articles below it, sorted; patterns, each of which
            stands for the articles that it matches, sorted, where ``*``, ``?`` and ``[…]`` are those of a shell and
            ``**`` stands for any directories; URIs of files and directories; or ``-`` for standard input. What exists
            under its name is no pattern.

    Returns:
        The files, and an error for each directory or pattern that gives no article, and for each package that is
        needed to read some of the files and is not installed. These files are left out.
    """
    files: list[str] = []
    errors: list[SolieuError] = []
    for path in paths:
        try:
            files.extend(_expand(path))
        except SolieuError as error:
            errors.append(error)
    readable, missing = _leave_out_unreadable(list(dict.fromkeys(files)))
    return readable, [*errors, *missing]


def _expand(path: str) -> Iterable[str]:
    if path == "-":
        return [path]
    if is_uri(path):
        return _expand_uri(path)
    if _is_directory(path):
        found = _articles(_below(path))
        if not found:
            raise SolieuError(f"{path}: the directory holds no articles ({KNOWN})")
        return found
    if not has_magic(path) or Path(path).exists():
        return [path]
    matched = [file for file in iglob(path, recursive=True) if Path(file).is_file()]  # noqa: PTH207 - any root
    if not matched:
        raise SolieuError(f"{path}: the pattern matches no file; give files, directories or patterns")
    found = _articles(matched)
    if not found:
        raise SolieuError(f"{path}: the pattern matches {matched[0]} and no articles ({KNOWN})")
    return found


def _expand_uri(uri: str) -> Iterable[str]:
    """Return the articles below a URI that is a directory, or the URI; what cannot be asked is said when it is read."""
    try:
        below = files_below(uri)
    except OSError:
        below = None
    if below is None:
        return [uri]
    found = [file for file in below if format_of(file)]
    if not found:
        raise SolieuError(f"{uri}: the directory holds no articles ({KNOWN})")
    return found


def _is_directory(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError as error:  # a name that is too long
        raise SolieuError(f"{path[:100]} …: cannot be read ({error.strerror}); give files or directories") from None


def _below(directory: str) -> Iterator[str]:
    """Yield the files below a directory and below those that links in it lead to, each directory once."""
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(directory, followlinks=True):
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        yield from (str(Path(folder) / name) for name in names)


def _articles(files: Iterable[str]) -> list[str]:
    return sorted(file for file in files if format_of(file) and Path(file).is_file() and not _is_cache(file))


def _is_cache(file: str) -> bool:
    """Whether a file is what the library `datasets` leaves beside a data set that it has worked on."""
    name = Path(file).name
    return name.startswith("cache-") and name.endswith(".arrow")


def _leave_out_unreadable(files: Sequence[str]) -> tuple[list[str], Iterator[SolieuError]]:
    """Leave out files of formats whose package is not installed, with one error for each such package."""
    formats = {file: format_of(file) for file in files}
    missing: dict[Format, list[str]] = {}
    for format_ in set(filter(None, formats.values())):
        if not format_.is_installed():
            missing[format_] = [file for file in files if formats[file] == format_]
    readable = files if not missing else [file for file in files if formats[file] not in missing]
    return list(readable), (
        missing_package(
            format_, f"{named[0]}: {'is' if len(named) == 1 else f'and {len(named) - 1} more are'} left out"
        )
        for format_, named in sorted(missing.items(), key=lambda item: item[0].suffixes)
    )
