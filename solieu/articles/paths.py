"""The files that paths name: files, directories of them, patterns such as ``news/**/*.jsonl.gz``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from glob import has_magic
from pathlib import Path

from solieu.annotation import uris
from solieu.annotation.errors import SolieuError
from solieu.annotation.uris import is_uri
from solieu.articles.folders import files_below, files_matching, is_file
from solieu.articles.formats import KNOWN, Format, format_of, missing_package
from solieu.articles.spelling import spellings, spelt_as_on_disk
from solieu.batch.file_names import INPUTS, MANIFEST, shard_of

# So much of a path that is too long is shown.
_SHOWN = 100


def find_files(paths: Sequence[str]) -> tuple[list[str], list[SolieuError]]:
    """Find the files that paths name.

    Args:
        paths: Files; directories, each of which stands for all articles below it, sorted; patterns, each of which
            stands for the articles that it matches, sorted, where ``*``, ``?`` and ``[…]`` are those of a shell and
            ``**`` stands for any directories; URIs of files and directories; or ``-`` for standard input. What exists
            under its name is no pattern. Names that look the same need not be spelt with the same code points.

    Returns:
        The files, each once, and an error for each directory or pattern that gives no article, for each directory
        that cannot be read, and for each package that is needed to read some of the files and is not installed. These
        files are left out, and so is, without an error, what `solieu extract` keeps of a run beside its results, and a
        shard of results without any, unless there is nothing else.
    """
    files: list[str] = []
    errors: list[SolieuError] = []
    for path in paths:
        try:
            files.extend(_expand(path, errors))
        except SolieuError as error:
            errors.append(error)
    files = _once(files) if len(paths) > 1 else list(dict.fromkeys(files))
    articles = [file for file in files if not _is_record(file)]
    if files and not articles:
        errors.append(
            SolieuError(f"{files[0]}: is a record of a run, without articles; give the part-*.jsonl beside it")
        )
    full = [file for file in articles if not _is_empty_shard(file)]
    readable, missing = _leave_out_unreadable(full or articles)
    return readable, [*{str(error): error for error in errors}.values(), *missing]


def _once(files: Iterable[str]) -> list[str]:
    """Leave out files that have come already, also if they are spelt otherwise: ``./a.txt`` for ``a.txt``."""
    try:
        here = Path.cwd()
    except OSError:  # it has been removed
        here = Path()
    spelt: dict[str, str] = {}
    for file in files:
        spelt.setdefault(file if file == "-" or is_uri(file) else str(here / file), file)
    return list(spelt.values())


def _expand(path: str, errors: list[SolieuError]) -> Iterable[str]:
    if not path:
        raise SolieuError("an empty path is given; give files, directories or patterns")
    if path == "-":
        return [path]
    if is_uri(path):
        return _expand_uri(path)
    path = spelt_as_on_disk(path)
    unread: list[SolieuError] = []
    if _is_directory(path):
        found = _articles(files_below(path, unread))
        if not found and not unread:
            raise SolieuError(f"{path}: the directory holds no articles ({KNOWN})")
    elif not has_magic(path) or Path(path).exists():
        return [path]
    else:
        matched = _matching(path, unread)
        found = _articles(matched)
        if not matched and not unread:
            raise SolieuError(f"{path}: the pattern matches no file; give files, directories or patterns")
        if not found and not unread:
            raise SolieuError(f"{path}: the pattern matches {matched[0]} and no articles ({KNOWN})")
    errors.extend(unread)
    return found


def _matching(pattern: str, unread: list[SolieuError]) -> list[str]:
    """Return what a pattern matches, or, where that is nothing, what it would if it were spelt otherwise."""
    return next((matched for each in spellings(pattern) if (matched := list(files_matching(each, unread)))), [])


def _expand_uri(uri: str) -> Iterable[str]:
    """Return the articles below a URI that is a directory, or the URI; what cannot be asked is said when it is read."""
    try:
        below = uris.files_below(uri)
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
    except OSError as error:  # a name that is too long, or a folder on the way that may not be entered
        shown = path if len(path) <= _SHOWN else f"{path[:_SHOWN]} …"
        raise SolieuError(f"{shown}: cannot be read ({error.strerror}); give files or directories") from None


def _articles(files: Iterable[str]) -> list[str]:
    return sorted(file for file in files if format_of(file) and is_file(file) and not _is_cache(file))


def _is_cache(file: str) -> bool:
    """Whether a file is what the library `datasets` leaves beside a data set that it has worked on."""
    name = Path(file).name
    return name.startswith("cache-") and name.endswith(".arrow")


def _is_record(file: str) -> bool:
    """Whether a file is what `solieu extract` keeps of a run beside its results."""
    name = file.rpartition("/")[2]
    return (name == INPUTS or (name.startswith("errors-") and shard_of(name) is not None)) and _is_of_a_run(file)


def _is_empty_shard(file: str) -> bool:
    """Whether a file is a shard of a run of `solieu extract` in which all articles were errors."""
    name = file.rpartition("/")[2]
    if not (name.startswith("part-") and name.endswith(".jsonl") and shard_of(name) is not None):
        return False
    try:
        return uris.file_status(file)[0] == 0 and _is_of_a_run(file)
    except OSError:
        return False


def _is_of_a_run(file: str) -> bool:
    """Whether the manifest of a run of `solieu extract` is beside a file."""
    folder, slash, _ = file.rpartition("/")
    try:
        with uris.open_file(f"{folder}{slash}{MANIFEST}") as stream:
            manifest = json.load(stream)
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and {"format", "model", "inputs"} <= manifest.keys()


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
