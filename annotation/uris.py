"""Files that are named by URIs, such as ``s3://bucket/articles.jsonl``, beside those that are named by paths.

pyarrow knows ``s3``, ``gs``, ``abfs``, ``hdfs`` and ``file``, fsspec others, if its packages for them are installed.
Who may read and write, and where a service is, they find out as each is told to: for S3 from the environment variables
``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION`` and ``AWS_ENDPOINT_URL``, or from ``~/.aws``.
"""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

# The scheme, and who has it: a bucket, a host or nobody.
_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://[^/]*")
_BUFFER = 1 << 20


def is_uri(name: str | Path) -> bool:
    """Whether a name is a URI and no path."""
    return isinstance(name, str) and _URI.match(name) is not None


def open_file(name: str | Path) -> io.BufferedReader:
    """Open a file for reading.

    Args:
        name: A path or a URI.

    Raises:
        OSError: It cannot be read.
    """
    if not is_uri(name):
        return Path(name).open("rb")
    filesystem, path = find_filesystem(str(name))
    with as_os_errors(name):
        # pyarrow's own files are slow at lines.
        return io.BufferedReader(filesystem.open_input_file(path), _BUFFER)


def file_status(name: str | Path) -> tuple[int, int]:
    """Return the size of a file, and when it was changed last, in nanoseconds.

    Args:
        name: A path or a URI.

    Raises:
        OSError: There is no such file.
    """
    if not is_uri(name):
        status = Path(name).stat()
        return status.st_size, status.st_mtime_ns
    filesystem, path = find_filesystem(str(name))
    with as_os_errors(name):
        info = filesystem.get_file_info(path)
    if not info.is_file:
        raise FileNotFoundError(errno.ENOENT, "No such file", name)
    return info.size, info.mtime_ns or 0


def files_below(uri: str) -> list[str] | None:
    """Return the URIs of all files below one that is a directory, sorted; None if it is none.

    Args:
        uri: The URI.

    Raises:
        OSError: It cannot be read.
    """
    from pyarrow.fs import FileSelector

    filesystem, path = find_filesystem(uri)
    with as_os_errors(uri):
        if filesystem.get_file_info(path).is_file:
            return None
        infos = filesystem.get_file_info(FileSelector(path, recursive=True, allow_not_found=True))
    start = path.rstrip("/")
    names = [info.path[len(start) :].lstrip("/") for info in infos if info.is_file]
    as_written = quote if uri.startswith("file://") else str
    return sorted(f"{uri.rstrip('/')}/{as_written(name)}" for name in names) or None


def find_filesystem(uri: str) -> tuple[Any, str]:
    """Return the pyarrow file system of a URI, and the path there.

    Args:
        uri: The URI. Its path is taken as it stands, with any letters and spaces; that of ``file`` has ``%20`` and
            the like for them.

    Raises:
        OSError: No file system of that kind is known, or it cannot be reached.
    """
    match = _URI.match(uri)
    if match is None:
        raise FileNotFoundError(errno.ENOENT, "is no URI", uri)
    path = uri[match.end() :]
    with as_os_errors(uri):
        filesystem, root = _find_root(match[0])
    if match[0] == "file://":
        return filesystem, unquote(path)
    return filesystem, f"{root.rstrip('/')}{path}"


@lru_cache(maxsize=16)
def _find_root(root: str) -> tuple[Any, str]:
    """Return the file system of a URI without a path, and the path of that there, such as the bucket."""
    from pyarrow.fs import FileSystem

    try:
        filesystem, path = FileSystem.from_uri(f"{root}/")
    except ValueError:
        return _ask_fsspec(root)
    return filesystem, path


def _ask_fsspec(root: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs
    from pyarrow.fs import FSSpecHandler, PyFileSystem

    filesystem, path = url_to_fs(root)
    return PyFileSystem(FSSpecHandler(filesystem)), path


@contextmanager
def as_os_errors(name: str | Path) -> Iterator[None]:
    """Make of what is raised about a URI what is raised about a path: an error with a number, a reason and a name."""
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        number = getattr(error, "errno", None) or (errno.ENOENT if isinstance(error, FileNotFoundError) else errno.EIO)
        raise OSError(number, " ".join(str(error).split())[:300], str(name)) from None
